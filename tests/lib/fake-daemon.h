/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A daemon made of a socket pair and a thread, and what tests say of it. */

#ifndef TESTS_PROTO_FAKE_H
#define TESTS_PROTO_FAKE_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "proto.h"

extern const char *fake_test;   /* the name of the one that runs */
extern int fake_failed;         /* checks that failed */

#define CHECK(cond)                                                     \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: %s: not true: %s\n", __FILE__, __LINE__, \
               fake_test, #cond);                                       \
      fake_failed++;                                                    \
    }                                                                   \
  } while (0)

/* The library's side. */
struct fake {
  guestfs_h *g;
  int sock;                     /* the daemon's end */
  int console;                  /* where the daemon prints */
  pthread_t thread;
  void (*script) (struct fake *);
  void *data;                   /* of the script */
  /* counted by events */
  int quits, progresses;
  uint64_t last_progress[4];
  struct strbuf console_seen;
  char error[8192];             /* the last one, as the handler got it */
  int nr_errors;
};

/* A handle that believes it is launched; script runs in a thread. */
extern void fake_start (struct fake *f, void (*script) (struct fake *),
                        void *data);
extern void fake_finish (struct fake *f);

/* The daemon's side.  A frame that was read is freed by the next read. */
struct got {
  uint32_t kind, length;
  char *payload;
  struct header header;         /* of a CALL */
  struct wire_reader args;
};
/* False at the end of file. */
extern bool fake_read (struct fake *f, struct got *ret);
extern void fake_expect (struct fake *f, uint32_t kind, struct got *ret);
extern void fake_send (struct fake *f, uint32_t kind, const void *p, size_t n);
extern void fake_send_raw (struct fake *f, const void *p, size_t n);
/* The answer to a call: the header and these bytes. */
extern void fake_reply (struct fake *f, const struct got *call,
                        const struct wire_writer *result);
extern void fake_reply_error (struct fake *f, const struct got *call,
                              const char *errno_name, const char *message);
extern void fake_abort (struct fake *f, const char *errno_name,
                        const char *message);
extern void fake_progress (struct fake *f, const struct got *call,
                           uint64_t position, uint64_t total);
extern void fake_print (struct fake *f, const char *text);
/* Answers one call well, with no result: the handle works. */
extern void fake_serve_one (struct fake *f);

/* The library's side again: procedure 7, no arguments, no result. */
#define FAKE_PROC 7
extern int fake_call_plain (struct fake *f);

#endif /* TESTS_PROTO_FAKE_H */
