/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside of the connection: for the files of this room only. */

#ifndef GUESTFS_INT_CONN_H
#define GUESTFS_INT_CONN_H

#include <poll.h>
#include <sys/uio.h>

#include "proto.h"

#define NR_STUCK 8

struct connection {
  int sock;                     /* non-blocking */
  int console;                  /* -1: none, or closed by the other side */
  struct frame_reader in;

  /* The one frame that is being sent: its prefix and header, its body. */
  char head[FRAME_HEADER_SIZE + 64];
  struct iovec out[2];          /* what is left of head, of the body */

  bool in_call;                 /* a callback must not start another one */
  struct run *begun;            /* its reply has not come yet; or NULL */
  bool abandoned;               /* freed by a callback during a call */
  bool closed;                  /* end of file, or the socket failed */
  const char *problem;          /* why the other side makes no sense */

  bool raw_console;             /* events are what was read, not lines */
  bool console_ended;           /* of a raw one, which stays open */
  struct strbuf line;           /* console: the line that has begun */
  struct strbuf tail;           /* its last lines */
  char *panic;                  /* trouble.c: what the kernel said of … */
  char *oops;
  char *hang;                   /* … and what cannot be waited for any more */
  struct doing doing;           /* in this call; .what NULL: nothing special */
  uint32_t changed_by;          /* repeat.c: what has left something in the
                                 * appliance since it was launched */
  struct stuck {                /* reported once */
    char *who;
    double since;
  } stuck[NR_STUCK];
  unsigned next_stuck;
  size_t result_max;            /* bytes that a result may take in memory */
  int call_timeout;             /* seconds; 0: a call may take for ever */
};

/* What woke conn_pump. */
enum pumped {
  PUMP_FRAME,                   /* a frame has come */
  PUMP_SENT,                    /* the frame that was queued is out */
  PUMP_CANCEL,                  /* guestfs_user_cancel was called */
  PUMP_LOCAL,                   /* the local file is ready */
  PUMP_TIMEOUT,
  PUMP_LOST,                    /* closed, panicked, or made no sense */
};

struct pump {
  bool cancellable;             /* look at g->cancel_fd */
  int local_fd;                 /* wait also for this one, unless -1 … */
  short local_events;           /* … POLLIN or POLLOUT */
  bool hold;                    /* receive nothing: the last frame is needed */
  const struct timespec *deadline; /* CLOCK_MONOTONIC, or NULL */
};

/* Queue a frame; nothing else may be on its way.  The header is optional, its
 * encoding is copied.  The body must stay where it is until it is sent. */
extern void guestfs_int_conn_queue (struct connection *conn,
                                    enum frame_kind kind,
                                    const struct wire_writer *header,
                                    const void *body, size_t n);
extern bool guestfs_int_conn_is_sending (const struct connection *conn);

/* Sends, receives, reads the console and waits, until something happens that
 * the caller must know of.  A frame is valid until the next call that does
 * not hold. */
extern enum pumped guestfs_int_conn_pump (guestfs_h *g,
                                          struct connection *conn,
                                          const struct pump *p,
                                          struct frame *ret);

/* What has come while no call runs.  -1 when the appliance is gone, with the
 * error set. */
extern int guestfs_int_conn_idle (guestfs_h *g);

/* The daemon says what it is doing (payload of FRAME_DOING). */
extern enum pumped guestfs_int_conn_take_doing (struct connection *conn,
                                                const struct frame *f);

/* What the console still has, after the machine has gone. */
extern void guestfs_int_conn_drain_console (guestfs_h *g,
                                            struct connection *conn);

/* A line of the console: sets panic or hang when it says so (trouble.c). */
extern void guestfs_int_trouble_look (guestfs_h *g, struct connection *conn,
                                      const char *line);
/* The daemon is alive: what has been reported once was not a hang. */
extern void guestfs_int_trouble_forget_hangs (struct connection *conn);
extern void guestfs_int_trouble_done (struct connection *conn);

/* The other side broke the rules of frame.h: no more of it.  why is a static
 * string.  Returns PUMP_LOST. */
extern enum pumped guestfs_int_conn_nonsense (struct connection *conn,
                                              const char *why);

#endif /* GUESTFS_INT_CONN_H */
