/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transfers that cannot succeed, are cancelled, or are closed under: disks
 * full on either side, guestfs_user_cancel, guestfs_close from a callback and
 * from another thread. */

#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"
#include "strvec.h"

#define MIB (1 << 20)

/* MiB.  Nothing gets to the end of the last one before it is cancelled. */
static const int disks[] = { 16, 300, 1 << 20, 0 };

/* The daemon's descriptors, but for the one that reads the list. */
static int
daemon_fds (guestfs_h *g)
{
  const char *none[] = { NULL };
  CLEANUP_FREE char *out = guestfs_debug (g, "fds", (char **) none);
  int n = 0;

  for (const char *p = out; p && (p = strchr (p, '\n')) != NULL; p++)
    n++;
  return n;
}

static void
make_file_system (guestfs_h *g)
{
  if (guestfs_mkfs (g, "ext2", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1 ||
      guestfs_mkdir (g, "/dir") == -1)
    abort ();
}

/* Something that fits, and comes back as it was. */
static void
check_works (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("good", MIB, false);
  CLEANUP_FREE char *back = host_file ("back", 0, true);
  CLEANUP_FREE char *command = NULL;

  CHECK (guestfs_upload (g, file, "/good") == 0);
  CHECK (guestfs_download (g, "/good", back) == 0);
  if (asprintf (&command, "cmp '%s' '%s'", file, back) == -1)
    abort ();
  CHECK (system (command) == 0);
  CHECK (guestfs_rm (g, "/good") == 0);
}

/* ---- The guest's disk is full ---- */

static char *
make_tar (const char *file)
{
  CLEANUP_FREE char *command = NULL;
  char *tar;

  if (asprintf (&tar, "%s.tar.host", file) == -1 ||
      asprintf (&command, "tar -C /tmp -cPf '%s' '%s'", tar, file) == -1 ||
      system (command) != 0)
    abort ();
  return tar;
}

static void
guest_is_full (guestfs_h *g)
{
  CLEANUP_FREE char *big = host_file ("big", 20 * MIB, false);
  CLEANUP_FREE char *tar = make_tar (big);
  CLEANUP_FREE char *content = calloc (1, 20 * MIB);

  running_test = "guest is full";
  FAILS (g, guestfs_upload (g, big, "/big"), "upload", ENOSPC, "/big");
  CHECK (guestfs_filesize (g, "/big") < 20 * MIB);
  CHECK (guestfs_rm (g, "/big") == 0);
  check_works (g);
  FAILS (g, guestfs_tar_in (g, tar, "/dir"), "tar_in", ENOSPC, "/dir");
  CHECK (guestfs_rm_rf (g, "/dir") == 0 && guestfs_mkdir (g, "/dir") == 0);
  check_works (g);
  memset (content, 'x', 20 * MIB);
  FAILS (g, guestfs_write (g, "/big", content, 20 * MIB), "write", ENOSPC,
         "/big");
  FAILS (g, guestfs_write_append (g, "/big", content, 20 * MIB),
         "write_append", ENOSPC, "/big");
  CHECK (guestfs_rm (g, "/big") == 0);
  FAILS (g, guestfs_fill (g, 'x', 20 * MIB, "/big"), "fill", ENOSPC, "/big");
  CHECK (guestfs_rm (g, "/big") == 0);
  FAILS (g, guestfs_fallocate64 (g, "/big", 20 * MIB), "fallocate64", ENOSPC,
         "/big");
  CHECK (guestfs_rm_f (g, "/big") == 0);
  FAILS (g, guestfs_copy_device_to_file (g, "/dev/sdb", "/big", -1),
         "copy_device_to_file", ENOSPC, "/big");
  CHECK (guestfs_rm_f (g, "/big") == 0);
  check_works (g);
}

/* A device ends: that is a full disk, too. */
static void
device_is_full (guestfs_h *g)
{
  CLEANUP_FREE char *big = host_file ("big", 310 * (int64_t) MIB, true);

  running_test = "device is full";
  FAILS (g, guestfs_upload (g, big, "/dev/sdb"), "upload", ENOSPC,
         "/dev/sdb");
  FAILS (g, guestfs_upload_offset (g, big, "/dev/sdb", 299 << 20),
         "upload_offset", ENOSPC, "/dev/sdb");
  FAILS (g, guestfs_copy_device_to_device (g, "/dev/sdb", "/dev/sda", -1),
         "copy_device_to_device", -1, "/dev/sda");
}

/* ---- The host's disk is full ---- */

static void
host_is_full (guestfs_h *g)
{
  running_test = "host is full";
  FAILS (g, guestfs_download (g, "/dev/sdb", "/dev/full"), "download", ENOSPC,
         "/dev/full");
  CHECK (guestfs_write (g, "/small", "x", 1) == 0);
  FAILS (g, guestfs_download (g, "/small", "/dev/full"), "download", ENOSPC,
         "/dev/full");
  FAILS (g, guestfs_tar_out (g, "/", "/dev/full"), "tar_out", ENOSPC,
         "/dev/full");
  FAILS (g, guestfs_base64_out (g, "/small", "/dev/full"), "base64_out",
         ENOSPC, "/dev/full");
  FAILS (g, guestfs_find0 (g, "/", "/dev/full"), "find0", ENOSPC,
         "/dev/full");
  FAILS (g, guestfs_checksums_out (g, "md5", "/", "/dev/full"),
         "checksums_out", ENOSPC, "/dev/full");
  CHECK (guestfs_rm (g, "/small") == 0);
  check_works (g);
}

/* ---- user_cancel ---- */

/* A call that has not begun yet forgets it: again and again. */
struct canceller {
  guestfs_h *g;
  pthread_t thread;
  atomic_bool stop;
};

static void *
cancel_again (void *opaque)
{
  struct canceller *c = opaque;

  while (!c->stop) {
    sleep_ms (300);
    guestfs_user_cancel (c->g);
  }
  return NULL;
}

static void
cancel_begin (struct canceller *c, guestfs_h *g)
{
  *c = (struct canceller) { .g = g };
  if (pthread_create (&c->thread, NULL, cancel_again, c) != 0)
    abort ();
}

static void
cancel_end (struct canceller *c)
{
  c->stop = true;
  pthread_join (c->thread, NULL);
}

static void
cancelled (guestfs_h *g)
{
  CLEANUP_FREE char *big = host_file ("big", (int64_t) 1 << 40, true);
  struct canceller c;

  running_test = "cancel an upload";
  cancel_begin (&c, g);
  FAILS (g, guestfs_upload (g, big, "/dev/sdc"), "upload", EINTR, "cancel");
  cancel_end (&c);
  check_works (g);
  running_test = "cancel a download";
  cancel_begin (&c, g);
  FAILS (g, guestfs_download (g, "/dev/sdc", "/dev/null"), "download", EINTR,
         "cancel");
  cancel_end (&c);
  check_works (g);
  CHECK (quit_events () == 0);
}

/* Inside the transfer's own callback. */
static void
cancel_in_progress (guestfs_h *g, void *opaque, uint64_t event,
                    int event_handle, int flags, const char *buf,
                    size_t buf_len, const uint64_t *array, size_t array_len)
{
  (void) opaque; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  guestfs_user_cancel (g);
}

/* The host's tar writes nothing, as if its disk did not answer. */
static void
cancelled_copy_in (guestfs_h *g)
{
  CLEANUP_FREE char *before = strdup (getenv ("PATH"));
  CLEANUP_FREE char *path = NULL;
  struct canceller c;

  running_test = "cancel a copy";
  if (!before || asprintf (&path, "%s:%s", getenv ("TMPDIR"), before) == -1)
    abort ();
  CHECK (system ("cd \"$TMPDIR\" && echo '#!/bin/sh' > tar && "
                 "echo 'exec sleep 1000' >> tar && chmod +x tar") == 0);
  setenv ("PATH", path, 1);
  cancel_begin (&c, g);
  FAILS (g, guestfs_copy_in (g, "/dev/null", "/"), "copy_in", EINTR, "cancel");
  cancel_end (&c);
  setenv ("PATH", before, 1);
  CHECK (system ("rm \"$TMPDIR/tar\"") == 0);
  check_works (g);
}

/* By a program that never waits for its children. */
static void
copy_in_without_children (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("copied", 1, false);

  running_test = "SIGCHLD is ignored";
  signal (SIGCHLD, SIG_IGN);
  CHECK (guestfs_copy_in (g, file, "/dir") == 0);
  signal (SIGCHLD, SIG_DFL);
  CHECK (guestfs_filesize (g, "/dir/copied.host") == 1);
}

static void
cancelled_by_callback (guestfs_h *g)
{
  CLEANUP_FREE char *big = host_file ("big", 290 << 20, true);
  const int eh =
    guestfs_set_event_callback (g, cancel_in_progress,
                                GUESTFS_EVENT_PROGRESS, 0, NULL);

  running_test = "cancel by a callback";
  FAILS (g, guestfs_upload (g, big, "/dev/sdb"), "upload", EINTR, "cancel");
  FAILS (g, guestfs_download (g, "/dev/sdb", "/dev/null"), "download", EINTR,
         "cancel");
  guestfs_delete_event_callback (g, eh);
  check_works (g);
}

/* ---- close ---- */

static void
close_in_progress (guestfs_h *g, void *opaque, uint64_t event,
                   int event_handle, int flags, const char *buf,
                   size_t buf_len, const uint64_t *array, size_t array_len)
{
  int *times = opaque;

  (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  ++*times;
  guestfs_close (g);
}

/* It is refused, and the transfer goes on. */
static void
closed_by_callback (guestfs_h *g)
{
  CLEANUP_FREE char *big = host_file ("big", 290 << 20, true);
  int times = 0;
  const int eh =
    guestfs_set_event_callback (g, close_in_progress, GUESTFS_EVENT_PROGRESS,
                                0, &times);

  running_test = "close by a callback";
  CHECK (guestfs_upload (g, big, "/dev/sdb") == 0);
  CHECK (times > 0);
  guestfs_delete_event_callback (g, eh);
  check_works (g);
}

struct transfer {
  guestfs_h *g;
  int r, err;
};

static void *
download_long (void *opaque)
{
  struct transfer *t = opaque;

  guestfs_set_error_handler (t->g, NULL, NULL);
  t->r = guestfs_download (t->g, "/dev/sdc", "/dev/null");
  return NULL;
}

/* close waits until the call has returned. */
static void
closed_by_another_thread (guestfs_h *g)
{
  struct transfer t = { .g = g, .r = 1 };
  const pid_t pid = guestfs_get_pid (g);
  pthread_t thread;

  running_test = "close by another thread";
  if (pthread_create (&thread, NULL, download_long, &t) != 0)
    abort ();
  sleep_ms (200);
  CHECK (t.r == 1);
  guestfs_user_cancel (g);
  guestfs_close (g);
  pthread_join (thread, NULL);
  CHECK (t.r == -1);
  CHECK (is_gone (pid));
}

/* ---- exit ---- */

static void __attribute__ ((noreturn))
exit_while_another_thread_downloads (int tell)
{
  guestfs_h *g = new_handle ();
  struct transfer t = { .g = g, .r = 1 };
  pthread_t thread;
  pid_t pid;

  alarm (120);                  /* the download alone takes an hour */
  start (g, disks);
  pid = guestfs_get_pid (g);
  if (full_write (tell, &pid, sizeof pid) == -1 ||
      pthread_create (&thread, NULL, download_long, &t) != 0)
    abort ();
  sleep_ms (200);
  exit (t.r == 1 ? 0 : 1);
}

static void
exited_in_transfer (void)
{
  int fds[2], status;
  pid_t child, pid;

  running_test = "exit";
  if (pipe (fds) == -1)
    abort ();
  child = fork ();
  if (child == 0)
    exit_while_another_thread_downloads (fds[1]);
  close (fds[1]);
  CHECK (full_read (fds[0], &pid, sizeof pid) == sizeof pid);
  close (fds[0]);
  CHECK (waitpid (child, &status, 0) == child && status == 0);
  CHECK (is_gone (pid));
}

/* ---- At the wrong time ---- */

static void
before_launch (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("small", 10, false);

  running_test = "before launch";
  FAILS_NULL (g, guestfs_list_devices (g), "list_devices", EINVAL, "launch");
  FAILS (g, guestfs_mount (g, "/dev/sda", "/"), "mount", EINVAL, "launch");
  FAILS (g, guestfs_upload (g, file, "/x"), "upload", EINVAL, "launch");
  FAILS (g, guestfs_download (g, "/x", file), "download", EINVAL, "launch");
  FAILS_NULL (g, guestfs_cat (g, "/x"), "cat", EINVAL, "launch");
  FAILS (g, guestfs_get_pid (g), "get_pid", -1, "launch");
}

/* The file that was to be written still has its ten bytes. */
static void
after_shutdown (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("small", 10, false);
  struct stat st;

  running_test = "launch twice";
  FAILS (g, guestfs_launch (g), "launch", EINVAL, "launched");
  CHECK (guestfs_ping_daemon (g) == 0);
  running_test = "after shutdown";
  CHECK (guestfs_shutdown (g) == 0);
  FAILS (g, guestfs_ping_daemon (g), "ping_daemon", EINVAL, "launch");
  FAILS (g, guestfs_download (g, "/x", file), "download", EINVAL, "launch");
  CHECK (stat (file, &st) == 0 && st.st_size == 10);
  CHECK (guestfs_shutdown (g) == 0);
  CHECK (quit_events () == 0);
  guestfs_close (g);
}

int
main (void)
{
  guestfs_h *g;
  int fds;

  test_begin (900);
  g = new_handle ();
  before_launch (g);
  start (g, disks);
  make_file_system (g);
  check_works (g);
  fds = daemon_fds (g);
  guest_is_full (g);
  host_is_full (g);
  cancelled (g);
  cancelled_copy_in (g);
  copy_in_without_children (g);
  cancelled_by_callback (g);
  closed_by_callback (g);
  device_is_full (g);
  CHECK (daemon_fds (g) == fds);
  closed_by_another_thread (g);
  CHECK (test_is_clean ());
  g = new_handle ();
  start (g, disks);
  after_shutdown (g);
  exited_in_transfer ();
  return test_end ();
}
