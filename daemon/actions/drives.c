/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many drives there are and what labels they have. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon.h"

int
do_nr_devices (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  return disks ? (int) string_list_length (disks) : -1;
}

/* The label alone is the disk, with a number behind it a partition; but when
 * that is the label of another drive it is the drive. */
static int
add_partition_label (struct strvec *ret, const char *label, const char *number,
                     const char *partition)
{
  CLEANUP_FREE char *name = NULL, *link = NULL;

  if (asprintf (&name, "%s%s", label, number) == -1
      || asprintf (&link, LABELS_DIR "/%s", name) == -1)
    return -1;
  if (access (link, F_OK) == 0)
    return 0;
  return strvec_add (ret, name) == -1 ? -1 : strvec_add (ret, partition);
}

static int
add_label (struct strvec *ret, const char *label, char *const *partitions)
{
  CLEANUP_FREE char *link = NULL, *disk = NULL;

  if (asprintf (&link, LABELS_DIR "/%s", label) == -1)
    return -1;
  disk = realpath (link, NULL);
  if (!disk)
    return errno == ENOENT ? 0 : -1;    /* its drive was removed */
  if (strvec_add (ret, label) == -1 || strvec_add (ret, disk) == -1)
    return -1;
  for (size_t i = 0; partitions[i]; ++i) {
    const char *number = partition_number (partitions[i], disk);

    if (number
        && add_partition_label (ret, label, number, partitions[i]) == -1)
      return -1;
  }
  return 0;
}

/* Sorted.  NULL, with the error set; empty when no drive has a label. */
static char **
list_labels (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (LABELS_DIR);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct dirent *e;

  if (!dir && errno != ENOENT) {
    reply_with_perror (LABELS_DIR);
    return NULL;
  }
  while (dir && (e = readdir (dir)) != NULL)
    if (e->d_name[0] != '.' && strvec_add (&v, e->d_name) == -1) {
      reply_with_perror ("list of labels");
      return NULL;
    }
  strvec_sort (&v);
  return strvec_steal (&v);
}

char **
do_list_disk_labels (void)
{
  CLEANUP_FREE_STRING_LIST char **labels = list_labels ();
  CLEANUP_FREE_STRING_LIST char **partitions = NULL;
  CLEANUP_STRVEC struct strvec ret = STRVEC_INIT;

  if (!labels || (partitions = device_list_partitions ()) == NULL)
    return NULL;
  for (size_t i = 0; labels[i]; ++i)
    if (add_label (&ret, labels[i], partitions) == -1) {
      reply_with_perror ("label \"%s\"", labels[i]);
      return NULL;
    }
  return strvec_steal (&ret);
}
