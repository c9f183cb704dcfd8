/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help: list commands, or explain one. */

#include <config.h>

#include <string.h>

#include "local.h"

static const char beginning[] =
  "First say which disk images, then start, then work with them:\n\n"
  "    add disk.img             (add-ro: without changing it)\n"
  "    run\n"
  "    list-filesystems\n"
  "    mount /dev/sda1 /\n"
  "    ls /\n\n"
  "help TOPIC     its commands      help CMD    about one of them\n"
  "help --list    all commands      man CMD     the same in the manual\n"
  "man            the manual        quit        leave\n";

static int
run_help (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c;
  if (argc == 0)
    return fish_help_topics (beginning);
  if (strcmp (argv[0], "--list") == 0 || strcmp (argv[0], "-l") == 0)
    return fish_help_commands ();
  return fish_help_about (argv[0]);
}

static const struct fish_command help_command = {
  .name = "help", .synopsis = "[--list | topic | cmd]",
  .summary = "list commands, or explain one",
  .max_words = 1, .words = FISH_COMMAND_NAME | FISH_TOPIC,
  .run_local = run_help,
  .schema = FISH_SCHEMA_TEXT,
  .doc =
  "Without an argument: how to begin, and which topics there are. With the\n"
  "name of a topic, such as partitions: its commands. With the name of a\n"
  "command: how it is used, what it does, and an example. With --list or\n"
  "-l: all commands, one a line.\n"
  "At a terminal, what is longer than it is shown page by page: see\n"
  "GUESTFISH_PAGER.\n",
};

FISH_COMMANDS (help, &help_command);
