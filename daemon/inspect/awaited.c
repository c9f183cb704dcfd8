/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is declared in inspect.h and not written yet.  Each goes when the file
 * named there comes. */

#include "config.h"

#include "inspect.h"

/* arch.c */
void
look_for_arch (const struct tree *t, struct findings *f)
{
  (void) t, (void) f;
}
