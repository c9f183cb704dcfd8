/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Progress messages, and whether the library wants the call cancelled. */

#include "config.h"

#include "state.h"

/* Nothing for a call that is over soon, then a few a second: a message costs
 * more than many a piece of work. */
#define FIRST_MS 500
#define EVERY_MS 250
#define ASK_MS 20

static void
send_progress (uint64_t position, uint64_t total)
{
  struct call *call = current_call ();
  struct wire_writer w;
  struct progress p = {
    .proc = call->proc, .serial = call->serial,
    .position = position, .total = total,
  };

  wire_writer_init (&w);
  wire_put_progress (&w, &p);
  if (!w.failed)
    channel_send (FRAME_PROGRESS, w.data, w.len);
  wire_writer_done (&w);
  call->progress_sent = true;
}

void
notify_progress (uint64_t position, uint64_t total)
{
  struct call *call = current_call ();
  int64_t now;

  if (!call->progress)
    return;
  now = monotonic_ms ();
  if (call->progress_sent && position == total) {
    send_progress (position, total);
    return;
  }
  if (now - call->began_ms < FIRST_MS || now - call->progress_ms < EVERY_MS)
    return;
  call->progress_ms = now;
  send_progress (position, total);
}

void
progress_enable (void)
{
  current_call ()->progress = true;
}

void
pulse_mode_start (void)
{
  current_call ()->pulsing = true;
}

void
progress_pulse (void)
{
  if (current_call ()->pulsing)
    notify_progress (0, 1);
}

void
pulse_mode_end (void)
{
  if (current_call ()->pulsing)
    notify_progress (1, 1);
  current_call ()->pulsing = false;
}

/* While a FileIn stream is open its frames are not ours to take; the library
 * ends it with ABORT. */
bool
call_is_cancelled (void)
{
  struct call *call = current_call ();
  struct frame f;
  int64_t now;

  if (call->cancelled || call->stream_in == STREAM_OPEN)
    return call->cancelled;
  now = monotonic_ms ();
  if (now - call->asked_ms < ASK_MS)
    return false;
  call->asked_ms = now;
  while (!call->cancelled && channel_try_next (&f) == 1) {
    if (f.kind != FRAME_CANCEL)
      protocol_error ("%s while a call runs", frame_kind_name (f.kind));
    call->cancelled = true;
  }
  return call->cancelled;
}

bool
call_fails_cancelled (const char *what)
{
  if (!call_is_cancelled ())
    return false;
  reply_with_error_errno (EINTR, "%s: the call was cancelled", what);
  return true;
}
