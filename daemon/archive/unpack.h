/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacking a stream of the library into the guest. */

#ifndef GUESTFSD_UNPACK_H
#define GUESTFSD_UNPACK_H

#include "call.h"

struct archive;

struct unpack {
  int (*filter) (struct archive *);     /* NULL: not compressed */
  const char *filter_name;              /* for errors */
  bool xattrs, selinux, acls, keepdirlink;
  int root_fd, dir_fd;
  const char *directory;                /* for errors */
};
/* Receives the stream.  -1 with the error set. */
extern int unpack_stream (const struct unpack *u);

#endif /* GUESTFSD_UNPACK_H */
