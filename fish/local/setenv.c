/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setenv, unsetenv: variables of the environment. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"

static int
check (const char *command, const char *name, int r)
{
  if (r == 0)
    return 0;
  cli_error ("%s: %s: %s", command, name, strerror (errno));
  return -1;
}

static int
run_setenv (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) argc;
  return check (c->name, argv[0], setenv (argv[0], argv[1], 1));
}

static int
run_unsetenv (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) argc;
  return check (c->name, argv[0], unsetenv (argv[0]));
}

static const struct fish_command setenv_command = {
  .name = "setenv", .synopsis = "VAR value",
  .summary = "set an environment variable",
  .min_words = 2, .max_words = 2, .run_local = run_setenv,
  .doc = "To see a variable: !echo $VAR\n",
};

static const struct fish_command unsetenv_command = {
  .name = "unsetenv", .synopsis = "VAR",
  .summary = "remove an environment variable",
  .min_words = 1, .max_words = 1, .run_local = run_unsetenv,
  .doc = "The variable is removed from the environment of guestfish.\n",
};

FISH_COMMANDS (setenv, &setenv_command, &unsetenv_command);
