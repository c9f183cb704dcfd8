/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The appliance and the scratch disks that the tests share. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capi.h"

/* As setup in generator/core/types.ml says. */
static const off_t disk_sizes[] = {
  INT64_C (2) << 30, INT64_C (2) << 30, INT64_C (64) << 20, INT64_C (2) << 30,
};
#define NR_DISKS (sizeof disk_sizes / sizeof disk_sizes[0])

/* ---- Disks ---- */

static char *
disk_path (const struct machine *m, size_t i)
{
  char *path;

  return asprintf (&path, "%s/disk%zu", m->dir, i) == -1 ? NULL : path;
}

/* All zeroes and no blocks, whatever it held. */
static int
blank_disk (const struct machine *m, size_t i)
{
  CLEANUP_FREE char *path = disk_path (m, i);
  CLEANUP_CLOSE int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd == -1 || ftruncate (fd, 0) == -1)
    return -1;
  return ftruncate (fd, disk_sizes[i]);
}

static int
add_disk (const struct machine *m, size_t i)
{
  CLEANUP_FREE char *path = disk_path (m, i);
  struct guestfs_add_drive_opts_argv opts = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK |
               GUESTFS_ADD_DRIVE_OPTS_CACHEMODE_BITMASK |
               GUESTFS_ADD_DRIVE_OPTS_DISCARD_BITMASK,
    .format = "raw",
    .cachemode = m->cachemode,
    .discard = "besteffort",
  };

  return guestfs_add_drive_opts_argv (m->g, path, &opts);
}

/* ---- Start ---- */

static int
why (struct strbuf *ret_why, guestfs_h *g, const char *what)
{
  const char *error = guestfs_last_error (g);

  strbuf_addf (ret_why, "%s: %s", what, error ? error : "no reason given");
  return -1;
}

guestfs_h *
new_handle (const struct machine *m)
{
  guestfs_h *g = guestfs_create ();

  if (!g) {
    perror ("guestfs_create");
    exit (EXIT_FAILURE);
  }
  guestfs_set_error_handler (g, NULL, NULL);
  guestfs_set_verbose (g, m->verbose);
  guestfs_set_trace (g, m->trace);
  if (m->cold)
    guestfs_set_backend_setting (g, "template", "0");
  return g;
}

static int
make_dir (struct machine *m, struct strbuf *ret_why)
{
  const char *tmp = getenv ("TMPDIR");

  if (m->dir)
    return 0;
  if (asprintf (&m->dir, "%s/capi.XXXXXX", tmp ? tmp : "/var/tmp") == -1)
    m->dir = NULL;
  if (m->dir && mkdtemp (m->dir))
    return 0;
  strbuf_addf (ret_why, "%s: cannot make a temporary directory",
               m->dir ? m->dir : "");
  return -1;
}

int
machine_start (struct machine *m, struct strbuf *ret_why)
{
  if (make_dir (m, ret_why) == -1)
    return -1;
  m->g = new_handle (m);
  for (size_t i = 0; i < NR_DISKS; ++i) {
    if (blank_disk (m, i) == -1) {
      strbuf_addf (ret_why, "%s: cannot make disk %zu", m->dir, i);
      return -1;
    }
    if (add_disk (m, i) == -1)
      return why (ret_why, m->g, "add_drive");
  }
  return guestfs_launch (m->g) == -1 ? why (ret_why, m->g, "launch") : 0;
}

/* ---- Set up ---- */

typedef int (*maker) (const struct machine *m, struct strbuf *ret_why);

static int
step (const struct machine *m, int r, const char *what,
      struct strbuf *ret_why)
{
  return r == -1 ? why (ret_why, m->g, what) : 0;
}

static int
make_mbr (const struct machine *m, struct strbuf *ret_why)
{
  return step (m, guestfs_part_disk (m->g, "/dev/sda", "mbr"),
               "set-up: part_disk", ret_why);
}

static int
make_gpt (const struct machine *m, struct strbuf *ret_why)
{
  return step (m, guestfs_part_disk (m->g, "/dev/sda", "gpt"),
               "set-up: part_disk", ret_why);
}

static int
mkfs (const struct machine *m, const char *device, struct strbuf *ret_why)
{
  struct guestfs_mkfs_opts_argv none = { .bitmask = 0 };

  return step (m, guestfs_mkfs_opts_argv (m->g, "ext2", device, &none),
               "set-up: mkfs", ret_why);
}

static int
make_filesystem (const struct machine *m, struct strbuf *ret_why)
{
  return make_mbr (m, ret_why) == -1 ? -1 : mkfs (m, "/dev/sda1", ret_why);
}

static int
make_logical_volume (const struct machine *m, struct strbuf *ret_why)
{
#ifdef GUESTFS_HAVE_LVCREATE
  char *devices[] = { (char *) "/dev/sda1", NULL };

  if (make_mbr (m, ret_why) == -1 ||
      step (m, guestfs_pvcreate (m->g, devices[0]),
            "set-up: pvcreate", ret_why) == -1 ||
      step (m, guestfs_vgcreate (m->g, "VG", devices),
            "set-up: vgcreate", ret_why) == -1 ||
      step (m, guestfs_lvcreate (m->g, "LV", "VG", 1024),
            "set-up: lvcreate", ret_why) == -1)
    return -1;
  return mkfs (m, "/dev/VG/LV", ret_why);
#else
  (void) m;
  strbuf_adds (ret_why, "this build has no lvcreate");
  return -1;
#endif
}

static int
make_btrfs (const struct machine *m, struct strbuf *ret_why)
{
#ifdef GUESTFS_HAVE_MKFS_BTRFS
  char *devices[] = { (char *) "/dev/sda", NULL };
  struct guestfs_mkfs_btrfs_argv none = { .bitmask = 0 };

  return step (m, guestfs_mkfs_btrfs_argv (m->g, devices, &none),
               "set-up: mkfs_btrfs", ret_why);
#else
  (void) m;
  strbuf_adds (ret_why, "this build has no mkfs_btrfs");
  return -1;
#endif
}

/* Its keys are derived in a moment, and more can be added in some seconds. With
 * the usual costs of LUKS 2 cryptsetup takes 10 seconds to make a key and 3 to
 * use it, in each of the many tests that are of something else:
 * tests/actions/luks-memory.sh pays them. */
#define QUICK " -q --pbkdf-force-iterations=1000 --key-file=/tmp/key "

static int
make_encrypted (const struct machine *m, struct strbuf *ret_why)
{
  const char *argv[] = {
    "cd /tmp && printf secret > key && printf other > key2"
    " && printf 'two\\nlines\\n' > key3"
    " && cryptsetup luksFormat --type=luks1 --key-size=256" QUICK "/dev/sdc"
    " && cryptsetup luksAddKey" QUICK "/dev/sdc key2"
    " && cryptsetup luksAddKey --key-slot=7" QUICK "/dev/sdc key3"
    " && rm key key2 key3", NULL
  };
  CLEANUP_FREE char *out = guestfs_debug (m->g, "sh", (char **) argv);

  return out ? 0 : why (ret_why, m->g, "set-up: cryptsetup");
}

/* A piece of the first part from *offset on that is not a hole.  1, or 0 at
 * the end.  Most of a new file system is zeroes, which become a hole. */
static int
copy_piece (int in, int out, off_t *offset)
{
  static char buf[65536];
  const off_t start = lseek (in, *offset, SEEK_DATA);
  ssize_t n;

  if (start == -1)
    return errno == ENXIO ? 0 : -1;
  n = pread (in, buf, sizeof buf, start);
  if (n <= 0)
    return n;
  *offset = start + n;
  if ((buf[0] || memcmp (buf, buf + 1, n - 1) != 0) &&
      pwrite (out, buf, n, start) != n)
    return -1;
  return 1;
}

/* The size of the other file must be right already, or not matter. */
static int
copy_file (const char *from, const char *to)
{
  CLEANUP_CLOSE int in = open (from, O_RDONLY | O_CLOEXEC);
  CLEANUP_CLOSE int out = open (to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  off_t offset = 0;
  int r;

  if (in == -1 || out == -1)
    return -1;
  while ((r = copy_piece (in, out, &offset)) == 1)
    ;
  return r;
}

/* The appliance sees what the file has become, or the other way round. */
static int
flush (const struct machine *m, const char *device, struct strbuf *ret_why)
{
  return step (m, guestfs_blockdev_flushbufs (m->g, device),
               "blockdev_flushbufs", ret_why);
}

static int
look_again (const struct machine *m, const char *device,
            struct strbuf *ret_why)
{
  if (flush (m, device, ret_why) == -1)
    return -1;
  return step (m, guestfs_blockdev_rereadpt (m->g, device),
               "blockdev_rereadpt", ret_why);
}

static int
copy_from_model (const struct machine *m, const char *model, const char *disk,
                 const char *device, struct strbuf *ret_why)
{
  if (copy_file (model, disk) == 0)
    return look_again (m, device, ret_why);
  strbuf_addf (ret_why, "set-up: %s: cannot copy it", model);
  return -1;
}

static int
make_model (const struct machine *m, const char *model, const char *disk,
            const char *device, maker make, struct strbuf *ret_why)
{
  if (make (m, ret_why) == -1 || flush (m, device, ret_why) == -1)
    return -1;
  if (copy_file (disk, model) == 0)
    return 0;
  unlink (model);
  strbuf_addf (ret_why, "set-up: %s: cannot make a copy of %s", model, disk);
  return -1;
}

/* Set-ups take long: each is done once for each machine, then copied. */
static const struct model {
  const char *name;             /* of the file; NULL: there is nothing to do */
  size_t disk;
  maker make;
} models[] = {
  [SETUP_BLANK] = { NULL, 0, NULL },
  [SETUP_PARTITION] = { "mbr", 0, make_mbr },
  [SETUP_GPT_DISK] = { "gpt", 0, make_gpt },
  [SETUP_FILESYSTEM] = { "filesystem", 0, make_filesystem },
  [SETUP_LV_FILESYSTEM] = { "logical-volume", 0, make_logical_volume },
  [SETUP_BTRFS] = { "btrfs", 0, make_btrfs },
  [SETUP_ENCRYPTED] = { "encrypted", 2, make_encrypted },
};
#define NR_MODELS (sizeof models / sizeof models[0])

/* What the disk was like after a set-up. */
static char *
model_path (const struct machine *m, enum capi_setup setup)
{
  char *path;

  if (!models[setup].name
      || asprintf (&path, "%s/%s", m->dir, models[setup].name) == -1)
    return NULL;
  return path;
}

/* Will a model take the place of what is on this disk? */
static bool
is_to_be_copied (const struct machine *m, size_t disk, enum capi_setup setup)
{
  CLEANUP_FREE char *model = model_path (m, setup);

  return model && models[setup].disk == disk && access (model, F_OK) == 0;
}

static int
set_up_disk (const struct machine *m, enum capi_setup setup,
             struct strbuf *ret_why)
{
  const size_t i = models[setup].disk;
  CLEANUP_FREE char *disk = disk_path (m, i);
  CLEANUP_FREE char *model = model_path (m, setup);
  char device[] = "/dev/sdX";

  device[7] = 'a' + i;
  if (is_to_be_copied (m, i, setup))
    return copy_from_model (m, model, disk, device, ret_why);
  return make_model (m, model, disk, device, models[setup].make, ret_why);
}

/* To find out the type would take longer than all the rest. */
static int
mount (const struct machine *m, const char *fstype, const char *device,
       struct strbuf *ret_why)
{
  return step (m, guestfs_mount_vfs (m->g, "", fstype, device, "/"),
               "set-up: mount_vfs", ret_why);
}

/* A logical volume that was copied is not active. */
static int
mount_volume (const struct machine *m, struct strbuf *ret_why)
{
#ifdef GUESTFS_HAVE_VG_ACTIVATE_ALL
  if (step (m, guestfs_vg_activate_all (m->g, 1), "set-up: vg_activate_all",
            ret_why) == -1)
    return -1;
#endif
  return mount (m, "ext2", "/dev/VG/LV", ret_why);
}

/* The kernel remembers which other devices belonged to the last copy. */
static int
mount_btrfs (const struct machine *m, struct strbuf *ret_why)
{
  const char *argv[] = { "btrfs device scan --forget", NULL };
  CLEANUP_FREE char *out = guestfs_debug (m->g, "sh", (char **) argv);

  if (!out)
    return why (ret_why, m->g, "set-up: btrfs device scan");
  return mount (m, "btrfs", "/dev/sda", ret_why);
}

int
machine_set_up (struct machine *m, enum capi_setup setup,
                struct strbuf *ret_why)
{
  if (models[setup].name && set_up_disk (m, setup, ret_why) == -1)
    return -1;
  switch (setup) {
  case SETUP_FILESYSTEM:
    return mount (m, "ext2", "/dev/sda1", ret_why);
  case SETUP_LV_FILESYSTEM:
    return mount_volume (m, ret_why);
  case SETUP_BTRFS:
    return mount_btrfs (m, ret_why);
  case SETUP_BLANK: case SETUP_PARTITION: case SETUP_GPT_DISK:
  case SETUP_ENCRYPTED:
    break;
  }
  return 0;
}

/* ---- Reset ----
 * Actions of areas that this build has. What was never opened cannot be
 * closed: errors mean nothing, the check at the end counts. */

static bool
used (const char *const *groups, const char *group)
{
  for (size_t i = 0; groups && groups[i]; ++i)
    if (strcmp (groups[i], group) == 0)
      return true;
  return false;
}

static void
close_what_is_open (guestfs_h *g, const char *const *groups)
{
#ifdef GUESTFS_HAVE_AUG_CLOSE
  guestfs_aug_close (g);
#endif
#ifdef GUESTFS_HAVE_HIVEX_CLOSE
  if (used (groups, "hivex"))
    guestfs_hivex_close (g);
#endif
#ifdef GUESTFS_HAVE_INOTIFY_CLOSE
  if (used (groups, "inotify"))
    guestfs_inotify_close (g);
#endif
#ifdef GUESTFS_HAVE_JOURNAL_CLOSE
  if (used (groups, "journal"))
    guestfs_journal_close (g);
#endif
  (void) g;
  (void) groups;
}

#if defined GUESTFS_HAVE_LUKS_CLOSE || defined GUESTFS_HAVE_MD_STOP
static void
for_each (guestfs_h *g, char **devices,
          int (*f) (guestfs_h *g, const char *device))
{
  for (size_t i = 0; devices && devices[i]; ++i)
    f (g, devices[i]);
  string_list_free (devices);
}
#endif

static void
remove_mappings (guestfs_h *g, const char *const *groups)
{
#if defined GUESTFS_HAVE_LUKS_CLOSE && defined GUESTFS_HAVE_LIST_DM_DEVICES
  if (used (groups, "luks"))
    for_each (g, guestfs_list_dm_devices (g), guestfs_luks_close);
#endif
#ifdef GUESTFS_HAVE_VG_ACTIVATE_ALL
  if (used (groups, "lvm2"))
    guestfs_vg_activate_all (g, 0);
#endif
#if defined GUESTFS_HAVE_MD_STOP && defined GUESTFS_HAVE_LIST_MD_DEVICES
  if (used (groups, "mdadm"))
    for_each (g, guestfs_list_md_devices (g), guestfs_md_stop);
#endif
#ifdef GUESTFS_HAVE_LDMTOOL_REMOVE_ALL
  if (used (groups, "ldm"))
    guestfs_ldmtool_remove_all (g);
#endif
  (void) g;
  (void) groups;
}

/* Nothing was ever written to it. */
static bool
is_blank (const struct machine *m, size_t i)
{
  CLEANUP_FREE char *path = disk_path (m, i);
  struct stat st;

  return stat (path, &st) == 0 && st.st_blocks == 0;
}

/* The appliance forgets what it has read from the disk, the file becomes
 * empty, and, unless it gets another content at once, the appliance looks at it
 * again.  What was written has been since nobody has the disk open. */
static int
wipe_disk (const struct machine *m, size_t i, enum capi_setup next,
           struct strbuf *ret_why)
{
  char device[] = "/dev/sdX";

  if (is_blank (m, i))
    return 0;
  device[7] = 'a' + i;
  if (flush (m, device, ret_why) == -1)
    return -1;
  if (blank_disk (m, i) == -1) {
    strbuf_addf (ret_why, "disk %zu: cannot truncate it", i);
    return -1;
  }
  return is_to_be_copied (m, i, next) ? 0 : look_again (m, device, ret_why);
}

static int
check_blank (const struct machine *m, struct strbuf *ret_why)
{
  CLEANUP_FREE_STRING_LIST char **partitions =
    guestfs_list_partitions (m->g);

  if (!partitions)
    return why (ret_why, m->g, "list_partitions");
  if (partitions[0]) {
    strbuf_addf (ret_why, "%s is still there", partitions[0]);
    return -1;
  }
  return 0;
}

int
machine_reset (struct machine *m, const char *const *groups,
               enum capi_setup next, struct strbuf *ret_why)
{
  close_what_is_open (m->g, groups);
#ifdef GUESTFS_HAVE_UMOUNT_ALL
  if (guestfs_umount_all (m->g) == -1)
    return why (ret_why, m->g, "umount_all");
#endif
#ifdef GUESTFS_HAVE_UMASK
  guestfs_umask (m->g, 022);
#endif
  remove_mappings (m->g, groups);
  for (size_t i = 0; i < NR_DISKS; ++i)
    if (wipe_disk (m, i, next, ret_why) == -1)
      return -1;
  return next == SETUP_BLANK ? check_blank (m, ret_why) : 0;
}

/* ---- Stop ---- */

void
machine_stop (struct machine *m)
{
  if (m->g)
    guestfs_close (m->g);
  m->g = NULL;
  for (size_t i = 0; m->dir && i < NR_DISKS; ++i) {
    CLEANUP_UNLINK_FREE char *path = disk_path (m, i);
    (void) path;
  }
  for (size_t i = 0; m->dir && i < NR_MODELS; ++i) {
    CLEANUP_UNLINK_FREE char *path = model_path (m, i);
    (void) path;
  }
  if (m->dir)
    rmdir (m->dir);
  free (m->dir);
  m->dir = NULL;
}

/* ---- Needs ---- */

static int
ask (guestfs_h *g, const char *need)
{
  char *groups[] = { (char *) need, NULL };

  if (strncmp (need, "filesystem:", 11) == 0)
    return guestfs_filesystem_available (g, need + 11);
  return guestfs_feature_available (g, groups);
}

const char *
machine_lacks (struct machine *m, const char *const *needs)
{
  for (size_t i = 0; needs && needs[i]; ++i)
    if (ask (m->g, needs[i]) != 1)
      return needs[i];
  return NULL;
}
