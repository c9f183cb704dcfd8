/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that somebody else wrote, and numbers in them.  Beyond their end there
 * are zeros. */

#ifndef GUESTFSD_BYTES_H
#define GUESTFSD_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
  const uint8_t *ptr;
  size_t len;
};
#define BYTES_NONE ((struct bytes) { NULL, 0 })

static inline bool
bytes_have (struct bytes b, size_t at, size_t n)
{
  return at <= b.len && n <= b.len - at;
}

/* So many from there on, or fewer at the end. */
static inline struct bytes
bytes_part (struct bytes b, size_t at, size_t n)
{
  if (at >= b.len)
    return BYTES_NONE;
  return (struct bytes) { b.ptr + at, n < b.len - at ? n : b.len - at };
}

static inline bool
bytes_begin (struct bytes b, size_t at, const char *text)
{
  return bytes_have (b, at, strlen (text))
    && memcmp (b.ptr + at, text, strlen (text)) == 0;
}

static inline uint16_t
bytes_le16 (struct bytes b, size_t at)
{
  uint16_t v = 0;

  if (bytes_have (b, at, sizeof v))
    memcpy (&v, b.ptr + at, sizeof v);
  return le16toh (v);
}

static inline uint32_t
bytes_le32 (struct bytes b, size_t at)
{
  uint32_t v = 0;

  if (bytes_have (b, at, sizeof v))
    memcpy (&v, b.ptr + at, sizeof v);
  return le32toh (v);
}

static inline uint64_t
bytes_le64 (struct bytes b, size_t at)
{
  return bytes_le32 (b, at) | (uint64_t) bytes_le32 (b, at + 4) << 32;
}

#endif /* GUESTFSD_BYTES_H */
