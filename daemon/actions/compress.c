/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and devices to the host, compressed on the way. */

#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* The program for each type, and the range of its levels. */
static const struct compressor {
  const char *type;
  int least, most;              /* most 0: it has no levels */
} compressors[] = {
  { "compress", 0, 0 },
  { "gzip", 1, 9 },
  { "bzip2", 1, 9 },
  { "xz", 0, 9 },
  { "lzop", 1, 9 },
  { "zstd", 1, 19 },
};

static const struct compressor *
find_compressor (const char *type)
{
  size_t i;

  for (i = 0; i < sizeof compressors / sizeof compressors[0]; ++i) {
    if (strcmp (compressors[i].type, type) == 0)
      return &compressors[i];
  }
  reply_with_error_errno (EINVAL, "%s: unknown type: use compress, gzip, "
                          "bzip2, xz, lzop or zstd", type);
  return NULL;
}

static int
check_level (const struct compressor *c, int level)
{
  if (c->most == 0) {
    reply_with_error_errno (EINVAL, "%s: has no levels", c->type);
    return -1;
  }
  if (level < c->least || level > c->most) {
    reply_with_error_errno (EINVAL, "%s: level %d is out of range: use %d to "
                            "%d", c->type, level, c->least, c->most);
    return -1;
  }
  return 0;
}

static int
run_compressor (const struct compressor *c, const char *option, int fd)
{
  CLEANUP_RUN struct run r = {
    .argv = (const char *[]) { c->type, "-c", option, NULL },
    .input_fd = fd,
    .out_cb = stream_send_cb,
  };

  if (run_full (&r) == -1)
    return -1;
  if (r.status != 0) {
    run_reply_with_error (&r);
    return -1;
  }
  return 0;
}

/* level -1: not given.  Takes fd. */
static int
compress_fd (const char *type, int fd_taken, int level)
{
  CLEANUP_CLOSE int fd = fd_taken;
  CLEANUP_FREE char *option = NULL;
  const struct compressor *c;

  if (fd == -1)
    return -1;
  c = find_compressor (type);
  if (c == NULL || (level != -1 && check_level (c, level) == -1))
    return -1;
  if (!have_program (type)) {
    reply_with_error_errno (ENOTSUP, "%s: this appliance does not have the "
                            "program", type);
    return -1;
  }
  if (level != -1 && asprintf (&option, "-%d", level) == -1) {
    option = NULL;
    reply_with_perror ("asprintf");
    return -1;
  }
  return run_compressor (c, option, fd);
}

/* -1 means that it was not given, so that it cannot be a level. */
static int
valid_level (bool given, int level)
{
  return given ? (level == -1 ? INT_MIN : level) : -1;
}

int
do_compress_out (const char *ctype, const char *file,
                 const struct compress_out_optargs *opts)
{
  return compress_fd (ctype, content_open_file (file),
                      valid_level (opts->has_level, opts->level));
}

int
do_compress_device_out (const char *ctype, const char *device,
                        const struct compress_device_out_optargs *opts)
{
  return compress_fd (ctype, content_open_dev_or_path (device, O_RDONLY, 0),
                      valid_level (opts->has_level, opts->level));
}
