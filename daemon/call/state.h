/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The port to the library and the call that is being served: what the loop,
 * and whoever waits for a program, need to know.  Actions do not.
 */

#ifndef GUESTFSD_STATE_H
#define GUESTFSD_STATE_H

#include "call.h"
#include "frame.h"

/* ---- channel.c: frames to and from the library ---- */
/* Finds and opens the virtio-serial port; exits when there is none. */
extern void channel_open (void);
/* Where poll can wait for frames. */
extern int channel_fd (void);
/* Exits when the library has gone: there is nobody left to work for. */
extern void channel_send (enum frame_kind kind, const void *payload, size_t n);
/* A payload in two parts, the first of them short. */
extern void channel_send_parts (enum frame_kind kind, const void *a, size_t na,
                                const void *b, size_t nb);
/* Waits for the next frame; *ret is borrowed until the next call.  Until
 * channel_must_stay is called a host that is away is waited for. */
extern void channel_next (struct frame *ret);
extern void channel_must_stay (void);
/* Calls fn when fd becomes readable while channel_next waits. */
extern void channel_also_watch (int fd, void (*fn) (void));
/* 1 when a frame could be taken without waiting for its start, else 0. */
extern int channel_try_next (struct frame *ret);
/* Make the payload of the frame just taken ours; *ret_buf is to be freed. */
extern void channel_steal (const struct frame *f, char **ret_buf,
                           const char **ret_payload);
/* The library does not keep to the protocol: say so and exit. */
extern void protocol_error (const char *fs, ...)
  __attribute__ ((noreturn, format (printf, 1, 2)));

/* ---- call.c: all that is known of one call ---- */
enum stream_in { STREAM_NONE, STREAM_OPEN, STREAM_ENDED, STREAM_ABORTED };

struct call {
  /* What the library asks for. */
  uint32_t proc, serial;
  uint64_t progress_hint;       /* bytes of its FileIn stream; 0: not known */
  const char *name;
  bool progress;                /* may send progress messages */
  bool stream_out;              /* has a FileOut argument */
  enum stream_in stream_in;     /* OPEN at the beginning if it has a FileIn */

  /* What has become of it: all zeroes at the beginning. */
  uint64_t received;            /* bytes of the FileIn stream */
  bool stream_out_begun;
  bool cancelled;               /* CANCEL has arrived */
  int64_t asked_ms;             /* when it was last looked for */
  bool failed;                  /* an error has been set … */
  int err;                      /* … its errno, or 0 … */
  char *message;                /* … and its text; NULL: memory was out */
  int64_t began_ms, progress_ms;        /* when it began, and last told so */
  bool progress_sent, pulsing;
};
extern struct call *current_call (void);
/* Forgets the call before, whatever became of it.  SETUP is one, too. */
extern void call_begin (const struct call *request);

/* ---- reply.c ---- */
extern void reply_send_ok (const struct wire_writer *result);
extern void reply_send_error (void);
/* Puts the error of the call into w as a struct failure. */
extern void reply_put_failure (struct wire_writer *w);
/* Sends it as the payload of a frame. */
extern void reply_send_abort (void);

/* ---- stream.c ---- */
/* What the action did not take. */
extern void stream_discard (void);
extern void stream_out_end (int r);

/* ---- progress.c ---- */
extern void progress_pulse (void);      /* from time to time while waiting */

/* ---- memory.c ---- */
/* So many percent of the machine's memory, in bytes. */
extern size_t memory_share (unsigned percent);
/* For the daemon itself, and undone in a child of it before exec. */
extern void memory_protect (void);
extern void memory_unprotect (void);
/* Between calls: gives back what the last one has freed. */
extern void memory_release (void);

#endif /* GUESTFSD_STATE_H */
