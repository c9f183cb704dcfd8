/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases of RPM: three containers of headers. */

#ifndef GUESTFSD_RPM_H
#define GUESTFSD_RPM_H

#include "readers.h"

/* What a package's record in a database is: read from its start, and only as
 * far as needed.  A header begins with what is wanted of it; most of it are
 * lists of files. */
struct rpm_record {
  size_t size;
  /* The next n bytes; false when they cannot be read. */
  bool (*read) (struct rpm_record *r, char *buf, size_t n, size_t offset);
  void *opaque;
};

/* What the headers of one database have in common. */
struct rpm_reader {
  const struct tree *t;
  const char *path;             /* of the database */
  struct apps *apps;
  struct strbuf header;         /* the one that is read */
};

/* rpm_header.c: adds the package; id names it in warnings.  -1 with the error
 * set. */
extern int rpm_add (struct rpm_reader *r, struct rpm_record *record,
                    uintmax_t id);

/* The containers; -1 with the error set. */
extern int rpm_read_sqlite (struct rpm_reader *r);
extern int rpm_read_ndb (struct rpm_reader *r);
extern int rpm_read_bdb (struct rpm_reader *r);

#endif /* GUESTFSD_RPM_H */
