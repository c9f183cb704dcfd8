/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copy-in, copy-out: files and directories between host and guest. */

#include <config.h>

#include <string.h>

#include "local.h"

static int
run_copy_in (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_FREE char *dir = cli_resolve_path (fish.g, argv[argc - 1]);

  (void) c;
  if (!dir)
    return -1;
  for (size_t i = 0; i < argc - 1; ++i)
    if (guestfs_copy_in (fish.g, argv[i], dir) == -1)
      return -1;
  return 0;
}

static int
run_copy_out (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c;
  for (size_t i = 0; i < argc - 1; ++i) {
    CLEANUP_FREE char *path = cli_resolve_path (fish.g, argv[i]);

    if (!path || guestfs_copy_out (fish.g, path, argv[argc - 1]) == -1)
      return -1;
  }
  return 0;
}

static const struct fish_command copy_in_command = {
  .name = "copy-in", .synopsis = "local [local ...] /remotedir",
  .topic = "transfers",
  .summary = "copy local files and directories into the guest",
  .min_words = 2, .max_words = SIZE_MAX, .words = FISH_PATH | FISH_ANY,
  .run_local = run_copy_in,
  .doc =
  "Each local file or directory, with all that is in it, goes into the\n"
  "directory remotedir, which must exist.\n",
};

static const struct fish_command copy_out_command = {
  .name = "copy-out", .synopsis = "remote [remote ...] localdir",
  .topic = "transfers",
  .summary = "copy files and directories out of the guest",
  .min_words = 2, .max_words = SIZE_MAX, .words = FISH_PATH | FISH_ANY,
  .run_local = run_copy_out,
  .doc =
  "Each file or directory of the guest, with all that is in it, goes into\n"
  "the local directory, which must exist. With glob there may be wildcards:\n\n"
  "    glob copy-out /home/* .\n",
};

FISH_COMMANDS (copy, &copy_in_command, &copy_out_command);
