/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems, composed of the file systems that belong to each. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"

/* Takes what was found in the candidate. */
static int
add_root (struct inspection *list, struct candidate *c)
{
  struct inspected_root *r = &list->roots[list->nr_roots];

  r->mountable = strdup (c->fs.mountable);
  r->mounts = calloc (1, sizeof *r->mounts);
  if (r->mountable == NULL || r->mounts == NULL)
    return -1;
  r->mounts[0].mountpoint = strdup ("/");
  r->mounts[0].mountable = strdup (c->fs.mountable);
  r->nr_mounts = 1;
  r->found = c->found;
  c->found = (struct findings) FINDINGS_INIT;
  list->nr_roots++;
  return 0;
}

int
compose (struct candidate *candidates, size_t n,
         const struct devices *devices, struct strvec *warnings,
         struct inspection *ret)
{
  (void) devices;
  (void) warnings;
  ret->roots = calloc (n + 1, sizeof *ret->roots);
  for (size_t i = 0; ret->roots && i < n; ++i)
    if (candidates[i].found.role == ROLE_ROOT
        && add_root (ret, &candidates[i]) == -1)
      break;
  if (ret->roots)
    return 0;
  reply_with_perror ("calloc");
  return -1;
}
