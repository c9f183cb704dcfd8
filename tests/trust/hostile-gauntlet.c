/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs do with a disk that they know nothing of: list, mount, walk,
 * read, write, unmount, check. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "hostile.h"

/* Of each file system. */
#define MOST_FILES 12
#define PIECE 65536

/* ---- After each call ---- */

static void
complain (struct trial *t, const char *call, const char *why)
{
  const char *error = guestfs_last_error (t->g);

  t->wrong = true;
  fprintf (stderr, "%s seed %llu: %s: %s: %s\n", t->kind->name,
           (unsigned long long) t->seed, call, why, error ? error : "(none)");
}

/* The machine may go, but the line must say of what, and the daemon must not
 * crash. */
static void
check_loss (struct trial *t, const char *call, const char *error)
{
  t->lost = true;
  printf ("%s seed %llu: %.40s: %s\n", t->kind->name,
          (unsigned long long) t->seed, call, error);
  if (strstr (error, "Kernel panic") == NULL
      && strstr (error, "the appliance hangs: ") == NULL)
    complain (t, call, "lost without a reason");
}

bool
made (struct trial *t, bool success, const char *call)
{
  const char *error;

  if (t->lost)                  /* the call was not made */
    return false;
  t->calls++;
  if (success)
    return true;
  t->failures++;
  error = guestfs_last_error (t->g);
  if (error == NULL || error[0] == '\0' || strstr (error, ": ") == NULL)
    complain (t, call, "an error that says nothing");
  else if (strchr (error, '\n'))
    complain (t, call, "an error of several lines");
  else if (guestfs_is_ready (t->g) != 1)
    check_loss (t, call, error);
  return false;
}

static bool
made_list (struct trial *t, char **list, const char *call)
{
  const bool success = list != NULL;

  string_list_free (list);
  return made (t, success, call);
}
#define CALL_LIST(t, call) made_list ((t), (call), #call)

static bool
made_text (struct trial *t, char *text, const char *call)
{
  const bool success = text != NULL;

  free (text);
  return made (t, success, call);
}
#define CALL_TEXT(t, call) made_text ((t), (call), #call)

/* ---- Everybody ---- */

void
try_lists (struct trial *t)
{
  CALL_LIST (t, guestfs_list_filesystems (t->g));
  CALL_LIST (t, guestfs_list_partitions (t->g));
  CALL_LIST (t, guestfs_pvs (t->g));
  CALL_LIST (t, guestfs_lvs (t->g));
}

/* ---- File systems ---- */

static void
read_file (struct trial *t, const char *path)
{
  size_t size;

  CALL_TEXT (t, guestfs_pread (t->g, path, PIECE, 0, &size));
  CALL_TEXT (t, guestfs_pread (t->g, path, PIECE, 1 << 20, &size));
}

static void
look_at_file (struct trial *t, const char *path)
{
  struct guestfs_statns *st = guestfs_lstatns (t->g, path);
  struct guestfs_xattr_list *xattrs;
  int64_t mode;

  if (!made (t, st != NULL, "lstatns"))
    return;
  mode = st->st_mode & 0170000;
  guestfs_free_statns (st);
  if (mode == 0120000)
    CALL_TEXT (t, guestfs_readlink (t->g, path));
  else if (mode == 0100000)
    read_file (t, path);
  else if (mode == 0040000)
    CALL_LIST (t, guestfs_ls (t->g, path));
  if (t->lost)
    return;
  xattrs = guestfs_lgetxattrs (t->g, path);
  made (t, xattrs != NULL, "lgetxattrs");
  guestfs_free_xattr_list (xattrs);
}

static void
walk (struct trial *t)
{
  CLEANUP_FREE_STRING_LIST char **files = guestfs_find (t->g, "/");

  made (t, files != NULL, "find");
  for (size_t i = 0; files && files[i] && i < MOST_FILES && !t->lost; i++) {
    CLEANUP_FREE char *path = NULL;

    if (asprintf (&path, "/%s", files[i]) == -1)
      die ("not enough memory");
    look_at_file (t, path);
  }
}

static void
change (struct trial *t)
{
  CALL (t, guestfs_mkdir (t->g, "/new"));
  if (!t->lost)
    CALL (t, guestfs_write (t->g, "/new/file", "written", 7));
  if (!t->lost)
    CALL (t, guestfs_rm_rf (t->g, "/d"));
  if (!t->lost)
    CALL (t, guestfs_sync (t->g));
}

static void
use (struct trial *t, bool writable)
{
  struct guestfs_statvfs *st = guestfs_statvfs (t->g, "/");

  made (t, st != NULL, "statvfs");
  guestfs_free_statvfs (st);
  if (!t->lost)
    walk (t);
  if (writable && !t->lost)
    change (t);
  if (!t->lost)
    CALL (t, guestfs_umount_all (t->g));
}

static void
check (struct trial *t)
{
  const char *type = t->kind->type;

  if (strcmp (type, "xfs") == 0)
    CALL (t, guestfs_xfs_repair (t->g, t->device, -1));
  else if (strcmp (type, "btrfs") == 0)
    CALL (t, guestfs_btrfs_fsck (t->g, t->device, -1));
  else if (strcmp (type, "ntfs") == 0)
    CALL (t, guestfs_ntfsfix (t->g, t->device, -1));
  else if (strcmp (type, "vfat") == 0)
    CALL (t, guestfs_fsck (t->g, type, t->device));
  else
    CALL (t, guestfs_e2fsck (t->g, t->device, GUESTFS_E2FSCK_FORCEALL, 1,
                             -1));
}

/* What is found out by itself, and what is believed of it. */
void
try_filesystem (struct trial *t)
{
  /* Of one seed, half of the kinds are written to. */
  const bool writable = (t->seed + (uint64_t) (t->kind - kinds)) % 2;

  CALL_TEXT (t, guestfs_vfs_type (t->g, t->device));
  if (!t->lost)
    CALL_TEXT (t, guestfs_vfs_label (t->g, t->device));
  if (!t->lost
      && (writable ? CALL (t, guestfs_mount (t->g, t->device, "/"))
          : CALL (t, guestfs_mount_vfs (t->g, "ro", t->kind->type, t->device,
                                        "/"))))
    use (t, writable);
  if (!t->lost)
    check (t);
}

/* ---- The others ---- */

void
try_table (struct trial *t)
{
  struct guestfs_partition_list *list = guestfs_part_list (t->g, t->device);

  made (t, list != NULL, "part_list");
  guestfs_free_partition_list (list);
  if (!t->lost)
    CALL_TEXT (t, guestfs_part_get_parttype (t->g, t->device));
  if (!t->lost)
    CALL (t, guestfs_part_get_bootable (t->g, t->device, 1));
  if (!t->lost)
    CALL (t, guestfs_part_del (t->g, t->device, 2));
  if (!t->lost)
    CALL (t, guestfs_part_add (t->g, t->device, "p", 4096, 5000));
  if (!t->lost)
    CALL (t, guestfs_blockdev_rereadpt (t->g, t->device));
}

void
try_lvm (struct trial *t)
{
  CALL_LIST (t, guestfs_vgs (t->g));
  if (!t->lost)
    CALL (t, guestfs_vg_activate_all (t->g, 1));
  if (!t->lost)
    CALL_TEXT (t, guestfs_lvuuid (t->g, "/dev/VG/LV"));
  if (!t->lost)
    CALL (t, guestfs_lvresize (t->g, "/dev/VG/LV", 8));
  if (!t->lost)
    CALL (t, guestfs_vg_activate_all (t->g, 0));
  if (!t->lost)
    CALL (t, guestfs_pvresize (t->g, t->device));
}

void
try_luks (struct trial *t)
{
  CALL_TEXT (t, guestfs_luks_uuid (t->g, t->device));
  if (!t->lost
      && CALL (t, guestfs_cryptsetup_open (t->g, t->device, "key", "map",
                                           -1)))
    CALL (t, guestfs_cryptsetup_close (t->g, "/dev/mapper/map"));
}
