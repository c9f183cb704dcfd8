/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events of QEMU's control socket: one that arrives while a command waits for
 * its answer is kept for whoever waits for it next.
 *
 * What QEMU says is written before it is asked, and its end is then closed: a
 * wait that would read more fails at once. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "qemu.h"

#include "check.h"

#define DELETED(id) \
  "{\"event\": \"DEVICE_DELETED\", \"data\": {\"device\": \"" id "\"}}\n"
#define REPLY(id) "{\"return\": {}, \"id\": " #id "}\n"

static guestfs_h *g;

/* Connected to a QEMU that has said all this; returns QEMU's end. */
static int
begin (struct qmp *q, const char *said)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == -1 ||
      write (fds[1], said, strlen (said)) != (ssize_t) strlen (said))
    abort ();
  CHECK (guestfs_int_qmp_open (q, fds[0]) == 0);
  return fds[1];
}

static bool
deleted (struct qmp *q, const char *id)
{
  return guestfs_int_qmp_wait_event (g, q, "DEVICE_DELETED", "device", id)
    == 0;
}

static void
test_event_before_answer (void)
{
  struct qmp q;
  const int qemu = begin (&q, DELETED ("hd1") DELETED ("hd2") REPLY (0));

  CHECK (guestfs_int_qmp_run (g, &q, "device_del", NULL) == 0);
  close (qemu);
  CHECK (deleted (&q, "hd2"));
  CHECK (deleted (&q, "hd1"));
  CHECK (!deleted (&q, "hd1"));         /* it is taken once */
  guestfs_int_qmp_done (&q);
}

static void
test_event_between_answers (void)
{
  struct qmp q;
  const int qemu = begin (&q, REPLY (0) DELETED ("hd1") REPLY (1));
  const struct qmp_command both[] = { { "device_del", NULL },
                                      { "blockdev-del", NULL } };

  CHECK (guestfs_int_qmp_run_all (g, &q, both, 2) == 0);
  close (qemu);
  CHECK (deleted (&q, "hd1"));
  guestfs_int_qmp_done (&q);
}

/* The answer to a descriptor is waited for like any other. */
static void
test_event_before_getfd (void)
{
  struct qmp q;
  const int qemu = begin (&q, DELETED ("hd1") REPLY (0));

  CHECK (guestfs_int_qmp_getfd (g, &q, "state", 0) == 0);
  close (qemu);
  CHECK (deleted (&q, "hd1"));
  guestfs_int_qmp_done (&q);
}

static void
test_forgotten (void)
{
  struct qmp q;
  const int qemu = begin (&q, DELETED ("hd1") REPLY (0) DELETED ("hd1"));

  CHECK (guestfs_int_qmp_run (g, &q, "device_del", NULL) == 0);
  guestfs_int_qmp_forget_events (&q);
  close (qemu);
  CHECK (!deleted (&q, "hd1"));
  guestfs_int_qmp_done (&q);
}

/* QEMU may be in other hands: what it says does not fill the memory. */
static void
test_flood (void)
{
  struct qmp q;
  const int qemu = begin (&q, DELETED ("first"));

  for (int i = 0; i < 100; i++)
    if (write (qemu, DELETED ("hd1"), strlen (DELETED ("hd1"))) <= 0)
      abort ();
  guestfs_int_qmp_drain (&q);
  CHECK (json_array_size (q.events) <= 64);
  close (qemu);
  CHECK (deleted (&q, "hd1") && !deleted (&q, "first"));
  guestfs_int_qmp_done (&q);
}

static void
test_io_error (void)
{
  struct qmp q;
  const int qemu = begin (&q,
    "{\"event\": \"BLOCK_IO_ERROR\", \"data\": {\"operation\": \"write\","
    " \"node-name\": \"drive3\", \"reason\": \"No space left\"}}\n" REPLY (0));

  CHECK (guestfs_int_qmp_run (g, &q, "quit", NULL) == 0);
  CHECK (q.io_error && strcmp (q.io_error, "drive3: No space left") == 0);
  close (qemu);
  guestfs_int_qmp_done (&q);
}

int
main (void)
{
  alarm (60);
  g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  guestfs_set_error_handler (g, NULL, NULL);
  test_event_before_answer ();
  test_event_between_answers ();
  test_event_before_getfd ();
  test_forgotten ();
  test_flood ();
  test_io_error ();
  guestfs_close (g);
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
