/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What differs between the processors that the library is built for: the
 * appliance has the host's.  Tried on x86-64 only. */

#ifndef GUESTFS_INT_ARCH_H
#define GUESTFS_INT_ARCH_H

#ifdef __aarch64__

#define ARCH_QEMU "qemu-system-aarch64"
#define ARCH_QEMU_PACKAGE "qemu-system-arm"
#define ARCH_MACHINE "virt"
#define ARCH_MACHINE_OPTIONS ",gic-version=max"
#define ARCH_EMULATED_CPU "max"
#define ARCH_CONSOLE "ttyAMA0"

#else

#define ARCH_QEMU "qemu-system-x86_64"
#define ARCH_QEMU_PACKAGE "qemu-system-x86"
#define ARCH_MACHINE "q35"
#define ARCH_MACHINE_OPTIONS ",usb=off,vmport=off,smbus=off,sata=off," \
  "hpet=off,graphics=off"
/* It is slower with five-level page tables and access prevention, and copies
 * byte by byte when it claims "fast" strings. */
#define ARCH_EMULATED_CPU "max,la57=off,smap=off,erms=off,fsrm=off"
#define ARCH_CONSOLE "ttyS0"

#endif

#endif /* GUESTFS_INT_ARCH_H */
