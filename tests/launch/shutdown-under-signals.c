/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shuts the appliance down while a timer interrupts the program every so many
 * microseconds, as profilers and language runtimes do. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

#include <guestfs.h>

static void
do_nothing (int sig)
{
  (void) sig;
}

int
main (int argc, char *argv[])
{
  const int us = argc > 1 ? atoi (argv[1]) : 300;
  const struct sigaction sa = { .sa_handler = do_nothing,
                                .sa_flags = SA_RESTART };
  const struct itimerval it = { { 0, us }, { 0, us } };
  static char data[32 * 1024 * 1024];
  guestfs_h *g = guestfs_create ();

  sigaction (SIGALRM, &sa, NULL);
  if (!g || guestfs_disk_create (g, "d.qcow2", "qcow2", 1 << 30, -1) == -1 ||
      guestfs_add_drive_opts (g, "d.qcow2",
                              GUESTFS_ADD_DRIVE_OPTS_FORMAT, "qcow2",
                              -1) == -1 ||
      guestfs_launch (g) == -1 ||
      guestfs_pwrite_device (g, "/dev/sda", data, sizeof data, 0) == -1)
    return 1;
  setitimer (ITIMER_REAL, &it, NULL);
  if (guestfs_shutdown (g) == -1)
    return 2;
  guestfs_close (g);
  return 0;
}
