/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shell on the console, beside the daemon, for a person who repairs a guest.
 * It leads a session of its own, so that it has job control, and sees all that
 * the daemon sees: file systems that either mounts are there for both. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "call.h"
#include "rescue.h"
#include "state.h"

/* As in lib/qemu/arch.c. */
#ifdef __aarch64__
#define CONSOLE "/dev/ttyAMA0"
#else
#define CONSOLE "/dev/ttyS0"
#endif
#define RC_FILE "/run/rescue.rc"
/* How long programs may take to end after SIGHUP, and then after SIGKILL. */
#define HANG_UP_MS 2000
#define KILL_MS 1000

/* Leaving it ends the machine.  A Ctrl-C while the terminal changes its mode
 * can make the kernel say that it is at its end: one is not enough to leave.
 * With bracketed paste the terminal would have to be put right by whoever ends
 * the session in any other way. */
static const char rc_text[] =
  "PS1='><rescue> '\n"
  "IGNOREEOF=1\n"
  "alias reboot=exit poweroff=exit halt=exit\n"
  "shopt -s checkwinsize\n"
  "bind 'set enable-bracketed-paste off'\n";

static pid_t shell;             /* and the number of its session */
static int shell_fd = -1;

/* ---- Beginning ---- */

static int
write_rc_file (void)
{
  CLEANUP_CLOSE int fd = open (RC_FILE, O_WRONLY | O_CREAT | O_TRUNC
                               | O_CLOEXEC, 0644);

  return fd == -1 ? -1 : full_write (fd, rc_text, sizeof rc_text - 1);
}

/* The speed is what programs believe, for their pauses. */
static void
prepare_terminal (int fd)
{
  struct termios t;

  if (tcgetattr (fd, &t) == -1)
    return;
  t.c_iflag |= IUTF8;
  cfsetspeed (&t, B115200);
  tcsetattr (fd, TCSANOW, &t);
}

static void
prepare_environment (const char *term)
{
  setenv ("TERM", term, 1);
  setenv ("LANG", "C.UTF-8", 1);
  unsetenv ("LC_ALL");
  setenv ("SHELL", "/bin/bash", 1);
}

static void __attribute__ ((noreturn))
exec_shell (const char *term)
{
  const struct sched_param param = { .sched_priority = 0 };
  int fd;

  setsid ();
  fd = open (CONSOLE, O_RDWR);
  if (fd == -1 || ioctl (fd, TIOCSCTTY, 1) == -1)
    _exit (127);
  prepare_terminal (fd);
  for (int i = 0; i < 3; ++i)
    dup2 (fd, i);
  close_range (3, ~0U, CLOSE_RANGE_CLOEXEC);
  sched_setscheduler (0, SCHED_OTHER, &param);
  signal (SIGPIPE, SIG_DFL);
  memory_unprotect ();
  prepare_environment (term);
  execl ("/bin/bash", "bash", "--rcfile", RC_FILE, (char *) NULL);
  _exit (127);
}

int
rescue_begin (const char *term)
{
  if (shell_fd != -1)
    return shell_fd;
  fflush (NULL);
  shell = write_rc_file () == -1 ? -1 : fork ();
  if (shell == 0)
    exec_shell (term);
  if (shell != -1)
    shell_fd = pidfd_open (shell, 0);
  if (shell_fd == -1)
    reply_with_perror ("a shell on the console");
  return shell_fd;
}

/* ---- Ending ---- */

/* Sends it to the processes of the session, the shell as well; how many there
 * are.  Those that have left the session serve file systems, or whatever they
 * have been started for. */
static int
signal_session (int sig)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/proc");
  struct dirent *d;
  int n = 0;

  while (dir && (d = readdir (dir)) != NULL) {
    const pid_t pid = atoi (d->d_name);

    if (pid > 0 && getsid (pid) == shell && kill (pid, sig) == 0)
      n++;
  }
  return n;
}

/* The shell is our child and must be waited for to be gone; what it has left
 * behind is init's. */
static bool
session_ends_within (int ms)
{
  const int64_t deadline_ms = monotonic_ms () + ms;

  for (;;) {
    waitpid (shell, NULL, WNOHANG);
    if (signal_session (0) == 0)
      return true;
    if (monotonic_ms () >= deadline_ms)
      return false;
    sleep_ms (10);
  }
}

void
rescue_end (void)
{
  if (shell_fd == -1)
    return;
  signal_session (SIGHUP);
  signal_session (SIGCONT);
  if (!session_ends_within (HANG_UP_MS)) {
    signal_session (SIGKILL);
    session_ends_within (KILL_MS);
  }
  close (steal_fd (&shell_fd));
}

/* ---- Size ---- */

int
console_set_size (unsigned rows, unsigned columns)
{
  const struct winsize ws = { .ws_row = rows, .ws_col = columns };
  CLEANUP_CLOSE int fd = open (CONSOLE, O_RDWR | O_NOCTTY | O_NONBLOCK
                               | O_CLOEXEC);

  if (fd != -1 && ioctl (fd, TIOCSWINSZ, &ws) == 0)
    return 0;
  reply_with_perror (CONSOLE);
  return -1;
}
