/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading an initrd, member by member. */

#ifndef GUESTFSD_INITRD_H
#define GUESTFSD_INITRD_H

#include <stddef.h>
#include <stdint.h>

struct archive;

struct initrd {
  const char *path;
  int fd;                       /* -1 before it is opened */
  struct archive *a;            /* the decompressor */
  int64_t start;                /* where in the file it began … */
  int64_t offset;               /* … and how much it has given */
};

struct initrd_member {
  char *name;                   /* malloc'd, of the caller */
  uint32_t mode, size;
};

/* Those that return -1 have set the error. */
extern int initrd_open (struct initrd *i, const char *path);
extern void initrd_close (struct initrd *i);
/* 1, 0 at the end, -1.  Its contents come next. */
extern int initrd_next (struct initrd *i, struct initrd_member *m);
extern int initrd_read_exactly (struct initrd *i, void *buf, size_t n);
extern int initrd_skip_contents (struct initrd *i,
                                 const struct initrd_member *m);

#endif /* GUESTFSD_INITRD_H */
