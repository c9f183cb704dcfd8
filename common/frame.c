/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames: what is in them, and finding them in a stream of bytes. */

#include <config.h>

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "frame.h"
#include "strvec.h"

/* ---- Payloads ---- */

void
wire_put_header (struct wire_writer *w, const struct header *h)
{
  wire_put_u32 (w, h->prog);
  wire_put_u32 (w, h->vers);
  wire_put_u32 (w, h->proc);
  wire_put_u32 (w, h->direction);
  wire_put_u32 (w, h->serial);
  wire_put_u64 (w, h->progress_hint);
  wire_put_u64 (w, h->optargs_bitmask);
  wire_put_u32 (w, h->status);
}

void
wire_get_header (struct wire_reader *r, struct header *ret)
{
  ret->prog = wire_get_u32 (r);
  ret->vers = wire_get_u32 (r);
  ret->proc = wire_get_u32 (r);
  ret->direction = wire_get_u32 (r);
  ret->serial = wire_get_u32 (r);
  ret->progress_hint = wire_get_u64 (r);
  ret->optargs_bitmask = wire_get_u64 (r);
  ret->status = wire_get_u32 (r);
}

void
wire_put_failure (struct wire_writer *w, const struct failure *f)
{
  wire_put_string (w, f->errno_name);
  wire_put_string (w, f->message);
}

void
wire_get_failure (struct wire_reader *r, struct failure *ret)
{
  ret->errno_name = wire_get_string (r);
  ret->message = wire_get_string (r);
}

void
failure_done (struct failure *f)
{
  cleanup_free (&f->errno_name);
  cleanup_free (&f->message);
  *f = (struct failure) { .message = NULL };
}

void
wire_put_hello (struct wire_writer *w, const struct hello *h)
{
  wire_put_u32 (w, h->protocol);
  wire_put_string (w, h->build);
  wire_put_string (w, h->kernel);
}

void
wire_get_hello (struct wire_reader *r, struct hello *ret)
{
  ret->protocol = wire_get_u32 (r);
  ret->build = wire_get_string (r);
  ret->kernel = wire_get_string (r);
}

void
hello_done (struct hello *h)
{
  cleanup_free (&h->build);
  cleanup_free (&h->kernel);
  *h = (struct hello) { .protocol = 0 };
}

static void
put_numbers (struct wire_writer *w, const uint32_t *list, uint32_t n)
{
  wire_put_u32 (w, n);
  for (uint32_t i = 0; i < n; i++)
    wire_put_u32 (w, list[i]);
}

static void
put_strings (struct wire_writer *w, char *const *list, uint32_t n)
{
  wire_put_u32 (w, n);
  for (uint32_t i = 0; i < n; i++)
    wire_put_string (w, list[i]);
}

void
wire_put_setup (struct wire_writer *w, const struct setup *s)
{
  wire_put_bool (w, s->verbose);
  wire_put_bool (w, s->trace_commands);
  wire_put_bool (w, s->network);
  wire_put_bool (w, s->old_distros);
  wire_put_string (w, s->rescue_term);
  wire_put_u64 (w, s->clock_sec);
  wire_put_u32 (w, s->clock_nsec);
  wire_put_opaque (w, s->entropy, s->entropy_len);
  put_numbers (w, s->drives, s->nr_drives);
  put_strings (w, s->labels, s->nr_labels);
  put_numbers (w, s->request_kib, s->nr_request_kib);
  put_strings (w, s->left_out, s->nr_left_out);
}

static uint32_t *
get_numbers (struct wire_reader *r, uint32_t *ret_n)
{
  const uint32_t n = wire_get_count (r, 4);
  uint32_t *list = n > 0 ? wire_alloc (r, n, sizeof *list) : NULL;

  *ret_n = list ? n : 0;
  for (uint32_t i = 0; i < *ret_n; i++)
    list[i] = wire_get_u32 (r);
  return list;
}

static char **
get_strings (struct wire_reader *r, uint32_t *ret_n)
{
  char **list = wire_get_string_list (r);

  *ret_n = list ? string_list_length (list) : 0;
  return list;
}

void
wire_get_setup (struct wire_reader *r, struct setup *ret)
{
  size_t entropy_len = 0;

  *ret = (struct setup) { .drives = NULL };
  ret->verbose = wire_get_bool (r);
  ret->trace_commands = wire_get_bool (r);
  ret->network = wire_get_bool (r);
  ret->old_distros = wire_get_bool (r);
  ret->rescue_term = wire_get_string (r);
  ret->clock_sec = wire_get_u64 (r);
  ret->clock_nsec = wire_get_u32 (r);
  ret->entropy = wire_get_opaque (r, &entropy_len);
  ret->entropy_len = entropy_len;
  ret->drives = get_numbers (r, &ret->nr_drives);
  ret->labels = get_strings (r, &ret->nr_labels);
  ret->request_kib = get_numbers (r, &ret->nr_request_kib);
  ret->left_out = get_strings (r, &ret->nr_left_out);
  if (ret->nr_labels != ret->nr_drives
      || ret->nr_request_kib != ret->nr_drives || ret->nr_left_out % 2 != 0)
    r->failed = true;
}

void
setup_done (struct setup *s)
{
  cleanup_free (&s->rescue_term);
  cleanup_free (&s->entropy);
  cleanup_free (&s->drives);
  cleanup_free_string_list (&s->labels);
  cleanup_free (&s->request_kib);
  cleanup_free_string_list (&s->left_out);
  *s = (struct setup) { .drives = NULL };
}

void
wire_put_progress (struct wire_writer *w, const struct progress *p)
{
  wire_put_u32 (w, p->proc);
  wire_put_u32 (w, p->serial);
  wire_put_u64 (w, p->position);
  wire_put_u64 (w, p->total);
}

void
wire_get_progress (struct wire_reader *r, struct progress *ret)
{
  ret->proc = wire_get_u32 (r);
  ret->serial = wire_get_u32 (r);
  ret->position = wire_get_u64 (r);
  ret->total = wire_get_u64 (r);
}

/* ---- Kinds ---- */

void
wire_put_doing (struct wire_writer *w, const struct doing *d)
{
  wire_put_string (w, d->what);
  wire_put_string (w, d->device);
  wire_put_string (w, d->type);
}

void
wire_get_doing (struct wire_reader *r, struct doing *ret)
{
  ret->what = wire_get_string (r);
  ret->device = wire_get_string (r);
  ret->type = wire_get_string (r);
}

void
doing_done (struct doing *d)
{
  cleanup_free (&d->what);
  cleanup_free (&d->device);
  cleanup_free (&d->type);
  *d = (struct doing) { .what = NULL };
}

void
frame_put_prefix (char prefix[FRAME_HEADER_SIZE], enum frame_kind kind,
                  uint32_t length)
{
  uint32_t be[2] = { htobe32 (kind), htobe32 (length) };

  memcpy (prefix, be, sizeof be);
}

const char *
frame_kind_name (uint32_t kind)
{
  switch ((enum frame_kind) kind) {
  case FRAME_HELLO: return "HELLO";
  case FRAME_SETUP: return "SETUP";
  case FRAME_READY: return "READY";
  case FRAME_CALL: return "CALL";
  case FRAME_REPLY: return "REPLY";
  case FRAME_CHUNK: return "CHUNK";
  case FRAME_END: return "END";
  case FRAME_ABORT: return "ABORT";
  case FRAME_CANCEL: return "CANCEL";
  case FRAME_PROGRESS: return "PROGRESS";
  case FRAME_WARNING: return "WARNING";
  case FRAME_DOING: return "DOING";
  }
  return "unknown kind";
}

/* The most that a frame of this kind may hold. */
static uint32_t
frame_limit (uint32_t kind, uint32_t message_max)
{
  switch ((enum frame_kind) kind) {
  case FRAME_CALL:
  case FRAME_REPLY:
    return message_max;
  case FRAME_CHUNK:
    return FRAME_CHUNK_MAX;
  case FRAME_HELLO:
  case FRAME_SETUP:
  case FRAME_ABORT:
  case FRAME_PROGRESS:
  case FRAME_WARNING:
  case FRAME_DOING:
    return FRAME_CONTROL_MAX;
  case FRAME_READY:
  case FRAME_END:
  case FRAME_CANCEL:
    break;
  }
  return 0;
}

static bool
kind_is_known (uint32_t kind)
{
  return kind >= FRAME_HELLO && kind <= FRAME_DOING;
}

/* ---- Reader ---- */

/* What an idle reader asks for, and what it starts with. */
#define READER_INITIAL (64 * 1024)
/* A buffer that grew beyond this for one long reply is not kept. */
#define READER_KEEP (4 * 1024 * 1024)

void
frame_reader_init (struct frame_reader *r, uint32_t message_max)
{
  *r = (struct frame_reader) { .message_max = message_max };
}

void
frame_reader_done (struct frame_reader *r)
{
  cleanup_free (&r->buf);
  frame_reader_init (r, r->message_max);
}

static size_t
unread (const struct frame_reader *r)
{
  return r->len - r->start;
}

static void
peek_prefix (const struct frame_reader *r, uint32_t *ret_kind,
             uint32_t *ret_length)
{
  uint32_t be[2];

  memcpy (be, r->buf + r->start, sizeof be);
  *ret_kind = be32toh (be[0]);
  *ret_length = be32toh (be[1]);
}

/* Up to the end of the frame that has begun and the next prefix, so that
 * little is left over to be moved when the next one is long too. */
static size_t
wanted (const struct frame_reader *r)
{
  uint32_t kind, length;
  size_t total;

  if (unread (r) < FRAME_HEADER_SIZE)
    return READER_INITIAL - unread (r);
  peek_prefix (r, &kind, &length);
  total = (size_t) length + 2 * FRAME_HEADER_SIZE;
  return total > unread (r) ? total - unread (r) : 1;
}

static bool
resize (struct frame_reader *r, size_t cap)
{
  char *p = realloc (r->buf, cap);

  if (!p)
    return false;
  r->buf = p;
  r->cap = cap;
  return true;
}

static void
move_to_front (struct frame_reader *r)
{
  if (r->start > 0 && unread (r) > 0)
    memmove (r->buf, r->buf + r->start, unread (r));
  r->len = unread (r);
  r->start = 0;
  if (r->len == 0 && r->cap > READER_KEEP) {
    free (r->buf);
    r->buf = NULL;
    r->cap = 0;
  }
}

char *
frame_reader_space (struct frame_reader *r, size_t *ret_n)
{
  size_t want, room;

  move_to_front (r);
  want = wanted (r);
  if (r->cap == 0 && !resize (r, READER_INITIAL))
    return NULL;
  /* The only growth, and only when all there is has been filled by bytes
   * that arrived: what the other side claims does not count. */
  if (r->len == r->cap) {
    size_t need = r->len + want;
    size_t twice = r->cap * 2;

    if (!resize (r, need < twice ? need : twice))
      return NULL;
  }
  room = r->cap - r->len;
  *ret_n = want < room ? want : room;
  return r->buf + r->len;
}

void
frame_reader_fed (struct frame_reader *r, size_t n)
{
  r->len += n;
}

int
frame_reader_next (struct frame_reader *r, struct frame *ret)
{
  struct frame f;

  if (unread (r) < FRAME_HEADER_SIZE)
    return 0;
  peek_prefix (r, &f.kind, &f.length);
  if (!kind_is_known (f.kind)) {
    r->problem = "a frame of no known kind";
    return -1;
  }
  if (f.length > frame_limit (f.kind, r->message_max)) {
    r->problem = "a frame longer than is allowed";
    return -1;
  }
  if (unread (r) - FRAME_HEADER_SIZE < f.length)
    return 0;
  f.payload = r->buf + r->start + FRAME_HEADER_SIZE;
  r->start += FRAME_HEADER_SIZE + (size_t) f.length;
  *ret = f;
  return 1;
}

bool
frame_reader_is_midway (const struct frame_reader *r)
{
  return unread (r) > 0;
}

int
frame_reader_steal (struct frame_reader *r, const struct frame *f,
                    char **ret_buf, const char **ret_payload)
{
  char *copy;

  if (f->length > READER_INITIAL && unread (r) == 0) {
    *ret_buf = r->buf;
    *ret_payload = f->payload;
    frame_reader_init (r, r->message_max);
    return 0;
  }
  copy = malloc ((size_t) f->length + 1);
  if (!copy)
    return -1;
  if (f->length > 0)
    memcpy (copy, f->payload, f->length);
  *ret_buf = copy;
  *ret_payload = copy;
  return 0;
}
