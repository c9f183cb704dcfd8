/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths inside the guest. */

#ifndef GUESTFSD_ROOT_H
#define GUESTFSD_ROOT_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

/* ---- Guest paths (root/path.c) ----
 * path is absolute inside the guest.  Resolution never leaves the guest's
 * root, whatever symbolic links say.  On failure errno is set; no error has
 * been sent. */
/* Remembers what the root is as long as nothing is mounted: call it then. */
extern void guest_root_begin (void);
extern int guest_root (void);   /* descriptor of the root; borrowed */
/* Closes it: an open descriptor keeps what is mounted there busy.  Done
 * before each call; needed before an unmount that follows other work. */
extern void guest_root_release (void);
extern int guest_open (const char *path, int flags, mode_t mode);
/* The directory that holds the last component, and that component; the
 * component is "." for "/".  Use with *at () calls, which must not follow
 * the last component (AT_SYMLINK_NOFOLLOW). */
extern int guest_open_parent (const char *path, char **ret_name);
/* Both in one, for functions that take places. */
struct place {
  int fd;
  char *name;
};
#define PLACE_INIT { -1, NULL }
extern void place_done (const struct place *p);
#define CLEANUP_PLACE __attribute__ ((cleanup (place_done)))
/* Follows symbolic links, inside the guest. */
extern int guest_stat (const char *path, struct stat *ret_st);
/* Does not follow the last component. */
extern int guest_lstat (const char *path, struct stat *ret_st);
/* A path an external program can be given: "/proc/self/fd/N" or the real path
 * below the sysroot, already resolved.  The caller frees it. */
extern char *guest_real_path (const char *path);
/* True when something is mounted on the guest's root; else the error is set.
 * Stubs of actions with Pathname arguments have checked already. */
extern bool need_root (void);
/* readlinkat, malloc'd; NULL with errno. */
extern char *read_link (int dir, const char *name);
/* Where a descriptor leads, as a path of the appliance; malloc'd. */
extern char *fd_path (int fd);
/* For libraries that open paths on their own (root/guest_call.c): calls fn in a
 * thread whose root is the guest's.  fn must not set errors, run programs or
 * use the functions above.  0, or -1 with the error set when it was not
 * called. */
extern int guest_call (void (*fn) (void *), void *arg);
extern const char *const sysroot;       /* "/sysroot" */

#endif /* GUESTFSD_ROOT_H */
