/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making usable what is composed of several devices: MD arrays, LVM, dynamic
 * disks of Windows.
 *
 * Elsewhere udev does this as devices appear.  Here it happens once when the
 * drives are there, and only if they have something of the kind, because
 * starting the programs takes longer than all the rest of connecting.
 */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <blkid/blkid.h>

#include "daemon.h"
#include "lvm.h"

struct found {
  bool md, lvm, ldm;
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

/* The header of the metadata is in sector 6, or a GPT has a partition for
 * them. */
#define PRIVHEAD_OFFSET (6 * 512)
#define GPT_END (24 * 1024)     /* with sectors of 4096 bytes too */

static bool
is_dynamic (const char *disk)
{
  /* 5808c8aa-7e8f-42e0-85d2-e1e90434cfb3 as it is written in a GPT */
  static const unsigned char metadata[] = {
    0xaa, 0xc8, 0x08, 0x58, 0x8f, 0x7e, 0xe0, 0x42,
    0x85, 0xd2, 0xe1, 0xe9, 0x04, 0x34, 0xcf, 0xb3,
  };
  CLEANUP_CLOSE int fd = open (disk, O_RDONLY | O_CLOEXEC);
  CLEANUP_FREE char *start = malloc (GPT_END);
  ssize_t n;

  if (fd == -1 || start == NULL)
    return false;
  n = pread (fd, start, GPT_END, 0);
  if (n < PRIVHEAD_OFFSET + 8)
    return false;
  return memcmp (start + PRIVHEAD_OFFSET, "PRIVHEAD", 8) == 0
    || memmem (start, n, metadata, sizeof metadata) != NULL;
}

static int
look_for_dynamic_disks (struct found *found)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  if (disks == NULL)
    return -1;
  for (size_t i = 0; disks[i] && !found->ldm; ++i)
    found->ldm = is_dynamic (disks[i]);
  return 0;
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
  struct found found = { false, false, false };

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

/* In a process of its own: should the library not stand damaged metadata,
 * the launch still succeeds. */
static int
activate_dynamic_disks (void)
{
  int status;
  pid_t pid;

  if (lvm_prepare () == -1)
    return -1;
  pid = fork ();
  if (pid == -1) {
    reply_with_perror ("fork");
    return -1;
  }
  if (pid == 0)
    _exit (do_ldmtool_create_all () == 0 ? 0 : 1);
  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR) {
      reply_with_perror ("waitpid");
      return -1;
    }
  debug ("dynamic disks: status %x", status);
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
  struct found found = { false, false, false };

  if (look_at_disks (&found) == -1 || look_for_dynamic_disks (&found) == -1
      || (found.ldm && activate_dynamic_disks () == -1))
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
