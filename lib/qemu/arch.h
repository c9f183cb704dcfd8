/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What differs between the processors that an appliance may be for. */

#ifndef GUESTFS_INT_ARCH_H
#define GUESTFS_INT_ARCH_H

#include <stdbool.h>

struct arch {
  const char *name;             /* as uname(2) calls it */
  const char *qemu;
  const char *qemu_package;     /* in Debian */
  const char *machine;          /* of -machine, with its options */
  const char *emulated_cpu;
  const char *console;
  const char *tcg_words;        /* for a kernel whose processor is emulated */
  bool has_tsc;
  bool has_qboot;
};

/* This machine's, for which the library was built. */
extern const struct arch *guestfs_int_host_arch (void);
/* By its name; NULL: no appliance is made for it. */
extern const struct arch *guestfs_int_find_arch (const char *name);

#endif /* GUESTFS_INT_ARCH_H */
