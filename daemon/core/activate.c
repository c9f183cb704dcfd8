/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making usable what is composed of several devices: MD arrays and LVM.
 *
 * Elsewhere udev does this as devices appear.  Here it happens once when the
 * drives are there, and only if they have something of the kind, because
 * starting the programs takes longer than all the rest of connecting.
 */

#include <string.h>

#include <blkid/blkid.h>

#include "daemon.h"
#include "lvm.h"

struct found {
  bool md, lvm;
};

/* Signatures of two kinds on one device are for the programs to judge. */
static void
look_at (const char *device, struct found *found)
{
  /* All kinds of RAID would be many more reads, most of them at the end. */
  static char lvm[] = "LVM2_member", md[] = "linux_raid_member";
  static char *types[] = { lvm, md, NULL };
  blkid_probe pr = blkid_new_probe_from_filename (device);
  const char *type;
  int r;

  if (pr == NULL)
    return;
  blkid_probe_enable_superblocks (pr, 1);
  blkid_probe_set_superblocks_flags (pr, BLKID_SUBLKS_TYPE);
  blkid_probe_filter_superblocks_type (pr, BLKID_FLTR_ONLYIN, types);
  r = blkid_do_safeprobe (pr);
  if (r < 0)
    found->lvm = found->md = true;
  else if (r == 0
           && blkid_probe_lookup_value (pr, "TYPE", &type, NULL) == 0) {
    found->lvm |= strcmp (type, "LVM2_member") == 0;
    found->md |= strcmp (type, "linux_raid_member") == 0;
  }
  blkid_free_probe (pr);
}

static int
look_at_all (char **list, struct found *found)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;
  size_t i;

  if (devices == NULL)
    return -1;
  for (i = 0; devices[i]; ++i)
    look_at (devices[i], found);
  return 0;
}

static int
look_at_disks (struct found *found)
{
  if (look_at_all (device_list_disks (), found) == -1)
    return -1;
  return look_at_all (device_list_partitions (), found);
}

int
lvm_in_use (void)
{
  struct found found = { false, false };

  if (look_at_disks (&found) == -1
      || look_at_all (do_list_md_devices (), &found) == -1
      || look_at_all (do_list_dm_devices (), &found) == -1
      || look_at_all (list_logical_volumes (), &found) == -1)
    return -1;
  return found.lvm;
}

/* A guest with a broken array or volume group must still be opened, to be
 * repaired: what cannot be activated is left. */
static int
try_to_run (const char *const *argv)
{
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };

  if (run_full (&r) == -1)
    return -1;
  debug ("%s: status %d: %s", argv[0], r.status, r.out);
  return 0;
}

int
activate_devices (void)
{
  static const char *const mdadm[] = {
    "mdadm", "--assemble", "--scan", "--run", NULL
  };
  static const char *const vgchange[] = {
    "lvm", "vgchange", "-aay", "--sysinit", NULL
  };
  struct found found = { false, false };

  if (look_at_disks (&found) == -1)
    return -1;
  if (found.md && have_program ("mdadm")) {
    if (try_to_run (mdadm) == -1)
      return -1;
    found.lvm = true;           /* arrays may be physical volumes */
  }
  if (found.lvm && have_program ("lvm"))
    return lvm_prepare () == -1 ? -1 : try_to_run (vgchange);
  return 0;
}
