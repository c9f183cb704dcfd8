/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of the BSDs: a database of SQLite (FreeBSD, DragonFly), or a
 * directory for each (pkgsrc, OpenBSD). */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "readers.h"
#include "sqlite.h"

#define DATABASE "/var/db/pkg/local.sqlite"

static const char *const directories[] = {
  "/usr/pkg/pkgdb", "/var/db/pkg", NULL
};

/* ---- FreeBSD ---- */

#define QUERY \
  "SELECT name, version, arch, prefix, www, origin, comment, desc " \
  "FROM packages ORDER BY id"
enum { F_NAME, F_VERSION, F_ARCH, F_PREFIX, F_WWW, F_ORIGIN, F_COMMENT,
       F_DESC };

static const char *
column (sqlite3_stmt *row, int i)
{
  return (const char *) sqlite.sqlite3_column_text (row, i);
}

/* "5.2.15_1,2": version, revision of the port, epoch. */
static void
split_version (char *version, struct app *a)
{
  char *epoch = split_last (version, ',');

  if (epoch && epoch[strspn (epoch, "0123456789")] == '\0'
      && strlen (epoch) < 10)
    a->epoch = atoi (epoch);
  a->release = split_last (version, '_');
  a->version = version;
}

static int
add_row (sqlite3_stmt *row, struct apps *apps)
{
  const char *text = column (row, F_VERSION);
  CLEANUP_FREE char *version = strdup (text ? text : "");
  struct app a = {
    .name = column (row, F_NAME), .install_path = column (row, F_PREFIX),
    .arch = column (row, F_ARCH), .url = column (row, F_WWW),
    .source_package = column (row, F_ORIGIN),
    .summary = column (row, F_COMMENT),
    .description = column (row, F_DESC),
  };

  if (version == NULL) {
    reply_with_perror ("%s", DATABASE);
    return -1;
  }
  split_version (version, &a);
  if (a.arch && strrchr (a.arch, ':'))  /* FreeBSD:14:amd64 */
    a.arch = strrchr (a.arch, ':') + 1;
  return a.name ? apps_add (apps, &a) : 0;
}

static int
read_sqlite (const struct tree *t, struct apps *apps)
{
  CLEANUP_SQLITE sqlite3 *db = sqlite_open_in_tree (t, DATABASE);
  CLEANUP_SQLITE_STMT sqlite3_stmt *rows = NULL;
  const int table = db ? sqlite_has_table (db, DATABASE, "packages") : -1;
  int status;

  if (table == 0)
    reply_with_error_errno (EINVAL, "%s: it has no table called packages",
                            DATABASE);
  if (table != 1)
    return -1;
  if (sqlite.sqlite3_prepare_v2 (db, QUERY, -1, &rows, NULL) != SQLITE_OK)
    return sqlite_failed (db, DATABASE);
  while ((status = sqlite.sqlite3_step (rows)) == SQLITE_ROW)
    if (add_row (rows, apps) == -1)
      return -1;
  return status == SQLITE_DONE ? 0 : sqlite_failed (db, DATABASE);
}

/* ---- pkgsrc and OpenBSD ---- */

static char *
read_file (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = path_below (dir, name);

  return path ? tree_read (t, path, TREE_TEXT_MAX, NULL) : NULL;
}

static char *
read_first_line (const struct tree *t, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = path_below (dir, name);

  return path ? tree_first_line (t, path) : NULL;
}

/* The value of a line that begins so, in a text; malloc'd. */
static char *
value_of (const char *text, const char *start)
{
  const size_t n = strlen (start);

  while (text && strncmp (text, start, n) != 0) {
    text = strchr (text, '\n');
    text += text != NULL;
  }
  return text ? strndup (text + n, strcspn (text + n, "\r\n")) : NULL;
}

static char *
find_arch (const char *info, const char *contents)
{
  char *arch = value_of (info, "MACHINE_ARCH=");

  return arch ? arch : value_of (contents, "@arch ");
}

/* "2.4nb3": the revision of the package; of ports of OpenBSD it is
 * "2.4p3", which may as well be a part of the version. */
static void
split_pkgsrc_version (char *version, struct app *a)
{
  char *revision = strstr (version, "nb");

  a->version = version;
  if (revision && revision[2]
      && revision[2 + strspn (revision + 2, "0123456789")] == '\0') {
    *revision = '\0';
    a->release = revision + 2;
  }
}

static int
add_directory (const struct tree *t, const char *dir, char *package,
               const char *contents, struct apps *apps)
{
  CLEANUP_FREE char *info = read_file (t, dir, "+BUILD_INFO");
  CLEANUP_FREE char *text = read_file (t, dir, "+DESC");
  CLEANUP_FREE char *summary = read_first_line (t, dir, "+COMMENT");
  CLEANUP_FREE char *arch = find_arch (info, contents);
  CLEANUP_FREE char *url = value_of (info, "HOMEPAGE=");
  char *version = split_name_version (package);
  struct app a = {
    .name = package, .arch = arch, .url = url, .summary = summary,
    .description = text,
  };

  if (version)
    split_pkgsrc_version (version, &a);
  return apps_add (apps, &a);
}

/* What has no list of contents is something else. */
static int
read_directory (const struct tree *t, const char *dir, struct apps *apps)
{
  CLEANUP_FREE char *package = strdup (strrchr (dir, '/') + 1);
  CLEANUP_FREE char *contents = NULL;

  if (package == NULL) {
    reply_with_perror ("%s", dir);
    return -1;
  }
  contents = read_file (t, dir, "+CONTENTS");
  return contents ? add_directory (t, dir, package, contents, apps) : 0;
}

/* Without a database nothing was installed. */
int
apps_read_pkgsrc (const struct tree *t, struct apps *apps)
{
  if (tree_has_file (t, DATABASE))
    return read_sqlite (t, apps);
  for (size_t i = 0; directories[i]; ++i)
    if (for_each_name (t, directories[i], read_directory, apps) == -1)
      return -1;
  return 0;
}
