/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours, where a terminal shows what is written. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

bool
cli_use_colour (FILE *fp)
{
  const char *term = cli_getenv ("TERM", "dumb");

  if (cli.colour != CLI_COLOUR_AUTO)
    return cli.colour == CLI_COLOUR_ALWAYS;
  return strcmp (term, "dumb") != 0 && !cli_getenv ("NO_COLOR", NULL) &&
    isatty (fileno (fp));
}

const char *
cli_colour (FILE *fp, const char *code)
{
  return cli_use_colour (fp) ? code : "";
}
