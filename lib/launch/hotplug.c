/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives that are added and removed: in the list only, or in QEMU and the
 * daemon of a running appliance, too.
 *
 * A drive is plugged in before SETUP and taken out after it.  Whichever step
 * is refused, those before it are undone: list, QEMU and daemon agree again.
 */

#include <config.h>

#include <errno.h>

#include "drives.h"
#include "launch.h"
#include "proto.h"

/* The daemon is told that drive i is not there.  If it is lost, so are the
 * drives. */
static enum setup_result
send_setup_without (guestfs_h *g, size_t i)
{
  struct drive *drv = g->drives[i];

  g->drives[i] = NULL;
  const enum setup_result r = guestfs_int_send_setup_again (g);
  if (i < g->nr_drives)
    g->drives[i] = drv;
  else
    guestfs_int_free_drive (drv);
  return r;
}

/* Both return 0; -1: refused and undone; -2: the appliance is lost. */
static int
plug_drive (guestfs_h *g, size_t i)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  int r = g->backend->add_drive (g, g->backend_data, i);

  if (r != 0)
    return r;
  r = guestfs_int_send_setup_again (g);
  if (r != SETUP_REFUSED)
    return r;
  guestfs_int_save_error (g, &why);
  /* The kernel lets go of the disk, if it was found, before QEMU does. */
  if (send_setup_without (g, i) == SETUP_LOST ||
      g->backend->remove_drive (g, g->backend_data, i) == -2)
    return -2;
  guestfs_int_raise_error (g, &why);
  return -1;
}

static int
unplug_drive (guestfs_h *g, size_t i)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  int r = send_setup_without (g, i);

  if (r == SETUP_DONE)
    r = g->backend->remove_drive (g, g->backend_data, i);
  if (r != -1)
    return r;
  guestfs_int_save_error (g, &why);
  if (guestfs_int_send_setup_again (g) == SETUP_LOST)
    return -2;
  guestfs_int_raise_error (g, &why);
  return -1;
}

/* The state keeps callbacks from shutting the appliance down, calling it or
 * changing its drives meanwhile.  Errors are shown when it is known which one
 * counts. */
static int
change_running (guestfs_h *g, int (*change) (guestfs_h *g, size_t i),
                size_t i, const char *while_doing)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };

  g->state = LAUNCHING;
  guestfs_push_error_handler (g, NULL, NULL);
  const int r = change (g, i);
  guestfs_pop_error_handler (g);
  if (g->state == LAUNCHING)
    g->state = READY;
  if (r == 0)
    return 0;
  /* QEMU is lost, and the connection does not know it yet. */
  if (r == -2 && g->state == READY)
    return guestfs_int_lost_appliance (g, while_doing);
  guestfs_int_save_error (g, &why);
  guestfs_int_raise_error (g, &why);
  return -1;
}

static int
add_to_running (guestfs_h *g, size_t i)
{
  if (g->backend->add_drive)
    return change_running (g, plug_drive, i, "lost the appliance while a "
                           "drive was added to it");
  guestfs_int_error_errno (g, ENOTSUP, "the %s backend cannot add drives to a "
                           "running appliance: add them before launch",
                           g->backend->name);
  return -1;
}

static int
remove_from_running (guestfs_h *g, size_t i)
{
  if (g->backend->remove_drive)
    return change_running (g, unplug_drive, i, "lost the appliance while a "
                           "drive was removed from it");
  guestfs_int_error_errno (g, ENOTSUP, "the %s backend cannot remove drives "
                           "from a running appliance: shut it down first",
                           g->backend->name);
  return -1;
}

int
guestfs_int_add_drive (guestfs_h *g, struct drive *drv)
{
  CLEANUP_DRIVE struct drive *owned = drv;

  if (guestfs_int_may_add_drive (g) == -1)
    return -1;
  if (drv->label && guestfs_int_find_label (g, drv->label) >= 0) {
    guestfs_int_error_errno (g, EEXIST, "label %s: already used by another "
                             "drive: labels must be unique", drv->label);
    return -1;
  }
  if (guestfs_int_prepare_added_drive (g, drv) == -1)
    return -1;

  const size_t i = guestfs_int_insert_drive (g, steal (&owned));
  if (g->state != READY || add_to_running (g, i) == 0)
    return 0;
  if (i < g->nr_drives)         /* the list is empty if QEMU has died */
    guestfs_int_delete_drive (g, i);
  return -1;
}

int
guestfs_int_remove_drive (guestfs_h *g, const char *label)
{
  const ssize_t i = guestfs_int_find_label (g, label);

  if (g->state == LAUNCHING) {
    guestfs_int_error_errno (g, EBUSY, "the appliance is being launched: "
                             "remove drives before or after");
    return -1;
  }
  if (i < 0) {
    guestfs_int_error_errno (g, ENOENT, "label %s: no drive was added with "
                             "this label", label);
    return -1;
  }
  if (g->state == READY && remove_from_running (g, i) == -1)
    return -1;
  guestfs_int_delete_drive (g, i);
  return 0;
}
