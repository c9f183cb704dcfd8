/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfsd: started by init in the appliance, serves the library. */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core.h"

void
phase (const char *name)
{
  struct timespec ts;

  if (!getenv ("guestfs_phases"))
    return;
  clock_gettime (CLOCK_MONOTONIC, &ts);
  fprintf (stderr, "guestfsd: phase %s %lld.%03ld\n", name,
           (long long) ts.tv_sec, ts.tv_nsec / 1000000);
}

/* What every external program inherits.  Device-mapper programs would wait
 * for a udev that is not there. */
static void
set_environment (void)
{
  setenv ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
  setenv ("LC_ALL", "C", 1);
  setenv ("HOME", "/run/root", 1);
  setenv ("LVM_SYSTEM_DIR", "/run/lvm", 1);
  setenv ("DM_DISABLE_UDEV", "1", 1);
  setenv ("LVM_SUPPRESS_FD_WARNINGS", "1", 1);
}

static void
wait_for_setup (void)
{
  struct frame f;

  do {
    channel_next (&f);
  } while (f.kind == FRAME_CANCEL);
  if (f.kind != FRAME_SETUP)
    protocol_error ("%s before SETUP", frame_kind_name (f.kind));
  channel_must_stay ();
  phase ("setup");
  handle_setup (&f);
  phase ("ready");
}

int
main (void)
{
  signal (SIGPIPE, SIG_IGN);
  umask (022);
  setvbuf (stderr, NULL, _IOLBF, 0);
  set_environment ();
  memory_protect ();
  phase ("main");
  channel_open ();
  send_hello ();
  phase ("hello");
  if (lvm_write_config (NULL) == -1)
    protocol_error ("/run is not writable");
  wait_for_setup ();
  loop ();
}
