/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of failures share. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "remove-tree.h"
#include "strvec.h"
#include "testing.h"

static char *tmpdir;
int failed_checks;
const char *running_test = "";
static pid_t own_pid;
static int fds_at_begin;
static int nr_quit_events;

void
test_check (bool is_true, const char *what, const char *file, int line)
{
  if (is_true)
    return;
  fprintf (stderr, "%s:%d: %s: not true: %s\n", file, line, running_test,
           what);
  failed_checks++;
}

/* ---- Beginning and end ---- */

static int
count_fds (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  int n = 0;

  if (!dir)
    abort ();
  while (readdir (dir))
    n++;
  closedir (dir);
  return n;
}

/* Not when a forked child ends. */
static void
remove_tmpdir (void)
{
  if (getpid () == own_pid)
    remove_tree (tmpdir);
}

static bool
has_appliance (void)
{
  const char *path = getenv ("LIBGUESTFS_PATH");
  CLEANUP_FREE char *root = NULL;

  if (!path || asprintf (&root, "%s/root", path) == -1)
    return false;
  return access (root, R_OK) == 0;
}

void
test_begin (unsigned seconds)
{
  const char *tmp = getenv ("TMPDIR");

  if (!has_appliance ()) {
    printf ("skipped: no appliance in LIBGUESTFS_PATH\n");
    exit (77);
  }
  if (asprintf (&tmpdir, "%s/test-XXXXXX", tmp ? tmp : "/tmp") == -1 ||
      !mkdtemp (tmpdir) || setenv ("TMPDIR", tmpdir, 1) == -1)
    abort ();
  own_pid = getpid ();
  atexit (remove_tmpdir);
  alarm (seconds);
  fds_at_begin = count_fds ();
}

/* What the tests themselves put there has a name in .host. */
static bool
tmpdir_is_clean (void)
{
  DIR *dir = opendir (tmpdir);
  struct dirent *d;
  bool clean = true;

  while (dir && (d = readdir (dir)) != NULL) {
    const char *dot = strrchr (d->d_name, '.');

    if (d->d_name[0] == '.' || (dot && strcmp (dot, ".host") == 0))
      continue;
    fprintf (stderr, "%s: left behind: %s\n", running_test, d->d_name);
    clean = false;
  }
  if (dir)
    closedir (dir);
  return clean;
}

bool
test_is_clean (void)
{
  const int fds = count_fds ();
  bool clean = tmpdir_is_clean ();

  if (fds != fds_at_begin) {
    fprintf (stderr, "%s: %d descriptors, there were %d\n", running_test,
             fds, fds_at_begin);
    clean = false;
  }
  if (waitpid (-1, NULL, WNOHANG) != -1 || errno != ECHILD) {
    fprintf (stderr, "%s: a child is left\n", running_test);
    clean = false;
  }
  return clean;
}

int
test_end (void)
{
  CHECK (test_is_clean ());
  return failed_checks > 0;
}

/* ---- Handles ---- */

static void
count_quit (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
            int flags, const char *buf, size_t buf_len,
            const uint64_t *array, size_t array_len)
{
  (void) g; (void) opaque; (void) event; (void) event_handle; (void) flags;
  (void) buf; (void) buf_len; (void) array; (void) array_len;
  nr_quit_events++;
}

int
quit_events (void)
{
  const int n = nr_quit_events;

  nr_quit_events = 0;
  return n;
}

guestfs_h *
new_handle (void)
{
  guestfs_h *g = guestfs_create ();

  if (!g || guestfs_set_event_callback (g, count_quit,
                                        GUESTFS_EVENT_SUBPROCESS_QUIT, 0,
                                        NULL) == -1)
    abort ();
  guestfs_set_error_handler (g, NULL, NULL);
  return g;
}

void
start (guestfs_h *g, const int *mib)
{
  for (; *mib; mib++)
    if (guestfs_add_drive_scratch (g, (int64_t) *mib << 20, -1) == -1)
      abort ();
  if (guestfs_launch (g) == -1) {
    fprintf (stderr, "%s: %s\n", running_test, guestfs_last_error (g));
    abort ();
  }
}

bool
said (guestfs_h *g, const char *action, int errnum, const char *what)
{
  const char *msg = guestfs_last_error (g);
  const size_t n = strlen (action);

  if (msg && strncmp (msg, action, n) == 0 && strncmp (msg + n, ": ", 2) == 0
      && !strchr (msg, '\n') && strstr (msg, what) && !strstr (msg, "/sysroot")
      && (errnum == -1 || guestfs_last_errno (g) == errnum))
    return true;
  fprintf (stderr, "%s: errno %d: %s\n", running_test, guestfs_last_errno (g),
           msg ? msg : "(no error)");
  return false;
}

char *
appliance_sh (guestfs_h *g, const char *command)
{
  const char *argv[] = { command, NULL };
  char *out = guestfs_debug (g, "sh", (char **) argv);

  if (!out) {
    fprintf (stderr, "%s: %s: %s\n", running_test, command,
             guestfs_last_error (g));
    abort ();
  }
  return out;
}

void
give_guest_programs (guestfs_h *g, const char *programs)
{
  static const char script[] =
    "cp -L --parents $(for p in %s; do LD_TRACE_LOADED_OBJECTS=1 $p; "
    "echo $p; done | grep -o '/[^ :]*' | sort -u) /sysroot";
  CLEANUP_FREE char *command = NULL;

  if (asprintf (&command, script, programs) == -1)
    abort ();
  free (appliance_sh (g, command));
}

/* ---- Host ---- */

static void
fill_random (int fd, int64_t size)
{
  static char buf[1 << 16];

  if (getrandom (buf, sizeof buf, 0) == -1)
    abort ();
  for (; size > 0; size -= sizeof buf)
    if (full_write (fd, buf, size < (int64_t) sizeof buf ? (size_t) size
                    : sizeof buf) == -1)
      abort ();
}

char *
host_file (const char *name, int64_t size, bool sparse)
{
  char *path;
  int fd;

  if (asprintf (&path, "%s/%s.host", tmpdir, name) == -1)
    abort ();
  fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd == -1)
    abort ();
  if (!sparse)
    fill_random (fd, size);
  else if (ftruncate (fd, size) == -1)
    abort ();
  close (fd);
  return path;
}

bool
is_gone (pid_t pid)
{
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "/proc/%d", (int) pid) == -1)
    abort ();
  return access (path, F_OK) == -1;
}

static bool
is_our_qemu (const char *pid)
{
  CLEANUP_FREE char *stat = NULL, *exe = NULL;
  char target[1024];
  FILE *fp;
  int ppid = 0;
  ssize_t n;

  if (asprintf (&stat, "/proc/%s/stat", pid) == -1 ||
      asprintf (&exe, "/proc/%s/exe", pid) == -1)
    abort ();
  fp = fopen (stat, "re");
  if (!fp)
    return false;
  if (fscanf (fp, "%*d (%*[^)]) %*c %d", &ppid) != 1)
    ppid = 0;
  fclose (fp);
  n = ppid == getpid () ? readlink (exe, target, sizeof target - 1) : -1;
  if (n == -1)
    return false;
  target[n] = '\0';
  return strstr (target, "qemu") != NULL;
}

pid_t
find_qemu (void)
{
  DIR *dir = opendir ("/proc");
  struct dirent *d;
  pid_t pid = 0;

  while (dir && pid == 0 && (d = readdir (dir)) != NULL)
    if (d->d_name[0] >= '1' && d->d_name[0] <= '9' && is_our_qemu (d->d_name))
      pid = atoi (d->d_name);
  if (dir)
    closedir (dir);
  return pid;
}

void
sleep_ms (int ms)
{
  const struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

  nanosleep (&ts, NULL);
}
