/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line of guestfish asks for. */

#ifndef GUESTFISH_COMMAND_LINE_H
#define GUESTFISH_COMMAND_LINE_H

#include "options.h"
#include "wrapper.h"

struct command_line {
  struct cli_options shared;    /* first: an option gets its address */
  const char *file;             /* -f */
  bool listen, csh;
  struct wrapper *wrapper;      /* or NULL: guestfish itself */
};

/* Exits after --help, --version and after an error. */
extern void command_line_parse (int argc, char **argv,
                                struct command_line *ret);
extern bool command_line_has_new_drive (const struct command_line *l);

#endif /* GUESTFISH_COMMAND_LINE_H */
