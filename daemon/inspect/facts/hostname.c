/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system calls itself on the network. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inspect.h"

/* The longest that the kernel or the DNS has is 255 bytes. */
#define NAME_LENGTH_MAX 255

/* In place: without blanks and one pair of quotes around it. */
static char *
bare_word (char *s)
{
  size_t n;

  s += strspn (s, " \t");
  for (n = strlen (s); n > 0 && strchr (" \t\r", s[n - 1]); --n)
    s[n - 1] = '\0';
  if (n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n - 1] == s[0]) {
    s[n - 1] = '\0';
    s++;
  }
  return s;
}

/* NULL, and a warning, if it cannot be one; malloc'd. */
static char *
checked_name (const struct tree *t, const char *path, const char *name)
{
  if (*name == '\0')
    return NULL;
  if (strlen (name) > NAME_LENGTH_MAX) {
    tree_warning (t, "%s: the name in it is longer than a host name can be",
                  path);
    return NULL;
  }
  return strdup (name);
}

/* The first line that is not empty, nor a comment. */
static char *
name_in_line (const struct tree *t, const char *path)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    tree_lines (t, path, TREE_TEXT_MAX);

  for (size_t i = 0; lines && lines[i]; ++i) {
    const char *name = bare_word (lines[i]);

    if (*name && *name != '#')
      return checked_name (t, path, name);
  }
  return NULL;
}

/* What a shell makes of a value, in place: a comment may follow it. */
static char *
script_value (char *s)
{
  const char quote[] = { *s, '\0' };

  if (*s == '"' || *s == '\'') {
    s++;
    s[strcspn (s, quote)] = '\0';
  }
  else
    s[strcspn (s, " \t#;")] = '\0';
  return s;
}

/* The value of a line "HOSTNAME=value" of a script; the last one counts. */
static char *
name_in_script (const struct tree *t, const char *path)
{
  static const char key[] = "hostname=";
  CLEANUP_FREE_STRING_LIST char **lines =
    tree_lines (t, path, TREE_TEXT_MAX);
  char *name = NULL;

  for (size_t i = 0; lines && lines[i]; ++i) {
    char *line = lines[i] + strspn (lines[i], " \t");

    if (strncasecmp (line, key, strlen (key)) == 0)
      name = script_value (line + strlen (key));
  }
  return name ? checked_name (t, path, name) : NULL;
}

struct place {
  const char *path;             /* NULL: the end */
  char *(*read) (const struct tree *t, const char *path);
};

/* In the order in which they count.  OpenRC has the second of the scripts,
 * Arch and Void had the last. */
static const struct place linux_places[] = {
  { "/etc/HOSTNAME", name_in_line },
  { "/etc/hostname", name_in_line },
  { "/etc/sysconfig/network", name_in_script },
  { "/etc/conf.d/hostname", name_in_script },
  { "/etc/rc.conf", name_in_script },
  { NULL, NULL },
};

/* What rc.subr(8) reads last counts.  OpenBSD has only /etc/myname, NetBSD
 * looks there when rc.conf has no name. */
static const struct place bsd_places[] = {
  { "/etc/rc.conf.d/hostname", name_in_script },
  { "/etc/rc.conf.local", name_in_script },
  { "/etc/rc.conf", name_in_script },
  { "/etc/myname", name_in_line },
  { "/etc/defaults/rc.conf", name_in_script },
  { NULL, NULL },
};

static const struct place minix_places[] = {
  { "/etc/hostname.file", name_in_line },
  { NULL, NULL },
};

static void
look_in_places (const struct tree *t, const struct place *places,
                struct findings *f)
{
  for (; !f->hostname && places->path; ++places)
    finding_set (&f->hostname, places->read (t, places->path));
}

void
look_for_hostname (const struct tree *t, struct findings *f)
{
  look_in_places (t, linux_places, f);
}

void
look_for_hostname_of_bsd (const struct tree *t, struct findings *f)
{
  look_in_places (t, bsd_places, f);
}

void
look_for_hostname_of_minix (const struct tree *t, struct findings *f)
{
  look_in_places (t, minix_places, f);
}
