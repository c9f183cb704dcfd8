/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Talking to the daemon. */

#ifndef GUESTFS_INT_PROTO_H
#define GUESTFS_INT_PROTO_H

#include "handle.h"
#include "frame.h"
#include "wire.h"

/* ---- Connection (proto/conn.c) ----
 * Freeing one while a call runs (from a callback) ends that call with
 * ECANCELED; g->conn is to be set to NULL in any case.
 * Two descriptors: the daemon's socket and, if >= 0, the console.  While the
 * library waits for either direction of the socket it also reads the console
 * (APPLIANCE events) and watches g->cancel_fd.  Takes ownership of both. */
extern struct connection *guestfs_int_conn_new (guestfs_h *g, int sock,
                                                int console);
extern void guestfs_int_conn_free (guestfs_h *g, struct connection *conn);
/* The last lines that the console printed: for error messages. Borrowed. */
extern const char *guestfs_int_conn_console_tail (struct connection *conn);
/* True when the kernel has panicked; its line. */
extern const char *guestfs_int_conn_panic (struct connection *conn);

/* The other side has gone, or does: then it waits until it has. */
extern bool guestfs_int_conn_is_ending (const struct connection *conn);
/* Why it is of no use any more: "the appliance …"; malloc'd. */
extern char *guestfs_int_conn_explain (guestfs_h *g, struct connection *conn);
/* The same without what is to be done. */
extern char *guestfs_int_conn_explain_end (guestfs_h *g,
                                           struct connection *conn);
/* True when that is the cause itself, and not only that the other side has
 * closed the connection. */
extern bool guestfs_int_conn_is_explained (const struct connection *conn);

/* From now on no call may take longer without a sign of life. */
extern void guestfs_int_conn_limit_calls (struct connection *conn,
                                          int seconds);

/* Its drives are not those that it was launched with any more. */
extern void guestfs_int_conn_note_drives (struct connection *conn);

/* For who waits while nobody waits for a call: the descriptors that say that
 * something has happened, -1 if there is none, and what is to be done then.  -1
 * when the appliance is gone, with the error set. */
extern void guestfs_int_conn_fds (const struct connection *conn,
                                  int *ret_sock, int *ret_console);
extern int guestfs_int_call_idle (guestfs_h *g);        /* call.c */

/* ---- Launch (proto/hello.c) ----
 * Waits for HELLO until the deadline (CLOCK_MONOTONIC, NULL: for ever).
 * 0; -1 error set; -2 nothing wrong but the deadline passed or the other
 * side closed before saying anything, no error set: the caller may retry. */
extern int guestfs_int_wait_hello (guestfs_h *g,
                                   const struct timespec *deadline);
/* Sends SETUP for the drives and settings of g, waits for READY.  The error is
 * set unless it is done. */
enum setup_result {
  SETUP_DONE = 0,
  SETUP_REFUSED = -1,           /* the appliance said what is wrong */
  SETUP_LOST = -2,              /* it is of no use any more, or was too late */
};
extern enum setup_result guestfs_int_send_setup (guestfs_h *g);
/* So many seconds until the daemon says that it has begun (*ret_begun), and
 * then as long as drives may take. */
extern enum setup_result guestfs_int_send_setup_within (guestfs_h *g,
                                                        int seconds,
                                                        bool *ret_begun);
/* For drives that are plugged into, or out of, an appliance that runs.  After
 * SETUP_LOST that is gone, as after guestfs_int_lost_appliance: the state is
 * CONFIG, and g->drives and what they pointed to are freed. */
extern enum setup_result guestfs_int_send_setup_again (guestfs_h *g);

/* ---- Calls (proto/call.c) ---- */
/* What an appliance that is launched anew would not have after the call: the
 * field leaves of the table. */
enum call_leaves {
  LEAVES_CHANGES = 0,           /* mounts, files, devices … */
  LEAVES_RESULT,                /* what is kept for other calls; the same call
                                 * replaces it */
  LEAVES_NOTHING,
};
struct call {
  guestfs_h *g;
  const char *name;             /* of the action, for messages */
  uint32_t proc;
  uint64_t optargs;             /* bitmask */
  const char *file_in;          /* local file name, or NULL */
  const char *file_out;
  bool cancellable;
  enum call_leaves leaves;
  struct wire_writer args;
  struct run *run;              /* from begin to take */
  /* after guestfs_int_call_run, or _take */
  struct wire_reader ret;
  char *reply;                  /* the bytes ret reads */
};
extern void guestfs_int_call_init (guestfs_h *g, struct call *c,
                                   const char *name, uint32_t proc);
/* Everything from sending to the end of streams.  0, or -1 with error set;
 * if the appliance is gone, g is back in state CONFIG. */
extern int guestfs_int_call_run (struct call *c);
/* The same in two parts: sends it, and waits for the reply.  Between them the
 * appliance works on it; other calls wait for its reply first.  Whoever has
 * begun one takes it before guestfs_int_call_done. */
extern int guestfs_int_call_begin (struct call *c);
extern int guestfs_int_call_take (struct call *c);
/* Between them: need _take not wait? */
extern bool guestfs_int_call_has_come (const struct call *c);
/* True when ret was decoded completely; else sets the error. */
extern bool guestfs_int_call_finished (struct call *c);
extern void guestfs_int_call_done (struct call *c);

/* ---- Descriptors of the library's own (proto/files.c) ----
 * An action takes a file by name; this is a name for a descriptor.  It is known
 * by its address, so that there need not be a /dev/fd.  It shares the position
 * with the descriptor, which must stay open until it is removed. */
struct own_file {
  int fd;
  char *name;
  struct own_file *next;
  /* Instead of a descriptor: takes all that is written.  0, or -1 with errno
   * and *ret_error, a borrowed message. */
  int (*sink) (void *opaque, const char *data, size_t n,
               const char **ret_error);
  void *opaque;
};
/* Returns f->name. */
extern const char *guestfs_int_own_file_add (guestfs_h *g, struct own_file *f,
                                             int fd);
/* The same for f->sink and f->opaque, which are set. */
extern const char *guestfs_int_own_file_add_sink (guestfs_h *g,
                                                  struct own_file *f);
extern void guestfs_int_own_file_remove (guestfs_h *g, struct own_file *f);

#endif /* GUESTFS_INT_PROTO_H */
