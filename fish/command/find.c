/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find a command by name, or the one that was meant. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "command.h"

static bool
name_equals (const char *a, const char *b)
{
  while (*a && closest_fold (*a) == closest_fold (*b)) {
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
static const struct fish_topic *all_topics;

void
fish_set_commands (const struct fish_command *const *const *local,
                   const struct fish_command *api, size_t nr_api,
                   const struct fish_topic *topics)
{
  size_t n = 0, max = nr_api + 1;

  all_topics = topics;
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

const struct fish_topic *
fish_all_topics (void)
{
  return all_topics;
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

const struct fish_command *
fish_innermost_command (const struct strvec *words, size_t *ret_first)
{
  const struct fish_command *c = NULL;
  size_t i = 0;

  while (i < words->len && (c = fish_find_command (words->ptr[i])) &&
         c->words & FISH_COMMAND_LINE)
    i++;
  *ret_first = i;
  return i < words->len ? c : NULL;
}

/* What replaces a deprecated command is what is worth typing. */
static const char *
current_name (const char *name)
{
  const struct fish_command *c = name ? fish_find_command (name) : NULL;

  return c && c->replaced_by && *c->replaced_by ? c->replaced_by : name;
}

static void
consider_command (struct closest *best, const struct fish_command *c)
{
  closest_consider (best, c->name);
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    closest_consider (best, c->aliases[i]);
}

const char *
fish_closest_command (const char *name)
{
  struct closest best;

  closest_begin (&best, name);
  for (const struct fish_command *const *c = fish_all_commands (); *c; ++c)
    consider_command (&best, *c);
  return current_name (best.name);
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
