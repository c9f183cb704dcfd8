/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running programs of the host.
 *
 * They may be given files that somebody hostile has made.  Therefore nothing
 * is inherited but three descriptors, output is bounded, time and memory can be
 * limited, and guestfs_user_cancel ends them.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "deadline.h"
#include "handle.h"

#define READ_SIZE 4096

/* What the parent holds of a running program. */
struct child {
  pid_t pid;                    /* of the process between, see run_child */
  int out, err;                 /* its output */
  int failed;                   /* errno of exec; end of file: it has ended */
  int exec_errno;               /* what came through it */
};

/* ---- In the child: only functions that are safe after fork ---- */

static void
limit (int resource, rlim_t value)
{
  struct rlimit rl = { value, value };

  setrlimit (resource, &rl);
}

/* A pipe, because /dev/null may be missing.  All of the input fits in it, so
 * that nobody has to write while the program reads. */
static int
pipe_of_input (const char *input)
{
  int in[2];

  if (pipe2 (in, O_CLOEXEC) == -1 ||
      (input && full_write (in[1], input, strlen (input)) == -1))
    return -1;
  close (in[1]);
  return in[0];
}

/* Descriptor 3 is for those alone that read something from it. */
#define NR_REDIRECTED 4

static int
nr_redirected (const struct host_command *c)
{
  return c->input_3 ? NR_REDIRECTED : NR_REDIRECTED - 1;
}

/* Each may be one of 0 to 3 already, where the program has closed its own: so
 * first they are moved. */
static int
redirect (const struct host_command *c, int out, int err, int *failed)
{
  const int nr = nr_redirected (c);
  int from[NR_REDIRECTED] = {
    pipe_of_input (c->input), out, err,
    c->input_3 ? pipe_of_input (c->input_3) : -1,
  };

  const int moved = fcntl (*failed, F_DUPFD_CLOEXEC, NR_REDIRECTED);

  if (moved == -1)
    return -1;
  *failed = moved;
  for (int fd = 0; fd < nr; fd++)
    if ((from[fd] = fcntl (from[fd], F_DUPFD_CLOEXEC, NR_REDIRECTED)) == -1)
      return -1;
  for (int fd = 0; fd < nr; fd++)
    if (dup2 (from[fd], fd) == -1)
      return -1;
  return 0;
}

static void
close_range_of (unsigned first, unsigned last)
{
  struct rlimit rl;

#ifdef SYS_close_range
  if (syscall (SYS_close_range, first, last, 0) == 0)
    return;
#endif
  if (getrlimit (RLIMIT_NOFILE, &rl) == 0)
    for (unsigned fd = first; fd <= last && fd < rl.rlim_cur; fd++)
      close (fd);
}

/* Also what the program has left open on exec. */
static void
close_others_but (const struct host_command *c, unsigned keep)
{
  close_range_of (nr_redirected (c), keep - 1);
  close_range_of (keep + 1, ~0U);
}

static void
reset_signals (void)
{
  struct sigaction sa = { .sa_handler = SIG_DFL };
  sigset_t none;

  for (int sig = 1; sig < NSIG; sig++)
    sigaction (sig, &sa, NULL); /* fails for those that cannot be changed */
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Every socket () fails with EACCES.  This is against what a program does when
 * a file tells it to, not against a program that was taken over: so other
 * ways into the kernel (io_uring, 32-bit calls) are not looked at. */
int
guestfs_int_forbid_network (void)
{
#ifdef __NR_socket
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {
    sizeof code / sizeof code[0], code,
  };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
    return -1;
  /* A kernel without seccomp: the other limits must do. */
  if (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == -1 &&
      errno != EINVAL && errno != ENOSYS)
    return -1;
#endif
  return 0;
}

static void __attribute__ ((noreturn))
exec_program (const struct host_command *c, char *const *env, int out,
              int err, int failed)
{
  int errnum;

  if (redirect (c, out, err, &failed) == 0 &&
      (!c->no_network || guestfs_int_forbid_network () == 0)) {
    close_others_but (c, failed);
    if (c->cpu_seconds > 0)
      limit (RLIMIT_CPU, c->cpu_seconds);
    if (c->address_space > 0)
      limit (RLIMIT_AS, c->address_space);
    /* Whoever runs away from its parent is not wanted any more. */
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    execvpe (c->argv[0], c->argv, env);
  }
  errnum = errno;
  full_write (failed, &errnum, sizeof errnum);
  _exit (127);
}

/* Ends as the program did. */
static void __attribute__ ((noreturn))
end_likewise (pid_t pid)
{
  int status;

  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR)
      _exit (127);
  if (WIFSIGNALED (status)) {
    limit (RLIMIT_CORE, 0);
    kill (getpid (), WTERMSIG (status));
  }
  _exit (WEXITSTATUS (status));
}

/* As fork, but only waitpid with __WALL sees the child, as long as it does not
 * exec, and the handlers of pthread_atfork are not called. */
static pid_t
fork_unseen (int signal)
{
  return syscall (SYS_clone, signal, NULL, NULL, NULL, 0);
}

/* A program that ignores SIGCHLD, or waits for all of its children, would take
 * the exit status away from us.  So there is a process between; that it has
 * ended is seen at the end of the pipe for errno. */
static void __attribute__ ((noreturn))
run_child (const struct host_command *c, char *const *env, int out, int err,
           int failed)
{
  pid_t pid;

  /* Control-C is for our program, which may cancel the call, or end. */
  setpgid (0, 0);
  reset_signals ();
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  pid = fork_unseen (SIGCHLD);
  if (pid == 0)
    exec_program (c, env, out, err, failed);
  if (pid == -1) {
    const int errnum = errno;

    full_write (failed, &errnum, sizeof errnum);
    _exit (127);
  }
  close_range_of (0, failed - 1);
  close_range_of (failed + 1, ~0U);
  end_likewise (pid);
}

/* ---- In the parent ---- */

/* The program's own environment, but with messages in English. */
static char **
make_environment (guestfs_h *g)
{
  extern char **environ;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (char **e = environ; *e; e++)
    if (strncmp (*e, "LC_", 3) != 0 && strncmp (*e, "LANG", 4) != 0
        && strvec_add (&v, *e) == -1)
      g->abort_cb ();
  if (strvec_add (&v, "LC_ALL=C") == -1)
    g->abort_cb ();
  return strvec_steal (&v);
}

/* Three pipes.  No descriptor of theirs is 0, 1 or 2, which the child is
 * about to replace. */
static int
make_pipes (int p[3][2])
{
  for (size_t i = 0; i < 3; i++) {
    if (pipe2 (p[i], O_CLOEXEC) == -1)
      return -1;
    for (size_t j = 0; j < 2; j++) {
      p[i][j] = fd_above_stdio (p[i][j]);
      if (p[i][j] == -1)
        return -1;
    }
  }
  return 0;
}

static void
close_all (int p[3][2])
{
  for (size_t i = 0; i < 3; i++)
    for (size_t j = 0; j < 2; j++)
      cleanup_close (&p[i][j]);
}

static int
start_child (guestfs_h *g, const struct host_command *c, struct child *ret)
{
  CLEANUP_FREE_STRING_LIST char **env = make_environment (g);
  int p[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
  pid_t pid;

  if (make_pipes (p) == -1 || (pid = fork_unseen (0)) == -1) {
    perrorf (g, "%s: cannot start the program", c->argv[0]);
    close_all (p);
    return -1;
  }
  if (pid == 0)
    run_child (c, env, p[0][1], p[1][1], p[2][1]);
  *ret = (struct child) {
    .pid = pid, .out = steal_fd (&p[0][0]), .err = steal_fd (&p[1][0]),
    .failed = steal_fd (&p[2][0]),
  };
  close_all (p);
  return 0;
}

/* Reads once; past the limit it is thrown away, so that the program never
 * waits.  Closes at the end. */
static void
collect (guestfs_h *g, int *fd, struct strbuf *b, size_t max)
{
  char buf[READ_SIZE];
  ssize_t n = read (*fd, buf, sizeof buf);

  if (n == -1 && errno == EINTR)
    return;
  if (n <= 0) {
    cleanup_close (fd);
    *fd = -1;
    return;
  }
  if ((size_t) n > max - b->len)
    n = max - b->len;
  if (strbuf_add (b, buf, n) == -1)
    g->abort_cb ();
}

enum { WAIT_OUT, WAIT_ERR, WAIT_END, WAIT_CANCEL, WAIT_NR };

/* 0: something can be read, or the program has ended.  -1: it is to be killed;
 * errno is ETIMEDOUT, or EINTR when the user has cancelled. */
static int
wait_for_child (guestfs_h *g, const struct child *child, struct pollfd *fds,
                const struct timespec *deadline)
{
  int r;

  fds[WAIT_OUT] = (struct pollfd) { child->out, POLLIN, 0 };
  fds[WAIT_ERR] = (struct pollfd) { child->err, POLLIN, 0 };
  fds[WAIT_END] = (struct pollfd) { child->failed, POLLIN, 0 };
  fds[WAIT_CANCEL] = (struct pollfd) { g->cancel_fd, POLLIN, 0 };
  r = guestfs_int_wait_until (fds, WAIT_NR, deadline);
  if (r > 0 && !(fds[WAIT_CANCEL].revents && guestfs_int_take_cancel (g)))
    return 0;
  if (r >= 0)
    errno = r == 0 ? ETIMEDOUT : EINTR;
  return -1;
}

static void
take_end (struct child *child)
{
  int errnum;

  if (full_read (child->failed, &errnum, sizeof errnum) == sizeof errnum)
    child->exec_errno = errnum;
  else
    close (steal_fd (&child->failed));
}

/* Until the output has ended, and so has the program. */
static int
collect_all (guestfs_h *g, struct child *child, const struct host_command *c,
             struct strbuf *out, struct strbuf *err)
{
  const struct timespec deadline =
    guestfs_int_deadline_in ((int64_t) c->seconds * 1000);
  struct pollfd fds[WAIT_NR];

  while (child->out >= 0 || child->err >= 0 || child->failed >= 0) {
    if (wait_for_child (g, child, fds, c->seconds > 0 ? &deadline : NULL)
        == -1)
      return -1;
    if (fds[WAIT_OUT].revents)
      collect (g, &child->out, out, c->output_limit);
    if (fds[WAIT_ERR].revents)
      collect (g, &child->err, err, c->output_limit);
    if (fds[WAIT_END].revents)
      take_end (child);
  }
  return 0;
}

static int
reap_child (const struct child *child, int *ret_status)
{
  while (waitpid (child->pid, ret_status, __WALL) == -1)
    if (errno != EINTR)
      return -1;
  return 0;
}

static int
child_cut_short (guestfs_h *g, const struct host_command *c)
{
  if (errno == EINTR)
    guestfs_int_error_errno (g, EINTR, "%s: cancelled by the user",
                             c->argv[0]);
  else if (errno == ETIMEDOUT && c->waits_for)
    guestfs_int_error_errno (g, ETIMEDOUT, "%s: the server did not answer "
                             "for %u seconds%s", c->waits_for, c->seconds,
                             c->waits_hint ? c->waits_hint : "");
  else if (errno == ETIMEDOUT)
    guestfs_int_error_errno (g, ETIMEDOUT, "%s: killed, because it did not "
                             "end within %u seconds", c->argv[0], c->seconds);
  else
    perrorf (g, "%s: cannot wait for the program", c->argv[0]);
  return -1;
}

static int
run_to_end (guestfs_h *g, struct child *child, struct host_command *c,
            struct strbuf *out, struct strbuf *err)
{
  if (collect_all (g, child, c, out, err) == -1) {
    child_cut_short (g, c);
    kill (child->pid, SIGKILL);
    reap_child (child, &c->status);
    return -1;
  }
  if (reap_child (child, &c->status) == -1) {
    perrorf (g, "%s: cannot wait for the program", c->argv[0]);
    return -1;
  }
  if (child->exec_errno == 0)
    return 0;
  errno = child->exec_errno;
  perrorf (g, "%s: cannot run the program", c->argv[0]);
  return -1;
}

static void
close_child (const struct child *child)
{
  cleanup_close (&child->out);
  cleanup_close (&child->err);
  cleanup_close (&child->failed);
}

int
guestfs_int_run_host_command (guestfs_h *g, struct host_command *c)
{
  CLEANUP_STRBUF struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
  struct child child;
  int r;

  if (g->verbose) {
    CLEANUP_FREE char *line = string_list_join (" ", c->argv);

    debug (g, "command: %s", line ? line : c->argv[0]);
  }
  if (start_child (g, c, &child) == -1)
    return -1;
  r = run_to_end (g, &child, c, &out, &err);
  close_child (&child);
  if (r == -1)
    return -1;
  c->out = strbuf_steal (&out);
  c->err = strbuf_steal (&err);
  if (!c->out || !c->err)
    g->abort_cb ();
  return 0;
}

void
guestfs_int_host_command_done (struct host_command *c)
{
  cleanup_free (&c->out);
  cleanup_free (&c->err);
  c->out = c->err = NULL;
}
