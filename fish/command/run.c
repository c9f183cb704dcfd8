/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run one command, of the API or of guestfish. */

#include <config.h>

#include "command.h"

static int
unknown_command (const char *name)
{
  const char *closest = fish_closest_command (name);

  if (closest)
    cli_error ("%s: unknown command: did you mean '%s'?", name, closest);
  else
    cli_error ("%s: unknown command: 'help --list' lists all commands", name);
  return -1;
}

static int
run_api (const struct fish_command *c, size_t argc, char *const *argv)
{
  struct call_values values;
  struct fish_call call = { .g = fish.g, .command = c };
  int r;

  if (fish_bind_args (c, argc, argv, &values) == -1)
    return -1;
  call.arg = values.arg;
  call.opt = values.opt;
  call.optmask = values.optmask;
  r = c->run (&call);
  call_values_done (&values);
  return r;
}

static int
run_local (const struct fish_command *c, size_t argc, char *const *argv)
{
  if (argc < c->min_words || argc > c->max_words) {
    fish_usage (c);
    return -1;
  }
  return c->run_local (c, argc, argv);
}

int
fish_run_words (size_t argc, char *const *argv)
{
  const struct fish_command *c;
  int r;

  c = fish_find_command (argv[0]);
  if (!c)
    return unknown_command (argv[0]);

  progress_begin ();
  interrupt_begin (fish.g);
  if (c->run)
    r = run_api (c, argc - 1, argv + 1);
  else
    r = run_local (c, argc - 1, argv + 1);
  interrupt_end ();
  progress_end ();
  return fish_flush () == -1 ? -1 : r;
}
