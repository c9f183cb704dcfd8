/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The call that is being served.  All of its state is in one struct, so that
 * nothing of it can be left when the next one begins. */

#include "config.h"

#include <stdlib.h>

#include "state.h"

static struct call call = { .name = "" };

struct call *
current_call (void)
{
  return &call;
}

void
call_begin (const struct call *request)
{
  free (call.message);
  call = *request;
  call.began_ms = call.progress_ms = call.asked_ms = monotonic_ms ();
}
