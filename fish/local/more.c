/* SPDX-License-Identifier: GPL-2.0-or-later */
/* more, less: read a file page by page. */

#include <config.h>

#include "local.h"

static int
run_more (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  return fish_view (cli_getenv ("PAGER", "more"), argv[0]);
}

static int
run_less (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  return fish_view ("less", argv[0]);
}

static const struct fish_command more_command = {
  .name = "more", .synopsis = "filename",
  .topic = "files",
  .summary = "read a file page by page",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_more,
  .doc = "Downloads the file and shows it with $PAGER, or more(1).\n",
};

static const struct fish_command less_command = {
  .name = "less", .synopsis = "filename",
  .topic = "files",
  .summary = "read a file with less",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_less,
  .doc = "Like more, with less(1).\n",
};

FISH_COMMANDS (more, &more_command, &less_command);
