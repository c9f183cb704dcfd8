/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the Haskell module and calls.h.
 *
 * The last error is the thread's that made the call, and Haskell may go on in
 * another one: so the error is taken here. */

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <HsFFI.h>

#include "glue.h"

#define WORD sizeof (void *)
_Static_assert (sizeof (union call_value) == 2 * WORD, "as Call.hs has it");
_Static_assert (offsetof (struct guestfs_hs_outcome, error) == 2 * WORD
                && offsetof (struct guestfs_hs_outcome, error_number)
                   == 4 * WORD, "as Call.hs has it");

/* ---- The end of the program ---- */

/* libguestfs closes what is still open when the program exits.  Haskell has
 * ended by then: no callback may be called. */
static atomic_bool exiting;

static void
note_exit (void)
{
  exiting = true;
}

/* After libguestfs has asked for the same, so that this comes before. */
static void
watch_exit (void)
{
  atexit (note_exit);
}

struct call_handle *
guestfs_hs_create (unsigned flags)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  struct call_handle *h = call_handle_create (flags);

  if (h)
    pthread_once (&once, watch_exit);
  return h;
}

/* ---- Calls ---- */

static int
take_error (guestfs_h *g, struct guestfs_hs_outcome *outcome)
{
  const char *error = guestfs_last_error (g);

  outcome->error_number = guestfs_last_errno (g);
  outcome->error = error ? strdup (error) : NULL;
  return GUESTFS_HS_FAILED;
}

static int
run (guestfs_h *g, const union call_value *args,
     const union call_value *optargs, uint64_t mask,
     struct guestfs_hs_outcome *outcome)
{
  const struct call *call = outcome->call;
  struct call_values values;

  memcpy (values.args, args, call->nr_args * sizeof *args);
  memcpy (values.optargs, optargs, call->nr_optargs * sizeof *optargs);
  values.mask = mask;
  values.memory = NULL;
  return call->run (g, &values, &outcome->result) == 0
    ? GUESTFS_HS_OK : take_error (g, outcome);
}

int
guestfs_hs_call (struct call_handle *h, const char *name,
                 const union call_value *args,
                 const union call_value *optargs, uint64_t mask,
                 struct guestfs_hs_outcome *outcome)
{
  guestfs_h *g;
  int status;

  outcome->call = call_find (name);
  if (!outcome->call)
    return GUESTFS_HS_MISSING;
  g = call_handle_enter (h);
  if (!g)
    return GUESTFS_HS_CLOSED;
  status = run (g, args, optargs, mask, outcome);
  call_handle_leave (h);
  return status;
}

const char *
guestfs_hs_arg_name (const char *name, int i)
{
  const struct call *call = call_find (name);
  const int nr_args = call ? (int) call->nr_args : 0;

  if (!call)
    return "an argument";
  return i < nr_args ? call->args[i].name : call->optargs[i - nr_args].name;
}

void
guestfs_hs_done (struct guestfs_hs_outcome *outcome)
{
  call_result_done (outcome->call, &outcome->result);
}

size_t
guestfs_hs_structs_len (const struct guestfs_hs_outcome *outcome)
{
  return call_structs_len (outcome->result.structures);
}

const void *
guestfs_hs_structs_get (const struct guestfs_hs_outcome *outcome, size_t i)
{
  return call_structs_get (outcome->call->structure,
                           outcome->result.structures, i);
}

/* ---- Events ---- */

static _Atomic (guestfs_hs_dispatch *) dispatch_event;

static void
on_event (guestfs_h *g, void *stable, uint64_t event, int event_handle,
          int flags, const char *buffer, size_t size, const uint64_t *array,
          size_t length)
{
  (void) g;
  (void) flags;
  if (!exiting)
    dispatch_event (stable, event, event_handle, buffer, size, array, length);
}

int
guestfs_hs_add_event (struct call_handle *h, uint64_t mask,
                      guestfs_hs_dispatch *dispatch, void *stable,
                      struct guestfs_hs_outcome *outcome)
{
  guestfs_h *g = call_handle_enter (h);
  int event_handle;

  outcome->error = NULL;
  if (!g) {
    outcome->error_number = EBADF;
    return -1;
  }
  dispatch_event = dispatch;
  event_handle = call_handle_add_event (h, on_event, mask, stable,
                                        hs_free_stable_ptr);
  if (event_handle == -1)
    take_error (g, outcome);
  call_handle_leave (h);
  return event_handle;
}
