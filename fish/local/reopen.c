/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reopen: a new handle instead of this one. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "local.h"

/* Settings stay; drives and what was mounted do not. */
static int
copy_settings (guestfs_h *from, guestfs_h *to)
{
  const char *path = guestfs_get_path (from);

  if (guestfs_set_verbose (to, guestfs_get_verbose (from)) == -1 ||
      guestfs_set_trace (to, guestfs_get_trace (from)) == -1 ||
      guestfs_set_autosync (to, guestfs_get_autosync (from)) == -1 ||
      guestfs_set_pgroup (to, guestfs_get_pgroup (from)) == -1)
    return -1;
  return path ? guestfs_set_path (to, path) : 0;
}

/* What the old handle has not written is written before the new one may use
 * the same disks.  An error in that is an error of reopen, but there is a new
 * handle all the same. */
static int
run_reopen (const struct fish_command *c, size_t argc, char *const *argv)
{
  guestfs_h *g = fish_create_handle (), *old = fish.g;
  int r;

  (void) c, (void) argc, (void) argv;
  if (!g)
    return -1;
  if (copy_settings (old, g) == -1) {
    guestfs_close (g);
    return -1;
  }
  r = guestfs_shutdown (old);
  /* Between its end and ours no Ctrl-C may look at the old handle. */
  interrupt_switch (g);
  fish.g = g;
  guestfs_close (old);
  events_forget ();
  return r;
}

static const struct fish_command reopen_command = {
  .name = "reopen", .synopsis = "",
  .summary = "close the handle and make a new one",
  .run_local = run_reopen,
  .doc =
  "Shuts the appliance down if it runs, and forgets drives, mounts and event\n"
  "handlers. Of the settings path, autosync, pgroup, trace and verbose stay.\n",
};

FISH_COMMANDS (reopen, &reopen_command);
