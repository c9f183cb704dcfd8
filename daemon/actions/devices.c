/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which block devices there are, and what they are called. */

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "daemon.h"

char **
do_list_devices (void)
{
  return device_list_disks ();
}

char **
do_list_partitions (void)
{
  return device_list_partitions ();
}

char **
do_list_dm_devices (void)
{
  return device_list_dm ();
}

/* Only a disk that hangs off a (real or virtual) controller has a link to
 * its "device" in sysfs; partitions, dm, md and loop devices have none. */
int
do_is_whole_device (const char *device)
{
  CLEANUP_FREE char *link = NULL;
  struct stat st;

  if (stat (device, &st) == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  if (asprintf (&link, "/sys/dev/block/%u:%u/device", major (st.st_rdev),
                minor (st.st_rdev)) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return access (link, F_OK) == 0;
}

/* The contents of dir/name/file without the final newline; NULL when it
 * cannot be read, with no error set. */
static char *
read_attribute (const char *dir, const char *name, const char *file)
{
  CLEANUP_FREE char *path = NULL, *line = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t cap = 0;

  if (asprintf (&path, "%s/%s/%s", dir, name, file) == -1)
    return NULL;
  fp = fopen (path, "re");
  if (fp == NULL || getline (&line, &cap, fp) == -1)
    return NULL;
  return trim_trailing_newlines (steal (&line));
}

/* Calls cb for each entry of a sysfs directory, which need not exist. */
static int
for_each_entry (const char *dir, int (*cb) (struct strvec *, const char *),
                struct strvec *v)
{
  CLEANUP_CLOSEDIR DIR *d = opendir (dir);
  struct dirent *entry;

  if (d == NULL)
    return 0;
  while ((entry = readdir (d)) != NULL)
    if (entry->d_name[0] != '.' && cb (v, entry->d_name) == -1) {
      reply_with_perror ("%s", dir);
      return -1;
    }
  return 0;
}

#define VIRTIO_DEVICES "/sys/bus/virtio/devices"

/* Virtio device type 9 is a 9p transport. */
static int
add_9p_device (struct strvec *v, const char *name)
{
  CLEANUP_FREE char *id = read_attribute (VIRTIO_DEVICES, name, "device");

  if (id && strtol (id, NULL, 16) == 9)
    return strvec_add (v, name);
  return 0;
}

char **
do_list_9p (void)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT, tags = STRVEC_INIT;
  size_t i;

  if (for_each_entry (VIRTIO_DEVICES, add_9p_device, &devices) == -1)
    return NULL;
  /* The tag appears when the driver is there, which nobody has loaded. */
  if (devices.len > 0
      && run (NULL, "modprobe", "9pnet_virtio", NULL) == -1)
    return NULL;
  for (i = 0; i < devices.len; ++i) {
    char *tag = read_attribute (VIRTIO_DEVICES, devices.ptr[i], "mount_tag");

    if (tag && strvec_add_owned (&tags, tag) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  }
  strvec_sort (&tags);
  return strvec_steal (&tags);
}
