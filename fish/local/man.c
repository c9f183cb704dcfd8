/* SPDX-License-Identifier: GPL-2.0-or-later */
/* man: read the manual. */

#include <config.h>

#include "fish.h"
#include "local.h"

static int
run_man (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc, (void) argv;
  return fish_shell ("man 1 guestfish");
}

static const char *const names[] = { "manual", NULL };

const struct fish_command fish_local_man = {
  .name = "man", .aliases = names, .synopsis = "",
  .summary = "read the manual",
  .run_local = run_man,
  .doc = "Opens guestfish(1).\n",
};
