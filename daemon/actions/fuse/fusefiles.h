/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: what those of several kinds need. */

#ifndef GUESTFSD_FUSEFILES_H
#define GUESTFSD_FUSEFILES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* ---- files.c ---- */

/* The three verbs set the error; what they return is borrowed. */
extern int fuse_failed (const char *path);
extern int fuse_open_file (int64_t id, const char *path);
extern int fuse_open_content (int64_t id, const char *path, bool writing);

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
  bool known, held, fuse;
};
/* Of the file system that fd is on; the last answer is remembered. */
extern struct fs_kind fuse_fs_kind (int fd, dev_t dev);
/* Another one may be mounted on the name. */
extern struct fs_kind fuse_fs_kind_of_name (int dir, const char *name,
                                            dev_t dev);

/* ---- content.c ---- */

/* Fewer bytes only at the end of the file; -1 with errno set. */
extern ssize_t fuse_read_all (int fd, char *buf, size_t n, off_t offset);

/* ---- describe.c ---- */

#define FUSE_FILL_ATTR(a, prefix, st) \
  do { \
    (a)->prefix##_dev = (st)->st_dev; \
    (a)->prefix##_ino = (st)->st_ino; \
    (a)->prefix##_mode = (st)->st_mode; \
    (a)->prefix##_nlink = (st)->st_nlink; \
    (a)->prefix##_uid = (st)->st_uid; \
    (a)->prefix##_gid = (st)->st_gid; \
    (a)->prefix##_rdev = (st)->st_rdev; \
    (a)->prefix##_size = (st)->st_size; \
    (a)->prefix##_blksize = (st)->st_blksize; \
    (a)->prefix##_blocks = (st)->st_blocks; \
    (a)->prefix##_atime_sec = (st)->st_atim.tv_sec; \
    (a)->prefix##_atime_nsec = (st)->st_atim.tv_nsec; \
    (a)->prefix##_mtime_sec = (st)->st_mtim.tv_sec; \
    (a)->prefix##_mtime_nsec = (st)->st_mtim.tv_nsec; \
    (a)->prefix##_ctime_sec = (st)->st_ctim.tv_sec; \
    (a)->prefix##_ctime_nsec = (st)->st_ctim.tv_nsec; \
  } while (0)

/* FUSECALL_NO_XATTRS … of a name in the working directory: going there takes a
 * tenth of what /proc/self/fd takes. */
extern uint32_t fuse_xattr_flags_of (const char *name,
                                     const struct fs_kind *kind);
/* The attributes of fd, which is called path in an error. */
extern struct guestfs_fuse_attr *fuse_attr_of_fd (int fd, const char *path);
/* The same for a name in a directory. */
extern struct guestfs_fuse_attr *fuse_attr_of_name (int dir, const char *name,
                                                    int64_t newnode);

#endif /* GUESTFSD_FUSEFILES_H */
