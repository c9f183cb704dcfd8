/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work in a process of its own: a child, a pipe for what it finds and a shared
 * page for how far it is. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "apart.h"
#include "call.h"
#include "child.h"
#include "frame.h"

/* What is passed on as a stream goes in whole pieces. */
#define PIECE (FRAME_CHUNK_SIZE - FRAME_HEADER_SIZE)
/* With few switches between the two processes, each of which costs emulated
 * memory its translations. */
#define PIPE_SIZE (1024 * 1024)

struct position {
  volatile uint64_t done, total;
};

struct apart {
  struct child child;
  int out;                      /* our end of the pipe */
  struct position *position;
  stream_cb cb;
  void *opaque;
  char *buf;
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

/* ---- In the daemon ---- */

static int
fork_apart (struct apart *a, int (*fn) (void *), void *arg)
{
  CLEANUP_CLOSE int write_end = -1;
  int fds[2], r;

  if (pipe2 (fds, O_CLOEXEC) == -1)
    return -1;
  a->out = fds[0];
  write_end = fds[1];
  if (fcntl (write_end, F_SETPIPE_SZ, PIPE_SIZE) == -1)
    debug ("F_SETPIPE_SZ: %m");
  r = child_fork (&a->child);
  if (r == 0) {
    apart_out = write_end;
    apart_position = a->position;
    offer_to_die ();
    child_exit (fn (arg));
  }
  return r;
}

/* False at the end. */
static bool
take_piece (struct apart *a)
{
  ssize_t n = read (a->out, a->buf, PIECE);

  if (n == -1 && errno == EINTR)
    return true;
  if (n <= 0)
    return false;
  if (!a->child.killed && a->cb (a->opaque, a->buf, n) == -1)
    child_kill (&a->child);
  return true;
}

static void
tell_progress (const struct apart *a)
{
  const uint64_t total = a->position->total, done = a->position->done;

  if (total > 0 && done <= total)
    notify_progress (done, total);
}

static int
serve_child (struct apart *a)
{
  struct pollfd p = { a->out, POLLIN, 0 };

  while (!a->child.exited) {
    child_poll (&a->child, &p, 1);
    if (p.revents & POLLIN)
      take_piece (a);
    else if (p.revents)
      p.fd = -1;                /* closed, but it has not ended */
    tell_progress (a);
  }
  while (take_piece (a))
    ;
  return child_finish (&a->child);
}

static void
apart_done (struct apart *a)
{
  if (a->out != -1)
    close (a->out);
  if (a->position != MAP_FAILED)
    munmap (a->position, sizeof *a->position);
  free (a->buf);
}

int
run_apart (const char *what, int seconds, int (*fn) (void *arg), void *arg,
           stream_cb cb, void *opaque)
{
  struct apart a = {
    .child = CHILD_INIT (what), .out = -1, .cb = cb, .opaque = opaque,
    .buf = malloc (PIECE),
    .position = mmap (NULL, sizeof *a.position, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0),
  };
  int r = -1;

  if (seconds > 0)
    a.child.deadline_ms = monotonic_ms () + seconds * INT64_C (1000);
  if (!a.buf || a.position == MAP_FAILED || fork_apart (&a, fn, arg) == -1)
    reply_with_perror ("%s: a process to read it", what);
  else
    r = serve_child (&a);
  apart_done (&a);
  return r;
}
