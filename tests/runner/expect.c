/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares the result of a step with what its record says. */

#include <config.h>

#include <ctype.h>
#include <inttypes.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

/* Long results are cut: the beginning shows what went wrong. */
#define SHOWN 2000

static void
show_bytes (struct strbuf *b, const char *p, size_t n)
{
  strbuf_addc (b, '"');
  for (size_t i = 0; i < n && i < SHOWN; ++i) {
    unsigned char c = p[i];

    if (c == '"' || c == '\\')
      strbuf_addf (b, "\\%c", c);
    else if (c == '\n')
      strbuf_adds (b, "\\n");
    else if (isprint (c))
      strbuf_addc (b, c);
    else
      strbuf_addf (b, "\\x%02x", c);
  }
  strbuf_adds (b, n > SHOWN ? "\"…" : "\"");
}

static void
show_list (struct strbuf *b, const char *const *list, const char *separators)
{
  const size_t n = strlen (separators);

  strbuf_adds (b, "[");
  for (size_t i = 0; list && list[i]; ++i) {
    if (i > 0)
      strbuf_adds (b, separators[i % n] == '=' ? " = " : ", ");
    show_bytes (b, list[i], strlen (list[i]));
  }
  strbuf_adds (b, "]");
}

static const char *const *
strings (const struct got *got)
{
  return (const char *const *) got->strings.ptr;
}

static void
show_got (struct strbuf *b, const struct got *got)
{
  if (got->failed) {
    strbuf_addf (b, "the error \"%s\" (errno %d)", got->error,
                 got->error_number);
    return;
  }
  switch (got->kind) {
  case GOT_NOTHING: strbuf_adds (b, "nothing"); break;
  case GOT_STATUS: strbuf_adds (b, "success"); break;
  case GOT_NUMBER: strbuf_addf (b, "%" PRIi64, got->number); break;
  case GOT_TRUTH: strbuf_adds (b, got->number ? "true" : "false"); break;
  case GOT_TEXT: show_bytes (b, got->text.ptr, got->text.len); break;
  case GOT_STRINGS: show_list (b, strings (got), ","); break;
  case GOT_PAIRS: show_list (b, strings (got), ",="); break;
  case GOT_COUNT:
    strbuf_addf (b, "a list of %" PRIi64 " elements", got->number);
    break;
  }
}

/* Records the difference; always false, for the caller to return. */
static bool
differs (struct capi *t, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
static bool
differs (struct capi *t, const char *fs, ...)
{
  CLEANUP_FREE char *expected = NULL;
  va_list args;

  va_start (args, fs);
  if (vasprintf (&expected, fs, args) == -1)
    expected = NULL;
  va_end (args);
  strbuf_addf (&t->diagnosis, "step %u: %s\n  expected %s\n  got ",
               t->step_number, t->step, expected ? expected : "?");
  show_got (&t->diagnosis, &t->got);
  strbuf_adds (&t->diagnosis, "\n");
  return false;
}

static bool
differs_from_list (struct capi *t, const char *what, const char *const *list,
                   const char *separators)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  show_list (&b, list, separators);
  return differs (t, "%s%s", what, b.ptr);
}

bool
expect_success (struct capi *t)
{
  return !t->got.failed || differs (t, "success");
}

bool
expect_failure (struct capi *t)
{
  return t->got.failed || differs (t, "an error");
}

bool
expect_errno (struct capi *t, int number, const char *name)
{
  return (t->got.failed && t->got.error_number == number) ||
         differs (t, "the error %s (errno %d)", name, number);
}

static bool
text_equals (const struct got *got, const char *s, size_t n)
{
  return !got->failed && got->kind == GOT_TEXT && got->text.len == n &&
         (n == 0 || memcmp (got->text.ptr, s, n) == 0);
}

bool
expect_buffer (struct capi *t, const char *s, size_t n)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (text_equals (&t->got, s, n))
    return true;
  show_bytes (&b, s, n);
  return differs (t, "%s", b.ptr);
}

bool
expect_string (struct capi *t, const char *s)
{
  return expect_buffer (t, s, strlen (s));
}

/* Line by line: ^ and $ are the ends of each. */
static bool
matches (const char *text, const char *regex)
{
  regex_t re;
  bool r;

  if (regcomp (&re, regex, REG_EXTENDED | REG_NEWLINE | REG_NOSUB) != 0)
    return false;
  r = regexec (&re, text ? text : "", 0, NULL, 0) == 0;
  regfree (&re);
  return r;
}

bool
expect_match (struct capi *t, const char *regex)
{
  return (!t->got.failed && t->got.kind == GOT_TEXT &&
          matches (t->got.text.ptr, regex)) ||
         differs (t, "text that matches %s", regex);
}

bool
expect_int (struct capi *t, int64_t n)
{
  return (!t->got.failed && t->got.number == n) ||
         differs (t, "%" PRIi64, n);
}

bool
expect_at_least (struct capi *t, int64_t n)
{
  return (!t->got.failed && t->got.number >= n) ||
         differs (t, "at least %" PRIi64, n);
}

bool
expect_bool (struct capi *t, bool b)
{
  return (!t->got.failed && (t->got.number != 0) == b) ||
         differs (t, "%s", b ? "true" : "false");
}

static size_t
length (const char *const *list)
{
  return string_list_length ((char *const *) list);
}

static bool
contains (const struct got *got, const char *s)
{
  for (size_t i = 0; i < got->strings.len; ++i)
    if (strcmp (got->strings.ptr[i], s) == 0)
      return true;
  return false;
}

static bool
contains_all (const struct got *got, const char *const *list)
{
  for (size_t i = 0; list[i]; ++i)
    if (!contains (got, list[i]))
      return false;
  return true;
}

static bool
lists_equal (const struct strvec *a, const char *const *b)
{
  if (a->len != length (b))
    return false;
  for (size_t i = 0; i < a->len; ++i)
    if (strcmp (a->ptr[i], b[i]) != 0)
      return false;
  return true;
}

bool
expect_list (struct capi *t, const char *const *list)
{
  return (!t->got.failed && lists_equal (&t->got.strings, list)) ||
         differs_from_list (t, "", list, ",");
}

/* Sorted, so that what occurs twice must be there twice. */
bool
expect_set (struct capi *t, const char *const *list)
{
  CLEANUP_STRVEC struct strvec wanted = STRVEC_INIT;

  for (size_t i = 0; list[i]; ++i)
    strvec_add (&wanted, list[i]);
  strvec_sort (&wanted);
  strvec_sort (&t->got.strings);
  return (!t->got.failed && wanted.len == length (list) &&
          t->got.strings.len == wanted.len &&
          (wanted.len == 0 ||
           lists_equal (&t->got.strings, (const char *const *) wanted.ptr))) ||
         differs_from_list (t, "in any order ", list, ",");
}

bool
expect_includes (struct capi *t, const char *const *list)
{
  return (!t->got.failed && contains_all (&t->got, list)) ||
         differs_from_list (t, "a list with at least ", list, ",");
}

static size_t
got_length (const struct got *got)
{
  switch (got->kind) {
  case GOT_COUNT: return got->number;
  case GOT_PAIRS: return got->strings.len / 2;
  case GOT_NOTHING: case GOT_STATUS: case GOT_NUMBER: case GOT_TRUTH:
  case GOT_TEXT: case GOT_STRINGS: break;
  }
  return got->strings.len;
}

bool
expect_length (struct capi *t, size_t n)
{
  return (!t->got.failed && got_length (&t->got) == n) ||
         differs (t, "a list of %zu elements", n);
}

static bool
has_pair (const struct got *got, const char *key, const char *value)
{
  for (size_t i = 0; i + 1 < got->strings.len; i += 2)
    if (strcmp (got->strings.ptr[i], key) == 0)
      return strcmp (got->strings.ptr[i+1], value) == 0;
  return false;
}

bool
expect_pairs (struct capi *t, const char *const *pairs)
{
  bool all = !t->got.failed;

  for (size_t i = 0; pairs[i]; i += 2)
    all = all && has_pair (&t->got, pairs[i], pairs[i+1]);
  return all || differs_from_list (t, "among others ", pairs, ",=");
}

bool
expect_expr (struct capi *t, bool truth, const char *text)
{
  return truth || differs (t, "that %s", text);
}
