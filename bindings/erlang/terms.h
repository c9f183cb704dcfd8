/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Erlang's terms from and to what the table of calls has. */

#ifndef TERMS_H
#define TERMS_H

#include <ei.h>

#include "calls.h"

/* How results look; chosen when the handle is made. */
struct term_style {
  bool binaries;                /* text is a binary, not a list of bytes */
  bool maps;                    /* a struct is a map, not a list of values */
};

/* A term that is being read: `at` moves over it. */
struct term {
  const char *buf;
  int at;
};

/* Fills in the values of a call from a tuple of arguments and a list of pairs
 * {Name, Value}.  0, or -1 after an error term was written to `reply`. */
extern int terms_to_values (const struct call *c, struct term args,
                            struct term optargs, struct call_values *values,
                            ei_x_buff *reply);

extern void term_put_result (const struct call *c, const union call_result *r,
                             struct term_style style, ei_x_buff *x);

/* {error, Message, Errno} */
extern void term_put_error (ei_x_buff *x, const char *call,
                            const char *message, int errnum);

extern void term_put_text (ei_x_buff *x, struct term_style style,
                           const char *text, size_t size);

/* The name of an atom, or false: it is something else. */
extern bool term_get_atom (struct term *t, char name[MAXATOMLEN_UTF8]);

/* true or false, or false is returned: it is something else. */
extern bool term_get_bool (struct term *t, int *ret);

/* {A, B}: moves to A. */
extern bool term_enter_pair (struct term *t);

#endif
