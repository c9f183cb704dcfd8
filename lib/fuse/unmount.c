/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Unmounting a local mount, and who keeps it busy.  Nothing here looks at a
 * file of the mount, which may be waiting for an answer. */

#include <config.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "localmount.h"

#define MAX_USERS 8

/* ---- Unmounting ---- */

/* fusermount3 may do it for an ordinary user. */
static int
run_fusermount (guestfs_h *g, const char *mountpoint, bool lazy,
                char **ret_why)
{
  const char *argv[] = {
    "fusermount3", lazy ? "-uz" : "-u", "--", mountpoint, NULL
  };
  struct host_command c = {
    .argv = (char *const *) argv, .output_limit = 4096,
  };
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = guestfs_int_run_host_command (g, &c);
  guestfs_pop_error_handler (g);
  if (r == -1)
    *ret_why = safe_asprintf (g, "fusermount3: %s",
                              strerror (guestfs_last_errno (g)));
  else if (!(WIFEXITED (c.status) && WEXITSTATUS (c.status) == 0)) {
    r = -1;
    *ret_why = safe_strdup (g, c.err ? c.err : "");
    (*ret_why)[strcspn (*ret_why, "\n")] = '\0';
  }
  guestfs_int_host_command_done (&c);
  return r;
}

static int
unmount_as_user (guestfs_h *g, const char *mountpoint, bool lazy,
                 char **ret_why)
{
  if (run_fusermount (g, mountpoint, lazy, ret_why) == 0)
    return 0;
  return strstr (*ret_why, "busy") ? EBUSY : EPERM;
}

int
guestfs_int_local_unmount (guestfs_h *g, const char *mountpoint, bool lazy,
                           char **ret_why)
{
  *ret_why = NULL;
  if (umount2 (mountpoint, UMOUNT_NOFOLLOW | (lazy ? MNT_DETACH : 0)) == 0)
    return 0;
  if (errno == EPERM)
    return unmount_as_user (g, mountpoint, lazy, ret_why);
  return errno;
}

/* ---- Who uses it ---- */

static bool
is_below (const char *path, const char *dir)
{
  const size_t n = strlen (dir);

  return strncmp (path, dir, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static bool
link_leads_below (const char *link, const char *dir)
{
  char target[4096];
  const ssize_t n = readlink (link, target, sizeof target - 1);

  if (n <= 0)
    return false;
  target[n] = '\0';
  return is_below (target, dir);
}

static bool
has_file_below (guestfs_h *g, const char *process, const char *dir)
{
  CLEANUP_FREE char *fds = safe_asprintf (g, "/proc/%s/fd", process);
  CLEANUP_CLOSEDIR DIR *d = opendir (fds);
  const struct dirent *e;

  while (d && (e = readdir (d)) != NULL) {
    CLEANUP_FREE char *link = safe_asprintf (g, "%s/%s", fds, e->d_name);

    if (link_leads_below (link, dir))
      return true;
  }
  return false;
}

static bool
uses (guestfs_h *g, const char *process, const char *dir)
{
  static const char *const links[] = { "cwd", "root", "exe" };

  for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
    CLEANUP_FREE char *link =
      safe_asprintf (g, "/proc/%s/%s", process, links[i]);

    if (link_leads_below (link, dir))
      return true;
  }
  return has_file_below (g, process, dir);
}

static void
add_user (guestfs_h *g, struct strbuf *b, const char *process)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "/proc/%s/comm", process);
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  char name[64] = "?";

  if (fp && fgets (name, sizeof name, fp))
    name[strcspn (name, "\n")] = '\0';
  if (strbuf_addf (b, "%s%s (%s)", b->len ? ", " : "", name, process) == -1)
    g->abort_cb ();
}

char *
guestfs_int_local_users (guestfs_h *g, const char *mountpoint)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_CLOSEDIR DIR *d = opendir ("/proc");
  const struct dirent *e;
  int n = 0;

  while (d && n < MAX_USERS && (e = readdir (d)) != NULL)
    if (isdigit ((unsigned char) e->d_name[0])
        && uses (g, e->d_name, mountpoint)) {
      add_user (g, &b, e->d_name);
      n++;
    }
  return safe_strdup (g, b.ptr ? b.ptr : "");
}
