/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damaged images: how they are made, and what is done with them. */

#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define GUESTFS_NO_WARN_DEPRECATED 1
#include "guestfs.h"
#include "cleanups.h"
#include "strvec.h"

/* ---- Kinds of images (hostile-kinds.c) ---- */

/* A trial: one damaged image as a drive. */
struct trial {
  guestfs_h *g;
  const char *device;           /* "/dev/sda" … */
  const struct kind *kind;
  uint64_t seed;
  unsigned calls, failures;     /* that were made, that failed */
  bool lost;                    /* the appliance did not survive */
  bool wrong;                   /* something that must not be: the test fails */
};

struct kind {
  const char *name;
  int mib;
  const char *type;             /* of file system; NULL: something else */
  const char *make;             /* shell command of the appliance, with $D */
  /* Makes checksums right again after the damage, or NULL. */
  void (*repair) (int fd, int64_t offset);
  void (*run) (struct trial *t);
};
extern const struct kind kinds[];
extern const size_t nr_kinds;

/* ---- Damage (hostile-mutate.c) ---- */

/* Which sectors of an image hold anything. */
struct sectors {
  uint32_t *number;
  size_t len;
};
extern void find_sectors (const char *image, struct sectors *ret);
extern void copy_image (const char *from, const char *to);
/* The same seed, kind and image always give the same damage. */
extern void damage_image (const char *image, const struct kind *kind,
                          const struct sectors *sectors, uint64_t seed);
extern void repair_btrfs (int fd, int64_t offset);
extern void repair_gpt (int fd, int64_t offset);

/* ---- Calls (hostile-gauntlet.c) ---- */

/* What must be true after every call.  Returns success. */
extern bool made (struct trial *t, bool success, const char *call);
#define CALL(t, call) made ((t), (call) != -1, #call)
extern void try_lists (struct trial *t);
extern void try_filesystem (struct trial *t);
extern void try_table (struct trial *t);
extern void try_lvm (struct trial *t);
extern void try_luks (struct trial *t);

extern void die (const char *fs, ...)
  __attribute__ ((noreturn, format (printf, 1, 2)));

#endif /* TESTS_HOSTILE_H */
