/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files to and from the fake daemon, and cancelling them. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"
#include "drives.h"
#include "protocols.h"

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

/* ---- Standard output ---- */

/* As download -: fd is what the program's standard output is. */
static int
call_to_stdout (struct fake *f, int fd)
{
  int saved = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  int r;

  if (saved == -1 || dup2 (fd, STDOUT_FILENO) == -1)
    abort ();
  r = call_files (f, NULL, "/dev/stdout");
  dup2 (saved, STDOUT_FILENO);
  close (saved);
  return r;
}

/* "ab", 64 KiB of zeroes, "cd", 8 KiB of zeroes */
#define HOLES_SIZE (2 + 65536 + 2 + 8192)
static char holes[HOLES_SIZE];

static void
holes_script (struct fake *f)
{
  struct got call = take_call (f);

  memcpy (holes, "ab", 2);
  memcpy (holes + 2 + 65536, "cd", 2);
  fake_reply (f, &call, NULL);
  fake_send (f, FRAME_CHUNK, holes, HOLES_SIZE);
  fake_send (f, FRAME_END, "", 0);
  free (call.payload);
  fake_serve_one (f);
}

static void
check_stdout (const char *before, int flags, off_t offset)
{
  CLEANUP_FREE char *path = tmp_path ("stdout"), *expect = NULL;
  const size_t start = flags & O_APPEND ? strlen (before) : (size_t) offset;
  struct fake f;
  int fd;

  expect = calloc (1, start + HOLES_SIZE);
  memcpy (expect, before, strlen (before));
  write_file (path, before, strlen (before));
  fd = open (path, O_WRONLY | O_CLOEXEC | flags);
  CHECK (fd >= 0 && lseek (fd, offset, SEEK_SET) == offset);
  fake_start (&f, holes_script, NULL);
  CHECK (call_to_stdout (&f, fd) == 0);
  memcpy (expect + start, holes, HOLES_SIZE);
  CHECK (file_is (path, expect, start + HOLES_SIZE));
  close (fd);
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_stdout (void)
{
  check_stdout ("", 0, 0);
  check_stdout ("before", 0, 6);
}

/* lseek does not move where the next write goes. */
static void
test_stdout_appends (void)
{
  check_stdout ("", O_APPEND, 0);
  check_stdout ("before", O_APPEND, 0);
}

/* The shell leaves it so after (echo x; truncate -s 0 f) > f. */
static void
test_stdout_at_offset (void)
{
  check_stdout ("", 0, 5);
  check_stdout ("", 0, 5000);
}

/* Somebody else writes behind the hole that we are about to end. */
static void
shared_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  fake_send (f, FRAME_CHUNK, holes, HOLES_SIZE);
  while (lseek (*(int *) f->data, 0, SEEK_CUR) < HOLES_SIZE)
    usleep (1000);
  full_write (*(int *) f->data, "other", 5);
  fake_send (f, FRAME_END, "", 0);
  free (call.payload);
  fake_serve_one (f);
}

static void
test_stdout_shared (void)
{
  CLEANUP_FREE char *path = tmp_path ("shared");
  CLEANUP_CLOSE int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  char tail[5];
  struct fake f;

  fake_start (&f, shared_script, &fd);
  CHECK (call_to_stdout (&f, fd) == 0);
  CHECK (pread (fd, tail, 5, HOLES_SIZE) == 5 && !memcmp (tail, "other", 5));
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- A reader that stalls ---- */

struct reader {
  struct fake *f;
  int fd;
  bool console_came;            /* while nothing was read */
  size_t got;
};

static void
stalled_script (struct fake *f)
{
  CLEANUP_FREE char *data = pattern (500000);
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  fake_send (f, FRAME_CHUNK, data, 500000);
  fake_print (f, "still here\n");
  fake_send (f, FRAME_CHUNK, data, 500000);
  fake_send (f, FRAME_END, "", 0);
  free (call.payload);
  fake_serve_one (f);
}

static void *
read_late (void *data)
{
  const struct timespec ts = { 1, 500 * 1000 * 1000 };
  struct reader *r = data;
  char buf[10000];
  ssize_t n;

  nanosleep (&ts, NULL);
  r->console_came = r->f->console_seen.len > 0;
  while ((n = read (r->fd, buf, sizeof buf)) > 0)
    r->got += n;
  return NULL;
}

/* The console is heard meanwhile, and that the appliance has nothing to say is
 * not its fault. */
static void
test_stalled_reader (void)
{
  pthread_t thread;
  struct fake f;
  int p[2];

  if (pipe2 (p, O_CLOEXEC) == -1)
    abort ();
  struct reader r = { .f = &f, .fd = p[0] };
  fake_start (&f, stalled_script, NULL);
  f.g->conn->call_timeout = 1;
  pthread_create (&thread, NULL, read_late, &r);
  CHECK (call_to_stdout (&f, p[1]) == 0);
  close (p[1]);
  pthread_join (thread, NULL);
  CHECK (r.console_came);
  CHECK (r.got == 1000000);
  close (p[0]);
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- FIFOs by name ---- */

static char *
make_fifo (const char *name)
{
  char *path = tmp_path (name);

  if (mkfifo (path, 0600) == -1)
    abort ();
  return path;
}

struct fifo {
  const char *path;
  int flags;
  char *buf;
  size_t n;
};

/* The other end, which comes late. */
static void *
use_fifo (void *data)
{
  const struct fifo *f = data;
  CLEANUP_CLOSE int fd = -1;

  usleep (200 * 1000);
  fd = open (f->path, f->flags);
  CHECK (fd >= 0);
  if (f->flags == O_WRONLY)
    CHECK (full_write (fd, f->buf, f->n) == 0);
  else
    CHECK (full_read (fd, f->buf, f->n + 1) == (ptrdiff_t) f->n);
  return NULL;
}

static void
test_upload_fifo (void)
{
  CLEANUP_FREE char *data = pattern (FILE_SIZE), *path = make_fifo ("in-fifo");
  struct upload u = { data, FILE_SIZE, 0 };
  struct fifo end = { path, O_WRONLY, data, FILE_SIZE };
  pthread_t thread;
  struct fake f;

  fake_start (&f, upload_script, &u);
  pthread_create (&thread, NULL, use_fifo, &end);
  CHECK (call_files (&f, path, NULL) == 0);
  pthread_join (thread, NULL);
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_download_fifo (void)
{
  CLEANUP_FREE char *data = pattern (FILE_SIZE), *path = make_fifo ("fifo");
  CLEANUP_FREE char *buf = malloc (FILE_SIZE + 1);
  struct fifo end = { path, O_RDONLY, buf, FILE_SIZE };
  pthread_t thread;
  struct fake f;

  fake_start (&f, download_script, NULL);
  f.g->conn->call_timeout = 1;
  pthread_create (&thread, NULL, use_fifo, &end);
  CHECK (call_files (&f, NULL, path) == 0);
  pthread_join (thread, NULL);
  CHECK (memcmp (buf, data, FILE_SIZE) == 0);
  check_still_works (&f);
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

/* Nobody reads: it waits for the pipe, not for the daemon. */
static void
test_user_cancel_stalled_download (void)
{
  int p[2];
  char path[64];

  if (pipe2 (p, O_CLOEXEC) == -1)
    abort ();
  snprintf (path, sizeof path, "/proc/self/fd/%d", p[1]);
  check_cancelled (NULL, path, endless_script, NULL);
  close (p[0]);
  close (p[1]);
}

/* Nobody has opened the other end, and nobody will. */
static void
test_user_cancel_fifos (void)
{
  CLEANUP_FREE char *path = make_fifo ("lonely");

  check_cancelled (path, NULL, aborted_upload_script, (void *) "EINTR");
  check_cancelled (NULL, path, endless_script, NULL);
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

/* ---- … of a call that cannot be stopped ---- */

/* Data of a request, more than a socket holds. */
#define LARGE (3 * 1024 * 1024)

/* Reads the request only when the cancelling has been done, and tells what has
 * come of the call.  Nothing else may have been sent. */
static void
unaware_script (struct fake *f)
{
  const struct timespec ts = { 0, 300 * 1000 * 1000 };
  struct got call;
  char c;

  nanosleep (&ts, NULL);
  call = take_call (f);
  nanosleep (&ts, NULL);
  CHECK (recv (f->sock, &c, 1, MSG_PEEK | MSG_DONTWAIT) == -1);
  if (f->data)
    fake_reply_error (f, &call, f->data, "it failed by itself");
  else
    fake_reply (f, &call, NULL);
  free (call.payload);
  fake_serve_one (f);
}

static void
add_network_drive (guestfs_h *g)
{
  struct drive *drv = guestfs_int_new_drive (g);

  drv->src.protocol = guestfs_int_find_protocol ("nbd");
  drv->src.path = strdup ("");
  guestfs_int_insert_drive (g, drv);
}

/* What the daemon says counts, whether or not the request was out. */
static void
check_not_stopped (const char *error, bool network)
{
  CLEANUP_FREE char *data = pattern (LARGE);
  struct fake f;
  struct call c;
  pthread_t thread;

  fake_start (&f, unaware_script, (void *) error);
  if (network)
    add_network_drive (f.g);
  guestfs_int_call_init (f.g, &c, "plain", FAKE_PROC);
  wire_put_opaque (&c.args, data, LARGE);
  pthread_create (&thread, NULL, cancel_soon, f.g);
  CHECK (guestfs_int_call_run (&c) == (error ? -1 : 0));
  pthread_join (thread, NULL);
  if (error)
    CHECK (guestfs_last_errno (f.g) == ENOENT);
  guestfs_int_call_done (&c);
  check_still_works (&f);
  fake_finish (&f);
}

static void
test_user_cancel_plain (void)
{
  check_not_stopped (NULL, false);
  check_not_stopped ("ENOENT", false);
  check_not_stopped (NULL, true);
  check_not_stopped ("ENOENT", true);
}

/* Its request is sent whole before the daemon hears of it. */
static void
late_reader_script (struct fake *f)
{
  const struct timespec ts = { 0, 300 * 1000 * 1000 };

  nanosleep (&ts, NULL);
  slow_script (f);
}

static void
test_user_cancel_while_sending (void)
{
  CLEANUP_FREE char *data = pattern (LARGE);
  struct fake f;
  struct call c;
  pthread_t thread;

  fake_start (&f, late_reader_script, NULL);
  guestfs_int_call_init (f.g, &c, "slow", FAKE_PROC);
  c.cancellable = true;
  wire_put_opaque (&c.args, data, LARGE);
  pthread_create (&thread, NULL, cancel_soon, f.g);
  CHECK (guestfs_int_call_run (&c) == -1);
  CHECK (guestfs_last_errno (f.g) == EINTR);
  pthread_join (thread, NULL);
  guestfs_int_call_done (&c);
  check_still_works (&f);
  fake_finish (&f);
}

const struct calls_test streams_tests[] = {
#define T(name) { #name, test_##name }
  T (upload), T (upload_pipe), T (upload_missing), T (upload_refused),
  T (late_cancel), T (upload_read_error), T (download),
  T (download_cut_short), T (download_refused), T (download_write_error),
  T (download_open_error), T (deaf_daemon), T (user_cancel_upload),
  T (stdout), T (stdout_appends), T (stdout_at_offset), T (stdout_shared),
  T (stalled_reader), T (upload_fifo), T (download_fifo),
  T (user_cancel_fifos), T (user_cancel_stalled_download),
  T (user_cancel_idle_upload), T (user_cancel_download), T (user_cancel_call),
  T (user_cancel_ignored), T (user_cancel_plain),
  T (user_cancel_while_sending),
  { NULL, NULL },
};
