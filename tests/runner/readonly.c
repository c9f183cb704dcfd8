/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Actions that leave nothing, as the table says, run where nothing can be
 * changed: whatever does change something then fails. */

#include <config.h>

#include <stdio.h>
#include <sys/statvfs.h>

#include "capi.h"

static void
remount (struct capi *t, const char *where, bool rw)
{
  if (guestfs_remount (t->g, where, GUESTFS_REMOUNT_RW, rw, -1) == -1)
    printf ("# %s: step %u: %s\n", where, t->step_number,
            guestfs_last_error (t->g));
}

static bool
is_writable (guestfs_h *g, const char *where)
{
  struct guestfs_statvfs *st = guestfs_statvfs (g, where);
  const bool ret = st && !(st->flag & ST_RDONLY);

  guestfs_free_statvfs (st);
  return ret;
}

static void
remount_read_only (struct capi *t)
{
  CLEANUP_FREE_STRING_LIST char **list = guestfs_mountpoints (t->g);

  for (size_t i = 0; list && list[i]; i += 2)
    if (is_writable (t->g, list[i+1])) {
      strvec_add (&t->remounted, list[i+1]);
      remount (t, list[i+1], false);
    }
}

static void
remount_writable (struct capi *t)
{
  for (size_t i = 0; i < t->remounted.len; i++)
    remount (t, t->remounted.ptr[i], true);
  strvec_done (&t->remounted);
  t->remounted = (struct strvec) STRVEC_INIT;
}

static void
protect (guestfs_h *g, char *const *devices, bool read_only)
{
  for (size_t i = 0; devices && devices[i]; i++)
    if (read_only)
      guestfs_blockdev_setro (g, devices[i]);
    else
      guestfs_blockdev_setrw (g, devices[i]);
}

static void
protect_all (guestfs_h *g, bool read_only)
{
  CLEANUP_FREE_STRING_LIST char **disks = guestfs_list_devices (g);
  CLEANUP_FREE_STRING_LIST char **partitions = guestfs_list_partitions (g);
  CLEANUP_FREE_STRING_LIST char **volumes = guestfs_lvs (g);

  protect (g, disks, read_only);
  protect (g, partitions, read_only);
  protect (g, volumes, read_only);
}

/* What was written gets to the disks before. */
void
make_read_only (struct capi *t, bool read_only)
{
  t->read_only = read_only;
  if (read_only) {
    guestfs_sync (t->g);
    remount_read_only (t);
  }
  protect_all (t->g, read_only);
  if (!read_only)
    remount_writable (t);
}
