/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Arch Linux and its family: a directory for each. */

#include "config.h"

#include <string.h>

#include "readers.h"

#define LOCAL "/var/lib/pacman/local"

static const struct {
  const char *title;            /* the line before the value */
  size_t where;                 /* it belongs to, in struct app */
} fields[] = {
  { "%NAME%", offsetof (struct app, name) },
  { "%VERSION%", offsetof (struct app, version) },
  { "%ARCH%", offsetof (struct app, arch) },
  { "%URL%", offsetof (struct app, url) },
  { "%DESC%", offsetof (struct app, description) },
};

static void
take_field (struct app *a, const char *title, const char *value)
{
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; ++i)
    if (strcmp (title, fields[i].title) == 0)
      memcpy ((char *) a + fields[i].where, &value, sizeof value);
}

/* What pacman itself needs of a package. */
static bool
is_complete (const struct app *a)
{
  return a->name && *a->name && a->version && a->release && a->arch;
}

static int
add_package (const struct tree *t, const char *path, char *const *lines,
             struct apps *apps)
{
  struct app a = { .name = NULL };
  char *version;

  for (; *lines; ++lines)
    if (lines[0][0] == '%' && lines[1])
      take_field (&a, lines[0], lines[1]);
  version = (char *) a.version;
  if (version && split_epoch (&version, &a.epoch) == 0) {
    a.release = split_last (version, '-');
    a.version = version;
  }
  if (is_complete (&a))
    return apps_add (apps, &a);
  tree_warning (t, "%s: it has no name, no version with a release or no "
                "architecture, and was left out", path);
  return 0;
}

static int
read_package (const struct tree *t, const char *dir, struct apps *apps)
{
  CLEANUP_FREE char *path = path_below (dir, "desc");
  CLEANUP_FREE_STRING_LIST char **lines = NULL;

  if (path == NULL)
    return -1;
  lines = tree_lines (t, path, TREE_TEXT_MAX);
  return lines ? add_package (t, path, lines, apps) : 0;
}

int
apps_read_pacman (const struct tree *t, struct apps *apps)
{
  const int r = for_each_name (t, LOCAL, read_package, apps);

  return r == 0 ? no_database (LOCAL) : r == -1 ? -1 : 0;
}
