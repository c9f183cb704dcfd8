/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A small QMP client: QEMU's control socket, one JSON object per line. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "deadline.h"
#include "qemu.h"

/* QEMU is started by us, but the guest may have taken it over. */
#define QMP_LINE_MAX (4 * 1024 * 1024)
#define QMP_TIMEOUT_MS 30000
/* Events that nobody has waited for yet; older ones are forgotten. */
#define EVENTS_MAX 64

int
guestfs_int_qmp_open (struct qmp *q, int fd)
{
  *q = (struct qmp) QMP_INIT;
  q->fd = fd;
  return guestfs_int_qmp_send (q, "qmp_capabilities", NULL);
}

void
guestfs_int_qmp_done (struct qmp *q)
{
  if (q->fd >= 0)
    close (q->fd);
  strbuf_done (&q->in);
  json_decref (q->events);
  free (q->io_error);
  *q = (struct qmp) QMP_INIT;
}

/* ---- Waiting ---- */

/* 1: it can be done, 0: not before the deadline, -1: cancelled or an error,
 * errno set */
static int
wait_for (const struct qmp *q, short events, const struct timespec *deadline)
{
  struct pollfd fds[] = {
    { .fd = q->fd, .events = events }, { .fd = q->cancel_fd, .events = POLLIN }
  };
  const int ready = guestfs_int_wait_until (fds, 2, deadline);

  if (ready <= 0)
    return ready;
  if (fds[1].revents) {
    errno = EINTR;
    return -1;
  }
  return 1;
}

/* ---- Sending ---- */

/* A descriptor goes with the first byte, unless it is -1. */
static ssize_t
send_some (int fd, const char *p, size_t n, int passed)
{
  union {
    struct cmsghdr align;
    char buf[CMSG_SPACE (sizeof passed)];
  } control = { .buf = "" };
  struct iovec iov = { (void *) p, n };
  struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

  if (passed >= 0) {
    msg.msg_control = &control;
    msg.msg_controllen = sizeof control.buf;
    struct cmsghdr *c = CMSG_FIRSTHDR (&msg);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN (sizeof passed);
    memcpy (CMSG_DATA (c), &passed, sizeof passed);
  }
  return sendmsg (fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A QEMU that is stopped takes nothing in once its socket is full. */
static int
wait_for_room (const struct qmp *q, const struct timespec *deadline)
{
  const int r = wait_for (q, POLLOUT, deadline);

  if (r == 0)
    errno = ETIMEDOUT;
  return r == 1 ? 0 : -1;
}

static int
send_bytes (const struct qmp *q, const char *p, size_t n, int passed)
{
  const struct timespec deadline = guestfs_int_deadline_in (QMP_TIMEOUT_MS);

  while (n > 0) {
    const ssize_t r = send_some (q->fd, p, n, passed);

    if (r == -1 && errno == EAGAIN) {
      if (wait_for_room (q, &deadline) == -1)
        return -1;
    }
    else if (r == -1 && errno != EINTR)
      return -1;
    else if (r > 0) {
      passed = -1;
      p += r;
      n -= r;
    }
  }
  return 0;
}

/* o is stolen; passed: a descriptor that goes with it, or -1. */
static int
send_object (struct qmp *q, json_t *o, int passed)
{
  CLEANUP_FREE char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (!text) {
    errno = ENOMEM;
    return -1;
  }
  if (q->fd == -1 || q->lost) {
    errno = EPIPE;
    return -1;
  }
  if (send_bytes (q, text, strlen (text), passed) == 0 &&
      send_bytes (q, "\r\n", 2, -1) == 0)
    return 0;
  q->lost = true;
  return -1;
}

int
guestfs_int_qmp_send (struct qmp *q, const char *command, json_t *args)
{
  return send_object (q, json_pack ("{s:s, s:o*}", "execute", command,
                                    "arguments", args), -1);
}

/* ---- Receiving ---- */

/* 1: got some, 0: nothing before the deadline, -1: error or end, errno set */
static int
receive_bytes (struct qmp *q, const struct timespec *deadline)
{
  char buf[8192];
  const int ready = wait_for (q, POLLIN, deadline);

  if (ready <= 0)
    return ready;
  const ssize_t r = recv (q->fd, buf, sizeof buf, MSG_DONTWAIT);
  if (r == -1)
    return errno == EAGAIN || errno == EINTR ? 1 : -1;
  if (r == 0) {
    errno = EPIPE;
    return -1;
  }
  if (q->in.len + r > QMP_LINE_MAX) {
    errno = EMSGSIZE;
    return -1;
  }
  return strbuf_add (&q->in, buf, r) == -1 ? -1 : 1;
}

/* Cuts the first line off what has arrived. */
static json_t *
parse_line (struct qmp *q)
{
  char *eol = q->in.len ? memchr (q->in.ptr, '\n', q->in.len) : NULL;
  json_t *o;

  if (!eol)
    return NULL;
  const size_t n = eol + 1 - q->in.ptr;
  o = json_loadb (q->in.ptr, n, 0, NULL);
  memmove (q->in.ptr, q->in.ptr + n, q->in.len - n);
  q->in.len -= n;
  q->in.ptr[q->in.len] = '\0';
  return o ? o : json_object ();
}

/* "drive3" -> the reason why writing to it failed, kept for shutdown. */
static void
note_io_error (struct qmp *q, json_t *event)
{
  const char *node = "", *operation = "", *reason = "unknown error";

  json_unpack (event, "{s:{s?s, s?s, s?s}}", "data", "node-name", &node,
               "operation", &operation, "reason", &reason);
  if (q->io_error || strcmp (operation, "write") != 0)
    return;
  /* When QEMU quits it takes the nodes away from devices that still write. */
  if (asprintf (&q->io_error, "%s%s%s", node, node[0] ? ": " : "", reason)
      == -1)
    q->io_error = NULL;
}

static void
keep_event (struct qmp *q, json_t *event)
{
  if (!q->events)
    q->events = json_array ();
  if (json_array_size (q->events) >= EVENTS_MAX)
    json_array_remove (q->events, 0);
  json_array_append (q->events, event);
}

static void
look_at_message (struct qmp *q, json_t *o)
{
  const char *event = json_string_value (json_object_get (o, "event"));

  if (!event)
    return;
  keep_event (q, o);
  if (strcmp (event, "BLOCK_IO_ERROR") == 0)
    note_io_error (q, o);
}

/* 1: *ret is a message; 0: deadline; -1: error */
static int
next_message (struct qmp *q, const struct timespec *deadline, json_t **ret)
{
  int r = 1;

  while (r == 1) {
    *ret = parse_line (q);
    if (*ret) {
      look_at_message (q, *ret);
      return 1;
    }
    r = receive_bytes (q, deadline);
  }
  return r;
}

void
guestfs_int_qmp_drain (struct qmp *q)
{
  const struct timespec now = guestfs_int_deadline_in (0);
  json_t *o;

  while (q->fd >= 0 && next_message (q, &now, &o) == 1)
    json_decref (o);
}

/* ---- Commands ---- */

/* The answer to it has the same number, or -1 is returned with error set. */
static json_int_t
send_command (guestfs_h *g, struct qmp *q, const char *name, json_t *args,
              int passed)
{
  const json_int_t id = q->next_id++;

  if (send_object (q, json_pack ("{s:s, s:I, s:o*}", "execute", name,
                                 "id", id, "arguments", args), passed) == 0)
    return id;
  perrorf (g, "QEMU: %s", name);
  return -1;
}

static json_t *
reply_value (guestfs_h *g, const char *command, json_t *reply)
{
  json_t *ret = json_object_get (reply, "return");
  const char *desc = "no reason given";

  if (ret)
    return json_incref (ret);
  json_unpack (reply, "{s:{s:s}}", "error", "desc", &desc);
  error (g, "QEMU: %s: %s", command, desc);
  return NULL;
}

/* An answer that is overdue would be taken for that of a later command's
 * effect: nobody knows any more what QEMU has done. */
static int
no_answer (guestfs_h *g, struct qmp *q, const char *command, int r,
           int timeout_ms)
{
  q->lost = true;
  if (r == 0)
    guestfs_int_error_errno (g, ETIMEDOUT, "QEMU: %s: no answer for %d "
                             "seconds", command, timeout_ms / 1000);
  else
    perrorf (g, "QEMU: %s", command);
  return -1;
}

/* What the command with that number returned; NULL with error set. */
static json_t *
receive_reply (guestfs_h *g, struct qmp *q, const char *command,
               json_int_t id)
{
  const struct timespec deadline = guestfs_int_deadline_in (QMP_TIMEOUT_MS);
  json_t *o, *ret;
  int r;

  while ((r = next_message (q, &deadline, &o)) == 1) {
    const json_t *got = json_object_get (o, "id");
    if (json_is_integer (got) && json_integer_value (got) == id) {
      ret = reply_value (g, command, o);
      json_decref (o);
      return ret;
    }
    json_decref (o);
  }
  no_answer (g, q, command, r, QMP_TIMEOUT_MS);
  return NULL;
}

static int
run_passing (guestfs_h *g, struct qmp *q, const char *command, json_t *args,
             int passed)
{
  const json_int_t id = send_command (g, q, command, args, passed);
  json_t *ret = id >= 0 ? receive_reply (g, q, command, id) : NULL;

  json_decref (ret);
  return ret ? 0 : -1;
}

int
guestfs_int_qmp_run (guestfs_h *g, struct qmp *q, const char *command,
                     json_t *args)
{
  return run_passing (g, q, command, args, -1);
}

int
guestfs_int_qmp_getfd (guestfs_h *g, struct qmp *q, const char *name, int fd)
{
  return run_passing (g, q, "getfd", json_pack ("{s:s}", "fdname", name), fd);
}

/* ---- Events ---- */

void
guestfs_int_qmp_forget_events (struct qmp *q)
{
  guestfs_int_qmp_drain (q);
  json_array_clear (q->events);
}

/* Takes the first event of that name whose data has the value from the list;
 * false when there is none. */
static bool
take_event (struct qmp *q, const char *event, const char *key,
            const char *value)
{
  json_t *o;
  size_t i;

  json_array_foreach (q->events, i, o) {
    const char *name = "", *got = "";
    json_unpack (o, "{s?s, s?{s?s}}", "event", &name, "data", key, &got);
    if (strcmp (name, event) == 0 && strcmp (got, value) == 0) {
      json_array_remove (q->events, i);
      return true;
    }
  }
  return false;
}

int
guestfs_int_qmp_wait_event (guestfs_h *g, struct qmp *q, const char *event,
                            const char *key, const char *value)
{
  const struct timespec deadline = guestfs_int_deadline_in (QMP_TIMEOUT_MS);
  json_t *o;
  int r;

  while (!take_event (q, event, key, value)) {
    r = next_message (q, &deadline, &o);
    if (r != 1)
      return no_answer (g, q, event, r, QMP_TIMEOUT_MS);
    json_decref (o);
  }
  return 0;
}

/* ---- Several at once ---- */

/* So many commands QEMU takes in before it has answered one. */
#define BATCH 8

int
guestfs_int_qmp_run_all (guestfs_h *g, struct qmp *q,
                         const struct qmp_command *commands, size_t n)
{
  const json_int_t first = q->next_id;
  size_t sent = 0, received = 0;
  int r = 0;

  while (r == 0 && received < n) {
    for (; r == 0 && sent < n && sent < received + BATCH; sent++)
      if (send_command (g, q, commands[sent].name, commands[sent].args, -1)
          == -1)
        r = -1;
    if (r == 0) {
      const char *name = commands[received].name;
      json_t *value = receive_reply (g, q, name, first + received++);
      r = value ? 0 : -1;
      json_decref (value);
    }
  }
  for (; sent < n; sent++)
    json_decref (commands[sent].args);
  return r;
}

/* ---- Saving and loading ---- */

/* A command that was sent before, without waiting, may have been refused. */
int
guestfs_int_qmp_wait_migration (guestfs_h *g, struct qmp *q, int timeout_ms)
{
  const struct timespec deadline = guestfs_int_deadline_in (timeout_ms);
  json_t *o;
  int r;

  while (!take_event (q, "MIGRATION", "status", "completed")) {
    if (take_event (q, "MIGRATION", "status", "failed")) {
      error (g, "QEMU: it could not save or load the machine");
      return -1;
    }
    r = next_message (q, &deadline, &o);
    if (r != 1)
      return no_answer (g, q, "migration", r, timeout_ms);
    const bool refused = json_object_get (o, "error") != NULL;
    if (refused)
      json_decref (reply_value (g, "migration", o));
    json_decref (o);
    if (refused)
      return -1;
  }
  return 0;
}
