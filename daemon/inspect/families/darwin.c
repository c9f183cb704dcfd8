/* SPDX-License-Identifier: GPL-2.0-or-later */
/* macOS on HFS+: what its file about its version says. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

#define VERSION_FILE "/System/Library/CoreServices/SystemVersion.plist"
/* It has seven keys. */
#define VERSION_MAX (64 * 1024)

/* The text of <string> that follows <key>KEY</key>; malloc'd, NULL. */
static char *
string_of_key (const char *plist, const char *key)
{
  CLEANUP_FREE char *element = NULL;
  const char *p;

  if (asprintf (&element, "<key>%s</key>", key) == -1) {
    element = NULL;
    return NULL;
  }
  p = strstr (plist, element);
  if (p == NULL)
    return NULL;
  p += strlen (element);
  p += strspn (p, " \t\r\n");
  if (strncmp (p, "<string>", 8) != 0)
    return NULL;
  p += 8;
  return p[strcspn (p, "<\n")] == '<' ? strndup (p, strcspn (p, "<")) : NULL;
}

static void
read_version (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *plist = tree_read (t, VERSION_FILE, VERSION_MAX, NULL);
  CLEANUP_FREE char *version = NULL, *name = NULL;
  char *product;

  if (plist == NULL)
    return;
  version = string_of_key (plist, "ProductVersion");
  name = string_of_key (plist, "ProductName");
  finding_set (&f->build_id, string_of_key (plist, "ProductBuildVersion"));
  if (version == NULL) {
    tree_warning (t, "%s: it is no property list in XML with a "
                  "ProductVersion, and the version is not known: restore it",
                  VERSION_FILE);
    return;
  }
  parse_version (version, &f->major, &f->minor);
  if (asprintf (&product, "%s %s", name ? name : "macOS", version) != -1)
    finding_set (&f->product_name, product);
}

static bool
look_for_darwin (const struct tree *t, struct findings *f)
{
  if (!tree_has_file (t, VERSION_FILE))
    return false;
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "darwin");
  finding_copy (&f->distro, "macos");
  read_version (t, f);
  describe_by_table (t, f);
  return true;
}

const struct family family_darwin = { "darwin", look_for_darwin };
