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

/* How many letters are wrong, missing, too many or swapped: d[i][j] for the
 * first i letters of a and the first j of b. */
static unsigned
distance (const char *a, const char *b)
{
  const size_t m = strlen (a), n = strlen (b), w = n + 1;
  CLEANUP_FREE unsigned *d = must_have (calloc ((m + 1) * w, sizeof *d));

  for (size_t j = 0; j <= n; ++j)
    d[j] = j;
  for (size_t i = 1; i <= m; ++i) {
    d[i * w] = i;
    for (size_t j = 1; j <= n; ++j) {
      const unsigned *up = &d[(i - 1) * w + j];

      d[i * w + j] = min3 (*up + 1, d[i * w + j - 1] + 1,
                           up[-1] + (fold (a[i - 1]) != fold (b[j - 1])));
      if (i > 1 && j > 1 && fold (a[i - 1]) == fold (b[j - 2]) &&
          fold (a[i - 2]) == fold (b[j - 1]))
        d[i * w + j] = min3 (d[i * w + j], up[-(ptrdiff_t) w - 2] + 1, -1U);
    }
  }
  return d[m * w + n];
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

  if (strlen (name) > 60)
    return NULL;
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
