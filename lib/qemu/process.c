/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* QEMU's process, and the promise that it never outlives this program.
 *
 * A recovery process watches both through pidfds: it kills QEMU when the
 * program has gone, however that happened.  PR_SET_PDEATHSIG would not do: it
 * fires when the thread that launched ends, not the program.  QEMU waits
 * before exec until the watcher is there, and gives up if the program died
 * meanwhile, so that there is no moment without protection.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "qemu.h"

static int
pidfd_of (pid_t pid)
{
  return fd_above_stdio (syscall (SYS_pidfd_open, pid, 0));
}

/* ---- In the children: only async-signal-safe calls ---- */

static void
close_between (unsigned first, unsigned last)
{
  if (first > last)
    return;
#ifdef SYS_close_range
  if (syscall (SYS_close_range, first, last, 0) == 0)
    return;
#endif
  const long max = sysconf (_SC_OPEN_MAX);
  for (unsigned fd = first; fd <= last && (long) fd < max; fd++)
    close (fd);
}

/* Closes everything above stderr except the descriptors in keep. */
static void
close_others (const int *keep)
{
  unsigned first = 3;

  for (;;) {
    unsigned next = UINT_MAX;
    for (const int *k = keep; *k != -1; k++)
      if ((unsigned) *k >= first && (unsigned) *k < next)
        next = *k;
    if (next == UINT_MAX)
      break;
    close_between (first, next - 1);
    first = next + 1;
  }
  close_between (first, UINT_MAX);
}

static void
reset_signals (void)
{
  struct sigaction sa = { .sa_handler = SIG_DFL };
  sigset_t none;

  for (int sig = 1; sig < NSIG; sig++)
    sigaction (sig, &sa, NULL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

static void __attribute__ ((noreturn))
child_fails (const char *what, const char *why)
{
  /* The library shows the last line of the console. */
  (void) !write (2, what, strlen (what));
  (void) !write (2, ": ", 2);
  (void) !write (2, why, strlen (why));
  (void) !write (2, "\n", 1);
  _exit (127);
}

static void
keep_open (const int *keep)
{
  for (const int *k = keep; *k != -1; k++)
    fcntl (*k, F_SETFD, 0);
}

struct child {
  char *const *argv, *const *env;
  int stdio, go;
  const int *keep;
  bool pgroup;
};

static void __attribute__ ((noreturn))
run_child (const struct child *c)
{
  char byte;

  if (c->pgroup)
    setpgid (0, 0);
  if (c->stdio >= 0)
    for (int fd = 0; fd <= 2; fd++)
      dup2 (c->stdio, fd);
  reset_signals ();
  /* End of file: the program has died before it could protect us. */
  if (read (c->go, &byte, 1) != 1)
    _exit (126);
  close_others (c->keep);
  keep_open (c->keep);
  execve (c->argv[0], c->argv, c->env);
  child_fails (c->argv[0], strerror (errno));
}

static void __attribute__ ((noreturn))
run_recovery (int parent_fd, int qemu_fd)
{
  const int keep[] = { parent_fd, qemu_fd, -1 };
  struct pollfd fds[2] = {
    { .fd = parent_fd, .events = POLLIN },
    { .fd = qemu_fd, .events = POLLIN },
  };
  sigset_t all;

  /* Control-C reaches us too, and there is still work to do then. */
  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, NULL);
  prctl (PR_SET_NAME, "guestfs-guard");
  close_between (0, 2);
  close_others (keep);
  while (poll (fds, 2, -1) == -1 && errno == EINTR)
    ;
  if (!(fds[1].revents & POLLIN)) 
    syscall (SYS_pidfd_send_signal, qemu_fd, SIGKILL, NULL, 0);
  _exit (0);
}

/* ---- In the program ---- */

/* QEMU's messages are shown and looked at: they must be in English. */
static int
make_env (guestfs_h *g, struct strvec *env)
{
  int r = strvec_add (env, "LC_ALL=C");

  for (char **e = environ; r == 0 && *e; e++)
    if (strncmp (*e, "LC_ALL=", 7) != 0)
      r = strvec_add (env, *e);
  if (r == -1)
    perrorf (g, "environment of QEMU");
  return r;
}

static int
start_recovery (guestfs_h *g, struct process *p)
{
  CLEANUP_CLOSE int parent_fd = pidfd_of (getpid ());
  CLEANUP_CLOSE int qemu_fd = pidfd_of (p->pid);

  if (parent_fd == -1 || qemu_fd == -1) {
    /* An old kernel or a strict sandbox: the end of the sockets remains. */
    debug (g, "no recovery process: pidfd_open: %s", strerror (errno));
    return 0;
  }
  const pid_t pid = fork ();
  if (pid == -1) {
    perrorf (g, "fork");
    return -1;
  }
  if (pid == 0)
    run_recovery (parent_fd, qemu_fd);
  p->recovery = pid;
  return 0;
}

static int
fork_child (guestfs_h *g, struct process *p, const struct child *child,
            int go_write)
{
  const pid_t pid = fork ();

  *p = (struct process) { .pid = 0 };
  if (pid == -1) {
    perrorf (g, "fork");
    return -1;
  }
  if (pid == 0) {
    close (go_write);
    run_child (child);
  }
  p->pid = pid;
  return 0;
}

int
guestfs_int_process_start (guestfs_h *g, struct process *p, char *const *argv,
                           int stdio, const int *keep)
{
  CLEANUP_STRVEC struct strvec env = STRVEC_INIT;
  int go[2];

  if (make_env (g, &env) == -1)
    return -1;
  if (pipe2 (go, O_CLOEXEC) == -1) {
    perrorf (g, "pipe2");
    return -1;
  }
  CLEANUP_CLOSE int go_read = fd_above_stdio (go[0]);
  CLEANUP_CLOSE int go_write = fd_above_stdio (go[1]);
  const struct child child = {
    .argv = argv, .env = env.ptr, .stdio = stdio, .go = go_read, .keep = keep,
    .pgroup = g->pgroup,
  };
  if (fork_child (g, p, &child, go_write) == -1)
    return -1;
  if (g->recovery_proc && start_recovery (g, p) == -1) {
    guestfs_int_process_stop (p, 0);
    return -1;
  }
  if (full_write (go_write, "", 1) == -1) {
    perrorf (g, "%s", argv[0]);
    guestfs_int_process_stop (p, 0);
    return -1;
  }
  return 0;
}

static bool
try_reap (struct process *p)
{
  const pid_t r = waitpid (p->pid, &p->status, WNOHANG);

  if (r == p->pid)
    p->reaped = true;
  else if (r == -1 && errno == ECHILD) {
    /* The program ignores SIGCHLD or has waited for everybody. */
    p->reaped = true;
    p->status = 0;
  }
  return p->reaped;
}

static void
sleep_ms (int ms)
{
  const struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

  nanosleep (&ts, NULL);
}

bool
guestfs_int_process_wait (struct process *p, int timeout_ms)
{
  if (p->pid == 0 || p->reaped || try_reap (p))
    return true;
  CLEANUP_CLOSE int fd = pidfd_of (p->pid);
  if (fd >= 0) {
    struct pollfd pfd = { .fd = fd, .events = POLLIN };
    poll (&pfd, 1, timeout_ms);
    return try_reap (p);
  }
  for (int ms = 0; ms < timeout_ms && !try_reap (p); ms += 10)
    sleep_ms (10);
  return p->reaped;
}

static void
stop_recovery (struct process *p)
{
  if (p->recovery == 0)
    return;
  kill (p->recovery, SIGKILL);
  while (waitpid (p->recovery, NULL, 0) == -1 && errno == EINTR)
    ;
  p->recovery = 0;
}

void
guestfs_int_process_stop (struct process *p, int timeout_ms)
{
  if (p->pid > 0 && !guestfs_int_process_wait (p, timeout_ms)) {
    kill (p->pid, SIGTERM);
    if (!guestfs_int_process_wait (p, timeout_ms ? 2000 : 0)) {
      kill (p->pid, SIGKILL);
      while (!guestfs_int_process_wait (p, 1000))
        ;
    }
  }
  stop_recovery (p);
}
