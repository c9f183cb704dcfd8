/* SPDX-License-Identifier: GPL-2.0-or-later */
/* alloc, sparse: a new disk image, added at once. */

#include <config.h>

#include <string.h>

#include "local.h"

static int
make_and_add (const char *command, char *const *argv, bool sparse)
{
  const struct guestfs_add_drive_opts_argv raw = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK, .format = "raw",
  };
  const char *why;
  int64_t size;

  if (cli_parse_int (argv[1], 1, INT64_MAX, &size, &why) == -1) {
    cli_error ("%s: size '%s': %s", command, argv[1], why);
    return -1;
  }
  if (fish_create_image (argv[0], size, sparse) == -1)
    return -1;
  return guestfs_add_drive_opts_argv (fish.g, argv[0], &raw);
}

static int
run_alloc (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) argc;
  return make_and_add (c->name, argv, strcmp (c->name, "sparse") == 0);
}

static const char *const alloc_names[] = { "allocate", NULL };

static const struct fish_command alloc_command = {
  .name = "alloc", .aliases = alloc_names, .synopsis = "filename size",
  .topic = "drives",
  .summary = "make a disk image and add it",
  .min_words = 2, .max_words = 2, .words = FISH_ANY,
  .run_local = run_alloc,
  .doc =
  "Makes a raw image of zeroes, all of its blocks reserved on the host,\n"
  "and adds it. A file of this name is overwritten. The size may have a\n"
  "suffix: 100M, 2G.\n",
};

static const struct fish_command sparse_command = {
  .name = "sparse", .synopsis = "filename size",
  .topic = "drives",
  .summary = "make a sparse disk image and add it",
  .min_words = 2, .max_words = 2, .words = FISH_ANY,
  .run_local = run_alloc,
  .doc =
  "Like alloc, but the file takes room on the host only as it is written\n"
  "to: made at once, and may later run out of room.\n",
};

FISH_COMMANDS (alloc, &alloc_command, &sparse_command);
