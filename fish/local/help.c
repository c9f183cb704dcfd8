/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help: list commands, or explain one. */

#include <config.h>

#include <string.h>

#include "local.h"

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

static const struct fish_command help_command = {
  .name = "help", .synopsis = "[--list | cmd]",
  .summary = "list commands, or explain one",
  .max_words = 1, .run_local = run_help,
  .doc = "Without an argument: how to begin. With --list or -l: all\n"
  "commands, one a line. With the name of a command: what it does.\n",
};

FISH_COMMANDS (help, &help_command);
