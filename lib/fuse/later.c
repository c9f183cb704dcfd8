/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests that came to FUSE after libfuse 3.14, which would answer that there
 * are none such.  Each becomes one that every libfuse knows and that has the
 * same arguments; lm->later says what it was:
 *
 *   LATER_TMPFILE  a file without a name in a directory: FUSE_CREATE, of a
 *                  name that says nothing, and with its answer
 *   LATER_STATX    attributes with the time of birth: FUSE_GETATTR, and the
 *                  answer is made here
 *
 * The kernel sends them without having been told that it may.
 */

#include <config.h>

#include <string.h>
#include <sys/sysmacros.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>
#include <linux/fuse.h>
#include <linux/stat.h>

#include "localmount.h"

static uint32_t
as_libfuse_knows_it (uint32_t opcode)
{
  return opcode == LATER_TMPFILE ? FUSE_CREATE
    : opcode == LATER_STATX ? FUSE_GETATTR : opcode;
}

void
guestfs_int_later_translate (struct local_mount *lm, struct fuse_buf *buf)
{
  struct fuse_in_header header;

  lm->later = 0;
  if (buf->flags & FUSE_BUF_IS_FD || buf->size < sizeof header)
    return;
  memcpy (&header, buf->mem, sizeof header);
  if (as_libfuse_knows_it (header.opcode) == header.opcode)
    return;
  lm->later = header.opcode;
  header.opcode = as_libfuse_knows_it (header.opcode);
  memcpy (buf->mem, &header, sizeof header);
}

/* ---- The answer to LATER_STATX ---- */

/* Struct fuse_statx_out of linux/fuse.h since Linux 6.6. */
struct later_time {
  int64_t sec;
  uint32_t nsec;
  int32_t reserved;
};

struct later_statx_out {
  uint64_t attr_valid;
  uint32_t attr_valid_nsec;
  uint32_t flags;
  uint64_t spare[2];
  uint32_t mask, blksize;
  uint64_t attributes;
  uint32_t nlink, uid, gid;
  uint16_t mode, spare16;
  uint64_t ino, size, blocks;
  uint64_t attributes_mask;
  struct later_time atime, btime, ctime, mtime;
  uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
  uint64_t spare64[14];
};
_Static_assert (sizeof (struct later_statx_out) == 288, "as in the kernel");

static struct later_time
time_of (struct timespec t)
{
  return (struct later_time) { .sec = t.tv_sec, .nsec = t.tv_nsec };
}

void
guestfs_int_later_reply_statx (fuse_req_t req, const struct stat *st,
                               const struct timespec *birth, double timeout)
{
  const uint64_t valid = timeout < UINT32_MAX ? timeout : UINT32_MAX;
  const struct later_statx_out out = {
    .attr_valid = valid,
    .attr_valid_nsec = timeout < UINT32_MAX ? (timeout - valid) * 1e9 : 0,
    .mask = STATX_BASIC_STATS | (birth ? STATX_BTIME : 0),
    .blksize = st->st_blksize,
    .nlink = st->st_nlink,
    .uid = st->st_uid,
    .gid = st->st_gid,
    .mode = st->st_mode,
    .ino = st->st_ino,
    .size = st->st_size,
    .blocks = st->st_blocks,
    .atime = time_of (st->st_atim),
    .btime = birth ? time_of (*birth) : (struct later_time) { .sec = 0 },
    .ctime = time_of (st->st_ctim),
    .mtime = time_of (st->st_mtim),
    .rdev_major = major (st->st_rdev),
    .rdev_minor = minor (st->st_rdev),
  };

  fuse_reply_buf (req, (const char *) &out, sizeof out);
}
