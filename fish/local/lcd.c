/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lcd: change the local directory. */

#include <config.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "local.h"

static int
run_lcd (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  if (chdir (argv[0]) == 0)
    return 0;
  cli_error ("lcd: %s: %s", argv[0], strerror (errno));
  return -1;
}

static const struct fish_command lcd_command = {
  .name = "lcd", .synopsis = "directory",
  .summary = "change the local directory",
  .min_words = 1, .max_words = 1, .words = FISH_DIRECTORY,
  .run_local = run_lcd,
  .doc = "Local file names are relative to this directory from now on.\n",
};

FISH_COMMANDS (lcd, &lcd_command);
