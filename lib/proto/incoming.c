/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the daemon sends during a call. */

#include <config.h>

#include <string.h>

#include "printable.h"
#include "run.h"

/* The most of a daemon's error message that is passed on. */
#define MESSAGE_MAX (64 * 1024)

static enum pumped
nonsense (struct run *r, const char *why)
{
  return guestfs_int_conn_nonsense (r->conn, why);
}

static enum pumped
call_take_failure (struct run *r, const char *p, size_t n)
{
  struct wire_reader reader;

  wire_reader_init (&reader, p, n);
  wire_get_failure (&reader, &r->failure);
  if (!wire_reader_finished (&reader))
    return nonsense (r, "a malformed error message");
  if (strlen (r->failure.message) > MESSAGE_MAX)
    r->failure.message[MESSAGE_MAX] = '\0';
  make_printable (r->failure.message);
  return PUMP_FRAME;
}

static const char *
header_problem (const struct run *r, const struct header *h)
{
  if (h->prog != GUESTFS_PROGRAM || h->vers != GUESTFS_PROTOCOL_VERSION)
    return "a reply of another protocol";
  if (h->direction != DIRECTION_REPLY)
    return "a call instead of a reply";
  if (h->proc != r->c->proc)
    return "a reply to another procedure";
  if (h->serial != r->serial)
    return "a reply to another call";
  if (h->status != STATUS_OK && h->status != STATUS_ERROR)
    return "a reply of unknown status";
  return NULL;
}

static enum pumped
good_reply (struct run *r, const struct frame *f, size_t header_len)
{
  struct call *c = r->c;
  const char *payload;

  if (frame_reader_steal (&r->conn->in, f, &c->reply, &payload) == -1)
    r->g->abort_cb ();
  wire_reader_init (&c->ret, payload + header_len, f->length - header_len);
  c->ret.budget = r->conn->result_max;
  if (c->file_out)
    guestfs_int_call_open_file_out (r);
  else
    r->finished = true;
  return PUMP_FRAME;
}

static enum pumped
handle_reply (struct run *r, const struct frame *f)
{
  struct header h;
  struct wire_reader reader;
  const char *problem;

  if (r->replied)
    return nonsense (r, "a second reply");
  if (r->uploading)
    return nonsense (r, "a reply before the upload had ended");
  wire_reader_init (&reader, f->payload, f->length);
  wire_get_header (&reader, &h);
  if (reader.failed)
    return nonsense (r, "a truncated reply");
  problem = header_problem (r, &h);
  if (problem)
    return nonsense (r, problem);
  r->replied = true;
  if (h.status == STATUS_OK)
    return good_reply (r, f, reader.p - f->payload);
  r->finished = true;
  return call_take_failure (r, reader.p, wire_remaining (&reader));
}

static enum pumped
handle_progress (struct run *r, const struct frame *f)
{
  struct progress p;
  struct wire_reader reader;

  wire_reader_init (&reader, f->payload, f->length);
  wire_get_progress (&reader, &p);
  if (!wire_reader_finished (&reader))
    return nonsense (r, "a malformed progress message");
  /* One of an earlier call may have been under way when that ended. */
  if (p.proc == r->c->proc && p.serial == r->serial) {
    const uint64_t array[] = { p.proc, p.serial, p.position, p.total };

    guestfs_int_call_callbacks_array (r->g, GUESTFS_EVENT_PROGRESS, array, 4);
  }
  return PUMP_FRAME;
}

/* What a guest is called may be in it. */
static enum pumped
handle_warning (struct run *r, const struct frame *f)
{
  CLEANUP_FREE char *text = NULL;
  struct wire_reader reader;

  wire_reader_init (&reader, f->payload, f->length);
  text = wire_get_string (&reader);
  if (!wire_reader_finished (&reader))
    return nonsense (r, "a malformed warning");
  make_printable (text);
  guestfs_int_call_callbacks_message (r->g, GUESTFS_EVENT_WARNING, text,
                                      strlen (text));
  return PUMP_FRAME;
}

static enum pumped
handle_stream (struct run *r, const struct frame *f)
{
  if (!r->downloading)
    return nonsense (r, "unexpected stream data");
  if (f->kind == FRAME_CHUNK)
    return guestfs_int_call_take_chunk (r, f);
  r->finished = true;
  return f->kind == FRAME_ABORT ? call_take_failure (r, f->payload, f->length)
    : PUMP_FRAME;
}

enum pumped
guestfs_int_call_handle_frame (struct run *r, const struct frame *f)
{
  switch ((enum frame_kind) f->kind) {
  case FRAME_REPLY:
    return handle_reply (r, f);
  case FRAME_PROGRESS:
    return handle_progress (r, f);
  case FRAME_WARNING:
    return handle_warning (r, f);
  case FRAME_DOING:
    return guestfs_int_conn_take_doing (r->conn, f);
  case FRAME_CHUNK:
  case FRAME_END:
  case FRAME_ABORT:
    return handle_stream (r, f);
  case FRAME_CANCEL:
    /* When the upload is complete already this has crossed our END. */
    r->stop_upload = true;
    return PUMP_FRAME;
  case FRAME_HELLO:
  case FRAME_READY:
  case FRAME_SETUP:
  case FRAME_CALL:
    break;
  }
  return nonsense (r, "an unexpected message during a call");
}
