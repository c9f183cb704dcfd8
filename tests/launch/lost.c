/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine ends when nobody expects it: killed before its first message,
 * while nothing runs, in the middle of transfers and of a call; its kernel
 * panics; its daemon crashes.  Each time one line says so, the handle can be
 * launched again, and nothing is left. */

#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"

static const int disks[] = { 300, 0 };

/* ---- Killing ---- */

/* In the callback of a transfer that runs. */
static void
kill_in_progress (guestfs_h *g, void *opaque, uint64_t event,
                  int event_handle, int flags, const char *buf,
                  size_t buf_len, const uint64_t *array, size_t array_len)
{
  pid_t *pid = opaque;

  (void) g; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array_len;
  if (*pid == 0 || array[2] == 0 || array[2] == array[3])
    return;
  kill (*pid, SIGKILL);
  *pid = 0;
}

static void *
kill_soon (void *opaque)
{
  const pid_t *pid = opaque;

  sleep_ms (1000);
  kill (*pid, SIGKILL);
  return NULL;
}

/* As soon as there is one: long before its kernel is up. */
static void *
kill_at_birth (void *opaque)
{
  pid_t *ret = opaque;

  for (int i = 0; i < 3000 && *ret == 0; i++) {
    *ret = find_qemu ();
    sleep_ms (10);
  }
  if (*ret > 0)
    kill (*ret, SIGKILL);
  return NULL;
}

/* What is true after each loss, whatever its cause. */
static void
check_after (guestfs_h *g, pid_t pid)
{
  CHECK (is_gone (pid));
  CHECK (guestfs_is_config (g) == 1);
  CHECK (guestfs_is_ready (g) == 0);
  CHECK (quit_events () == 1);
  FAILS (g, guestfs_ping_daemon (g), "ping_daemon", EINVAL, "launch");
  CHECK (quit_events () == 0);
}

/* ---- The cases ---- */

/* A store of our own, with the template that other tests start from: it is
 * dropped, and they would have to make another one. */
static void
borrow_template (void)
{
  CLEANUP_FREE char *store = NULL;

  if (asprintf (&store, "%s/store.host", getenv ("TMPDIR")) == -1 ||
      system ("from=$(LIBGUESTFS_DEBUG=1 guestfish scratch 1M : run 2>&1 | "
              "sed -n 's/^libguestfs: template: started from //p'); "
              "to=$TMPDIR/store.host; mkdir -m 700 \"$to\" && { "
              "[ -z \"$from\" ] || cp -a --sparse=always \"$from\" \"$to\"; }")
        != 0 ||
      setenv ("LIBGUESTFS_TEMPLATE_DIR", store, 1) == -1)
    abort ();
}

/* A clone that ends is a reason to boot, not an error. */
static void
lost_clone (void)
{
  guestfs_h *g;
  pid_t pid = 0;
  pthread_t thread;

  running_test = "clone";
  borrow_template ();
  g = new_handle ();
  if (guestfs_add_drive_scratch (g, 300 << 20, -1) == -1 ||
      pthread_create (&thread, NULL, kill_at_birth, &pid) != 0)
    abort ();
  CHECK (guestfs_launch (g) == 0);
  pthread_join (thread, NULL);
  CHECK (pid > 0 && is_gone (pid));
  CHECK (quit_events () == 0);
  CHECK (guestfs_ping_daemon (g) == 0);
  guestfs_close (g);
  unsetenv ("LIBGUESTFS_TEMPLATE_DIR");
}

static void
lost_before_hello (guestfs_h *g)
{
  pid_t pid = 0;
  pthread_t thread;

  running_test = "before hello";
  CHECK (guestfs_set_backend_setting (g, "template", "0") == 0);
  if (guestfs_add_drive_scratch (g, 300 << 20, -1) == -1 ||
      pthread_create (&thread, NULL, kill_at_birth, &pid) != 0)
    abort ();
  FAILS (g, guestfs_launch (g), "launch", -1, "signal 9");
  pthread_join (thread, NULL);
  CHECK (pid > 0 && is_gone (pid));
  CHECK (guestfs_is_config (g) == 1);
  /* It was never up: the error of launch is all there is. */
  CHECK (quit_events () == 0);
  /* The drives are still there. */
  CHECK (guestfs_clear_backend_setting (g, "template") == 1);
  CHECK (guestfs_launch (g) == 0);
}

static void
lost_while_idle (guestfs_h *g)
{
  const pid_t pid = guestfs_get_pid (g);

  running_test = "idle";
  CHECK (pid > 0 && kill (pid, SIGKILL) == 0);
  FAILS (g, guestfs_ping_daemon (g), "ping_daemon", EPIPE, "signal 9");
  check_after (g, pid);
}

static void
lost_in_upload (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("up", 250 << 20, true);
  const pid_t qemu = guestfs_get_pid (g);
  pid_t pid = qemu;
  const int eh =
    guestfs_set_event_callback (g, kill_in_progress, GUESTFS_EVENT_PROGRESS,
                                0, &pid);

  running_test = "upload";
  FAILS (g, guestfs_upload (g, file, "/dev/sda"), "upload", EPIPE,
         "signal 9");
  CHECK (pid == 0);
  check_after (g, qemu);
  guestfs_delete_event_callback (g, eh);
}

static void
lost_in_download (guestfs_h *g)
{
  CLEANUP_FREE char *file = host_file ("down", 0, true);
  const pid_t qemu = guestfs_get_pid (g);
  pid_t pid = qemu;
  const int eh =
    guestfs_set_event_callback (g, kill_in_progress, GUESTFS_EVENT_PROGRESS,
                                0, &pid);

  running_test = "download";
  FAILS (g, guestfs_download (g, "/dev/sda", file), "download", EPIPE,
         "signal 9");
  CHECK (pid == 0);
  check_after (g, qemu);
  guestfs_delete_event_callback (g, eh);
}

static void
lost_in_call (guestfs_h *g)
{
  const char *argv[] = { "sleep 100", NULL };
  pid_t pid = guestfs_get_pid (g);
  const time_t began = time (NULL);
  pthread_t thread;

  running_test = "call";
  if (pthread_create (&thread, NULL, kill_soon, &pid) != 0)
    abort ();
  FAILS_NULL (g, guestfs_debug (g, "sh", (char **) argv), "debug", EPIPE,
              "signal 9");
  pthread_join (thread, NULL);
  CHECK (time (NULL) - began < 30);
  check_after (g, pid);
}

static void
kernel_panics (guestfs_h *g)
{
  const char *argv[] = { "echo c > /proc/sysrq-trigger", NULL };
  const pid_t pid = guestfs_get_pid (g);
  const time_t began = time (NULL);

  running_test = "panic";
  CHECK (guestfs_debug (g, "sh", (char **) argv) == NULL);
  if (guestfs_is_ready (g) == 1) {
    printf ("panic: skipped: this kernel has no sysrq\n");
    kill (pid, SIGKILL);
    guestfs_ping_daemon (g);
  }
  else
    CHECK (said (g, "debug", EPIPE, "Kernel panic - not syncing: sysrq"));
  CHECK (time (NULL) - began < 30);
  check_after (g, pid);
}

static void
daemon_crashes (guestfs_h *g)
{
  const char *none[] = { NULL };
  const pid_t pid = guestfs_get_pid (g);

  running_test = "crash";
  FAILS_NULL (g, guestfs_debug (g, "segv", (char **) none), "debug", EPIPE,
              "guestfsd was killed by signal 11");
  check_after (g, pid);
}

/* Nobody has noticed yet. */
static void
closed_when_lost (guestfs_h *g)
{
  const pid_t pid = guestfs_get_pid (g);
  const time_t began = time (NULL);

  running_test = "close";
  CHECK (kill (pid, SIGKILL) == 0);
  guestfs_close (g);
  CHECK (is_gone (pid));
  CHECK (time (NULL) - began < 30);
}

/* shutdown has to tell: what was written may be lost. */
static void
shut_down_when_lost (guestfs_h *g)
{
  const pid_t pid = guestfs_get_pid (g);

  running_test = "shutdown";
  CHECK (kill (pid, SIGKILL) == 0);
  FAILS (g, guestfs_shutdown (g), "shutdown", EPIPE, "signal 9");
  CHECK (is_gone (pid));
  CHECK (guestfs_is_config (g) == 1);
  CHECK (quit_events () == 1);
  CHECK (guestfs_shutdown (g) == 0);
}

int
main (void)
{
  static void (*const cases[]) (guestfs_h *g) = {
    lost_while_idle, lost_in_upload, lost_in_download, lost_in_call,
    kernel_panics, daemon_crashes, shut_down_when_lost,
  };
  guestfs_h *g;

  test_begin (900);
  lost_clone ();
  g = new_handle ();
  lost_before_hello (g);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cases[i] (g);
    start (g, disks);
  }
  closed_when_lost (g);
  return test_end ();
}
