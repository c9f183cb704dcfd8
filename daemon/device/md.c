/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MD arrays: which there are, and stopping them with all that is left. */

#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/major.h>
#include <linux/raid/md_u.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "call.h"
#include "device.h"
#include "run.h"

/* Where mdadm makes a link for the name of an array, as udev would. */
#define NAMES "/dev/md"
#define GONE_MS 2000

/* The kernel keeps arrays without members, too: those are "clear". */
static char *
array_state (const char *name)
{
  CLEANUP_FREE char *path = NULL, *state = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t cap = 0;

  if (strncmp (name, "md", 2) != 0
      || asprintf (&path, "/sys/block/%s/md/array_state", name) == -1)
    return NULL;
  fp = fopen (path, "re");
  if (fp == NULL || getline (&state, &cap, fp) == -1)
    return NULL;
  return trim_trailing_newlines (steal (&state));
}

static bool
is_running (const char *state)
{
  return strcmp (state, "clear") != 0 && strcmp (state, "inactive") != 0;
}

/* Has some of its members, but not all that it needs. */
static bool
is_incomplete (const char *state)
{
  return strcmp (state, "inactive") == 0;
}

static char **
list_arrays (bool (*wanted) (const char *state))
{
  CLEANUP_CLOSEDIR DIR *d = opendir ("/sys/block");
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  struct dirent *entry;

  if (d == NULL) {
    reply_with_perror ("/sys/block");
    return NULL;
  }
  while ((entry = readdir (d)) != NULL) {
    CLEANUP_FREE char *state = array_state (entry->d_name);

    if (state && wanted (state)
        && strvec_addf (&v, "/dev/%s", entry->d_name) == -1) {
      reply_with_perror ("listing MD arrays");
      return NULL;
    }
  }
  strvec_sort (&v);
  return strvec_steal (&v);
}

char **
device_list_md (void)
{
  return list_arrays (is_running);
}

char **
md_list_incomplete (void)
{
  return list_arrays (is_incomplete);
}

static void
remove_entries (const char *path, bool (*is_dead) (int dir, const char *name))
{
  CLEANUP_CLOSEDIR DIR *d = opendir (path);
  struct dirent *entry;

  while (d && (entry = readdir (d)) != NULL)
    if (entry->d_name[0] != '.' && is_dead (dirfd (d), entry->d_name))
      unlinkat (dirfd (d), entry->d_name, 0);
}

static bool
is_dead_node (int dir, const char *name)
{
  CLEANUP_FREE char *path = NULL;

  (void) dir;
  return strncmp (name, "md", 2) == 0 && isdigit ((unsigned char) name[2])
    && asprintf (&path, "/sys/class/block/%s", name) != -1
    && access (path, F_OK) == -1;
}

static bool
is_dead_link (int dir, const char *name)
{
  return faccessat (dir, name, F_OK, 0) == -1;
}

/* mdadm makes the node and the link that udev would make, and leaves both.
 * Assembled again, the array would get another number and no name. */
void
md_remove_dead_names (void)
{
  remove_entries ("/dev", is_dead_node);
  remove_entries (NAMES, is_dead_link);
}

/* The kernel takes a stopped array away a moment later.  Until then mdadm
 * takes its number for used, and gives the next array another one.  Of the
 * entries in /sys this one goes last, and is_dead_node looks at it. */
void
md_wait_until_gone (const char *device)
{
  const int64_t deadline_ms = monotonic_ms () + GONE_MS;
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "/sys/class/block/%s",
                device + strlen ("/dev/")) == -1)
    return;
  while (access (path, F_OK) == 0 && monotonic_ms () < deadline_ms)
    sleep_ms (1);
}

int
md_stop (const char *device)
{
  CLEANUP_FREE char *real = realpath (device, NULL);
  const int r = run (NULL, "mdadm", "--stop", device, NULL);

  if (r == 0) {
    if (real)
      md_wait_until_gone (real);
    md_remove_dead_names ();
  }
  return r;
}

bool
md_stop_unused (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDONLY | O_CLOEXEC);

  if (fd != -1 && ioctl (fd, STOP_ARRAY, NULL) == 0)
    return true;
  debug ("%s: stopping the array: %m", device);
  return false;
}
