/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A daemon made of a socket pair and a thread. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fake-daemon.h"
#include "launch.h"

const char *fake_test = "";
int fake_failed;

static void __attribute__ ((noreturn))
die (const char *what)
{
  perror (what);
  exit (99);
}

/* ---- The library's side ---- */

static int
no_shutdown (guestfs_h *g, void *data, bool check_for_errors)
{
  (void) g;
  (void) data;
  (void) check_for_errors;
  return 0;
}

static char *
no_explanation (guestfs_h *g, void *data)
{
  (void) g;
  (void) data;
  return strdup ("fake ended by itself");
}

static const struct backend_ops backend = {
  .name = "fake",
  .shutdown = no_shutdown,
  .explain_exit = no_explanation,
};

static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  struct fake *f = opaque;

  (void) g;
  f->nr_errors++;
  snprintf (f->error, sizeof f->error, "%s", msg);
}

static void
on_event (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
          int flags, const char *buf, size_t buf_len, const uint64_t *array,
          size_t array_len)
{
  struct fake *f = opaque;

  (void) g;
  (void) event_handle;
  (void) flags;
  if (event == GUESTFS_EVENT_SUBPROCESS_QUIT)
    f->quits++;
  if (event == GUESTFS_EVENT_APPLIANCE)
    strbuf_add (&f->console_seen, buf, buf_len);
  if (event == GUESTFS_EVENT_PROGRESS && array_len == 4) {
    f->progresses++;
    memcpy (f->last_progress, array, sizeof f->last_progress);
  }
}

static void *
run_script (void *data)
{
  struct fake *f = data;

  f->script (f);
  /* What the library has still to say must not meet a closed socket. */
  shutdown (f->sock, SHUT_WR);
  return NULL;
}

void
fake_start (struct fake *f, void (*script) (struct fake *), void *data)
{
  int s[2], console[2];

  *f = (struct fake) { .script = script, .data = data };
  f->g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  if (!f->g || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s) == -1
      || pipe2 (console, O_CLOEXEC) == -1)
    die ("fake_start");
  guestfs_set_error_handler (f->g, on_error, f);
  guestfs_set_event_callback (f->g, on_event, GUESTFS_EVENT_ALL, 0, f);
  guestfs_set_autosync (f->g, 0);
  f->sock = s[1];
  f->console = console[1];
  f->g->conn = guestfs_int_conn_new (f->g, s[0], console[0]);
  f->g->backend = &backend;
  f->g->state = READY;
  if (pthread_create (&f->thread, NULL, run_script, f) != 0)
    die ("pthread_create");
}

void
fake_finish (struct fake *f)
{
  guestfs_close (f->g);
  pthread_join (f->thread, NULL);
  close (f->sock);
  if (f->console >= 0)
    close (f->console);
  strbuf_done (&f->console_seen);
}

int
fake_call_plain (struct fake *f)
{
  struct call c;
  int r;

  guestfs_int_enter (f->g, "plain");
  guestfs_int_call_init (f->g, &c, "plain", FAKE_PROC);
  r = guestfs_int_call_run (&c);
  if (r == 0 && !guestfs_int_call_finished (&c))
    r = -1;
  guestfs_int_call_done (&c);
  guestfs_int_leave (f->g);
  return r;
}

/* ---- The daemon's side ---- */

bool
fake_read (struct fake *f, struct got *ret)
{
  char prefix[FRAME_HEADER_SIZE];
  struct wire_reader r;

  free (ret->payload);
  *ret = (struct got) { .payload = NULL };
  if (full_read (f->sock, prefix, sizeof prefix) != sizeof prefix)
    return false;
  wire_reader_init (&r, prefix, sizeof prefix);
  ret->kind = wire_get_u32 (&r);
  ret->length = wire_get_u32 (&r);
  ret->payload = malloc (ret->length + 1);
  if (full_read (f->sock, ret->payload, ret->length) != ret->length)
    return false;
  if (ret->kind == FRAME_CALL) {
    wire_reader_init (&ret->args, ret->payload, ret->length);
    wire_get_header (&ret->args, &ret->header);
  }
  return true;
}

void
fake_expect (struct fake *f, uint32_t kind, struct got *ret)
{
  bool read = fake_read (f, ret);

  if (!read || ret->kind != kind) {
    fprintf (stderr, "%s: %s expected, %s came\n", fake_test,
             frame_kind_name (kind),
             read ? frame_kind_name (ret->kind) : "the end");
    fake_failed++;
  }
}

/* The library closes early in many tests: that is no error here. */
void
fake_send_raw (struct fake *f, const void *p, size_t n)
{
  const char *bytes = p;

  while (n > 0) {
    ssize_t r = send (f->sock, bytes, n, MSG_NOSIGNAL);

    if (r == -1)
      return;
    bytes += r;
    n -= r;
  }
}

void
fake_send (struct fake *f, uint32_t kind, const void *p, size_t n)
{
  char prefix[FRAME_HEADER_SIZE];

  frame_put_prefix (prefix, kind, n);
  fake_send_raw (f, prefix, sizeof prefix);
  fake_send_raw (f, p, n);
}

static void
put_reply_header (struct wire_writer *w, const struct got *call,
                  uint32_t status)
{
  struct header h = call->header;

  h.direction = DIRECTION_REPLY;
  h.status = status;
  wire_put_header (w, &h);
}

void
fake_reply (struct fake *f, const struct got *call,
            const struct wire_writer *result)
{
  struct wire_writer w;

  wire_writer_init (&w);
  put_reply_header (&w, call, STATUS_OK);
  if (result)
    wire_put_fixed (&w, result->data, result->len);
  fake_send (f, FRAME_REPLY, w.data, w.len);
  wire_writer_done (&w);
}

void
fake_reply_error (struct fake *f, const struct got *call,
                  const char *errno_name, const char *message)
{
  const struct failure failure = { (char *) errno_name, (char *) message };
  struct wire_writer w;

  wire_writer_init (&w);
  put_reply_header (&w, call, STATUS_ERROR);
  wire_put_failure (&w, &failure);
  fake_send (f, FRAME_REPLY, w.data, w.len);
  wire_writer_done (&w);
}

void
fake_abort (struct fake *f, const char *errno_name, const char *message)
{
  const struct failure failure = { (char *) errno_name, (char *) message };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_failure (&w, &failure);
  fake_send (f, FRAME_ABORT, w.data, w.len);
  wire_writer_done (&w);
}

void
fake_progress (struct fake *f, const struct got *call, uint64_t position,
               uint64_t total)
{
  const struct progress p = { call->header.proc, call->header.serial,
                              position, total };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_progress (&w, &p);
  fake_send (f, FRAME_PROGRESS, w.data, w.len);
  wire_writer_done (&w);
}

void
fake_print (struct fake *f, const char *text)
{
  full_write (f->console, text, strlen (text));
}

void
fake_serve_one (struct fake *f)
{
  struct got call = { .payload = NULL };

  fake_expect (f, FRAME_CALL, &call);
  fake_reply (f, &call, NULL);
  free (call.payload);
}
