/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UTF-8, or what a guest has instead, to UTF-16 and back. */

#include "utf16.h"

/* The length of the character at s and what it is; 0 if that is no UTF-8. */
static size_t
next_character (const unsigned char *s, size_t size, uint32_t *ret)
{
  static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
  const size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2
    : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
  uint32_t c = n < 2 ? s[0] : s[0] & (0x7fu >> n);

  if (n == 0 || n > size)
    return 0;
  for (size_t i = 1; i < n; ++i) {
    if ((s[i] & 0xc0) != 0x80)
      return 0;
    c = c << 6 | (s[i] & 0x3f);
  }
  if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
    return 0;
  *ret = c;
  return n;
}

size_t
call_utf16_decode (const char *text, size_t size, uint16_t *units)
{
  const unsigned char *s = (const unsigned char *) text;
  size_t n = 0, length;
  uint32_t c;

  for (size_t i = 0; i < size; i += length) {
    length = next_character (s + i, size - i, &c);
    if (length == 0) {
      c = 0xdc00 + s[i];
      length = 1;
    }
    if (c >= 0x10000) {
      units[n++] = (uint16_t) (0xd7c0 + (c >> 10));
      c = 0xdc00 + (c & 0x3ff);
    }
    units[n++] = (uint16_t) c;
  }
  return n;
}

static size_t
put_character (char *p, uint32_t c)
{
  const size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

  for (size_t i = n; --i > 0; c >>= 6)
    p[i] = (char) (0x80 | (c & 0x3f));
  p[0] = (char) (first[n] | c);
  return n;
}

/* The character at the start, and its bytes; how many units it takes, or 0. */
static size_t
encode_character (const uint16_t *s, size_t n, char *p, size_t *ret_size)
{
  if ((s[0] & 0xf800) != 0xd800)
    *ret_size = put_character (p, s[0]);
  else if (s[0] < 0xdc00 && n > 1 && (s[1] & 0xfc00) == 0xdc00) {
    *ret_size = put_character (p, 0x10000 + ((s[0] - 0xd800u) << 10)
                               + (s[1] - 0xdc00u));
    return 2;
  } else if (s[0] >= 0xdc80 && s[0] < 0xdd00) {
    *p = (char) (s[0] - 0xdc00);
    *ret_size = 1;
  } else
    return 0;
  return 1;
}

bool
call_utf16_encode (const uint16_t *units, size_t n, char *text,
                   size_t *ret_size)
{
  size_t used, length, size = 0;

  for (size_t i = 0; i < n; i += used) {
    used = encode_character (units + i, n - i, text + size, &length);
    if (used == 0)
      return false;
    size += length;
  }
  *ret_size = size;
  return true;
}
