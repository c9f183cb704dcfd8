/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partitioning in the words of sfdisk, for old programs. */

#include <ctype.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "daemon.h"

/* ---- Partitioning ---- */

static int
run_sfdisk (const char *device, const char *number, const char *input)
{
  const char *argv[] = {
    "sfdisk", "--force", "--no-reread", "--no-tell-kernel", device,
    number ? "-N" : NULL, number, NULL
  };
  CLEANUP_RUN struct run r = {
    .argv = argv, .input = input, .input_len = strlen (input),
    .merge_stderr = true
  };

  if (run_full (&r) == -1)
    return -1;
  if (r.status != 0) {
    reply_with_error ("%s: sfdisk: %s", device,
                      trim_trailing_newlines (r.out));
    return -1;
  }
  return reread_partitions (device);
}

/* Sfdisk has long stopped to calculate in cylinders. */
static int
check_geometry (const char *device, int cyls, int heads, int sectors)
{
  if (cyls >= 0 && heads >= 0 && sectors >= 0)
    return 0;
  reply_with_error_errno (EINVAL, "%s: cylinders, heads and sectors cannot be "
                          "negative", device);
  return -1;
}

/* Adds a line. In MiB: start and size, which are plain numbers before the
 * first and the second comma, get the suffix of the unit. */
static int
add_line (struct strbuf *b, const char *line, bool mebibytes)
{
  int commas = 0, r = 0;
  const char *p;

  for (p = line; *p && r == 0; ++p) {
    commas += *p == ',';
    r = strbuf_addc (b, *p);
    if (r == 0 && mebibytes && commas < 2 && isdigit ((unsigned char) *p)
        && (p[1] == ',' || p[1] == '\0'))
      r = strbuf_adds (b, "MiB");
  }
  return r == 0 ? strbuf_addc (b, '\n') : -1;
}

static int
partition (const char *device, char *const *lines, bool mebibytes)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t i;
  int r = strbuf_adds (&b, "label: dos\n");

  for (i = 0; lines[i] && r == 0; ++i)
    r = add_line (&b, lines[i], mebibytes);
  if (r == -1) {
    reply_with_perror ("strbuf_addc");
    return -1;
  }
  return run_sfdisk (device, NULL, b.ptr);
}

int
do_sfdisk (const char *device, int cyls, int heads, int sectors,
           char *const *lines)
{
  if (check_geometry (device, cyls, heads, sectors) == -1)
    return -1;
  return partition (device, lines, false);
}

int
do_sfdiskM (const char *device, char *const *lines)
{
  return partition (device, lines, true);
}

int
do_sfdisk_N (const char *device, int partnum, int cyls, int heads,
             int sectors, const char *line)
{
  CLEANUP_FREE char *number = NULL, *input = NULL;

  if (check_geometry (device, cyls, heads, sectors) == -1)
    return -1;
  if (partnum < 1) {
    reply_with_error_errno (EINVAL, "%s: there is no partition %d", device,
                            partnum);
    return -1;
  }
  if (asprintf (&number, "%d", partnum) == -1
      || asprintf (&input, "%s\n", line) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return run_sfdisk (device, number, input);
}

/* ---- Showing ---- */

char *
do_sfdisk_l (const char *device)
{
  char *out;

  if (run (&out, "sfdisk", "-l", device, NULL) == -1)
    return NULL;
  return out;
}

static char *
geometry (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  struct hd_geometry g;
  unsigned long long size;
  unsigned long long track;
  char *ret;

  if (fd == -1 || ioctl (fd, HDIO_GETGEO, &g) == -1
      || ioctl (fd, BLKGETSIZE64, &size) == -1) {
    reply_with_perror ("%s", device);
    return NULL;
  }
  /* The kernel's number of cylinders has 16 bits only. */
  track = 512ULL * (g.heads ? g.heads : 1) * (g.sectors ? g.sectors : 1);
  if (asprintf (&ret, "%s: %llu cylinders, %u heads, %u sectors/track\n",
                device, size / track, g.heads, g.sectors) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

char *
do_sfdisk_kernel_geometry (const char *device)
{
  return geometry (device);
}

/* The kernel looks into the partition table itself. */
char *
do_sfdisk_disk_geometry (const char *device)
{
  return geometry (device);
}
