/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A local mount in threads: its states, what other calls of the handle do to
 * it, and each way in which it ends. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
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

static const int disks[] = { 100, 0 };
static const char *dir;         /* where it is mounted */

/* ---- The mount, and a thread that serves it ---- */

struct server {
  guestfs_h *g;
  pthread_t thread;
  int r, err;
  char *message;
};

static void *
serve (void *opaque)
{
  struct server *s = opaque;

  s->r = guestfs_mount_local_run (s->g);
  if (s->r == -1) {
    s->err = guestfs_last_errno (s->g);
    s->message = strdup (guestfs_last_error (s->g));
  }
  return NULL;
}

static void
serve_begin (struct server *s, guestfs_h *g)
{
  *s = (struct server) { .g = g };
  if (pthread_create (&s->thread, NULL, serve, s) != 0)
    abort ();
}

static void
serve_end (struct server *s, int r, int err, const char *message)
{
  pthread_join (s->thread, NULL);
  CHECK (s->r == r);
  if (r == -1) {
    CHECK (s->err == err);
    CHECK (strstr (s->message, message) != NULL);
    if (!strstr (s->message, message))
      fprintf (stderr, "%s: %s\n", running_test, s->message);
  }
  free (s->message);
}

/* A program of the host, whose working directory is the mount's parent. */
static int
host (const char *command)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0) {
    setenv ("LC_ALL", "C", 1);
    execl ("/bin/sh", "sh", "-c", command, NULL);
    _exit (127);
  }
  waitpid (pid, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128;
}

static bool
is_mounted (void)
{
  struct stat here, parent;

  return stat (dir, &here) == -1
    || (stat (".", &parent) == 0 && here.st_dev != parent.st_dev);
}

static guestfs_h *
new_guest (void)
{
  guestfs_h *g = new_handle ();

  start (g, disks);
  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1
      || guestfs_mount (g, "/dev/sda", "/") == -1
      || guestfs_write (g, "/file", "from the handle", 15) == -1)
    abort ();
  return g;
}

static void
has (guestfs_h *g, const char *path, const char *expected)
{
  CLEANUP_FREE char *s = guestfs_cat (g, path);

  CHECK (s && strcmp (s, expected) == 0);
}

/* ---- Tests ---- */

static void
test_states (void)
{
  guestfs_h *g = new_guest ();

  FAILS (g, guestfs_mount_local_run (g), "mount_local_run", EINVAL,
         "mount_local first");
  FAILS (g, guestfs_umount_local (g, -1), "umount_local", EINVAL,
         "nothing is mounted");
  FAILS (g, guestfs_mount_local (g, "/none", -1), "mount_local", ENOENT,
         "/none");
  FAILS (g, guestfs_mount_local (g, "/dev/null", -1), "mount_local", ENOTDIR,
         "/dev/null");
  FAILS (g, guestfs_mount_local (g, dir, GUESTFS_MOUNT_LOCAL_OPTIONS,
                                 "nosuchoption", -1),
         "mount_local", -1, "nosuchoption");
  CHECK (!is_mounted ());
  CHECK (guestfs_mount_local (g, dir, GUESTFS_MOUNT_LOCAL_OPTIONS,
                              "nonempty,big_writes,use_ino,ro", -1) == 0);
  FAILS (g, guestfs_mount_local (g, dir, -1), "mount_local", EBUSY, dir);
  CHECK (guestfs_umount (g, "/") == 0);
  FAILS (g, guestfs_mount_local_run (g), "mount_local_run", EINVAL,
         "umount_local");
  CHECK (guestfs_umount_local (g, -1) == 0);
  CHECK (!is_mounted ());
  guestfs_close (g);
}

/* Names that were looked up, listed or known not to be there. */
static void
test_other_calls (void)
{
  guestfs_h *g = new_guest ();
  struct server s;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  CHECK (host ("grep -q 'from the handle' m/file && ! ls m/new 2>/dev/null"
               " && echo 'from the host' >m/host && ls m >/dev/null") == 0);
  has (g, "/host", "from the host\n");
  CHECK (guestfs_write (g, "/file", "changed by the handle", 21) == 0);
  CHECK (guestfs_write (g, "/new", "new", 3) == 0);
  CHECK (guestfs_rm (g, "/host") == 0);
  CHECK (host ("grep -q 'changed by the handle' m/file && test -e m/new"
               " && ! test -e m/host") == 0);
  CHECK (host ("umount m || fusermount3 -u m") == 0);
  serve_end (&s, 0, 0, NULL);
  CHECK (!is_mounted ());
  has (g, "/new", "new");
  guestfs_close (g);
}

/* Reads again and again, so that pages are being read when they must go. */
static void *
read_file (void *arg)
{
  atomic_bool *stop = arg;
  char buf[100];

  while (!*stop) {
    CLEANUP_CLOSE int fd = open ("m/file", O_RDONLY | O_CLOEXEC);

    if (fd == -1 || read (fd, buf, sizeof buf) == -1)
      break;
    sleep_ms (1);
  }
  return NULL;
}

static bool
mount_shows (int i)
{
  CLEANUP_CLOSE int fd = open ("m/file", O_RDONLY | O_CLOEXEC);
  char buf[100];
  const ssize_t n = fd == -1 ? -1 : read (fd, buf, sizeof buf - 1);
  struct stat st;

  if (n <= 0)
    return false;
  buf[n] = '\0';
  return atoi (buf) == i && fstat (fd, &st) == 0 && st.st_size == n;
}

/* When a call has returned nobody sees what was there before it. */
static void
test_at_once (void)
{
  guestfs_h *g = new_guest ();
  atomic_bool stop = false;
  struct server s;
  pthread_t reader;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  CHECK (guestfs_write (g, "/file", "0", 1) == 0);
  if (pthread_create (&reader, NULL, read_file, &stop) != 0)
    abort ();
  for (int i = 1; i < 10; i++) {
    CLEANUP_FREE char *text = NULL;

    if (asprintf (&text, "%d %*s", i, i, "") == -1)
      abort ();
    CHECK (guestfs_write (g, "/file", text, strlen (text)) == 0);
    CHECK (mount_shows (i));
    CHECK ((i % 2 ? guestfs_touch (g, "/odd") : guestfs_rm (g, "/odd")) == 0);
    CHECK (access ("m/odd", F_OK) == (i % 2 ? 0 : -1));
  }
  stop = true;
  pthread_join (reader, NULL);
  CHECK (guestfs_umount_local (g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  serve_end (&s, 0, 0, NULL);
  guestfs_close (g);
}

static void
ignore_signal (int sig)
{
  (void) sig;
}

struct disturber {
  pthread_t thread, victim;
  atomic_bool stop;
};

/* As a profiler does, or a window with a clock. */
static void *
disturb (void *opaque)
{
  struct disturber *d = opaque;

  while (!d->stop) {
    pthread_kill (d->victim, SIGUSR1);
    usleep (2000);
  }
  return NULL;
}

static void
disturb_begin (struct disturber *d)
{
  const struct sigaction sa = {
    .sa_handler = ignore_signal, .sa_flags = SA_RESTART,
  };

  sigaction (SIGUSR1, &sa, NULL);
  *d = (struct disturber) { .victim = pthread_self () };
  if (pthread_create (&d->thread, NULL, disturb, d) != 0)
    abort ();
}

static void
disturb_end (struct disturber *d)
{
  d->stop = true;
  pthread_join (d->thread, NULL);
}

static void *
close_later (void *fd)
{
  usleep (2500 * 1000);
  close (*(int *) fd);
  return NULL;
}

/* Signals do not make the pauses between the attempts shorter. */
static void
test_busy_under_signals (void)
{
  guestfs_h *g = new_guest ();
  struct disturber d;
  struct server s;
  pthread_t closer;
  int fd;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  fd = open ("m/file", O_RDONLY | O_CLOEXEC);
  CHECK (fd >= 0);
  if (pthread_create (&closer, NULL, close_later, &fd) != 0)
    abort ();
  disturb_begin (&d);
  CHECK (guestfs_umount_local (g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  disturb_end (&d);
  pthread_join (closer, NULL);
  guestfs_user_cancel (g);
  pthread_join (s.thread, NULL);
  free (s.message);
  guestfs_close (g);
}

static void
test_busy (void)
{
  guestfs_h *g = new_guest ();
  struct server s;
  int fd;

  CHECK (guestfs_mount_local (g, dir, GUESTFS_MOUNT_LOCAL_READONLY, 1,
                              -1) == 0);
  serve_begin (&s, g);
  CHECK (host ("! touch m/x 2>err && grep -q 'Read-only file system' err")
         == 0);
  fd = open ("m/file", O_RDONLY | O_CLOEXEC);
  CHECK (fd >= 0);
  FAILS (g, guestfs_umount_local (g, -1), "umount_local", EBUSY, "used by ");
  close (fd);
  CHECK (guestfs_umount_local (g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  serve_end (&s, 0, 0, NULL);
  CHECK (guestfs_write (g, "/x", "", 0) == 0);
  guestfs_close (g);
}

/* A file is open, and what was written to it is not yet in the guest. */
static void
test_cancel (void)
{
  guestfs_h *g = new_guest ();
  struct server s;
  int fd;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  fd = open ("m/open", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  CHECK (write (fd, "written", 7) == 7);
  guestfs_user_cancel (g);
  serve_end (&s, -1, EINTR, "cancelled");
  CHECK (!is_mounted ());
  CHECK (write (fd, "more", 4) == -1 || fsync (fd) == -1);
  close (fd);
  has (g, "/open", "written");
  /* And once more. */
  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  CHECK (host ("grep -q written m/open") == 0);
  CHECK (guestfs_umount_local (g, -1) == 0);
  serve_end (&s, 0, 0, NULL);
  guestfs_close (g);
}

static void *
unmount (void *g)
{
  guestfs_umount_local (g, -1);         /* may come too late */
  return NULL;
}

/* Both at once: it ends, by the one or by the other. */
static void
test_cancel_and_unmount (void)
{
  guestfs_h *g = new_guest ();

  for (int i = 0; i < 5; i++) {
    struct server s;
    pthread_t other;

    CHECK (guestfs_mount_local (g, dir, -1) == 0);
    serve_begin (&s, g);
    CHECK (host ("grep -q 'from the handle' m/file") == 0);
    if (pthread_create (&other, NULL, unmount, g) != 0)
      abort ();
    guestfs_user_cancel (g);
    pthread_join (other, NULL);
    pthread_join (s.thread, NULL);
    CHECK (s.r == 0 || s.err == EINTR);
    free (s.message);
    CHECK (!is_mounted ());
  }
  has (g, "/file", "from the handle");
  guestfs_close (g);
}

/* Of two handles, in one program; a file is copied from one to the other. */
static void
test_two (void)
{
  guestfs_h *g = new_guest (), *h = new_guest ();
  struct server s, t;

  CHECK (mkdir ("m2", 0700) == 0);
  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  CHECK (guestfs_mount_local (h, "m2", -1) == 0);
  serve_begin (&s, g);
  serve_begin (&t, h);
  CHECK (host ("echo copied >m/new && cp m/new m2/new") == 0);
  CHECK (guestfs_umount_local (g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  serve_end (&s, 0, 0, NULL);
  CHECK (host ("grep -q copied m2/new") == 0);
  CHECK (guestfs_umount_local (h, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  serve_end (&t, 0, 0, NULL);
  has (h, "/new", "copied\n");
  guestfs_close (g);
  guestfs_close (h);
  CHECK (rmdir ("m2") == 0);
}

static void
test_close (void)
{
  guestfs_h *g = new_guest ();
  struct server s;
  int fd;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  guestfs_close (g);
  CHECK (!is_mounted ());
  g = new_guest ();
  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  fd = open ("m/file", O_RDONLY | O_CLOEXEC);
  CHECK (fd >= 0);
  guestfs_close (g);
  serve_end (&s, 0, 0, NULL);
  CHECK (!is_mounted ());
  close (fd);
}

static void
test_lost (void)
{
  guestfs_h *g = new_guest ();
  struct server s;
  int fd;

  CHECK (guestfs_mount_local (g, dir, -1) == 0);
  serve_begin (&s, g);
  fd = open ("m/file", O_RDWR | O_CLOEXEC);
  CHECK (write (fd, "x", 1) == 1);
  kill (guestfs_get_pid (g), SIGKILL);
  CHECK (fsync (fd) == -1);
  serve_end (&s, -1, EPIPE, "lost the appliance");
  CHECK (fsync (fd) == -1);
  close (fd);
  CHECK (!is_mounted ());
  FAILS (g, guestfs_umount_local (g, -1), "umount_local", EINVAL, "nothing");
  guestfs_close (g);
}

static bool
has_fuse (void)
{
  guestfs_h *g = new_handle ();
  const bool ret = guestfs_mount_local (g, dir, -1) == 0;

  if (!ret)
    fprintf (stderr, "skipped: %s\n", guestfs_last_error (g));
  guestfs_close (g);
  return ret;
}

int
main (void)
{
  static const struct {
    const char *name;
    void (*run) (void);
  } tests[] = {
    { "states", test_states }, { "other calls", test_other_calls },
    { "at once", test_at_once },
    { "busy", test_busy },
    { "busy under signals", test_busy_under_signals },
    { "cancel", test_cancel },
    { "cancel and unmount", test_cancel_and_unmount },
    { "two mounts", test_two },
    { "close", test_close }, { "lost", test_lost },
  };

  test_begin (300);
  if (chdir (getenv ("TMPDIR")) == -1 || mkdir ("m", 0700) == -1)
    abort ();
  dir = realpath ("m", NULL);
  if (!has_fuse ())
    return 77;
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    running_test = tests[i].name;
    tests[i].run ();
  }
  rmdir (dir);
  unlink ("err");
  return test_end ();
}
