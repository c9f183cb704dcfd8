/* SPDX-License-Identifier: GPL-2.0-or-later */
/* man: read the manual. */

#include <config.h>

#include "local.h"

static int
run_man (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc, (void) argv;
  return fish_shell ("man 1 guestfish");
}

static const char *const names[] = { "manual", NULL };

static const struct fish_command man_command = {
  .name = "man", .aliases = names, .synopsis = "",
  .summary = "read the manual",
  .run_local = run_man,
  .doc = "Opens guestfish(1).\n",
};

FISH_COMMANDS (man, &man_command);
