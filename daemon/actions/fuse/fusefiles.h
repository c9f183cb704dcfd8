/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: what those of several kinds need. */

#ifndef GUESTFSD_FUSEFILES_H
#define GUESTFSD_FUSEFILES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* ---- files.c ---- */

/* The three verbs set the error; what they return is borrowed. */
extern int fuse_failed (const char *path);
extern int fuse_open_file (int64_t id, const char *path);
extern int fuse_open_content (int64_t id, const char *path, bool writing);

/* To read, and to write at its end, what may be append-only.  Not borrowed; -1
 * with errno set. */
extern int fuse_open_append (int64_t id, const char *path);

/* False, with the error, of a name that the kernel would not take for one
 * component. */
extern bool fuse_is_name (const char *name);
extern bool fuse_are_names (char *const *names);

/* The name of a descriptor for calls that take none with O_PATH. */
struct fd_name {
  char s[sizeof "/proc/self/fd/" + 12];
};

/* What is set of regular files and directories is set through a descriptor
 * that can also read; of others through /proc, which takes longer. */
struct fuse_setting {
  int fd;
  bool readable;
  struct fd_name name;
};
extern bool fuse_open_setting (int64_t id, const char *path,
                               struct fuse_setting *s);

/* A working directory would keep its file system busy. */
extern void fuse_leave_directory (void);

struct fs_kind {
  dev_t dev;
  unsigned releases;            /* when it was learnt */
  bool known, held, fuse, readonly;
};
/* Of the file system that fd is on; the last answer is remembered. */
extern struct fs_kind fuse_fs_kind (int fd, dev_t dev);
/* Another one may be mounted on the name. */
extern struct fs_kind fuse_fs_kind_of_name (int dir, const char *name,
                                            dev_t dev);

/* ---- content.c ---- */

/* Fewer bytes only at the end of the file; -1 with errno set. */
extern ssize_t fuse_read_all (int fd, char *buf, size_t n, off_t offset);

/* ---- times.c ---- */

/* For utimensat, of what a call says: FUSECALL_NOW, FUSECALL_OMIT. */
extern struct timespec fuse_time_to_set (int64_t sec, int64_t nsec);

/* ---- describe.c ---- */

#define FUSE_FILL_ATTR(a, prefix, st) \
  do { \
    (a)->prefix##_dev = fuse_dev_of (st); \
    (a)->prefix##_ino = (st)->stx_ino; \
    (a)->prefix##_mode = (st)->stx_mode; \
    (a)->prefix##_nlink = (st)->stx_nlink; \
    (a)->prefix##_uid = (st)->stx_uid; \
    (a)->prefix##_gid = (st)->stx_gid; \
    (a)->prefix##_rdev = makedev ((st)->stx_rdev_major, \
                                  (st)->stx_rdev_minor); \
    (a)->prefix##_size = (st)->stx_size; \
    (a)->prefix##_blksize = (st)->stx_blksize; \
    (a)->prefix##_blocks = (st)->stx_blocks; \
    (a)->prefix##_atime_sec = (st)->stx_atime.tv_sec; \
    (a)->prefix##_atime_nsec = (st)->stx_atime.tv_nsec; \
    (a)->prefix##_mtime_sec = (st)->stx_mtime.tv_sec; \
    (a)->prefix##_mtime_nsec = (st)->stx_mtime.tv_nsec; \
    (a)->prefix##_ctime_sec = (st)->stx_ctime.tv_sec; \
    (a)->prefix##_ctime_nsec = (st)->stx_ctime.tv_nsec; \
  } while (0)

static inline dev_t
fuse_dev_of (const struct statx *st)
{
  return makedev (st->stx_dev_major, st->stx_dev_minor);
}

/* Of a name in dir, or of dir itself when that is "".  Links are not
 * followed.  -1 with errno set. */
extern int fuse_stat (int dir, const char *name, struct statx *st);
/* FUSECALL_IMMUTABLE … */
extern uint32_t fuse_guard_of (const struct statx *st,
                               const struct fs_kind *kind);

/* FUSECALL_NO_XATTRS … of a name in the working directory: going there takes a
 * tenth of what /proc/self/fd takes. */
extern uint32_t fuse_xattr_flags_of (const char *name,
                                     const struct fs_kind *kind);
/* The attributes of fd, which is called path in an error. */
extern struct guestfs_fuse_attr *fuse_attr_of_fd (int fd, const char *path);
/* The same, and fd is held under that number; -1: with the error of errno. */
extern struct guestfs_fuse_attr *fuse_attr_of_held (int fd_to_hold,
                                                    const char *name,
                                                    int64_t newnode);
/* The same for a name in a directory. */
extern struct guestfs_fuse_attr *fuse_attr_of_name (int dir, const char *name,
                                                    int64_t newnode);

#endif /* GUESTFSD_FUSEFILES_H */
