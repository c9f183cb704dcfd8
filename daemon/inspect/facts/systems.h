/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of systems as the daemon has it (gen/systems.c).  What the members
 * mean is in generator/core/os.mli; the rows are in generator/inspect/. */

#ifndef GUESTFSD_SYSTEMS_H
#define GUESTFSD_SYSTEMS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "inspect.h"

/* Lists end with NULL, or with an element whose first string is NULL; a list
 * that is empty may itself be NULL. */

/* A file, with text in it unless that is NULL. */
struct os_mark {
  const char *file, *text;
};
#define OS_VARIANT "VARIANT_ID" /* instead of a file: what os-release says */

struct os_version {
  int major, minor;
};

struct os_condition {
  struct os_version since, before;
  const char *product, *variant;        /* patterns, or NULL */
  int build;
  const char *const *has;
};
#define OS_NEWEST { INT_MAX, INT_MAX }

struct os_package {
  const char *format, *management;
  struct os_condition when;
};

struct os_osinfo {
  const char *template;
  struct os_condition when;
};

struct os_icon {
  const char *path;
  uint32_t limit;               /* bytes; 0: four for each of its pixels */
  struct os_condition when;
};

enum os_minor { OS_MINOR_RELEASE, OS_MINOR_LEGACY, OS_MINOR_LEGACY_WITH_NAME };

struct os_row {
  const char *type, *distro, *name;     /* distro: NULL for none */
  const char *const *ids, *const *like, *const *lsb;
  const char *const *derived_from;
  const struct os_mark *marks;
  enum os_minor minor;
  const char *edition, *edition_package;
  const char *older;            /* NULL: the same, or none */
  const struct os_package *packages;
  const struct os_osinfo *osinfo;
  const struct os_icon *icons;
};

/* In the order in which they are tried; the last has no type. */
extern const struct os_row os_rows[];

/* Of a system that is in no row: what is there decides. */
extern const struct os_package os_packages_by_database[];

/* Likewise; the last has no file. */
struct os_legacy {
  const char *file;
  const char *const *patterns;
  const char *major_key, *minor_key;
  const struct os_mark *besides;
  const struct os_row *row;
};
extern const struct os_legacy os_legacy[];

/* Does the text fit the pattern (version.c)?  The versions in it are set when
 * it does, 0 where the pattern names none. */
extern bool pattern_fits (const char *pattern, const char *text,
                          struct os_version *ret);

/* system.c: a path of the system in this tree, which may be that of /usr alone;
 * NULL: it is not in there. */
extern const char *path_in_tree (bool usr, const char *path);
/* system.c: package format and management of the newest version of a row. */
extern void describe_packages_like (const struct tree *t,
                                    const struct os_row *row, bool usr,
                                    struct findings *f);

#endif /* GUESTFSD_SYSTEMS_H */
