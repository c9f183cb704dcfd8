/* SPDX-License-Identifier: GPL-2.0-or-later */
/* display: look at a picture. */

#include <config.h>

#include "local.h"

static int
run_display (const struct fish_command *c, size_t argc, char *const *argv)
{
  const char *program = cli_getenv ("GUESTFISH_DISPLAY_IMAGE", "display");

  (void) c, (void) argc;
  return fish_view (program, argv[0]);
}

static const struct fish_command display_command = {
  .name = "display", .synopsis = "filename",
  .topic = "files",
  .summary = "look at a picture",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_display,
  .doc =
  "Downloads the file and shows it with display(1), or with the program in\n"
  "$GUESTFISH_DISPLAY_IMAGE.\n",
};

FISH_COMMANDS (display, &display_command);
