/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making usable what is composed of several devices: MD arrays, LVM, dynamic
 * disks of Windows.
 *
 * Elsewhere udev does this as devices appear.  Here it happens once when the
 * drives are there, and only if they have something of the kind, because
 * starting the programs takes longer than all the rest of connecting.
 */

#include "config.h"

#include <endian.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "lvm.h"
#include "serve.h"

/* A guest with a broken array or volume group must still be opened, to be
 * repaired: what cannot be activated is left. */
static int
try_to_run (const char *const *argv)
{
  CLEANUP_RUN struct run r = { .argv = argv, .merge_stderr = true };

  if (run_full (&r) == -1)
    return -1;
  debug ("%s: status %d: %s", argv[0], r.status, r.out);
  return 0;
}

/* In a process of its own: should the library not stand damaged metadata,
 * the launch still succeeds. */
static int
activate_dynamic_disks (void)
{
  int status;
  pid_t pid;

  if (dm_prepare () == -1)
    return -1;
  pid = fork ();
  if (pid == -1) {
    reply_with_perror ("fork");
    return -1;
  }
  if (pid == 0)
    _exit (do_ldmtool_create_all () == 0 ? 0 : 1);
  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR) {
      reply_with_perror ("waitpid");
      return -1;
    }
  debug ("dynamic disks: status %x", status);
  return 0;
}

static int
adopt_all_partitions (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  for (size_t i = 0; disks && disks[i]; ++i)
    adopt_partitions (disks[i]);
  return disks ? 0 : -1;
}

int
activate_devices (void)
{
  static const char *const mdadm[] = {
    "mdadm", "--assemble", "--scan", "--run", NULL
  };
  static const char *const vgchange[] = {
    "lvm", "vgchange", "-aay", "--sysinit", NULL
  };
  struct found found = { false, false, false };

  if (adopt_all_partitions () == -1 || look_at_disks (&found) == -1
      || (found.ldm && activate_dynamic_disks () == -1))
    return -1;
  if (found.md && have_program ("mdadm")) {
    if (try_to_run (mdadm) == -1)
      return -1;
    found.lvm = true;           /* arrays may be physical volumes */
  }
  if (found.lvm && have_program ("lvm"))
    return dm_prepare () == -1 ? -1 : try_to_run (vgchange);
  return 0;
}
