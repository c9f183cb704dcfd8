/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: read as bytes from a pipe, so that they are served between two
 * steps of the session and not in the middle of one. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "rescue.h"

static const int served[] = {
  SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH,
};
/* The program is at fault; the terminal shall not suffer. */
static const int deadly[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV };
#define NR(a) (sizeof (a) / sizeof (a)[0])

static int pipe_fds[2] = { -1, -1 };
static volatile sig_atomic_t asked_to_end;

static void
set_handler (int sig, void (*handler) (int))
{
  struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };

  sigemptyset (&sa.sa_mask);
  sigaction (sig, &sa, NULL);
}

static void
end_now (int sig)
{
  tty_restore ();
  set_handler (sig, SIG_DFL);
  raise (sig);
}

static bool
asks_to_end (int sig)
{
  return sig == SIGHUP || sig == SIGINT || sig == SIGQUIT || sig == SIGTERM;
}

/* A call to the appliance may hang: who asks twice does not want to wait.  A
 * window that is closed asks several times, and nobody waits. */
static void
pass_signal_on (int sig)
{
  const int err = errno;
  const char byte = (char) sig;

  if (sig != SIGHUP && asks_to_end (sig) && asked_to_end++ > 0)
    end_now (sig);
  if (write (pipe_fds[1], &byte, 1) == -1)
    asked_to_end += 0;          /* full: it will be read soon enough */
  errno = err;
}

int
signals_begin (void)
{
  if (pipe2 (pipe_fds, O_CLOEXEC | O_NONBLOCK) == -1) {
    cli_error ("cannot make a pipe: %s", strerror (errno));
    return -1;
  }
  for (size_t i = 0; i < NR (served); ++i)
    set_handler (served[i], pass_signal_on);
  for (size_t i = 0; i < NR (deadly); ++i)
    set_handler (deadly[i], end_now);
  return pipe_fds[0];
}

/* What was written must get to the disks still: see above about windows. */
void
signals_end (void)
{
  for (size_t i = 0; i < NR (served); ++i)
    set_handler (served[i], served[i] == SIGHUP ? SIG_IGN : SIG_DFL);
  for (size_t i = 0; i < NR (deadly); ++i)
    set_handler (deadly[i], SIG_DFL);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

void
signals_stop_here (void)
{
  set_handler (SIGTSTP, SIG_DFL);
  raise (SIGTSTP);
  set_handler (SIGTSTP, pass_signal_on);
}
