/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For which processors a program was made: what its first bytes say. */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch.h"
#include "bytes.h"
#include "inspect.h"
#include "pe.h"

static bool
has (struct bytes h, size_t at, const char *what, size_t n)
{
  return bytes_have (h, at, n) && memcmp (h.ptr + at, what, n) == 0;
}

/* ---- ELF ---- */

/* Names that programs know; others are what file(1) calls them. */
static const struct {
  uint32_t machine;
  const char *in_32_bits, *in_64_bits;
} elf_machines[] = {
  { EM_386, "i386", "i386" },
  { 6 /* EM_486 */, "i386", "i386" },
  { EM_X86_64, "x86_64", "x86_64" },
  { EM_ARM, "arm", "arm" },
  { EM_AARCH64, "aarch64", "aarch64" },
  { EM_IA_64, "ia64", "ia64" },
  { EM_LOONGARCH, "loongarch32", "loongarch64" },
  { EM_PPC, "ppc", "ppc" },
  { EM_RISCV, "riscv32", "riscv64" },
  { EM_S390, "s390", "s390x" },
  { EM_SPARC, "sparc", "sparc" },
  { EM_SPARC32PLUS, "sparc", "sparc" },
  { EM_SPARCV9, "sparc64", "sparc64" },
  { EM_MIPS, "MIPS", "MIPS" },
  { EM_MIPS_RS3_LE, "MIPS", "MIPS" },
  { EM_68K, "Motorola m68k", "Motorola m68k" },
  { EM_PARISC, "PA-RISC", "PA-RISC" },
  { EM_SH, "Renesas SH", "Renesas SH" },
  { EM_ALPHA, "Alpha", "Alpha" },
  { 0x9026, "Alpha", "Alpha" },         /* before it had a number */
  { EM_ARC, "Argonaut ARC", "Argonaut ARC" },
  { EM_OPENRISC, "OpenRISC", "OpenRISC" },
  { EM_MICROBLAZE, "Xilinx MicroBlaze 32-bit RISC",
    "Xilinx MicroBlaze 32-bit RISC" },
};

static const char *
elf_arch (struct bytes h)
{
  const bool ident = bytes_have (h, 0, EI_NIDENT);
  const bool big = ident && h.ptr[EI_DATA] == ELFDATA2MSB;
  const bool wide = ident && h.ptr[EI_CLASS] == ELFCLASS64;
  const uint32_t raw = bytes_le16 (h, offsetof (Elf32_Ehdr, e_machine));
  const uint32_t machine = big ? (raw & 0xff) << 8 | raw >> 8 : raw;

  if (machine == EM_PPC64)
    return big ? "ppc64" : "ppc64le";
  for (size_t i = 0; i < sizeof elf_machines / sizeof *elf_machines; ++i)
    if (elf_machines[i].machine == machine)
      return wide ? elf_machines[i].in_64_bits : elf_machines[i].in_32_bits;
  return NULL;
}

/* ---- Linux kernels ---- */

/* Where Documentation/arch/x86/boot.rst says. */
#define X86_MAGIC 0x202
#define X86_VERSION 0x206
#define X86_XLOADFLAGS 0x236
#define X86_XLOADFLAGS_SINCE 0x20c
#define X86_KERNEL_64 1

static const char *
kernel_arch (struct bytes h)
{
  if (has (h, X86_MAGIC, "HdrS", 4))
    return bytes_le16 (h, X86_VERSION) >= X86_XLOADFLAGS_SINCE
      && bytes_le16 (h, X86_XLOADFLAGS) & X86_KERNEL_64 ? "x86_64" : "i386";
  if (has (h, 0x38, "ARM\x64", 4))
    return "aarch64";
  if (has (h, 0x38, "RSC\x05", 4))
    return "riscv64";
  if (has (h, 0x24, "\x18\x28\x6f\x01", 4)
      || has (h, 0x24, "\x01\x6f\x28\x18", 4))
    return "arm";
  return NULL;
}

/* ---- DOS ---- */

static bool
is_dos_program (struct bytes h)
{
  return has (h, 0, "MZ", 2);
}

/* ---- For others ---- */

/* A kernel for UEFI is a program of Windows, too, and says more as itself; what
 * begins as a program for DOS and is nothing else runs on what DOS runs on. */
const char *
architecture_of_head (const void *p, size_t n)
{
  const struct bytes h = { p, n };
  const char *arch;

  if (has (h, 0, ELFMAG, SELFMAG))
    return elf_arch (h);
  arch = kernel_arch (h);
  if (arch == NULL)
    arch = pe_architecture (h);
  return arch ? arch : is_dos_program (h) ? "i386" : NULL;
}

static ptrdiff_t
read_compressed (struct archive *a, int fd, void *buf, size_t n)
{
  struct archive_entry *e;

  archive_read_support_filter_all (a);
  archive_read_support_format_raw (a);
  if (archive_read_open_fd (a, fd, ARCH_HEAD) != ARCHIVE_OK
      || archive_read_next_header (a, &e) != ARCHIVE_OK)
    return -1;
  return archive_read_data (a, buf, n);
}

ptrdiff_t
read_head (int fd, void *buf, size_t n)
{
  struct archive *a = archive_read_new ();
  ptrdiff_t r = -1;

  if (a && lseek (fd, 0, SEEK_SET) == 0)
    r = read_compressed (a, fd, buf, n);
  archive_read_free (a);
  return r;
}

const char *
architecture_of_fd (int fd)
{
  CLEANUP_FREE char *head = malloc (ARCH_HEAD);
  const char *arch = NULL;
  ptrdiff_t n;

  if (head == NULL)
    return NULL;
  n = pread (fd, head, ARCH_HEAD, 0);
  if (n > 0)
    arch = architecture_of_head (head, n);
  if (arch == NULL && n > 0 && (n = read_head (fd, head, ARCH_HEAD)) > 0)
    arch = architecture_of_head (head, n);
  return arch;
}

/* Where systems have programs that are there from the start. */
static const char *const usual_programs[] = {
  "/bin/bash", "/bin/ls", "/bin/echo", "/bin/rm", "/bin/sh",
  "/usr/bin/bash", "/usr/bin/ls", "/sbin/init", "/lib/systemd/systemd",
  "/nix/var/nix/profiles/system/sw/bin/bash",
  "/run/current-system/profile/bin/bash",
  "/System/Index/bin/bash",
  "/system/bin/sh",
};

void
look_for_arch (const struct tree *t, struct findings *f)
{
  const size_t n = sizeof usual_programs / sizeof *usual_programs;

  for (size_t i = 0; i < n && f->arch == NULL; ++i) {
    CLEANUP_CLOSE int fd = tree_open (t, usual_programs[i]);

    if (fd != -1)
      finding_copy (&f->arch, architecture_of_fd (fd));
  }
}
