/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is on a device: type, label, UUID, size of file systems. */

#include <ctype.h>
#include <endian.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <blkid/blkid.h>
#include <libmount/libmount.h>

#include "btrfs.h"
#include "daemon.h"
#include "filesystem.h"
#include "fstype.h"
#include "probe.h"

/* ---- One device ---- */

char *
do_vfs_type (const mountable_t *mountable)
{
  return device_type (mountable->device);
}

char *
do_vfs_label (const mountable_t *mountable)
{
  return device_value (mountable->device, "LABEL");
}

char *
do_vfs_uuid (const mountable_t *mountable)
{
  char *uuid = fvault2_uuid (mountable->device);

  return uuid ? uuid : device_value (mountable->device, "UUID");
}

char **
do_blkid (const char *device)
{
  CLEANUP_PROBE blkid_probe pr = probe_device (device, true);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  const char *name, *value;
  int i, n;

  if (pr == NULL)
    return NULL;
  n = blkid_probe_numof_values (pr);
  for (i = 0; i < n; ++i)
    if (blkid_probe_get_value (pr, i, &name, &value, NULL) == 0
        && (strvec_add (&v, name) == -1 || strvec_add (&v, value) == -1)) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

/* ---- All devices ---- */

/* The usual name: "/dev/VG/LV" for "/dev/mapper/VG-LV".  Malloc'd. */
static char *
usual_name (const char *device)
{
  struct stat st;
  char *name = NULL;

  if (stat (device, &st) == 0)
    name = logical_volume_name (st.st_rdev);
  return name ? name : strdup (device);
}

/* Looks through every device anew: nothing remembers what was there. */
static char *
find_by_tag (const char *tag, const char *value)
{
  blkid_cache cache;
  blkid_dev dev;
  char *ret = NULL;

  if (blkid_get_cache (&cache, "/dev/null") < 0) {
    reply_with_perror ("blkid_get_cache");
    return NULL;
  }
  blkid_probe_all (cache);
  dev = blkid_find_dev_with_tag (cache, tag, value);
  if (dev)
    ret = usual_name (blkid_dev_devname (dev));
  blkid_put_cache (cache);
  if (ret == NULL)
    reply_with_error_errno (ENOENT, "%s=%s: no device has it", tag, value);
  return ret;
}

char *
do_findfs_label (const char *label)
{
  return find_by_tag ("LABEL", label);
}

char *
do_findfs_uuid (const char *uuid)
{
  return find_by_tag ("UUID", uuid);
}

char *
do_findfs_partlabel (const char *label)
{
  return find_by_tag ("PARTLABEL", label);
}

char *
do_findfs_partuuid (const char *uuid)
{
  return find_by_tag ("PARTUUID", uuid);
}

static void
warn_of_subvolumes (const struct filesystems *list)
{
  for (size_t i = 0; i < list->len; ++i) {
    const char *device = list->ptr[i].device;
    const char *why = filesystem_left_out (device);
    CLEANUP_FREE char *message = NULL;

    if (why == NULL || strcmp (list->ptr[i].type, "btrfs") != 0)
      continue;
    if (asprintf (&message, "%s: its subvolumes are not listed, as %s", device,
                  why) == -1)
      message = NULL;
    call_warning (message ? message : device);
  }
}

char **
do_list_filesystems (void)
{
  CLEANUP_FILESYSTEMS struct filesystems list = FILESYSTEMS_INIT;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (filesystems_find (&list) == -1)
    return NULL;
  warn_of_subvolumes (&list);
  for (size_t i = 0; i < list.len; ++i)
    if (strvec_add (&v, list.ptr[i].mountable) == -1
        || strvec_add (&v, list.ptr[i].type) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  filesystems_keep (&list);
  return strvec_steal (&v);
}

/* ---- Labels and UUIDs ---- */

/* The programs that change them, words in which "L" (the label or UUID) and
 * "D" (the device) are replaced; an "L" after a word that ends in '=' is part
 * of that word, and one that is no value of an option stands behind "--" if the
 * program understands that. */
struct setter {
  const char *fstype;
  const char *argv[6];
};

static const struct setter label_setters[] = {
  { "ext2", { "tune2fs", "-L", "L", "D" } },
  { "ext3", { "tune2fs", "-L", "L", "D" } },
  { "ext4", { "tune2fs", "-L", "L", "D" } },
  { "btrfs", { "btrfs", "filesystem", "label", "--", "D", "L" } },
  { "xfs", { "xfs_admin", "-L", "L", "D" } },
  { "vfat", { "fatlabel", "--", "D", "L" } },
  { "exfat", { "exfatlabel", "D", "L" } },
  { "ntfs", { "ntfslabel", "D", "L" } },
  { "f2fs", { "f2fslabel", "--", "D", "L" } },
  { "swap", { "swaplabel", "-L", "L", "D" } },
  { "reiserfs", { "reiserfstune", "-l", "L", "D" } },
  { "nilfs2", { "nilfs-tune", "-L", "L", "D" } },
  { "jfs", { "jfs_tune", "-L", "L", "D" } },
  { "udf", { "udflabel", "--", "D", "L" } },
  { "ocfs2", { "tunefs.ocfs2", "-q", "-y", "-L", "L", "D" } },
};

static const struct setter uuid_setters[] = {
  { "ext2", { "tune2fs", "-f", "-U", "L", "D" } },
  { "ext3", { "tune2fs", "-f", "-U", "L", "D" } },
  { "ext4", { "tune2fs", "-f", "-U", "L", "D" } },
  { "btrfs", { "btrfstune", "-f", "-U", "L", "D" } },
  { "xfs", { "xfs_admin", "-U", "L", "D" } },
  { "swap", { "swaplabel", "-U", "L", "D" } },
  { "reiserfs", { "reiserfstune", "-u", "L", "D" } },
  { "nilfs2", { "nilfs-tune", "-U", "L", "D" } },
  { "jfs", { "jfs_tune", "-U", "L", "D" } },
  { "gfs2", { "tunegfs2", "-U", "L", "D" } },
  { "ocfs2", { "tunefs.ocfs2", "-q", "-y", "--uuid-reset=", "L", "D" } },
};

static bool
ends_with_equals (const char *word)
{
  return word[strlen (word) - 1] == '=';
}

static int
run_setter (const struct setter *s, const char *device, const char *value)
{
  CLEANUP_FREE char *joined = NULL;
  const char *argv[7] = { NULL };
  size_t i, n = 0;

  for (i = 0; i < 6 && s->argv[i]; ++i)
    if (ends_with_equals (s->argv[i])) {
      if (asprintf (&joined, "%s%s", s->argv[i++], value) == -1) {
        reply_with_perror ("asprintf");
        return -1;
      }
      argv[n++] = joined;
    }
    else
      argv[n++] = strcmp (s->argv[i], "L") == 0 ? value
        : strcmp (s->argv[i], "D") == 0 ? device : s->argv[i];
  return run_argv (NULL, argv);
}

static int
set_by_type (const struct setter *setters, size_t n, const char *what,
             const char *device, const char *value)
{
  CLEANUP_FREE char *type = device_value (device, "TYPE");
  size_t i;

  if (type == NULL)
    return -1;
  for (i = 0; i < n; ++i)
    if (strcmp (setters[i].fstype, type) == 0
        && have_program (setters[i].argv[0]))
      return run_setter (&setters[i], device, value);
  reply_with_error_errno (ENOTSUP, "%s: the %s of a file system of type "
                          "\"%s\" cannot be changed", device, what,
                          type[0] ? type : "unknown");
  return -1;
}

/* Where the kernel has it mounted, NULL if it has not.  Malloc'd. */
static char *
mounted_at (const char *device)
{
  struct libmnt_table *table =
    mnt_new_table_from_file ("/proc/self/mountinfo");
  struct libmnt_cache *cache = mnt_new_cache ();
  struct libmnt_fs *fs = NULL;
  char *ret = NULL;

  if (table && cache) {
    mnt_table_set_cache (table, cache);
    fs = mnt_table_find_srcpath (table, device, MNT_ITER_BACKWARD);
    if (fs)
      ret = strdup (mnt_fs_get_target (fs));
  }
  mnt_unref_table (table);
  mnt_unref_cache (cache);
  return ret;
}

/* The kernel changes the label of what is mounted, if it can: 1 done, 0 it
 * cannot, -1 error. */
static int
set_mounted_label (const char *device, const char *label)
{
  CLEANUP_FREE char *dir = mounted_at (device);
  CLEANUP_CLOSE int fd = -1;
  char buf[FSLABEL_MAX] = "";

  if (dir == NULL || strlen (label) >= sizeof buf)
    return 0;
  fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd == -1)
    return 0;
  memcpy (buf, label, strlen (label));
  if (ioctl (fd, FS_IOC_SETFSLABEL, buf) == 0) {
    syncfs (fd);
    return 1;
  }
  if (errno == ENOTTY)
    return 0;
  reply_with_perror ("%s: changing the label to \"%s\"", device, label);
  return -1;
}

/* Of these programs the label may be taken for an option wherever it stands. */
static bool
has_no_double_dash (const char *type)
{
  return strcmp (type, "ntfs") == 0 || strcmp (type, "exfat") == 0;
}

/* The tools cut a label that is too long; better to refuse. */
static int
check_label (const char *device, const char *label)
{
  CLEANUP_FREE char *type = device_value (device, "TYPE");
  size_t max = SIZE_MAX;

  if (type == NULL)
    return -1;
  if (label[0] == '-' && has_no_double_dash (type)) {
    reply_with_error_errno (EINVAL, "%s: label \"%s\": a label of %s that "
                            "begins with a dash cannot be set", device, label,
                            type);
    return -1;
  }
  if (strncmp (type, "ext", 3) == 0)
    max = 16;
  else if (strcmp (type, "xfs") == 0)
    max = 12;
  else if (strcmp (type, "vfat") == 0)
    max = 11;
  if (strlen (label) <= max)
    return 0;
  reply_with_error_errno (EINVAL, "%s: label \"%s\" is too long: %s allows "
                          "%zu bytes", device, label, type, max);
  return -1;
}

int
do_set_label (const mountable_t *mountable, const char *label)
{
  const char *device = mountable->device;

  if (mountable->type == MOUNTABLE_BTRFSVOL) {
    reply_with_error_errno (ENOTSUP, "%s: a subvolume has no label: give the "
                            "device", mountable->volume);
    return -1;
  }
  if (check_label (device, label) == -1)
    return -1;
  switch (set_mounted_label (device, label)) {
  case -1:
    return -1;
  case 1:
    return 0;
  default:
    return set_by_type (label_setters,
                        sizeof label_setters / sizeof label_setters[0],
                        "label", device, label);
  }
}

int
do_set_uuid (const char *device, const char *uuid)
{
  return set_by_type (uuid_setters,
                      sizeof uuid_setters / sizeof uuid_setters[0],
                      "UUID", device, uuid);
}

int
do_set_uuid_random (const char *device)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/sys/kernel/random/uuid", "re");
  CLEANUP_FREE char *uuid = NULL;
  size_t cap = 0;

  if (fp == NULL || getline (&uuid, &cap, fp) == -1) {
    reply_with_perror ("/proc/sys/kernel/random/uuid");
    return -1;
  }
  return do_set_uuid (device, trim_trailing_newlines (uuid));
}

/* ---- Space ---- */

struct guestfs_statvfs *
do_statvfs (const char *path)
{
  CLEANUP_CLOSE int fd = guest_open (path, O_PATH | O_CLOEXEC, 0);
  struct guestfs_statvfs *ret;
  struct statvfs st;

  if (fd == -1 || fstatvfs (fd, &st) == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  ret = calloc (1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  *ret = (struct guestfs_statvfs) {
    .bsize = st.f_bsize, .frsize = st.f_frsize, .blocks = st.f_blocks,
    .bfree = st.f_bfree, .bavail = st.f_bavail, .files = st.f_files,
    .ffree = st.f_ffree, .favail = st.f_favail, .fsid = st.f_fsid,
    .flag = st.f_flag, .namemax = st.f_namemax,
  };
  return ret;
}

/* "… /sysroot/dir" -> "… /dir": the caller knows no sysroot. */
static int
add_df_line (struct strbuf *b, const char *line)
{
  CLEANUP_FREE char *column = NULL;
  const char *p, *rest;

  if (asprintf (&column, " %s", sysroot) == -1)
    return -1;
  p = strstr (line, column);
  if (p == NULL)
    return strbuf_addf (b, "%s\n", line);
  rest = p + strlen (column);
  return strbuf_addf (b, "%.*s %s\n", (int) (p - line), line,
                      *rest ? rest : "/");
}

/* df for what is mounted below the sysroot. */
static char *
run_df (const char *option)
{
  CLEANUP_FREE_STRING_LIST char **mounted = NULL;
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *out = NULL;
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  size_t i;
  int r;

  if (!need_root () || (mounted = do_mountpoints ()) == NULL)
    return NULL;
  r = strvec_add (&argv, "df");
  if (option)
    r |= strvec_add (&argv, option);
  for (i = 0; mounted[i]; i += 2)
    r |= strvec_addf (&argv, "%s%s", sysroot, mounted[i + 1]);
  if (r != 0) {
    reply_with_perror ("strvec_add");
    return NULL;
  }
  if (run_argv (&out, (const char *const *) argv.ptr) == -1
      || (lines = split_lines (out)) == NULL)
    return NULL;
  for (i = 0; lines[i]; ++i)
    if (add_df_line (&b, lines[i]) == -1) {
      reply_with_perror ("strbuf_addf");
      return NULL;
    }
  return strbuf_steal (&b);
}

char *
do_df (void)
{
  return run_df (NULL);
}

char *
do_df_h (void)
{
  return run_df ("-h");
}

/* ---- Checking ---- */

int
do_fsck (const char *fstype, const char *device)
{
  CLEANUP_FREE char *prog = NULL;
  const char *argv[] = { NULL, "-a", device, NULL };
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };

  if (asprintf (&prog, "fsck.%s", fstype) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  if (strchr (fstype, '/') || !have_program (prog)) {
    reply_with_error_errno (ENOTSUP, "%s: the appliance has no program to "
                            "check this type of file system", fstype);
    return -1;
  }
  argv[0] = prog;
  return run_for_status (&r);
}

/* ---- The minimum size ---- */

/* n bytes at an offset of the device. */
static int
read_at (const char *device, void *buf, size_t n, off_t offset)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);

  if (fd != -1 && pread (fd, buf, n, offset) == (ssize_t) n)
    return 0;
  reply_with_perror ("%s", device);
  return -1;
}

/* The number that follows a text in the output of a program. */
static int64_t
number_after (const char *out, const char *text, const char *device)
{
  const char *p = strstr (out, text);
  long long n;

  if (p && sscanf (p + strlen (text), "%lld", &n) == 1)
    return n;
  reply_with_error ("%s: the minimum size was not in the program's output: %s",
                    device, out);
  return -1;
}

/* Of what the disk itself says. */
static int64_t
size_in_bytes (const char *device, uint64_t blocks, uint64_t block_size)
{
  int64_t size;

  if (!__builtin_mul_overflow (blocks, block_size, &size))
    return size;
  reply_with_error_errno (EOVERFLOW, "%s: damaged: it claims to have %llu "
                          "blocks of %llu bytes", device,
                          (unsigned long long) blocks,
                          (unsigned long long) block_size);
  return -1;
}

static int64_t
minimum_ext (const char *device)
{
  CLEANUP_FREE char *out = NULL;
  uint32_t log_block_size;
  int64_t blocks;

  if (run (&out, "resize2fs", "-P", "-f", device, NULL) == -1
      || read_at (device, &log_block_size, 4, 1024 + 24) == -1)
    return -1;
  blocks = number_after (out, "filesystem:", device);
  if (blocks == -1)
    return -1;
  return size_in_bytes (device, blocks,
                        UINT64_C (1024) << (le32toh (log_block_size) & 15));
}

static int64_t
minimum_ntfs (const char *device)
{
  CLEANUP_FREE char *out = NULL;

  if (run (&out, "ntfsresize", "--info", "-ff", device, NULL) == -1)
    return -1;
  /* A full one has no such line but says that it cannot be made smaller. */
  if (strstr (out, "You might resize at"))
    return number_after (out, "You might resize at", device);
  return number_after (out, "Current volume size:", device);
}

static int64_t
minimum_btrfs (const char *device)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;
  CLEANUP_FREE char *out = NULL;

  if (btrfs_mount_for_now (&p, device, ".", false) == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  if (run (&out, "btrfs", "inspect-internal", "min-dev-size", p.dir,
           NULL) == -1)
    return -1;
  return number_after (out, "", device);
}

/* XFS cannot be made smaller: it is the size it has. */
static int64_t
minimum_xfs (const char *device)
{
  struct {
    uint32_t magic, block_size;
    uint64_t blocks;
  } sb;

  if (read_at (device, &sb, sizeof sb, 0) == -1)
    return -1;
  return size_in_bytes (device, be64toh (sb.blocks), be32toh (sb.block_size));
}

int64_t
do_vfs_minimum_size (const mountable_t *mountable)
{
  const char *device = mountable->device;
  CLEANUP_FREE char *type = device_value (device, "TYPE");

  if (type == NULL)
    return -1;
  if (strncmp (type, "ext", 3) == 0)
    return minimum_ext (device);
  if (strcmp (type, "ntfs") == 0)
    return minimum_ntfs (device);
  if (strcmp (type, "btrfs") == 0)
    return minimum_btrfs (device);
  if (strcmp (type, "xfs") == 0)
    return minimum_xfs (device);
  reply_with_error_errno (ENOTSUP, "%s: the minimum size of a file system of "
                          "type \"%s\" cannot be told", device,
                          type[0] ? type : "unknown");
  return -1;
}
