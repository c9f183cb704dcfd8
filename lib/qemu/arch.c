/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The processors that an appliance may be for. */

#include <config.h>

#include <stddef.h>
#include <string.h>

#include "arch.h"

/* An emulated processor measures its own speed for a while, and wrongly when
 * the host is busy; translates a library again when it is at another address;
 * zeroes memory slowly; and has no quick checksum instruction.
 * docs/architecture.md has the figures. */
static const struct arch archs[] = {
  {
    .name = "x86_64",
    .qemu = "qemu-system-x86_64",
    .qemu_package = "qemu-system-x86",
    .machine = "q35,usb=off,vmport=off,smbus=off,sata=off,hpet=off,"
      "graphics=off",
    /* It is slower with five-level page tables and access prevention, and
     * copies byte by byte when it claims "fast" strings. */
    .emulated_cpu = "max,la57=off,smap=off,erms=off,fsrm=off",
    .console = "ttyS0",
    .tcg_words = "lpj=5000000 norandmaps init_on_alloc=0"
      " module_blacklist=crc32c_intel modprobe.blacklist=crc32c_intel",
    .has_tsc = true,
    .has_qboot = true,
  },
  {
    .name = "aarch64",
    .qemu = "qemu-system-aarch64",
    .qemu_package = "qemu-system-arm",
    .machine = "virt,gic-version=max",
    /* Signing pointers as the architecture defines it is half of the work. */
    .emulated_cpu = "max,pauth-impdef=on,sve=off",
    .console = "ttyAMA0",
    .tcg_words = "norandmaps init_on_alloc=0",
  },
};

const struct arch *
guestfs_int_host_arch (void)
{
#ifdef __aarch64__
  return guestfs_int_find_arch ("aarch64");
#else
  return guestfs_int_find_arch ("x86_64");
#endif
}

const struct arch *
guestfs_int_find_arch (const char *name)
{
  for (size_t i = 0; i < sizeof archs / sizeof archs[0]; i++)
    if (strcmp (archs[i].name, name) == 0)
      return &archs[i];
  return NULL;
}
