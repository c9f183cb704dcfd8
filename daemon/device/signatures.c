/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What disks hold, by the signatures of MD, LVM and dynamic disks.
 *
 * Starting the programs that know takes longer than all the rest of
 * connecting, so they are started only where there is something for them. */

#include "config.h"

#include <endian.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "lvm.h"

#define SECTOR 512
#define MD_MAGIC UINT32_C (0xa92b4efc)
/* Where the signatures at the start are: LVM's in one of the first four
 * sectors, MD's at 0 or at 4096, that of dynamic disks in sector 6, or their
 * type in a GPT, which ends there also when sectors have 4096 bytes. */
#define HEAD (24 * 1024)
/* Those at the end, in the formats 1.0 and 0.90 of MD. */
#define TAIL (128 * 1024)

/* A signature that stands there by accident costs the start of a program that
 * knows better, so the magic is enough, and the reading of all disks can be
 * asked for before the first is looked at. */

static bool
is_md_magic (const char *p)
{
  uint32_t magic;

  memcpy (&magic, p, sizeof magic);
  return magic == htole32 (MD_MAGIC) || magic == htobe32 (MD_MAGIC);
}

static bool
is_lvm_label (const char *sector)
{
  return memcmp (sector, "LABELONE", 8) == 0
         && memcmp (sector + 24, "LVM2 001", 8) == 0;
}

static bool
is_dynamic (const char *head, size_t n)
{
  /* 5808c8aa-7e8f-42e0-85d2-e1e90434cfb3 as it is written in a GPT */
  static const unsigned char metadata[] = {
    0xaa, 0xc8, 0x08, 0x58, 0x8f, 0x7e, 0xe0, 0x42,
    0x85, 0xd2, 0xe1, 0xe9, 0x04, 0x34, 0xcf, 0xb3,
  };

  return (n >= 7 * SECTOR && memcmp (head + 6 * SECTOR, "PRIVHEAD", 8) == 0)
         || memmem (head, n, metadata, sizeof metadata) != NULL;
}

static void
look_at_head (int fd, struct found *found)
{
  static char buf[HEAD];
  const ssize_t n = pread (fd, buf, sizeof buf, 0);

  for (ssize_t at = 0; at + SECTOR <= n && at < 4 * SECTOR; at += SECTOR)
    found->lvm |= is_lvm_label (buf + at);
  for (ssize_t at = 0; at + SECTOR <= n && at <= 4096; at += 4096)
    found->md |= is_md_magic (buf + at);
  if (n > 0)
    found->ldm |= is_dynamic (buf, n);
  if (n == -1)                  /* the programs will say more */
    found->lvm = found->md = true;
}

/* 1.0 is at the last multiple of 4 KiB that leaves 8 KiB, 0.90 at the last of
 * 64 KiB that leaves as much. */
static void
look_at_tail (int fd, uint64_t size, struct found *found)
{
  const uint64_t at[] = {
    ((size & ~(uint64_t) 511) - 8192) & ~UINT64_C (4095),
    (size & ~UINT64_C (65535)) - 65536,
  };
  char magic[4];

  for (size_t i = 0; size >= TAIL && i < 2; ++i)
    if (pread (fd, magic, sizeof magic, at[i]) == sizeof magic)
      found->md |= is_md_magic (magic);
}

static uint64_t
size_of (int fd)
{
  uint64_t size;

  return ioctl (fd, BLKGETSIZE64, &size) == 0 ? size : 0;
}

int
device_open_ahead (const char *device, size_t head, size_t tail)
{
  const int fd = open (device, O_RDONLY | O_CLOEXEC);
  const uint64_t size = fd == -1 ? 0 : size_of (fd);

  if (size > 0)
    posix_fadvise (fd, 0, head, POSIX_FADV_WILLNEED);
  if (size >= tail)
    posix_fadvise (fd, size - tail, tail, POSIX_FADV_WILLNEED);
  return fd;
}

static void
look_at (int fd, struct found *found)
{
  const uint64_t size = size_of (fd);

  if (size == 0)
    return;
  look_at_head (fd, found);
  look_at_tail (fd, size, found);
}

/* What cannot be opened, as the device of an extended partition, holds
 * nothing. */
int
look_at_devices (char *const *devices, struct found *found)
{
  const size_t n = string_list_length (devices);
  CLEANUP_FREE int *fds = malloc ((n + 1) * sizeof *fds);

  if (fds == NULL) {
    reply_with_perror ("looking for signatures");
    return -1;
  }
  for (size_t i = 0; i < n; ++i)
    fds[i] = device_open_ahead (devices[i], HEAD, TAIL);
  for (size_t i = 0; i < n; ++i)
    if (fds[i] >= 0) {
      look_at (fds[i], found);
      close (fds[i]);
    }
  return 0;
}

/* Takes list, which may be NULL: then the error has been set. */
static int
look_at_list (char **list, struct found *found)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;

  return devices ? look_at_devices (devices, found) : -1;
}

int
lvm_is_above_drives (void)
{
  struct found found = { false, false, false };

  if (look_at_list (device_list_md (), &found) == -1
      || look_at_list (device_list_dm (), &found) == -1
      || look_at_list (list_logical_volumes (), &found) == -1)
    return -1;
  return found.lvm;
}

int
lvm_in_use (void)
{
  struct found found = { false, false, false };

  if (look_at_list (device_list_disks (), &found) == -1
      || look_at_list (device_list_partitions (), &found) == -1)
    return -1;
  return found.lvm ? 1 : lvm_is_above_drives ();
}
