/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as text.  Numbers keep all of their 64 bits, and nothing is built in
 * memory but the line itself. */

#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "base64.h"
#include "cli.h"
#include "json.h"

void
jw_done (struct json *j)
{
  strbuf_done (&j->text);
  j->comma = false;
}

/* ---- UTF-8 ---- */

/* The length of the character at s, or 0 if there is none: RFC 3629. */
static size_t
character_length (const unsigned char *s, size_t n)
{
  static const struct { unsigned char first, last, low, high, length; } forms[]
    = {
    { 0x00, 0x7f, 0x80, 0xbf, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
    { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
    { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
    { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
    { 0xf4, 0xf4, 0x80, 0x8f, 4 },
  };
  size_t f = 0;

  while (f < sizeof forms / sizeof forms[0] &&
         (s[0] < forms[f].first || s[0] > forms[f].last))
    f++;
  if (f == sizeof forms / sizeof forms[0] || n < forms[f].length)
    return 0;
  for (size_t i = 1; i < forms[f].length; ++i)
    if (s[i] < (i == 1 ? forms[f].low : 0x80) ||
        s[i] > (i == 1 ? forms[f].high : 0xbf))
      return 0;
  return forms[f].length;
}

bool
jw_is_utf8 (const char *s, size_t n)
{
  for (size_t i = 0; i < n; ) {
    const size_t length =
      character_length ((const unsigned char *) s + i, n - i);

    if (length == 0)
      return false;
    i += length;
  }
  return true;
}

/* ---- Structure ---- */

static void
begin_value (struct json *j)
{
  if (j->comma)
    must (strbuf_addc (&j->text, ','));
  j->comma = true;
}

static void
begin (struct json *j, char bracket)
{
  begin_value (j);
  must (strbuf_addc (&j->text, bracket));
  j->comma = false;
}

static void
end (struct json *j, char bracket)
{
  must (strbuf_addc (&j->text, bracket));
  j->comma = true;
}

void
jw_begin_object (struct json *j)
{
  begin (j, '{');
}

void
jw_end_object (struct json *j)
{
  end (j, '}');
}

void
jw_begin_array (struct json *j)
{
  begin (j, '[');
}

void
jw_end_array (struct json *j)
{
  end (j, ']');
}

void
jw_name (struct json *j, const char *name)
{
  jw_string (j, name);
  must (strbuf_addc (&j->text, ':'));
  j->comma = false;
}

void
jw_base64_name (struct json *j, const char *s, size_t n)
{
  jw_base64 (j, s, n);
  must (strbuf_addc (&j->text, ':'));
  j->comma = false;
}

/* ---- Values ---- */

void
jw_raw (struct json *j, const char *text, size_t n)
{
  begin_value (j);
  must (strbuf_add (&j->text, text, n));
}

void
jw_null (struct json *j)
{
  jw_raw (j, "null", 4);
}

void
jw_bool (struct json *j, bool v)
{
  jw_raw (j, v ? "true" : "false", v ? 4 : 5);
}

void
jw_signed (struct json *j, int64_t v)
{
  begin_value (j);
  must (strbuf_addf (&j->text, "%" PRIi64, v));
}

void
jw_unsigned (struct json *j, uint64_t v)
{
  begin_value (j);
  must (strbuf_addf (&j->text, "%" PRIu64, v));
}

void
jw_real (struct json *j, double v)
{
  begin_value (j);
  must (strbuf_addf (&j->text, "%.10g", v));
}

static void
add_character (struct strbuf *b, unsigned char c)
{
  if (c == '"' || c == '\\')
    must (strbuf_addf (b, "\\%c", c));
  else if (c == '\n')
    must (strbuf_adds (b, "\\n"));
  else if (c < 0x20 || c == 0x7f)
    must (strbuf_addf (b, "\\u%04x", c));
  else
    must (strbuf_addc (b, c));
}

static void
add_string (struct json *j, const char *s, size_t n)
{
  begin_value (j);
  must (strbuf_addc (&j->text, '"'));
  for (size_t i = 0; i < n; ++i)
    add_character (&j->text, s[i]);
  must (strbuf_addc (&j->text, '"'));
}

void
jw_string (struct json *j, const char *s)
{
  add_string (j, s, strlen (s));
}

void
jw_base64 (struct json *j, const char *s, size_t n)
{
  begin_value (j);
  must (strbuf_addc (&j->text, '"'));
  must (base64_encode (&j->text, s, n));
  must (strbuf_addc (&j->text, '"'));
}

void
jw_member_bytes (struct json *j, const char *name, const char *s, size_t n)
{
  const bool text = jw_is_utf8 (s, n);

  jw_name (j, name);
  if (text) {
    add_string (j, s, n);
    return;
  }
  jw_base64 (j, s, n);
  jw_name (j, "encoding");
  jw_string (j, "base64");
}

void
jw_bytes (struct json *j, const char *s, size_t n)
{
  if (jw_is_utf8 (s, n)) {
    add_string (j, s, n);
    return;
  }
  jw_begin_object (j);
  jw_member_bytes (j, "value", s, n);
  jw_end_object (j);
}
