/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copy a partition out of a disk image; show how far it is, and stop when
 * Ctrl-C is pressed. */

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <guestfs.h>

static guestfs_h *g;

static void
interrupted (int sig)
{
  (void) sig;
  guestfs_user_cancel (g);      /* allowed in a signal handler */
}

static void
show (guestfs_h *h, void *opaque, uint64_t event, int event_handle, int flags,
      const char *buf, size_t buf_len, const uint64_t *array, size_t array_len)
{
  (void) h; (void) opaque; (void) event; (void) event_handle; (void) flags;
  (void) buf; (void) buf_len;
  if (array_len >= 4 && array[3] > 0)
    fprintf (stderr, "\r%3" PRIu64 " %%", 100 * array[2] / array[3]);
}

static int
copy_out (const char *image, const char *device, const char *file)
{
  if (guestfs_add_drive_opts (g, image,
                              GUESTFS_ADD_DRIVE_OPTS_READONLY, 1,
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                              -1) == -1 ||
      guestfs_launch (g) == -1 ||
      guestfs_set_event_callback (g, show, GUESTFS_EVENT_PROGRESS, 0,
                                  NULL) == -1)
    return -1;
  signal (SIGINT, interrupted);
  return guestfs_download (g, device, file);
}

int
main (int argc, char *argv[])
{
  int r, cancelled;

  g = guestfs_create ();
  if (g == NULL || argc != 4) {
    fprintf (stderr, "usage: show-progress IMAGE DEVICE FILE\n");
    return EXIT_FAILURE;
  }
  r = copy_out (argv[1], argv[2], argv[3]);
  cancelled = r == -1 && guestfs_last_errno (g) == EINTR;
  fprintf (stderr, "\r%s\n", cancelled ? "cancelled" : r == 0 ? "done" : "");
  signal (SIGINT, SIG_DFL);
  guestfs_close (g);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
