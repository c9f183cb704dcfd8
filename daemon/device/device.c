/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Block devices: which there are, by what names, and when they are there. */

#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "call.h"
#include "device.h"

#define WAIT_MS 5000

/* The root was mounted from it; its node is gone, but the same numbers may
 * come in through mknod inside a guest. */
bool
is_appliance_disk (const char *device)
{
  struct stat root, st;

  return stat ("/", &root) == 0 && stat (device, &st) == 0
         && S_ISBLK (st.st_mode) && st.st_rdev == root.st_dev;
}

/* ---- Lists ---- */

/* "sda" before "sdb" before "sdaa"; "sda2" before "sda10". */
static int
compare_names (const void *va, const void *vb)
{
  const char *a = *(char *const *) va, *b = *(char *const *) vb;
  size_t la = strlen (a), lb = strlen (b);

  if (la != lb)
    return la < lb ? -1 : 1;
  return strcmp (a, b);
}

static bool
is_disk_name (const char *name)
{
  static const char *const kinds[] = { "sd", "hd", "vd", "nvme", "sr", NULL };

  for (size_t i = 0; kinds[i]; ++i)
    if (strncmp (name, kinds[i], strlen (kinds[i])) == 0)
      return true;
  return false;
}

static bool
is_md_name (const char *name)
{
  return strncmp (name, "md", 2) == 0 && isdigit ((unsigned char) name[2]);
}

/* The name the kernel has for the appliance's disk, which has no node. */
static char *
appliance_block (void)
{
  CLEANUP_FREE char *path = NULL;
  char *link, *name = NULL;
  struct stat root;

  if (stat ("/", &root) == -1
      || asprintf (&path, "/sys/dev/block/%u:%u", major (root.st_dev),
                   minor (root.st_dev)) == -1)
    return NULL;
  link = realpath (path, NULL);
  if (link)
    name = strdup (strrchr (link, '/') + 1);
  free (link);
  return name;
}

/* A reader of discs with nothing in it counts as no disk.  Disks are not
 * opened: when they are closed the kernel forgets what it has read of them. */
static bool
has_medium (const char *name)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (strncmp (name, "sr", 2) != 0)
    return true;
  if (asprintf (&path, "/dev/%s", name) == -1)
    return false;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  return fd != -1;
}

static int
block_names (struct strvec *ret, bool (*wanted) (const char *))
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/sys/block");
  CLEANUP_FREE char *ours = appliance_block ();
  struct dirent *d;

  if (!dir || !ours) {
    reply_with_perror ("/sys/block");
    return -1;
  }
  while ((d = readdir (dir)) != NULL)
    if (wanted (d->d_name) && strcmp (d->d_name, ours) != 0
        && has_medium (d->d_name) && strvec_add (ret, d->d_name) == -1) {
      reply_with_perror ("/sys/block");
      return -1;
    }
  if (ret->len > 0)
    qsort (ret->ptr, ret->len, sizeof *ret->ptr, compare_names);
  return 0;
}

/* In the order of the kernel's names, which is that of the drives. */
char **
device_list_disks (void)
{
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **r;

  if (block_names (&names, is_disk_name) == -1)
    return NULL;
  for (size_t i = 0; i < names.len; ++i)
    strvec_addf (&v, "/dev/%s", names.ptr[i]);
  r = v.len == names.len ? strvec_steal (&v) : NULL;
  if (!r)
    reply_with_perror_errno (ENOMEM, "list of devices");
  return r;
}

static bool
is_partition (int disk, const char *name)
{
  CLEANUP_FREE char *file = NULL;

  return asprintf (&file, "%s/partition", name) != -1
         && faccessat (disk, file, F_OK, 0) == 0;
}

static int
add_partitions (struct strvec *ret, const char *disk)
{
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  struct dirent *d;

  if (asprintf (&path, "/sys/block/%s", disk) == -1)
    return -1;
  dir = opendir (path);
  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && is_partition (dirfd (dir), d->d_name)
        && strvec_add (&names, d->d_name) == -1)
      return -1;
  if (names.len > 0)
    qsort (names.ptr, names.len, sizeof *names.ptr, compare_names);
  for (size_t i = 0; i < names.len; ++i)
    if (strvec_addf (ret, "/dev/%s", names.ptr[i]) == -1)
      return -1;
  return 0;
}

static int
add_all_partitions (struct strvec *ret, bool (*wanted) (const char *))
{
  CLEANUP_STRVEC struct strvec disks = STRVEC_INIT;

  if (block_names (&disks, wanted) == -1)
    return -1;
  for (size_t i = 0; i < disks.len; ++i)
    if (add_partitions (ret, disks.ptr[i]) == -1) {
      reply_with_perror ("/dev/%s", disks.ptr[i]);
      return -1;
    }
  return 0;
}

char **
device_list_partitions (void)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **r;

  if (add_all_partitions (&v, is_disk_name) == -1
      || add_all_partitions (&v, is_md_name) == -1)
    return NULL;
  r = strvec_steal (&v);
  if (!r)
    reply_with_perror_errno (ENOMEM, "list of partitions");
  return r;
}

/* ---- Names ---- */

static bool
ends_in_digit (const char *s)
{
  const size_t n = strlen (s);

  return n > 0 && isdigit ((unsigned char) s[n-1]);
}

const char *
partition_number (const char *partition, const char *disk)
{
  const size_t n = strlen (disk);
  const char *number = partition + n;

  if (strncmp (partition, disk, n) != 0)
    return NULL;
  if (ends_in_digit (disk) && *number++ != 'p')
    return NULL;
  return *number && number[strspn (number, "0123456789")] == '\0' ? number
    : NULL;
}


/* The N of a disk, or of one of its partitions: /dev/<kind>dN.  Programs
 * written for other virtual hardware say hd, vd, xvd or ubd. */
static const char *
after_foreign_prefix (const char *device)
{
  static const char *const kinds[] = { "sd", "hd", "vd", "xvd", "ubd", NULL };

  for (size_t i = 0; kinds[i]; ++i) {
    size_t n = strlen (kinds[i]);
    if (strncmp (device + 5, kinds[i], n) == 0
        && islower ((unsigned char) device[5 + n]))
      return device + 5 + n;
  }
  return NULL;
}

/* Where links are names of devices.  The names of their partitions are not
 * kept as links, which would have to follow each change of a table. */
static const char *const name_dirs[] = { LABELS_DIR "/", "/dev/md/", NULL };

static bool
is_in_name_dir (const char *device)
{
  for (size_t i = 0; name_dirs[i]; ++i)
    if (strncmp (device, name_dirs[i], strlen (name_dirs[i])) == 0)
      return true;
  return false;
}

/* "/dev/sda", "1" -> "/dev/sda1"; "/dev/md127", "1" -> "/dev/md127p1" */
static char *
partition_name (const char *disk, const char *number)
{
  char *name;

  return asprintf (&name, "%s%s%s", disk, ends_in_digit (disk) ? "p" : "",
                   number) == -1 ? NULL : name;
}

/* A link and a number behind it name a partition: "/dev/disk/guestfs/LABEL2",
 * "/dev/md/name2", or "/dev/md/name1p2" when the name ends in a digit.  NULL
 * for all else. */
static char *
partition_of_link (const char *device)
{
  CLEANUP_FREE char *link = strdup (device), *disk = NULL;
  size_t n = strlen (device);
  const char *number;

  if (!link || !is_in_name_dir (device))
    return NULL;
  while (n > 0 && isdigit ((unsigned char) device[n-1]))
    n--;
  number = device + n;
  link[n] = '\0';
  disk = realpath (link, NULL);
  if (!disk && n > 1 && device[n-1] == 'p') {
    link[n-1] = '\0';
    disk = ends_in_digit (link) ? realpath (link, NULL) : NULL;
  }
  return disk && *number ? partition_name (disk, number) : NULL;
}

char *
device_name_translate (const char *device)
{
  const char *rest;
  char *r;

  if (!is_device_name (device) || access (device, F_OK) == 0)
    return strdup (device);
  r = partition_of_link (device);
  if (r)
    return r;
  rest = after_foreign_prefix (device);
  if (!rest || asprintf (&r, "/dev/sd%s", rest) == -1)
    return strdup (device);
  if (access (r, F_OK) == 0)
    return r;
  free (r);
  return strdup (device);
}

/* ---- Labels ---- */

void
device_remove_labels (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (LABELS_DIR);
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.')
      unlinkat (dirfd (dir), d->d_name, 0);
}

/* ---- Waiting ---- */

static int
wait_until (const char *device, bool there)
{
  const int64_t deadline_ms = monotonic_ms () + WAIT_MS;

  while ((access (device, F_OK) == 0) != there) {
    if (call_fails_cancelled (device))
      return -1;
    if (monotonic_ms () >= deadline_ms) {
      reply_with_error_errno (there ? ENOENT : EBUSY, "%s: the kernel did not "
                              "%s it in %d seconds", device,
                              there ? "make" : "remove", WAIT_MS / 1000);
      return -1;
    }
    sleep_ms (1);
  }
  return 0;
}

int
wait_for_device (const char *device)
{
  return wait_until (device, true);
}

int
wait_for_no_device (const char *device)
{
  return wait_until (device, false);
}

/* ---- Partitions ---- */

char *
partition_sysfs (const char *partition)
{
  CLEANUP_FREE char *attribute = NULL;
  char *path;
  struct stat st;

  if (stat (partition, &st) == -1) {
    reply_with_perror ("%s", partition);
    return NULL;
  }
  if (asprintf (&path, "/sys/dev/block/%u:%u", major (st.st_rdev),
                minor (st.st_rdev)) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  if (asprintf (&attribute, "%s/partition", path) >= 0
      && access (attribute, F_OK) == 0)
    return path;
  reply_with_error_errno (EINVAL, "%s: not a partition", partition);
  free (path);
  return NULL;
}

char *
partition_disk (const char *partition)
{
  CLEANUP_FREE char *path = partition_sysfs (partition), *real = NULL;
  char *slash, *ret;

  if (path == NULL)
    return NULL;
  real = realpath (path, NULL);         /* …/block/sda/sda1 */
  if (real == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  slash = strrchr (real, '/');
  *slash = '\0';
  slash = strrchr (real, '/');
  if (asprintf (&ret, "/dev/%s", slash + 1) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}
