/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session: keys to the console, its output to the terminal. */

#include <config.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GUESTFS_PRIVATE 1
#include "rescue.h"

struct session {
  guestfs_h *g;
  struct escape *escape;
  bool inspected;
  int console, signals;
  char pending[4096];           /* keys that the console has not taken yet */
  size_t nr_pending;
  bool over;
  int signal;                   /* that has ended it, or 0 */
};

/* ---- Commands ---- */

static void
suspend (void)
{
  puts ("virt-rescue is suspended: the appliance goes on");
  fflush (stdout);
  signals_stop_here ();
}

/* With the terminal as it was, so that messages look as they should; then
 * the prompt is there again. */
static void
run_command (struct session *s, int command)
{
  s->over = command == 'q' || command == 'x';
  if (!strchr ("h?isuz", command))
    return;
  tty_restore ();
  putchar ('\n');
  fflush (stdout);
  switch (command) {
  case 'h':
  case '?':
    escape_help (s->escape, s->inspected);
    break;
  case 'i':
    if (s->inspected)
      cli_print_system (s->g);
    else
      puts ("Nothing is known of the guest: virt-rescue was started without "
            "-i.");
    break;
  case 's':
    if (guestfs_sync (s->g) == 0)
      puts ("Everything is written to the disks.");
    break;
  case 'u':
    if (guestfs_umount_all (s->g) == 0)
      puts ("All file systems are unmounted.");
    break;
  case 'z':
    suspend ();
    break;
  }
  fflush (stdout);
  tty_make_raw ();
  tty_tell_size (s->g);
  console_show_line ();
  /* A call may have found that it is gone. */
  s->over = guestfs_is_ready (s->g) != 1;
}

/* ---- Input ---- */

static void
take_keys (struct session *s, const char *buf, size_t n)
{
  for (size_t i = 0; i < n && !s->over; ++i) {
    const int command = escape_take (s->escape, buf[i]);

    if (command == -1)
      s->pending[s->nr_pending++] = buf[i];
    else if (command > 0)
      run_command (s, command);
  }
}

/* No more than there is room for.  At its end the terminal is gone. */
static void
read_keys (struct session *s)
{
  char buf[sizeof s->pending];
  const ssize_t n = read (STDIN_FILENO, buf,
                          sizeof s->pending - s->nr_pending);

  if (n > 0)
    take_keys (s, buf, n);
  else if (n == 0 || (errno != EINTR && errno != EAGAIN))
    s->over = true;
}

static void
send_keys (struct session *s)
{
  const ssize_t n = write (s->console, s->pending, s->nr_pending);

  if (n > 0) {
    s->nr_pending -= n;
    memmove (s->pending, s->pending + n, s->nr_pending);
  }
}

/* ---- Output ---- */

static void
show_output (struct session *s)
{
  char buf[8192];
  const ssize_t n = read (s->console, buf, sizeof buf);

  if (n > 0)
    console_put (buf, n);
  else if (n == 0 || (errno != EINTR && errno != EAGAIN))
    s->over = true;
}

/* ---- Signals ---- */

static void
serve_signal (struct session *s, int sig)
{
  switch (sig) {
  case SIGTSTP:
    run_command (s, 'z');
    break;
  case SIGCONT:
    tty_make_raw ();
    tty_tell_size (s->g);
    break;
  case SIGWINCH:
    tty_tell_size (s->g);
    break;
  default:
    s->signal = sig;
    s->over = true;
  }
}

static void
serve_signals (struct session *s)
{
  char sig;

  while (!s->over && read (s->signals, &sig, 1) == 1)
    serve_signal (s, sig);
}

/* ---- The loop ---- */

static void
relay_once (struct session *s)
{
  const bool room = s->nr_pending < sizeof s->pending;
  struct pollfd fds[] = {
    { s->signals, POLLIN, 0 },
    { room ? STDIN_FILENO : -1, POLLIN, 0 },
    { s->console, POLLIN | (s->nr_pending > 0 ? POLLOUT : 0), 0 },
  };

  if (poll (fds, 3, -1) == -1)
    return;
  if (fds[0].revents)
    serve_signals (s);
  if (!s->over && fds[2].revents & POLLOUT)
    send_keys (s);
  if (!s->over && fds[2].revents & ~POLLOUT)
    show_output (s);
  if (!s->over && fds[1].revents)
    read_keys (s);
}

int
session_run (guestfs_h *g, struct escape *e, bool inspected)
{
  struct session s = {
    .g = g, .escape = e, .inspected = inspected,
    .console = guestfs_internal_get_console_socket (g),
    .signals = signals_begin (),
  };

  if (s.console == -1 || s.signals == -1)
    return -1;
  tty_make_raw ();
  console_show ();
  tty_tell_size (g);
  while (!s.over)
    relay_once (&s);
  tty_restore ();
  console_end_line ();
  signals_end ();
  return s.signal;
}
