/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of paths share: each way to give a path of the guest to an
 * action (generated from the table), and a guest that is made anew. */

#ifndef GUESTFS_TESTS_PATHS_H
#define GUESTFS_TESTS_PATHS_H

#include "capi.h"

struct path_use {
  const char *action, *arg;
  bool is_name;                 /* in the directory /t, not a path */
  const char *suffix;           /* what a path must end with, or NULL */
  const char *group;            /* optional group, or NULL */
  /* Makes the call; its result is in t->got. */
  void (*call) (struct capi *t, const char *path);
};
/* Of each area, ended by one without an action; ended by NULL. */
extern const struct path_use *const path_uses[];

struct session {
  struct capi t;
  guestfs_h *g;
  const char *only;             /* an action, or NULL for all */
  bool verbose;
  unsigned passed, failed, skipped;
};

/* ---- The guest (paths.c) ----
 * /t has the files plain and other, the directory dir, and loop, which is a
 * link to itself. */

/* As at the beginning, whatever the last use has done. */
extern void make_guest_again (struct session *s, const struct path_use *use);
/* Makes the call; all of its outcome as text, malloc'd. */
extern char *outcome (struct session *s, const struct path_use *use,
                      const char *path);
/* A shell command of the appliance; ends the program when it fails. */
extern char *appliance (struct session *s, const char *command);

/* ---- Tests: what is wrong, line by line, or nothing ---- */
extern void errno_use (struct session *s, const struct path_use *use,
                       struct strbuf *ret_wrong);
extern void race_begin (struct session *s);
extern void race_use (struct session *s, const struct path_use *use,
                      struct strbuf *ret_wrong);
extern void race_end (struct session *s);

#endif /* GUESTFS_TESTS_PATHS_H */
