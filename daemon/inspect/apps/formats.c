/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which reader reads which format of packages. */

#include "config.h"

#include <string.h>

#include "readers.h"
#include "sqlite.h"

static const struct {
  const char *format;
  int (*read) (const struct tree *t, struct apps *apps);
  bool uses_sqlite;
} readers[] = {
  { "apk", apps_read_apk, false },
  { "deb", apps_read_deb, false },
  { "ebuild", apps_read_ebuild, false },
  { "ipk", apps_read_ipk, false },
  { "pacman", apps_read_pacman, false },
  { "pkg", apps_read_pkgsrc, true },
  { "pkgsrc", apps_read_pkgsrc, true },
  { "rpm", apps_read_rpm, true },
  { "windows", apps_read_windows, false },
  { "xbps", apps_read_xbps, false },
};
#define NR_READERS (sizeof readers / sizeof readers[0])

int
apps_read (const struct tree *t, const char *format, struct apps *apps)
{
  for (size_t i = 0; i < NR_READERS; ++i)
    if (strcmp (format, readers[i].format) == 0)
      return readers[i].read (t, apps);
  return 0;
}

void
apps_prepare (const char *format)
{
  for (size_t i = 0; i < NR_READERS; ++i)
    if (readers[i].uses_sqlite && strcmp (format, readers[i].format) == 0)
      sqlite_load ();
}
