/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A check that goes on, and counts. */

#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdio.h>

static int failed_checks;
static const char *running_test = "";

#define CHECK(cond)                                                     \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: %s: not true: %s\n", __FILE__, __LINE__, \
               running_test, #cond);                                    \
      failed_checks++;                                                  \
    }                                                                   \
  } while (0)

#endif /* TESTS_CHECK_H */
