/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers to the requests of a local mount (fuse.c, fuse/). */

#ifndef GUESTFS_INT_FUSEREQUESTS_H
#define GUESTFS_INT_FUSEREQUESTS_H

#if HAVE_FUSE

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include <stdlib.h>

#include "localmount.h"

/* All of them. */
extern void guestfs_int_fuse_ops (struct fuse_lowlevel_ops *ret);

/* The daemon forgets what the kernel has forgotten. */
extern void guestfs_int_fuse_send_forgotten (struct local_mount *lm);
/* After each call of another thread: returns when nobody can see on the mount
 * what was there before it. */
extern void guestfs_int_fuse_after_call (guestfs_h *g);
/* Before each request: have other calls changed something? */
extern void guestfs_int_fuse_before (struct local_mount *lm);
/* After each request, and when there is none. */
extern void guestfs_int_fuse_after (struct local_mount *lm, bool idle);

/* Before each call of another thread: the guest is told what is kept. */
extern void guestfs_int_fuse_before_call (guestfs_h *g);

/* The guest is told which files were read from memory; and also which were
 * written at what time. */
extern void guestfs_int_fuse_send_accessed (struct local_mount *lm);
extern void guestfs_int_fuse_send_times (struct local_mount *lm);
/* The same, when there is nothing else to do. */
extern void guestfs_int_fuse_send_times_idle (struct local_mount *lm);

/* The files of the batch that was begun can be read from memory now. */
extern void guestfs_int_fuse_take_batch (struct local_mount *lm);
/* That would not wait. */
extern bool guestfs_int_fuse_batch_has_come (const struct local_mount *lm);

/* ---- For the requests ---- */

extern void guestfs_int_fuse_attributes_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_directories_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_names_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_content_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_xattrs_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_flags_ops (struct fuse_lowlevel_ops *ops);
extern void guestfs_int_fuse_op_read (fuse_req_t req, fuse_ino_t ino,
                                      size_t size, off_t offset,
                                      struct fuse_file_info *fi);
/* Its content, if it is small and read with others; NULL: it is to be read on
 * its own. */
extern struct local_piece *guestfs_int_fuse_small_file
  (struct local_mount *lm, const struct tree_node *n);
/* The request was answered, and the appliance can read the next ones. */
extern void guestfs_int_fuse_small_file_was_read (struct local_mount *lm,
                                                  const struct tree_node *n,
                                                  struct local_piece *p);
extern void guestfs_int_fuse_was_listed (struct local_mount *lm,
                                         const struct tree_node *dir);
/* The attributes of a name that was listed without them, and of others. */
extern void guestfs_int_fuse_stat_listed (struct local_mount *lm,
                                          struct tree_node *dir,
                                          const struct tree_name *name);

/* What send_accessed is to tell. */
extern void guestfs_int_fuse_was_accessed (struct local_mount *lm, int64_t id,
                                           const char *path);
/* What send_times is to tell. */
extern void guestfs_int_fuse_set_times_later (struct local_mount *lm,
                                              struct tree_node *n,
                                              struct timespec times[2],
                                              bool is_open);
extern void guestfs_int_fuse_written_file_closed (struct local_mount *lm,
                                                  const struct tree_node *n);
/* By the kernel; before the node may go. */
extern void guestfs_int_fuse_written_file_forgotten
  (struct local_mount *lm, const struct tree_node *n);
/* They will not be told; false when they were not to be.  Those that ret, if
 * not NULL, omits are there then. */
extern bool guestfs_int_fuse_take_newer_times (struct local_mount *lm,
                                               const struct tree_node *n,
                                               struct timespec ret[2]);
/* Before it is read, which may set its access time. */
extern void guestfs_int_fuse_written_file_is_read (struct local_mount *lm,
                                                   const struct tree_node *n);
/* Attributes that the guest has told get times that it is not told yet. */
extern void guestfs_int_fuse_fill_newer_times (struct local_mount *lm,
                                               struct guestfs_fuse_attr *a);

extern void __attribute__ ((format (printf, 2, 3)))
guestfs_int_fuse_tell (struct local_mount *lm, const char *fs, ...);
extern int guestfs_int_fuse_call_errno (struct local_mount *lm);
extern void guestfs_int_fuse_reply_failed (fuse_req_t req);
extern void guestfs_int_fuse_reply_done (fuse_req_t req, int r);
/* What nearly all requests begin with: which file they are about, and its path
 * for a call; debugcalls prints the name of the request, the path, and what fs
 * says, which may be NULL.  False when that has answered the request, because
 * the file is not there any more. */
struct request {
  fuse_req_t req;
  struct local_mount *lm;
  struct tree_node *n;
  char *path;                   /* freed by CLEANUP_REQUEST */
};
extern bool __attribute__ ((format (printf, 5, 6)))
guestfs_int_fuse_begin_request (struct request *ret, fuse_req_t req,
                                fuse_ino_t ino, const char *name,
                                const char *fs, ...);
#define begin_request guestfs_int_fuse_begin_request
extern void guestfs_int_fuse_fill_entry (struct local_mount *lm,
                                         struct tree_node *n,
                                         const struct guestfs_fuse_attr *a,
                                         struct fuse_entry_param *e);
/* The file was opened, too, unless that is NULL. */
extern void guestfs_int_fuse_reply_entry (fuse_req_t req, struct tree_node *n,
                                          const struct guestfs_fuse_attr *a,
                                          struct fuse_file_info *opened);
extern void guestfs_int_fuse_reply_attr (fuse_req_t req, struct tree_node *n,
                                         const struct guestfs_fuse_attr *a);
/* Of a file whose times were set: what is known of it.  The kernel
 * is not to remember that: it asks when somebody wants to know. */
extern void guestfs_int_fuse_reply_old_attr (fuse_req_t req,
                                             const struct tree_node *n,
                                             const struct timespec times[2]);
extern void guestfs_int_fuse_reply_nothing (fuse_req_t req,
                                            const struct tree_node *dir);
extern void guestfs_int_fuse_reply_found (fuse_req_t req, struct tree_node *dir,
                                          const char *name, int64_t id,
                                          const struct guestfs_fuse_attr *a,
                                          struct fuse_file_info *opened);

#define CLEANUP_REQUEST __attribute__ ((cleanup (cleanup_request)))

static inline void
cleanup_request (struct request *r)
{
  free (r->path);
}

#define CLEANUP_ATTR __attribute__ ((cleanup (cleanup_attr)))

static inline void
cleanup_attr (struct guestfs_fuse_attr *const *a)
{
  guestfs_free_fuse_attr (*a);
}

#define CLEANUP_ATTRS __attribute__ ((cleanup (cleanup_attrs)))

static inline void
cleanup_attrs (struct guestfs_fuse_attr_list *const *list)
{
  guestfs_free_fuse_attr_list (*list);
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
