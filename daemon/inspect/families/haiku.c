/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Haiku, on BFS, which it mounts at /boot.  Its system is a package whose name
 * says which: haiku-r1~beta4_hrev56578_59-1-x86_64.hpkg. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

#define PACKAGES "/system/packages"
#define PACKAGES_MAX 10000

/* That of the system itself; malloc'd, NULL. */
static char *
find_package (const struct tree *t)
{
  CLEANUP_FREE_STRING_LIST char **names =
    tree_has_dir (t, PACKAGES) ? tree_list (t, PACKAGES, PACKAGES_MAX) : NULL;

  for (size_t i = 0; names && names[i]; ++i)
    if (strncmp (names[i], "haiku-", 6) == 0)
      return strdup (names[i]);
  return NULL;
}

/* "r1~beta4": version 1, osinfo id haikur1beta4. */
static void
set_version (const char *version, struct findings *f)
{
  int beta, n = 0;
  char *s;

  f->major = version[0] == 'r' ? atoi (version + 1) : 0;
  if (sscanf (version, "r1~beta%2d%n", &beta, &n) == 1 && version[n] == '\0'
      && asprintf (&s, "haikur1beta%d", beta) != -1)
    finding_set (&f->osinfo, s);
  if (asprintf (&s, "Haiku %s", version) != -1)
    finding_set (&f->product_name, s);
}

static void
set_arch (const char *package, struct findings *f)
{
  const char *arch = strrchr (package, '-');

  if (arch && strcmp (arch, "-x86_64.hpkg") == 0)
    finding_copy (&f->arch, "x86_64");
  else if (arch && strncmp (arch, "-x86", 4) == 0)
    finding_copy (&f->arch, "i386");
}

static void
read_package (char *package, struct findings *f)
{
  char *version = package + strlen ("haiku-");

  set_arch (package, f);
  version[strcspn (version, "_-")] = '\0';
  set_version (version, f);
}

static bool
look_for_haiku (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *package = find_package (t);

  if (package == NULL && !tree_has_file (t, "/system/haiku_loader"))
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "haiku");
  finding_copy (&f->distro, "haiku");
  if (package)
    read_package (package, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_haiku = { "haiku", look_for_haiku };
