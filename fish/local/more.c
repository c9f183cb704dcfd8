/* SPDX-License-Identifier: GPL-2.0-or-later */
/* more, less: read a file page by page. */

#include <config.h>

#include "fish.h"
#include "local.h"

int
fish_view (const char *program, const char *name)
{
  CLEANUP_FREE char *guest = fish_resolve_path (name);
  CLEANUP_UNLINK_FREE char *local = NULL;

  local = guest ? fish_download_temp (guest) : NULL;
  return local ? fish_shell_with_file (program, local) : -1;
}

static int
run_more (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  return fish_view (fish_getenv ("PAGER", "more"), argv[0]);
}

static int
run_less (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  return fish_view ("less", argv[0]);
}

const struct fish_command fish_local_more = {
  .name = "more", .synopsis = "filename",
  .summary = "read a file page by page",
  .min_words = 1, .max_words = 1, .run_local = run_more,
  .doc = "Downloads the file and shows it with $PAGER, or more(1).\n",
};

const struct fish_command fish_local_less = {
  .name = "less", .synopsis = "filename",
  .summary = "read a file with less",
  .min_words = 1, .max_words = 1, .run_local = run_less,
  .doc = "Like more, with less(1).\n",
};
