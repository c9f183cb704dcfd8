/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every file of the daemon may use while a call runs: its error, its
 * streams, its progress, messages on the console and text.
 */

#ifndef GUESTFSD_CALL_H
#define GUESTFSD_CALL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cleanups.h"
#include "strvec.h"

#define GUESTFS_PRIVATE 1
#include "guestfs.h"            /* the structs that actions return */

/* ---- Errors (call/reply.c) ----
 * Say what was asked and the path or device: "/dev/sda1: not a …".
 * The library adds the name of the action in front. */
extern void reply_with_error_errno (int err, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* Adds ": <strerror>" and sends errno. */
extern void reply_with_perror_errno (int err, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
#define reply_with_error(...) reply_with_error_errno (0, __VA_ARGS__)
#define reply_with_perror(...) reply_with_perror_errno (errno, __VA_ARGS__)
/* True once an error has been set for the current call. */
extern bool reply_has_error (void);
/* For what may fail without the call failing. */
extern void reply_forget_error (void);

/* ---- Messages on the console (call/log.c) ---- */
extern bool verbose;
extern bool trace_commands;     /* each external command, even if not verbose */
/* Only when verbose. */
extern void debug (const char *fs, ...) __attribute__ ((format (printf, 1, 2)));
/* Says on the console when it was reached, for tools/boot-analysis. */
extern void phase (const char *name);

/* ---- Warnings (call/reply.c) ----
 * For people: the call goes on without what the warning names.  As errors
 * are: "/dev/sda1: …", one line. */
extern void call_warning (const char *message);

/* To be called before a file system that nobody has named is looked into, which
 * may end the machine: the error names it then.  Processes apart may, too. */
extern void call_doing (const char *what, const char *device,
                        const char *type);
/* That was not the end of it. */
extern void call_doing_ended (void);
/* The error becomes a warning, "what: …" unless what is NULL, and is
 * forgotten. */
extern void reply_take_error (struct strvec *warnings, const char *what);

/* ---- Streams (call/stream.c) ---- */
/* FileIn.  Calls cb for each piece.  Returns 0 at the end of the stream; -1
 * when cb returned -1 (it has set the error; the rest is discarded) or when
 * the library has aborted it (the error is set here). */
typedef int (*stream_cb) (void *opaque, const void *buf, size_t len);
extern int stream_receive (stream_cb cb, void *opaque);
/* Likewise, written to a descriptor. what names it in the error. */
extern int stream_receive_to_fd (int fd, const char *what);
/* FileOut.  The first call also sends the successful reply.  -1, error set,
 * when the library cancelled or went away.  Returning 0 or -1 from
 * do_<action> ends the stream properly. */
extern int stream_send (const void *buf, size_t len);
/* The same as a stream_cb: output of a program straight to the library. */
extern int stream_send_cb (void *opaque, const void *buf, size_t len);
/* FileIn, piece by piece: 1 and a piece (borrowed until the next call); 0 at
 * the end; -1, error set, when the library has aborted it. */
extern int stream_next (const void **ret_buf, size_t *ret_len);
/* Everything that can be read from fd. */
extern int stream_send_fd (int fd, const char *what);

/* ---- Progress and cancel (call/progress.c) ---- */
/* Cheap: call as often as you like; messages are rationed. */
extern void notify_progress (uint64_t position, uint64_t total);
/* For a call that the table does not know to have progress. */
extern void progress_enable (void);
/* While an external program runs and its progress is not known. */
extern void pulse_mode_start (void);
extern void pulse_mode_end (void);
/* Has the library asked to cancel this call?  The caller sets the error. */
extern bool call_is_cancelled (void);
/* Likewise, and sets the error: what names the thing that is worked on. */
extern bool call_fails_cancelled (const char *what);

/* ---- Time (call/time.c) ---- */
/* Milliseconds of a clock that nobody sets, for deadlines. */
extern int64_t monotonic_ms (void);
extern void sleep_ms (int ms);  /* or less, when a signal comes */
/* False when there is nothing to read before the deadline. */
extern bool wait_readable (int fd, int64_t deadline_ms);

/* ---- Text (call/text.c) ---- */
extern char *trim_trailing_newlines (char *s);  /* in place, returns s */
/* A malloc'd list; NULL with the error set. */
extern char **split_lines (const char *s);
/* -1 with the error set: what is the thing that was read. */
extern int64_t parse_int64 (const char *s, const char *what);
/* Does it start with /dev/? */
extern bool is_device_name (const char *s);

#endif /* GUESTFSD_CALL_H */
