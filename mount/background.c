/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two processes: one serves, and the other returns when the mount answers. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guestmount.h"

/* ---- Descriptors of the caller ---- */

/* A lock for example, which would be held as long as it is mounted. */
static struct {
  int *fds;
  size_t len;
} inherited;

static void
note_inherited (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/proc/self/fd");
  const struct dirent *e;

  while (dir && (e = readdir (dir))) {
    const int fd = atoi (e->d_name);

    if (fd <= 2 || fd == dirfd (dir))
      continue;
    inherited.fds = must_have (reallocarray (inherited.fds, inherited.len + 1,
                                             sizeof (int)));
    inherited.fds[inherited.len++] = fd;
  }
}

static void
close_inherited (void)
{
  for (size_t i = 0; i < inherited.len; ++i)
    close (inherited.fds[i]);
  free (inherited.fds);
}

/* ---- The one that serves ---- */

/* Nothing of the terminal and of the caller's files is held any longer.  Then
 * the parent is told; it is not there when it was killed. */
static int
detach (void *opaque)
{
  const int *to_parent = opaque;
  const int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  prctl (PR_SET_PDEATHSIG, 0);
  setsid ();
  if (chdir ("/") == -1 || null == -1) {
    cli_error ("/dev/null: %s", strerror (errno));
    return -1;
  }
  fflush (NULL);
  for (int fd = 0; fd <= 2; ++fd)
    dup2 (null, fd);
  if (null > 2)
    close (null);
  close_inherited ();
  if (write (*to_parent, "", 1) != 1)
    return -1;
  close (*to_parent);
  return 0;
}

/* If the parent is killed meanwhile, nobody wants it: it may be waiting for a
 * key that is to be typed. */
static void __attribute__ ((noreturn))
run_child (struct guestmount *m, pid_t parent, int to_parent)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    _exit (EXIT_FAILURE);
  exit (serve (m, detach, &to_parent));
}

/* ---- The one that waits ---- */

static volatile sig_atomic_t child;
static volatile sig_atomic_t child_is_detached;
static volatile sig_atomic_t passed_on;

/* What the terminal sends has reached the child, too. */
static void
pass_on (int sig, siginfo_t *info, void *context)
{
  const int err = errno;

  (void) context;
  if (child > 0 && (child_is_detached || info->si_code <= 0)) {
    kill (child, sig);
    passed_on = 1;
  }
  errno = err;
}

static void
pass_signals_on (void)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  const struct sigaction sa = {
    .sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART,
  };

  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; ++i) {
    struct sigaction old;

    if (sigaction (signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
      sigaction (signals[i], &sa, NULL);
  }
}

/* The child has said why it ends, unless it was killed. */
static int
status_of_child (void)
{
  int status;

  while (waitpid (child, &status, 0) == -1)
    if (errno != EINTR)
      return EXIT_FAILURE;
  if (WIFSIGNALED (status))
    cli_error ("the process that was to serve the mount was ended by signal "
               "%d (%s)", WTERMSIG (status), strsignal (WTERMSIG (status)));
  return WIFEXITED (status) && WEXITSTATUS (status) != 0
    ? WEXITSTATUS (status) : EXIT_FAILURE;
}

/* After a signal the child unmounts, and what is seen is the directory below:
 * another signal would end it at once. */
static int
wait_until_it_answers (struct guestmount *m)
{
  struct stat st;
  const int r = stat (m->mountpoint, &st);

  if (passed_on)
    return status_of_child ();
  if (r == 0) {
    tell_ready (m);
    return EXIT_SUCCESS;
  }
  cli_error ("%s: %s: it was mounted, but does not answer: -x shows why",
             m->mountpoint, strerror (errno));
  kill (child, SIGTERM);
  return status_of_child ();
}

static int
run_parent (struct guestmount *m, int from_child)
{
  ssize_t r;
  char byte;

  while ((r = read (from_child, &byte, 1)) == -1 && errno == EINTR)
    ;
  if (r != 1)
    return status_of_child ();
  child_is_detached = 1;
  return wait_until_it_answers (m);
}

void
tell_ready (struct guestmount *m)
{
  if (m->fd == -1)
    return;
  if (write (m->fd, "", 1) != 1)
    cli_warning ("--fd=%d: %s", m->fd, strerror (errno));
  close (m->fd);
  m->fd = -1;
}

int
serve_in_background (struct guestmount *m)
{
  const pid_t parent = getpid ();
  int fds[2];

  note_inherited ();
  if (pipe2 (fds, O_CLOEXEC) == -1) {
    cli_error ("pipe: %s", strerror (errno));
    return EXIT_FAILURE;
  }
  child = fork ();
  if (child == -1) {
    cli_error ("fork: %s", strerror (errno));
    return EXIT_FAILURE;
  }
  if (child == 0) {
    close (fds[0]);
    run_child (m, parent, fds[1]);
  }
  pass_signals_on ();
  close (fds[1]);
  return run_parent (m, fds[0]);
}
