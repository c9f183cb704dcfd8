/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a disk image is, as qemu-img sees it.  The image is hostile: qemu-img
 * runs on its own, with little memory and time, and only its JSON is read. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

#define QEMU_IMG_CPU_SECONDS 10
#define QEMU_IMG_MEMORY (UINT64_C (1) << 30)
#define QEMU_IMG_OUTPUT (8 * 1024 * 1024)

void
guestfs_int_image_info_done (struct image_info *info)
{
  free (info->format);
  free (info->backing_file);
}

/* Drops what only says that qemu-img was called with JSON. */
static char *
short_message (guestfs_h *g, const char *err)
{
  const char *p = err;
  char *end;

  if (strncmp (p, "qemu-img: ", 10) == 0)
    p += 10;
  if (strncmp (p, "Could not open 'json:", 21) == 0) {
    end = strstr (p, "}': ");
    if (end)
      p = end + 4;
  }
  return safe_strndup (g, p, strcspn (p, "\n"));
}

static void
report_failure (guestfs_h *g, const char *what, const struct host_command *c)
{
  CLEANUP_FREE char *msg = short_message (g, c->err ? c->err : "");

  if (WIFSIGNALED (c->status))
    error (g, "%s: qemu-img was ended by signal %d while it looked at the "
           "image: the image may be damaged or malicious", what,
           WTERMSIG (c->status));
  else
    error (g, "%s: %s", what, msg[0] ? msg : "qemu-img info failed");
}

/* The first element describes the image, the others its backing files. */
static int
read_json (guestfs_h *g, const char *what, const char *text,
           struct image_info *ret)
{
  json_t *root = json_loads (text, 0, NULL);
  const char *format = NULL, *backing = NULL;
  json_int_t size = -1;

  if (json_unpack (json_is_array (root) ? json_array_get (root, 0) : root,
                   "{s:s, s:I, s?s}", "format", &format, "virtual-size", &size,
                   "backing-filename", &backing) == -1 || size < 0) {
    json_decref (root);
    error (g, "%s: qemu-img info gave no format or size", what);
    return -1;
  }
  ret->format = safe_strdup (g, format);
  ret->virtual_size = size;
  ret->backing_file = backing ? safe_strdup (g, backing) : NULL;
  json_decref (root);
  return 0;
}

/* argv owns its strings. */
static int
make_argv (const char *image, const struct drive_source *src, bool chain,
           struct strvec *argv)
{
  if (strvec_add (argv, "qemu-img") == -1 ||
      strvec_add (argv, "info") == -1 ||
      strvec_add (argv, "-U") == -1 ||  /* someone may be writing to it */
      strvec_add (argv, "--output=json") == -1)
    return -1;
  if (chain && strvec_add (argv, "--backing-chain") == -1)
    return -1;
  if (src && src->secret_file &&
      (strvec_add (argv, "--object") == -1 ||
       strvec_addf (argv, "{\"qom-type\":\"secret\",\"id\":\"secret\","
                    "\"file\":\"%s\"}", src->secret_file) == -1))
    return -1;
  if (strvec_add (argv, "--") == -1)
    return -1;
  return strvec_addf (argv, "json:%s", image);
}

static int
run_qemu_img (guestfs_h *g, const char *what, const char *image,
              const struct drive_source *src, bool chain,
              struct image_info *ret)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  int r = -1;

  if (make_argv (image, src, chain, &argv) == -1) {
    perrorf (g, "%s", what);
    return -1;
  }
  struct host_command c = {
    .argv = argv.ptr,
    .output_limit = QEMU_IMG_OUTPUT,
    .cpu_seconds = QEMU_IMG_CPU_SECONDS,
    .address_space = QEMU_IMG_MEMORY,
  };
  if (guestfs_int_run_host_command (g, &c) == -1)
    return -1;
  if (c.status != 0)
    report_failure (g, what, &c);
  else
    r = read_json (g, what, c.out, ret);
  guestfs_int_host_command_done (&c);
  return r;
}

int
guestfs_int_image_info (guestfs_h *g, const char *what, json_t *node,
                        const char *format, const struct drive_source *src,
                        bool chain, struct image_info *ret)
{
  json_t *image = json_pack ("{s:s*, s:o}", "driver", format, "file", node);
  CLEANUP_FREE char *text = image ? json_dumps (image, JSON_COMPACT) : NULL;

  json_decref (image);
  if (!text) {
    guestfs_int_error_errno (g, EINVAL, "%s: the name is not valid UTF-8",
                             what);
    return -1;
  }
  return run_qemu_img (g, what, text, src, chain, ret);
}

int
guestfs_int_image_info_file (guestfs_h *g, const char *filename,
                             struct image_info *ret)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

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

  const struct drive_source src = {
    .protocol = &guestfs_int_protocol_file, .path = (char *) filename,
    .block_device = S_ISBLK (st.st_mode),
  };
  return guestfs_int_image_info (g, filename,
                                 guestfs_int_source_node (&src, true, NULL),
                                 NULL, NULL, false, ret);
}
