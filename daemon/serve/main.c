/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfsd: started by init in the appliance, serves the library. */

#include "config.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lvm.h"
#include "root.h"
#include "serve.h"

#ifdef __x86_64__
/* Is the processor one that QEMU emulates? */
static bool
is_emulated (void)
{
  unsigned max, name[3];

  __cpuid (0x40000000, max, name[0], name[1], name[2]);
  return memcmp (name, "TCGTCGTCGTCG", sizeof name) == 0;
}

/* Vector instructions are slow when they are emulated: without AVX, AVX2 and
 * SSSE3 OpenSSL computes SHA-256 four times as fast, and with it the key of a
 * LUKS volume.  Programs of the guest do not inherit this, and see the
 * processor as it is. */
static void
choose_instructions (void)
{
  if (is_emulated ())
    setenv ("OPENSSL_ia32cap", "~0x1000020000000000:~0x20", 1);
}
#else
static void
choose_instructions (void)
{
}
#endif

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
  choose_instructions ();
}

static void
set_kernel (const char *name, const char *value)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (asprintf (&path, "/proc/sys/kernel/%s", name) == -1)
    return;
  fd = open (path, O_WRONLY | O_CLOEXEC);
  if (fd == -1 || full_write (fd, value, strlen (value)) == -1)
    fprintf (stderr, "guestfsd: %s: %s\n", path, strerror (errno));
}

/* A file system made to hurt may make the kernel stumble or wait for ever.
 * After an oops locks may be held: end at once.  What waits or computes for
 * too long is reported again and again, which the library reads on the
 * console (lib/proto/trouble.c).  Minutes, because the drive may be a file on
 * a server that is being restarted, and the emulated processor one of many. */
static void
make_kernel_tell (void)
{
  set_kernel ("panic_on_oops", "1");
  set_kernel ("watchdog_thresh", "30");
  set_kernel ("hung_task_timeout_secs", "240");
  set_kernel ("hung_task_check_interval_secs", "60");
  set_kernel ("hung_task_warnings", "-1");
}

/* Whoever wakes up does not take the processor from whoever runs before that
 * one has nothing to do or a tick is over.  Otherwise a program and its reader
 * take turns with each write, and to an emulated processor each turn means to
 * forget all addresses.  Programs inherit it. */
static void
do_not_preempt (void)
{
  const struct sched_param param = { .sched_priority = 0 };

  sched_setscheduler (0, SCHED_BATCH, &param);
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
  do_not_preempt ();
  memory_protect ();
  phase ("main");
  guest_root_begin ();
  make_kernel_tell ();
  channel_open ();
  send_hello ();
  phase ("hello");
  if (lvm_write_config (NULL) == -1)
    protocol_error ("/run is not writable");
  wait_for_setup ();
  loop ();
}
