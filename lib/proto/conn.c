/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The connection: frames in both directions, and the console beside them.
 *
 * Everything on the other side of the socket may be hostile.  Nothing it does
 * blocks us, makes us allocate more than it has sent, or goes further than
 * this file and the readers of common/wire.h before it is checked.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn.h"
#include "deadline.h"
#include "printable.h"

/* Asked of the kernel, which may give less. */
#define SOCKET_BUFFER (1024 * 1024)
/* Bytes of the console that are kept for error messages. */
#define TAIL_MAX 4096
/* A line longer than this is passed on in pieces. */
#define LINE_MAX_BYTES 4096

/* ---- Life ---- */

static int
set_nonblocking (int fd)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags == -1 || fcntl (fd, F_SETFL, flags | O_NONBLOCK) == -1)
    return -1;
  return fcntl (fd, F_SETFD, FD_CLOEXEC);
}

#define MIB (1024 * 1024)

/* Backend setting message_max=MIB: of a frame, and of a result in memory. */
static size_t
message_max (guestfs_h *g, size_t otherwise)
{
  return (size_t) guestfs_int_backend_setting_number
    (g, "message_max", 1, UINT32_MAX / MIB, otherwise / MIB) * MIB;
}

void
guestfs_int_conn_limit_calls (struct connection *conn, int seconds)
{
  if (conn->call_timeout == 0 || conn->call_timeout > seconds)
    conn->call_timeout = seconds;
}

struct connection *
guestfs_int_conn_new (guestfs_h *g, int sock, int console)
{
  struct connection *conn = safe_calloc (g, 1, sizeof *conn);
  int size = SOCKET_BUFFER;

  conn->sock = sock;
  conn->console = console;
  conn->raw_console = guestfs_int_wants_rescue (g);
  conn->call_timeout =
    guestfs_int_backend_setting_number (g, "call_timeout", 1, INT_MAX, 0);
  conn->result_max = message_max (g, WIRE_BUDGET);
  frame_reader_init (&conn->in, message_max (g, FRAME_MESSAGE_MAX));
  if (set_nonblocking (sock) == -1
      || (console >= 0 && set_nonblocking (console) == -1)) {
    perrorf (g, "cannot prepare the connection to the appliance");
    guestfs_int_conn_free (g, conn);
    return NULL;
  }
  /* Larger is faster, smaller works too. */
  setsockopt (sock, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt (sock, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  return conn;
}

void
guestfs_int_conn_free (guestfs_h *g, struct connection *conn)
{
  (void) g;
  if (!conn)
    return;
  if (conn->in_call) {
    /* A callback shuts the appliance down under a running call: that finds
     * out when it looks next, and frees. */
    conn->abandoned = true;
    return;
  }
  cleanup_close (&conn->sock);
  cleanup_close (&conn->console);
  frame_reader_done (&conn->in);
  strbuf_done (&conn->line);
  strbuf_done (&conn->tail);
  guestfs_int_trouble_done (conn);
  doing_done (&conn->doing);
  free (conn);
}

/* ---- Console ---- */

const char *
guestfs_int_conn_console_tail (struct connection *conn)
{
  return conn->tail.ptr ? conn->tail.ptr : "";
}

const char *
guestfs_int_conn_panic (struct connection *conn)
{
  return conn->panic;
}

/* -1 when there is nothing more to read. */
static int
console_fd (const struct connection *conn)
{
  return conn->console_ended ? -1 : conn->console;
}

static void
keep_tail (guestfs_h *g, struct connection *conn, const char *line, size_t n)
{
  struct strbuf *t = &conn->tail;

  if (strbuf_add (t, line, n) == -1)
    g->abort_cb ();
  if (t->len > 2 * TAIL_MAX) {
    memmove (t->ptr, t->ptr + t->len - TAIL_MAX, TAIL_MAX + 1);
    t->len = TAIL_MAX;
  }
}

/* The line, or what there is of it, goes to whoever listens. */
static void
end_console_line (guestfs_h *g, struct connection *conn)
{
  CLEANUP_STRBUF struct strbuf line = conn->line;

  conn->line = (struct strbuf) STRBUF_INIT;
  if (line.len == 0)
    return;
  guestfs_int_trouble_look (g, conn, line.ptr);
  keep_tail (g, conn, line.ptr, line.len);
  if (!conn->raw_console)
    guestfs_int_call_callbacks_message (g, GUESTFS_EVENT_APPLIANCE,
                                        line.ptr, line.len);
}

/* A prompt has no end of line, and whoever shows it needs each byte. */
static void
console_bytes (guestfs_h *g, struct connection *conn, const char *buf,
               size_t n)
{
  if (conn->raw_console)
    guestfs_int_call_callbacks_message (g, GUESTFS_EVENT_APPLIANCE, buf, n);
  for (size_t i = 0; i < n; i++) {
    if (buf[i] == '\r' || buf[i] == '\0')
      continue;
    if (strbuf_addc (&conn->line, buf[i]) == -1)
      g->abort_cb ();
    if (buf[i] == '\n' || conn->line.len >= LINE_MAX_BYTES)
      end_console_line (g, conn);
  }
}

/* internal_get_console_socket has told its number: it must remain what it is
 * until the handle's machine is gone. */
static void
end_console (struct connection *conn)
{
  if (conn->raw_console)
    conn->console_ended = true;
  else
    close (steal_fd (&conn->console));
}

/* True when there may be more. */
static bool
read_console (guestfs_h *g, struct connection *conn)
{
  char buf[8192];
  ssize_t n = read (conn->console, buf, sizeof buf);

  if (n > 0) {
    console_bytes (g, conn, buf, n);
    return true;
  }
  if (n == -1 && (errno == EAGAIN || errno == EINTR))
    return false;
  end_console_line (g, conn);        /* end of file, or EIO of a terminal */
  end_console (conn);
  return false;
}

void
guestfs_int_conn_drain_console (guestfs_h *g, struct connection *conn)
{
  /* Bounded: a machine that lives on may print for ever. */
  for (int i = 0; i < 64 && console_fd (conn) >= 0; i++)
    if (!read_console (g, conn))
      break;
  end_console_line (g, conn);
}

/* ---- Sending ---- */

void
guestfs_int_conn_queue (struct connection *conn, enum frame_kind kind,
                        const struct wire_writer *header,
                        const void *body, size_t n)
{
  size_t header_len = header ? header->len : 0;

  frame_put_prefix (conn->head, kind, header_len + n);
  if (header_len > 0)
    memcpy (conn->head + FRAME_HEADER_SIZE, header->data, header_len);
  conn->out[0] = (struct iovec) { conn->head, FRAME_HEADER_SIZE + header_len };
  conn->out[1] = (struct iovec) { (void *) body, n };
}

bool
guestfs_int_conn_is_sending (const struct connection *conn)
{
  return conn->out[0].iov_len > 0 || conn->out[1].iov_len > 0;
}

static void
advance (struct connection *conn, size_t n)
{
  for (size_t i = 0; i < 2; i++) {
    size_t part = n < conn->out[i].iov_len ? n : conn->out[i].iov_len;

    conn->out[i].iov_base = (char *) conn->out[i].iov_base + part;
    conn->out[i].iov_len -= part;
    n -= part;
  }
}

static void
send_some (struct connection *conn)
{
  struct msghdr msg = { .msg_iov = conn->out, .msg_iovlen = 2 };
  ssize_t n = sendmsg (conn->sock, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);

  if (n >= 0)
    advance (conn, n);
  else if (errno == EPIPE || errno == ECONNRESET)
    /* There may still be an answer to read, which says why. */
    advance (conn, conn->out[0].iov_len + conn->out[1].iov_len);
  else if (errno != EAGAIN && errno != EINTR)
    conn->closed = true;
}

/* ---- Receiving ---- */

static void
receive_some (guestfs_h *g, struct connection *conn)
{
  size_t n;
  char *p = frame_reader_space (&conn->in, &n);
  ssize_t got;

  if (!p)
    g->abort_cb ();
  got = recv (conn->sock, p, n, MSG_DONTWAIT);
  if (got > 0)
    frame_reader_fed (&conn->in, got);
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    conn->closed = true;
}

enum pumped
guestfs_int_conn_nonsense (struct connection *conn, const char *why)
{
  if (!conn->problem)
    conn->problem = why;
  return PUMP_LOST;
}

enum pumped
guestfs_int_conn_take_doing (struct connection *conn, const struct frame *f)
{
  struct wire_reader r;

  doing_done (&conn->doing);
  wire_reader_init (&r, f->payload, f->length);
  wire_get_doing (&r, &conn->doing);
  if (!wire_reader_finished (&r)) {
    doing_done (&conn->doing);
    return guestfs_int_conn_nonsense (conn, "a malformed message");
  }
  make_printable (conn->doing.what);
  make_printable (conn->doing.device);
  make_printable (conn->doing.type);
  if (conn->doing.device[0] == '\0')
    doing_done (&conn->doing);
  return PUMP_FRAME;
}

/* What it was doing last may be told in what came with the last words of its
 * kernel and was not looked at. */
static void
drain_doing (guestfs_h *g, struct connection *conn)
{
  struct frame f;

  receive_some (g, conn);
  while (frame_reader_next (&conn->in, &f) == 1)
    if (f.kind == FRAME_DOING)
      guestfs_int_conn_take_doing (conn, &f);
}

/* ---- Waiting ---- */

enum { POLL_SOCK, POLL_CONSOLE, POLL_CANCEL, POLL_LOCAL, POLL_NR };

static int
wait_for_events (guestfs_h *g, struct connection *conn, const struct pump *p,
                 struct pollfd fds[POLL_NR])
{
  const short events = (p->hold ? 0 : POLLIN)
    | (guestfs_int_conn_is_sending (conn) ? POLLOUT : 0);

  fds[POLL_SOCK] = (struct pollfd) { events ? conn->sock : -1, events, 0 };
  fds[POLL_CONSOLE] = (struct pollfd) { console_fd (conn), POLLIN, 0 };
  fds[POLL_CANCEL] =
    (struct pollfd) { p->cancellable ? g->cancel_fd : -1, POLLIN, 0 };
  fds[POLL_LOCAL] = (struct pollfd) { p->local_fd, p->local_events, 0 };
  return guestfs_int_wait_until (fds, POLL_NR, p->deadline);
}

/* What is known without waiting; -1 when nothing is. */
static int
known_already (guestfs_h *g, struct connection *conn, const struct pump *p,
               struct frame *ret)
{
  int r;

  if (conn->abandoned || conn->problem || conn->panic || conn->hang)
    return PUMP_LOST;
  if (p->cancellable && guestfs_int_take_cancel (g))
    return PUMP_CANCEL;
  if (p->hold)
    return -1;
  r = frame_reader_next (&conn->in, ret);
  if (r == 1) {
    guestfs_int_trouble_forget_hangs (conn);
    return PUMP_FRAME;
  }
  if (r == -1)
    return guestfs_int_conn_nonsense (conn, conn->in.problem);
  return conn->closed ? PUMP_LOST : -1;
}

enum pumped
guestfs_int_conn_pump (guestfs_h *g, struct connection *conn,
                       const struct pump *p, struct frame *ret)
{
  struct pollfd fds[POLL_NR];
  int known;

  while ((known = known_already (g, conn, p, ret)) == -1) {
    const bool late = guestfs_int_deadline_passed (p->deadline);
    const int r = wait_for_events (g, conn, p, fds);

    /* A console that never stops printing does not put the deadline off. */
    if (r == 0 || (late && !fds[POLL_SOCK].revents))
      return PUMP_TIMEOUT;
    if (r == -1)
      conn->closed = true;
    if (fds[POLL_CONSOLE].revents)
      read_console (g, conn);
    if (!p->hold && fds[POLL_SOCK].revents & (POLLIN | POLLHUP | POLLERR))
      receive_some (g, conn);
    if (fds[POLL_SOCK].revents & POLLOUT) {
      send_some (conn);
      if (!guestfs_int_conn_is_sending (conn))
        return PUMP_SENT;
    }
    if (fds[POLL_LOCAL].revents)
      return PUMP_LOCAL;
  }
  return known;
}

static bool
has_ended (const struct connection *conn)
{
  char c;

  return conn->closed
    || recv (conn->sock, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Of the two that QEMU closes when it ends, one after the other, the console
 * is the first. */
#define SECONDS_FROM_CONSOLE_TO_CHANNEL 10

bool
guestfs_int_conn_is_ending (const struct connection *conn)
{
  const struct timespec deadline =
    guestfs_int_deadline_in (SECONDS_FROM_CONSOLE_TO_CHANNEL * 1000);
  struct pollfd console = { .fd = conn->console };
  struct pollfd channel = { .fd = conn->sock, .events = POLLRDHUP };

  if (has_ended (conn))
    return true;
  return poll (&console, 1, 0) == 1 && console.revents & (POLLHUP | POLLERR)
    && guestfs_int_wait_until (&channel, 1, &deadline) == 1;
}

void
guestfs_int_conn_fds (const struct connection *conn, int *ret_sock,
                      int *ret_console)
{
  *ret_sock = conn->sock;
  *ret_console = conn->console;
}

int
guestfs_int_conn_idle (guestfs_h *g)
{
  struct connection *conn = g->conn;
  const struct timespec now = guestfs_int_deadline_in (0);
  const struct pump p = { .local_fd = -1, .deadline = &now };
  struct frame f;
  enum pumped what;

  if (!conn || conn->in_call)
    return 0;
  what = guestfs_int_conn_pump (g, conn, &p, &f);
  if (what == PUMP_FRAME)
    what = guestfs_int_conn_nonsense (conn, "something that nobody asked for");
  if (what != PUMP_LOST)
    return 0;
  return g->lost_appliance (g, "lost the appliance while no call was running");
}

/* ---- Explaining ---- */

bool
guestfs_int_conn_is_explained (const struct connection *conn)
{
  return conn->panic || conn->hang || conn->problem;
}

/* What has happened to it, and how that is known; malloc'd or NULL. */
static const char *
how_it_ended (guestfs_h *g, const struct connection *conn, char **ret_details)
{
  *ret_details = NULL;
  if (conn->panic || conn->hang) {
    *ret_details = safe_strdup (g, conn->panic ? conn->panic : conn->hang);
    return conn->panic ? "the appliance's kernel panicked"
      : "the appliance hangs";
  }
  if (frame_reader_is_midway (&conn->in))
    return "the appliance closed the connection in the middle of a message";
  return "the appliance closed the connection";
}

char *
guestfs_int_conn_explain_end (guestfs_h *g, struct connection *conn)
{
  CLEANUP_FREE char *details = NULL;
  const struct doing *d = &conn->doing;
  const char *what;

  guestfs_int_conn_drain_console (g, conn);
  if (conn->problem && !conn->panic && !conn->hang)
    return safe_asprintf (g, "the appliance sent %s", conn->problem);
  what = how_it_ended (g, conn, &details);
  if (!conn->problem)
    drain_doing (g, conn);
  if (!d->what)
    return safe_asprintf (g, "%s%s%s", what, details ? ": " : "",
                          details ? details : "");
  return safe_asprintf (g, "%s while %s %s (%s)%s%s", what, d->what, d->device,
                        d->type, details ? ": " : "", details ? details : "");
}

char *
guestfs_int_conn_explain (guestfs_h *g, struct connection *conn)
{
  CLEANUP_FREE char *end = guestfs_int_conn_explain_end (g, conn);

  if (!conn->doing.what)
    return steal (&end);
  return safe_asprintf (g, "%s: the backend setting inspect_without=%s leaves "
                        "it out", end, conn->doing.device);
}
