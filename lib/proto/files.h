/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The caller's files that go with a call: FileIn and FileOut. */

#ifndef GUESTFS_INT_FILES_H
#define GUESTFS_INT_FILES_H

#include <stdint.h>

#include "proto.h"

/* ---- FileIn ---- */
struct file_in {
  int fd;                       /* -1: none */
  bool waits;                   /* reading may block: ask poll first */
  bool ready;                   /* poll has said that it can be read */
  char *chunk;                  /* FRAME_CHUNK_SIZE bytes */
};
#define FILE_IN_INIT { .fd = -1 }
/* 0, or -1 with the error set. */
extern int guestfs_int_file_in_open (guestfs_h *g, struct file_in *f,
                                     const char *name);
/* How much there is to read; 0 when nobody knows. */
extern uint64_t guestfs_int_file_in_size (const struct file_in *f);
/* Whether poll must say that it can be read before it is. */
extern bool guestfs_int_file_in_must_wait (const struct file_in *f);
/* Bytes that are in f->chunk now; 0 at the end; -1 with errno: EAGAIN is no
 * failure. */
extern ssize_t guestfs_int_file_in_read (struct file_in *f);
extern void guestfs_int_file_in_done (struct file_in *f);

/* ---- FileOut ---- */
struct file_out {
  int fd;                       /* -1: none */
  const struct own_file *sink;  /* instead of fd, or NULL */
  const char *why;              /* the sink's message of a failure; borrowed */
  bool waits;                   /* writing may block: ask poll first */
  bool may_have_holes;          /* an empty regular file, at its start */
  bool ends_in_hole;
  const char *data;             /* what is to be written; borrowed */
  size_t len;
};
#define FILE_OUT_INIT { .fd = -1 }
/* 0, or -1 with errno set: EAGAIN when it is a FIFO that nobody reads yet. */
extern int guestfs_int_file_out_open (guestfs_h *g, struct file_out *f,
                                      const char *name);
/* Writes of f->data what can be written without waiting; f->len says what is
 * left.  0, or -1 with errno set. */
extern int guestfs_int_file_out_write (struct file_out *f);
/* 0, or -1 with errno set: then something may be missing. */
extern int guestfs_int_file_out_close (struct file_out *f);
extern void guestfs_int_file_out_done (const struct file_out *f);

#endif /* GUESTFS_INT_FILES_H */
