/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work in a process of its own: a fork, a pipe for what it finds, a pipe for
 * its error and a shared page for how far it is. */

#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart.h"
#include "errnos.h"
#include "state.h"

#define PIECE (256 * 1024)
#define TICK_MS 100
/* More than the longest error needs, less than what a pipe holds. */
#define ERROR_MAX (32 * 1024)

struct position {
  volatile uint64_t done, total;
};

struct child {
  const char *what;
  pid_t pid;
  int pidfd, out, err;          /* our ends of the pipes */
  struct position *position;
  stream_cb cb;
  void *opaque;
  char *buf;
  bool failed, exited;
};

/* ---- In the child ---- */

static int apart_out = -1;
static struct position *apart_position;

int
apart_send (const void *buf, size_t len)
{
  if (full_write (apart_out, buf, len) == 0)
    return 0;
  reply_with_perror ("pipe");
  return -1;
}

void
apart_progress (uint64_t position, uint64_t total)
{
  apart_position->total = total;
  apart_position->done = position;
}

/* When memory runs out it is this process that has to go. */
static void
offer_to_die (void)
{
  CLEANUP_CLOSE int fd = open ("/proc/self/oom_score_adj",
                               O_WRONLY | O_CLOEXEC);

  if (fd == -1 || full_write (fd, "1000", 4) == -1)
    debug ("oom_score_adj: %m");
}

static void
send_failure (int fd)
{
  struct wire_writer w;

  wire_writer_init (&w);
  reply_put_failure (&w);
  if (!w.failed && w.len <= ERROR_MAX && full_write (fd, w.data, w.len) == -1)
    debug ("pipe: %m");
  wire_writer_done (&w);
}

static void __attribute__ ((noreturn))
be_child (int (*fn) (void *), void *arg, int err)
{
  int r;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  offer_to_die ();
  r = fn (arg);
  if (r == -1)
    send_failure (err);
  _exit (r == -1 ? EXIT_FAILURE : EXIT_SUCCESS);
}

/* ---- In the daemon ---- */

static int
start (struct child *c, int (*fn) (void *), void *arg)
{
  int out[2], err[2];

  if (pipe2 (out, O_CLOEXEC) == -1)
    return -1;
  if (pipe2 (err, O_CLOEXEC) == -1) {
    close (out[0]);
    close (out[1]);
    return -1;
  }
  fflush (NULL);
  c->pid = fork ();
  if (c->pid == 0) {
    apart_out = out[1];
    apart_position = c->position;
    be_child (fn, arg, err[1]);
  }
  c->out = out[0];
  c->err = err[0];
  close (out[1]);
  close (err[1]);
  if (c->pid == -1)
    return -1;
  c->pidfd = pidfd_open (c->pid, 0);
  return 0;
}

static void
give_up (struct child *c)
{
  if (!c->failed && !c->exited)
    kill (c->pid, SIGKILL);
  c->failed = true;
}

/* False at the end. */
static bool
take (struct child *c)
{
  ssize_t n = read (c->out, c->buf, PIECE);

  if (n == -1 && errno == EINTR)
    return true;
  if (n <= 0)
    return false;
  if (!c->failed && c->cb (c->opaque, c->buf, n) == -1)
    give_up (c);
  return true;
}

static void
tell_progress (const struct child *c)
{
  const uint64_t total = c->position->total, done = c->position->done;

  if (total > 0 && done <= total)
    notify_progress (done, total);
  else
    progress_pulse ();
}

static void
serve (struct child *c)
{
  struct pollfd p[3] = {
    { c->out, POLLIN, 0 }, { c->pidfd, POLLIN, 0 },
    { channel_fd (), POLLIN, 0 },
  };

  if (poll (p, 3, TICK_MS) == -1)
    return;
  if (p[0].revents & POLLIN)
    take (c);
  else if (p[1].revents)
    c->exited = true;
  if (!c->failed && call_is_cancelled ()) {
    reply_with_error_errno (EINTR, "%s: given up because the call was "
                            "cancelled", c->what);
    give_up (c);
  }
  tell_progress (c);
}

static void
take_failure (struct child *c)
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

static int
reap (struct child *c)
{
  int status = 0;

  while (waitpid (c->pid, &status, 0) == -1 && errno == EINTR)
    ;
  if (c->failed)
    return -1;
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    reply_with_error_errno (ENOMEM, "%s: the appliance's memory is not enough "
                            "to read it: give it more with set_memsize",
                            c->what);
  else if (WIFSIGNALED (status))
    reply_with_error_errno (EIO, "%s: reading it crashed (%s): it is damaged, "
                            "or made to do harm", c->what,
                            strsignal (WTERMSIG (status)));
  else if (WEXITSTATUS (status) != 0)
    take_failure (c);
  else
    return 0;
  return -1;
}

static void
done (struct child *c)
{
  const int fds[] = { c->pidfd, c->out, c->err };

  for (size_t i = 0; i < sizeof fds / sizeof fds[0]; ++i)
    if (fds[i] != -1)
      close (fds[i]);
  if (c->position != MAP_FAILED)
    munmap (c->position, sizeof *c->position);
  free (c->buf);
}

int
run_apart (const char *what, int (*fn) (void *arg), void *arg,
           stream_cb cb, void *opaque)
{
  struct child c = {
    .what = what, .pid = -1, .pidfd = -1, .out = -1, .err = -1,
    .cb = cb, .opaque = opaque, .buf = malloc (PIECE),
    .position = mmap (NULL, sizeof *c.position, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0),
  };
  int r = -1;

  if (!c.buf || c.position == MAP_FAILED || start (&c, fn, arg) == -1)
    reply_with_perror ("%s: a process to read it", what);
  else {
    while (!c.exited)
      serve (&c);
    while (take (&c))
      ;
    r = reap (&c);
  }
  done (&c);
  return r;
}
