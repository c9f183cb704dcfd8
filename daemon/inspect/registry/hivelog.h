/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Windows had changed in a registry hive when it was stopped, and has only
 * in the hive's logs. */

#ifndef GUESTFSD_HIVELOG_H
#define GUESTFSD_HIVELOG_H

#include "bytes.h"

#define HIVE_SECTOR 512
#define HIVE_BLOCK 4096         /* the header, and what follows, in units */
/* Windows itself is slow with hives of a tenth of it. */
#define HIVE_MAX (1024 * 1024 * 1024)

/* The newest state of a hive. */
struct hivelog {
  struct bytes header;          /* of the hive, or of a log; borrowed */
  uint32_t size;                /* bytes after the header */
  /* Sectors after the header that are newer than in the file, else NULL;
   * borrowed. */
  const uint8_t **sectors;
  size_t nr_sectors;
};

enum hivelog_state {
  HIVELOG_CLEAN,                /* the logs are not needed */
  HIVELOG_REPLAYED,
  HIVELOG_MISSING,              /* they are needed, and tell nothing */
  HIVELOG_NO_HIVE,
  HIVELOG_NO_MEMORY,
};

/* Was it closed properly?  header: the first HIVE_SECTOR bytes. */
extern bool hive_is_clean (struct bytes header);
/* Pure, except for memory.  logs: the contents of the hive's log files.  To be
 * released in any case. */
extern enum hivelog_state hivelog_replay (struct bytes header,
                                          const struct bytes *logs, size_t n,
                                          struct hivelog *ret);
extern void hivelog_done (struct hivelog *l);

/* For tests: the hash by which entries of a log are checked. */
#define HIVELOG_SEED UINT64_C (0xc5554e7a884def82)
extern uint64_t hivelog_hash (struct bytes b, uint64_t seed);

#endif /* GUESTFSD_HIVELOG_H */
