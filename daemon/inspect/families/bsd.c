/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FreeBSD and what is derived from it, NetBSD, OpenBSD, DragonFly. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

/* ---- What they share ---- */

static bool
has_etc_and_bin (const struct tree *t)
{
  return tree_has_dir (t, "/etc") && tree_has_dir (t, "/bin");
}

static bool
first_line_begins (const struct tree *t, const char *path, const char *text)
{
  CLEANUP_FREE char *line = tree_first_line (t, path);

  return line && strncmp (line, text, strlen (text)) == 0;
}

static void
look_for_names (const struct tree *t, const char *type, struct findings *f)
{
  f->role = ROLE_ROOT;
  finding_copy (&f->type, type);
  look_for_release (t, type, false, f);
  look_for_hostname_of_bsd (t, f);
  look_for_fstab (t, f);
  look_for_arch (t, f);
}

static bool
describe (const struct tree *t, const char *type, struct findings *f)
{
  look_for_names (t, type, f);
  finding_copy (&f->distro, type);
  describe_by_table (t, f);
  return true;
}

/* ---- FreeBSD ---- */

#define FREEBSD_VERSION "/bin/freebsd-version"
#define FLASH_NAMES_MAX 1000

/* What systems that come from FreeBSD have and nothing else has, whatever was
 * done to their release files. */
static bool
is_freebsd (const struct tree *t)
{
  static const char *const files[] = {
    "/etc/freebsd-update.conf", FREEBSD_VERSION, "/bin/midnightbsd-version",
    "/cf/conf/config.xml", "/usr/local/opnsense/version/core",
    "/boot/kernel/kernel",
  };

  for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i)
    if (tree_has_file (t, files[i]))
      return has_etc_and_bin (t);
  return tree_has_dir (t, "/netscaler") && has_etc_and_bin (t);
}

/* Files with the version of just what is installed.  What os-release says may
 * be older (it is made when the system starts), or that of the FreeBSD from
 * which the system is derived; what motd says may be anything. */
static const struct source {
  const char *distro;           /* NULL: any */
  const char *name;
  const char *path;
  const char *key;              /* what stands before it; NULL: it is a line */
} sources[] = {
  { "pfsense", "pfSense", "/etc/version", NULL },
  { "truenas-core", "", "/etc/version", NULL },
  { "opnsense", "OPNsense", "/usr/local/opnsense/version/core",
    "\"product_version\":" },
  { "midnightbsd", "MidnightBSD", "/bin/midnightbsd-version",
    "USERLAND_VERSION=" },
  { "freebsd", "FreeBSD", FREEBSD_VERSION, "USERLAND_VERSION=" },
  { NULL, NULL, FREEBSD_VERSION, "USERLAND_VERSION=" },
};

/* The value of a line 'key "value"', in place; NULL. */
static char *
value_in_line (char *line, const char *key)
{
  line += strspn (line, " \t");
  if (strncmp (line, key, strlen (key)) != 0)
    return NULL;
  line += strlen (key);
  line += strspn (line, " \t\"'");
  line[strcspn (line, "\"'")] = '\0';
  return *line ? line : NULL;
}

/* Malloc'd; NULL: not there. */
static char *
read_source (const struct tree *t, const struct source *s)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    s->key ? tree_lines (t, s->path, TREE_TEXT_MAX) : NULL;

  if (s->key == NULL)
    return tree_first_line (t, s->path);
  for (size_t i = 0; lines && lines[i]; ++i) {
    const char *value = value_in_line (lines[i], s->key);

    if (value)
      return strdup (value);
  }
  return NULL;
}

static void
set_product_name (struct findings *f, const char *name, const char *version)
{
  char *product;

  if (asprintf (&product, "%s%s%s", name, *name ? " " : "", version) == -1)
    return;
  free (f->product_name);
  f->product_name = product;
}

static const struct source *
source_of (const char *distro)
{
  const struct source *s = sources;

  while (s->distro && strcmp (s->distro, distro) != 0)
    ++s;
  return s;
}

/* "13.1-48.47" of /flash/ns-13.1-48.47.gz, the newest of those; NULL: there is
 * none. */
static char *
find_netscaler_version (const struct tree *t)
{
  CLEANUP_FREE_STRING_LIST char **names =
    tree_list (t, "/flash", FLASH_NAMES_MAX);
  const char *best = NULL;

  for (size_t i = 0; names && names[i]; ++i) {
    const size_t n = strlen (names[i]);

    if (n > 6 && strncmp (names[i], "ns-", 3) == 0
        && strcmp (names[i] + n - 3, ".gz") == 0
        && (best == NULL || strverscmp (names[i], best) > 0))
      best = names[i];
  }
  return best ? strndup (best + 3, strlen (best) - 6) : NULL;
}

/* What says FreeBSD there is the system from which it comes. */
static void
look_for_netscaler_version (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *version = find_netscaler_version (t);

  if (version && parse_version (version, &f->major, &f->minor))
    set_product_name (f, "NetScaler", version);
}

static void
look_for_version (const struct tree *t, struct findings *f)
{
  const struct source *s = source_of (f->distro);
  CLEANUP_FREE char *version = read_source (t, s);

  if (version && parse_version (version, &f->major, &f->minor) && s->name)
    set_product_name (f, s->name, version);
}

/* libosinfo knows it as the FreeBSD that it is inside. */
static void
set_osinfo_of_base (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *version = read_source (t, source_of ("freebsd"));
  int major, minor;
  char *osinfo;

  if (version && parse_version (version, &major, &minor)
      && asprintf (&osinfo, "freebsd%d.%d", major, minor) != -1)
    finding_set (&f->osinfo, osinfo);
}

static bool
look_for_freebsd (const struct tree *t, struct findings *f)
{
  if (!is_freebsd (t))
    return false;
  look_for_names (t, "freebsd", f);
  finding_copy (&f->distro, "freebsd");
  look_for_version (t, f);
  if (strcmp (f->distro, "netscaler") == 0)
    look_for_netscaler_version (t, f);
  if (strcmp (f->distro, "pfsense") == 0)
    set_osinfo_of_base (t, f);
  describe_by_table (t, f);
  return true;
}

/* ---- The others ---- */

static bool
look_for_netbsd (const struct tree *t, struct findings *f)
{
  return has_etc_and_bin (t)
    && (first_line_begins (t, "/etc/release", "NetBSD")
        || (tree_has_file (t, "/netbsd") && tree_has_file (t, "/etc/rc.conf")))
    && describe (t, "netbsd", f);
}

static bool
look_for_openbsd (const struct tree *t, struct findings *f)
{
  return has_etc_and_bin (t) && tree_has_file (t, "/bsd")
    && (tree_has_file (t, "/etc/motd") || tree_has_file (t, "/etc/myname"))
    && describe (t, "openbsd", f);
}

static bool
look_for_dragonfly (const struct tree *t, struct findings *f)
{
  return has_etc_and_bin (t)
    && (first_line_begins (t, "/etc/motd", "DragonFly")
        || (tree_has_file (t, "/etc/defaults/rc.conf")
            && (tree_has_file (t, "/sbin/hammer")
                || tree_has_file (t, "/sbin/hammer2"))))
    && describe (t, "dragonfly", f);
}

/* DragonFly has what FreeBSD has, and more. */
static bool
look_for_bsd (const struct tree *t, struct findings *f)
{
  return look_for_dragonfly (t, f) || look_for_freebsd (t, f)
    || look_for_netbsd (t, f) || look_for_openbsd (t, f);
}

const struct family family_bsd = { "bsd", look_for_bsd };
