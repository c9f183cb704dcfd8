/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quit, exit, q: leave. */

#include <config.h>

#include "fish.h"
#include "local.h"

static int
run_quit (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc, (void) argv;
  fish.quit = true;
  return 0;
}

static const char *const names[] = { "exit", "q", NULL };

const struct fish_command fish_local_quit = {
  .name = "quit", .aliases = names, .synopsis = "",
  .summary = "leave guestfish",
  .run_local = run_quit,
  .doc = "Ends guestfish. So does the end of input (^D).\n",
};
