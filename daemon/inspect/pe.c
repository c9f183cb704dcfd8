/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of Windows (PE): the machine is in a header whose place is told in
 * the header for DOS. */

#include "config.h"

#include <unistd.h>

#include "bytes.h"
#include "pe.h"

#define DOS_HEADER 64
#define DOS_PE_OFFSET 60
#define PE_MACHINE 4
#define PE_START 6              /* bytes of it that are needed */

static const struct machine {
  uint16_t number;
  const char *name;
} machines[] = {
  { 0x8664, "x86_64" },
  { 0x014c, "i386" },
  { 0xaa64, "aarch64" },
  { 0x01c0, "arm" }, { 0x01c2, "arm" }, { 0x01c4, "arm" },
  { 0x0200, "ia64" },
  { 0x0184, "alpha" }, { 0x0284, "alpha" },
  { 0x0166, "mips" },
  { 0x01f0, "ppc" },
};

const char *
pe_architecture (int fd)
{
  uint8_t dos[DOS_HEADER] = { 0 }, pe[PE_START] = { 0 };
  const struct bytes dos_header = { dos, sizeof dos };
  const struct bytes pe_header = { pe, sizeof pe };

  if (pread (fd, dos, sizeof dos, 0) != sizeof dos
      || !bytes_begin (dos_header, 0, "MZ")
      || pread (fd, pe, sizeof pe, bytes_le32 (dos_header, DOS_PE_OFFSET))
         != sizeof pe
      || memcmp (pe, "PE\0\0", 4) != 0)
    return NULL;
  for (size_t i = 0; i < sizeof machines / sizeof machines[0]; ++i)
    if (machines[i].number == bytes_le16 (pe_header, PE_MACHINE))
      return machines[i].name;
  return NULL;
}
