/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What POSIX and Linux promise of a file system, as cases that run in any
 * directory: on a mount of guestmount's, and on the same file system in a
 * virtual machine, mounted by its kernel.
 *
 * A case is a function that runs in a process and an empty directory of its
 * own, as root.  What it does not say with yes, no or is does not count.
 */

#ifndef TESTS_POSIX_H
#define TESTS_POSIX_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* CASE (chmod, sets_mode) { … } is called chmod/sets_mode. */
#define CASE(area, what) \
  static void case_##area##_##what (void); \
  static void __attribute__ ((constructor)) \
  add_##area##_##what (void) \
  { \
    case_add (#area "/" #what, case_##area##_##what); \
  } \
  static void \
  case_##area##_##what (void)

extern void case_add (const char *name, void (*run) (void));
/* The same with a number, for cases that are made of tables. */
extern void case_add_numbered (char *name, void (*run) (int), int n);

/* Each ends the case when it is not so. */
#define yes(expr) expect_yes ((expr) ? 1 : 0, #expr, __FILE__, __LINE__)
#define ok(call) expect_ok ((call), #call, __FILE__, __LINE__)
#define no(err, call) expect_errno (err, (call), #call, __FILE__, __LINE__)
#define is(got, want) expect_is (got, want, #got, __FILE__, __LINE__)
extern void expect_yes (int r, const char *what, const char *file, int line);
extern long long expect_ok (long long r, const char *what, const char *file,
                            int line);
extern void expect_errno (int err, long long r, const char *what,
                          const char *file, int line);
extern void expect_is (long long got, long long want, const char *what,
                       const char *file, int line);
/* The file system or kernel has no such thing. */
extern void skip_case (const char *why) __attribute__ ((noreturn));

/* as (1001, 1001) { … } as another user, in no other group. */
#define as(uid, gid) \
  for (int once_ = as_begin (uid, gid); once_; once_ = as_end ())
extern int as_begin (uid_t uid, gid_t gid);
extern int as_end (void);
#define ALICE 1001
#define BOB 1002

/* Runs it in another process; whether it returned 0. */
extern bool in_child (int (*f) (void *), void *arg);

/* ---- Short forms ---- */

extern void make_file (const char *path);               /* empty, 0644 */
extern void make_text (const char *path, const char *text);
extern char *read_text (const char *path);              /* never NULL */
extern struct stat stat_of (const char *path);          /* of a link itself */
extern int mode_of (const char *path);                  /* 07777 of it */
extern bool is_there (const char *path);
/* A name of so many bytes, never freed. */
extern char *long_name (size_t n);
/* Times are told apart after this. */
extern void later (void);

enum times { A_TIME = 1, M_TIME = 2, C_TIME = 4 };
/* Which of the times differ. */
extern int changed_times (const struct stat *a, const struct stat *b);

#endif /* TESTS_POSIX_H */
