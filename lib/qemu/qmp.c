/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A small QMP client: QEMU's control socket, one JSON object per line. */

#include <config.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "launch.h"

/* QEMU is started by us, but the guest may have taken it over. */
#define QMP_LINE_MAX (4 * 1024 * 1024)
#define QMP_TIMEOUT_MS 30000

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
  q->fd = -1;
  strbuf_done (&q->in);
  free (q->io_error);
  q->io_error = NULL;
}

static int
send_all (int fd, const char *p, size_t n)
{
  while (n > 0) {
    const ssize_t r = send (fd, p, n, MSG_NOSIGNAL);
    if (r == -1 && errno == EINTR)
      continue;
    if (r == -1)
      return -1;
    p += r;
    n -= r;
  }
  return 0;
}

int
guestfs_int_qmp_send (struct qmp *q, const char *command, json_t *args)
{
  json_t *o = json_pack ("{s:s, s:o*}", "execute", command, "arguments", args);
  CLEANUP_FREE char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (!text || q->fd == -1) {
    errno = q->fd == -1 ? EPIPE : ENOMEM;
    return -1;
  }
  if (send_all (q->fd, text, strlen (text)) == -1)
    return -1;
  return send_all (q->fd, "\r\n", 2);
}

/* ---- Receiving ---- */

static int64_t
now_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* 1: got some, 0: nothing before the deadline, -1: error or end, errno set */
static int
receive_some (struct qmp *q, int64_t deadline)
{
  char buf[8192];
  const int64_t left = deadline - now_ms ();
  struct pollfd pfd = { .fd = q->fd, .events = POLLIN };

  const int ready = poll (&pfd, 1, left > 0 ? left : 0);
  if (ready == 0 || (ready == -1 && errno == EINTR))
    return left > 0 ? 1 : 0;
  if (ready == -1)
    return -1;
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
  if (asprintf (&q->io_error, "%s: %s", node, reason) == -1)
    q->io_error = NULL;
}

static void
look_at_event (struct qmp *q, json_t *o)
{
  const char *event = json_string_value (json_object_get (o, "event"));

  if (json_object_get (o, "QMP"))
    q->greeted = true;
  if (event && strcmp (event, "BLOCK_IO_ERROR") == 0)
    note_io_error (q, o);
}

/* 1: *ret is a message; 0: deadline; -1: error */
static int
next_message (struct qmp *q, int64_t deadline, json_t **ret)
{
  int r = 1;

  while (r == 1) {
    *ret = parse_line (q);
    if (*ret) {
      look_at_event (q, *ret);
      return 1;
    }
    r = receive_some (q, deadline);
  }
  return r;
}

void
guestfs_int_qmp_drain (struct qmp *q)
{
  json_t *o;

  while (q->fd >= 0 && next_message (q, 0, &o) == 1)
    json_decref (o);
}

/* ---- Commands ---- */

static bool
matches_reply (json_t *o, const char *id)
{
  const char *got = json_string_value (json_object_get (o, "id"));

  return got && strcmp (got, id) == 0;
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

static int
no_answer (guestfs_h *g, const char *command, int r)
{
  if (r == 0)
    guestfs_int_error_errno (g, ETIMEDOUT, "QEMU: %s: no answer for %d "
                             "seconds", command, QMP_TIMEOUT_MS / 1000);
  else
    perrorf (g, "QEMU: %s", command);
  return -1;
}

json_t *
guestfs_int_qmp_execute (guestfs_h *g, struct qmp *q, const char *command,
                         json_t *args)
{
  const int64_t deadline = now_ms () + QMP_TIMEOUT_MS;
  json_t *o, *ret = NULL;
  int r;
  json_t *cmd = json_pack ("{s:s, s:s, s:o*}", "execute", command,
                           "id", command, "arguments", args);
  CLEANUP_FREE char *text = cmd ? json_dumps (cmd, JSON_COMPACT) : NULL;

  json_decref (cmd);
  if (!text || send_all (q->fd, text, strlen (text)) == -1 ||
      send_all (q->fd, "\r\n", 2) == -1) {
    perrorf (g, "QEMU: %s", command);
    return NULL;
  }
  while ((r = next_message (q, deadline, &o)) == 1) {
    const bool mine = matches_reply (o, command);
    if (mine)
      ret = reply_value (g, command, o);
    json_decref (o);
    if (mine)
      return ret;
  }
  no_answer (g, command, r);
  return NULL;
}

int
guestfs_int_qmp_wait_event (guestfs_h *g, struct qmp *q, const char *event,
                            const char *device)
{
  const int64_t deadline = now_ms () + QMP_TIMEOUT_MS;
  json_t *o;
  int r;

  while ((r = next_message (q, deadline, &o)) == 1) {
    const char *ev = json_string_value (json_object_get (o, "event"));
    const char *dev = NULL;
    json_unpack (o, "{s:{s?s}}", "data", "device", &dev);
    const bool found = ev && dev && strcmp (ev, event) == 0 &&
      strcmp (dev, device) == 0;
    json_decref (o);
    if (found)
      return 0;
  }
  return no_answer (g, event, r);
}

/* ---- Several at once ---- */

/* So many commands QEMU takes in before it has answered one. */
#define BATCH 8

static int
send_numbered (guestfs_h *g, struct qmp *q, const struct qmp_command *c,
               size_t n)
{
  json_t *o = json_pack ("{s:s, s:o, s:o*}", "execute", c->name,
                         "id", json_integer (n), "arguments", c->args);
  CLEANUP_FREE char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (text && send_all (q->fd, text, strlen (text)) == 0 &&
      send_all (q->fd, "\r\n", 2) == 0)
    return 0;
  perrorf (g, "QEMU: %s", c->name);
  return -1;
}

/* Waits for the answer number n; they come in order. */
static int
receive_numbered (guestfs_h *g, struct qmp *q, const char *name, size_t n)
{
  const int64_t deadline = now_ms () + QMP_TIMEOUT_MS;
  json_t *o;
  int r;

  while ((r = next_message (q, deadline, &o)) == 1) {
    const json_t *id = json_object_get (o, "id");
    if (json_is_integer (id) && json_integer_value (id) == (json_int_t) n) {
      json_t *value = reply_value (g, name, o);
      json_decref (o);
      json_decref (value);
      return value ? 0 : -1;
    }
    json_decref (o);
  }
  return no_answer (g, name, r);
}

int
guestfs_int_qmp_execute_all (guestfs_h *g, struct qmp *q,
                             const struct qmp_command *commands, size_t n)
{
  size_t sent = 0, received = 0;
  int r = 0;

  while (r == 0 && received < n) {
    for (; r == 0 && sent < n && sent < received + BATCH; sent++)
      r = send_numbered (g, q, &commands[sent], sent);
    if (r == 0) {
      r = receive_numbered (g, q, commands[received].name, received);
      received++;
    }
  }
  for (; sent < n; sent++)
    json_decref (commands[sent].args);
  return r;
}

int
guestfs_int_qmp_getfd (guestfs_h *g, struct qmp *q, const char *name, int fd)
{
  CLEANUP_FREE char *text =
    safe_asprintf (g, "{\"execute\":\"getfd\",\"id\":0,"
                   "\"arguments\":{\"fdname\":\"%s\"}}\r\n", name);
  char control[CMSG_SPACE (sizeof fd)] = { 0 };
  struct iovec iov = { text, strlen (text) };
  struct msghdr msg = {
    .msg_iov = &iov, .msg_iovlen = 1,
    .msg_control = control, .msg_controllen = sizeof control,
  };
  struct cmsghdr *c = CMSG_FIRSTHDR (&msg);

  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (c), &fd, sizeof fd);
  if (sendmsg (q->fd, &msg, MSG_NOSIGNAL) != (ssize_t) iov.iov_len) {
    perrorf (g, "QEMU: getfd");
    return -1;
  }
  return receive_numbered (g, q, "getfd", 0);
}

/* 1: completed, -1: failed, 0: neither */
static int
migration_status (json_t *o)
{
  const char *event = json_string_value (json_object_get (o, "event"));
  const char *status = "";

  if (!event || strcmp (event, "MIGRATION") != 0)
    return 0;
  json_unpack (o, "{s:{s?s}}", "data", "status", &status);
  return strcmp (status, "completed") == 0 ? 1
    : strcmp (status, "failed") == 0 ? -1 : 0;
}

/* A command that was sent before, without waiting, may have been refused. */
int
guestfs_int_qmp_wait_migration (guestfs_h *g, struct qmp *q, int timeout_ms)
{
  const int64_t deadline = now_ms () + timeout_ms;
  int r, status = 0;
  bool refused = false;
  json_t *o;

  while (status == 0 && !refused && (r = next_message (q, deadline, &o)) == 1) {
    status = migration_status (o);
    refused = json_object_get (o, "error") != NULL;
    if (refused)
      json_decref (reply_value (g, "migration", o));
    json_decref (o);
  }
  if (refused)
    return -1;
  if (status == 0)
    return no_answer (g, "migration", r);
  if (status == -1)
    error (g, "QEMU: it could not save or load the machine");
  return status == 1 ? 0 : -1;
}
