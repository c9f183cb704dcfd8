/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many drives there are and what labels they have. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"

/* SETUP makes a link to the device for each label. */
#define LABELS_DIR "/dev/disk/guestfs"

int
do_nr_devices (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  return disks ? (int) string_list_length (disks) : -1;
}

static int
add_label (struct strvec *ret, int dir, const char *label)
{
  char target[PATH_MAX];
  const ssize_t n = readlinkat (dir, label, target, sizeof target - 1);
  const char *name;

  if (n == -1) {
    reply_with_perror (LABELS_DIR "/%s", label);
    return -1;
  }
  target[n] = '\0';
  name = strrchr (target, '/');
  if (strvec_add (ret, label) == -1 ||
      strvec_addf (ret, "/dev/%s", name ? name + 1 : target) == -1) {
    reply_with_perror ("list of labels");
    return -1;
  }
  return 0;
}

char **
do_list_disk_labels (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (LABELS_DIR);
  CLEANUP_STRVEC struct strvec ret = STRVEC_INIT;
  struct dirent *e;

  if (!dir && errno == ENOENT)  /* no drive has a label */
    return strvec_steal (&ret);
  if (!dir) {
    reply_with_perror (LABELS_DIR);
    return NULL;
  }
  while ((e = readdir (dir)) != NULL)
    if (e->d_name[0] != '.' && add_label (&ret, dirfd (dir), e->d_name) == -1)
      return NULL;
  return strvec_steal (&ret);
}
