/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text that may not be UTF-8, as JavaScript strings. */

#include <stdint.h>

#include "text.h"

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
text_decode (const char *text, size_t size, char16_t *units)
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
      units[n++] = (char16_t) (0xd7c0 + (c >> 10));
      c = 0xdc00 + (c & 0x3ff);
    }
    units[n++] = (char16_t) c;
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

bool
text_encode (const char16_t *units, size_t size, char *text, size_t *ret_size)
{
  size_t n = 0;

  for (size_t i = 0; i < size; ++i) {
    const char16_t u = units[i];

    if (u >= 0xd800 && u < 0xdc00 && i + 1 < size && units[i+1] >= 0xdc00
        && units[i+1] < 0xe000) {
      ++i;
      n += put_character (text + n, 0x10000 + ((u - 0xd800u) << 10)
                          + (units[i] - 0xdc00u));
    } else if (u >= 0xdc80 && u < 0xdd00)
      text[n++] = (char) (u - 0xdc00);
    else if (u >= 0xd800 && u < 0xe000)
      return false;
    else
      n += put_character (text + n, u);
  }
  *ret_size = n;
  return true;
}
