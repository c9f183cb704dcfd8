/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each comparison of the runner tells what is right from what is wrong: a
 * test that cannot fail proves nothing. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

/* Instead of the library: what the last call has set. */
static const char *last_error;
static int last_errno;

const char *
guestfs_last_error (guestfs_h *g)
{
  (void) g;
  return last_error;
}

int
guestfs_last_errno (guestfs_h *g)
{
  (void) g;
  return last_errno;
}

static unsigned failures;

static void
check (bool result, bool wanted, int line, struct capi *t)
{
  bool explained = t->diagnosis.len > 0;

  if (result != wanted || explained == result) {
    fprintf (stderr, "compare-test.c:%d: %s, %s: %s\n", line,
             result ? "accepted" : "refused",
             explained ? "explained" : "not explained",
             t->diagnosis.ptr ? t->diagnosis.ptr : "");
    failures++;
  }
  strbuf_done (&t->diagnosis);
}
#define ACCEPTS(call) check ((call), true, __LINE__, t)
#define REFUSES(call) check ((call), false, __LINE__, t)

#define LIST(...) ((const char *[]) { __VA_ARGS__, NULL })

static char **
strings (const char *a, const char *b)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (a)
    strvec_add (&v, a);
  if (b)
    strvec_add (&v, b);
  return strvec_steal (&v);
}

static void
check_status (struct capi *t)
{
  got_status (t, 0);
  ACCEPTS (expect_success (t));
  REFUSES (expect_failure (t));
  REFUSES (expect_errno (t, ENOENT, "ENOENT"));
  got_status (t, -1);
  REFUSES (expect_success (t));
  ACCEPTS (expect_failure (t));
  ACCEPTS (expect_errno (t, ENOENT, "ENOENT"));
  REFUSES (expect_errno (t, EPERM, "EPERM"));
  REFUSES (expect_expr (t, false, "1 == 2"));
  ACCEPTS (expect_expr (t, true, "1 == 1"));
}

static void
check_numbers (struct capi *t)
{
  got_int (t, INT64_C (5000000000));
  ACCEPTS (expect_int (t, INT64_C (5000000000)));
  REFUSES (expect_int (t, 705032704));          /* the low 32 bits */
  ACCEPTS (expect_at_least (t, 5));
  REFUSES (expect_at_least (t, INT64_C (5000000001)));
  got_bool (t, 1);
  ACCEPTS (expect_bool (t, true));
  REFUSES (expect_bool (t, false));
  got_bool (t, -1);
  REFUSES (expect_bool (t, true));
  REFUSES (expect_bool (t, false));
  got_int (t, -1);
  REFUSES (expect_int (t, -1));
}

static void
check_text (struct capi *t)
{
  got_string (t, strdup ("abc"));
  ACCEPTS (expect_string (t, "abc"));
  REFUSES (expect_string (t, "ab"));
  REFUSES (expect_string (t, "abcd"));
  ACCEPTS (expect_match (t, "^a.c$"));
  REFUSES (expect_match (t, "^b"));
  got_string (t, strdup ("one\ntwo\n"));
  ACCEPTS (expect_match (t, "^two$"));
  REFUSES (expect_match (t, "^one.two$"));
  got_string (t, NULL);
  REFUSES (expect_string (t, ""));
  REFUSES (expect_match (t, ".*"));
  got_const_opt_string (t, NULL);
  ACCEPTS (expect_string (t, ""));
  got_buffer (t, memcpy (malloc (3), "a\0b", 3), 3);
  ACCEPTS (expect_buffer (t, "a\0b", 3));
  REFUSES (expect_buffer (t, "a\0c", 3));
  REFUSES (expect_string (t, "a"));
  got_device (t, strdup ("/dev/vda1"));
  ACCEPTS (expect_string (t, "/dev/sda1"));
}

static void
check_lists (struct capi *t)
{
  got_list (t, strings ("b", "a"));
  ACCEPTS (expect_list (t, LIST ("b", "a")));
  REFUSES (expect_list (t, LIST ("a", "b")));
  REFUSES (expect_list (t, LIST ("b")));
  ACCEPTS (expect_set (t, LIST ("a", "b")));
  REFUSES (expect_set (t, LIST ("a", "a")));
  REFUSES (expect_set (t, LIST ("a", "b", "c")));
  ACCEPTS (expect_includes (t, LIST ("a")));
  REFUSES (expect_includes (t, LIST ("c")));
  ACCEPTS (expect_length (t, 2));
  REFUSES (expect_length (t, 0));
  got_list (t, strings (NULL, NULL));
  ACCEPTS (expect_length (t, 0));
  got_list (t, NULL);
  REFUSES (expect_length (t, 0));
  REFUSES (expect_includes (t, (const char *[]) { NULL }));
  got_devices (t, strings ("/dev/vda", "/dev/hdb"));
  ACCEPTS (expect_list (t, LIST ("/dev/sda", "/dev/sdb")));
  got_count (t, t, 3);
  ACCEPTS (expect_length (t, 3));
  got_count (t, NULL, 0);
  REFUSES (expect_length (t, 0));
}

static void
check_pairs (struct capi *t)
{
  got_hashtable (t, strings ("/dev/vda1", "ext2"), true, false);
  ACCEPTS (expect_pairs (t, LIST ("/dev/sda1", "ext2")));
  REFUSES (expect_pairs (t, LIST ("/dev/sda1", "ext3")));
  REFUSES (expect_pairs (t, LIST ("ext2", "/dev/sda1")));
  ACCEPTS (expect_length (t, 1));
  got_struct (t, true);
  got_unsigned (t, "u", UINT64_MAX);
  got_signed (t, "s", -1);
  got_char (t, "c", 'x');
  got_bytes (t, "uuid", "0123456789abcdef0123456789abcdefGARBAGE", 32);
  got_percent (t, "p", 12.5f);
  ACCEPTS (expect_pairs (t, LIST ("u", "18446744073709551615", "s", "-1",
                                  "c", "x", "p", "12.5", "uuid",
                                  "0123456789abcdef0123456789abcdef")));
  REFUSES (expect_pairs (t, LIST ("u", "18446744073709551615", "s", "1")));
  got_struct (t, false);
  REFUSES (expect_pairs (t, (const char *[]) { NULL }));
}

int
main (void)
{
  struct capi t = { .step = "a step" };

  last_error = "an error";
  last_errno = ENOENT;
  check_status (&t);
  check_numbers (&t);
  check_text (&t);
  check_lists (&t);
  check_pairs (&t);
  got_done (&t.got);
  return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
