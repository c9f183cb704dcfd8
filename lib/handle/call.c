/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The frame of a public call: the lock, the ENTER event, the trace. */

#include <config.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"

/* Bytes of a buffer or string that a trace shows. */
#define TRACE_MAX 256

void
guestfs_int_enter (guestfs_h *g, const char *action)
{
  pthread_mutex_lock (&g->lock);
  if (guestfs_int_push_action (g, action)) {
    /* It came before, and is not about this call. */
    if (atomic_load (&g->user_cancel))
      atomic_store (&g->user_cancel, false);
    if (g->before_call)
      g->before_call (g);
  }
  if (g->nr_events > 0)
    guestfs_int_call_callbacks_message (g, GUESTFS_EVENT_ENTER,
                                        action, strlen (action));
}

void
guestfs_int_leave (guestfs_h *g)
{
  if (guestfs_int_pop_action (g) && g->after_call)
    g->after_call (g);
  pthread_mutex_unlock (&g->lock);
}

/* ---- Trace ---- */

static void
put_trace (struct trace_buffer *t, const char *s, size_t n)
{
  if (strbuf_add (&t->buf, s, n) == -1)
    t->g->abort_cb ();
}

void
guestfs_int_trace_printf (struct trace_buffer *t, const char *fs, ...)
{
  CLEANUP_FREE char *s = NULL;
  va_list args;
  int n;

  va_start (args, fs);
  n = vasprintf (&s, fs, args);
  va_end (args);
  if (n == -1) {
    s = NULL;
    t->g->abort_cb ();
  }
  put_trace (t, s, n);
}

void
guestfs_int_trace_open (guestfs_h *g, struct trace_buffer *t,
                        const char *action)
{
  *t = (struct trace_buffer) { .buf = STRBUF_INIT, .g = g };
  if (g->identifier[0] != '\0')
    guestfs_int_trace_printf (t, "%s: ", g->identifier);
  guestfs_int_trace_printf (t, "%s", action);
}

void
guestfs_int_trace_send (struct trace_buffer *t)
{
  guestfs_int_call_callbacks_message (t->g, GUESTFS_EVENT_TRACE,
                                      t->buf.ptr, t->buf.len);
  strbuf_done (&t->buf);
}

static void
put_escaped (struct trace_buffer *t, unsigned char c)
{
  switch (c) {
  case '\n': put_trace (t, "\\n", 2); break;
  case '\r': put_trace (t, "\\r", 2); break;
  case '\t': put_trace (t, "\\t", 2); break;
  case '"':  put_trace (t, "\\\"", 2); break;
  case '\\': put_trace (t, "\\\\", 2); break;
  default:
    if (c < ' ' || c == 0x7f)
      guestfs_int_trace_printf (t, "\\x%02x", c);
    else
      put_trace (t, (const char *) &c, 1);
  }
}

void
guestfs_int_trace_buffer (struct trace_buffer *t, const char *buf, size_t n)
{
  size_t shown = n < TRACE_MAX ? n : TRACE_MAX;

  put_trace (t, "\"", 1);
  for (size_t i = 0; i < shown; i++)
    put_escaped (t, buf[i]);
  put_trace (t, "\"", 1);
  if (shown < n)
    guestfs_int_trace_printf (t, "<truncated, original size %zu bytes>", n);
}

void
guestfs_int_trace_string (struct trace_buffer *t, const char *s)
{
  if (s)
    guestfs_int_trace_buffer (t, s, strlen (s));
  else
    put_trace (t, "null", 4);
}

void
guestfs_int_trace_list (struct trace_buffer *t, char *const *list)
{
  if (!list) {
    put_trace (t, "null", 4);
    return;
  }
  put_trace (t, "[", 1);
  for (size_t i = 0; list[i]; i++) {
    if (i > 0)
      put_trace (t, ", ", 2);
    guestfs_int_trace_string (t, list[i]);
  }
  put_trace (t, "]", 1);
}
