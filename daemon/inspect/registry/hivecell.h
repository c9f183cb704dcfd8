/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cells of a registry hive: what its keys and values are made of. */

#ifndef GUESTFSD_HIVECELL_H
#define GUESTFSD_HIVECELL_H

#include "bytes.h"
#include "hive.h"

struct cell {
  uint32_t at, len;             /* of what is in it */
};

/* These return 0; or -1, with a warning, when that is not in the hive. */

/* The cell with this offset, which must have room for so much. */
extern int hive_find_cell (struct hive *h, uint32_t offset, size_t least,
                           struct cell *ret);
/* Of what is in it, from there on. */
extern int hive_read_cell (struct hive *h, const struct cell *c, uint32_t at,
                           void *buf, size_t n);
extern int hive_read_le32 (struct hive *h, const struct cell *c, uint32_t at,
                           uint32_t *ret);
/* Finds a cell, and reads so much of it into buf: what begins with this. */
extern int hive_read_record (struct hive *h, uint32_t offset,
                             const char *signature, struct cell *ret_cell,
                             void *buf, size_t n);

/* "path: text", in the warnings of the tree. */
extern void hive_warning (const struct hive *h, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* Warns once in a hive.  -1. */
extern int hive_damaged (struct hive *h, uint32_t at);

#endif /* GUESTFSD_HIVECELL_H */
