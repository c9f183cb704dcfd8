/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What travels between library and daemon: frames.
 *
 *   u32 kind, u32 length, payload (length bytes)          all big-endian XDR
 *
 * The daemon says HELLO once when it has started.  The library answers with
 * SETUP: the handle's settings, the clock, entropy and which drives are
 * plugged in.  The daemon says with PROGRESS that it has begun, before it looks
 * at any drive, and answers READY or, when it cannot apply them, ABORT.  From
 * then on the library sends CALLs, one at a time, or SETUP again when a drive
 * has come or gone.
 *
 * A call with a FileIn argument is followed by CHUNKs from the library, ended
 * by END (complete) or ABORT (cancelled).  The daemon sends CANCEL when it
 * wants no more of them, and its REPLY after END or ABORT.
 *
 * A call with a FileOut argument is answered by REPLY and, if that was
 * successful, CHUNKs from the daemon ended by END or by ABORT with the error
 * that cut it short.  The library sends CANCEL when it wants no more.
 *
 * CANCEL while a call without streams runs asks the daemon to give it up.
 * A CANCEL that arrives when nothing is going on is ignored.
 * PROGRESS may arrive at any time between CALL and its REPLY or END, and
 * between SETUP and READY or ABORT.  WARNING may arrive between CALL and its
 * REPLY or END: something was left out, and the call goes on.  So may DOING: if
 * the machine ends now, then that was the reason.
 */

#ifndef GUESTFS_INT_FRAME_H
#define GUESTFS_INT_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

enum frame_kind {
  FRAME_HELLO = 0x47460001,     /* daemon: struct hello */
  FRAME_SETUP,                  /* library: struct setup */
  FRAME_READY,                  /* daemon: no payload */
  FRAME_CALL,                   /* library: struct header, arguments */
  FRAME_REPLY,                  /* daemon: struct header, result or error */
  FRAME_CHUNK,                  /* bytes of a stream */
  FRAME_END,                    /* stream complete: no payload */
  FRAME_ABORT,                  /* stream or setup failed: struct failure */
  FRAME_CANCEL,                 /* receiver wants no more: no payload */
  FRAME_PROGRESS,               /* struct progress */
  FRAME_WARNING,                /* daemon: one string, for people */
  FRAME_DOING,                  /* daemon: struct doing */
};

#define FRAME_HEADER_SIZE 8

/* Bytes of file content in one CHUNK that a sender produces … */
#define FRAME_CHUNK_SIZE (256 * 1024)
/* … and the most that a receiver accepts. */
#define FRAME_CHUNK_MAX (1024 * 1024)
/* All but CALL, REPLY and CHUNK are never longer than this. */
#define FRAME_CONTROL_MAX (64 * 1024)
/* The most that a CALL or REPLY may hold unless a setting says otherwise;
 * a receiver grows its buffer as bytes arrive, whatever the length says. */
#define FRAME_MESSAGE_MAX (1024u * 1024 * 1024)

#define GUESTFS_PROGRAM 0x2000F5F5
#define GUESTFS_PROTOCOL_VERSION 5  /* 1 to 4 were other people's */

enum message_direction { DIRECTION_CALL = 0, DIRECTION_REPLY = 1 };
enum message_status { STATUS_OK = 0, STATUS_ERROR = 1 };

/* Each of these is encoded field by field in this order. */
struct header {
  uint32_t prog, vers, proc;
  uint32_t direction;           /* enum message_direction */
  uint32_t serial;
  uint64_t progress_hint;       /* bytes that the library is about to send */
  uint64_t optargs_bitmask;
  uint32_t status;              /* enum message_status */
};

/* After a header with STATUS_ERROR, and in ABORT. */
struct failure {
  char *errno_name;             /* "ENOENT", or "" when there is none */
  char *message;
};

struct hello {
  uint32_t protocol;            /* GUESTFS_PROTOCOL_VERSION */
  char *build;                  /* must equal the library's build id */
  char *kernel;                 /* uname -r of the appliance, for the log */
};

struct setup {
  uint32_t verbose;             /* bool: debug messages on the console */
  uint32_t trace_commands;      /* bool: also each external command */
  uint32_t network;             /* bool: a network card is plugged in */
  uint32_t old_distros;         /* bool: only words that 1.48 has */
  /* counted array of strings, in pairs: a device that nobody may look into
   * unless a call names it, and the reason, "as … says" */
  char **left_out; uint32_t nr_left_out;
  char *rescue_term;            /* TERM of a shell on the console; "": none */
  uint64_t clock_sec;           /* host's CLOCK_REALTIME */
  uint32_t clock_nsec;
  /* variable-length opaque: at least 32 bytes from the host's getrandom */
  char *entropy; uint32_t entropy_len;
  /* counted array of u32: SCSI targets to scan, in drive order; drive with
   * target N becomes /dev/sd<N> */
  uint32_t *drives; uint32_t nr_drives;
  /* counted array of strings: disk label of each drive, "" when none;
   * same length and order as drives */
  char **labels; uint32_t nr_labels;
  /* counted array of u32, likewise: not 0 for a drive that is to be given one
   * request at a time, of so many KiB at most */
  uint32_t *request_kib; uint32_t nr_request_kib;
};

struct progress {
  uint32_t proc, serial;
  uint64_t position, total;
};

/* What may be the end of the machine; all of them "": not any more. */
struct doing {
  char *what;                   /* "mounting" */
  char *device;                 /* "/dev/sda1" */
  char *type;                   /* "ext4" */
};

/* ---- Encoding and decoding (common/frame.c) ----
 * Writers and readers fail the sticky way of wire.h.  What a wire_get_ has
 * allocated is released by the _done, which may be called after a failure. */
extern void wire_put_header (struct wire_writer *w, const struct header *h);
extern void wire_get_header (struct wire_reader *r, struct header *ret);
extern void wire_put_failure (struct wire_writer *w, const struct failure *f);
extern void wire_get_failure (struct wire_reader *r, struct failure *ret);
extern void failure_done (struct failure *f);
extern void wire_put_hello (struct wire_writer *w, const struct hello *h);
extern void wire_get_hello (struct wire_reader *r, struct hello *ret);
extern void hello_done (struct hello *h);
extern void wire_put_setup (struct wire_writer *w, const struct setup *s);
extern void wire_get_setup (struct wire_reader *r, struct setup *ret);
extern void setup_done (struct setup *s);
extern void wire_put_progress (struct wire_writer *w, const struct progress *p);
extern void wire_get_progress (struct wire_reader *r, struct progress *ret);

extern void wire_put_doing (struct wire_writer *w, const struct doing *d);
extern void wire_get_doing (struct wire_reader *r, struct doing *ret);
extern void doing_done (struct doing *d);

/* The eight bytes in front of a payload. */
extern void frame_put_prefix (char prefix[FRAME_HEADER_SIZE],
                              enum frame_kind kind, uint32_t length);
/* "REPLY"; "unknown kind" when it is none. */
extern const char *frame_kind_name (uint32_t kind);

/* ---- The frame reader ----
 * Takes bytes as they come, gives frames.  The buffer grows as bytes arrive:
 * a frame that claims to be long costs nothing until it is.
 *
 *   p = frame_reader_space (r, &n);  got = read (fd, p, n);
 *   frame_reader_fed (r, got);
 *   while (frame_reader_next (r, &frame) == 1) …
 */
struct frame {
  uint32_t kind, length;
  const char *payload;          /* borrowed until the next _space */
};

struct frame_reader {
  char *buf;
  size_t start, len, cap;       /* unread bytes are buf[start] … buf[len-1] */
  uint32_t message_max;         /* limit for CALL and REPLY */
  const char *problem;          /* static string: why _next returned -1 */
};

extern void frame_reader_init (struct frame_reader *r, uint32_t message_max);
extern void frame_reader_done (struct frame_reader *r);
/* Where to put what is read next, and how much: NULL when memory is out. */
extern char *frame_reader_space (struct frame_reader *r, size_t *ret_n);
extern void frame_reader_fed (struct frame_reader *r, size_t n);
/* 1 and a frame; 0: more bytes are needed; -1: the stream makes no sense. */
extern int frame_reader_next (struct frame_reader *r, struct frame *ret);
/* True when bytes of an incomplete frame are waiting. */
extern bool frame_reader_is_midway (const struct frame_reader *r);
/* The payload of the frame that _next has just given, as memory of the
 * caller's own: *ret_buf is to be freed, *ret_payload lies inside.  Avoids
 * the copy of a long one.  0, or -1 when memory is out. */
extern int frame_reader_steal (struct frame_reader *r, const struct frame *f,
                               char **ret_buf, const char **ret_payload);

#endif /* GUESTFS_INT_FRAME_H */
