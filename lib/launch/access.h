/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files for a QEMU that another user runs. */

#ifndef GUESTFS_INT_ACCESS_H
#define GUESTFS_INT_ACCESS_H

#include <sys/types.h>

#include "handle.h"

/* What it was given, to be taken back. */
struct given {
  const void *owner;            /* the drive it is for; NULL: the appliance */
  char *path;
  mode_t mode;
  void *acl;                    /* as it was; NULL: there was none */
  size_t acl_size;
};

struct access {
  uid_t uid;                    /* QEMU's */
  gid_t gid, *groups;
  int nr_groups;
  char *own_dir;                /* private, made for this */
  char *name;                   /* for messages: "libvirt-qemu" */
  const void *owner;            /* of what is given next */
  struct given *given;
  size_t nr_given;
};
#define ACCESS_INIT { .given = NULL }

extern void guestfs_int_access_init (guestfs_h *g, struct access *a,
                                     uid_t uid, gid_t gid,
                                     const char *own_dir);
/* Takes back what was given; or only what was given for that owner. */
extern void guestfs_int_access_done (struct access *a);
extern void guestfs_int_access_take_back (struct access *a, const void *owner);

enum { MAY_EXECUTE = 1, MAY_WRITE = 2, MAY_READ = 4 };
/* QEMU may use the file, by its absolute name.  Where it may not, it is given
 * the right to: to the file, and to pass through directories of ours.  -1 with
 * an error that names what stands in the way, and the remedy. */
extern int guestfs_int_access_give (guestfs_h *g, struct access *a,
                                    const char *path, int wanted);

#endif /* GUESTFS_INT_ACCESS_H */
