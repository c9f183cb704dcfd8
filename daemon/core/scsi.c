/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plugs and unplugs drives: SCSI targets, scanned by hand and in order. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core.h"

#define HOSTS "/sys/class/scsi_host"
#define WAIT_MS 30000

/* Number of the virtio-scsi host; the only one there is. */
static int host = -1;
static uint32_t *present;
static size_t nr_present;

static int
find_host (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (HOSTS);
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL)
    if (sscanf (d->d_name, "host%d", &host) == 1)
      return 0;
  reply_with_error_errno (ENODEV, HOSTS ": no SCSI host: the virtio-scsi "
                          "device is missing from the machine");
  return -1;
}

static int
write_file (const char *path, const char *text)
{
  CLEANUP_CLOSE int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd == -1 || full_write (fd, text, strlen (text)) == -1) {
    reply_with_perror ("writing \"%s\" to %s", text, path);
    return -1;
  }
  return 0;
}

/* The driver attaches the disk in a thread of its own. */
static int
wait_for_block (const char *dir, uint32_t target)
{
  struct timespec ms = { .tv_nsec = 500000 };

  for (int i = 0; i < WAIT_MS * 2; ++i) {
    if (access (dir, F_OK) == 0)
      return 0;
    nanosleep (&ms, NULL);
  }
  reply_with_error_errno (ENODEV, "drive %u: the kernel has not found it in %d "
                          "seconds", target, WAIT_MS / 1000);
  return -1;
}

/* Waiting for each before scanning the next is what keeps the names in the
 * order of the targets. */
static int
add_target (uint32_t target)
{
  CLEANUP_FREE char *scan = NULL;
  CLEANUP_FREE char *what = NULL;
  CLEANUP_FREE char *block = NULL;

  if (asprintf (&scan, HOSTS "/host%d/scan", host) == -1
      || asprintf (&what, "0 %u 0", target) == -1
      || asprintf (&block, "/sys/class/scsi_device/%d:0:%u:0/device/block",
                   host, target) == -1) {
    reply_with_perror ("drive %u", target);
    return -1;
  }
  if (write_file (scan, what) == -1)
    return -1;
  return wait_for_block (block, target);
}

static int
remove_target (uint32_t target)
{
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "/sys/class/scsi_device/%d:0:%u:0/device/delete",
                host, target) == -1) {
    reply_with_perror ("drive %u", target);
    return -1;
  }
  if (access (path, F_OK) == -1)
    return 0;                   /* QEMU said so first */
  return write_file (path, "1");
}

static bool
contains (const uint32_t *v, size_t n, uint32_t x)
{
  for (size_t i = 0; i < n; ++i)
    if (v[i] == x)
      return true;
  return false;
}

static int
remember (const uint32_t *targets, size_t n)
{
  uint32_t *copy = malloc ((n + 1) * sizeof *copy);

  if (!copy) {
    reply_with_perror ("list of drives");
    return -1;
  }
  for (size_t i = 0; i < n; ++i)
    copy[i] = targets[i];
  free (present);
  present = copy;
  nr_present = n;
  return 0;
}

int
scsi_set_targets (const uint32_t *targets, size_t n)
{
  if (n + nr_present > 0 && host == -1 && find_host () == -1)
    return -1;
  for (size_t i = 0; i < nr_present; ++i)
    if (!contains (targets, n, present[i]) && remove_target (present[i]) == -1)
      return -1;
  for (size_t i = 0; i < n; ++i)
    if (!contains (present, nr_present, targets[i])
        && add_target (targets[i]) == -1)
      return -1;
  return remember (targets, n);
}

char *
scsi_disk_of_target (uint32_t target)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  struct dirent *d;
  char *dev = NULL;

  if (asprintf (&path, "/sys/class/scsi_device/%d:0:%u:0/device/block",
                host, target) == -1)
    return NULL;
  dir = opendir (path);
  while (dir && !dev && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && asprintf (&dev, "/dev/%s", d->d_name) == -1)
      dev = NULL;
  return dev;
}
