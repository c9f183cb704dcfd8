/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows: is it in a tree, and where?  Names may be in any case. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "pe.h"
#include "windows.h"

/* ---- The directory of Windows ---- */

static const char *const usual_places[] = {
  "/windows", "/winnt", "/win32", "/win", "/reactos",
};
#define PLACES (sizeof usual_places / sizeof usual_places[0])

/* The path on the disk of what is in a directory; malloc'd. */
static char *
find_in (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "%s/%s", dir, name) == -1)
    path = NULL;
  return path ? tree_find (t, path) : NULL;
}

static bool
has_dir (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = find_in (t, dir, name);

  return path && tree_has_dir (t, path);
}

static bool
has_file (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = find_in (t, dir, name);

  return path && tree_has_file (t, path);
}

/* What is used to repair or to start Windows has not all of these. */
static bool
is_systemroot (const struct tree *t, const char *dir)
{
  return has_dir (t, dir, "system32/config")
    && has_file (t, dir, "system32/cmd.exe");
}

/* The path on the disk, when Windows is there; malloc'd. */
static char *
find_systemroot (const struct tree *t, const char *path)
{
  CLEANUP_FREE char *found = tree_find (t, path);

  return found && is_systemroot (t, found) ? steal (&found) : NULL;
}

/* A line of boot.ini that starts Windows:
 *   multi(0)disk(0)rdisk(0)partition(1)\WINNT="Windows 2000" /fastdetect
 * Its directory, in the line, with slashes; NULL.  On which partition it is
 * cannot be known: disks have other numbers there. */
static char *
directory_of_line (char *line)
{
  char *dir = strstr (line, "partition("), *end;

  if (strncasecmp (line, "multi(", 6) != 0
      && strncasecmp (line, "scsi(", 5) != 0
      && strncasecmp (line, "signature(", 10) != 0)
    return NULL;
  dir = dir ? strchr (dir, ')') : NULL;
  end = dir ? strchr (dir, '=') : NULL;
  if (end == NULL)
    return NULL;
  *end = '\0';
  for (char *p = ++dir; *p; ++p)
    if (*p == '\\')
      *p = '/';
  return *dir == '/' ? dir : NULL;
}

static char *
systemroot_of_boot_ini (const struct tree *t)
{
  CLEANUP_FREE char *path = tree_find (t, "/boot.ini");
  CLEANUP_FREE_STRING_LIST char **lines =
    path ? tree_lines (t, path, TREE_TEXT_MAX) : NULL;
  bool in_section = false;

  for (size_t i = 0; lines && lines[i]; ++i) {
    CLEANUP_FREE char *root = NULL;
    char *dir;

    if (lines[i][0] == '[')
      in_section = strncasecmp (lines[i], "[operating systems]", 19) == 0;
    dir = in_section ? directory_of_line (lines[i]) : NULL;
    root = dir ? find_systemroot (t, dir) : NULL;
    if (root)
      return steal (&root);
  }
  return NULL;
}

char *
windows_systemroot (const struct tree *t)
{
  for (size_t i = 0; i < PLACES; ++i) {
    char *root = find_systemroot (t, usual_places[i]);

    if (root)
      return root;
  }
  return systemroot_of_boot_ini (t);
}

char *
windows_hive (const struct tree *t, const char *systemroot, const char *name)
{
  CLEANUP_FREE char *path = NULL, *found = NULL;

  if (asprintf (&path, "%s/system32/config/%s", systemroot, name) == -1)
    path = NULL;
  found = path ? tree_find (t, path) : NULL;
  return found && tree_has_file (t, found) ? steal (&found) : NULL;
}

/* ---- What it is ---- */

static void
look_for_arch_of_windows (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *path = find_in (t, f->systemroot, "system32/cmd.exe");
  CLEANUP_CLOSE int fd = path ? tree_open (t, path) : -1;
  const char *arch = fd == -1 ? NULL : pe_architecture_of_fd (fd);

  if (arch == NULL)
    tree_warning (t, "%s: it is not a program of Windows for a known machine, "
                  "and the architecture was looked for in the registry: "
                  "repair it in Windows", path ? path : f->systemroot);
  finding_copy (&f->arch, arch);
}

static void
set_distro (struct findings *f)
{
  const char *variant = f->product_variant ? f->product_variant : "";

  finding_copy (&f->distro,
                strcasecmp (f->systemroot, "/reactos") == 0 ? "reactos"
                : strcasecmp (variant, "WindowsPE") == 0 ? "winpe"
                : "windows");
}

static void
find_hive (const struct tree *t, const char *systemroot, const char *name,
           char **ret)
{
  *ret = windows_hive (t, systemroot, name);
  if (*ret == NULL)
    tree_warning (t, "%s/system32/config/%s: there is no such file, and what "
                  "is in the registry is not known: repair Windows",
                  systemroot, name);
}

static bool
has_any_of (const struct tree *t, const char *const *paths)
{
  for (; *paths; ++paths) {
    CLEANUP_FREE char *found = tree_find (t, *paths);

    if (found)
      return true;
  }
  return false;
}

/* A small Windows that repairs or installs another one is no system. */
static bool
is_recovery (const struct tree *t, const struct findings *f)
{
  static const char *const paths[] = {
    "/recovery", "/sources", "/boot/winre.wim", "/winre.wim", NULL
  };

  return strcmp (f->distro, "winpe") == 0 && has_any_of (t, paths);
}

static bool
look_for_windows (const struct tree *t, struct findings *f)
{
  char *systemroot = windows_systemroot (t);

  if (systemroot == NULL)
    return false;
  f->role = ROLE_ROOT;
  f->systemroot = systemroot;
  finding_copy (&f->type, "windows");
  find_hive (t, systemroot, "software", &f->software_hive);
  find_hive (t, systemroot, "system", &f->system_hive);
  look_for_arch_of_windows (t, f);
  look_in_registry (t, f);
  set_distro (f);
  if (is_recovery (t, f))
    f->role = ROLE_OTHER;
  describe_by_table (t, f);
  return true;
}

const struct family family_windows = { "windows", look_for_windows };
