/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What set_append says: words for the kernel, and among them one for us.
 * guestfs_rescue=1 asks for a shell on the console.  The daemon starts it, so
 * that the kernel need not know, and the machine may be a clone. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "handle.h"

static const char rescue_word[] = "guestfs_rescue=1";

/* Of the word at p; the one after it begins at *ret_next. */
static bool
is_rescue_word (const char *p, const char **ret_next)
{
  const size_t n = strcspn (p, " ");

  *ret_next = p + n + strspn (p + n, " ");
  return n == strlen (rescue_word) && strncmp (p, rescue_word, n) == 0;
}

bool
guestfs_int_wants_rescue (guestfs_h *g)
{
  const char *p = g->append ? g->append : "", *next;

  for (; *p; p = next)
    if (is_rescue_word (p, &next))
      return true;
  return false;
}

char *
guestfs_int_kernel_words (guestfs_h *g)
{
  const char *p = g->append ? g->append : "", *next;
  char *words = safe_malloc (g, strlen (p) + 1), *end = words;

  for (; *p; p = next)
    if (!is_rescue_word (p, &next))
      end = mempcpy (end, p, next - p);
  *end = '\0';
  return words;
}
