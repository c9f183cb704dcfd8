/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of Windows as UTF-8. */

#include "config.h"

#include "cleanups.h"
#include "strvec.h"
#include "utf16.h"

#define REPLACEMENT 0xfffd

static int
add_char (struct strbuf *b, uint32_t c)
{
  char utf8[4];
  size_t n = 0;

  if (c < 0x80)
    utf8[n++] = c;
  else if (c < 0x800)
    utf8[n++] = 0xc0 | c >> 6;
  else if (c < 0x10000)
    utf8[n++] = 0xe0 | c >> 12;
  else
    utf8[n++] = 0xf0 | c >> 18;
  if (c >= 0x10000)
    utf8[n++] = 0x80 | (c >> 12 & 0x3f);
  if (c >= 0x800)
    utf8[n++] = 0x80 | (c >> 6 & 0x3f);
  if (c >= 0x80)
    utf8[n++] = 0x80 | (c & 0x3f);
  return strbuf_add (b, utf8, n);
}

static bool
is_first_half (uint32_t c)
{
  return c >= 0xd800 && c < 0xdc00;
}

static bool
is_second_half (uint32_t c)
{
  return c >= 0xdc00 && c < 0xe000;
}

/* The character there, of one or two halves; *at moves on. */
static uint32_t
next_char (struct bytes text, size_t *at)
{
  const uint32_t c = bytes_le16 (text, *at), d = bytes_le16 (text, *at + 2);

  *at += 2;
  if (is_first_half (c) && is_second_half (d)) {
    *at += 2;
    return 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
  }
  return is_first_half (c) || is_second_half (c) ? REPLACEMENT : c;
}

char *
utf8_of_utf16 (struct bytes text)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t at = 0;
  uint32_t c;

  while ((c = next_char (text, &at)) != 0)
    if (add_char (&b, c) == -1)
      return NULL;
  return strbuf_steal (&b);
}

char *
utf8_of_latin1 (struct bytes text)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  for (size_t i = 0; i < text.len && text.ptr[i]; ++i)
    if (add_char (&b, text.ptr[i]) == -1)
      return NULL;
  return strbuf_steal (&b);
}
