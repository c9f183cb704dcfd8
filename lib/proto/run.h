/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call that runs: for the files of this room that share the work. */

#ifndef GUESTFS_INT_RUN_H
#define GUESTFS_INT_RUN_H

#include "conn.h"
#include "files.h"

struct run {
  struct call *c;
  guestfs_h *g;
  struct connection *conn;
  uint32_t serial;

  struct file_in in;
  bool uploading;               /* neither END nor ABORT is queued yet */
  bool stop_upload;             /* ABORT instead of what is left */

  struct file_out out;
  bool opening;                 /* out is a FIFO without a reader: try again */
  bool downloading;             /* REPLY was good, no END or ABORT yet */
  uint64_t discarded;

  bool want_cancel;             /* CANCEL is to be sent */
  bool discards;                /* chunks are thrown away */
  bool replied, finished;
  struct wire_writer abort;     /* body of our ABORT */

  /* What went wrong.  A failure of the caller's file or the caller's wish to
   * stop comes before what the daemon says of it. */
  bool cancelled;               /* by guestfs_user_cancel */
  bool network;                 /* a drive is on a server, which may stop
                                 * answering: see patience_ends */
  struct timespec patience_ends; /* valid when cancelled */
  bool again;                   /* in another machine, which is there */
  int local_errno;
  char *local_error;
  struct failure failure;       /* of the daemon; message NULL: none */
};

/* ---- Streams (proto/streams.c) ---- */
/* Queues what comes next of an upload, if that can be read. */
extern void guestfs_int_call_queue_chunk (struct run *r);
extern void guestfs_int_call_open_file_out (struct run *r);
extern enum pumped guestfs_int_call_take_chunk (struct run *r,
                                                const struct frame *f);
/* Writes of the last chunk what can be written without waiting. */
extern void guestfs_int_call_write_some (struct run *r);
/* The daemon is asked to stop, and what it still sends is thrown away. */
extern void guestfs_int_call_stop_download (struct run *r);
extern void guestfs_int_call_close_file_out (struct run *r);

/* ---- Once more (proto/repeat.c) ---- */
/* To be called before it is sent. */
extern void guestfs_int_call_note_changes (struct run *r);
/* With another machine this call gives what it would have given. */
extern bool guestfs_int_call_is_repeatable (const struct run *r);
/* The machine, which is gone, is launched again without the file system that
 * has ended it.  0 when the call is to be made once more; -1 with the error
 * set, and the connection of the run freed. */
extern int guestfs_int_call_begin_again (struct run *r);

/* ---- Before anything else is sent (proto/call.c) ---- */
/* Waits for the reply of the call that was begun, if there is one; how it has
 * ended is told when it is taken.  -1 with the error set when nothing can be
 * sent. */
extern int guestfs_int_call_finish_begun (guestfs_h *g);

/* ---- What comes in (proto/incoming.c) ---- */
extern enum pumped guestfs_int_call_handle_frame (struct run *r,
                                                  const struct frame *f);

#endif /* GUESTFS_INT_RUN_H */
