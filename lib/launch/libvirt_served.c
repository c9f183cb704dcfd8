/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Images that a virtual machine uses while we read them.
 *
 * QEMU opens an image of a format only when nobody writes to it, unless it is
 * told not to look for locks, for which libvirt has no words.  Whatever the
 * format, libvirt forgets to whom the image is to be given back when its
 * machine has ended, and where there is SELinux it changes the label, so that
 * the machine could not write any more.  So a qemu-nbd of ours opens it and
 * libvirt's QEMU reads it over a socket: libvirt never hears of the image.
 *
 * The socket is made here, and qemu-nbd makes none.  It ends when nobody is
 * connected.  We are from before it starts, which also tells us when it has
 * opened the image.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "deadline.h"
#include "libvirt_launch.h"
#include "protocols.h"

/* qemu-nbd has so long to open an image. */
#define OPEN_MS 20000

struct served {
  struct libvirt_socket socket;
  int conn;                     /* ours */
  struct process nbd;
  struct drive_server server;
  struct drive_source src;      /* what QEMU is told; borrows from above */
};

/* ---- Which ones? ---- */

/* The byte that QEMU locks in an image that it writes to. */
#define QEMU_WRITE_LOCK 101

static bool
is_written (const struct drive_source *src)
{
  CLEANUP_CLOSE int fd = open (src->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = QEMU_WRITE_LOCK,
    .l_len = 1,
  };

  return fd >= 0 && fcntl (fd, F_OFD_GETLK, &lock) == 0 &&
    lock.l_type != F_UNLCK;
}

/* Its owner and label, too, while a machine of libvirt has it.  Only root sees
 * that. */
static bool
is_remembered (const struct drive_source *src)
{
  static const char *const names[] = {
    "trusted.libvirt.security.ref_dac", "trusted.libvirt.security.ref_selinux",
  };

  return getxattr (src->path, names[0], NULL, 0) > 0 ||
    getxattr (src->path, names[1], NULL, 0) > 0;
}

static bool
is_in_use (const struct drive_source *src)
{
  return guestfs_int_source_is_local (src) &&
    (is_written (src) || is_remembered (src));
}

/* The image, or the one below it, that a machine uses; or NULL. */
static const char *
find_used (const struct drive *drv)
{
  const struct image_layer *b = drv->files.backing;

  if (!drv->overlay)            /* written to: QEMU's own words are clear */
    return NULL;
  if (is_in_use (&drv->src))
    return drv->src.path;
  while (b && !is_in_use (&b->src))
    b = b->files.backing;
  return b ? b->src.path : NULL;
}

/* ---- Our connection ---- */

/* What a client sends: it knows the protocol, does without padding, and wants
 * the export that has no name. */
static const unsigned char hello[] = {
  0, 0, 0, 3, 'I', 'H', 'A', 'V', 'E', 'O', 'P', 'T', 0, 0, 0, 1, 0, 0, 0, 0
};
/* What it gets: two magic words and flags, then size and flags. */
#define ANSWER_SIZE (8 + 8 + 2 + 8 + 2)

/* It is in the queue, to be accepted. */
static int
connect_first (guestfs_h *g, struct served *s)
{
  struct sockaddr_un addr = { .sun_family = AF_UNIX };

  memcpy (addr.sun_path, s->socket.path, strlen (s->socket.path));
  s->conn = fd_above_stdio (socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (s->conn >= 0 &&
      connect (s->conn, (struct sockaddr *) &addr, sizeof addr) == 0 &&
      full_write (s->conn, hello, sizeof hello) == 0)
    return 0;
  perrorf (g, "%s", s->socket.path);
  return -1;
}

/* 0: there is something to read, or the end; -1 with error set. */
static int
wait_for_piece (guestfs_h *g, const struct served *s, const char *name,
                const struct timespec *deadline)
{
  struct pollfd fds[2] = {
    { .fd = s->conn, .events = POLLIN },
    { .fd = g->cancel_fd, .events = POLLIN },
  };
  const int r = guestfs_int_wait_until (fds, 2, deadline);

  if (r > 0 && fds[1].revents && guestfs_int_take_cancel (g))
    guestfs_int_error_errno (g, EINTR, "%s: cancelled by the user", name);
  else if (r > 0)
    return 0;
  else if (r == 0)
    guestfs_int_error_errno (g, ETIMEDOUT, "%s: qemu-nbd did not open it "
                             "within %d seconds", name, OPEN_MS / 1000);
  else
    perrorf (g, "%s: qemu-nbd", name);
  return -1;
}

/* 0: the image is open; 1: qemu-nbd has ended; -1 with error set.  Nothing more
 * comes after the answer: the connection is idle from then on. */
static int
wait_for_answer (guestfs_h *g, const struct served *s, const char *name)
{
  const struct timespec deadline = guestfs_int_deadline_in (OPEN_MS);
  char answer[ANSWER_SIZE];
  size_t len = 0;

  while (len < sizeof answer) {
    ssize_t n;

    if (wait_for_piece (g, s, name, &deadline) == -1)
      return -1;
    n = recv (s->conn, answer + len, sizeof answer - len, MSG_DONTWAIT);
    if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
      return 1;
    len += n > 0 ? n : 0;
  }
  return 0;
}

/* ---- qemu-nbd ---- */

/* After what it calls the image. */
static void
report_failure (guestfs_h *g, const char *name, int log)
{
  char buf[4096] = "";
  const ssize_t n = pread (log, buf, sizeof buf - 1, 0);
  const char *msg = buf, *p;

  buf[n > 0 ? n : 0] = '\0';
  if ((p = strstr (msg, "qemu-nbd: ")) != NULL)
    msg = p + strlen ("qemu-nbd: ");
  while ((p = strstr (msg, "}': ")) != NULL)
    msg = p + strlen ("}': ");
  error (g, "%s: a virtual machine that runs uses it, and qemu-nbd cannot read "
         "it: %.*s", name, (int) strcspn (msg, "\n"),
         *msg ? msg : "it has ended");
}

static int
run_server (guestfs_h *g, struct served *s, char *program, char *image,
            const char *name)
{
  char *const argv[] = {
    program, (char *) "--read-only", (char *) "--shared=4", (char *) "--",
    image, NULL
  };
  CLEANUP_CLOSE int log =
    fd_above_stdio (memfd_create ("qemu-nbd", MFD_CLOEXEC));
  const struct process_config config = {
    .argv = argv, .stdio = log, .listener = s->socket.listener,
    .no_network = !guestfs_int_trust_images (g),
  };
  int r;

  if (log == -1) {
    perrorf (g, "qemu-nbd");
    return -1;
  }
  if (guestfs_int_process_start (g, &s->nbd, &config) == -1)
    return -1;
  /* When qemu-nbd ends, so do connections that it has not accepted. */
  cleanup_close (&s->socket.listener);
  s->socket.listener = -1;
  r = wait_for_answer (g, s, name);
  if (r == 1)
    report_failure (g, name, log);
  return r == 0 ? 0 : -1;
}

static int
start_server (guestfs_h *g, const struct vm *d, struct served *s,
              const struct drive *drv, const char *name)
{
  CLEANUP_FREE char *program = guestfs_int_find_qemu_nbd (g);
  CLEANUP_FREE char *image = guestfs_int_drive_image_name (g, drv);

  if (!program) {
    guestfs_int_error_errno (g, ENOENT, "%s: a virtual machine that runs "
                             "uses it, and libvirt's QEMU reads it by way of "
                             "qemu-nbd, which is not there: install it "
                             "(package qemu-utils), or set "
                             "LIBGUESTFS_BACKEND=direct", name);
    return -1;
  }
  s->socket.path = guestfs_int_make_temp_path (g, "nbd", ".sock");
  if (!image || !s->socket.path ||
      guestfs_int_libvirt_listen_at (g, d, &s->socket) == -1 ||
      connect_first (g, s) == -1)
    return -1;
  debug (g, "%s: read by way of qemu-nbd %s", name, image);
  return run_server (g, s, program, image, name);
}

/* It only reads: there is nothing to wait for. */
static void
free_served (struct served *s)
{
  cleanup_close (&s->conn);
  guestfs_int_process_stop (&s->nbd, 0);
  guestfs_int_libvirt_close_socket (&s->socket);
  free (s);
}

/* ---- The drives of a launch ---- */

static struct served *
new_served (guestfs_h *g, struct vm *d, size_t i)
{
  struct served *s = safe_calloc (g, 1, sizeof *s);

  if (i >= d->nr_served) {
    d->served = safe_realloc (g, d->served, (i + 1) * sizeof *d->served);
    while (d->nr_served <= i)
      d->served[d->nr_served++] = NULL;
  }
  s->socket.listener = s->conn = -1;
  return d->served[i] = s;
}

int
guestfs_int_libvirt_serve_drive (guestfs_h *g, struct vm *d, size_t i)
{
  static char no_name[] = "";
  const struct drive *drv = g->drives[i];
  const char *used = find_used (drv);
  struct served *s;

  if (!used || guestfs_int_libvirt_served (d, i))
    return 0;
  s = new_served (g, d, i);
  if (start_server (g, d, s, drv, used) == -1) {
    guestfs_int_libvirt_unserve_drive (d, i);
    return -1;
  }
  s->server = (struct drive_server) {
    .transport = SERVER_UNIX, .host = s->socket.path,
  };
  s->src = (struct drive_source) {
    .protocol = guestfs_int_find_protocol ("nbd"), .path = no_name,
    .servers = &s->server, .nr_servers = 1,
  };
  return 0;
}

int
guestfs_int_libvirt_serve_drives (guestfs_h *g, struct vm *d)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_libvirt_serve_drive (g, d, i) == -1)
      return -1;
  return 0;
}

const struct drive_source *
guestfs_int_libvirt_served (const struct vm *d, size_t i)
{
  return i < d->nr_served && d->served[i] ? &d->served[i]->src : NULL;
}

void
guestfs_int_libvirt_unserve_drive (struct vm *d, size_t i)
{
  if (i >= d->nr_served || !d->served[i])
    return;
  free_served (d->served[i]);
  d->served[i] = NULL;
}

void
guestfs_int_libvirt_unserve_drives (struct vm *d)
{
  for (size_t i = 0; i < d->nr_served; i++)
    guestfs_int_libvirt_unserve_drive (d, i);
  free (d->served);
  d->served = NULL;
  d->nr_served = 0;
}
