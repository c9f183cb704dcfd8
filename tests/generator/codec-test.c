/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structs: encode, decode, copy, compare; and damaged messages. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "cleanups.h"

static int failures;

#define EXPECT(cond)                                                    \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);       \
      failures++;                                                       \
    }                                                                   \
  } while (0)

static struct guestfs_toy toys[] = {
  { .toy_grade = 'a', .toy_name = (char *) "bear",
    .toy_device = (char *) "/dev/sda",
    .toy_blob_len = 3, .toy_blob = (char *) "\0\1\2",
    .toy_u32 = 4294967295u, .toy_i32 = -5, .toy_u64 = UINT64_MAX,
    .toy_i64 = INT64_MIN, .toy_size = 1u << 31,
    .toy_uuid = "0123456789abcdef0123456789abcde", .toy_percent = -1 },
  { .toy_grade = 'b', .toy_name = (char *) "", .toy_device = NULL,
    .toy_percent = 12.5 },
};
static const struct guestfs_toy_list list = { .len = 2, .val = toys };

static void
test_roundtrip (const struct wire_writer *w)
{
  struct wire_reader r;
  struct guestfs_toy_list l;

  wire_reader_init (&r, w->data, w->len);
  wire_get_toy_list (&r, &l);
  EXPECT (wire_reader_finished (&r));
  EXPECT (l.len == 2);
  EXPECT (guestfs_compare_toy (&l.val[0], &toys[0]) == 0);
  EXPECT (memcmp (l.val[0].toy_blob, "\0\1\2", 3) == 0);
  EXPECT (l.val[0].toy_i64 == INT64_MIN);
  EXPECT (l.val[1].toy_percent > 12.4 && l.val[1].toy_percent < 12.6);
  /* A string that was not set arrives as an empty one. */
  EXPECT (strcmp (l.val[1].toy_device, "") == 0);
  guestfs_int_clear_toy_list (&l);
  EXPECT (l.len == 0 && l.val == NULL);
}

static void
test_compare (void)
{
  struct guestfs_toy a = toys[0];
  struct guestfs_toy_list shorter = { .len = 1, .val = toys };

  EXPECT (guestfs_compare_toy (&a, &toys[0]) == 0);
  a.toy_u64 = 0;
  EXPECT (guestfs_compare_toy (&a, &toys[0]) < 0);
  a = toys[0];
  a.toy_name = (char *) "zebra";
  EXPECT (guestfs_compare_toy (&a, &toys[0]) > 0);
  a = toys[0];
  a.toy_blob_len = 2;
  EXPECT (guestfs_compare_toy (&a, &toys[0]) < 0);
  a = toys[0];
  a.toy_uuid[31] = 'x';
  EXPECT (guestfs_compare_toy (&a, &toys[0]) > 0);
  EXPECT (guestfs_compare_toy_list (&shorter, &list) < 0);
  EXPECT (guestfs_compare_toy_list (&list, &list) == 0);
}

static void
test_copy (void)
{
  struct guestfs_toy *one = guestfs_copy_toy (&toys[0]);
  struct guestfs_toy_list *all = guestfs_copy_toy_list (&list);
  struct guestfs_toy_list none = { .len = 0, .val = NULL };
  struct guestfs_toy_list *empty = guestfs_copy_toy_list (&none);

  EXPECT (one && one->toy_name != toys[0].toy_name);
  EXPECT (one && guestfs_compare_toy (one, &toys[0]) == 0);
  EXPECT (all && guestfs_compare_toy_list (all, &list) == 0);
  EXPECT (empty && empty->len == 0);
  guestfs_free_toy (one);
  guestfs_free_toy_list (all);
  guestfs_free_toy_list (empty);
  guestfs_free_toy (NULL);
  guestfs_free_toy_list (NULL);
}

/* However it is read, nothing is leaked and nothing outside is touched: the
 * sanitizers look.  True if it was read completely. */
static bool
decodes (const char *data, size_t len)
{
  CLEANUP_FREE char *exact = malloc (len ? len : 1);
  struct guestfs_toy_list l;
  struct wire_reader r;
  bool ok;

  memcpy (exact, data, len);
  wire_reader_init (&r, exact, len);
  wire_get_toy_list (&r, &l);
  ok = wire_reader_finished (&r);
  EXPECT (ok || !r.failed || (l.len == 0 && l.val == NULL));
  guestfs_int_clear_toy_list (&l);
  return ok;
}

static void
test_damaged (struct wire_writer *w)
{
  for (size_t n = 0; n < w->len; n++)
    EXPECT (!decodes (w->data, n));
  for (size_t i = 0; i < w->len; i++)
    for (int bit = 0; bit < 8; bit++) {
      w->data[i] ^= 1 << bit;
      decodes (w->data, w->len);
      w->data[i] ^= 1 << bit;
    }
  /* A count that no message could hold. */
  memset (w->data, 0xff, 4);
  EXPECT (!decodes (w->data, w->len));
}

int
main (void)
{
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_toy_list (&w, &list);
  EXPECT (!w.failed);
  test_roundtrip (&w);
  test_compare ();
  test_copy ();
  test_damaged (&w);
  wire_writer_done (&w);
  return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
