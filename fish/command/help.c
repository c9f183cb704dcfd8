/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help, and -h on the command line. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "fish.h"
#include "local.h"

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
  size_t n = 0, max = fish_nr_api_commands;
  CLEANUP_FREE struct entry *list = NULL;

  while (fish_local_commands[max - fish_nr_api_commands])
    max++;
  list = must_have (calloc (max, sizeof *list));
  for (size_t i = 0; fish_local_commands[i]; ++i)
    list[n++] = (struct entry) { fish_local_commands[i]->name,
                                 fish_local_commands[i]->summary };
  for (size_t i = 0; i < fish_nr_api_commands; ++i)
    if (!fish_api_commands[i].replaced_by)
      list[n++] = (struct entry) { fish_api_commands[i].name,
                                   fish_api_commands[i].summary };
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
    fish_error ("help: there is no command '%s'%s%s%s", name,
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

static void
help_begin (void)
{
  puts ("First say which disk images, then start, then work with them:\n\n"
        "    add disk.img             (add-ro: without changing it)\n"
        "    run\n"
        "    list-filesystems\n"
        "    mount /dev/sda1 /\n"
        "    ls /\n\n"
        "help --list    all commands      help CMD    about one of them\n"
        "man            the manual        quit        leave");
}

static int
run_help (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c;
  if (argc == 0)
    help_begin ();
  else if (strcmp (argv[0], "--list") == 0 || strcmp (argv[0], "-l") == 0)
    fish_help_commands ();
  else
    return fish_help_command (argv[0]);
  return 0;
}

const struct fish_command fish_local_help = {
  .name = "help", .synopsis = "[--list | cmd]",
  .summary = "list commands, or explain one",
  .max_words = 1, .run_local = run_help,
  .doc = "Without an argument: how to begin. With --list or -l: all\n"
  "commands, one a line. With the name of a command: what it does.\n",
};
