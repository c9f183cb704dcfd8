/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestmount: what its options say, and the steps it takes.
 *
 * It forks first, unless --no-fork: the child launches, mounts and serves,
 * while its messages still reach the terminal, and the parent waits until the
 * mount answers.  So the handle never crosses a fork.
 */

#ifndef GUESTMOUNT_GUESTMOUNT_H
#define GUESTMOUNT_GUESTMOUNT_H

#include "options.h"

struct guestmount {
  struct cli_options shared;    /* first: an option gets its address */
  struct strvec fuse_options;   /* one a string, not escaped */
  bool no_fork;
  int cache_timeout;            /* seconds; 0: as the library likes */
  int fd;                       /* --fd, or -1 */
  const char *pid_file;         /* --pid-file, or NULL */
  char *mountpoint;             /* absolute, no links */
};

/* fuse_options.c: what one -o says is added to the list. */
extern void fuse_options_add (struct strvec *list, const char *value);
extern bool fuse_options_have (const struct strvec *list, const char *name);
/* As FUSE wants them: joined with commas, and escaped; malloc'd. */
extern char *fuse_options_join (const struct strvec *list);

/* checks.c: what would go wrong after the launch is found out before it; -1
 * and an error.  Sets m->mountpoint. */
extern int check_host (struct guestmount *m, const char *mountpoint);

/* signals.c: SIGTERM, SIGINT and SIGHUP unmount and end the process in the
 * ordinary way.  Before any other thread is started. */
extern void signals_start (void);
/* From now on g serves a mount; NULL: it does not any more.  Does not return
 * when a signal has ended the process before. */
extern void signals_set_mount (guestfs_h *g);
/* A signal has ended mount_local_run, which then fails with EINTR. */
extern bool signals_have_cancelled (void);

extern bool signals_mount_is_served (void);
/* The same without a signal. */
extern void signals_end_mount (void);

/* vanished.c: ends it when it was unmounted and goes on elsewhere. */
extern void vanished_start (const char *mountpoint);

/* serve.c: launches, mounts, calls ready, and serves until the file system is
 * unmounted; the exit status.  ready returns -1 when nobody wants it. */
extern int serve (struct guestmount *m, int (*ready) (void *), void *opaque);

/* background.c: serves in another process; returns when the mount answers. */
extern int serve_in_background (struct guestmount *m);
/* --fd: tells the other end of the pipe. */
extern void tell_ready (struct guestmount *m);

#endif /* GUESTMOUNT_GUESTMOUNT_H */
