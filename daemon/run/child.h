/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A child process that the daemon waits for: a program, or a copy of the
 * daemon.  Every wait for one ends when it ends, when the call is cancelled
 * and at its deadline; and when the library has gone so does the daemon. */

#ifndef GUESTFSD_CHILD_H
#define GUESTFSD_CHILD_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
  const char *what;             /* names it in errors; borrowed */
  pid_t pid;
  bool group;                   /* it leads a process group */
  int64_t deadline_ms;          /* of monotonic_ms; 0: none */
  int pidfd;
  int err;                      /* of child_fork: its error comes from here */
  bool exited;
  bool killed;                  /* by us; the error has been set … */
  bool timed_out;               /* … unless it was for the deadline */
};
#define CHILD_INIT(what) { (what), -1, false, 0, -1, -1, false, false, false }

/* Watches a process that has been started; -1 with errno when that cannot be:
 * then it has been killed. */
extern int child_watch (struct child *c, pid_t pid);
/* Forks.  1 in the daemon, 0 in the child, -1 with errno. */
extern int child_fork (struct child *c);
/* Ends the child, which has set its error when r is -1. */
extern void child_exit (int r) __attribute__ ((noreturn));

/* Waits for something to happen, but not long, and sees to cancelling,
 * deadline and progress.  fds are as for poll; their revents are zero when
 * there was nothing. */
extern void child_poll (struct child *c, struct pollfd *fds, size_t n);
/* Kills it for a reason of the caller, who has set the error. */
extern void child_kill (struct child *c);
/* Waits until it has ended; what waitpid says. */
extern int child_wait (struct child *c);
/* The same for one of child_fork: 0, or -1 with its error set.  */
extern int child_finish (struct child *c);

#endif /* GUESTFSD_CHILD_H */
