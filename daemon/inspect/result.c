/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the last inspection found, which is asked for piece by piece. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "candidates.h"
#include "copies.h"
#include "devices.h"
#include "inspect.h"

static struct inspection *current;

void
inspection_forget (void)
{
  inspection_done (current);
  free (steal (&current));
}

/* ---- Inspecting ---- */

static void
warn_of (const struct strvec *warnings)
{
  for (size_t i = 0; i < warnings->len; ++i)
    call_warning (warnings->ptr[i]);
}

static bool
any_root (const struct candidates *list)
{
  for (size_t i = 0; i < list->len; ++i)
    if (list->ptr[i].found.role == ROLE_ROOT)
      return true;
  return false;
}

/* What is encrypted may be what somebody looks for when there is nothing
 * else. */
static void
warn_of_candidates (const struct candidates *list)
{
  const bool found = any_root (list);

  for (size_t i = 0; i < list->len; ++i)
    if (!found || !list->ptr[i].encrypted)
      warn_of (&list->ptr[i].found.warnings);
}

static int
inspect_to (struct inspection *ret)
{
  CLEANUP_CANDIDATES struct candidates list = CANDIDATES_INIT;
  CLEANUP_DEVICES struct devices devices = DEVICES_INIT;
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;

  if (candidates_find (&list) == -1)
    return -1;
  if (any_root (&list)
      && (devices_find (list.ptr, list.len, &devices) == -1
          || compose (list.ptr, list.len, &devices, &warnings, ret) == -1))
    return -1;
  warn_of_copies (&warnings);
  warn_of_candidates (&list);
  warn_of (&warnings);
  return 0;
}

/* An inspection that fails leaves nothing of an earlier one. */
int
inspect (void)
{
  struct inspection *found = calloc (1, sizeof *found);

  inspection_forget ();
  if (found == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  if (inspect_to (found) == 0) {
    current = found;
    return 0;
  }
  inspection_done (found);
  free (found);
  return -1;
}

/* ---- Asking ---- */

const struct inspection *
inspection (void)
{
  return current;
}

const struct inspected_root *
inspected_root (const char *mountable)
{
  for (size_t i = 0; current && i < current->nr_roots; ++i)
    if (strcmp (current->roots[i].mountable, mountable) == 0)
      return &current->roots[i];
  if (current == NULL)
    reply_with_error_errno (EINVAL, "%s: nothing is known of it yet: call "
                            "inspect_os first", mountable);
  else
    reply_with_error_errno (EINVAL, "%s: it is not the root of a system: "
                            "inspect_get_roots lists those that were found",
                            mountable);
  return NULL;
}
