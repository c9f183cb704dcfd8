/* SPDX-License-Identifier: GPL-2.0-or-later */
/* not: succeed if a command fails. */

#include <config.h>

#include "local.h"

static int
run_not (const struct fish_command *c, size_t argc, char *const *argv)
{
  const bool outer = fish.failure_wanted;
  int r;

  (void) c;
  fish.failure_wanted = true;
  r = fish_run_words (argc, argv);
  fish.failure_wanted = outer;
  if (r == -1)
    return 0;
  cli_error ("not %s: the command succeeded", argv[0]);
  return -1;
}

static const struct fish_command not_command = {
  .name = "not", .synopsis = "command [args ...]",
  .summary = "succeed if a command fails",
  .min_words = 1, .max_words = SIZE_MAX, .words = FISH_COMMAND_LINE,
  .run_local = run_not,
  .doc = "Runs the command, and fails if it did not. For tests.\n",
};

FISH_COMMANDS (not, &not_command);
