/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes as letters, and back. */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "base64.h"

static const char letters[] =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- Encoding ---- */

static void
encode_group (const unsigned char *in, size_t n, char *out)
{
  const unsigned a = in[0], b = n > 1 ? in[1] : 0, c = n > 2 ? in[2] : 0;

  out[0] = letters[a >> 2];
  out[1] = letters[(a & 3) << 4 | b >> 4];
  out[2] = n > 1 ? letters[(b & 15) << 2 | c >> 6] : '=';
  out[3] = n > 2 ? letters[c & 63] : '=';
}

int
base64_encode (struct strbuf *ret, const void *data, size_t n)
{
  const unsigned char *in = data;
  char group[4];

  for (size_t i = 0; i < n; i += 3) {
    encode_group (in + i, n - i, group);
    if (strbuf_add (ret, group, sizeof group) == -1)
      return -1;
  }
  return 0;
}

/* ---- Decoding ---- */

static int
value_of (char c)
{
  const char *p = c != '\0' ? strchr (letters, c) : NULL;

  return p != NULL ? (int) (p - letters) : -1;
}

static int
end_of_group (struct base64_decoder *d, struct strbuf *ret)
{
  const char bytes[3] = { d->bits >> 16, d->bits >> 8, d->bits };
  const unsigned n = 3 - d->nr_padding;

  d->finished = d->nr_padding > 0;
  d->bits = d->nr_letters = 0;
  return strbuf_add (ret, bytes, n);
}

static int
decode_letter (struct base64_decoder *d, struct strbuf *ret, char c)
{
  const int value = value_of (c);
  const bool padding = c == '=' && d->nr_letters >= 2;

  if (c != '\0' && strchr (" \t\r\n", c) != NULL)
    return 0;
  if (d->finished || (!padding && (value == -1 || d->nr_padding > 0))) {
    errno = EINVAL;
    return -1;
  }
  d->nr_padding += padding;
  d->bits = d->bits << 6 | (padding ? 0 : (unsigned) value);
  return ++d->nr_letters == 4 ? end_of_group (d, ret) : 0;
}

int
base64_decode (struct base64_decoder *d, struct strbuf *ret, const char *text,
               size_t n)
{
  for (size_t i = 0; i < n; ++i)
    if (decode_letter (d, ret, text[i]) == -1)
      return -1;
  return 0;
}

bool
base64_is_complete (const struct base64_decoder *d)
{
  return d->nr_letters == 0;
}
