/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what the commands of guestfish itself say of themselves, as POD for
 * guestfish(1). */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "local.h"

static int
by_name (const void *a, const void *b)
{
  const struct fish_command *const *x = a, *const *y = b;

  return strcmp ((*x)->name, (*y)->name);
}

/* In POD < and > have a meaning, except in a line that begins with a blank. */
static void
print_line (const char *line, size_t n)
{
  const bool verbatim = line[0] == ' ';

  for (size_t i = 0; i < n; ++i)
    if (!verbatim && (line[i] == '<' || line[i] == '>'))
      fputs (line[i] == '<' ? "E<lt>" : "E<gt>", stdout);
    else
      putchar (line[i]);
  putchar ('\n');
}

static void
print_aliases (const char *const *aliases)
{
  for (size_t i = 0; aliases && aliases[i]; ++i)
    printf ("%sC<%s>", i == 0 ? "Other names: " : ", ", aliases[i]);
  if (aliases)
    puts (".\n");
}

static void
print_command (const struct fish_command *c)
{
  printf ("=head2 %s\n\n %s%s%s\n\n", c->name, c->name,
          *c->synopsis ? " " : "", c->synopsis);
  print_aliases (c->aliases);
  for (const char *line = c->doc; *line;) {
    const size_t n = strcspn (line, "\n");

    print_line (line, n);
    line += n + (line[n] == '\n');
  }
  putchar ('\n');
}

int
main (void)
{
  CLEANUP_FREE const struct fish_command **own = NULL;
  const struct fish_command *const *all;
  size_t n = 0;

  fish_set_commands (fish_local_commands, fish_api_commands,
                     fish_nr_api_commands, fish_topics);
  all = fish_all_commands ();
  while (all[n] && all[n]->run_local)
    n++;
  own = must_have (calloc (n, sizeof *own));
  memcpy (own, all, n * sizeof *own);
  qsort (own, n, sizeof *own, by_name);
  for (size_t i = 0; i < n; ++i)
    print_command (own[i]);
  return fflush (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
