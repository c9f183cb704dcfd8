/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums of files, devices and trees. */

#include "config.h"

#include <fcntl.h>
#include <gcrypt.h>
#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* ---- The kinds ---- */

#define CRC 0                   /* not libgcrypt's */

static const struct kind {
  const char *name;
  int algorithm;
} kinds[] = {
  { "crc", CRC },
  { "md5", GCRY_MD_MD5 },
  { "sha1", GCRY_MD_SHA1 },
  { "sha224", GCRY_MD_SHA224 },
  { "sha256", GCRY_MD_SHA256 },
  { "sha384", GCRY_MD_SHA384 },
  { "sha512", GCRY_MD_SHA512 },
  { "gost", GCRY_MD_GOSTR3411_CP },
  { "gost12", GCRY_MD_STRIBOG256 },
};

static const struct kind *
find_kind (const char *name)
{
  size_t i;

  for (i = 0; i < sizeof kinds / sizeof kinds[0]; ++i) {
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  }
  reply_with_error_errno (EINVAL, "%s: unknown type: use crc, md5, sha1, "
                          "sha224, sha256, sha384, sha512, gost or gost12",
                          name);
  return NULL;
}

/* Is the processor one that QEMU emulates, where KVM is not used? */
static bool
is_emulated_processor (void)
{
#ifdef __x86_64__
  uint32_t max, name[3];

  __cpuid (0x40000000, max, name[0], name[1], name[2]);
  return memcmp (name, "TCGTCGTCGTCG", sizeof name) == 0;
#else
  return false;
#endif
}

/* Some of these are old: that is for the caller to judge.  Emulated, the vector
 * instructions that libgcrypt prefers are several times slower than plain
 * code. */
static void
start_gcrypt (void)
{
  if (gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    return;
  if (is_emulated_processor ())
    gcry_control (GCRYCTL_DISABLE_HWF, "all", NULL);
  gcry_check_version (NULL);
  gcry_control (GCRYCTL_DISABLE_SECMEM, 0);
  gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
}

/* ---- POSIX cksum ---- */

struct crc {
  uint32_t table[256];
  uint32_t sum;
  uint64_t size;
};

static void
crc_init (struct crc *c)
{
  uint32_t v, i, bit;

  for (i = 0; i < 256; ++i) {
    v = i << 24;
    for (bit = 0; bit < 8; ++bit)
      v = v & 0x80000000 ? v << 1 ^ 0x04c11db7 : v << 1;
    c->table[i] = v;
  }
  c->sum = 0;
  c->size = 0;
}

static int
crc_piece (void *opaque, const void *buf, size_t len)
{
  struct crc *c = opaque;
  const unsigned char *p = buf;
  uint32_t sum = c->sum;
  size_t i;

  for (i = 0; i < len; ++i)
    sum = sum << 8 ^ c->table[(sum >> 24 ^ p[i]) & 0xff];
  c->sum = sum;
  c->size += len;
  return 0;
}

/* The length belongs to what is summed up. */
static uint32_t
crc_finish (struct crc *c)
{
  uint64_t size = c->size;
  unsigned char byte;

  for (; size > 0; size >>= 8) {
    byte = size;
    crc_piece (c, &byte, 1);
  }
  return ~c->sum;
}

/* with_size: as in the lists that cksum prints */
static char *
crc_of_fd (int fd, const char *what, bool with_size)
{
  struct crc c;
  uint64_t size;
  char *ret;
  int r;

  crc_init (&c);
  if (content_read_all (fd, what, crc_piece, &c) == -1)
    return NULL;
  size = c.size;
  r = with_size
    ? asprintf (&ret, "%u %llu", crc_finish (&c), (unsigned long long) size)
    : asprintf (&ret, "%u", crc_finish (&c));
  if (r == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

/* ---- The others ---- */

static int
digest_piece (void *md, const void *buf, size_t len)
{
  gcry_md_write (md, buf, len);
  return 0;
}

static char *
hexadecimal (const unsigned char *p, size_t n)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t i;

  for (i = 0; i < n; ++i) {
    if (strbuf_addf (&b, "%02x", p[i]) == -1) {
      reply_with_perror ("malloc");
      return NULL;
    }
  }
  return strbuf_steal (&b);
}

static char *
digest_of_fd (const struct kind *kind, int fd, const char *what)
{
  gcry_md_hd_t md;
  gcry_error_t err;
  char *ret = NULL;

  start_gcrypt ();
  err = gcry_md_open (&md, kind->algorithm, 0);
  if (err != 0) {
    reply_with_error_errno (ENOTSUP, "%s: %s", kind->name,
                            gcry_strerror (err));
    return NULL;
  }
  if (content_read_all (fd, what, digest_piece, md) == 0)
    ret = hexadecimal (gcry_md_read (md, kind->algorithm),
                       gcry_md_get_algo_dlen (kind->algorithm));
  gcry_md_close (md);
  return ret;
}

static char *
sum_of_fd (const struct kind *kind, int fd, const char *what, bool in_list)
{
  return kind->algorithm == CRC ? crc_of_fd (fd, what, in_list)
    : digest_of_fd (kind, fd, what);
}

char *
do_checksum (const char *csumtype, const char *path)
{
  CLEANUP_CLOSE int fd = -1;
  const struct kind *kind = find_kind (csumtype);

  if (kind == NULL)
    return NULL;
  fd = content_open_file (path);
  return fd == -1 ? NULL : sum_of_fd (kind, fd, path, false);
}

char *
do_checksum_device (const char *csumtype, const char *device)
{
  CLEANUP_CLOSE int fd = -1;
  const struct kind *kind = find_kind (csumtype);

  if (kind == NULL)
    return NULL;
  fd = content_open_dev_or_path (device, O_RDONLY, 0);
  return fd == -1 ? NULL : sum_of_fd (kind, fd, device, false);
}

/* ---- Of a tree ---- */

struct sums {
  const struct kind *kind;
  struct strbuf line;
};

/* Names with a newline or backslash are escaped, and a backslash at the
 * start of the line says so: what md5sum writes and checks. */
static int
add_line (struct strbuf *b, const char *sum, const char *path)
{
  const bool escape = strpbrk (path, "\n\r\\") != NULL;
  const char *p;
  int r;

  r = strbuf_addf (b, "%s%s  ./", escape ? "\\" : "", sum);
  for (p = path; *p && r == 0; ++p) {
    if (*p == '\n' || *p == '\r')
      r = strbuf_adds (b, *p == '\n' ? "\\n" : "\\r");
    else if (*p == '\\')
      r = strbuf_adds (b, "\\\\");
    else
      r = strbuf_addc (b, *p);
  }
  return r == 0 ? strbuf_addc (b, '\n') : -1;
}

static int
add_crc_line (struct strbuf *b, const char *sum, const char *path)
{
  return strbuf_addf (b, "%s ./%s\n", sum, path);
}

static int
send_sum (void *opaque, const struct walk_entry *e)
{
  struct sums *s = opaque;
  CLEANUP_FREE char *sum = NULL;
  CLEANUP_CLOSE int fd = -1;
  int r;

  if (!S_ISREG (e->st.st_mode))
    return 0;
  fd = openat (e->dirfd, e->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd == -1) {
    reply_with_perror ("%s", e->path);
    return -1;
  }
  sum = sum_of_fd (s->kind, fd, e->path, true);
  if (sum == NULL)
    return -1;
  s->line.len = 0;
  r = s->kind->algorithm == CRC ? add_crc_line (&s->line, sum, e->path)
    : add_line (&s->line, sum, e->path);
  if (r == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  return stream_send (s->line.ptr, s->line.len);
}

int
do_checksums_out (const char *csumtype, const char *directory)
{
  CLEANUP_CLOSE int fd = -1;
  struct sums s = { .kind = find_kind (csumtype) };
  int r;

  if (s.kind == NULL)
    return -1;
  fd = content_open_dir (directory);
  if (fd == -1)
    return -1;
  r = content_walk (fd, directory, WALK_SORTED, send_sum, &s);
  strbuf_done (&s.line);
  return r;
}
