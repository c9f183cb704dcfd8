/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What travels between library and daemon: frames.
 *
 *   u32 kind, u32 length, payload (length bytes)          all big-endian XDR
 *
 * The daemon says HELLO once when it has started.  The library answers with
 * SETUP: the handle's settings, the clock, entropy and which drives are
 * plugged in.  The daemon applies them and answers READY or, when it cannot,
 * ABORT.  From then on the library sends CALLs, one at a time.
 *
 * A call with a FileIn argument is followed by CHUNKs from the library, ended
 * by END (complete) or ABORT (given up).  The daemon sends CANCEL when it
 * wants no more of them, and its REPLY after END or ABORT.
 *
 * A call with a FileOut argument is answered by REPLY and, if that was
 * successful, CHUNKs from the daemon ended by END or by ABORT with the error
 * that cut it short.  The library sends CANCEL when it wants no more.
 *
 * CANCEL while a call without streams runs asks the daemon to give it up.
 * A CANCEL that arrives when nothing is going on is ignored.
 * PROGRESS may arrive at any time between CALL and its REPLY or END.
 */

#ifndef GUESTFS_INT_FRAME_H
#define GUESTFS_INT_FRAME_H

#include <stdint.h>

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
};

#define FRAME_HEADER_SIZE 8

/* Bytes of file content in one CHUNK that a sender produces … */
#define FRAME_CHUNK_SIZE (256 * 1024)
/* … and the most that a receiver accepts. */
#define FRAME_CHUNK_MAX (1024 * 1024)
/* HELLO, READY, ABORT, PROGRESS and CANCEL are never longer than this. */
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
  uint32_t autosync;            /* bool: sync and unmount when asked to exit */
  uint32_t network;             /* bool: a network card is plugged in */
  uint32_t selinux;             /* bool */
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
};

struct progress {
  uint32_t proc, serial;
  uint64_t position, total;
};

#endif /* GUESTFS_INT_FRAME_H */
