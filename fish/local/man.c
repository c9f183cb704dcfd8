/* SPDX-License-Identifier: GPL-2.0-or-later */
/* man: read the manual, or what it says about one command. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "local.h"

/* Headings of commands have this indentation, their text has more. */
#define INDENT 3

static int
columns (void)
{
  struct winsize ws;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 40)
    return ws.ws_col;
  return 80;
}

static bool
is_heading (const char *line)
{
  return *line && (int) strspn (line, " ") <= INDENT;
}

static bool
is_heading_of (const char *line, const char *name)
{
  return strspn (line, " ") == INDENT && strcmp (line + INDENT, name) == 0;
}

/* The lines of the page from the heading to the next one; "" if there are
 * none. */
static void
copy_section (FILE *fp, const char *name, struct strbuf *ret)
{
  bool inside = false;

  for (;;) {
    CLEANUP_FREE char *line = cli_read_line (fp);

    if (!line)
      return;
    if (is_heading (line))
      inside = is_heading_of (line, name);
    if (inside)
      must (strbuf_addf (ret, "%s\n", line));
  }
}

/* The section of the manual; without man or the page, what help shows. */
static int
show_section (const char *word)
{
  const struct fish_command *c = fish_find_command (word);
  CLEANUP_FREE char *command =
    xasprintf ("MANWIDTH=%d man 1 guestfish 2>/dev/null </dev/null",
               columns ());
  CLEANUP_STRBUF struct strbuf text = STRBUF_INIT;
  FILE *fp = c ? popen (command, "re") : NULL;

  if (fp) {
    copy_section (fp, c->name, &text);
    pclose (fp);
  }
  return text.len > 0 ? fish_show (text.ptr) : fish_help_about (word);
}

static int
run_man (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c;
  if (argc > 0)
    return show_section (argv[0]);
  if (report_is_open ())
    return fish_help_topics ("man CMD tells about one command.\n");
  if (system ("man -w 1 guestfish >/dev/null 2>&1") != 0)
    return fish_help_topics ("The manual page guestfish(1) is not installed, "
                             "or there is no man.\n");
  return fish_shell ("man 1 guestfish");
}

static const char *const names[] = { "manual", NULL };

static const struct fish_command man_command = {
  .name = "man", .aliases = names, .synopsis = "[cmd]",
  .summary = "read the manual",
  .max_words = 1, .words = FISH_COMMAND_NAME, .run_local = run_man,
  .schema = FISH_SCHEMA_TEXT,
  .doc = "Opens guestfish(1). With the name of a command: shows what is said\n"
  "there about it. Where the page is not installed help takes its place.\n",
};

FISH_COMMANDS (man, &man_command);
