/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading files of the guest and block devices to their end. */

#include "config.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"
#include "content.h"

int64_t
content_size (int fd, const char *what)
{
  struct stat st;
  uint64_t size;

  if (fstat (fd, &st) == -1 ||
      (S_ISBLK (st.st_mode) && ioctl (fd, BLKGETSIZE64, &size) == -1)) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return S_ISBLK (st.st_mode) ? (int64_t) size : st.st_size;
}

/* Of what is long, a part that is worth a trip to the disk is on its way
 * while the one before is sent: the kernel by itself asks for 128 KiB. */
#define READ_AHEAD (1024 * 1024)

static void
read_ahead (int fd, off_t start, uint64_t position)
{
  if (start >= 0 && position % READ_AHEAD == CONTENT_BUFFER_SIZE)
    posix_fadvise (fd, start + position, 2 * READ_AHEAD, POSIX_FADV_WILLNEED);
}

/* total is 0 when nobody wants to know. */
static int
read_to_end (int fd, const char *what, uint64_t total,
             stream_cb cb, void *opaque)
{
  CLEANUP_FREE char *buf = malloc (CONTENT_BUFFER_SIZE);
  const off_t start = lseek (fd, 0, SEEK_CUR);
  uint64_t position = 0;
  ptrdiff_t n;

  if (buf == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  while ((n = full_read (fd, buf, CONTENT_BUFFER_SIZE)) > 0) {
    position += n;
    if (call_fails_cancelled (what))
      return -1;
    read_ahead (fd, start, position);
    if (cb (opaque, buf, n) == -1)
      return -1;
    if (total > 0)
      notify_progress (position < total ? position : total, total);
  }
  if (n == -1) {
    reply_with_perror ("%s", what);
    return -1;
  }
  return 0;
}

int
content_read_all (int fd, const char *what, stream_cb cb, void *opaque)
{
  return read_to_end (fd, what, 0, cb, opaque);
}

int
content_read_all_progress (int fd, const char *what,
                           stream_cb cb, void *opaque)
{
  int64_t size = content_size (fd, what);

  if (size == -1)
    return -1;
  return read_to_end (fd, what, size, cb, opaque);
}

int
content_getline (FILE *fp, const char *what,
                 char **line, size_t *cap, size_t *ret_len)
{
  ssize_t n;

  if (call_fails_cancelled (what))
    return -1;
  errno = 0;
  n = getline (line, cap, fp);
  /* Also where it could only be read in part.  At the end errno stays 0. */
  if (ferror (fp) || (n == -1 && errno != 0)) {
    reply_with_perror ("%s", what);
    return -1;
  }
  if (n == -1)
    return 0;
  if (n > 0 && (*line)[n-1] == '\n')
    (*line)[--n] = '\0';
  *ret_len = n;
  return 1;
}
