/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find a command by name, or the one that was meant. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

static int
fold (char c)
{
  return c == '_' ? '-' : tolower ((unsigned char) c);
}

static bool
name_equals (const char *a, const char *b)
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
  if (name_equals (c->name, name))
    return true;
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    if (name_equals (c->aliases[i], name))
      return true;
  return false;
}

static const struct fish_command **all;

void
fish_set_commands (const struct fish_command *const *const *local,
                   const struct fish_command *api, size_t nr_api)
{
  size_t n = 0, max = nr_api + 1;

  for (size_t i = 0; local[i]; ++i)
    for (size_t j = 0; local[i][j]; ++j)
      max++;
  all = must_have (calloc (max, sizeof *all));
  for (size_t i = 0; local[i]; ++i)
    for (size_t j = 0; local[i][j]; ++j)
      all[n++] = local[i][j];
  for (size_t i = 0; i < nr_api; ++i)
    all[n++] = &api[i];
}

const struct fish_command *const *
fish_all_commands (void)
{
  return all;
}

const struct fish_command *
fish_find_command (const char *name)
{
  const struct fish_command *const *c = fish_all_commands ();

  while (*c && !has_name (*c, name))
    c++;
  return *c;
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
  for (const struct fish_command *const *c = fish_all_commands (); *c; ++c)
    consider_command (&best, *c, name);
  return best.name;
}

void
fish_usage (const struct fish_command *c, size_t argc, char *const *argv)
{
  const bool is_option = argc > 0 && argv[0][0] == '-' && argv[0][1];

  if (is_option && strcmp (c->name, "ls") == 0)
    cli_error ("ls: %s: ls takes no options: 'll' lists with details", argv[0]);
  else
    cli_error ("%s: wrong number of arguments: usage: %s%s%s", c->name,
               c->name, *c->synopsis ? " " : "", c->synopsis);
}
