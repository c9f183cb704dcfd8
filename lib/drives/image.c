/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a disk image is, as qemu-img sees it.
 *
 * The image is hostile.  qemu-img runs with little memory and time and, when
 * the image is a local file, without a network: the descriptor of a VMDK can
 * make it connect to any server.  Only its JSON is read.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

#define QEMU_IMG_CPU_SECONDS 10
#define QEMU_IMG_SECONDS 20
#define QEMU_IMG_NETWORK_SECONDS 60
/* Where qemu-img finds secrets: its standard input, and one more. */
#define SECRET_FILE "/proc/self/fd/0"
#define COOKIES_FILE "/proc/self/fd/3"
#define QEMU_IMG_MEMORY (UINT64_C (1) << 30)
#define QEMU_IMG_OUTPUT (8 * 1024 * 1024)
#define TRIAL_BYTES INT64_C (4194304)

void
guestfs_int_image_info_done (struct image_info *info)
{
  free (info->format);
  free (info->backing_file);
  free (info->backing_format);
  free (info->data_file);
  strvec_done (&info->extents);
}

bool
guestfs_int_trust_images (guestfs_h *g)
{
  return guestfs_int_backend_setting_bool (g, "trust_images");
}

/* ---- Failures ---- */

/* The length of "Could not open 'NAME': " when NAME is the image, or the JSON
 * that stands for it; else 0. */
static size_t
says_image (const char *msg, const struct drive_source *src)
{
  static const char opening[] = "Could not open '";
  const char *name = msg + strlen (opening), *end;

  if (strncmp (msg, opening, strlen (opening)) != 0 ||
      (end = strstr (name, "': ")) == NULL)
    return 0;
  if (strncmp (name, "json:", 5) == 0 ||
      (strlen (src->path) == (size_t) (end - name) &&
       strncmp (name, src->path, end - name) == 0))
    return end + 3 - msg;
  return 0;
}

/* What a client library has said on its own, where its error tells nothing;
 * NULL if it has said nothing. */
static const char *
said_by_library (const struct host_command *c)
{
  static const char *const known[] = {
    "server name not found: ",          /* Ceph */
    "DNS resolution failed on host ",   /* GlusterFS */
  };

  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const char *p = strstr (c->err, known[i]);
    if (p || (p = strstr (c->out, known[i])) != NULL)
      return p;
  }
  /* libiscsi has lost the cause. */
  return strstr (c->err, "iscsi_service_reconnect_if_loggedin")
    ? "the server refuses the connection, or has closed it" : NULL;
}

/* What QEMU says of the cause.  Debian's mentions missing modules in a line
 * before. */
static char *
short_message (guestfs_h *g, const struct drive_source *src,
               const struct host_command *c)
{
  const char *p = strstr (c->err, "qemu-img: ");
  const char *library =
    guestfs_int_source_is_local (src) ? NULL : said_by_library (c);
  size_t n;

  if (library)
    return safe_strndup (g, library, strcspn (library, "\n"));
  p = p ? p + strlen ("qemu-img: ") : c->err;
  while ((n = says_image (p, src)) > 0)
    p += n;
  return safe_strndup (g, p, strcspn (p, "\n"));
}

/* 0 when the message does not end in one of these, which the system, libcurl,
 * libiscsi or libssh say. */
static int
errno_of (const char *msg)
{
  static const struct { int errnum; const char *text; } known[] = {
    { ECONNREFUSED, "Connection refused" },
    { ECONNRESET, "Connection reset by peer" },
    { ENOENT, "No such file or directory" },
    { EACCES, "Permission denied" },
    { EHOSTUNREACH, "No route to host" },
    { ENETUNREACH, "Network is unreachable" },
    { ETIMEDOUT, "Connection timed out" },
    { EACCES, "returned error: 401" },
    { EACCES, "returned error: 403" },
    { ENOENT, "returned error: 404" },
    { EACCES, "Access denied: 530" },
    { ENOENT, "The file does not exist" },
    { EACCES, "Authentication failure(513)" },
    { EACCES, "identities held by your ssh-agent" },
  };
  const size_t len = strlen (msg);

  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const size_t n = strlen (known[i].text);
    if (len >= n && strcmp (msg + len - n, known[i].text) == 0)
      return known[i].errnum;
  }
  return 0;
}

static void
driver_missing (guestfs_h *g, const struct drive_protocol *p)
{
  guestfs_int_error_errno (g, ENOTSUP, "protocol %s: this QEMU cannot do it: "
                           "install QEMU's block driver %s (package "
                           "qemu-block-extra or qemu-block-%s)", p->name,
                           p->module, p->module);
}

static bool
is_vhdx (const struct drive_source *src)
{
  CLEANUP_CLOSE int fd = -1;
  char magic[8];

  if (src->protocol != &guestfs_int_protocol_file)
    return false;
  fd = open (src->path, O_RDONLY | O_CLOEXEC);
  return fd >= 0 && pread (fd, magic, sizeof magic, 0) == sizeof magic &&
    memcmp (magic, "vhdxfile", sizeof magic) == 0;
}

/* What to do about what a server says, or NULL. */
static const char *
network_hint (const char *msg)
{
  static const struct { const char *said, *hint; } hints[] = {
    { "no host key was found in known_hosts",
      ": log in once with ssh, which asks whether it is the right server" },
    { "does not match the one in known_hosts",
      ": if the server has a new key, ssh-keygen -R forgets the old one" },
    { "failed to authenticate using publickey",
      ": QEMU takes a key without a passphrase in ~/.ssh, or one of ssh-add" },
    { "DNS resolution failed on host ",
      ": GlusterFS looks for its IPv4 address only: give an IPv6 address "
      "itself, [ADDRESS]" },
    { "error connecting: No such file or directory",
      ": Ceph has no keyring here or, without a server, no ceph.conf" },
    { "error connecting: Invalid argument",
      ": the secret is no key of Ceph" },
    { "verification failed",
      ": its certificate must be valid, by an authority that this host trusts "
      "(backend setting tls_verify)" },
  };

  for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
    if (strstr (msg, hints[i].said))
      return hints[i].hint;
  return NULL;
}

/* QEMU does not say that it cannot read a VHDX that has a parent. */
static const char *
hint (const struct drive_source *src, const char *msg)
{
  const char *network =
    guestfs_int_source_is_local (src) ? NULL : network_hint (msg);

  if (network)
    return network;
  if (src->protocol->silence && strstr (msg, "timed out"))
    return src->protocol->silence;
  if ((strcmp (msg, "Operation not supported") == 0 ||
       strcmp (msg, "Invalid argument") == 0) && is_vhdx (src))
    return ": it is damaged, or it is a differencing VHDX: merge that into its "
      "parent first";
  return "";
}

static void
report_failure (guestfs_h *g, const struct drive_source *src,
                const struct host_command *c)
{
  CLEANUP_FREE char *msg = short_message (g, src, c);
  CLEANUP_FREE char *name = guestfs_int_source_name (g, src);

  if (WIFSIGNALED (c->status))
    error (g, "%s: qemu-img was ended by signal %d while it looked at the "
           "image: the image may be damaged or malicious", name,
           WTERMSIG (c->status));
  else if (src->protocol->module && strncmp (msg, "Unknown driver", 14) == 0)
    driver_missing (g, src->protocol);
  else
    guestfs_int_error_errno (g, errno_of (msg), "%s: %s%s", name,
                             msg[0] ? msg : "qemu-img info failed",
                             hint (src, msg));
}

/* ---- JSON ---- */

static void
set_string (guestfs_h *g, char **field, const char *value)
{
  *field = value ? safe_strdup (g, value) : NULL;
}

static void
add_extents (guestfs_h *g, json_t *extents, struct strvec *ret)
{
  const char *name;
  json_t *extent;
  size_t i;

  json_array_foreach (extents, i, extent)
    if (json_unpack (extent, "{s:s}", "filename", &name) == 0 &&
        strvec_add (ret, name) == -1)
      g->abort_cb ();
}

static int
read_json (guestfs_h *g, const char *what, const char *text,
           struct image_info *ret)
{
  json_t *root = json_loads (text, 0, NULL), *extents = NULL;
  const char *format = NULL, *backing = NULL, *backing_format = NULL;
  const char *data_file = NULL;
  json_int_t size = -1;
  int encrypted = 0;

  if (json_unpack (root, "{s:s, s:I, s?b, s?s, s?s, s?{s?{s?s, s?o}}}",
                   "format", &format, "virtual-size", &size,
                   "encrypted", &encrypted,
                   "backing-filename", &backing,
                   "backing-filename-format", &backing_format,
                   "format-specific", "data",
                   "data-file", &data_file, "extents", &extents) == -1 ||
      size < 0) {
    json_decref (root);
    error (g, "%s: qemu-img info gave no format or size", what);
    return -1;
  }
  ret->virtual_size = size;
  ret->encrypted = encrypted && strcmp (format, "luks") != 0;
  set_string (g, &ret->format, format);
  set_string (g, &ret->backing_file, backing);
  set_string (g, &ret->backing_format, backing_format);
  set_string (g, &ret->data_file, data_file);
  add_extents (g, extents, &ret->extents);
  json_decref (root);
  return 0;
}

/* ---- Asking ---- */

/* o is stolen, and may be NULL. */
static int
add_object (struct strvec *argv, json_t *o)
{
  CLEANUP_FREE char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (!text)
    return 0;
  return strvec_add (argv, "--object") | strvec_add (argv, text);
}

/* What qemu-img is to do with the image: words before its name and, or NULL,
 * one after it. */
struct task {
  const char *const *words;
  const char *last;
  bool network;
};

/* -U: someone may be writing to it */
static const char *const info_words[] = {
  "qemu-img", "info", "-U", "--output=json", NULL
};

/* argv owns its strings. */
static int
make_argv (const struct task *task, json_t *image,
           const struct drive_source *src, struct strvec *argv)
{
  CLEANUP_FREE char *text = json_dumps (image, JSON_COMPACT);
  int r = 0;

  for (const char *const *w = task->words; *w; w++)
    r |= strvec_add (argv, *w);
  if (src) {
    r |= add_object (argv, guestfs_int_source_secret (src, "", SECRET_FILE));
    r |= add_object (argv, guestfs_int_source_cookies (src, "", COOKIES_FILE));
    r |= add_object (argv, guestfs_int_source_tls (src, ""));
  }
  r |= strvec_add (argv, "--");
  r |= text ? strvec_addf (argv, "json:%s", text) : -1;
  return task->last ? r | strvec_add (argv, task->last) : r;
}

/* image is stolen; src may be NULL. */
static int
run_qemu_img (guestfs_h *g, const char *what, const struct task *task,
              json_t *image, const struct drive_source *src,
              struct host_command *ret)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  const int r = make_argv (task, image, src, &argv);

  json_decref (image);
  if (r != 0) {
    error (g, "%s: qemu-img cannot be told its name: the name of the "
           "temporary directory must be UTF-8", what);
    return -1;
  }
  *ret = (struct host_command) {
    .argv = argv.ptr,
    .output_limit = QEMU_IMG_OUTPUT,
    .cpu_seconds = QEMU_IMG_CPU_SECONDS,
    .seconds = task->network ? QEMU_IMG_NETWORK_SECONDS : QEMU_IMG_SECONDS,
    .address_space = QEMU_IMG_MEMORY,
    .no_network = !task->network,
    .input = src ? src->secret : NULL,
    .input_3 = src ? src->extras.cookies : NULL,
    .waits_for = src && !guestfs_int_source_is_local (src) ? what : NULL,
    .waits_hint = src ? src->protocol->silence : NULL,
  };
  return guestfs_int_run_host_command (g, ret);
}

static json_t *
image_file_node (const struct drive_source *src)
{
  return guestfs_int_slice_node (src, guestfs_int_source_node (src, true, ""));
}

/* U+FFFD stands for bytes that JSON cannot carry. */
static void
restore_backing_name (guestfs_h *g, const struct drive_source *src,
                      struct image_info *info)
{
  char *name;

  if (!info->backing_file || !strstr (info->backing_file, "\xef\xbf\xbd") ||
      !guestfs_int_source_is_local (src))
    return;
  name = guestfs_int_qcow2_backing_name (g, src);
  if (!name)
    return;
  free (info->backing_file);
  info->backing_file = name;
}

int
guestfs_int_image_info (guestfs_h *g, const struct drive_source *src,
                        const char *format, struct image_info *ret)
{
  CLEANUP_FREE char *name = guestfs_int_source_name (g, src);
  const struct task task = {
    .words = info_words,
    .network = !guestfs_int_source_is_local (src) ||
      guestfs_int_trust_images (g),
  };
  json_t *image = json_pack ("{s:s*, s:o}", "driver", format, "file",
                             image_file_node (src));
  struct host_command c;
  int r = -1;

  if (run_qemu_img (g, name, &task, image, src, &c) == -1)
    return -1;
  if (c.status != 0)
    report_failure (g, src, &c);
  else
    r = read_json (g, name, c.out, ret);
  guestfs_int_host_command_done (&c);
  if (r == 0)
    restore_backing_name (g, src, ret);
  return r;
}

/* Looks for the driver without giving it a server: any other complaint means
 * that it is there.  One that is there stays: it is asked for once. */
int
guestfs_int_check_driver (guestfs_h *g, const struct drive_protocol *p)
{
  static atomic_uint found;
  const unsigned bit = 1U << guestfs_int_protocol_number (p);
  if (atomic_load (&found) & bit)
    return 0;

  json_t *image = json_pack ("{s:s, s:{s:s}}", "driver", "raw",
                             "file", "driver", p->name);
  const struct task task = { .words = info_words };
  struct host_command c;
  bool missing;

  if (run_qemu_img (g, p->name, &task, image, NULL, &c) == -1)
    return -1;
  missing = strstr (c.err, ": Unknown driver '") != NULL;
  guestfs_int_host_command_done (&c);
  if (!missing) {
    atomic_fetch_or (&found, bit);
    return 0;
  }
  driver_missing (g, p);
  return -1;
}

/* The first TRIAL_BYTES, or the whole sectors of an image that has less. */
static int
trial_size (guestfs_h *g, const struct drive_source *src, int64_t *ret)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info (g, src, "raw", &info) == -1)
    return -1;
  *ret = MIN (info.virtual_size, TRIAL_BYTES) & ~INT64_C (511);
  return 0;
}

/* Several requests, for the first may succeed where the others do not. */
int
guestfs_int_try_to_read (guestfs_h *g, const struct drive_source *src)
{
  static const char *const words[] = {
    "qemu-img", "convert", "-m", "1", "-n", "-U", "-f", "raw",
    "--target-image-opts", NULL
  };
  CLEANUP_FREE char *name = guestfs_int_source_name (g, src);
  struct host_command c;
  int64_t size;
  int r = 0;

  if (trial_size (g, src, &size) == -1)
    return -1;
  CLEANUP_FREE char *nowhere =
    safe_asprintf (g, "driver=null-co,size=%" PRIi64, size);
  const struct task task = { words, nowhere, true };
  json_t *image = json_pack ("{s:s, s:I, s:o}", "driver", "raw",
                             "size", (json_int_t) size,
                             "file", image_file_node (src));
  if (run_qemu_img (g, name, &task, image, src, &c) == -1)
    return -1;
  if (c.status != 0) {
    report_failure (g, src, &c);
    r = -1;
  }
  guestfs_int_host_command_done (&c);
  return r;
}

int
guestfs_int_image_info_file (guestfs_h *g, const char *filename,
                             const char *format, struct image_info *ret)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;
  int r;

  if (stat (filename, &st) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (!S_ISREG (st.st_mode) && !S_ISBLK (st.st_mode)) {
    guestfs_int_error_errno (g, S_ISDIR (st.st_mode) ? EISDIR : EINVAL,
                             "%s: is neither a file nor a block device",
                             filename);
    return -1;
  }
  fd = open (filename, O_RDONLY | O_CLOEXEC);
  if (fd == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }

  struct drive_source src =
    guestfs_int_local_source (safe_strdup (g, filename),
                              S_ISBLK (st.st_mode));
  r = guestfs_int_set_alias (g, &src);
  if (r == 0)
    r = guestfs_int_image_info (g, &src, format, ret);
  guestfs_int_source_done (&src);
  return r;
}
