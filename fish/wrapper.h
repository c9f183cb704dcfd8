/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virt-copy-in and its kin: guestfish with one command and a name of its own.
 * A script runs "guestfish --wrapper=virt-copy-in …". */

#ifndef GUESTFISH_WRAPPER_H
#define GUESTFISH_WRAPPER_H

#include "options.h"

struct wrapper {
  const char *command;          /* that gets the words of the command line */
  const char *operands;         /* which words these are */
  bool read_only;               /* unless --rw is given */
  struct cli_program program;   /* its options: those of guestfish */
};

/* The one that the first argument asks for; NULL: none, or exits. */
extern struct wrapper *wrapper_find (int argc, char *const *argv);
extern int wrapper_run (const struct wrapper *w, const struct cli_options *o);

#endif /* GUESTFISH_WRAPPER_H */
