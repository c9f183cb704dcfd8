/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of thing is on a device, and whether and how it can be mounted. */

#include "config.h"

#include <endian.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libmount/libmount.h>

#include "call.h"
#include "device.h"
#include "fstype.h"

/* ---- FileVault 2 ----
 * libblkid recognises it from version 2.39 on.  A physical volume of
 * CoreStorage begins with this; numbers are little-endian. */

#define CORE_STORAGE_VERSION 1
#define CORE_STORAGE_BLOCK_TYPE 0x10
#define AES_XTS 2

struct core_storage {
  uint32_t checksum, checksum_seed;
  uint16_t version, block_type;
  unsigned char ignored_1[76];
  char magic[2];                /* "CS" */
  unsigned char ignored_2[78];
  uint32_t key_size, cipher;
  unsigned char key[128];
  unsigned char uuid[16];
} __attribute__ ((packed));

_Static_assert (offsetof (struct core_storage, magic) == 88, "magic");
_Static_assert (offsetof (struct core_storage, uuid) == 304, "uuid");

static bool
read_core_storage (const char *device, struct core_storage *ret)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);

  return fd != -1 && pread (fd, ret, sizeof *ret, 0) == sizeof *ret
    && memcmp (ret->magic, "CS", 2) == 0
    && le16toh (ret->version) == CORE_STORAGE_VERSION
    && le16toh (ret->block_type) == CORE_STORAGE_BLOCK_TYPE
    && le32toh (ret->key_size) == 16 && le32toh (ret->cipher) == AES_XTS;
}

bool
is_fvault2 (const char *device)
{
  struct core_storage cs;

  return read_core_storage (device, &cs);
}

char *
fvault2_uuid (const char *device)
{
  struct core_storage cs;
  const unsigned char *u = cs.uuid;
  char *ret;

  if (!read_core_storage (device, &cs)
      || asprintf (&ret, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                   "%02x%02x%02x%02x%02x%02x", u[0], u[1], u[2], u[3], u[4],
                   u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13],
                   u[14], u[15]) == -1)
    return NULL;
  return ret;
}

/* ---- What is not mounted, or only on request ---- */

static const struct {
  const char *type, *what;
} no_filesystems[] = {
  { "swap", "it is swap space and not a file system: swapon_device uses it" },
  { "swsuspend", "it is the memory of a hibernated system and not a file "
    "system" },
  { "crypto_LUKS", "it is encrypted (LUKS): open it with cryptsetup_open and "
    "mount what appears below /dev/mapper" },
  { "BitLocker", "it is encrypted (BitLocker): open it with cryptsetup_open "
    "and mount what appears below /dev/mapper" },
  { FVAULT2, "it is encrypted (FileVault 2): open it with cryptsetup_open and "
    "mount what appears below /dev/mapper" },
  { "LVM2_member", "it is a physical volume of LVM and not a file system: "
    "mount one of the logical volumes that lvs lists" },
  { "linux_raid_member", "it is a member of an MD array and not a file "
    "system: mount one of the arrays that list_md_devices lists" },
};

/* Of these, a damaged or hostile file system can stop the kernel. */
static const char *const unmaintained[] = {
  "adfs", "befs", "bfs", "efs", "hpfs", "omfs", "qnx4", "qnx6", "sysv", "vxfs",
  "xenix",
};

static const char *
why_no_filesystem (const char *type)
{
  for (size_t i = 0; i < sizeof no_filesystems / sizeof *no_filesystems; ++i)
    if (strcmp (no_filesystems[i].type, type) == 0)
      return no_filesystems[i].what;
  return NULL;
}

static bool
is_unmaintained (const char *type)
{
  for (size_t i = 0; i < sizeof unmaintained / sizeof *unmaintained; ++i)
    if (strcmp (unmaintained[i], type) == 0)
      return true;
  return false;
}

static bool
is_raid_member (const char *type)
{
  const size_t n = strlen (type), suffix = strlen ("_member");

  return n > suffix && strcmp (type + n - suffix, "_member") == 0;
}

static char *
reply_unknown (const char *device, bool ambivalent)
{
  if (ambivalent)
    reply_with_error_errno (EINVAL, "%s: signatures of several file systems "
                            "are on it: name one with mount_vfs, or remove "
                            "what is old with wipefs", device);
  else
    reply_with_error_errno (EINVAL, "%s: no file system was found on it: "
                            "list_filesystems lists those that there are",
                            device);
  return NULL;
}

/* Sets the error and returns true for a type that is not mounted unless the
 * caller names it. */
static bool
reply_not_mountable (const char *device, const char *type)
{
  const char *why = why_no_filesystem (type);

  if (why)
    reply_with_error_errno (EINVAL, "%s: %s", device, why);
  else if (is_raid_member (type))
    reply_with_error_errno (EINVAL, "%s: it is a part of something else (%s) "
                            "and not a file system", device, type);
  else if (is_unmaintained (type))
    reply_with_error_errno (EOPNOTSUPP, "%s: it holds a file system of type "
                            "%s, whose driver is not maintained and may stop "
                            "the kernel: if you trust the disk, name the type "
                            "with mount_vfs", device, type);
  else
    return false;
  return true;
}

char *
fstype_to_mount (const char *device)
{
  int ambivalent = 0;
  CLEANUP_CLOSE int ahead = device_open_ahead (device, PROBED_AHEAD,
                                               PROBED_AHEAD);
  CLEANUP_FREE char *type = mnt_get_fstype (device, &ambivalent, NULL);

  (void) ahead;
  if (type == NULL && !ambivalent && is_fvault2 (device))
    type = strdup (FVAULT2);
  if (type == NULL)
    return reply_unknown (device, ambivalent);
  return reply_not_mountable (device, type) ? NULL : steal (&type);
}

/* ---- UFS ----
 * The kernel does not find out which of the many kinds it is.  Both kinds that
 * the BSDs have, and Solaris on SPARC, are told by their superblocks. */

#define UFS_MAGIC_OFFSET 1372
#define UFS1_MAGIC 0x00011954
#define UFS2_MAGIC 0x19540119

static bool
ufs_magic_at (int fd, off_t superblock, uint32_t *ret)
{
  return pread (fd, ret, sizeof *ret, superblock + UFS_MAGIC_OFFSET)
    == sizeof *ret;
}

const char *
ufs_kind (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);
  uint32_t magic;

  if (fd == -1)
    return NULL;
  if (ufs_magic_at (fd, 64 * 1024, &magic) && le32toh (magic) == UFS2_MAGIC)
    return "ufs2";
  if (!ufs_magic_at (fd, 8 * 1024, &magic))
    return NULL;
  return le32toh (magic) == UFS1_MAGIC ? "44bsd"
    : be32toh (magic) == UFS1_MAGIC ? "sun" : NULL;
}
