/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ctrl-C: once asks the running command to stop, twice ends the appliance.
 *
 * The command then fails, so that guestfish leaves in the ordinary way and
 * nothing stays behind.  A third time is the default: the process dies.
 */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"

#define ADVICE_SECONDS 1

static guestfs_h *volatile running;     /* set while a command runs */
static volatile sig_atomic_t depth;
static volatile sig_atomic_t times;
static volatile sig_atomic_t appliance; /* its process, or 0 */
static struct sigaction saved;          /* between commands */

static void
say (const char *text)
{
  if (write (STDERR_FILENO, text, strlen (text)) == -1)
    return;                     /* nobody is there to be told */
}

/* The command has not ended at once, as most do. */
static void
on_alarm (int sig)
{
  (void) sig;
  if (!running)
    return;
  say (appliance > 0
       ? "guestfish: interrupted: press Ctrl-C again to end the appliance\n"
       : "guestfish: interrupted: press Ctrl-C again to end guestfish\n");
}

/* The process dies of it, as if there were no handler. */
static void
on_fatal_signal (int sig)
{
  cli_remove_temp_files ();
  signal (sig, SIG_DFL);
  raise (sig);
}

/* nohup has SIGHUP ignored: that stays. */
void
interrupt_set_up (void)
{
  static const int signals[] = { SIGHUP, SIGTERM };
  const struct sigaction sa = { .sa_handler = on_fatal_signal };

  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; ++i) {
    struct sigaction old;

    if (sigaction (signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
      sigaction (signals[i], &sa, NULL);
  }
}

static void
on_sigint (int sig)
{
  int err = errno;

  if (running && times == 0) {
    guestfs_user_cancel (running);
    say ("\n");                 /* behind the ^C of the terminal */
    alarm (ADVICE_SECONDS);
  } else if (running && times == 1 && appliance > 0)
    kill (appliance, SIGTERM);
  else
    on_fatal_signal (sig);
  times++;
  errno = err;
}

static void
on_event (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
          int flags, const char *buf, size_t buf_len, const uint64_t *array,
          size_t array_len)
{
  (void) opaque, (void) event_handle, (void) flags, (void) buf;
  (void) buf_len, (void) array, (void) array_len;
  appliance = 0;
  /* Asking for the number would show up in a trace that somebody reads. */
  if (event != GUESTFS_EVENT_LAUNCH_DONE || cli.trace)
    return;
  guestfs_push_error_handler (g, NULL, NULL);   /* libvirt does not tell */
  appliance = guestfs_get_pid (g);
  guestfs_pop_error_handler (g);
}

void
interrupt_attach (guestfs_h *g)
{
  guestfs_set_event_callback (g, on_event, GUESTFS_EVENT_LAUNCH_DONE |
                              GUESTFS_EVENT_SUBPROCESS_QUIT |
                              GUESTFS_EVENT_CLOSE, 0, NULL);
}

void
interrupt_begin (guestfs_h *g)
{
  const struct sigaction sa = {
    .sa_handler = on_sigint, .sa_flags = SA_RESTART
  };
  const struct sigaction later = {
    .sa_handler = on_alarm, .sa_flags = SA_RESTART
  };

  if (depth++ > 0)
    return;
  times = 0;
  running = g;
  sigaction (SIGALRM, &later, NULL);
  sigaction (SIGINT, &sa, &saved);
}

/* The command has replaced the handle. */
void
interrupt_switch (guestfs_h *g)
{
  running = g;
}

void
interrupt_end (void)
{
  if (depth == 0 || --depth > 0)
    return;
  running = NULL;
  sigaction (SIGINT, &saved, NULL);
  if (times == 0)
    return;
  alarm (0);
  /* A script that was interrupted ends; a person may go on. */
  fish.interrupted = true;
  if (!cli.interactive)
    fish.quit = true;
}
