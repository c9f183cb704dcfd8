/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call that was cancelled, then a drive that is plugged in while another
 * holds a physical volume, so that the appliance runs a program meanwhile. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <guestfs.h>

static void
cancel (guestfs_h *g, void *opaque, uint64_t event, int handle, int flags,
        const char *buf, size_t buf_len, const uint64_t *array, size_t len)
{
  (void) opaque, (void) event, (void) handle, (void) flags;
  (void) buf, (void) buf_len, (void) array, (void) len;
  guestfs_user_cancel (g);
}

static void
must (guestfs_h *g, int r, const char *what)
{
  if (r != -1)
    return;
  fprintf (stderr, "%s: %s\n", what, guestfs_last_error (g));
  exit (EXIT_FAILURE);
}

int
main (void)
{
  guestfs_h *g = guestfs_create ();
  const int mib = 1024 * 1024;
  char **devices;
  int event;

  must (g, guestfs_add_drive_scratch (g, 64 * mib, -1), "add_drive");
  must (g, guestfs_add_drive_scratch (g, 4096LL * mib, -1), "add_drive");
  must (g, guestfs_launch (g), "launch");
  must (g, guestfs_pvcreate (g, "/dev/sda"), "pvcreate");
  event = guestfs_set_event_callback (g, cancel, GUESTFS_EVENT_PROGRESS, 0,
                                      NULL);
  guestfs_set_error_handler (g, NULL, NULL);
  if (guestfs_download (g, "/dev/sdb", "/dev/null") != -1
      || guestfs_last_errno (g) != EINTR) {
    fprintf (stderr, "the download was not cancelled\n");
    return EXIT_FAILURE;
  }
  guestfs_delete_event_callback (g, event);
  must (g, guestfs_add_drive_scratch (g, 64 * mib, -1), "a third drive");
  devices = guestfs_list_devices (g);
  if (!devices || !devices[2] || strcmp (devices[2], "/dev/sdc") != 0) {
    fprintf (stderr, "the third drive is not there\n");
    return EXIT_FAILURE;
  }
  guestfs_close (g);
  return EXIT_SUCCESS;
}
