/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the generated public functions (gen/client-<area>.c) have in common. */

#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "client.h"

/* ---- Checks ---- */

int
guestfs_int_check_not_null (guestfs_h *g, const char *param, const void *value)
{
  if (value)
    return 0;
  guestfs_int_error_errno (g, EINVAL,
                           "%s: must not be NULL", param);
  return -1;
}

int
guestfs_int_check_config (guestfs_h *g)
{
  if (g->state == CONFIG)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "the handle has been launched: "
                           "call this before launch, or after shutdown");
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
  guestfs_int_error_errno (g, EINVAL, "optional argument number %d is not "
                           "known: the program was compiled for a newer "
                           "library, or the list of arguments does not end "
                           "with -1", index);
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
    guestfs_int_error_errno (g, EINVAL, "%s: this optional argument was given "
                             "twice: remove one", names[index]);
  guestfs_int_leave (g);
  return -1;
}

/* ---- Trace: arguments ---- */

/* One that needs no quotes unless it is optional. */
static void
trace_word (struct trace_buffer *t, const char *name, const char *word)
{
  if (name)
    guestfs_int_trace_printf (t, " \"%s:%s\"", name, word);
  else
    guestfs_int_trace_printf (t, " %s", word);
}

void
guestfs_int_trace_arg_bool (struct trace_buffer *t, const char *name, int b)
{
  trace_word (t, name, b ? "true" : "false");
}

void
guestfs_int_trace_arg_int (struct trace_buffer *t, const char *name, int64_t i)
{
  char digits[32];

  snprintf (digits, sizeof digits, "%" PRIi64, i);
  trace_word (t, name, digits);
}

void
guestfs_int_trace_arg_secret (struct trace_buffer *t, const char *name)
{
  trace_word (t, name, "***secret***");
}

void
guestfs_int_trace_arg_pointer (struct trace_buffer *t, const char *name,
                               const char *type, const void *p)
{
  CLEANUP_FREE char *s = safe_asprintf (t->g, "(%s)%p", type, p);

  trace_word (t, name, s);
}

void
guestfs_int_trace_arg_string (struct trace_buffer *t, const char *name,
                              const char *s)
{
  CLEANUP_FREE char *pair =
    name ? safe_asprintf (t->g, "%s:%s", name, s) : NULL;

  guestfs_int_trace_printf (t, " ");
  guestfs_int_trace_string (t, pair ? pair : s);
}

void
guestfs_int_trace_arg_list (struct trace_buffer *t, const char *name,
                            char *const *list)
{
  CLEANUP_FREE char *words = NULL;

  if (!name) {
    guestfs_int_trace_printf (t, " ");
    guestfs_int_trace_list (t, list);
    return;
  }
  words = string_list_join (" ", list);
  if (!words)
    t->g->abort_cb ();
  guestfs_int_trace_arg_string (t, name, words);
}

void
guestfs_int_trace_arg_buffer (struct trace_buffer *t, const char *name,
                              const char *buf, size_t n)
{
  (void) name;                  /* never optional */
  guestfs_int_trace_printf (t, " ");
  guestfs_int_trace_buffer (t, buf, n);
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
  guestfs_int_error_errno (g, EPROTO, "the appliance returned -1 "
                           "as the result of a successful call: "
                           "the appliance may be corrupt or malicious");
  return -1;
}
