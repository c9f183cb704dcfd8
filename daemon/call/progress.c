/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Progress messages, and whether the library wants the call given up. */

#include "config.h"

#include <time.h>

#include "core.h"

/* Nothing for a call that is over soon, then a few a second: a message costs
 * more than many a piece of work. */
#define FIRST_MS 500
#define EVERY_MS 250
#define ASK_MS 20

static int64_t began, last_sent, last_asked;
static bool sent_any, pulsing, cancelled;

static int64_t
now_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000) + ts.tv_nsec / 1000000;
}

void
progress_begin (void)
{
  began = last_sent = last_asked = now_ms ();
  sent_any = pulsing = cancelled = false;
}

static void
send_progress (uint64_t position, uint64_t total)
{
  struct wire_writer w;
  struct progress p = {
    .proc = current_call ()->proc, .serial = current_call ()->serial,
    .position = position, .total = total,
  };

  wire_writer_init (&w);
  wire_put_progress (&w, &p);
  if (!w.failed)
    channel_send (FRAME_PROGRESS, w.data, w.len);
  wire_writer_done (&w);
  sent_any = true;
}

void
notify_progress (uint64_t position, uint64_t total)
{
  int64_t now;

  if (!current_call ()->progress)
    return;
  now = now_ms ();
  if (sent_any && position == total) {
    send_progress (position, total);
    return;
  }
  if (now - began < FIRST_MS || now - last_sent < EVERY_MS)
    return;
  last_sent = now;
  send_progress (position, total);
}

void
pulse_mode_start (void)
{
  pulsing = true;
}

void
progress_pulse (void)
{
  if (pulsing)
    notify_progress (0, 1);
}

void
pulse_mode_end (void)
{
  if (pulsing)
    notify_progress (1, 1);
  pulsing = false;
}

void
progress_cancelled (void)
{
  cancelled = true;
}

/* While a FileIn stream is open its frames are not ours to take; the library
 * ends it with ABORT. */
bool
call_is_cancelled (void)
{
  struct frame f;
  int64_t now;

  if (cancelled || stream_in_state () == STREAM_OPEN)
    return cancelled;
  now = now_ms ();
  if (now - last_asked < ASK_MS)
    return false;
  last_asked = now;
  while (!cancelled && channel_try_next (&f) == 1) {
    if (f.kind != FRAME_CANCEL)
      protocol_error ("%s while a call runs", frame_kind_name (f.kind));
    cancelled = true;
  }
  return cancelled;
}
