/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of Windows, and whatever UEFI starts (PE): the machine is in a
 * header whose place is told in the header for DOS. */

#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "arch.h"
#include "cleanups.h"
#include "pe.h"

#define DOS_PE_OFFSET 0x3c
#define PE_MACHINE 4

static const struct {
  uint16_t number;
  const char *name;
} machines[] = {
  { 0x014c, "i386" },
  { 0x8664, "x86_64" },
  { 0xaa64, "aarch64" },
  { 0x01c0, "arm" }, { 0x01c2, "arm" }, { 0x01c4, "arm" },
  { 0x0200, "ia64" },
  { 0x01f0, "ppc" }, { 0x01f1, "ppc" },
  { 0x5032, "riscv32" },
  { 0x5064, "riscv64" },
  { 0x6232, "loongarch32" },
  { 0x6264, "loongarch64" },
  { 0x0184, "Alpha" }, { 0x0284, "Alpha" },
  { 0x0162, "MIPS" }, { 0x0166, "MIPS" }, { 0x0168, "MIPS" },
};

const char *
pe_architecture (struct bytes program)
{
  const size_t at = bytes_le32 (program, DOS_PE_OFFSET);
  const uint16_t machine = bytes_le16 (program, at + PE_MACHINE);

  if (!bytes_begin (program, 0, "MZ") || !bytes_have (program, at, 4)
      || memcmp (program.ptr + at, "PE\0\0", 4) != 0)
    return NULL;
  for (size_t i = 0; i < sizeof machines / sizeof machines[0]; ++i)
    if (machines[i].number == machine)
      return machines[i].name;
  return NULL;
}

const char *
pe_architecture_of_fd (int fd)
{
  CLEANUP_FREE uint8_t *head = malloc (ARCH_HEAD);
  const ssize_t n = head ? pread (fd, head, ARCH_HEAD, 0) : -1;

  return n == -1 ? NULL : pe_architecture ((struct bytes) { head, n });
}
