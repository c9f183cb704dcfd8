/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is declared in inspect.h and not written yet.  Each goes when the file
 * named there comes. */

#include "config.h"

#include "inspect.h"

/* release.c */
bool
look_for_release (const struct tree *t, const char *type, bool usr,
                  struct findings *f)
{
  (void) t, (void) type, (void) usr, (void) f;
  return false;
}

/* system.c */
void
describe_by_table (const struct tree *t, struct findings *f)
{
  (void) t, (void) f;
}

/* arch.c */
void
look_for_arch (const struct tree *t, struct findings *f)
{
  (void) t, (void) f;
}
