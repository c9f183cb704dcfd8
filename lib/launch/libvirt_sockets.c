/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sockets that libvirt's QEMU connects to.  The names of the daemon's and
 * the console's are gone as soon as it has. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "deadline.h"
#include "libvirt_launch.h"
#include "proto.h"

/* QEMU connects before libvirt says that it runs. */
#define ACCEPT_MS 10000

static const char *const socket_names[LIBVIRT_NR_SOCKETS] = {
  [LIBVIRT_CHANNEL] = "guestfsd.sock", [LIBVIRT_CONSOLE] = "console.sock",
};

/* ---- SELinux: QEMU may only connect to sockets of this type ---- */

#define SOCKET_CREATE "/proc/thread-self/attr/sockcreate"

static char *
read_line (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  char *line = NULL;
  size_t n = 0;

  if (!fp || getline (&line, &n, fp) <= 0) {
    free (line);
    return NULL;
  }
  line[strcspn (line, "\n")] = '\0';
  return line;
}

/* user:role:TYPE:level */
static char *
context_for_sockets (guestfs_h *g)
{
  CLEANUP_FREE char *own = read_line ("/proc/thread-self/attr/current");
  char *type = own ? strchr (own, ':') : NULL;
  char *level;

  type = type ? strchr (type + 1, ':') : NULL;
  if (!type)
    return NULL;
  level = strchr (type + 1, ':');
  *type = '\0';
  return safe_asprintf (g, "%s:svirt_socket_t%s", own, level ? level : "");
}

static int
set_socket_context (const char *context)
{
  CLEANUP_CLOSE int fd = open (SOCKET_CREATE, O_WRONLY | O_CLOEXEC);

  return fd == -1 ? -1 : full_write (fd, context, strlen (context));
}

/* What the thread makes from now on has that context; NULL when there is no
 * SELinux. */
static char *
begin_context (guestfs_h *g, const struct vm *d)
{
  char *context = d->host.selinux ? context_for_sockets (g) : NULL;

  if (context && set_socket_context (context) == -1)
    debug (g, "SELinux: sockets do not get the context %s: %s", context,
           strerror (errno));
  return context;
}

static void
end_context (char *context)
{
  const int err = errno;

  if (context)
    set_socket_context ("");
  free (context);
  errno = err;
}

static int
make_socket (guestfs_h *g, const struct vm *d)
{
  char *context = begin_context (g, d);
  const int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                         0);

  end_context (context);
  return fd_above_stdio (fd);
}

int
guestfs_int_libvirt_socket_pair (guestfs_h *g, const struct vm *d,
                                 int fds[2])
{
  char *context = begin_context (g, d);
  const int r = socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds);

  end_context (context);
  if (r == -1) {
    perrorf (g, "socketpair");
    fds[0] = fds[1] = -1;
    return -1;
  }
  for (int i = 0; i < 2; i++)
    fds[i] = fd_above_stdio (fds[i]);
  if (fds[0] >= 0 && fds[1] >= 0 && fcntl (fds[0], F_SETFL, O_NONBLOCK) == 0)
    return 0;
  perrorf (g, "socketpair");
  return -1;
}

/* ---- Listening ---- */

/* The runtime directory of a user is closed to all others. */
static int
make_socket_dir (guestfs_h *g, struct vm *d)
{
  const char *below = d->host.runs_as_user && d->host.uid != geteuid ()
    ? "/tmp" : guestfs_int_get_sockdir (g);
  CLEANUP_FREE char *dir = safe_asprintf (g, "%s/libguestfsXXXXXX", below);

  if (!mkdtemp (dir)) {
    perrorf (g, "%s: cannot make a directory for sockets", below);
    return -1;
  }
  d->socket_dir = steal (&dir);
  return 0;
}

int
guestfs_int_libvirt_listen_at (guestfs_h *g, const struct vm *d,
                               struct libvirt_socket *s)
{
  struct sockaddr_un addr = { .sun_family = AF_UNIX };
  CLEANUP_CLOSE int fd = -1;

  if (strlen (s->path) >= sizeof addr.sun_path) {
    guestfs_int_error_errno (g, ENAMETOOLONG, "%s: too long for the name of a "
                             "socket: set XDG_RUNTIME_DIR and TMPDIR to "
                             "directories with shorter names", s->path);
    return -1;
  }
  memcpy (addr.sun_path, s->path, strlen (s->path));
  fd = make_socket (g, d);
  if (fd == -1 || bind (fd, (struct sockaddr *) &addr, sizeof addr) == -1 ||
      chmod (s->path, 0660) == -1 || listen (fd, 1) == -1) {
    perrorf (g, "%s", s->path);
    return -1;
  }
  s->listener = steal_fd (&fd);
  return 0;
}

int
guestfs_int_libvirt_listen (guestfs_h *g, struct vm *d)
{
  if (make_socket_dir (g, d) == -1)
    return -1;
  for (size_t i = 0; i < LIBVIRT_NR_SOCKETS; i++) {
    struct libvirt_socket *s = &d->sockets[i];

    s->path = safe_asprintf (g, "%s/%s", d->socket_dir, socket_names[i]);
    if (guestfs_int_libvirt_listen_at (g, d, s) == -1)
      return -1;
  }
  return 0;
}

void
guestfs_int_libvirt_close_socket (struct libvirt_socket *s)
{
  cleanup_close (&s->listener);
  s->listener = -1;
  if (s->path)
    unlink (s->path);
  free (s->path);
  s->path = NULL;
}

void
guestfs_int_libvirt_close_sockets (struct vm *d)
{
  for (size_t i = 0; i < LIBVIRT_NR_SOCKETS; i++)
    guestfs_int_libvirt_close_socket (&d->sockets[i]);
  if (d->socket_dir)
    rmdir (d->socket_dir);
  free (d->socket_dir);
  d->socket_dir = NULL;
}

/* ---- Accepting ---- */

static int
accept_one (guestfs_h *g, const struct libvirt_socket *s)
{
  const struct timespec deadline = guestfs_int_deadline_in (ACCEPT_MS);
  int fd;

  if (guestfs_int_libvirt_wait (g, s->listener, POLLIN, &deadline) == -1) {
    if (errno == EINTR)
      guestfs_int_error_errno (g, EINTR, "cancelled by the user");
    else
      guestfs_int_error_errno (g, errno, "%s: QEMU did not connect to it: is "
                               "this libvirt on another machine?", s->path);
    return -1;
  }
  fd = fd_above_stdio (accept4 (s->listener, NULL, NULL, SOCK_CLOEXEC));
  if (fd == -1)
    perrorf (g, "%s", s->path);
  return fd;
}

/* Who has connected: QEMU itself. */
static int
pidfd_of_peer (int fd)
{
  struct ucred cred = { .pid = 0 };
  socklen_t n = sizeof cred;

  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) == -1 ||
      cred.pid <= 0)
    return -1;
  return fd_above_stdio (syscall (SYS_pidfd_open, cred.pid, 0));
}

int
guestfs_int_libvirt_accept (guestfs_h *g, struct vm *d)
{
  CLEANUP_CLOSE int channel = accept_one (g, &d->sockets[LIBVIRT_CHANNEL]);
  CLEANUP_CLOSE int console = channel == -1 ? -1
    : accept_one (g, &d->sockets[LIBVIRT_CONSOLE]);

  if (console == -1)
    return -1;
  d->qemu = pidfd_of_peer (console);
  guestfs_int_libvirt_close_sockets (d);
  d->console = steal_fd (&console);
  g->conn = guestfs_int_conn_new (g, steal_fd (&channel), d->console);
  return g->conn ? 0 : -1;
}
