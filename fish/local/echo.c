/* SPDX-License-Identifier: GPL-2.0-or-later */
/* echo: print the arguments. */

#include <config.h>

#include "local.h"

static int
run_echo (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_STRBUF struct strbuf text = STRBUF_INIT;

  (void) c;
  for (size_t i = 0; i < argc; ++i)
    must (strbuf_addf (&text, "%s%s", i ? " " : "", argv[i]));
  return fish_print_string (must_have (strbuf_steal (&text)));
}

static const struct fish_command echo_command = {
  .name = "echo", .synopsis = "[params ...]",
  .summary = "print the arguments",
  .max_words = SIZE_MAX, .run_local = run_echo,
  .schema = FISH_SCHEMA_TEXT,
  .doc = "Prints its arguments with a space between them.\n",
};

FISH_COMMANDS (echo, &echo_command);
