/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next line of a script, or of a person at a terminal. */

#include <config.h>

#include <stdlib.h>

#include "shell.h"

static char *
read_script_line (FILE *fp)
{
  char *line = NULL;
  size_t cap = 0;
  ssize_t n = getline (&line, &cap, fp);

  if (n == -1) {
    free (line);
    return NULL;
  }
  if (n > 0 && line[n - 1] == '\n')
    line[n - 1] = '\0';
  return line;
}

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
  return source->fp ? read_script_line (source->fp) : read_terminal_line ();
}
