/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that serves the mount: from the launch until the file system is
 * unmounted and its disks are closed. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "guestmount.h"
#include "waiters.h"

static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  (void) opaque, (void) msg;
  if (!signals_have_cancelled ())
    cli_error ("%s", cli_error_of_call (g));
}

/* ---- The mount ---- */

/* Without it there would be nothing to see. */
static int
check_root_is_mounted (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **mounts = guestfs_mountpoints (g);

  if (!mounts)
    return -1;
  for (size_t i = 0; mounts[i]; i += 2)
    if (strcmp (mounts[i + 1], "/") == 0)
      return 0;
  cli_error ("nothing is mounted on the guest's /: give -m DEVICE for its root "
             "file system, before the other -m");
  return -1;
}

static int
mount_local (guestfs_h *g, const struct guestmount *m, const char *dir)
{
  CLEANUP_FREE char *options = fuse_options_join (&m->fuse_options);
  struct guestfs_mount_local_argv o = {
    .bitmask = GUESTFS_MOUNT_LOCAL_READONLY_BITMASK |
      GUESTFS_MOUNT_LOCAL_DEBUGCALLS_BITMASK,
    .readonly = cli.read_only,
    .debugcalls = cli.trace,
  };

  if (*options) {
    o.options = options;
    o.bitmask |= GUESTFS_MOUNT_LOCAL_OPTIONS_BITMASK;
  }
  if (m->cache_timeout > 0) {
    o.cachetimeout = m->cache_timeout;
    o.bitmask |= GUESTFS_MOUNT_LOCAL_CACHETIMEOUT_BITMASK;
  }
  return guestfs_mount_local_argv (g, dir, &o);
}

/* Only the library knows which options there are.  It looks at them before the
 * directory, of which there is none with this name: nothing is mounted. */
static int
check_options (guestfs_h *g, const struct guestmount *m)
{
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = mount_local (g, m, "");
  guestfs_pop_error_handler (g);
  if (r == -1 && guestfs_last_errno (g) == ENOENT)
    return 0;
  if (guestfs_last_errno (g) == EINVAL)
    cli_error ("-o: %s: --fuse-help lists what it takes",
               cli_error_of_call (g));
  else
    cli_error ("%s", cli_error_of_call (g));
  return -1;
}

/* Modes that the kernel gives are exact: it has applied the umask. */
static int
start (guestfs_h *g, struct guestmount *m)
{
  if (check_options (g, m) == -1 || cli_start_guest (g, &m->shared) == -1 ||
      check_root_is_mounted (g) == -1 || guestfs_umask (g, 0) == -1)
    return -1;
  return mount_local (g, m, m->mountpoint);
}

/* ---- The PID file ---- */

/* The directory will be another when it is removed. */
static char *
absolute_path (const char *path)
{
  CLEANUP_FREE char *cwd = *path == '/' ? NULL : getcwd (NULL, 0);

  return cwd ? xasprintf ("%s/%s", cwd, path) : must_have (strdup (path));
}

static int
write_pid_file (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = path ? fopen (path, "we") : NULL;

  if (!path ||
      (fp && fprintf (fp, "%d\n", (int) getpid ()) > 0 && fflush (fp) == 0))
    return 0;
  cli_error ("--pid-file %s: %s", path, strerror (errno));
  return -1;
}

/* Unless another guestmount has written it since, or it is no file, such as
 * /dev/stdout. */
static void
remove_pid_file (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = NULL;
  struct stat st;
  int pid;

  if (lstat (path, &st) == 0 && S_ISREG (st.st_mode) &&
      (fp = fopen (path, "re")) && fscanf (fp, "%d", &pid) == 1 &&
      pid == getpid ())
    unlink (path);
}

/* ---- Serving ---- */

/* In the background nobody listens but the system log. */
static void
tell_log (guestfs_h *g, const struct guestmount *m, const char *what)
{
  if (!m->no_fork)
    syslog (LOG_USER | LOG_ERR, "%s: %s, what was written last may be missing: "
            "%s", m->mountpoint, what, cli_error_of_call (g));
}

static int
serve_mount (guestfs_h *g, struct guestmount *m, int (*ready) (void *),
             void *opaque)
{
  int r;

  /* Who reads the PID file may send a signal at once. */
  signals_set_mount (g);
  r = write_pid_file (m->pid_file);
  if (r == 0)
    r = ready (opaque);
  if (r == -1) {
    signals_set_mount (NULL);
    guestfs_umount_local (g, -1);
    return -1;
  }
  vanished_start (m->mountpoint);
  r = guestfs_mount_local_run (g);
  if (r == -1 && signals_have_cancelled () && guestfs_last_errno (g) == EINTR)
    r = 0;
  if (r == -1)
    tell_log (g, m, "the mount is gone");
  signals_set_mount (NULL);
  return r;
}

/* The last writes may fail only here. */
static int
close_disks (guestfs_h *g, const struct guestmount *m)
{
  const int r = guestfs_shutdown (g);

  if (r == -1)
    tell_log (g, m, "the disks could not be closed");
  return r;
}

static int
serve_handle (guestfs_h *g, struct guestmount *m, int (*ready) (void *),
              void *opaque, int *ret_waiters)
{
  if (start (g, m) == -1)
    return -1;
  *ret_waiters = waiters_listen (m->mountpoint);
  const int r = serve_mount (g, m, ready, opaque);

  return close_disks (g, m) == -1 ? -1 : r;
}

int
serve (struct guestmount *m, int (*ready) (void *), void *opaque)
{
  CLEANUP_FREE char *pid_file = m->pid_file ? absolute_path (m->pid_file)
    : NULL;
  CLEANUP_CLOSE int waiters = -1;
  guestfs_h *g;
  int r = -1;

  m->pid_file = pid_file;
  signals_start ();
  if ((g = cli_create_handle (on_error)) != NULL) {
    r = serve_handle (g, m, ready, opaque, &waiters);
    signals_set_mount (NULL);
    guestfs_close (g);
  }
  if (pid_file)
    remove_pid_file (pid_file);
  if (r == 0 && waiters >= 0)
    waiters_tell (waiters);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
