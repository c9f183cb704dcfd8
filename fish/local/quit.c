/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quit, exit, q: leave. */

#include <config.h>

#include "local.h"

static int
run_quit (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc, (void) argv;
  fish.quit = true;
  return 0;
}

static const char *const names[] = { "exit", "q", NULL };

static const struct fish_command quit_command = {
  .name = "quit", .aliases = names, .synopsis = "",
  .summary = "leave guestfish",
  .run_local = run_quit,
  .doc = "Ends guestfish. So does the end of input (^D).\n",
};

FISH_COMMANDS (quit, &quit_command);
