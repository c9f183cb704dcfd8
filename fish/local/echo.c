/* SPDX-License-Identifier: GPL-2.0-or-later */
/* echo: print the arguments. */

#include <config.h>

#include "local.h"

static int
run_echo (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c;
  for (size_t i = 0; i < argc; ++i)
    printf ("%s%s", i ? " " : "", argv[i]);
  putchar ('\n');
  return 0;
}

static const struct fish_command echo_command = {
  .name = "echo", .synopsis = "[params ...]",
  .summary = "print the arguments",
  .max_words = SIZE_MAX, .run_local = run_echo,
  .doc = "Prints its arguments with a space between them.\n",
};

FISH_COMMANDS (echo, &echo_command);
