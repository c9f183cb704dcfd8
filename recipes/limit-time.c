/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cancel a call that takes too long
 *
 * guestfs_user_cancel may be called from a signal handler. The call fails with
 * EINTR, and the handle can be used as before.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <guestfs.h>

static guestfs_h *g;

static void
time_is_over (int sig)
{
  guestfs_user_cancel (g);
}

int
main (void)
{
  g = guestfs_create ();
  signal (SIGALRM, time_is_over);
  if (!g || guestfs_add_drive (g, "disk.img") == -1 ||
      guestfs_launch (g) == -1 || guestfs_mount (g, "/dev/sda1", "/") == -1)
    return EXIT_FAILURE;

  alarm (2);
  if (guestfs_upload (g, "/dev/zero", "/endless") == -1 &&
      guestfs_last_errno (g) == EINTR)
    printf ("cancelled\n");
  if (guestfs_rm_f (g, "/endless") == -1 || guestfs_shutdown (g) == -1)
    return EXIT_FAILURE;
  guestfs_close (g);
  return EXIT_SUCCESS;
}
