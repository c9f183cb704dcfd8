/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --json: what commands give and what goes wrong, one JSON value a line. */

#ifndef GUESTFISH_REPORT_H
#define GUESTFISH_REPORT_H

#include "guestfs.h"
#include "json.h"

/* A command that runs: commands may run others. */
struct report {
  const char *command;
  struct json arguments;        /* an array, or empty: they are not told */
  struct json members;          /* of the result, but for its beginning */
  struct report *outer;
};

/* Lines go to a copy of standard output, which becomes standard error: so
 * nothing else gets between them.  -1 and an error. */
extern int report_open (void);
/* Standard output is again what it was. */
extern void report_close (void);
/* Whether lines are written at all … */
extern bool report_is_open (void);
/* … and where to: the descriptor. */
extern int report_fd (void);

/* Around each command; r is what it returns, result 0 or -1. */
extern void report_begin (struct report *r, const char *command);
extern int report_end (struct report *r, int result);
/* Where the result of the command goes; NULL: it is printed as text, because
 * there is no --json, or because it goes to a pipe or a file. */
extern struct json *report_members (void);

/* Names that may have been meant: for the next error. */
extern void report_suggest (const char *name);
/* err 0: no errno is known. */
extern void report_error (const char *msg, int err);
/* Warnings and errors of guestfish itself come here. */
extern void report_message (bool is_warning, const char *msg);
/* An event with members that are JSON already. */
extern void report_event (const char *event, const struct json *members);

/* Events of the handle become lines, from now on until detached. */
extern void report_attach (guestfs_h *g);
extern void report_detach (guestfs_h *g);

#endif /* GUESTFISH_REPORT_H */
