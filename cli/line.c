/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of a file. */

#include <config.h>

#include <stdlib.h>

#include "cli.h"

char *
cli_read_line (FILE *fp)
{
  char *line = NULL;
  size_t cap = 0;
  const ssize_t n = getline (&line, &cap, fp);

  if (n == -1) {
    free (line);
    return NULL;
  }
  if (n > 0 && line[n - 1] == '\n')
    line[n - 1] = '\0';
  return line;
}
