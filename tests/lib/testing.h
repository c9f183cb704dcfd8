/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of failures share: a handle that is watched, and what must
 * be true of every error and at every end. */

#ifndef TESTS_TESTING_H
#define TESTS_TESTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define GUESTFS_PRIVATE 1
#include "guestfs.h"

extern int failed_checks;
extern const char *running_test;
#define CHECK(cond) test_check (cond, #cond, __FILE__, __LINE__)
/* Says what is not true, counts, and goes on. */
extern void test_check (bool is_true, const char *what, const char *file,
                          int line);

/* Skips without an appliance.  A private TMPDIR; nothing may take longer than
 * seconds. */
extern void test_begin (unsigned seconds);
/* True when nothing is left in TMPDIR, no child runs, no descriptor is open
 * that was not open at the beginning; says what is. */
extern bool test_is_clean (void);
/* Exit status of the test. */
extern int test_end (void);

/* A handle whose errors are not printed. */
extern guestfs_h *new_handle (void);
/* Adds a scratch disk of so many MiB for each size, ended by 0; launches. */
extern void start (guestfs_h *g, const int *mib);
/* SUBPROCESS_QUIT events since the last call of this function. */
extern int quit_events (void);

/* The last error is one line, "action: …", says what, has the errno (unless
 * -1) and names nothing of the appliance's own. */
extern bool said (guestfs_h *g, const char *action, int errnum,
                  const char *what);
#define FAILS(g, call, action, errnum, what)                    \
  do {                                                          \
    CHECK ((call) == -1);                                       \
    CHECK (said ((g), (action), (errnum), (what)));             \
  } while (0)
#define FAILS_NULL(g, call, action, errnum, what)               \
  do {                                                          \
    CHECK ((call) == NULL);                                     \
    CHECK (said ((g), (action), (errnum), (what)));             \
  } while (0)

/* A shell command of the appliance; aborts when it fails.  Malloc'd. */
extern char *appliance_sh (guestfs_h *g, const char *command);
/* Programs of the appliance, with the libraries that they need, become the
 * guest's: "/bin/sh /bin/cat". */
extern void give_guest_programs (guestfs_h *g, const char *programs);
/* A file of the host in TMPDIR, of random bytes or, sparse, of zeroes. */
extern char *host_file (const char *name, int64_t size, bool sparse);
extern bool is_gone (pid_t pid);
/* The QEMU that is a child of this program; 0 if there is none. */
extern pid_t find_qemu (void);
extern void sleep_ms (int ms);

#endif /* TESTS_TESTING_H */
