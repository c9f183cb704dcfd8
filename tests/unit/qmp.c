/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QMP client, and a QEMU that takes nothing in for a while, or never. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handle.h"
#include "qemu.h"

#include "check.h"

#define END "end of what was in the way\n"

/* A socket pair whose first end can send nothing more. */
static void
full_pair (int fds[2])
{
  char space[1000];

  memset (space, ' ', sizeof space);
  CHECK (socketpair (AF_UNIX, SOCK_STREAM, 0, fds) == 0);
  CHECK (send (fds[0], END, strlen (END), 0) == (ssize_t) strlen (END));
  while (send (fds[0], space, sizeof space, MSG_DONTWAIT) > 0)
    ;
  CHECK (errno == EAGAIN);
}

/* ---- QEMU ---- */

struct qemu {
  int fd;
  int got;                      /* the descriptor that came, or -1 */
  char text[1024];              /* the command without the spaces before it */
};

static void
keep_descriptor (struct qemu *q, struct msghdr *msg)
{
  struct cmsghdr *c = CMSG_FIRSTHDR (msg);

  if (c && c->cmsg_type == SCM_RIGHTS)
    memcpy (&q->got, CMSG_DATA (c), sizeof q->got);
}

static void
receive_command (struct qemu *q)
{
  size_t len = 0;
  char c;

  while (len < sizeof q->text - 1 && !strchr (q->text, '\n')) {
    char control[CMSG_SPACE (sizeof (int))];
    struct iovec iov = { &c, 1 };
    struct msghdr msg = {
      .msg_iov = &iov, .msg_iovlen = 1,
      .msg_control = control, .msg_controllen = sizeof control,
    };

    if (recvmsg (q->fd, &msg, 0) != 1)
      return;
    keep_descriptor (q, &msg);
    if (c != ' ' || len > 0)
      q->text[len++] = c;
  }
}

/* Begins when the client has had time to find the socket full. */
static void *
run_qemu (void *opaque)
{
  static const char answer[] = "{\"return\": {}, \"id\": 0}\n";
  struct qemu *q = opaque;

  usleep (200000);
  receive_command (q);
  CHECK (strcmp (q->text, END) == 0);
  memset (q->text, '\0', sizeof q->text);
  receive_command (q);
  CHECK (write (q->fd, answer, strlen (answer)) == (ssize_t) strlen (answer));
  return NULL;
}

/* ---- Tests ---- */

static bool
are_same_file (int a, int b)
{
  struct stat sa, sb;

  return fstat (a, &sa) == 0 && fstat (b, &sb) == 0 &&
         sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

static void
test_descriptor_waits_for_room (guestfs_h *g)
{
  CLEANUP_CLOSE int file = open ("/", O_RDONLY);
  struct qemu qemu = { .got = -1 };
  struct qmp q = QMP_INIT;
  pthread_t thread;
  int fds[2];

  full_pair (fds);
  q.fd = fds[0];
  qemu.fd = fds[1];
  CHECK (pthread_create (&thread, NULL, run_qemu, &qemu) == 0);
  CHECK (guestfs_int_qmp_getfd (g, &q, "state", file) == 0);
  pthread_join (thread, NULL);
  CHECK (strstr (qemu.text, "\"getfd\"") && strstr (qemu.text, "\"state\""));
  CHECK (are_same_file (qemu.got, file));
  CHECK (!q.lost);
  close (qemu.got);
  close (qemu.fd);
  guestfs_int_qmp_done (&q);
}

/* What it sends next would follow a part of a command. */
static void
test_waiting_for_room_is_cancelled (guestfs_h *g)
{
  CLEANUP_CLOSE int cancel = eventfd (1, EFD_CLOEXEC);
  struct qmp q = QMP_INIT;
  int fds[2];

  full_pair (fds);
  q.fd = fds[0];
  q.cancel_fd = cancel;
  CHECK (guestfs_int_qmp_getfd (g, &q, "state", cancel) == -1);
  CHECK (guestfs_last_errno (g) == EINTR);
  CHECK (strstr (guestfs_last_error (g), "getfd"));
  CHECK (q.lost);
  CHECK (guestfs_int_qmp_run (g, &q, "quit", NULL) == -1);
  CHECK (guestfs_last_errno (g) == EPIPE);
  close (fds[1]);
  guestfs_int_qmp_done (&q);
}

int
main (void)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);

  alarm (60);                   /* it would wait for ever */
  guestfs_set_error_handler (g, NULL, NULL);
  running_test = "descriptor_waits_for_room";
  test_descriptor_waits_for_room (g);
  running_test = "waiting_for_room_is_cancelled";
  test_waiting_for_room_is_cancelled (g);
  guestfs_close (g);
  return failed_checks == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
