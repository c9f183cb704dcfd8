/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Android: the system image of a phone, and Android-x86, which has a directory
 * for each installed version. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspect.h"

#define RELEASE "ro.build.version.release="
#define BUILD "ro.build.id="
/* What may be at the top of such a disk. */
#define TOP_MAX 1000

/* ---- Where the system is ---- */

static char *
join (const char *dir, const char *name)
{
  char *path;

  return asprintf (&path, "%s%s", dir, name) == -1 ? NULL : path;
}

static bool
has_in (const struct tree *t, const char *dir, const char *name,
        bool (*is_there) (const struct tree *t, const char *path))
{
  CLEANUP_FREE char *path = join (dir, name);

  return path && is_there (t, path);
}

/* Other images of a phone have a build.prop, too, but no framework. */
static bool
is_system (const struct tree *t, const char *dir)
{
  return has_in (t, dir, "/build.prop", tree_has_file)
    && has_in (t, dir, "/framework", tree_has_dir);
}

/* A directory that the boot loader starts; its system may be an image. */
static bool
is_installed (const struct tree *t, const char *dir)
{
  return has_in (t, dir, "/kernel", tree_has_file)
    && has_in (t, dir, "/initrd.img", tree_has_file)
    && (has_in (t, dir, "/system", tree_has_dir)
        || has_in (t, dir, "/system.sfs", tree_has_file)
        || has_in (t, dir, "/system.img", tree_has_file)
        || has_in (t, dir, "/system.efs", tree_has_file));
}

/* The newest of several; malloc'd. */
static char *
find_installed (const struct tree *t)
{
  CLEANUP_FREE_STRING_LIST char **names = tree_list (t, "/", TOP_MAX);
  CLEANUP_FREE char *newest = NULL;
  int major = -1, minor = 0;

  for (size_t i = 0; names && names[i]; ++i) {
    CLEANUP_FREE char *dir = join ("/", names[i]);
    int a = 0, b = 0;

    if (dir == NULL || strncmp (names[i], "android-", 8) != 0
        || !is_installed (t, dir))
      continue;
    parse_version (names[i], &a, &b);
    if (a > major || (a == major && b >= minor)) {
      major = a;
      minor = b;
      free (newest);
      newest = steal (&dir);
    }
  }
  return steal (&newest);
}

/* The directory that has build.prop or would have it; malloc'd. */
static char *
find_system (const struct tree *t)
{
  CLEANUP_FREE char *installed = NULL;

  if (is_system (t, "/system"))
    return strdup ("/system");
  if (is_system (t, ""))
    return strdup ("");
  installed = find_installed (t);
  return installed ? join (installed, "/system") : NULL;
}

/* ---- What is known of it ---- */

static void
take_property (const char *line, const char *name, char **where)
{
  const size_t n = strlen (name);

  if (strncmp (line, name, n) == 0 && line[n])
    finding_copy (where, line + n);
}

static void
read_properties (const struct tree *t, const char *dir, struct findings *f)
{
  CLEANUP_FREE char *path = join (dir, "/build.prop"), *release = NULL;
  CLEANUP_FREE_STRING_LIST char **lines =
    path ? tree_lines (t, path, TREE_TEXT_MAX) : NULL;

  for (size_t i = 0; lines && lines[i]; ++i) {
    take_property (lines[i], RELEASE, &release);
    take_property (lines[i], BUILD, &f->build_id);
  }
  if (release) {
    parse_version (release, &f->major, &f->minor);
    finding_set (&f->product_name, join ("Android ", release));
  }
}

static void
look_for_program (const struct tree *t, const char *dir, struct findings *f)
{
  struct tree below;

  if (tree_below (t, *dir ? dir : "/", &below) == 0) {
    look_for_arch (&below, f);
    close (below.fd);
  }
}

static bool
look_for_android (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *dir = find_system (t);

  if (dir == NULL)
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "linux");
  finding_copy (&f->distro, "android");
  read_properties (t, dir, f);
  if (f->major == 0)
    parse_version (dir, &f->major, &f->minor);
  look_for_program (t, dir, f);
  look_for_arch (t, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_android = { "android", look_for_android };
