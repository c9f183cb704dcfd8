/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls against a fake daemon: good ones, hostile ones, streams, cancel. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fake.h"
#include "launch.h"

static char *tmpdir;            /* of this program */

static char *
tmp_path (const char *name)
{
  char *path;

  if (asprintf (&path, "%s/%s", tmpdir, name) == -1)
    abort ();
  return path;
}

static void
write_file (const char *path, const void *p, size_t n)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd == -1 || full_write (fd, p, n) == -1 || close (fd) == -1)
    abort ();
}

/* Bytes that are not the same everywhere. */
static char *
pattern (size_t n)
{
  char *p = malloc (n);
  uint32_t x = 12345;

  for (size_t i = 0; i < n; i++) {
    x = x * 1103515245 + 12345;
    p[i] = x >> 24;
  }
  return p;
}

static int
call_files (struct fake *f, const char *file_in, const char *file_out)
{
  struct call c;
  int r;

  guestfs_int_enter (f->g, "files");
  guestfs_int_call_init (f->g, &c, "files", FAKE_PROC);
  c.file_in = file_in;
  c.file_out = file_out;
  r = guestfs_int_call_run (&c);
  guestfs_int_call_done (&c);
  guestfs_int_leave (f->g);
  return r;
}

/* After a failure that is nobody's death. */
static void
check_still_works (struct fake *f)
{
  CHECK (f->g->state == READY && f->g->conn && f->quits == 0);
  CHECK (fake_call_plain (f) == 0);
}

/* ---- Replies ---- */

static void
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

static void
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

static struct got
take_call (struct fake *f)
{
  struct got call = { .payload = NULL };

  fake_expect (f, FRAME_CALL, &call);
  return call;
}

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
  { "HELLO in a call", h_hello, "does not belong into a call" },
  { "SETUP in a call", h_setup, "does not belong into a call" },
  { "READY in a call", h_ready, "does not belong into a call" },
  { "CALL in a call", h_call, "does not belong into a call" },
  { "CHUNK nobody asked for", h_chunk, "nobody had asked for" },
  { "END nobody asked for", h_end, "nobody had asked for" },
  { "ABORT nobody asked for", h_abort, "nobody had asked for" },
  { "bad PROGRESS", h_bad_progress, "progress message" },
  { "wrong serial", h_wrong_serial, "a reply to another call" },
  { "wrong procedure", h_wrong_proc, "a reply to another procedure" },
  { "wrong program", h_wrong_prog, "a reply of another protocol" },
  { "wrong version", h_wrong_vers, "a reply of another protocol" },
  { "wrong direction", h_direction, "a call instead of a reply" },
  { "wrong status", h_status, "unknown status" },
  { "error without text", h_error_without_text, "an error that cannot" },
  { "error with NUL", h_error_with_nul, "an error that cannot" },
  { "error of 4 GiB", h_error_too_long, "an error that cannot" },
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
  guestfs_int_conn_free (g, conn);
  close (s[1]);
  guestfs_close (g);
}

/* ---- FileIn ---- */

#define FILE_SIZE (3 * 1024 * 1024 + 17)

struct upload {
  char *expect;
  size_t size;
  uint64_t hint;
};

static void
upload_script (struct fake *f)
{
  const struct upload *u = f->data;
  struct got call = take_call (f), chunk = { .payload = NULL };
  size_t at = 0;

  CHECK (call.header.progress_hint == u->hint);
  while (fake_read (f, &chunk) && chunk.kind == FRAME_CHUNK) {
    CHECK (chunk.length <= FRAME_CHUNK_SIZE);
    CHECK (at + chunk.length <= u->size
           && memcmp (chunk.payload, u->expect + at, chunk.length) == 0);
    at += chunk.length;
  }
  CHECK (chunk.kind == FRAME_END && at == u->size);
  fake_reply (f, &call, NULL);
  free (call.payload);
  free (chunk.payload);
  fake_serve_one (f);
}

static void
test_upload (void)
{
  CLEANUP_FREE char *data = pattern (FILE_SIZE), *path = tmp_path ("in");
  struct upload u = { data, FILE_SIZE, FILE_SIZE };
  struct fake f;

  write_file (path, data, FILE_SIZE);
  fake_start (&f, upload_script, &u);
  CHECK (call_files (&f, path, NULL) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

static void *
feed_pipe (void *data)
{
  int fd = *(int *) data;

  for (int i = 0; i < 10; i++) {
    const struct timespec ts = { 0, 5 * 1000 * 1000 };

    full_write (fd, "0123456789", 10);
    nanosleep (&ts, NULL);
  }
  close (fd);
  return NULL;
}

/* A pipe that is slow: its size is not known, and waiting is not spinning. */
static void
test_upload_pipe (void)
{
  char expect[100];
  struct upload u = { expect, sizeof expect, 0 };
  struct fake f;
  pthread_t thread;
  int p[2];
  char path[64];

  for (size_t i = 0; i < sizeof expect; i++)
    expect[i] = '0' + i % 10;
  if (pipe2 (p, O_CLOEXEC) == -1)
    abort ();
  snprintf (path, sizeof path, "/proc/self/fd/%d", p[0]);
  fake_start (&f, upload_script, &u);
  pthread_create (&thread, NULL, feed_pipe, &p[1]);
  CHECK (call_files (&f, path, NULL) == 0);
  pthread_join (thread, NULL);
  check_still_works (&f);
  close (p[0]);
  fake_finish (&f);
}

static void
test_upload_missing (void)
{
  struct fake f;

  fake_start (&f, fake_serve_one, NULL);
  CHECK (call_files (&f, "/none/such", NULL) == -1);
  CHECK (guestfs_last_errno (f.g) == ENOENT);
  CHECK (strstr (f.error, "files: /none/such: "));
  CHECK (call_files (&f, "/", NULL) == -1);
  CHECK (guestfs_last_errno (f.g) == EISDIR);
  check_still_works (&f);       /* the daemon has not heard of them */
  fake_finish (&f);
}

static void
refusing_script (struct fake *f)
{
  struct got call = take_call (f), chunk = { .payload = NULL };
  unsigned chunks = 0;

  fake_expect (f, FRAME_CHUNK, &chunk);
  fake_send (f, FRAME_CANCEL, "", 0);
  while (fake_read (f, &chunk) && chunk.kind == FRAME_CHUNK)
    chunks++;
  CHECK (chunk.kind == FRAME_ABORT);
  CHECK (chunks < 64);          /* of 128: it did stop */
  fake_reply_error (f, &call, "ENOSPC", "/full: no space left");
  free (call.payload);
  free (chunk.payload);
  fake_serve_one (f);
}

static void
test_upload_refused (void)
{
  CLEANUP_FREE char *path = tmp_path ("sparse");
  struct fake f;

  write_file (path, "", 0);
  CHECK (truncate (path, 128 * FRAME_CHUNK_SIZE) == 0);
  fake_start (&f, refusing_script, NULL);
  CHECK (call_files (&f, path, NULL) == -1);
  CHECK (guestfs_last_errno (f.g) == ENOSPC);
  CHECK (strcmp (f.error, "files: /full: no space left") == 0);
  check_still_works (&f);
  fake_finish (&f);
}

/* The daemon's CANCEL crosses our END: it does no harm. */
static void
late_cancel_script (struct fake *f)
{
  struct got call = take_call (f), chunk = { .payload = NULL };

  while (fake_read (f, &chunk) && chunk.kind == FRAME_CHUNK)
    ;
  CHECK (chunk.kind == FRAME_END);
  fake_send (f, FRAME_CANCEL, "", 0);
  fake_reply (f, &call, NULL);
  free (call.payload);
  free (chunk.payload);
  fake_serve_one (f);
}

static void
test_late_cancel (void)
{
  CLEANUP_FREE char *path = tmp_path ("in");
  struct fake f;

  write_file (path, "abc", 3);
  fake_start (&f, late_cancel_script, NULL);
  CHECK (call_files (&f, path, NULL) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

static void
aborted_upload_script (struct fake *f)
{
  struct got call = take_call (f), chunk = { .payload = NULL };
  struct failure failure = { .message = NULL };
  struct wire_reader r;

  while (fake_read (f, &chunk) && chunk.kind == FRAME_CHUNK)
    ;
  CHECK (chunk.kind == FRAME_ABORT);
  wire_reader_init (&r, chunk.payload, chunk.length);
  wire_get_failure (&r, &failure);
  CHECK (wire_reader_finished (&r));
  CHECK (strcmp (failure.errno_name, f->data) == 0);
  failure_done (&failure);
  fake_reply_error (f, &call, "EBADMSG", "the upload was given up");
  free (call.payload);
  free (chunk.payload);
  fake_serve_one (f);
}

/* A file that can be opened but not read. */
static void
test_upload_read_error (void)
{
  struct fake f;

  fake_start (&f, aborted_upload_script, (void *) "EIO");
  CHECK (call_files (&f, "/proc/self/mem", NULL) == -1);
  CHECK (guestfs_last_errno (f.g) == EIO);
  CHECK (strstr (f.error, "/proc/self/mem: cannot be read"));
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- FileOut ---- */

static void
download_script (struct fake *f)
{
  CLEANUP_FREE char *data = pattern (FILE_SIZE);
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  for (size_t at = 0; at < FILE_SIZE; ) {
    size_t n = FILE_SIZE - at < 500000 ? FILE_SIZE - at : 500000;

    fake_send (f, FRAME_CHUNK, data + at, n);
    fake_progress (f, &call, at, FILE_SIZE);
    at += n;
  }
  fake_send (f, FRAME_END, "", 0);
  free (call.payload);
  fake_serve_one (f);
}

static bool
file_is (const char *path, const char *expect, size_t n)
{
  CLEANUP_FREE char *buf = malloc (n + 1);
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);

  return fd >= 0 && full_read (fd, buf, n + 1) == (ptrdiff_t) n
    && memcmp (buf, expect, n) == 0;
}

static void
test_download (void)
{
  CLEANUP_FREE char *data = pattern (FILE_SIZE), *path = tmp_path ("out");
  struct fake f;
  struct stat st;

  umask (027);
  fake_start (&f, download_script, NULL);
  CHECK (call_files (&f, NULL, path) == 0);
  CHECK (file_is (path, data, FILE_SIZE));
  CHECK (stat (path, &st) == 0 && (st.st_mode & 0777) == 0640);
  CHECK (f.progresses == 7);
  check_still_works (&f);
  fake_finish (&f);
  umask (022);
}

static void
cut_short_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  fake_send (f, FRAME_CHUNK, "half", 4);
  fake_abort (f, "EIO", "/bad: read: input/output error");
  free (call.payload);
  fake_serve_one (f);
}

static void
test_download_cut_short (void)
{
  CLEANUP_FREE char *path = tmp_path ("cut");
  struct fake f;

  fake_start (&f, cut_short_script, NULL);
  CHECK (call_files (&f, NULL, path) == -1);
  CHECK (guestfs_last_errno (f.g) == EIO);
  CHECK (strcmp (f.error, "files: /bad: read: input/output error") == 0);
  CHECK (file_is (path, "half", 4));
  check_still_works (&f);
  fake_finish (&f);
}

/* What the file held is lost only when there is something to put there. */
static void
test_download_refused (void)
{
  CLEANUP_FREE char *path = tmp_path ("precious");
  struct fake f;

  write_file (path, "precious", 8);
  fake_start (&f, error_script, NULL);
  CHECK (call_files (&f, NULL, path) == -1);
  CHECK (guestfs_last_errno (f.g) == ENOENT);
  CHECK (file_is (path, "precious", 8));
  CHECK (fake_call_plain (&f) == -1);   /* what the script has still to say */
  check_still_works (&f);
  fake_finish (&f);
}

/* Sends until it is told to stop. */
static void
endless_script (struct fake *f)
{
  static char junk[100000];
  struct got call = take_call (f), cancel = { .payload = NULL };
  char c;

  fake_reply (f, &call, NULL);
  while (recv (f->sock, &c, 1, MSG_PEEK | MSG_DONTWAIT) == -1)
    fake_send (f, FRAME_CHUNK, junk, sizeof junk);
  fake_expect (f, FRAME_CANCEL, &cancel);
  fake_abort (f, "EINTR", "told to stop");
  free (call.payload);
  free (cancel.payload);
  fake_serve_one (f);
}

static void
test_download_write_error (void)
{
  struct fake f;

  fake_start (&f, endless_script, NULL);
  CHECK (call_files (&f, NULL, "/dev/full") == -1);
  CHECK (guestfs_last_errno (f.g) == ENOSPC);
  CHECK (strstr (f.error, "/dev/full: cannot be written"));
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_download_open_error (void)
{
  struct fake f;

  fake_start (&f, endless_script, NULL);
  CHECK (call_files (&f, NULL, "/none/such") == -1);
  CHECK (guestfs_last_errno (f.g) == ENOENT);
  CHECK (strstr (f.error, "files: /none/such: "));
  check_still_works (&f);
  fake_finish (&f);
}

/* One that does not stop is stopped. */
static void
deaf_script (struct fake *f)
{
  static char junk[FRAME_CHUNK_MAX];
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  for (int i = 0; i < 200; i++)
    fake_send (f, FRAME_CHUNK, junk, sizeof junk);
  free (call.payload);
}

static void
test_deaf_daemon (void)
{
  struct fake f;

  fake_start (&f, deaf_script, NULL);
  CHECK (call_files (&f, NULL, "/dev/full") == -1);
  CHECK (strstr (f.error, "does not stop"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);
}

/* ---- guestfs_user_cancel ---- */

static void *
cancel_soon (void *data)
{
  const struct timespec ts = { 0, 100 * 1000 * 1000 };

  nanosleep (&ts, NULL);
  guestfs_int_user_cancel (data);
  return NULL;
}

static void
check_cancelled (const char *in, const char *out,
                 void (*script) (struct fake *), void *data)
{
  struct fake f;
  pthread_t thread;

  fake_start (&f, script, data);
  pthread_create (&thread, NULL, cancel_soon, f.g);
  CHECK (call_files (&f, in, out) == -1);
  CHECK (guestfs_last_errno (f.g) == EINTR);
  CHECK (strcmp (f.error, "files: cancelled by the user") == 0);
  pthread_join (thread, NULL);
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_user_cancel_upload (void)
{
  check_cancelled ("/dev/zero", NULL, aborted_upload_script,
                   (void *) "EINTR");
}

/* Nothing to read: it waits for the pipe, not for the daemon. */
static void
test_user_cancel_idle_upload (void)
{
  int p[2];
  char path[64];

  if (pipe2 (p, O_CLOEXEC) == -1)
    abort ();
  snprintf (path, sizeof path, "/proc/self/fd/%d", p[0]);
  check_cancelled (path, NULL, aborted_upload_script, (void *) "EINTR");
  close (p[0]);
  close (p[1]);
}

static void
test_user_cancel_download (void)
{
  check_cancelled (NULL, "/dev/null", endless_script, NULL);
}

static void
slow_script (struct fake *f)
{
  struct got call = take_call (f), cancel = { .payload = NULL };

  fake_expect (f, FRAME_CANCEL, &cancel);
  fake_reply_error (f, &call, "EINTR", "given up");
  free (call.payload);
  free (cancel.payload);
  fake_serve_one (f);
}

static guestfs_h *signalled;

static void
on_alarm (int sig)
{
  (void) sig;
  guestfs_int_user_cancel (signalled);
}

/* A call without streams, and from a signal handler. */
static void
test_user_cancel_call (void)
{
  struct sigaction sa = { .sa_handler = on_alarm };
  struct fake f;
  struct call c;

  fake_start (&f, slow_script, NULL);
  signalled = f.g;
  sigaction (SIGALRM, &sa, NULL);
  guestfs_int_call_init (f.g, &c, "slow", FAKE_PROC);
  c.cancellable = true;
  ualarm (100 * 1000, 0);
  CHECK (guestfs_int_call_run (&c) == -1);
  CHECK (guestfs_last_errno (f.g) == EINTR);
  guestfs_int_call_done (&c);
  signal (SIGALRM, SIG_DFL);
  check_still_works (&f);
  fake_finish (&f);
}

/* Before a call it means nothing, and a call that cannot be cancelled is
 * not. */
static void
test_user_cancel_ignored (void)
{
  CLEANUP_FREE char *path = tmp_path ("in");
  struct fake f;

  write_file (path, "abc", 3);
  fake_start (&f, late_cancel_script, NULL);
  guestfs_int_user_cancel (f.g);
  CHECK (call_files (&f, path, NULL) == 0);
  guestfs_int_user_cancel (f.g);
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- Console ---- */

static void
chatty_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "one\r\ntw");
  fake_print (f, "o\r\nlast words\r\n");
  free (call.payload);
}

static void
test_console (void)
{
  struct fake f;

  fake_start (&f, chatty_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strcmp (f.console_seen.ptr, "one\ntwo\nlast words\n") == 0);
  CHECK (strstr (f.error, "console ended with: one|two|last words"));
  fake_finish (&f);
}

/* A panicked machine does not close anything: it hangs. */
static void
panic_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[    1.234567] Kernel panic - not syncing: "
              "Attempted to kill init!\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_panic (void)
{
  struct fake f;
  time_t start = time (NULL);

  fake_start (&f, panic_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (time (NULL) - start < 10);
  CHECK (strstr (f.error, "Kernel panic - not syncing: Attempted to kill"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);
}

/* ---- Hangs ---- */

/* The same stretch of being stuck, reported twice, among others. */
static void
hang_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[  400.5] INFO: task mount:7 blocked for more than 241 "
              "seconds.\r\n[  400.5] INFO: task sync:8 blocked for more than "
              "242 seconds.\r\n[  461.0] INFO: task mount:7 blocked for more "
              "than 301 seconds.\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
oops_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[   4.5] kernel BUG at fs/ext4/inode.c:1234!\r\n"
              "[   4.6] Oops: 0002 [#1]\r\n"
              "[   4.7] Kernel panic - not syncing: Fatal exception\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

/* Stopped and continued: everything looks stuck, each time since another
 * moment, or by another task. */
static void
stopped_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "[  900.0] watchdog: BUG: soft lockup - CPU#0 stuck for "
              "500s! [dd:5]\r\n[ 2000.0] watchdog: BUG: soft lockup - CPU#0 "
              "stuck for 900s! [dd:5]\r\n[ 2000.0] INFO: task sync:8 blocked "
              "for more than 900 seconds.\r\n");
  fake_reply (f, &call, NULL);
  free (call.payload);
}

static void
mute_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_hang (void)
{
  struct fake f;

  fake_start (&f, hang_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "hangs: INFO: task mount:7 blocked for more than "
                 "301 seconds.: add the drives"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);

  fake_start (&f, oops_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "panicked: Kernel panic - not syncing: Fatal "
                 "exception (kernel BUG at fs/ext4/inode.c:1234!): add"));
  fake_finish (&f);

  fake_start (&f, stopped_script, NULL);
  CHECK (fake_call_plain (&f) == 0);
  CHECK (f.g->state == READY && f.quits == 0);
  fake_finish (&f);
}

static void
test_call_timeout (void)
{
  struct fake f;
  time_t start = time (NULL);

  fake_start (&f, mute_script, NULL);
  f.g->conn->call_timeout = 1;
  CHECK (fake_call_plain (&f) == -1);
  CHECK (time (NULL) - start < 60);
  CHECK (strstr (f.error, "hangs: nothing has come of this call for 1 sec"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);
}

/* The words may stand in something that a guest had logged. */
static void
no_panic_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "guestfsd: log: [ 1.2] Kernel panic - not syncing: x\r\n");
  fake_reply (f, &call, NULL);
  free (call.payload);
  fake_serve_one (f);
}

static void
test_no_panic (void)
{
  struct fake f;

  fake_start (&f, no_panic_script, NULL);
  CHECK (fake_call_plain (&f) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- Callbacks that do what they should not ---- */

static int nested_errno;

static void
call_inside (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  guestfs_push_error_handler (g, NULL, NULL);
  CHECK (fake_call_plain (opaque) == -1);
  nested_errno = guestfs_last_errno (g);
  guestfs_pop_error_handler (g);
}

static void
test_call_in_callback (void)
{
  struct fake f;
  struct call c;

  fake_start (&f, echo_script, NULL);
  guestfs_set_event_callback (f.g, call_inside, GUESTFS_EVENT_PROGRESS, 0, &f);
  guestfs_int_call_init (f.g, &c, "echo", FAKE_PROC);
  c.optargs = 5;
  wire_put_u32 (&c.args, 1);
  CHECK (guestfs_int_call_run (&c) == 0);
  CHECK (wire_get_u32 (&c.ret) == 2);
  CHECK (nested_errno == EBUSY);
  guestfs_int_call_done (&c);
  fake_finish (&f);
}

static void
shutdown_inside (guestfs_h *g, void *opaque, uint64_t event,
                 int event_handle, int flags, const char *buf,
                 size_t buf_len, const uint64_t *array, size_t array_len)
{
  (void) opaque; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  guestfs_int_shutdown_backend (g, false);
}

static void
progress_only_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_progress (f, &call, 1, 2);
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_shutdown_in_callback (void)
{
  struct fake f;

  fake_start (&f, progress_only_script, NULL);
  guestfs_set_event_callback (f.g, shutdown_inside, GUESTFS_EVENT_PROGRESS,
                              0, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (guestfs_last_errno (f.g) == ECANCELED);
  CHECK (f.g->state == CONFIG && !f.g->conn);
  fake_finish (&f);
}

/* ---- HELLO and SETUP ---- */

static void
say_hello (struct fake *f, uint32_t protocol, const char *build)
{
  const struct hello h = { protocol, (char *) build, (char *) "6.1.0" };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_hello (&w, &h);
  fake_send (f, FRAME_HELLO, w.data, w.len);
  wire_writer_done (&w);
}

static void
hello_script (struct fake *f)
{
  struct got got = { .payload = NULL };
  struct setup s;
  struct wire_reader r;

  say_hello (f, GUESTFS_PROTOCOL_VERSION, GUESTFS_BUILD_ID);
  fake_expect (f, FRAME_SETUP, &got);
  wire_reader_init (&r, got.payload, got.length);
  wire_get_setup (&r, &s);
  CHECK (wire_reader_finished (&r));
  CHECK (s.network == 1 && s.autosync == 0 && s.verbose == 0);
  CHECK (s.entropy_len >= 32);
  CHECK (llabs ((long long) s.clock_sec - time (NULL)) < 60);
  CHECK (s.nr_drives == 0);
  setup_done (&s);
  free (got.payload);
  fake_send (f, FRAME_READY, "", 0);
  fake_serve_one (f);
}

static void
test_hello (void)
{
  struct fake f;

  fake_start (&f, hello_script, NULL);
  f.g->enable_network = true;
  CHECK (guestfs_int_wait_hello (f.g, NULL) == 0);
  CHECK (guestfs_int_send_setup (f.g) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

static void hello_other_build (struct fake *f)
{ say_hello (f, GUESTFS_PROTOCOL_VERSION, "0.0.0"); }
static void hello_other_protocol (struct fake *f)
{ say_hello (f, 4, GUESTFS_BUILD_ID); }
static void hello_garbage (struct fake *f)
{ fake_send (f, FRAME_HELLO, "abc", 3); }
static void hello_not (struct fake *f)
{ fake_send (f, FRAME_READY, "", 0); }
static void hello_unknown (struct fake *f)
{ fake_send_raw (f, "SSH-2.0-OpenSSH_9.2", 19); }
static void hello_nothing (struct fake *f) { (void) f; }

static void
check_no_hello (const char *name, void (*script) (struct fake *),
                int expect, const char *message)
{
  struct fake f;

  fake_test = name;
  fake_start (&f, script, NULL);
  CHECK (guestfs_int_wait_hello (f.g, NULL) == expect);
  CHECK (f.nr_errors == (expect == -1));
  CHECK (strstr (f.error, message));
  fake_finish (&f);
}

static void
boot_panic_script (struct fake *f)
{
  struct got end = { .payload = NULL };

  fake_print (f, "Kernel panic - not syncing: VFS: no root\n");
  while (fake_read (f, &end))
    ;
  free (end.payload);
}

static void
test_no_hello (void)
{
  check_no_hello ("other build", hello_other_build, -1, "of version 0.0.0");
  check_no_hello ("other protocol", hello_other_protocol, -1, "protocol 4");
  check_no_hello ("garbage", hello_garbage, -1, "cannot be understood");
  check_no_hello ("not HELLO", hello_not, -1, "instead of its greeting");
  check_no_hello ("unknown kind", hello_unknown, -1, "no known kind");
  check_no_hello ("panic", boot_panic_script, -1, "VFS: no root");
  check_no_hello ("closed", hello_nothing, -2, "");
}

static void
silent_script (struct fake *f)
{
  struct got end = { .payload = NULL };

  while (fake_read (f, &end))
    ;
  free (end.payload);
}

static void
test_hello_deadline (void)
{
  struct fake f;
  struct timespec deadline;

  fake_start (&f, silent_script, NULL);
  clock_gettime (CLOCK_MONOTONIC, &deadline);
  deadline.tv_nsec += 50 * 1000 * 1000;
  if (deadline.tv_nsec >= 1000000000) {
    deadline.tv_sec++;
    deadline.tv_nsec -= 1000000000;
  }
  CHECK (guestfs_int_wait_hello (f.g, &deadline) == -2);
  CHECK (f.nr_errors == 0);
  fake_finish (&f);
}

static void
setup_refused_script (struct fake *f)
{
  struct got got = { .payload = NULL };

  fake_expect (f, FRAME_SETUP, &got);
  fake_abort (f, "ENODEV", "target 0: no disk there");
  free (got.payload);
}

static void
test_setup_refused (void)
{
  struct fake f;

  fake_start (&f, setup_refused_script, NULL);
  CHECK (guestfs_int_send_setup (f.g) == -1);
  CHECK (guestfs_last_errno (f.g) == ENODEV);
  CHECK (strstr (f.error, "target 0: no disk there"));
  fake_finish (&f);
}

/* ---- All of them ---- */

static size_t
open_descriptors (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  size_t n = 0;

  while (readdir (dir))
    n++;
  closedir (dir);
  return n;
}

static const struct {
  const char *name;
  void (*run) (void);
} tests[] = {
#define T(name) { #name, test_##name }
  T (echo), T (error), T (hostile), T (bad_results), T (long_reply),
  T (long_arguments), T (message_max),
  T (upload), T (upload_pipe), T (upload_missing), T (upload_refused),
  T (late_cancel), T (upload_read_error),
  T (download), T (download_cut_short), T (download_refused),
  T (download_write_error), T (download_open_error), T (deaf_daemon),
  T (user_cancel_upload), T (user_cancel_idle_upload),
  T (user_cancel_download), T (user_cancel_call), T (user_cancel_ignored),
  T (console), T (panic), T (no_panic), T (hang),
    T (call_timeout),
  T (call_in_callback), T (shutdown_in_callback),
  T (hello), T (no_hello), T (hello_deadline), T (setup_refused),
};

int
main (int argc, char *argv[])
{
  char template[] = "/tmp/test-calls.XXXXXX";
  CLEANUP_FREE char *rm = NULL;
  size_t before = open_descriptors ();

  alarm (300);                  /* a test that hangs has failed */
  tmpdir = mkdtemp (template);
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    if (argc > 1 && strcmp (argv[1], tests[i].name) != 0)
      continue;
    fake_test = tests[i].name;
    tests[i].run ();
  }
  fake_test = "descriptors";
  CHECK (open_descriptors () == before);
  if (asprintf (&rm, "rm -rf '%s'", tmpdir) == -1 || system (rm) != 0)
    fake_failed++;
  if (fake_failed)
    fprintf (stderr, "%d checks failed\n", fake_failed);
  return fake_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
