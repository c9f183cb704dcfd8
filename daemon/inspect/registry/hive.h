/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a registry hive: keys and values, as they are needed.
 *
 * Why not libhivex: it reads all of a hive before the first key can be asked
 * for (0.2 s for 37 MB of Windows 7, ten times as long where the machine is
 * emulated), refuses all of one that is damaged anywhere, and does not know the
 * logs.  Here a damaged key or value costs itself.
 *
 * What is missing is "none"; what is damaged likewise, with a warning.
 */

#ifndef GUESTFSD_HIVE_H
#define GUESTFSD_HIVE_H

#include "tree.h"

struct hive;
/* With what its logs have, if Windows was not shut down.  NULL: it is missing,
 * or no hive (a warning). */
extern struct hive *hive_open (const struct tree *t, const char *path);
extern void hive_close (struct hive *h);        /* accepts NULL */
extern void cleanup_hive (struct hive **h);
#define CLEANUP_HIVE __attribute__ ((cleanup (cleanup_hive)))

/* ---- Keys ---- */

typedef uint32_t hive_key;
#define HIVE_NO_KEY 0

extern hive_key hive_root (struct hive *h);
/* Below another: "Microsoft\\Windows", in any case. */
extern hive_key hive_find_key (struct hive *h, hive_key from,
                               const char *path);
/* Those below it: how many there are in *ret, malloc'd and never NULL unless
 * there are none. */
extern size_t hive_list_keys (struct hive *h, hive_key key, hive_key **ret);
extern char *hive_key_name (struct hive *h, hive_key key);      /* malloc'd */

/* ---- Values ---- */

enum hive_type {
  HIVE_STRING = 1, HIVE_STRING_EXPANDED = 2, HIVE_BINARY = 3, HIVE_NUMBER = 4
};

/* Malloc'd; NULL when there is none of this name (in any case), or, with a
 * warning, it is not a string. */
extern char *hive_string (struct hive *h, hive_key key, const char *name);
/* Likewise false for a number of 32 bits. */
extern bool hive_number (struct hive *h, hive_key key, const char *name,
                         uint32_t *ret);

struct hive_value {
  char *name;
  uint32_t type;                /* enum hive_type, or another */
  uint8_t *data;
  size_t len;
};
extern void hive_value_done (struct hive_value *v);
#define CLEANUP_HIVE_VALUE __attribute__ ((cleanup (hive_value_done)))
extern size_t hive_count_values (struct hive *h, hive_key key);
/* One of them, from 0; false when it is damaged. */
extern bool hive_get_value (struct hive *h, hive_key key, size_t n,
                            struct hive_value *ret);

#endif /* GUESTFSD_HIVE_H */
