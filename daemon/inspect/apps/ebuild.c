/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Gentoo: /var/db/pkg/CATEGORY/NAME-VERSION, a directory of small
 * files. */

#include "config.h"

#include <string.h>

#include "readers.h"

#define PKG "/var/db/pkg"

/* "x86_64-pc-linux-gnu" */
static char *
read_arch (const struct tree *t, const char *dir)
{
  CLEANUP_FREE char *path = path_below (dir, "CHOST");
  char *host = path ? tree_first_line (t, path) : NULL;

  if (host)
    host[strcspn (host, "-")] = '\0';
  return host;
}

static char *
read_line (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = path_below (dir, name);

  return path ? tree_first_line (t, path) : NULL;
}

/* "bash-5.2_p15-r6": the release is optional. */
static void
split_package (char *package, struct app *a)
{
  char *release = strrchr (package, '-');

  if (release && release[1] == 'r' && release[2]
      && release[2 + strspn (release + 2, "0123456789")] == '\0') {
    *release = '\0';
    a->release = release + 2;
  }
  a->version = split_name_version (package);
  a->name = package;
}

/* Portage writes to a directory that begins with -MERGING-. */
static int
read_package (const struct tree *t, const char *dir, struct apps *apps)
{
  CLEANUP_FREE char *package = strdup (dir + strlen (PKG "/"));
  CLEANUP_FREE char *arch = NULL, *text = NULL, *url = NULL;
  struct app a = { .name = NULL };

  if (package == NULL) {
    reply_with_perror ("%s", dir);
    return -1;
  }
  if (strstr (dir, "/-MERGING-") || !tree_has_dir (t, dir))
    return 0;
  split_package (package, &a);
  if (a.version == NULL) {
    tree_warning (t, "%s: its name has no version, and it was left out", dir);
    return 0;
  }
  a.arch = arch = read_arch (t, dir);
  a.summary = text = read_line (t, dir, "DESCRIPTION");
  a.url = url = read_line (t, dir, "HOMEPAGE");
  return apps_add (apps, &a);
}

static int
read_category (const struct tree *t, const char *dir, struct apps *apps)
{
  return tree_has_dir (t, dir)
    && for_each_name (t, dir, read_package, apps) == -1 ? -1 : 0;
}

/* Without a database nothing was installed. */
int
apps_read_ebuild (const struct tree *t, struct apps *apps)
{
  return for_each_name (t, PKG, read_category, apps) == -1 ? -1 : 0;
}
