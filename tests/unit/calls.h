/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of calls: one file for each kind, run by calls.c. */

#ifndef TESTS_PROTO_CALLS_H
#define TESTS_PROTO_CALLS_H

#include "fake-daemon.h"

struct calls_test {
  const char *name;
  void (*run) (void);
};
/* Each is ended by one without a name. */
extern const struct calls_test replies_tests[];
extern const struct calls_test streams_tests[];
extern const struct calls_test trouble_tests[];
extern const struct calls_test warnings_tests[];

/* A path in the program's temporary directory, malloc'd. */
extern char *tmp_path (const char *name);
extern void write_file (const char *path, const void *p, size_t n);
/* n bytes that are not the same everywhere, malloc'd. */
extern char *pattern (size_t n);

/* The call that the daemon gets next. */
extern struct got take_call (struct fake *f);
/* Scripts of calls-replies.c: the argument comes back; an error, twice. */
extern void echo_script (struct fake *f);
extern void error_script (struct fake *f);

/* A call with these local files, or NULL. */
extern int call_files (struct fake *f, const char *file_in,
                       const char *file_out);
/* After a failure that is nobody's death. */
extern void check_still_works (struct fake *f);

#endif /* TESTS_PROTO_CALLS_H */
