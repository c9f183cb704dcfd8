/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours, where a terminal shows what is written. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

enum cli_colour_when cli_colour_when = CLI_COLOUR_AUTO;

bool
cli_use_colour (FILE *fp)
{
  const char *term = getenv ("TERM"), *no_colour = getenv ("NO_COLOR");

  if (cli_colour_when != CLI_COLOUR_AUTO)
    return cli_colour_when == CLI_COLOUR_ALWAYS;
  return term && strcmp (term, "dumb") != 0 && !(no_colour && *no_colour) &&
    isatty (fileno (fp));
}

const char *
cli_colour (FILE *fp, const char *code)
{
  return cli_use_colour (fp) ? code : "";
}
