/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the generated public functions (gen/client-<area>.c) have in common. */

#include <config.h>

#include <errno.h>
#include <inttypes.h>

#include "client.h"

/* ---- Checks ---- */

int
guestfs_int_check_not_null (guestfs_h *g, const char *param, const void *value)
{
  if (value)
    return 0;
  guestfs_int_error_errno (g, EINVAL,
                           "%s: this parameter is NULL: pass a value", param);
  return -1;
}

int
guestfs_int_check_config (guestfs_h *g)
{
  if (g->state == CONFIG)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "the handle has been launched: "
                           "call this before guestfs_launch, "
                           "or after guestfs_shutdown");
  return -1;
}

/* ---- Optional arguments ---- */

static int
count_names (const char *const *names)
{
  int n = 0;

  while (names[n])
    n++;
  return n;
}

static int
unknown_optarg (guestfs_h *g, int index)
{
  guestfs_int_error_errno (g, EINVAL, "optional argument number %d: unknown: "
                           "was the program compiled for a newer library, "
                           "or is the -1 at the end missing?", index);
  return -1;
}

int
guestfs_int_check_bitmask (guestfs_h *g, uint64_t bitmask,
                           const char *const *names)
{
  int n = count_names (names);
  uint64_t unknown = bitmask & ~((UINT64_C (1) << n) - 1);

  return unknown ? unknown_optarg (g, __builtin_ctzll (unknown)) : 0;
}

int
guestfs_int_add_optarg (guestfs_h *g, const char *action,
                        const char *const *names, int index,
                        uint64_t *bitmask)
{
  bool known = index >= 0 && index < count_names (names);

  if (known && !(*bitmask & (UINT64_C (1) << index))) {
    *bitmask |= UINT64_C (1) << index;
    return 0;
  }
  /* Only now, so that a good call is entered once. */
  guestfs_int_enter (g, action);
  if (!known)
    unknown_optarg (g, index);
  else
    guestfs_int_error_errno (g, EINVAL, "%s: this optional argument is given "
                             "twice: remove one", names[index]);
  guestfs_int_leave (g);
  return -1;
}

/* ---- Trace: arguments ---- */

void
guestfs_int_trace_arg (struct trace_buffer *t, const char *s)
{
  guestfs_int_trace_printf (t, " ");
  guestfs_int_trace_string (t, s);
}

void
guestfs_int_trace_arg_list (struct trace_buffer *t, char *const *list)
{
  guestfs_int_trace_printf (t, " ");
  guestfs_int_trace_list (t, list);
}

void
guestfs_int_trace_arg_buffer (struct trace_buffer *t, const char *buf,
                              size_t n)
{
  guestfs_int_trace_printf (t, " ");
  guestfs_int_trace_buffer (t, buf, n);
}

void
guestfs_int_trace_optarg (struct trace_buffer *t, const char *name,
                          const char *value)
{
  CLEANUP_FREE char *s = safe_asprintf (t->g, "%s:%s", name, value);

  guestfs_int_trace_arg (t, s);
}

void
guestfs_int_trace_optarg_list (struct trace_buffer *t, const char *name,
                               char *const *list)
{
  CLEANUP_FREE char *s = string_list_join (" ", list);

  if (!s)
    t->g->abort_cb ();
  guestfs_int_trace_optarg (t, name, s);
}

/* ---- Trace: results ---- */

void
guestfs_int_trace_ret_int (guestfs_h *g, const char *action, int64_t ret)
{
  struct trace_buffer t;

  guestfs_int_trace_open (g, &t, action);
  guestfs_int_trace_printf (&t, " = %" PRIi64 "%s", ret,
                            ret == -1 ? " (error)" : "");
  guestfs_int_trace_send (&t);
}

/* Opens the trace; true when there is a value to print behind it. */
static bool
open_pointer (guestfs_h *g, struct trace_buffer *t, const char *action,
              const void *ret)
{
  guestfs_int_trace_open (g, t, action);
  guestfs_int_trace_printf (t, " = %s", ret ? "" : "NULL (error)");
  return ret != NULL;
}

void
guestfs_int_trace_ret_string (guestfs_h *g, const char *action,
                              const char *ret)
{
  struct trace_buffer t;

  if (open_pointer (g, &t, action, ret))
    guestfs_int_trace_string (&t, ret);
  guestfs_int_trace_send (&t);
}

void
guestfs_int_trace_ret_opt_string (guestfs_h *g, const char *action,
                                  const char *ret)
{
  struct trace_buffer t;

  guestfs_int_trace_open (g, &t, action);
  guestfs_int_trace_printf (&t, " = ");
  if (ret)
    guestfs_int_trace_string (&t, ret);
  else
    guestfs_int_trace_printf (&t, "NULL");
  guestfs_int_trace_send (&t);
}

void
guestfs_int_trace_ret_list (guestfs_h *g, const char *action,
                            char *const *ret)
{
  struct trace_buffer t;

  if (open_pointer (g, &t, action, ret))
    guestfs_int_trace_list (&t, ret);
  guestfs_int_trace_send (&t);
}

void
guestfs_int_trace_ret_buffer (guestfs_h *g, const char *action,
                              const char *ret, size_t n)
{
  struct trace_buffer t;

  if (open_pointer (g, &t, action, ret))
    guestfs_int_trace_buffer (&t, ret, n);
  guestfs_int_trace_send (&t);
}

void
guestfs_int_trace_ret_struct (guestfs_h *g, const char *action,
                              const char *type, const void *ret)
{
  struct trace_buffer t;

  if (open_pointer (g, &t, action, ret))
    guestfs_int_trace_printf (&t, "<%s *>", type);
  guestfs_int_trace_send (&t);
}

/* ---- Replies ---- */

int
guestfs_int_negative_reply (guestfs_h *g)
{
  guestfs_int_error_errno (g, EPROTO, "the appliance answered -1, "
                           "which is no result: it cannot be trusted");
  return -1;
}
