/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A local mount: the guest's files at a directory of the host. */

#ifndef GUESTFS_INT_LOCALMOUNT_H
#define GUESTFS_INT_LOCALMOUNT_H

#include "handle.h"
#include "filetree.h"
#include "fusecalls.h"
#include "proto.h"

struct fuse_buf;
struct fuse_lowlevel_ops;
struct fuse_req;
struct fuse_session;
struct stat;

/* What "-o" says and is for us (options.c). */
struct local_options {
  char *for_fuse;               /* what is not; with commas */
  bool default_permissions;
  bool has_uid, has_gid, has_umask;
  unsigned uid, gid, umask;
  bool has_entry_timeout, has_negative_timeout, has_attr_timeout;
  double entry_timeout, negative_timeout, attr_timeout;
};
/* -1 with the error set. */
extern int guestfs_int_local_options (guestfs_h *g, struct local_options *o,
                                      const char *options);

/* Content that was read ahead. */
struct local_piece {
  int64_t id;                   /* of the node; 0: nothing */
  uint64_t start;
  char *data;
  size_t len;
  bool at_end;                  /* nothing follows in the file */
  bool wanted;                  /* somebody has read it */
  bool sets_atime;              /* the guest must be told that it was read */
};

/* Small files of a directory that a call is to bring. */
struct local_batch {
  bool begun;                   /* the call is not taken yet */
  struct call call;
  int64_t ids[FUSECALL_MAX_FILES];      /* 0: it has changed meanwhile */
  size_t len;
  uint64_t changes;             /* g->changes when it had begun */
};

struct local_ahead {
  struct local_piece one;       /* of a file that is read sequentially */
  int64_t next_id;              /* where its reader goes on */
  uint64_t next;
  struct local_batch batch;
  struct local_piece small[2 * FUSECALL_MAX_FILES];     /* all are at_end */
  size_t next_small;            /* the oldest of them, which is replaced */
  int64_t last_dir;             /* the small file that was read last */
  char *last_name;
  int64_t batch_dir;            /* the last one of the last batch */
  char *batch_name;
  size_t next_files;            /* how many that were; 0: files are not read in
                                 * an order that is known … */
  int order;                    /* … which would be this */
  bool guessed;                 /* the batch was begun before a file of its
                                 * directory was read */
};

/* What the guest is told of many files at once. */
#define TIMES_AT_ONCE 64

struct local_newer {
  struct tree_node *n;          /* NULL: it was set otherwise meanwhile */
  struct timespec times[2];     /* access, modification: as of utimensat */
  bool is_open;
};

struct local_times {
  struct strvec read_nodes, read_paths; /* they were read from memory */
  struct local_newer newer[TIMES_AT_ONCE];
  size_t nr_newer;
};

struct local_mount {
  guestfs_h *g;
  char *mountpoint;             /* absolute, without links */
  bool readonly, debugcalls;
  struct local_options options;
  struct fuse_session *session;
  pid_t owner;                  /* who is to unmount it */
  bool running;                 /* in mount_local_run, by whatever thread */
  int wake_fd;                  /* ends the wait of mount_local_run */
  bool must_end;                /* somebody wants it to: it is unmounted */
  bool detached;                /* and that was done as far as it can be */
  bool unmounted;               /* at the mountpoint there is nothing of us */
  bool lost;                    /* the appliance is gone */
  struct saved_error error;     /* why it ended, unless it was unmounted */

  /* helper.c; with the lock */
  pthread_t helper;
  bool has_helper, helper_must_end;
  bool ending;                  /* it was told to unmount */
  pthread_cond_t helper_work;   /* there is a task, or it must end */
  struct local_task *tasks;

  /* While it runs (lib/actions/fuse.c). */
  bool no_open, no_opendir;     /* the kernel need not tell */
  uint32_t later;               /* LATER_STATX …: what this request was */
  struct tree *tree;
  struct local_ahead ahead;
  struct local_times times;
  bool with_attrs;              /* directories are listed with attributes … */
  unsigned lists_with_attrs;    /* … and so many were */
  uint64_t changes;             /* g->changes after our last call */
  bool doubting;                /* the kernel is being told of other calls */
};

/* ---- session.c ---- */
/* Mounted, but nobody answers.  -1 with the error set. */
extern int guestfs_int_local_mount (struct local_mount *lm,
                                    const struct fuse_lowlevel_ops *ops,
                                    size_t ops_size);
/* Answers until it is unmounted or lost.  Called with g->lock, which is free
 * while there is nothing to do.  before is called when that has been so, after
 * after each request, and with idle when there was none. */
extern void guestfs_int_local_serve
  (struct local_mount *lm, void (*before) (struct local_mount *lm),
   void (*after) (struct local_mount *lm, bool idle));
/* The kernel looks up all names again; -1: this one cannot be told so.  From
 * a thread for which it may wait. */
extern int guestfs_int_local_new_epoch (struct local_mount *lm);
/* Unmounts it at once, whoever uses it, unless somebody has done it. */
extern void guestfs_int_local_detach (struct local_mount *lm);
/* And frees it. */
extern void guestfs_int_local_free (struct local_mount *lm);

/* ---- later.c ---- */
#define LATER_TMPFILE 51
#define LATER_STATX 52
/* What libfuse may not know becomes what it knows; sets lm->later. */
extern void guestfs_int_later_translate (struct local_mount *lm,
                                         struct fuse_buf *buf);
/* birth is NULL when the file system does not tell it. */
extern void guestfs_int_later_reply_statx (struct fuse_req *req,
                                           const struct stat *st,
                                           const struct timespec *birth,
                                           double timeout);

/* ---- helper.c ---- */
/* Ends mount_local_run's wait; from any thread, with the lock. */
extern void guestfs_int_local_wake (struct local_mount *lm);
/* Whatever waits until requests are answered is done by a thread of its own,
 * one task after the other, without the lock.  run frees arg.  -1: there is no
 * thread, nothing is done. */
extern int guestfs_int_local_defer (struct local_mount *lm,
                                    void (*run) (struct local_mount *, void *),
                                    void *arg);
/* Has it unmounted, even if it is in use. */
extern void guestfs_int_local_start_to_end (struct local_mount *lm);
/* Waits until what was begun is done.  Called with the lock. */
extern void guestfs_int_local_join_helper (struct local_mount *lm);

/* ---- ahead.c ---- */
extern void guestfs_int_ahead_drop_piece (struct local_piece *p);
/* Of one node; also what is still to come. */
extern void guestfs_int_ahead_drop (struct local_ahead *ahead, int64_t id);
extern void guestfs_int_ahead_drop_all (struct local_ahead *ahead);
/* A small file, in the place of the oldest; takes data over. */
extern void guestfs_int_ahead_add_small (struct local_ahead *ahead,
                                         const struct local_piece *p);
/* Small files that nobody has read yet. */
extern size_t guestfs_int_ahead_unread (const struct local_ahead *ahead);
/* It is in the batch that was begun. */
extern bool guestfs_int_ahead_will_come (const struct local_ahead *ahead,
                                         int64_t id);
/* What has all of that range, or its end; NULL: it must be read. */
extern struct local_piece *guestfs_int_ahead_find (struct local_ahead *ahead,
                                                   int64_t id, uint64_t at,
                                                   size_t size);
extern void guestfs_int_ahead_done (struct local_ahead *ahead);

/* ---- unmount.c ---- */
/* 0, or an errno with *ret_why, malloc'd: what the program said. */
extern int guestfs_int_local_unmount (guestfs_h *g, const char *mountpoint,
                                      bool lazy, char **ret_why);
/* The programs that use it, "NAME (PID), NAME (PID)", malloc'd; "" when none
 * could be found. */
extern char *guestfs_int_local_users (guestfs_h *g, const char *mountpoint);

#endif /* GUESTFS_INT_LOCALMOUNT_H */
