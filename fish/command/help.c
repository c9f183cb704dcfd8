/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What help and -h print about commands. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "command.h"

struct entry {
  const char *name, *summary;
};

static int
by_name (const void *a, const void *b)
{
  const struct entry *x = a, *y = b;

  return strcmp (x->name, y->name);
}

void
fish_help_commands (void)
{
  const struct fish_command *const *all = fish_all_commands ();
  CLEANUP_FREE struct entry *list = NULL;
  size_t n = 0, max = 0;

  while (all[max])
    max++;
  list = must_have (calloc (max, sizeof *list));
  for (size_t i = 0; i < max; ++i)
    if (!all[i]->replaced_by)
      list[n++] = (struct entry) { all[i]->name, all[i]->summary };
  qsort (list, n, sizeof *list, by_name);
  for (size_t i = 0; i < n; ++i)
    printf ("%-28s %s\n", list[i].name, list[i].summary);
}

static void
print_aliases (const struct fish_command *c)
{
  if (!c->aliases || !c->aliases[0])
    return;
  printf ("\nOther names:");
  for (size_t i = 0; c->aliases[i]; ++i)
    printf (" %s", c->aliases[i]);
  putchar ('\n');
}

static void
print_doc (const char *doc)
{
  bool start = true;

  putchar ('\n');
  for (; *doc; ++doc) {
    if (start && *doc != '\n')
      printf ("    ");
    putchar (*doc);
    start = *doc == '\n';
  }
  if (!start)
    putchar ('\n');
}

int
fish_help_command (const char *name)
{
  const struct fish_command *c = fish_find_command (name);
  const char *closest = c ? NULL : fish_closest_command (name);

  if (!c) {
    cli_error ("help: there is no command '%s'%s%s%s", name,
               closest ? ": did you mean '" : ": see 'help --list'",
               closest ? closest : "", closest ? "'?" : "");
    return -1;
  }
  printf ("%s - %s\n\n    %s%s%s\n", c->name, c->summary, c->name,
          *c->synopsis ? " " : "", c->synopsis);
  print_aliases (c);
  if (c->replaced_by && *c->replaced_by)
    printf ("\nDeprecated: use %s.\n", c->replaced_by);
  else if (c->replaced_by)
    printf ("\nDeprecated.\n");
  print_doc (c->doc);
  return 0;
}
