/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The actions that can be cancelled or send progress messages: generated. */

#ifndef TESTS_LONG_CALLS_H
#define TESTS_LONG_CALLS_H

#include <stdbool.h>
#include <stddef.h>

struct long_call {
  const char *name;
  bool cancellable, progress;
};
extern const struct long_call long_calls[];

#endif /* TESTS_LONG_CALLS_H */
