/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes one call after the other and answers it. */

#include "config.h"

#include <stdlib.h>

#include "dispatch.h"
#include "root.h"
#include "serve.h"

static const struct dispatch_entry *
find_entry (uint32_t proc)
{
  if (proc >= dispatch_table_size || !dispatch_table[proc].stub)
    return NULL;
  return &dispatch_table[proc];
}

static void
begin_call (const struct header *h, const struct dispatch_entry *e)
{
  const struct call call = {
    .proc = h->proc, .serial = h->serial, .progress_hint = h->progress_hint,
    .name = e ? e->name : "unknown", .progress = e && e->progress,
    .stream_in = e && e->file_in ? STREAM_OPEN : STREAM_NONE,
    .stream_out = e && e->file_out,
  };

  guest_root_release ();
  call_begin (&call);
}

static void
finish_stream_out (int r)
{
  if (!current_call ()->stream_out_begun && r == -1) {
    reply_send_error ();
    return;
  }
  if (!current_call ()->stream_out_begun)
    reply_send_ok (NULL);
  stream_out_end (r);
}

static void
finish_call (const struct dispatch_entry *e, int r,
             const struct wire_writer *out)
{
  if (e->file_in)
    stream_discard ();
  if (r == 0 && out->failed) {
    reply_with_error_errno (ENOMEM, "the result is too long for the "
                            "appliance's memory: see set_memsize");
    r = -1;
  }
  if (e->file_out)
    finish_stream_out (r);
  else if (r == 0)
    reply_send_ok (out);
  else
    reply_send_error ();
}

/* An error that was set although the action succeeded is a bug in it, but the
 * result stands. */
static void
run_call (const struct header *h, struct wire_reader *args)
{
  const struct dispatch_entry *e = find_entry (h->proc);
  struct wire_writer out;
  int r;

  begin_call (h, e);
  if (!e) {
    reply_with_error_errno (ENOTSUP, "procedure %u is not known to this "
                            "appliance: is it of another version?", h->proc);
    reply_send_error ();
    return;
  }
  debug ("%s", e->name);
  wire_writer_init (&out);
  r = e->stub (args, h->optargs_bitmask, &out);
  finish_call (e, r, &out);
  wire_writer_done (&out);
}

static void
handle_call (const struct frame *f)
{
  struct wire_reader args;
  struct header h;
  const char *payload;
  CLEANUP_FREE char *buf = NULL;

  channel_steal (f, &buf, &payload);
  wire_reader_init (&args, payload, f->length);
  args.budget = SIZE_MAX;       /* the library is trusted; memory.c limits */
  wire_get_header (&args, &h);
  if (args.failed || h.prog != GUESTFS_PROGRAM
      || h.vers != GUESTFS_PROTOCOL_VERSION || h.direction != DIRECTION_CALL)
    protocol_error ("a call with a header that makes no sense");
  run_call (&h, &args);
}

/* A call without knowing its name cannot be told whether chunks follow it, so
 * what is left of a stream may arrive here. */
static bool
is_leftover (const struct frame *f)
{
  return f->kind == FRAME_CANCEL || f->kind == FRAME_CHUNK
         || f->kind == FRAME_END || f->kind == FRAME_ABORT;
}

void
loop (void)
{
  struct frame f;

  for (;;) {
    memory_release ();
    channel_next (&f);
    if (f.kind == FRAME_CALL)
      handle_call (&f);
    else if (f.kind == FRAME_SETUP)
      handle_setup (&f);
    else if (!is_leftover (&f))
      protocol_error ("%s was not expected", frame_kind_name (f.kind));
  }
}
