/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the Haskell module calls beside the functions of calls.h. */

#ifndef GLUE_H
#define GLUE_H

#include "calls.h"

/* What became of a call.  Haskell reads this word by word: see Call.hs. */
struct guestfs_hs_outcome {
  union call_result result;     /* two pointers wide */
  char *error;                  /* NULL: there is no message */
  const struct call *call;
  int error_number;
};

enum guestfs_hs_status {
  GUESTFS_HS_OK,
  GUESTFS_HS_FAILED,
  GUESTFS_HS_CLOSED,            /* the handle is */
  GUESTFS_HS_MISSING,           /* libguestfs has no such action */
};

/* As call_handle_create. */
extern struct call_handle *guestfs_hs_create (unsigned flags);

/* Calls the action of that name.  `optargs` has a value for each optional
 * argument, of which those count whose bit is in `mask`. */
extern int guestfs_hs_call (struct call_handle *h, const char *name,
                            const union call_value *args,
                            const union call_value *optargs, uint64_t mask,
                            struct guestfs_hs_outcome *outcome);

/* The name of the action's argument number `i`; optional ones come last. */
extern const char *guestfs_hs_arg_name (const char *name, int i);

/* Frees the result of a call. */
extern void guestfs_hs_done (struct guestfs_hs_outcome *outcome);

/* How many structs a result has, and one of them. */
extern size_t guestfs_hs_structs_len (const struct guestfs_hs_outcome *outcome);
extern const void *
guestfs_hs_structs_get (const struct guestfs_hs_outcome *outcome, size_t i);

/* What calls the callback behind a stable pointer: one function for all. */
typedef void guestfs_hs_dispatch (void *stable, uint64_t event,
                                  int event_handle, const char *buffer,
                                  size_t size, const uint64_t *array,
                                  size_t length);

/* Has `dispatch` called with `stable`, which is freed when that can happen no
 * more.  The event handle, or -1: `outcome` then has the error. */
extern int guestfs_hs_add_event (struct call_handle *h, uint64_t mask,
                                 guestfs_hs_dispatch *dispatch, void *stable,
                                 struct guestfs_hs_outcome *outcome);

#endif
