/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for child processes. */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "errnos.h"
#include "state.h"

#define TICK_MS 100
/* How many descriptors a caller of child_poll has. */
#define FDS_MAX 4
/* More than the longest error needs, less than what a pipe holds. */
#define ERROR_MAX (32 * 1024)

/* ---- Beginning ---- */

static void
send_kill (const struct child *c)
{
  kill (c->group ? -c->pid : c->pid, SIGKILL);
}

static int
wait_for_exit (const struct child *c)
{
  int status = 0;

  while (waitpid (c->pid, &status, 0) == -1 && errno == EINTR)
    ;
  return status;
}

int
child_watch (struct child *c, pid_t pid)
{
  int err;

  c->pid = pid;
  c->pidfd = pidfd_open (pid, 0);
  if (c->pidfd != -1)
    return 0;
  err = errno;
  send_kill (c);
  wait_for_exit (c);
  errno = err;
  return -1;
}

/* In the child: where its error goes. */
static int error_fd = -1;

int
child_fork (struct child *c)
{
  CLEANUP_CLOSE int write_end = -1;
  int fds[2];
  pid_t pid;

  if (pipe2 (fds, O_CLOEXEC) == -1)
    return -1;
  c->err = fds[0];
  write_end = fds[1];
  fflush (NULL);
  pid = fork ();
  if (pid == 0) {
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    error_fd = steal_fd (&write_end);
    return 0;
  }
  if (pid == -1 || child_watch (c, pid) == -1) {
    const int err = errno;

    close (steal_fd (&c->err));
    errno = err;
    return -1;
  }
  return 1;
}

void
child_exit (int r)
{
  struct wire_writer w;

  if (r == 0)
    _exit (EXIT_SUCCESS);
  wire_writer_init (&w);
  reply_put_failure (&w);
  if (!w.failed && w.len <= ERROR_MAX)
    full_write (error_fd, w.data, w.len);
  _exit (EXIT_FAILURE);
}

/* ---- Waiting ---- */

void
child_kill (struct child *c)
{
  if (!c->killed && !c->exited)
    send_kill (c);
  c->killed = true;
}

static void
kill_if_over (struct child *c)
{
  if (c->killed)
    return;
  if (call_is_cancelled ()) {
    reply_with_error_errno (EINTR, "%s: the call was cancelled", c->what);
    child_kill (c);
  }
  else if (c->deadline_ms > 0 && monotonic_ms () >= c->deadline_ms) {
    c->timed_out = true;
    child_kill (c);
  }
}

void
child_poll (struct child *c, struct pollfd *fds, size_t n)
{
  struct pollfd all[FDS_MAX + 2];

  for (size_t i = 0; i < n; ++i)
    all[i] = fds[i];
  all[n] = (struct pollfd) { c->exited ? -1 : c->pidfd, POLLIN, 0 };
  /* The frames of a FileIn stream are somebody else's to take. */
  all[n + 1] = (struct pollfd) {
    current_call ()->stream_in == STREAM_OPEN ? -1 : channel_fd (), POLLIN, 0
  };
  /* Nothing has happened when a signal or a lack of memory ends it. */
  if (poll (all, n + 2, TICK_MS) == -1)
    for (size_t i = 0; i < n + 2; ++i)
      all[i].revents = 0;
  for (size_t i = 0; i < n; ++i)
    fds[i].revents = all[i].revents;
  c->exited |= all[n].revents != 0;
  kill_if_over (c);
  progress_pulse ();
}

int
child_wait (struct child *c)
{
  int status;

  while (!c->exited)
    child_poll (c, NULL, 0);
  status = wait_for_exit (c);
  close (steal_fd (&c->pidfd));
  return status;
}

/* ---- The end of one of child_fork ---- */

static void
take_error (struct child *c)
{
  CLEANUP_FREE char *buf = malloc (ERROR_MAX);
  struct failure f = { NULL, NULL };
  struct wire_reader r;
  ptrdiff_t n = buf ? full_read (c->err, buf, ERROR_MAX) : -1;

  wire_reader_init (&r, buf, n > 0 ? n : 0);
  wire_get_failure (&r, &f);
  if (wire_reader_finished (&r))
    reply_with_error_errno (guestfs_int_name_to_errno (f.errno_name), "%s",
                            f.message);
  else
    reply_with_error_errno (EIO, "%s: failed without saying why", c->what);
  failure_done (&f);
}

static void
set_error (struct child *c, int status)
{
  if (c->timed_out || (WIFSIGNALED (status) && WTERMSIG (status) == SIGALRM))
    reply_with_error_errno (ETIMEDOUT, "%s: took too long", c->what);
  else if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    reply_with_error_errno (ENOMEM, "%s: the appliance has not enough memory: "
                            "increase it with set_memsize", c->what);
  else if (WIFSIGNALED (status))
    reply_with_error_errno (EIO, "%s: reading it crashed (%s): it may be "
                            "corrupt or malicious", c->what,
                            strsignal (WTERMSIG (status)));
  else
    take_error (c);
}

int
child_finish (struct child *c)
{
  const int status = child_wait (c);

  if (status != 0 && !reply_has_error ())
    set_error (c, status);
  close (steal_fd (&c->err));
  return status == 0 && !c->killed ? 0 : -1;
}
