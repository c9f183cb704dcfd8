/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers to the requests of a local mount (fuse.c, fuse/). */

#ifndef GUESTFS_INT_FUSEREQUESTS_H
#define GUESTFS_INT_FUSEREQUESTS_H

#if HAVE_FUSE

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "localmount.h"

/* All of them. */
extern void guestfs_int_fuse_ops (struct fuse_lowlevel_ops *ret);

/* The daemon forgets what the kernel has forgotten. */
extern void guestfs_int_fuse_send_forgotten (struct local_mount *lm);
/* Before each request: have other calls changed something? */
extern void guestfs_int_fuse_before (struct local_mount *lm);
/* After each request, and when there is none. */
extern void guestfs_int_fuse_after (struct local_mount *lm, bool idle);

/* The guest is told which files were read from memory, before anybody can ask
 * for their access times. */
extern void guestfs_int_fuse_send_accessed (struct local_mount *lm);

/* ---- For the requests ---- */

extern void guestfs_int_fuse_attributes_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_directories_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_names_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_content_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_xattrs_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_op_read (fuse_req_t req, fuse_ino_t ino,
                                      size_t size, off_t offset,
                                      struct fuse_file_info *fi);
/* The attributes of a name that was listed without them, and of others. */
extern void guestfs_int_fuse_stat_listed (struct local_mount *lm,
                                          struct tree_node *dir,
                                          const struct tree_name *name);

extern void __attribute__ ((format (printf, 2, 3)))
guestfs_int_fuse_tell (struct local_mount *lm, const char *fs, ...);
extern int guestfs_int_fuse_call_errno (struct local_mount *lm);
extern void guestfs_int_fuse_reply_failed (fuse_req_t req);
extern void guestfs_int_fuse_reply_done (fuse_req_t req, int r);
extern char *guestfs_int_fuse_path_for_call (fuse_req_t req,
                                             struct tree_node *n);
extern void guestfs_int_fuse_fill_entry (struct local_mount *lm,
                                         struct tree_node *n,
                                         const struct guestfs_fuse_attr *a,
                                         struct fuse_entry_param *e);
extern void guestfs_int_fuse_reply_entry (fuse_req_t req, struct tree_node *n,
                                          const struct guestfs_fuse_attr *a);
extern void guestfs_int_fuse_reply_attr (fuse_req_t req, struct tree_node *n,
                                         const struct guestfs_fuse_attr *a);
extern void guestfs_int_fuse_reply_nothing (fuse_req_t req,
                                            const struct tree_node *dir);
extern void guestfs_int_fuse_reply_found (fuse_req_t req, struct tree_node *dir,
                                          const char *name, int64_t id,
                                          struct guestfs_fuse_attr *a);

#define CLEANUP_ATTR __attribute__ ((cleanup (cleanup_attr)))

static inline void
cleanup_attr (struct guestfs_fuse_attr *const *a)
{
  guestfs_free_fuse_attr (*a);
}

static inline struct local_mount *
mount_of (fuse_req_t req)
{
  return fuse_req_userdata (req);
}

static inline struct tree_node *
node_of (struct local_mount *lm, fuse_ino_t ino)
{
  return ino == FUSE_ROOT_ID ? lm->tree->root
                             : (struct tree_node *)(uintptr_t)ino;
}

static inline fuse_ino_t
ino_of (struct local_mount *lm, struct tree_node *n)
{
  return n == lm->tree->root ? FUSE_ROOT_ID : (fuse_ino_t)(uintptr_t)n;
}

#endif /* HAVE_FUSE */
#endif /* GUESTFS_INT_FUSEREQUESTS_H */
