/* SPDX-License-Identifier: GPL-2.0-or-later */
/* time: how long a command takes. */

#include <config.h>

#include "local.h"

static void
print_seconds (double seconds)
{
  struct json *j = report_members ();

  if (!j) {
    printf ("elapsed time: %.2f seconds\n", seconds);
    return;
  }
  jw_name (j, "value");
  jw_real (j, seconds);
}

static int
run_time (const struct fish_command *c, size_t argc, char *const *argv)
{
  const double start = cli_now ();

  (void) c;
  if (fish_run_words (argc, argv) == -1)
    return -1;
  print_seconds (cli_now () - start);
  return 0;
}

static const struct fish_command time_command = {
  .name = "time", .synopsis = "command [args ...]",
  .summary = "say how long a command takes",
  .min_words = 1, .max_words = SIZE_MAX, .words = FISH_COMMAND_LINE,
  .run_local = run_time,
  .schema = "{\"type\":\"number\",\"description\":\"seconds\"}",
  .doc = "Runs the command and prints the time that passed.\n",
};

FISH_COMMANDS (time, &time_command);
