/* SPDX-License-Identifier: GPL-2.0-or-later */
/* common/: the XDR cursor, the frame reader, vectors and buffers. */

#include <config.h>

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "frame.h"
#include "strvec.h"
#include "wire.h"

static int failed;

#define CHECK(cond)                                                     \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__,     \
               #cond);                                                  \
      failed++;                                                         \
    }                                                                   \
  } while (0)

/* ---- wire ---- */

static void
test_scalars (void)
{
  struct wire_writer w;
  struct wire_reader r;

  wire_writer_init (&w);
  wire_put_u32 (&w, 0xdeadbeef);
  wire_put_i32 (&w, -2);
  wire_put_u64 (&w, UINT64_MAX - 1);
  wire_put_i64 (&w, INT64_MIN);
  wire_put_bool (&w, 42);
  wire_put_float (&w, -1.5f);
  CHECK (w.len == 4 + 4 + 8 + 8 + 4 + 4);
  CHECK (memcmp (w.data, "\xde\xad\xbe\xef\xff\xff\xff\xfe", 8) == 0);
  wire_reader_init (&r, w.data, w.len);
  CHECK (wire_get_u32 (&r) == 0xdeadbeef);
  CHECK (wire_get_i32 (&r) == -2);
  CHECK (wire_get_u64 (&r) == UINT64_MAX - 1);
  CHECK (wire_get_i64 (&r) == INT64_MIN);
  CHECK (wire_get_bool (&r));
  CHECK (!wire_reader_finished (&r));
  CHECK (wire_get_float (&r) == -1.5f);
  CHECK (wire_reader_finished (&r));
  CHECK (wire_get_u32 (&r) == 0);
  CHECK (r.failed && !wire_reader_finished (&r));
  wire_writer_done (&w);
}

static void
test_strings (void)
{
  static char *const list[] = { (char *) "", (char *) "a", (char *) "abcd",
                                NULL };
  struct wire_writer w;
  struct wire_reader r;
  size_t n;

  wire_writer_init (&w);
  wire_put_string (&w, "abcde");
  CHECK (w.len == 12);
  wire_put_opt_string (&w, NULL);
  wire_put_opt_string (&w, "x");
  wire_put_string_list (&w, list);
  wire_put_opaque (&w, "a\0b", 3);
  wire_reader_init (&r, w.data, w.len);
  CLEANUP_FREE char *s = wire_get_string (&r);
  CHECK (s && strcmp (s, "abcde") == 0);
  CHECK (wire_get_opt_string (&r) == NULL && !r.failed);
  CLEANUP_FREE char *x = wire_get_opt_string (&r);
  CHECK (x && strcmp (x, "x") == 0);
  CLEANUP_FREE_STRING_LIST char **l = wire_get_string_list (&r);
  CHECK (l && string_list_length (l) == 3 && strcmp (l[2], "abcd") == 0);
  CLEANUP_FREE char *o = wire_get_opaque (&r, &n);
  CHECK (o && n == 3 && memcmp (o, "a\0b", 4) == 0);
  CHECK (wire_reader_finished (&r));
  wire_writer_done (&w);
}

/* Every prefix of a good message is a bad one. */
static void
test_truncated (void)
{
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_string (&w, "hello");
  for (size_t n = 0; n < w.len; n++) {
    struct wire_reader r;
    /* Of exactly that size, so that a sanitizer sees one byte too many. */
    CLEANUP_FREE char *copy = malloc (n ? n : 1);

    memcpy (copy, w.data, n);
    wire_reader_init (&r, copy, n);
    CLEANUP_FREE char *s = wire_get_string (&r);
    CHECK (s == NULL && r.failed);
  }
  wire_writer_done (&w);
}

static void
check_bad (const char *what, const char *bytes, size_t n, char which)
{
  struct wire_reader r;

  wire_reader_init (&r, bytes, n);
  switch (which) {
  case 's': free (wire_get_string (&r)); break;
  case 'l': string_list_free (wire_get_string_list (&r)); break;
  case 'b': wire_get_bool (&r); break;
  case 'c': wire_get_count (&r, 8); break;
  }
  if (!r.failed) {
    fprintf (stderr, "accepted: %s\n", what);
    failed++;
  }
}

static void
test_malformed (void)
{
  check_bad ("a boolean of 2", "\0\0\0\2", 4, 'b');
  check_bad ("a string with NUL", "\0\0\0\2a\0\0\0", 8, 's');
  check_bad ("padding that is not zero", "\0\0\0\1abcd", 8, 's');
  check_bad ("a string of 4 GiB", "\xff\xff\xff\xff" "abc", 8, 's');
  check_bad ("a list of 4 billion", "\xff\xff\xff\xff\0\0\0\0", 8, 'l');
  check_bad ("a list that ends early", "\0\0\0\2\0\0\0\0", 8, 'l');
  check_bad ("2 elements in 8 bytes", "\0\0\0\2" "12345678", 12, 'c');
}

/* ---- The budget ----
 * Many small things take more memory than they took in the message. */

static void
put_empty_strings (struct wire_writer *w, uint32_t n)
{
  wire_put_u32 (w, n);
  for (uint32_t i = 0; i < n; i++)
    wire_put_string (w, "");
}

static bool
list_fits (const struct wire_writer *w, size_t budget)
{
  struct wire_reader r;

  wire_reader_init (&r, w->data, w->len);
  r.budget = budget;
  string_list_free (wire_get_string_list (&r));
  CHECK (r.failed == r.too_large);
  return !r.failed;
}

static void
test_budget (void)
{
  struct wire_writer w;

  wire_writer_init (&w);
  put_empty_strings (&w, 1000);
  CHECK (list_fits (&w, 1001 * 8 + 16 + 1000 * 32));
  CHECK (!list_fits (&w, 1001 * 8 + 16 + 1000 * 32 - 1));
  CHECK (!list_fits (&w, 1001 * 8));
  CHECK (!list_fits (&w, 0));
  wire_writer_done (&w);
}

/* A message of 16 MiB that would be 160. */
static void
test_budget_by_default (void)
{
  struct wire_writer w;
  struct wire_reader r;
  struct mallinfo2 before, after;

  wire_writer_init (&w);
  put_empty_strings (&w, 4 * 1024 * 1024);
  before = mallinfo2 ();
  wire_reader_init (&r, w.data, w.len);
  CHECK (!wire_get_string_list (&r) && r.too_large);
  after = mallinfo2 ();
  CHECK (after.arena - before.arena <= WIRE_BUDGET);
  wire_writer_done (&w);
}

/* ---- payloads ---- */

static bool
setup_is_read (const struct setup *s)
{
  struct wire_writer w;
  struct wire_reader r;
  struct setup got;
  bool ret;

  wire_writer_init (&w);
  wire_put_setup (&w, s);
  wire_reader_init (&r, w.data, w.len);
  wire_get_setup (&r, &got);
  ret = wire_reader_finished (&r);
  setup_done (&got);
  wire_writer_done (&w);
  return ret;
}

static void
test_setup (void)
{
  static char *labels[] = { (char *) "", (char *) "data" };
  static char *left_out[] = { (char *) "/dev/sda1", (char *) "why" };
  uint32_t drives[] = { 0, 17 }, request_kib[] = { 0, 64 };
  struct setup s = {
    .verbose = 1, .network = 1, .old_distros = 1,
    .rescue_term = (char *) "xterm", .clock_sec = 1234567890123,
    .clock_nsec = 999999999, .entropy = (char *) "0123456789",
    .entropy_len = 10, .drives = drives, .nr_drives = 2,
    .labels = labels, .nr_labels = 2,
    .request_kib = request_kib, .nr_request_kib = 2,
    .left_out = left_out, .nr_left_out = 2,
  };
  struct setup got;
  struct wire_writer w;
  struct wire_reader r;

  wire_writer_init (&w);
  wire_put_setup (&w, &s);
  wire_reader_init (&r, w.data, w.len);
  wire_get_setup (&r, &got);
  CHECK (wire_reader_finished (&r));
  CHECK (got.verbose == 1 && got.trace_commands == 0 && got.network == 1);
  CHECK (got.old_distros == 1 && strcmp (got.rescue_term, "xterm") == 0);
  CHECK (got.nr_left_out == 2 && strcmp (got.left_out[1], "why") == 0);
  CHECK (got.clock_sec == 1234567890123 && got.clock_nsec == 999999999);
  CHECK (got.entropy_len == 10 && memcmp (got.entropy, s.entropy, 10) == 0);
  CHECK (got.nr_drives == 2 && got.drives[1] == 17);
  CHECK (got.nr_labels == 2 && strcmp (got.labels[1], "data") == 0);
  CHECK (got.nr_request_kib == 2 && got.request_kib[1] == 64);
  setup_done (&got);
  wire_writer_done (&w);
  s.nr_labels = 1;
  CHECK (!setup_is_read (&s));
  s.nr_labels = 2;
  s.nr_request_kib = 1;
  CHECK (!setup_is_read (&s));
  s.nr_request_kib = 2;
  s.nr_left_out = 1;
  CHECK (!setup_is_read (&s));
}

/* ---- frames ---- */

static void
put_frame (struct strbuf *b, uint32_t kind, uint32_t claimed, const void *p,
           size_t n)
{
  char prefix[FRAME_HEADER_SIZE];

  frame_put_prefix (prefix, kind, claimed);
  strbuf_add (b, prefix, sizeof prefix);
  strbuf_add (b, p, n);
}

static void
feed (struct frame_reader *r, const char *p, size_t n)
{
  while (n > 0) {
    size_t room;
    char *dest = frame_reader_space (r, &room);

    if (room > n)
      room = n;
    memcpy (dest, p, room);
    frame_reader_fed (r, room);
    p += room;
    n -= room;
    if (n > 0) {                /* only the last piece completes a frame */
      struct frame f;

      CHECK (frame_reader_next (r, &f) == 0);
    }
  }
}

/* Three frames, fed in pieces of every size. */
static void
test_reassembly (void)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  put_frame (&b, FRAME_END, 0, "", 0);
  put_frame (&b, FRAME_CHUNK, 5, "hello", 5);
  put_frame (&b, FRAME_CANCEL, 0, "", 0);
  for (size_t piece = 1; piece <= b.len; piece++) {
    struct frame_reader r;
    struct frame f;
    unsigned seen = 0;

    frame_reader_init (&r, FRAME_MESSAGE_MAX);
    for (size_t at = 0; at < b.len; at += piece) {
      size_t n = b.len - at < piece ? b.len - at : piece, room;

      memcpy (frame_reader_space (&r, &room), b.ptr + at, n);
      CHECK (room >= n);
      frame_reader_fed (&r, n);
      while (frame_reader_next (&r, &f) == 1) {
        seen++;
        if (seen == 2)
          CHECK (f.kind == FRAME_CHUNK && f.length == 5
                 && memcmp (f.payload, "hello", 5) == 0);
      }
    }
    CHECK (seen == 3 && !frame_reader_is_midway (&r));
    frame_reader_done (&r);
  }
}

/* The memory that is taken follows what has come, not what is claimed. */
static void
test_growth (void)
{
  struct frame_reader r;
  struct frame f;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *junk = calloc (1, 1024 * 1024);

  put_frame (&b, FRAME_REPLY, FRAME_MESSAGE_MAX, "", 0);
  frame_reader_init (&r, FRAME_MESSAGE_MAX);
  feed (&r, b.ptr, b.len);
  CHECK (frame_reader_next (&r, &f) == 0);
  CHECK (r.cap <= 64 * 1024);
  feed (&r, junk, 1024 * 1024);
  CHECK (frame_reader_next (&r, &f) == 0);
  CHECK (r.cap <= 4 * 1024 * 1024);
  CHECK (frame_reader_is_midway (&r));
  frame_reader_done (&r);
}

static void
test_steal (void)
{
  const size_t n = 3 * 1024 * 1024 + 1;
  struct frame_reader r;
  struct frame f;
  const char *payload;
  CLEANUP_FREE char *big = malloc (n), *owned = NULL, *owned2 = NULL;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  memset (big, 'x', n);
  big[n - 1] = 'y';
  put_frame (&b, FRAME_REPLY, n, big, n);
  frame_reader_init (&r, FRAME_MESSAGE_MAX);
  feed (&r, b.ptr, b.len);
  CHECK (frame_reader_next (&r, &f) == 1 && f.length == n);
  CHECK (frame_reader_steal (&r, &f, &owned, &payload) == 0);
  CHECK (payload[0] == 'x' && payload[n - 1] == 'y');
  CHECK (!frame_reader_is_midway (&r));
  /* And the reader goes on. */
  b.len = 0;
  put_frame (&b, FRAME_REPLY, 4, "abcd", 4);
  feed (&r, b.ptr, b.len);
  CHECK (frame_reader_next (&r, &f) == 1);
  CHECK (frame_reader_steal (&r, &f, &owned2, &payload) == 0);
  CHECK (memcmp (payload, "abcd", 4) == 0);
  frame_reader_done (&r);
}

static void
check_refused (uint32_t kind, uint32_t length)
{
  struct frame_reader r;
  struct frame f;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  put_frame (&b, kind, length, "", 0);
  frame_reader_init (&r, 1024);
  feed (&r, b.ptr, b.len);
  CHECK (frame_reader_next (&r, &f) == -1 && r.problem);
  frame_reader_done (&r);
}

static void
test_limits (void)
{
  check_refused (0, 0);
  check_refused (FRAME_HELLO - 1, 0);
  check_refused (FRAME_DOING + 1, 0);
  check_refused (FRAME_WARNING, FRAME_CONTROL_MAX + 1);
  check_refused (FRAME_DOING, FRAME_CONTROL_MAX + 1);
  check_refused (FRAME_REPLY, 1025);
  check_refused (FRAME_REPLY, UINT32_MAX);
  check_refused (FRAME_CHUNK, FRAME_CHUNK_MAX + 1);
  check_refused (FRAME_HELLO, FRAME_CONTROL_MAX + 1);
  check_refused (FRAME_END, 1);
  check_refused (FRAME_READY, 1);
  check_refused (FRAME_CANCEL, UINT32_MAX);
}

/* ---- strings ---- */

static void
test_strvec (void)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  CHECK (strvec_add (&v, "b") == 0 && strvec_addf (&v, "a%d", 1) == 0);
  for (int i = 0; i < 100; i++)
    CHECK (strvec_add (&v, "c") == 0);
  strvec_sort (&v);
  CHECK (v.len == 102 && strcmp (v.ptr[0], "a1") == 0 && !v.ptr[102]);
  CLEANUP_FREE_STRING_LIST char **list = strvec_steal (&v);
  CHECK (v.len == 0 && string_list_length (list) == 102);
  CLEANUP_FREE_STRING_LIST char **none = strvec_steal (&v);
  CHECK (none && !none[0]);
  static char *const two[] = { (char *) "a1", (char *) "b", NULL };
  CLEANUP_FREE char *joined = string_list_join (", ", two);
  CHECK (strcmp (joined, "a1, b") == 0);
}

static void
test_strbuf (void)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *empty = strbuf_steal (&b);

  CHECK (empty && empty[0] == '\0');
  CHECK (strbuf_adds (&b, "a") == 0 && strbuf_addc (&b, 'b') == 0
         && strbuf_addf (&b, "%s%d", "c", 4) == 0);
  CHECK (strcmp (b.ptr, "abc4") == 0 && b.len == 4);
  CHECK (strbuf_add (&b, "x", SIZE_MAX / 2) == -1);
  CHECK (strcmp (b.ptr, "abc4") == 0);
}

int
main (void)
{
  test_scalars ();
  test_strings ();
  test_truncated ();
  test_malformed ();
  test_budget ();
  test_budget_by_default ();
  test_setup ();
  test_reassembly ();
  test_growth ();
  test_steal ();
  test_limits ();
  test_strvec ();
  test_strbuf ();
  if (failed)
    fprintf (stderr, "%d checks failed\n", failed);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
