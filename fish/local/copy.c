/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copy-in, copy-out: files and directories between host and guest. */

#include <config.h>

#include <string.h>

#include "fish.h"
#include "local.h"

static int
absent (const char *command)
{
  fish_error ("%s: this library does not have it yet: use tar-in, tar-out, "
              "upload and download", command);
  return -1;
}

static int
run_copy_in (const struct fish_command *c, size_t argc, char *const *argv)
{
#ifdef GUESTFS_HAVE_COPY_IN
  CLEANUP_FREE char *dir = fish_resolve_path (argv[argc - 1]);

  (void) c, (void) absent;
  if (!dir)
    return -1;
  for (size_t i = 0; i < argc - 1; ++i)
    if (guestfs_copy_in (fish.g, argv[i], dir) == -1)
      return -1;
  return 0;
#else
  (void) argc, (void) argv;
  return absent (c->name);
#endif
}

static int
run_copy_out (const struct fish_command *c, size_t argc, char *const *argv)
{
#ifdef GUESTFS_HAVE_COPY_OUT
  (void) c, (void) absent;
  for (size_t i = 0; i < argc - 1; ++i) {
    CLEANUP_FREE char *path = fish_resolve_path (argv[i]);

    if (!path || guestfs_copy_out (fish.g, path, argv[argc - 1]) == -1)
      return -1;
  }
  return 0;
#else
  (void) argc, (void) argv;
  return absent (c->name);
#endif
}

const struct fish_command fish_local_copy_in = {
  .name = "copy-in", .synopsis = "local [local ...] /remotedir",
  .summary = "copy local files and directories into the guest",
  .min_words = 2, .max_words = SIZE_MAX, .run_local = run_copy_in,
  .doc =
  "Each local file or directory, with all that is in it, goes into the\n"
  "directory remotedir, which must exist.\n",
};

const struct fish_command fish_local_copy_out = {
  .name = "copy-out", .synopsis = "remote [remote ...] localdir",
  .summary = "copy files and directories out of the guest",
  .min_words = 2, .max_words = SIZE_MAX, .run_local = run_copy_out,
  .doc =
  "Each file or directory of the guest, with all that is in it, goes into\n"
  "the local directory, which must exist. With glob there may be wildcards:\n\n"
  "    glob copy-out /home/* .\n",
};
