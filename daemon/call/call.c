/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The call that is being served.  All of its state is in one struct, so that
 * nothing of it can be left when the next one begins. */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "state.h"

static struct call call = { .name = "" };

struct call *
current_call (void)
{
  return &call;
}

int64_t
monotonic_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000) + ts.tv_nsec / 1000000;
}

void
call_begin (const struct call *request)
{
  free (call.message);
  call = *request;
  call.began_ms = call.progress_ms = call.asked_ms = monotonic_ms ();
}
