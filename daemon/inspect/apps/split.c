/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking versions apart, in place. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "readers.h"

int
split_epoch (char **version, int32_t *ret_epoch)
{
  char *s = *version, *end;
  const size_t digits = strspn (s, "0123456789");
  long n;

  *ret_epoch = 0;
  if (strchr (s, ':') == NULL)
    return 0;
  if (digits == 0 || s[digits] != ':')
    return -1;
  errno = 0;
  n = strtol (s, &end, 10);
  if (errno || n > INT32_MAX)
    return -1;
  *ret_epoch = n;
  *version = end + 1;
  return 0;
}

char *
split_last (char *s, char c)
{
  char *p = strrchr (s, c);

  if (p == NULL)
    return NULL;
  *p = '\0';
  return p + 1;
}

char *
split_name_version (char *s)
{
  for (char *p = s + strlen (s); p > s; --p)
    if (p[-1] == '-' && isdigit ((unsigned char) *p)) {
      p[-1] = '\0';
      return p;
    }
  return NULL;
}
