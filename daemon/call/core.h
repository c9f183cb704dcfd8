/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of core tell each other; areas have no business here. */

#ifndef GUESTFSD_CORE_H
#define GUESTFSD_CORE_H

#include "daemon.h"
#include "frame.h"
#include "stubs.h"

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
/* 1 when a frame could be taken without waiting for its start, else 0. */
extern int channel_try_next (struct frame *ret);
/* Make the payload of the frame just taken ours; *ret_buf is to be freed. */
extern void channel_steal (const struct frame *f, char **ret_buf,
                           const char **ret_payload);
/* The library does not keep to the protocol: say so and exit. */
extern void protocol_error (const char *fs, ...)
  __attribute__ ((noreturn, format (printf, 1, 2)));

/* ---- loop.c ---- */
struct call {
  uint32_t proc, serial;
  uint64_t progress_hint;       /* bytes of its FileIn stream; 0: not known */
  const char *name;
  bool cancellable, progress;
};
extern const struct call *current_call (void);
extern void loop (void) __attribute__ ((noreturn));

/* ---- reply.c ---- */
extern void reply_begin (void);         /* forget the last call's error */
extern void reply_send_ok (const struct wire_writer *result);
extern void reply_send_error (void);
/* Puts the error of the call into w as a struct failure. */
extern void reply_put_failure (struct wire_writer *w);

/* ---- stream.c ---- */
enum stream_in { STREAM_NONE, STREAM_OPEN, STREAM_ENDED, STREAM_ABORTED };
extern void stream_begin (bool file_in, bool file_out);
extern enum stream_in stream_in_state (void);
/* What the action did not take. */
extern void stream_discard (void);
extern bool stream_out_started (void);
extern void stream_out_end (int r);

/* ---- progress.c ---- */
extern void progress_begin (void);
extern void progress_cancelled (void);  /* CANCEL has arrived */
extern void progress_pulse (void);      /* from time to time while waiting */

/* ---- setup.c ---- */
extern void send_hello (void);
/* Applies a SETUP frame and answers it. */
extern void handle_setup (const struct frame *f);

/* ---- memory.c ---- */
/* So many percent of the machine's memory, in bytes. */
extern size_t memory_share (unsigned percent);
/* For the daemon itself, and undone in a child of it before exec. */
extern void memory_protect (void);
extern void memory_unprotect (void);
/* Between calls: gives back what the last one has freed. */
extern void memory_release (void);

/* ---- guest.c ---- */
/* Starts a program of the guest; killing the process that is returned kills
 * all that it has started.  -1 with errno set. */
extern pid_t guest_spawn (const struct run *r, const int fds[3]);
/* To be called when it has ended. */
extern void guest_spawn_done (void);

/* ---- network.c ---- */
extern int network_start (void);

/* ---- scsi.c: which drives are plugged in ---- */
/* Scan what is new, delete what is gone; waits for the disks. */
extern int scsi_set_targets (const uint32_t *targets, size_t n);
/* "/dev/sda"; NULL when there is none. */
extern char *scsi_disk_of_target (uint32_t target);

/* ---- device.c ---- */
#define LABELS_DIR "/dev/disk/guestfs"
extern void device_remove_labels (void);

/* ---- lvm.c ---- */
/* True, with the error set, when this node is missing although lvm knows such
 * a logical volume. */
extern bool lvm_reply_why_missing (const char *path);

/* ---- phase.c ---- */
/* Says on the console when it was reached, for tools/boot-analysis. */
extern void phase (const char *name);

#endif /* GUESTFSD_CORE_H */
