/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories: making, removing and listing them. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "codec.h"
#include "content.h"
#include "daemon.h"

/* ---- Listing ---- */

static DIR *
open_directory (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_dir (path);
  DIR *dir;

  if (fd == -1)
    return NULL;
  dir = fdopendir (fd);
  if (dir == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  steal_fd (&fd);
  return dir;
}

static bool
is_dot_or_dot_dot (const char *name)
{
  return strcmp (name, ".") == 0 || strcmp (name, "..") == 0;
}

static char
type_character (unsigned char type)
{
  switch (type) {
  case DT_BLK: return 'b';
  case DT_CHR: return 'c';
  case DT_DIR: return 'd';
  case DT_FIFO: return 'f';
  case DT_LNK: return 'l';
  case DT_REG: return 'r';
  case DT_SOCK: return 's';
  case DT_UNKNOWN: return 'u';
  default: return '?';
  }
}

static void
put_entry (struct wire_writer *w, const struct dirent *d)
{
  const struct guestfs_dirent v = {
    .ino = d->d_ino,
    .ftyp = type_character (d->d_type),
    .name = (char *) d->d_name,
  };

  wire_put_dirent (w, &v);
}

static int
send_and_empty (struct wire_writer *w)
{
  int r = 0;

  if (w->failed) {
    reply_with_perror_errno (ENOMEM, "malloc");
    return -1;
  }
  if (w->len > 0)
    r = stream_send (w->data, w->len);
  w->len = 0;
  return r;
}

static int
send_entries (DIR *dir, const char *path, struct wire_writer *w)
{
  struct dirent *d;

  while (errno = 0, (d = readdir (dir)) != NULL) {
    put_entry (w, d);
    notify_progress (0, 1);     /* how many there are nobody knows */
    if (w->len >= CONTENT_BUFFER_SIZE && send_and_empty (w) == -1)
      return -1;
  }
  if (errno != 0) {
    reply_with_perror ("%s", path);
    return -1;
  }
  notify_progress (1, 1);
  return send_and_empty (w);
}

int
do_internal_readdir (const char *path)
{
  CLEANUP_CLOSEDIR DIR *dir = open_directory (path);
  struct wire_writer w;
  int r;

  if (dir == NULL)
    return -1;
  wire_writer_init (&w);
  r = send_entries (dir, path, &w);
  wire_writer_done (&w);
  return r;
}

int
do_ls0 (const char *path)
{
  CLEANUP_CLOSEDIR DIR *dir = open_directory (path);
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  struct dirent *d;

  if (dir == NULL)
    return -1;
  while (errno = 0, (d = readdir (dir)) != NULL) {
    if (is_dot_or_dot_dot (d->d_name))
      continue;
    if (strbuf_add (&b, d->d_name, strlen (d->d_name) + 1) == -1)
      break;
    if (b.len >= CONTENT_BUFFER_SIZE) {
      if (stream_send (b.ptr, b.len) == -1)
        return -1;
      b.len = 0;
    }
  }
  if (errno != 0) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return b.len > 0 ? stream_send (b.ptr, b.len) : 0;
}

static char *
long_listing (const char *path, const char *flags)
{
  CLEANUP_FREE char *real = content_real_path (path);
  const char *hide = NULL;
  char *out;

  if (real == NULL)
    return NULL;
  /* Above the guest's root is a directory of the appliance. */
  if (strcmp (real, sysroot) == 0)
    hide = "--ignore=..";
  return run_confined (&out, "ls", flags, real, hide, NULL) == -1 ? NULL : out;
}

char *
do_ll (const char *path)
{
  return long_listing (path, "-lan");
}

char *
do_llz (const char *path)
{
  return long_listing (path, "-lanZ");
}

/* ---- Making and removing ---- */

static int
make_directory (const char *path, mode_t mode)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = content_open_parent (path, &name);

  if (fd == -1)
    return -1;
  if (mkdirat (fd, name, mode) == -1) {
    /* The name of the root is ".". */
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

int
do_mkdir (const char *path)
{
  return make_directory (path, 0777);
}

int
do_mkdir_mode (const char *path, int mode)
{
  if (mode < 0 || mode > 07777) {
    reply_with_error_errno (EINVAL, "%s: mode %d is negative or more than "
                            "07777", path, mode);
    return -1;
  }
  return make_directory (path, mode);
}

/* Makes path, whatever follows it, if it is not there. */
static int
make_if_missing (const char *path)
{
  struct stat st;

  if (guest_stat (path, &st) == 0) {
    if (S_ISDIR (st.st_mode))
      return 0;
    errno = ENOTDIR;
  }
  if (errno == ENOENT)
    return make_directory (path, 0777);
  reply_with_perror ("%s", path);
  return -1;
}

int
do_mkdir_p (const char *path)
{
  CLEANUP_FREE char *copy = strdup (path);
  struct stat st;
  char *p;

  if (copy == NULL) {
    reply_with_perror ("strdup");
    return -1;
  }
  if (guest_stat (path, &st) == 0) {
    if (S_ISDIR (st.st_mode))
      return 0;
    reply_with_perror_errno (EEXIST, "%s", path);
    return -1;
  }
  for (p = copy + 1; *p; ++p) {
    if (*p != '/' || p[-1] == '/')
      continue;
    *p = '\0';
    if (make_if_missing (copy) == -1)
      return -1;
    *p = '/';
  }
  return make_if_missing (path);
}

int
do_rmdir (const char *path)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = content_open_parent (path, &name);

  if (fd == -1)
    return -1;
  if (unlinkat (fd, name, AT_REMOVEDIR) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

/* ---- Temporary names ---- */

#define PATTERN "XXXXXX"
#define PATTERN_LEN (sizeof PATTERN - 1)
/* 62^6 names: only a directory full of them makes this fail. */
#define ATTEMPTS 1000

static bool
is_template (const char *s)
{
  const size_t len = strlen (s);

  if (len >= PATTERN_LEN && strcmp (s + len - PATTERN_LEN, PATTERN) == 0)
    return true;
  reply_with_error_errno (EINVAL, "%s: the template must end with " PATTERN,
                          s);
  return false;
}

static int
fill_in_pattern (char *p)
{
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  unsigned char random[PATTERN_LEN];
  size_t i;

  if (getrandom (random, sizeof random, 0) != sizeof random)
    return -1;
  for (i = 0; i < PATTERN_LEN; ++i)
    p[i] = letters[random[i] % (sizeof letters - 1)];
  return 0;
}

static int
make_directory_at (int fd, const char *name)
{
  return mkdirat (fd, name, 0700);
}

static int
make_file_at (int fd, const char *name)
{
  int new = openat (fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  return new == -1 ? -1 : close (new);
}

static char *
make_temporary (const char *template, const char *suffix,
                int (*make) (int fd, const char *name))
{
  CLEANUP_FREE char *path = NULL, *name = NULL;
  CLEANUP_CLOSE int fd = -1;
  char *pattern;
  int i;

  if (!is_template (template))
    return NULL;
  if (asprintf (&path, "%s%s", template, suffix) == -1) {
    path = NULL;
    reply_with_perror ("asprintf");
    return NULL;
  }
  fd = content_open_parent (path, &name);
  if (fd == -1)
    return NULL;
  pattern = name + strlen (name) - strlen (suffix) - PATTERN_LEN;
  for (i = 0; i < ATTEMPTS; ++i) {
    if (fill_in_pattern (pattern) == -1)
      break;
    if (make (fd, name) == 0) {
      memcpy (path + strlen (template) - PATTERN_LEN, pattern, PATTERN_LEN);
      return steal (&path);
    }
    if (errno != EEXIST)
      break;
  }
  reply_with_perror ("%s", template);
  return NULL;
}

char *
do_mkdtemp (const char *template)
{
  return make_temporary (template, "", make_directory_at);
}

char *
do_mktemp (const char *template, const struct mktemp_optargs *opts)
{
  const char *suffix = opts->has_suffix ? opts->suffix : "";

  if (strchr (suffix, '/') != NULL) {
    reply_with_error_errno (EINVAL, "%s: there must be no slash in a suffix",
                            suffix);
    return NULL;
  }
  return make_temporary (template, suffix, make_file_at);
}
