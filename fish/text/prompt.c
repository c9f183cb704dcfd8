/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escape sequences of GUESTFISH_PS1 and its sisters. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Up to n digits; *ret_end is after the last one. */
static int
digits (const char *s, size_t n, int base, const char **ret_end)
{
  CLEANUP_FREE char *part = must_have (strndup (s, n));
  char *end;
  long v = strtol (part, &end, base);

  *ret_end = s + (end - part);
  return end == part + n && v > 0 && v < 256 ? v : -1;
}

/* The sequence after a backslash; what is none stands for itself. */
static const char *
decode (const char *s, struct strbuf *out)
{
  /* \001 and \002 tell readline what takes no room on the line. */
  static const char from[] = "\\aenr[]", to[] = "\\\a\033\n\r\001\002";
  const char *p = *s ? strchr (from, *s) : NULL, *end = s;
  int v = -1;

  if (p) {
    must (strbuf_addc (out, to[p - from]));
    return s + 1;
  }
  if (*s >= '0' && *s <= '7')
    v = digits (s, 3, 8, &end);
  else if (*s == 'x')
    v = digits (s + 1, 2, 16, &end);
  if (v == -1) {
    must (strbuf_addc (out, '\\'));
    return s;
  }
  must (strbuf_addc (out, v));
  return end;
}

char *
fish_decode_prompt (const char *s)
{
  CLEANUP_STRBUF struct strbuf out = STRBUF_INIT;

  while (*s) {
    if (*s == '\\')
      s = decode (s + 1, &out);
    else
      must (strbuf_addc (&out, *s++));
  }
  return must_have (strbuf_steal (&out));
}
