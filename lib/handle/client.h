/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the generated public functions (gen/client-<area>.c) have in common:
 * checks of arguments and optional arguments, how results look in a trace. */

#ifndef GUESTFS_INT_CLIENT_H
#define GUESTFS_INT_CLIENT_H

#include "handle.h"

/* ---- Checks: 0, or -1 with the error set ---- */
extern int guestfs_int_check_not_null (guestfs_h *g, const char *param,
                                       const void *value);
/* The handle is not yet launched. */
extern int guestfs_int_check_config (guestfs_h *g);

/* ---- Optional arguments ----
 * names: of all that the action has, by bit, NULL-terminated. */
/* No unknown bit is set in the bitmask. */
extern int guestfs_int_check_bitmask (guestfs_h *g, uint64_t bitmask,
                                      const char *const *names);
/* Sets one bit more; fails when it is unknown or set already.  The caller is
 * not yet inside the call: an error enters and leaves it. */
extern int guestfs_int_add_optarg (guestfs_h *g, const char *action,
                                   const char *const *names, int index,
                                   uint64_t *bitmask);

/* ---- Trace: arguments, as guestfish takes them ----
 * Each with a space in front; an optional argument is "name:value", and name
 * is NULL for all others. */
extern void guestfs_int_trace_arg_bool (struct trace_buffer *t,
                                        const char *name, int b);
extern void guestfs_int_trace_arg_int (struct trace_buffer *t,
                                       const char *name, int64_t i);
extern void guestfs_int_trace_arg_string (struct trace_buffer *t,
                                          const char *name, const char *s);
extern void guestfs_int_trace_arg_list (struct trace_buffer *t,
                                        const char *name, char *const *list);
extern void guestfs_int_trace_arg_buffer (struct trace_buffer *t,
                                          const char *name,
                                          const char *buf, size_t n);
extern void guestfs_int_trace_arg_pointer (struct trace_buffer *t,
                                           const char *name,
                                           const char *type, const void *p);
/* What is shown of a key or password. */
extern void guestfs_int_trace_arg_secret (struct trace_buffer *t,
                                          const char *name);

/* ---- Trace: results ---- */
extern void guestfs_int_trace_ret_int (guestfs_h *g, const char *action,
                                       int64_t ret);
/* NULL is an error. */
extern void guestfs_int_trace_ret_string (guestfs_h *g, const char *action,
                                          const char *ret);
/* NULL is a value. */
extern void guestfs_int_trace_ret_opt_string (guestfs_h *g,
                                              const char *action,
                                              const char *ret);
extern void guestfs_int_trace_ret_list (guestfs_h *g, const char *action,
                                        char *const *ret);
extern void guestfs_int_trace_ret_buffer (guestfs_h *g, const char *action,
                                          const char *ret, size_t n);
/* Only its type: "struct guestfs_stat". */
extern void guestfs_int_trace_ret_struct (guestfs_h *g, const char *action,
                                          const char *type, const void *ret);

/* ---- Long lists of names ----
 * A message has at most this many, so that neither side needs memory for the
 * results of all. */
#define GUESTFS_NAMES_PIECE 8192

/* ---- Replies ----
 * The appliance said that the call succeeded, and -1 is its result: that
 * would look like an error without a message.  Sets one; returns -1. */
extern int guestfs_int_negative_reply (guestfs_h *g);

#endif /* GUESTFS_INT_CLIENT_H */
