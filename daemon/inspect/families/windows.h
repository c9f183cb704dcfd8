/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows: its directory and its registry. */

#ifndef GUESTFSD_WINDOWS_H
#define GUESTFSD_WINDOWS_H

#include "inspect.h"

/* The directory of Windows, as it is written on the disk: "/Windows".
 * Malloc'd; NULL when there is none. */
extern char *windows_systemroot (const struct tree *t);
/* The hive with this name, "software", likewise. */
extern char *windows_hive (const struct tree *t, const char *systemroot,
                           const char *name);
/* winregistry.c: what the hives say that f names. */
extern void look_in_registry (const struct tree *t, struct findings *f);

#endif /* GUESTFSD_WINDOWS_H */
