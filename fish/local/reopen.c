/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reopen: a new handle instead of this one. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "fish.h"
#include "local.h"

/* Settings stay; drives and what was mounted do not. */
static int
copy_settings (guestfs_h *from, guestfs_h *to)
{
  const char *path = guestfs_get_path (from);

  if (guestfs_set_verbose (to, guestfs_get_verbose (from)) == -1 ||
      guestfs_set_trace (to, guestfs_get_trace (from)) == -1 ||
      guestfs_set_autosync (to, guestfs_get_autosync (from)) == -1)
    return -1;
  return path ? guestfs_set_path (to, path) : 0;
}

static int
run_reopen (const struct fish_command *c, size_t argc, char *const *argv)
{
  guestfs_h *g = fish_create_handle ();

  (void) c, (void) argc, (void) argv;
  if (!g)
    return -1;
  if (copy_settings (fish.g, g) == -1) {
    guestfs_close (g);
    return -1;
  }
  /* Between its end and ours no Ctrl-C may look at the old handle. */
  interrupt_switch (g);
  guestfs_close (fish.g);
  fish.g = g;
  events_attach (g);
  return 0;
}

const struct fish_command fish_local_reopen = {
  .name = "reopen", .synopsis = "",
  .summary = "close the handle and make a new one",
  .run_local = run_reopen,
  .doc =
  "Ends the appliance if it runs, and forgets drives and mounts. Settings\n"
  "and event handlers stay.\n",
};
