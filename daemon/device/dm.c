/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel knows of device mapper's devices: their names, their UUIDs
 * and which of them are logical volumes. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/dm-ioctl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "run.h"

int
dm_prepare (void)
{
  if (access ("/dev/mapper/control", F_OK) == -1
      && run (NULL, "modprobe", "dm_mod", NULL) == -1)
    return -1;
  return 0;
}

/* A line of a file in the dm directory of a device; NULL if there is none.*/
static char *
dm_attribute (const char *device_dir, const char *name)
{
  CLEANUP_FREE char *path = NULL, *line = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t cap = 0;

  if (asprintf (&path, "%s/dm/%s", device_dir, name) == -1)
    return NULL;
  fp = fopen (path, "re");
  if (fp == NULL || getline (&line, &cap, fp) == -1)
    return NULL;
  return trim_trailing_newlines (steal (&line));
}

static char *
device_dir (dev_t rdev)
{
  char *dir;

  if (asprintf (&dir, "/sys/dev/block/%u:%u", major (rdev), minor (rdev))
      == -1)
    return NULL;
  return dir;
}

char *
dm_uuid (dev_t rdev)
{
  CLEANUP_FREE char *dir = device_dir (rdev);

  return dir ? dm_attribute (dir, "uuid") : NULL;
}

/* "LVM-", 32 characters of the volume group, 32 of the logical volume; the
 * hidden parts of a mirror or pool have a suffix. */
static bool
is_lv_uuid (const char *uuid)
{
  return uuid && strncmp (uuid, "LVM-", 4) == 0 && strlen (uuid) == 4 + 64;
}

/* "my--vg-lv" -> "/dev/my-vg/lv": a dash in a name is doubled. */
static char *
decode_dm_name (const char *name)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (strbuf_adds (&b, "/dev/") == -1)
    return NULL;
  for (; *name; ++name) {
    char c = *name;

    if (c == '-' && name[1] == '-')
      name++;
    else if (c == '-')
      c = '/';
    if (strbuf_addc (&b, c) == -1)
      return NULL;
  }
  return strbuf_steal (&b);
}

static char *
lv_name_in (const char *dir)
{
  CLEANUP_FREE char *uuid = dm_attribute (dir, "uuid"), *name = NULL;

  if (!is_lv_uuid (uuid))
    return NULL;
  name = dm_attribute (dir, "name");
  return name ? decode_dm_name (name) : NULL;
}

char *
logical_volume_name (dev_t rdev)
{
  CLEANUP_FREE char *dir = device_dir (rdev);

  return dir ? lv_name_in (dir) : NULL;
}

char **
list_logical_volumes (void)
{
  CLEANUP_CLOSEDIR DIR *d = opendir ("/sys/block");
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct dirent *entry;

  if (d == NULL) {
    reply_with_perror ("/sys/block");
    return NULL;
  }
  while ((entry = readdir (d)) != NULL) {
    CLEANUP_FREE char *dir = NULL;
    char *name;

    if (strncmp (entry->d_name, "dm-", 3) != 0)
      continue;
    if (asprintf (&dir, "/sys/block/%s", entry->d_name) == -1
        || ((name = lv_name_in (dir)) != NULL
            && strvec_add_owned (&v, name) == -1)) {
      reply_with_perror ("listing logical volumes");
      return NULL;
    }
  }
  strvec_sort (&v);
  return strvec_steal (&v);
}

/* ---- All others ---- */

static int
add_dm_device (struct strvec *v, const char *name)
{
  CLEANUP_FREE char *dir = NULL, *uuid = NULL, *dm_name = NULL;

  if (strncmp (name, "dm-", 3) != 0)
    return 0;
  if (asprintf (&dir, "/sys/block/%s", name) == -1)
    return -1;
  uuid = dm_attribute (dir, "uuid");
  dm_name = dm_attribute (dir, "name");
  if (dm_name == NULL || (uuid && strncmp (uuid, "LVM-", 4) == 0))
    return 0;
  return strvec_addf (v, "/dev/mapper/%s", dm_name);
}

char **
device_list_dm (void)
{
  CLEANUP_CLOSEDIR DIR *d = opendir ("/sys/block");
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct dirent *entry;

  while (d && (entry = readdir (d)) != NULL)
    if (add_dm_device (&v, entry->d_name) == -1) {
      reply_with_perror ("listing devices of device mapper");
      return NULL;
    }
  strvec_sort (&v);
  return strvec_steal (&v);
}

/* ---- Asking the kernel ---- */

/* args may be longer than the struct.  -1 with errno. */
static int
dm_request (unsigned long request, struct dm_ioctl *args)
{
  CLEANUP_CLOSE int fd = open ("/dev/mapper/control", O_RDWR | O_CLOEXEC);

  return fd == -1 ? -1 : ioctl (fd, request, args);
}

/* name "": of all.  -1 with errno. */
static int
set_args (struct dm_ioctl *args, const char *name)
{
  const size_t n = strlen (name);

  *args = (struct dm_ioctl) {
    .version = { DM_VERSION_MAJOR, 0, 0 }, .data_size = sizeof *args
  };
  if (n >= sizeof args->name) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy (args->name, name, n);
  return 0;
}

static int
dm_control (unsigned long request, const char *name, struct dm_ioctl *ret)
{
  return set_args (ret, name) == -1 ? -1 : dm_request (request, ret);
}

/* ---- Making ---- */

int
dm_table_add_linear (struct dm_table *t, uint64_t sectors, dev_t dev,
                     uint64_t from)
{
  struct dm_target_spec spec = {
    .sector_start = t->sectors, .length = sectors, .target_type = "linear",
  };
  char place[64] = "";
  size_t n = snprintf (place, sizeof place, "%u:%u %" PRIu64, major (dev),
                       minor (dev), from);

  n = (n + 8) & ~(size_t) 7;    /* with NUL */
  spec.next = sizeof spec + n;
  t->sectors += sectors;
  t->nr_targets++;
  return strbuf_add (&t->targets, &spec, sizeof spec) == -1 ? -1
    : strbuf_add (&t->targets, place, n);
}

void
dm_table_done (struct dm_table *t)
{
  strbuf_done (&t->targets);
}

static int
load_table (const char *name, const struct dm_table *t)
{
  const size_t size = sizeof (struct dm_ioctl) + t->targets.len;
  CLEANUP_FREE struct dm_ioctl *args = malloc (size);

  if (args == NULL || set_args (args, name) == -1)
    return -1;
  args->data_size = size;
  args->data_start = sizeof *args;
  args->target_count = t->nr_targets;
  memcpy (args + 1, t->targets.ptr, t->targets.len);
  return dm_request (DM_TABLE_LOAD, args);
}

/* dev: as the kernel encodes it */
static int
make_mapper_node (const char *name, uint64_t dev)
{
  CLEANUP_FREE char *path = NULL;
  const unsigned ma = dev >> 8 & 0xfff;
  const unsigned mi = (dev & 0xff) | (dev >> 12 & 0xfff00);

  if (asprintf (&path, "/dev/mapper/%s", name) == -1)
    return -1;
  if (mknod (path, S_IFBLK | 0600, makedev (ma, mi)) == -1 && errno != EEXIST)
    return -1;
  return 0;
}

int
dm_create (const char *name, const char *uuid, const struct dm_table *t)
{
  struct dm_ioctl args;
  int err;

  if (set_args (&args, name) == -1)
    return -1;
  snprintf (args.uuid, sizeof args.uuid, "%s", uuid);
  if (dm_request (DM_DEV_CREATE, &args) == -1)
    return -1;
  /* With no flags the second resumes it. */
  if (load_table (name, t) == 0
      && dm_control (DM_DEV_SUSPEND, name, &args) == 0
      && make_mapper_node (name, args.dev) == 0)
    return 0;
  err = errno;
  dm_control (DM_DEV_REMOVE, name, &args);
  errno = err;
  return -1;
}

/* ---- Removing ---- */

void
dm_remove_crypt (const char *name)
{
  CLEANUP_FREE char *node = NULL;
  struct dm_ioctl args;

  if (name[0] == '\0' || dm_control (DM_DEV_STATUS, name, &args) == -1
      || strncmp (args.uuid, "CRYPT-", 6) != 0)
    return;
  if (dm_control (DM_DEV_REMOVE, name, &args) == -1)
    debug ("%s: removing the mapping: %m", name);
  else if (asprintf (&node, "/dev/mapper/%s", name) == -1)
    node = NULL;
  if (node)
    unlink (node);
}

void
dm_remove_unused (void)
{
  struct dm_ioctl args;

  if (dm_control (DM_REMOVE_ALL, "", &args) == -1)
    debug ("removing the devices of device mapper: %m");
}

/* ---- Removing logical volumes ----
 * Without lvm, which an emulated processor takes long to start. */

/* Adds its name if it is a logical volume.  False: it is in use, or made of
 * parts that are hidden. */
static bool
add_idle_volume (struct strvec *names, const char *block)
{
  CLEANUP_FREE char *dir = NULL, *uuid = NULL, *name = NULL;
  struct dm_ioctl args;

  if (asprintf (&dir, "/sys/block/%s", block) == -1) {
    dir = NULL;
    return false;
  }
  uuid = dm_attribute (dir, "uuid");
  if (uuid == NULL || strncmp (uuid, "LVM-", 4) != 0)
    return true;
  name = dm_attribute (dir, "name");
  return name && is_lv_uuid (uuid)
    && dm_control (DM_DEV_STATUS, name, &args) == 0 && args.open_count == 0
    && strvec_add (names, name) == 0;
}

/* The node, the link that lvm makes, and its directory, if that is empty. */
static void
remove_volume_names (const char *name)
{
  CLEANUP_FREE char *node = NULL, *link = decode_dm_name (name);

  if (asprintf (&node, "/dev/mapper/%s", name) == -1)
    node = NULL;
  if (node)
    unlink (node);
  if (link && unlink (link) == 0) {
    *strrchr (link, '/') = '\0';
    rmdir (link);
  }
}

bool
dm_remove_volumes (void)
{
  CLEANUP_CLOSEDIR DIR *d = opendir ("/sys/block");
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  struct dirent *entry;
  struct dm_ioctl args;

  while (d && (entry = readdir (d)) != NULL)
    if (strncmp (entry->d_name, "dm-", 3) == 0
        && !add_idle_volume (&names, entry->d_name))
      return false;
  for (size_t i = 0; i < names.len; ++i) {
    if (dm_control (DM_DEV_REMOVE, names.ptr[i], &args) == -1)
      return false;
    remove_volume_names (names.ptr[i]);
  }
  return d != NULL;
}
