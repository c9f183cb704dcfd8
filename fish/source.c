/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next line of a script, or of a person at a terminal. */

#include <config.h>

#include "shell.h"

static char *
read_terminal_line (void)
{
  const char *standard = cli_use_colour (stdout)
    ? "\\[\\e[1;32m\\]><fs>\\[\\e[0m\\] " : "><fs> ";
  CLEANUP_FREE char *prompt =
    fish_decode_prompt (cli_getenv ("GUESTFISH_PS1", standard));

  return terminal_read (prompt);
}

char *
fish_read_line (struct source *source)
{
  source->line++;
  return source->fp ? cli_read_line (source->fp) : read_terminal_line ();
}
