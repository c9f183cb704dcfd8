/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as guestfish writes it: numbers of 64 bits, bytes that are not UTF-8,
 * characters that need an escape. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cli.h"
#include "json.h"

static void
numbers (void)
{
  CLEANUP_JSON struct json j = JSON_INIT;

  jw_begin_array (&j);
  jw_signed (&j, INT64_MIN);
  jw_signed (&j, INT64_MAX);
  jw_unsigned (&j, UINT64_MAX);
  jw_signed (&j, 9007199254740993);
  jw_real (&j, 12.5);
  jw_bool (&j, true);
  jw_null (&j);
  jw_end_array (&j);
  CHECK (strcmp (j.text.ptr, "[-9223372036854775808,9223372036854775807,"
                 "18446744073709551615,9007199254740993,12.5,true,null]")
         == 0);
}

static void
structure (void)
{
  CLEANUP_JSON struct json j = JSON_INIT;

  jw_begin_object (&j);
  jw_name (&j, "a");
  jw_begin_array (&j);
  jw_end_array (&j);
  jw_name (&j, "b");
  jw_begin_object (&j);
  jw_end_object (&j);
  jw_base64_name (&j, "\xff", 1);
  jw_string (&j, "c");
  jw_end_object (&j);
  CHECK (strcmp (j.text.ptr, "{\"a\":[],\"b\":{},\"/w==\":\"c\"}") == 0);
}

static void
check_bytes (const char *s, size_t n, const char *expected)
{
  CLEANUP_JSON struct json j = JSON_INIT;

  jw_bytes (&j, s, n);
  if (strcmp (j.text.ptr, expected) == 0)
    return;
  fprintf (stderr, "got %s, expected %s\n", j.text.ptr, expected);
  failed_checks++;
}

static void
bytes (void)
{
  static const struct { const char *bytes; size_t n; } invalid[] = {
    { "\xff", 1 }, { "\xc3", 1 }, { "\xc0\x80", 2 }, { "\xed\xa0\x80", 3 },
    { "\xe0\x80\x80", 3 }, { "\xf4\x90\x80\x80", 4 }, { "\xf0\x80\x80\x80", 4 },
    { "a\x80", 2 }, { "\xe2\x82", 2 }, { "\xf8\x88\x80\x80\x80", 5 },
  };

  check_bytes ("", 0, "\"\"");
  check_bytes ("a\0b", 3, "\"a\\u0000b\"");
  check_bytes ("\"\\/\n\t\x1b\x7f", 7, "\"\\\"\\\\/\\n\\u0009\\u001b\\u007f\"");
  check_bytes ("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9,
               "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
  check_bytes ("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", 10,
               "\"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf\"");
  check_bytes ("a \xff", 3,
               "{\"value\":\"YSD/\",\"encoding\":\"base64\"}");
  for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; ++i)
    CHECK (!jw_is_utf8 (invalid[i].bytes, invalid[i].n));
}

int
main (void)
{
  running_test = "fish-json";
  numbers ();
  structure ();
  bytes ();
  return failed_checks == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
