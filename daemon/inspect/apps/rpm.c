/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of RPM: where its databases are. */

#include "config.h"

#include "rpm.h"

static const char *const directories[] = {
  "/var/lib/rpm",
  "/usr/lib/sysimage/rpm",
  "/usr/share/rpm",             /* of ostree */
  NULL
};

/* A system that was upgraded may still have what it had before. */
static const struct {
  const char *name;
  int (*read) (struct rpm_reader *r);
} containers[] = {
  { "rpmdb.sqlite", rpm_read_sqlite },
  { "Packages.db", rpm_read_ndb },
  { "Packages", rpm_read_bdb },
};

/* 0 when there is no such database. */
static int
read_database (const struct tree *t, const char *directory, size_t container,
               struct apps *apps)
{
  CLEANUP_FREE char *path = path_below (directory, containers[container].name);
  struct rpm_reader r = { .t = t, .path = path, .apps = apps };
  int ret = 0;

  if (path == NULL)
    return -1;
  if (tree_has (t, path))
    ret = containers[container].read (&r);
  strbuf_done (&r.header);
  return ret;
}

/* The first that has any packages; a wrong command leaves empty ones. */
int
apps_read_rpm (const struct tree *t, struct apps *apps)
{
  for (size_t c = 0; c < sizeof containers / sizeof containers[0]; ++c)
    for (size_t d = 0; directories[d]; ++d) {
      if (read_database (t, directories[d], c, apps) == -1)
        return -1;
      if (apps->len > 0)
        return 0;
    }
  return 0;
}
