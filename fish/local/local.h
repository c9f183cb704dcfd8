/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of guestfish itself.  A command is a file in this directory and
 * a word in commands.mk; a file may define several that are alike. */

#ifndef GUESTFISH_LOCAL_H
#define GUESTFISH_LOCAL_H

#include "command.h"

/* FISH_COMMANDS (file, &a, &b …): what this file defines. */
#define FISH_COMMANDS(file, ...)                                        \
  extern const struct fish_command *const fish_local_##file[];          \
  const struct fish_command *const fish_local_##file[] = {              \
    __VA_ARGS__, NULL                                                   \
  }

/* For each word of commands.mk its list, NULL-terminated like the whole. */
extern const struct fish_command *const *const fish_local_commands[];

/* event.c, for what replaces or ends the handle. */
extern void events_forget (void);

#endif /* GUESTFISH_LOCAL_H */
