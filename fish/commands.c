/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find a command by name and run it. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fish.h"

static int
fold (char c)
{
  return c == '_' ? '-' : tolower ((unsigned char) c);
}

bool
fish_name_equals (const char *a, const char *b)
{
  while (*a && fold (*a) == fold (*b)) {
    a++;
    b++;
  }
  return *a == *b;
}

static bool
has_name (const struct fish_command *c, const char *name)
{
  if (fish_name_equals (c->name, name))
    return true;
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    if (fish_name_equals (c->aliases[i], name))
      return true;
  return false;
}

const struct fish_command *
fish_find_command (const char *name)
{
  for (size_t i = 0; fish_local_commands[i]; ++i)
    if (has_name (fish_local_commands[i], name))
      return fish_local_commands[i];
  for (size_t i = 0; i < fish_nr_api_commands; ++i)
    if (has_name (&fish_api_commands[i], name))
      return &fish_api_commands[i];
  return NULL;
}

static unsigned
min3 (unsigned a, unsigned b, unsigned c)
{
  unsigned m = a < b ? a : b;

  return m < c ? m : c;
}

/* Levenshtein distance, in one row. */
static unsigned
distance (const char *a, const char *b)
{
  const size_t n = strlen (b);
  CLEANUP_FREE unsigned *row = must_have (calloc (n + 1, sizeof *row));

  for (size_t j = 0; j <= n; ++j)
    row[j] = j;
  for (size_t i = 0; a[i]; ++i) {
    unsigned diagonal = row[0];

    row[0] = i + 1;
    for (size_t j = 0; j < n; ++j) {
      unsigned above = row[j + 1];

      row[j + 1] = min3 (above + 1, row[j] + 1,
                         diagonal + (fold (a[i]) != fold (b[j])));
      diagonal = above;
    }
  }
  return row[n];
}

struct closest {
  const char *name;
  unsigned distance;
};

static void
consider (struct closest *best, const char *name, const char *wanted)
{
  unsigned d = distance (name, wanted);

  if (d < best->distance) {
    best->name = name;
    best->distance = d;
  }
}

static void
consider_command (struct closest *best, const struct fish_command *c,
                  const char *wanted)
{
  consider (best, c->name, wanted);
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    consider (best, c->aliases[i], wanted);
}

const char *
fish_closest_command (const char *name)
{
  /* A third of the letters may be wrong. */
  struct closest best = { NULL, strlen (name) / 3 + 1 };

  for (size_t i = 0; fish_local_commands[i]; ++i)
    consider_command (&best, fish_local_commands[i], name);
  for (size_t i = 0; i < fish_nr_api_commands; ++i)
    consider_command (&best, &fish_api_commands[i], name);
  return best.name;
}

void
fish_usage (const struct fish_command *c)
{
  fish_error ("%s: wrong number of arguments: usage: %s%s%s", c->name, c->name,
              *c->synopsis ? " " : "", c->synopsis);
}

static int
unknown_command (const char *name)
{
  const char *closest = fish_closest_command (name);

  if (closest)
    fish_error ("%s: unknown command: did you mean '%s'?", name, closest);
  else
    fish_error ("%s: unknown command: 'help --list' lists all commands", name);
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
  if (call_values_done (&values) == -1)
    r = -1;
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

  if (fish.remote)
    return remote_run (argc, argv);
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
