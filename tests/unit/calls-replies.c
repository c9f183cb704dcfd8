/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replies of the fake daemon: good ones, hostile ones, long ones. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "calls.h"
#include "launch.h"

/* ---- Replies ---- */

void
echo_script (struct fake *f)
{
  struct got call = { .payload = NULL };
  struct wire_writer w;
  uint32_t n;

  fake_expect (f, FRAME_CALL, &call);
  CHECK (call.header.prog == GUESTFS_PROGRAM);
  CHECK (call.header.vers == GUESTFS_PROTOCOL_VERSION);
  CHECK (call.header.proc == FAKE_PROC);
  CHECK (call.header.direction == DIRECTION_CALL);
  CHECK (call.header.optargs_bitmask == 5);
  n = wire_get_u32 (&call.args);
  CHECK (wire_reader_finished (&call.args));
  fake_progress (f, &call, 3, 10);
  wire_writer_init (&w);
  wire_put_u32 (&w, n + 1);
  fake_reply (f, &call, &w);
  wire_writer_done (&w);
  free (call.payload);
}

static void
test_echo (void)
{
  struct fake f;
  struct call c;

  fake_start (&f, echo_script, NULL);
  guestfs_int_call_init (f.g, &c, "echo", FAKE_PROC);
  c.optargs = 5;
  wire_put_u32 (&c.args, 41);
  CHECK (guestfs_int_call_run (&c) == 0);
  CHECK (wire_get_u32 (&c.ret) == 42);
  CHECK (guestfs_int_call_finished (&c));
  guestfs_int_call_done (&c);
  CHECK (f.progresses == 1);
  CHECK (f.last_progress[0] == FAKE_PROC && f.last_progress[2] == 3
         && f.last_progress[3] == 10);
  CHECK (f.nr_errors == 0);
  fake_finish (&f);
}

void
error_script (struct fake *f)
{
  struct got call = { .payload = NULL };

  fake_expect (f, FRAME_CALL, &call);
  fake_reply_error (f, &call, "ENOENT", "/none: open: no such file");
  fake_expect (f, FRAME_CALL, &call);
  fake_reply_error (f, &call, "", "just so");
  free (call.payload);
  fake_serve_one (f);
}

static void
test_error (void)
{
  struct fake f;

  fake_start (&f, error_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (guestfs_last_errno (f.g) == ENOENT);
  CHECK (strcmp (f.error, "plain: /none: open: no such file") == 0);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (guestfs_last_errno (f.g) == 0);
  check_still_works (&f);
  CHECK (f.nr_errors == 2);
  fake_finish (&f);
}

/* ---- Hostile replies ---- */

struct hostile {
  const char *name;
  void (*script) (struct fake *);
  const char *expect;           /* in the error */
};

static void
send_frame_only (struct fake *f, uint32_t kind, const char *p, size_t n)
{
  struct got call = take_call (f);

  fake_send (f, kind, p, n);
  free (call.payload);
}

static void
claim (struct fake *f, uint32_t kind, uint32_t length)
{
  struct got call = take_call (f);
  char prefix[FRAME_HEADER_SIZE];

  frame_put_prefix (prefix, kind, length);
  fake_send_raw (f, prefix, sizeof prefix);
  fake_send_raw (f, "abcd", 4);
  free (call.payload);
}

static void h_close (struct fake *f)
{ struct got call = take_call (f); free (call.payload); }
static void h_close_before (struct fake *f) { (void) f; }
static void h_half_prefix (struct fake *f)
{ struct got call = take_call (f); free (call.payload);
  fake_send_raw (f, "GF", 2); }
static void h_truncated_header (struct fake *f)
{ send_frame_only (f, FRAME_REPLY, "abcdefgh", 8); }
static void h_empty_reply (struct fake *f)
{ send_frame_only (f, FRAME_REPLY, "", 0); }
static void h_4gib (struct fake *f) { claim (f, FRAME_REPLY, UINT32_MAX); }
static void h_1gib (struct fake *f)
{ claim (f, FRAME_REPLY, FRAME_MESSAGE_MAX); }
static void h_long_progress (struct fake *f)
{ claim (f, FRAME_PROGRESS, FRAME_CONTROL_MAX + 1); }
static void h_long_chunk (struct fake *f)
{ claim (f, FRAME_CHUNK, FRAME_CHUNK_MAX + 1); }
static void h_end_with_bytes (struct fake *f) { claim (f, FRAME_END, 4); }
static void h_unknown (struct fake *f)
{ send_frame_only (f, 0x12345678, "", 0); }
static void h_http (struct fake *f)
{ struct got call = take_call (f); free (call.payload);
  fake_send_raw (f, "HTTP/1.1 400 Bad Request\r\n\r\n", 28); }
static void h_hello (struct fake *f)
{ send_frame_only (f, FRAME_HELLO, "", 0); }
static void h_setup (struct fake *f)
{ send_frame_only (f, FRAME_SETUP, "", 0); }
static void h_ready (struct fake *f)
{ send_frame_only (f, FRAME_READY, "", 0); }
static void h_call (struct fake *f)
{ send_frame_only (f, FRAME_CALL, "", 0); }
static void h_chunk (struct fake *f)
{ send_frame_only (f, FRAME_CHUNK, "x", 1); }
static void h_end (struct fake *f) { send_frame_only (f, FRAME_END, "", 0); }
static void h_abort (struct fake *f)
{ struct got call = take_call (f); free (call.payload);
  fake_abort (f, "EIO", "out of the blue"); }
static void h_bad_progress (struct fake *f)
{ send_frame_only (f, FRAME_PROGRESS, "abcd", 4); }

static void h_bad_warning (struct fake *f)
{ send_frame_only (f, FRAME_WARNING, "abcd", 4); }
static void h_long_warning (struct fake *f)
{ claim (f, FRAME_WARNING, FRAME_CONTROL_MAX + 1); }

static void h_bad_doing (struct fake *f)
{ send_frame_only (f, FRAME_DOING, "abcd", 4); }

static void h_wrong_serial (struct fake *f)
{ struct got c = take_call (f); c.header.serial++;
  fake_reply (f, &c, NULL); free (c.payload); }
static void h_wrong_proc (struct fake *f)
{ struct got c = take_call (f); c.header.proc++;
  fake_reply (f, &c, NULL); free (c.payload); }
static void h_wrong_prog (struct fake *f)
{ struct got c = take_call (f); c.header.prog = 1;
  fake_reply (f, &c, NULL); free (c.payload); }
static void h_wrong_vers (struct fake *f)
{ struct got c = take_call (f); c.header.vers++;
  fake_reply (f, &c, NULL); free (c.payload); }

static void
raw_reply (struct fake *f, uint32_t direction, uint32_t status,
           const char *body, size_t n)
{
  struct got call = take_call (f);
  struct header h = call.header;
  struct wire_writer w;

  h.direction = direction;
  h.status = status;
  wire_writer_init (&w);
  wire_put_header (&w, &h);
  wire_put_fixed (&w, body, n);
  fake_send (f, FRAME_REPLY, w.data, w.len);
  wire_writer_done (&w);
  free (call.payload);
}

static void h_direction (struct fake *f)
{ raw_reply (f, DIRECTION_CALL, STATUS_OK, "", 0); }
static void h_status (struct fake *f)
{ raw_reply (f, DIRECTION_REPLY, 2, "", 0); }
static void h_error_without_text (struct fake *f)
{ raw_reply (f, DIRECTION_REPLY, STATUS_ERROR, "\0\0\0\6ENOENT\0\0", 12); }
static void h_error_with_nul (struct fake *f)
{ raw_reply (f, DIRECTION_REPLY, STATUS_ERROR, "\0\0\0\0\0\0\0\4ab\0c", 12); }
static void h_error_too_long (struct fake *f)
{ raw_reply (f, DIRECTION_REPLY, STATUS_ERROR,
             "\0\0\0\0\xff\xff\xff\xff" "abcd", 12); }

static const struct hostile hostiles[] = {
  { "close", h_close, "closed the connection: fake ended by itself" },
  { "close before the call", h_close_before, "closed the connection" },
  { "half a prefix", h_half_prefix, "in the middle of a message" },
  { "truncated header", h_truncated_header, "a truncated reply" },
  { "empty reply", h_empty_reply, "a truncated reply" },
  { "reply of 4 GiB", h_4gib, "longer than is allowed" },
  { "reply of 1 GiB that does not come", h_1gib,
    "in the middle of a message" },
  { "long progress", h_long_progress, "longer than is allowed" },
  { "long chunk", h_long_chunk, "longer than is allowed" },
  { "END with bytes", h_end_with_bytes, "longer than is allowed" },
  { "unknown kind", h_unknown, "no known kind" },
  { "another protocol", h_http, "no known kind" },
  { "HELLO in a call", h_hello, "unexpected message during a call" },
  { "SETUP in a call", h_setup, "unexpected message during a call" },
  { "READY in a call", h_ready, "unexpected message during a call" },
  { "CALL in a call", h_call, "unexpected message during a call" },
  { "CHUNK nobody asked for", h_chunk, "unexpected stream data" },
  { "END nobody asked for", h_end, "unexpected stream data" },
  { "ABORT nobody asked for", h_abort, "unexpected stream data" },
  { "bad PROGRESS", h_bad_progress, "progress message" },
  { "bad WARNING", h_bad_warning, "a malformed warning" },
  { "long WARNING", h_long_warning, "longer than is allowed" },
  { "bad DOING", h_bad_doing, "a malformed message" },
  { "wrong serial", h_wrong_serial, "a reply to another call" },
  { "wrong procedure", h_wrong_proc, "a reply to another procedure" },
  { "wrong program", h_wrong_prog, "a reply of another protocol" },
  { "wrong version", h_wrong_vers, "a reply of another protocol" },
  { "wrong direction", h_direction, "a call instead of a reply" },
  { "wrong status", h_status, "unknown status" },
  { "error without text", h_error_without_text, "malformed error message" },
  { "error with NUL", h_error_with_nul, "malformed error message" },
  { "error of 4 GiB", h_error_too_long, "malformed error message" },
};

static void
test_hostile (void)
{
  for (size_t i = 0; i < sizeof hostiles / sizeof hostiles[0]; i++) {
    struct fake f;

    fake_test = hostiles[i].name;
    fake_start (&f, hostiles[i].script, NULL);
    CHECK (fake_call_plain (&f) == -1);
    CHECK (guestfs_last_errno (f.g) == EPIPE);
    CHECK (strstr (f.error, hostiles[i].expect));
    CHECK (strstr (f.error, "launch again"));
    CHECK (f.g->state == CONFIG && !f.g->conn);
    CHECK (f.quits == 1 && f.nr_errors == 1);
    /* And the next call says what to do. */
    CHECK (fake_call_plain (&f) == -1);
    CHECK (strstr (f.error, "call launch first"));
    fake_finish (&f);
  }
}

/* ---- Results that cannot be decoded: the connection lives on ---- */

static void
bad_result_script (struct fake *f)
{
  const struct wire_writer *w = f->data;
  struct got call = take_call (f);

  fake_reply (f, &call, w);
  free (call.payload);
  fake_serve_one (f);
}

static void
check_bad_result (const char *what, const char *bytes, size_t n)
{
  struct wire_writer w = { (char *) bytes, n, n, false };
  struct fake f;
  struct call c;

  fake_test = what;
  fake_start (&f, bad_result_script, &w);
  guestfs_int_call_init (f.g, &c, "list", FAKE_PROC);
  CHECK (guestfs_int_call_run (&c) == 0);
  string_list_free (wire_get_string_list (&c.ret));
  CHECK (!guestfs_int_call_finished (&c));
  CHECK (guestfs_last_errno (f.g) == EPROTO);
  guestfs_int_call_done (&c);
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_bad_results (void)
{
  check_bad_result ("nothing", "", 0);
  check_bad_result ("4 billion strings", "\xff\xff\xff\xff", 4);
  check_bad_result ("a list cut short", "\0\0\0\2\0\0\0\1a\0\0\0", 12);
  check_bad_result ("a string with NUL", "\0\0\0\1\0\0\0\3a\0c\0", 12);
  check_bad_result ("something left over", "\0\0\0\0\0\0\0\0", 8);
}

/* 4 bytes each in the message, 40 in memory. */
static void
bomb_script (struct fake *f)
{
  struct got call = take_call (f);
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_u32 (&w, 2 * 1024 * 1024);
  for (int i = 0; i < 2 * 1024 * 1024; i++)
    wire_put_string (&w, "");
  fake_reply (f, &call, &w);
  wire_writer_done (&w);
  free (call.payload);
  fake_serve_one (f);
}

static void
test_too_large (void)
{
  struct fake f;
  struct call c;

  fake_start (&f, bomb_script, NULL);
  guestfs_int_call_init (f.g, &c, "list", FAKE_PROC);
  CHECK (guestfs_int_call_run (&c) == 0);
  CHECK (!wire_get_string_list (&c.ret));
  CHECK (!guestfs_int_call_finished (&c));
  CHECK (guestfs_last_errno (f.g) == E2BIG);
  CHECK (strstr (f.error, "too large") && strstr (f.error, "message_max"));
  guestfs_int_call_done (&c);
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- Long replies ---- */

#define LONG_N 200000

static void
long_script (struct fake *f)
{
  struct got call = take_call (f);
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_u32 (&w, LONG_N);
  for (int i = 0; i < LONG_N; i++) {
    char name[64];

    snprintf (name, sizeof name, "a name that is not very short, %d", i);
    wire_put_string (&w, name);
  }
  CHECK (w.len > 8 * 1024 * 1024);
  fake_reply (f, &call, &w);
  wire_writer_done (&w);
  free (call.payload);
}

static void
test_long_reply (void)
{
  struct fake f;
  struct call c;
  char **list;

  fake_start (&f, long_script, NULL);
  guestfs_int_call_init (f.g, &c, "long", FAKE_PROC);
  CHECK (guestfs_int_call_run (&c) == 0);
  list = wire_get_string_list (&c.ret);
  CHECK (guestfs_int_call_finished (&c));
  CHECK (list && string_list_length (list) == LONG_N);
  CHECK (strcmp (list[LONG_N - 1],
                 "a name that is not very short, 199999") == 0);
  string_list_free (list);
  guestfs_int_call_done (&c);
  fake_finish (&f);
}

static void
long_arguments_script (struct fake *f)
{
  struct got call = take_call (f);

  CHECK (call.length > 5 * 1024 * 1024);
  CHECK (call.payload[call.length - 1] == 'z');
  fake_reply (f, &call, NULL);
  free (call.payload);
}

static void
test_long_arguments (void)
{
  const size_t n = 5 * 1024 * 1024;
  struct fake f;
  struct call c;
  CLEANUP_FREE char *big = malloc (n);

  memset (big, 'z', n);
  fake_start (&f, long_arguments_script, NULL);
  guestfs_int_call_init (f.g, &c, "long", FAKE_PROC);
  wire_put_opaque (&c.args, big, n);
  CHECK (guestfs_int_call_run (&c) == 0);
  guestfs_int_call_done (&c);
  fake_finish (&f);
}

/* The cap can be set, in MiB, by the time the connection is made. */
static void
test_message_max (void)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  struct connection *conn;
  int s[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s) == -1)
    abort ();
  guestfs_set_backend_setting (g, "message_max", "2");
  conn = guestfs_int_conn_new (g, s[0], -1);
  CHECK (conn->in.message_max == 2 * 1024 * 1024);
  CHECK (conn->result_max == 2 * 1024 * 1024);
  guestfs_int_conn_free (g, conn);
  close (s[1]);
  guestfs_close (g);
}

const struct calls_test replies_tests[] = {
#define T(name) { #name, test_##name }
  T (echo), T (error), T (hostile), T (bad_results), T (long_reply),
  T (long_arguments), T (message_max), T (too_large),
  { NULL, NULL },
};
