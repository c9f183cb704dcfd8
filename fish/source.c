/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next line of a script, or of a person at a terminal. */

#include <config.h>

#include "shell.h"

static char *
read_terminal_line (void)
{
  CLEANUP_FREE char *prompt =
    fish_decode_prompt (cli_getenv ("GUESTFISH_PS1", "><fs> "));

  return terminal_read (prompt);
}

char *
fish_read_line (struct source *source)
{
  source->line++;
  return source->fp ? cli_read_line (source->fp) : read_terminal_line ();
}
