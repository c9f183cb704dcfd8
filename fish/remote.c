/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --listen and --remote: a guestfish that stays, and others that send it
 * commands over a Unix socket.
 *
 * There is one connection for each command.  The client sends bytes that
 * name this build, together with its standard input, output and error
 * (SCM_RIGHTS), so that what the command reads and prints is the client's.
 * Then u32 flags (enum flags), u32 number of words, and for each word u32
 * length and bytes; the server answers with u32 status, 0 or 1, and closes
 * the connection.  Numbers are in the byte order of the machine: both ends
 * are the same program.  A server that ends keeps the connection open until
 * it is gone, so that the client knows.  One that is slow to say what it wants
 * is dropped, because others wait.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "shell.h"

/* No more than a command line can hold. */
#define MAX_WORDS 65536
#define MAX_WORD (16 * 1024 * 1024)
/* A request is small, and sent at once. */
#define REQUEST_SECONDS 10

enum flags { IGNORE_ERROR = 1, JSON = 2 };

static const char hello[] = "guestfish " GUESTFS_BUILD_ID;

static int listener = -1;
static char *socket_path;

static char *
socket_dir (void)
{
  return xasprintf ("/tmp/.guestfish-%ld", (long) geteuid ());
}

/* Ours, a directory, and closed to others; or somebody is playing tricks. */
static int
check_dir (const char *dir)
{
  struct stat st;

  if (lstat (dir, &st) == -1) {
    cli_error ("%s: %s", dir, strerror (errno));
    return -1;
  }
  if (S_ISDIR (st.st_mode) && st.st_uid == geteuid () &&
      (st.st_mode & 0077) == 0)
    return 0;
  cli_error ("%s: not a directory of mode 0700 that belongs to you: "
             "remove it", dir);
  return -1;
}

static int
set_address (const char *path, struct sockaddr_un *ret)
{
  *ret = (struct sockaddr_un) { .sun_family = AF_UNIX };
  if (strlen (path) >= sizeof ret->sun_path) {
    cli_error ("%s: too long for the name of a socket", path);
    return -1;
  }
  memcpy (ret->sun_path, path, strlen (path) + 1);
  return 0;
}

/* At exit of the server, whatever its reason. */
static void
remove_socket (void)
{
  unlink (socket_path);
}

static int
open_listener (void)
{
  CLEANUP_FREE char *dir = socket_dir ();
  struct sockaddr_un addr;

  if (mkdir (dir, 0700) == -1 && errno != EEXIST) {
    cli_error ("%s: %s", dir, strerror (errno));
    return -1;
  }
  if (check_dir (dir) == -1)
    return -1;
  socket_path = xasprintf ("%s/socket-%ld", dir, (long) getpid ());
  if (set_address (socket_path, &addr) == -1)
    return -1;
  unlink (socket_path);
  listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener == -1 ||
      bind (listener, (struct sockaddr *) &addr, sizeof addr) == -1 ||
      listen (listener, 4) == -1) {
    cli_error ("%s: cannot listen: %s", socket_path, strerror (errno));
    return -1;
  }
  atexit (remove_socket);
  return 0;
}

/* The parent says where the server is, once the server says it is there. */
static void
parent_of_server (pid_t pid, int fd, bool csh)
{
  char ready;

  if (full_read (fd, &ready, 1) != 1)
    exit (EXIT_FAILURE);        /* the server has said why */
  if (csh)
    printf ("setenv GUESTFISH_PID %ld\n", (long) pid);
  else
    printf ("GUESTFISH_PID=%ld; export GUESTFISH_PID\n", (long) pid);
  exit (fflush (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

static int ready_fd = -1;

/* Before the handle exists: it must belong to the process that stays.  The
 * shell that evaluates our output waits for its end, so nothing that we keep
 * or start may hold it open. */
int
remote_listen (bool csh)
{
  int fds[2], null;
  pid_t pid;

  if (pipe2 (fds, O_CLOEXEC) == -1 || (pid = fork ()) == -1) {
    cli_error ("--listen: %s", strerror (errno));
    return -1;
  }
  if (pid > 0) {
    close (fds[1]);
    parent_of_server (pid, fds[0], csh);
  }
  close (fds[0]);
  ready_fd = fds[1];
  setsid ();
  null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  if (null == -1 || dup2 (null, STDIN_FILENO) == -1 ||
      dup2 (null, STDOUT_FILENO) == -1) {
    cli_error ("/dev/null: %s", strerror (errno));
    return -1;
  }
  close (null);
  return open_listener ();
}

/* ---- Words on the wire. ---- */

static int
send_u32 (int fd, uint32_t v)
{
  return full_write (fd, &v, sizeof v);
}

static int
receive_u32 (int fd, uint32_t *ret)
{
  return full_read (fd, ret, sizeof *ret) == sizeof *ret ? 0 : -1;
}

static int
send_words (int fd, size_t argc, char *const *argv)
{
  if (send_u32 (fd, argc) == -1)
    return -1;
  for (size_t i = 0; i < argc; ++i) {
    size_t n = strlen (argv[i]);

    if (send_u32 (fd, n) == -1 || full_write (fd, argv[i], n) == -1)
      return -1;
  }
  return 0;
}

/* ---- Descriptors. ---- */

union control {
  struct cmsghdr align;
  char buf[CMSG_SPACE (3 * sizeof (int))];
};

/* What goes to a pipe or a file is text. */
static bool
remote_is_json (void)
{
  return report_is_open () && !fish.redirected;
}

static int
send_hello (int fd)
{
  const int out = remote_is_json () ? report_fd () : STDOUT_FILENO;
  const int fds[3] = { STDIN_FILENO, out, STDERR_FILENO };
  union control control = { .buf = "" };
  struct iovec iov = { (void *) hello, sizeof hello };
  struct msghdr msg = {
    .msg_iov = &iov, .msg_iovlen = 1,
    .msg_control = &control, .msg_controllen = sizeof control.buf,
  };
  struct cmsghdr *c = CMSG_FIRSTHDR (&msg);

  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN (sizeof fds);
  memcpy (CMSG_DATA (c), fds, sizeof fds);
  return sendmsg (fd, &msg, MSG_NOSIGNAL) == (ssize_t) sizeof hello ? 0 : -1;
}

/* The three descriptors of a client into ret.  Alignment leaves room for one
 * more in the buffer, which the kernel delivers if it was sent: any other
 * number of them is closed, and -1 returned. */
static int
received_fds (struct msghdr *msg, int *ret)
{
  struct cmsghdr *c = CMSG_FIRSTHDR (msg);
  size_t n;

  if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
    return -1;
  n = (c->cmsg_len - CMSG_LEN (0)) / sizeof (int);
  if (n == 3) {
    memcpy (ret, CMSG_DATA (c), 3 * sizeof (int));
    return 0;
  }
  for (size_t i = 0; i < n; ++i) {
    int fd;

    memcpy (&fd, CMSG_DATA (c) + i * sizeof fd, sizeof fd);
    close (fd);
  }
  return -1;
}

/* ---- Requests. ---- */

struct request {
  int fd;                       /* the connection */
  struct timespec deadline;
  bool late;                    /* that has passed */
  int std[3];                   /* the client's descriptors; -1 */
  uint32_t flags;
  struct strvec words;
};

static void
close_standard (struct request *r)
{
  for (int i = 0; i < 3; ++i) {
    cleanup_close (&r->std[i]);
    r->std[i] = -1;
  }
}

static void
request_done (struct request *r)
{
  close_standard (r);
  strvec_done (&r->words);
}

static volatile sig_atomic_t terminated;

static int
milliseconds_left (const struct request *r)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  const long ms = (r->deadline.tv_sec - now.tv_sec) * 1000 +
    (r->deadline.tv_nsec - now.tv_nsec) / 1000000;
  return ms > 0 ? (int) ms : 0;
}

/* -1 when nothing comes in time, or this process is to end. */
static int
wait_for_client (struct request *r)
{
  struct pollfd pfd = { .fd = r->fd, .events = POLLIN };
  int n;

  while ((n = poll (&pfd, 1, milliseconds_left (r))) == -1 && errno == EINTR &&
         !terminated)
    ;
  r->late = n == 0;
  return n == 1 ? 0 : -1;
}

static int
receive (struct request *r, void *buf, size_t n)
{
  char *p = buf;

  while (n > 0) {
    if (wait_for_client (r) == -1)
      return -1;
    const ssize_t got = read (r->fd, p, n);

    if (got == 0 || (got == -1 && errno != EINTR))
      return -1;
    if (got > 0) {
      p += got;
      n -= got;
    }
  }
  return 0;
}

static int
receive_word (struct request *r)
{
  CLEANUP_FREE char *s = NULL;
  uint32_t n;

  if (receive (r, &n, sizeof n) == -1 || n > MAX_WORD)
    return -1;
  s = must_have (calloc (n + 1, 1));
  if (receive (r, s, n) == -1)
    return -1;
  return strvec_add_owned (&r->words, steal (&s));
}

/* -1 at the end, or when what came makes no sense. */
static int
receive_words (struct request *r)
{
  uint32_t n;

  if (receive (r, &n, sizeof n) == -1 || n == 0 || n > MAX_WORDS)
    return -1;
  while (n-- > 0)
    if (receive_word (r) == -1)
      return -1;
  return 0;
}

/* Descriptors come with the first byte.  -1 if it is not one of ours. */
static int
receive_hello (struct request *r)
{
  char got[sizeof hello] = "";
  union control control;
  struct iovec iov = { got, sizeof got };
  struct msghdr msg = {
    .msg_iov = &iov, .msg_iovlen = 1,
    .msg_control = &control, .msg_controllen = sizeof control.buf,
  };

  if (wait_for_client (r) == -1)
    return -1;
  const ssize_t n = recvmsg (r->fd, &msg, MSG_CMSG_CLOEXEC);

  if (n <= 0 || received_fds (&msg, r->std) == -1 ||
      receive (r, got + n, sizeof got - n) == -1)
    return -1;
  return memcmp (got, hello, sizeof hello) == 0 ? 0 : -1;
}

static int
receive_request (struct request *r)
{
  const bool is_ours = receive_hello (r) == 0;

  if (is_ours && receive (r, &r->flags, sizeof r->flags) == 0 &&
      receive_words (r) == 0)
    return 0;
  if (r->late)
    cli_error ("a client was dropped: it connected and did not send its "
               "command within %d seconds", REQUEST_SECONDS);
  else if (!is_ours && !terminated)
    cli_error ("a client was refused: it is not the same version of "
               "guestfish");
  return -1;
}

/* ---- Server. ---- */

/* A client that goes away at once, or a signal: others may come. */
static bool
may_accept_again (void)
{
  return errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
    errno != ENOMEM && errno != EBADF;
}

static int
accept_client (void)
{
  CLEANUP_CLOSE int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
  struct ucred who;
  socklen_t len = sizeof who;

  if (fd == -1)
    return -1;
  errno = EPERM;
  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == -1 ||
      (who.uid != geteuid () && who.uid != 0))
    return -1;
  return steal_fd (&fd);
}

/* Ours against the client's, and back again. */
static void
swap_standard (int *fds)
{
  fflush (NULL);
  for (int i = 0; i < 3; ++i) {
    int mine = fcntl (i, F_DUPFD_CLOEXEC, 3);

    dup2 (fds[i], i);
    close (fds[i]);
    fds[i] = mine;
  }
}

static int
run_reported (const struct strvec *words)
{
  int r;

  if (report_open () == -1)
    return -1;
  report_attach (fish.g);
  r = fish_run_words (words->len, words->ptr);
  report_detach (fish.g);
  report_close ();
  return r;
}

static int
run_request (const struct request *r)
{
  int status;

  fish.ignore_error = r->flags & IGNORE_ERROR;
  status = r->flags & JSON ? run_reported (&r->words)
                           : fish_run_words (r->words.len, r->words.ptr);
  fish.ignore_error = false;
  return status;
}

/* 0, or -1 when the server is to end because the command failed. */
static int
serve_command (int fd)
{
  __attribute__ ((cleanup (request_done))) struct request r = {
    .fd = fd, .std = { -1, -1, -1 }, .words = STRVEC_INIT
  };
  int status;

  clock_gettime (CLOCK_MONOTONIC, &r.deadline);
  r.deadline.tv_sec += REQUEST_SECONDS;
  if (receive_request (&r) == -1)
    return 0;
  swap_standard (r.std);
  status = run_request (&r);
  swap_standard (r.std);
  close_standard (&r);
  send_u32 (fd, status == 0 ? 0 : 1);
  return status == -1 && !(r.flags & IGNORE_ERROR) ? -1 : 0;
}

static void
on_sigterm (int sig)
{
  terminated = sig;
}

int
remote_serve (void)
{
  /* Without SA_RESTART: accept must return. */
  struct sigaction sa = { .sa_handler = on_sigterm };
  int r = 0;

  sigaction (SIGTERM, &sa, NULL);
  if (full_write (ready_fd, "", 1) == -1)
    return -1;
  close (ready_fd);
  while (r == 0 && !fish.quit && !terminated) {
    int fd = accept_client ();

    if (fd == -1 && !may_accept_again ()) {
      cli_error ("%s: cannot accept: %s", socket_path, strerror (errno));
      r = -1;
    }
    if (fd == -1)
      continue;
    r = serve_command (fd);
    if (r == 0 && !fish.quit)
      close (fd);
  }
  close (listener);
  return r;
}

/* ---- Client. ---- */

static int
connect_server (long pid)
{
  CLEANUP_FREE char *dir = socket_dir (), *path = NULL;
  CLEANUP_CLOSE int fd = -1;
  struct sockaddr_un addr;

  path = xasprintf ("%s/socket-%ld", dir, pid);
  if (set_address (path, &addr) == -1)
    return -1;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd == -1 ||
      connect (fd, (struct sockaddr *) &addr, sizeof addr) == -1) {
    cli_error ("--remote: cannot reach the guestfish with process number "
               "%ld: %s: start one with 'guestfish --listen'", pid,
               strerror (errno));
    return -1;
  }
  return check_dir (dir) == -1 ? -1 : steal_fd (&fd);
}

/* Nothing more comes; the end says that a server which ends is gone. */
static void
wait_for_end (int fd)
{
  char c;

  while (full_read (fd, &c, 1) > 0)
    ;
}

/* The server has written the report, unless the output was redirected. */
static int
report_redirected (const char *command, int r)
{
  struct report report;

  if (!report_is_open () || !fish.redirected)
    return r;
  report_begin (&report, command);
  if (r == -1)
    report_error ("the command failed in the guestfish that listens: what "
                  "went wrong is on standard error", 0);
  return report_end (&report, r);
}

static uint32_t
flags_to_send (void)
{
  return (fish.ignore_error ? IGNORE_ERROR : 0) |
         (remote_is_json () ? JSON : 0);
}

int
remote_run (size_t argc, char *const *argv)
{
  CLEANUP_CLOSE int fd = -1;
  uint32_t status;

  fish.typed = argv[0];
  if (fish_flush () == -1 || (fd = connect_server (fish.remote)) == -1)
    return -1;
  if (send_hello (fd) == -1 || send_u32 (fd, flags_to_send ()) == -1 ||
      send_words (fd, argc, argv) == -1 || receive_u32 (fd, &status) == -1) {
    cli_error ("--remote: %s: the server has gone away", argv[0]);
    return -1;
  }
  wait_for_end (fd);
  return report_redirected (argv[0], status == 0 ? 0 : -1);
}
