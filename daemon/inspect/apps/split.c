/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking versions apart, in place.  They are short: a call that searches one
 * takes longer than a loop. */

#include "config.h"

#include <string.h>

#include "readers.h"

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

int
split_epoch (char **version, int32_t *ret_epoch)
{
  char *s = *version;
  int64_t n = 0;

  *ret_epoch = 0;
  while (is_digit (*s) && n <= INT32_MAX)
    n = n * 10 + *s++ - '0';
  if (*s == ':' && s > *version && n <= INT32_MAX) {
    *ret_epoch = n;
    *version = s + 1;
    return 0;
  }
  while (*s && *s != ':')
    ++s;
  return *s ? -1 : 0;
}

char *
split_last (char *s, char c)
{
  char *last = NULL;

  for (; *s; ++s)
    if (*s == c)
      last = s;
  if (last == NULL)
    return NULL;
  *last = '\0';
  return last + 1;
}

char *
split_name_version (char *s)
{
  for (char *p = s + strlen (s); p > s; --p)
    if (p[-1] == '-' && is_digit (*p)) {
      p[-1] = '\0';
      return p;
    }
  return NULL;
}
