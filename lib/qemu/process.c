/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* QEMU's process, and the promise that it never outlives this program.
 *
 * A guard process watches both through pidfds: when the program has gone,
 * however that happened, it tells QEMU to end, so that what QEMU holds is still
 * written, kills it if that takes too long, and removes the private directory
 * of the handle, where scratch disks and overlays are.  PR_SET_PDEATHSIG would
 * not do: it fires when the thread that launched ends, not the program, and is
 * SIGKILL or nothing.  QEMU waits before exec until its guard is there, and
 * ends if the program has died meanwhile: no moment is without protection.
 *
 * Both are in process groups of their own.  What a terminal or a shell sends
 * to its foreground (Control-C, Control-Z, a hang-up, kill %1) is for the
 * program, which decides what it means; if it dies of it, so does QEMU.
 */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "deadline.h"
#include "errnos.h"
#include "qemu.h"

/* QEMU has so long to write what it holds when its program has died. */
#define GUARD_MS 30000
/* From SIGTERM to SIGKILL when QEMU did not quit when asked. */
#define TERM_MS 2000

static int
pidfd_of (pid_t pid)
{
  return fd_above_stdio (syscall (SYS_pidfd_open, pid, 0));
}

/* ---- In the children: only async-signal-safe calls ---- */

struct child {
  const struct process_config *config;
  char *const *env;
  int go;
  bool own_group;
  unsigned max_fd;              /* where there is no close_range */
};

static void
close_between (unsigned first, unsigned last, unsigned max_fd)
{
  if (first > last)
    return;
#ifdef SYS_close_range
  if (syscall (SYS_close_range, first, last, 0) == 0)
    return;
#endif
  for (unsigned fd = first; fd <= last && fd < max_fd; fd++)
    close (fd);
}

/* Closes everything above stderr except the descriptors in keep. */
static void
close_others (const int *keep, unsigned max_fd)
{
  unsigned first = 3;

  for (;;) {
    unsigned next = UINT_MAX;
    for (const int *k = keep; *k != -1; k++)
      if ((unsigned) *k >= first && (unsigned) *k < next)
        next = *k;
    if (next == UINT_MAX)
      break;
    close_between (first, next - 1, max_fd);
    first = next + 1;
  }
  close_between (first, UINT_MAX, max_fd);
}

/* All signals are blocked until now.  What the terminal has sent before the
 * child was in its own group is not for it: ignoring a signal drops it. */
static void
reset_signals (void)
{
  static const int of_terminal[] = {
    SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGTTIN, SIGTTOU
  };
  struct sigaction sa = { .sa_handler = SIG_IGN };
  sigset_t none;

  for (size_t i = 0; i < sizeof of_terminal / sizeof of_terminal[0]; i++)
    sigaction (of_terminal[i], &sa, NULL);
  sa.sa_handler = SIG_DFL;
  for (int sig = 1; sig < NSIG; sig++)
    sigaction (sig, &sa, NULL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* The library shows the last line of the console.  strerror may allocate or
 * lock, the name of the error does not. */
static void __attribute__ ((noreturn))
child_fails (const char *what, int errnum)
{
  const char *name = guestfs_int_errno_to_name (errnum);

  (void) !write (2, what, strlen (what));
  (void) !write (2, ": cannot be executed: ", 22);
  (void) !write (2, name, strlen (name));
  (void) !write (2, "\n", 1);
  _exit (127);
}

static void
keep_open (const int *keep)
{
  for (const int *k = keep; *k != -1; k++)
    fcntl (*k, F_SETFD, 0);
}

/* As systemd passes a socket on: it is this descriptor, and the environment has
 * the number of the process. */
#define LISTENER 3
#define LISTEN_PID "LISTEN_PID="
#define DIGITS "0000000000"

static void
pass_listener (const struct child *c)
{
  char *pid = c->env[0] + strlen (LISTEN_PID DIGITS);

  if (dup2 (c->config->listener, LISTENER) == -1)
    child_fails (c->config->argv[0], errno);
  for (pid_t n = getpid (); n > 0; n /= 10)
    *--pid = '0' + n % 10;
}

static void
close_and_keep (const struct child *c)
{
  static const int only_listener[] = { LISTENER, -1 };
  const int *keep = c->config->listener >= 0 ? only_listener : c->config->keep;

  close_others (keep, c->max_fd);
  keep_open (keep);
}

static void __attribute__ ((noreturn))
run_qemu (const struct child *c)
{
  const struct process_config *config = c->config;
  char byte;
  ssize_t r;

  if (c->own_group)
    setpgid (0, 0);
  if (config->stdio >= 0)
    for (int fd = 0; fd <= 2; fd++)
      dup2 (config->stdio, fd);
  reset_signals ();
  /* End of file: the program has died before it could protect us. */
  while ((r = read (c->go, &byte, 1)) == -1 && errno == EINTR)
    ;
  if (r != 1)
    _exit (126);
  if (config->listener >= 0)
    pass_listener (c);
  close_and_keep (c);
  if (!config->no_network || guestfs_int_forbid_network () == 0)
    execve (config->argv[0], config->argv, c->env);
  child_fails (config->argv[0], errno);
}

/* SIGTERM is the same as "quit": QEMU closes its images properly. */
static void
end_qemu (int qemu_fd)
{
  struct pollfd pfd = { .fd = qemu_fd, .events = POLLIN };

  syscall (SYS_pidfd_send_signal, qemu_fd, SIGTERM, NULL, 0);
  syscall (SYS_pidfd_send_signal, qemu_fd, SIGCONT, NULL, 0);
  if (poll (&pfd, 1, GUARD_MS) == 0)
    syscall (SYS_pidfd_send_signal, qemu_fd, SIGKILL, NULL, 0);
}

/* One round: removing names may hide others from a reader. */
static bool
remove_some_files (int fd)
{
  alignas (struct dirent64) char buf[4096];
  bool removed = false;
  long n;

  if (lseek (fd, 0, SEEK_SET) == -1)
    return false;
  while ((n = syscall (SYS_getdents64, fd, buf, sizeof buf)) > 0)
    for (long at = 0; at < n;) {
      const struct dirent64 *e = (const struct dirent64 *) (buf + at);

      removed |= unlinkat (fd, e->d_name, 0) == 0;
      at += e->d_reclen;
    }
  return removed;
}

/* The program may have had threads when it forked: opendir, which allocates,
 * could wait for one of them for ever. */
static void
remove_private_dir (const char *dir)
{
  const int fd = open (dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd == -1)
    return;
  while (remove_some_files (fd))
    ;
  close (fd);
  rmdir (dir);
}

/* Of one of them. */
static void
wait_for_end (struct pollfd *fds, nfds_t n)
{
  while (poll (fds, n, -1) == -1 && errno == EINTR)
    ;
}

/* Every signal that can be is blocked: nothing interrupts a wait. */
static void __attribute__ ((noreturn))
run_guard (int program_fd, int qemu_fd, unsigned max_fd, const char *dir)
{
  const int keep[] = { program_fd, qemu_fd, -1 };
  struct pollfd fds[2] = {
    { .fd = program_fd, .events = POLLIN },
    { .fd = qemu_fd, .events = POLLIN },
  };

  setpgid (0, 0);
  prctl (PR_SET_NAME, "guestfs-guard");
  close_between (0, 2, max_fd);
  close_others (keep, max_fd);
  wait_for_end (fds, 2);
  if (qemu_fd != -1 && !(fds[1].revents & POLLIN))
    end_qemu (qemu_fd);
  wait_for_end (fds, 1);
  if (dir)
    remove_private_dir (dir);
  _exit (0);
}

/* ---- In the program ---- */

/* QEMU's messages are shown and looked at: they must be in English. */
static int
make_env (guestfs_h *g, bool listens, struct strvec *env)
{
  int r = 0;

  if (listens)
    r = strvec_add (env, LISTEN_PID DIGITS) | strvec_add (env, "LISTEN_FDS=1");
  r |= strvec_add (env, "LC_ALL=C");

  for (char **e = environ; r == 0 && *e; e++)
    if (strncmp (*e, "LC_ALL=", 7) != 0)
      r = strvec_add (env, *e);
  if (r == -1)
    perrorf (g, "environment of QEMU");
  return r;
}

pid_t
guestfs_int_fork_without_signals (void)
{
  sigset_t all, before;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  const pid_t pid = fork ();
  const int err = errno;
  if (pid != 0)
    pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = err;
  return pid;
}

static unsigned
max_descriptors (void)
{
  const long n = sysconf (_SC_OPEN_MAX);

  return n > 0 && n < INT_MAX ? n : INT_MAX;
}

int
guestfs_int_process_guard (guestfs_h *g, struct process *p)
{
  CLEANUP_CLOSE int program_fd = pidfd_of (getpid ());
  CLEANUP_CLOSE int qemu_fd = p->pid > 0 ? pidfd_of (p->pid) : -1;
  const unsigned max_fd = max_descriptors ();

  if (!g->recovery_proc)
    return 0;
  if (program_fd == -1 || (p->pid > 0 && qemu_fd == -1)) {
    /* An old kernel or a strict sandbox: the end of the sockets remains. */
    debug (g, "no guard process: pidfd_open: %s", strerror (errno));
    return 0;
  }
  const pid_t pid = guestfs_int_fork_without_signals ();
  if (pid == -1) {
    perrorf (g, "fork");
    return -1;
  }
  if (pid == 0)
    run_guard (program_fd, qemu_fd, max_fd, g->tmpdir);
  p->guard = pid;
  return 0;
}

static int
fork_qemu (guestfs_h *g, struct process *p, const struct child *child,
           int go_write)
{
  const pid_t pid = guestfs_int_fork_without_signals ();

  *p = (struct process) { .pid = 0 };
  if (pid == -1) {
    perrorf (g, "fork");
    return -1;
  }
  if (pid == 0) {
    close (go_write);
    run_qemu (child);
  }
  p->pid = pid;
  return 0;
}

int
guestfs_int_process_start (guestfs_h *g, struct process *p,
                           const struct process_config *config)
{
  CLEANUP_STRVEC struct strvec env = STRVEC_INIT;
  int go[2];

  if (make_env (g, config->listener >= 0, &env) == -1)
    return -1;
  if (pipe2 (go, O_CLOEXEC) == -1) {
    perrorf (g, "pipe2");
    return -1;
  }
  CLEANUP_CLOSE int go_read = fd_above_stdio (go[0]);
  CLEANUP_CLOSE int go_write = fd_above_stdio (go[1]);
  const struct child child = {
    .config = config, .env = env.ptr, .go = go_read,
    /* A QEMU that has the terminal itself must be in its foreground. */
    .own_group = config->stdio >= 0 || g->pgroup,
    .max_fd = max_descriptors (),
  };
  if (fork_qemu (g, p, &child, go_write) == -1)
    return -1;
  if (guestfs_int_process_guard (g, p) == -1) {
    guestfs_int_process_stop (p, 0);
    return -1;
  }
  if (full_write (go_write, "", 1) == -1) {
    perrorf (g, "%s", config->argv[0]);
    guestfs_int_process_stop (p, 0);
    return -1;
  }
  return 0;
}

/* ---- Waiting and ending ---- */

static bool
process_has_ended (struct process *p)
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

/* Where there is no pidfd_open it is asked again and again. */
bool
guestfs_int_process_wait (struct process *p, int timeout_ms)
{
  const struct timespec deadline = guestfs_int_deadline_in (timeout_ms);
  CLEANUP_CLOSE int fd = -1;

  if (p->pid == 0 || p->reaped || process_has_ended (p))
    return true;
  fd = pidfd_of (p->pid);
  struct pollfd pfd = { .fd = fd, .events = POLLIN };
  while (!process_has_ended (p) && !guestfs_int_deadline_passed (&deadline)) {
    const struct timespec soon = guestfs_int_deadline_in (10);
    guestfs_int_wait_until (&pfd, 1, fd >= 0 ? &deadline : &soon);
  }
  return p->reaped;
}

static void
stop_guard (struct process *p)
{
  if (p->guard == 0)
    return;
  kill (p->guard, SIGKILL);
  while (waitpid (p->guard, NULL, 0) == -1 && errno == EINTR)
    ;
  p->guard = 0;
}

void
guestfs_int_process_stop (struct process *p, int timeout_ms)
{
  if (p->pid > 0 && !guestfs_int_process_wait (p, timeout_ms)) {
    kill (p->pid, SIGTERM);
    if (!guestfs_int_process_wait (p, timeout_ms ? TERM_MS : 0)) {
      kill (p->pid, SIGKILL);
      while (!guestfs_int_process_wait (p, 1000))
        ;
    }
  }
  stop_guard (p);
}
