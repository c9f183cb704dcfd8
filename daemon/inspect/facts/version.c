/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Versions in texts, and the patterns of release files that look for them. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "systems.h"

#define DIGITS "0123456789"
/* More digits are a date with a time, a hash: no version. */
#define DIGITS_MAX 9

/* The end of the number that begins at text, or NULL. */
static const char *
number_fits (const char *text, const char *start, int *ret)
{
  size_t n;

  if (text > start && strchr (DIGITS, text[-1]))
    return NULL;
  n = strspn (text, DIGITS);
  if (n == 0 || n > DIGITS_MAX)
    return NULL;
  *ret = atoi (text);
  return text + n;
}

static const char *
blanks_fit (const char *text)
{
  const size_t n = strspn (text, " \t");

  return n ? text + n : NULL;
}

/* What a pattern has up to its next star: the end of it at text, or NULL. */
static const char *
piece_fits (const char *piece, const char *text, const char *start,
            struct os_version *v)
{
  while (text && *piece && *piece != '*') {
    if (*piece == '{') {
      text = number_fits (text, start,
                          piece[1] == 'M' ? &v->major : &v->minor);
      piece += strlen ("{M}");
    }
    else if (*piece++ == ' ')
      text = blanks_fit (text);
    else
      text = *text == piece[-1] ? text + 1 : NULL;
  }
  return text;
}

static const char *
next_piece (const char *piece)
{
  const char *star = strchr (piece, '*');

  return star ? star + 1 : NULL;
}

/* After a star the first place is taken at which the next piece fits. */
bool
pattern_fits (const char *pattern, const char *text, struct os_version *ret)
{
  const char *const start = text;
  struct os_version found = { 0, 0 };

  for (const char *piece = pattern; piece; piece = next_piece (piece)) {
    const char *end = piece_fits (piece, text, start, &found);

    while (end == NULL && piece != pattern && *text)
      end = piece_fits (piece, ++text, start, &found);
    if (end == NULL)
      return false;
    text = end;
  }
  if (ret)
    *ret = found;
  return true;
}

bool
parse_version (const char *text, int *ret_major, int *ret_minor)
{
  static const char *const forms[] = {
    "*{M}.{m}", "*{M}*Update {m}", "*{M}*Update{m}", "*{M}",
  };
  struct os_version v;

  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; ++i)
    if (pattern_fits (forms[i], text, &v)) {
      *ret_major = v.major;
      *ret_minor = v.minor;
      return true;
    }
  return false;
}
