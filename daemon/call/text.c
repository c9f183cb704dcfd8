/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small things that many areas do with text. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "call.h"

char *
trim_trailing_newlines (char *s)
{
  size_t n = strlen (s);

  while (n > 0 && s[n-1] == '\n')
    s[--n] = '\0';
  return s;
}

/* An empty text has no lines; a newline at the end does not start another. */
char **
split_lines (const char *s)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **r = NULL;

  while (*s) {
    const char *end = strchrnul (s, '\n');
    char *line = strndup (s, end - s);

    if (!line || strvec_add_owned (&v, line) == -1)
      break;
    s = *end ? end + 1 : end;
  }
  if (!*s)
    r = strvec_steal (&v);
  if (!r)
    reply_with_perror_errno (ENOMEM, "splitting into lines");
  return r;
}

int64_t
parse_int64 (const char *s, const char *what)
{
  char *end;
  long long v;

  errno = 0;
  v = strtoll (s, &end, 10);
  while (*end == ' ' || *end == '\n')
    end++;
  if (errno == 0 && end != s && !*end)
    return v;
  reply_with_error ("%s: \"%s\" is not a number", what, s);
  return -1;
}

bool
is_device_name (const char *s)
{
  return strncmp (s, "/dev/", 5) == 0;
}
