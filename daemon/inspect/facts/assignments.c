/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of lines NAME=value, which a shell could read: os-release,
 * lsb-release, rc.conf, what is in /etc/sysconfig. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"

/* Nobody names a system in more bytes; what is longer is left out. */
#define LINE_MAX_LEN 4096

/* In double quotes a backslash takes the meaning of these.  In place; what
 * stands behind the second quote is not part of the value. */
static char *
unquote_double (char *value)
{
  const char *from = value + 1;
  char *to = value;

  for (; *from && *from != '"'; ++from) {
    if (*from == '\\' && from[1] && strchr ("\"\\$`", from[1]))
      ++from;
    *to++ = *from;
  }
  *to = '\0';
  return value;
}

static char *
unquote (char *value)
{
  if (*value == '"')
    return unquote_double (value);
  if (*value == '\'') {
    value++;
    value[strcspn (value, "'")] = '\0';
  }
  return value;
}

static bool
is_name (const char *s)
{
  return *s && s[strspn (s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                         "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0';
}

/* False: the line is none. */
static bool
take_line (char *line, assignment_cb cb, void *opaque)
{
  char *value = strchr (line, '=');

  if (*line == '\0' || *line == '#')
    return true;
  if (value == NULL || strlen (line) > LINE_MAX_LEN)
    return false;
  *value++ = '\0';
  line = trim_blanks (line);
  if (!is_name (line))
    return false;
  cb (opaque, line, unquote (trim_blanks (value)));
  return true;
}

static void
warn_of_lines (const struct tree *t, const char *path, size_t first, size_t n)
{
  if (n == 1)
    tree_warning (t, "%s: line %zu is not NAME=value: it was left out", path,
                  first);
  else if (n > 1)
    tree_warning (t, "%s: %zu lines are not NAME=value, the first is line %zu: "
                  "they were left out", path, n, first);
}

bool
read_assignments (const struct tree *t, const char *path, bool mixed,
                  assignment_cb cb, void *opaque)
{
  size_t len = 0, nr = 0, first_bad = 0, bad = 0;
  CLEANUP_FREE char *text = tree_read (t, path, TREE_TEXT_MAX, &len);
  char *rest = text, *line;

  if (text == NULL)
    return false;
  if (strlen (text) != len)
    tree_warning (t, "%s: it has a NUL in it: it was read up to there", path);
  if (strncmp (rest, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    rest += strlen (BYTE_ORDER_MARK);
  while ((line = strsep (&rest, "\n")) != NULL) {
    ++nr;
    if (!take_line (trim_blanks (line), cb, opaque) && bad++ == 0)
      first_bad = nr;
  }
  if (!mixed)
    warn_of_lines (t, path, first_bad, bad);
  return true;
}
