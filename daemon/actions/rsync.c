/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying trees with rsync: inside the guest, and from and to an rsync
 * server. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "daemon.h"

int
optgroup_rsync_available (void)
{
  return have_program ("rsync");
}

/* ---- Paths: for rsync a slash at the end means what is in a directory ---- */

static bool
ends_with_slash (const char *path)
{
  const size_t n = strlen (path);

  return n > 0 && path[n-1] == '/';
}

static char *
join_path (const char *dir, const char *name)
{
  char *ret;

  if (asprintf (&ret, "%s/%s", dir, name) == -1)
    ret = NULL;
  return ret;
}

/* Without a slash a symbolic link is itself what is copied. */
static char *
source_path (const char *path)
{
  CLEANUP_FREE char *dir = NULL, *name = NULL;
  CLEANUP_CLOSE int fd = -1;
  struct stat st;
  char *ret = NULL;

  if (ends_with_slash (path)) {
    dir = content_real_path (path);
    if (dir == NULL)
      return NULL;
    ret = join_path (dir, "");
  }
  else {
    fd = content_open_parent (path, &name);
    if (fd == -1)
      return NULL;
    dir = guest_lstat (path, &st) == 0 ? fd_path (fd) : NULL;
    ret = dir ? join_path (dir, name) : NULL;
  }
  if (ret == NULL)
    reply_with_perror ("%s", path);
  return ret;
}

/* May be about to be made. */
static char *
target_path (const char *path)
{
  CLEANUP_FREE char *real = guest_real_path (path);
  char *ret = NULL;

  if (real != NULL)
    ret = ends_with_slash (path) ? join_path (real, "") : steal (&real);
  if (ret == NULL)
    reply_with_perror ("%s", path);
  return ret;
}

/* ---- Running it ---- */

/* Numbers of owners stay: names are those of the appliance, which are neither
 * the guest's nor the other machine's. */
static int
run_rsync (const char *from, const char *to, bool archive, bool deletedest)
{
  const char *argv[8];
  size_t n = 0;

  argv[n++] = "rsync";
  if (archive) {
    argv[n++] = "--archive";
    argv[n++] = "--numeric-ids";
  }
  if (deletedest)
    argv[n++] = "--delete";
  argv[n++] = "--";
  argv[n++] = from;
  argv[n++] = to;
  argv[n] = NULL;
  return run_argv_confined (NULL, argv);
}

int
do_rsync (const char *src, const char *dest, const struct rsync_optargs *opts)
{
  CLEANUP_FREE char *from = source_path (src);
  CLEANUP_FREE char *to = from ? target_path (dest) : NULL;

  if (to == NULL)
    return -1;
  return run_rsync (from, to, opts->has_archive && opts->archive,
                    opts->has_deletedest && opts->deletedest);
}

/* ---- The other side ---- */

/* What rsync would take for a path would be one of the appliance. */
static bool
is_remote (const char *name)
{
  const char *colon = strchr (name, ':'), *slash = strchr (name, '/');

  return colon != NULL && colon > name && (slash == NULL || colon < slash);
}

static int
check_remote (const char *remote)
{
  if (!is_remote (remote))
    reply_with_error_errno (EINVAL, "%s: not a place on another machine, such "
                            "as rsync://host/module/path: use rsync to copy "
                            "inside the guest", remote);
  else if (!network_enabled)
    reply_with_error_errno (ENETUNREACH, "%s: the appliance has no network: "
                            "call set_network before the launch", remote);
  else
    return 0;
  return -1;
}

int
do_rsync_in (const char *remote, const char *dest,
             const struct rsync_in_optargs *opts)
{
  CLEANUP_FREE char *to = target_path (dest);

  if (to == NULL || check_remote (remote) == -1)
    return -1;
  return run_rsync (remote, to, opts->has_archive && opts->archive,
                    opts->has_deletedest && opts->deletedest);
}

int
do_rsync_out (const char *src, const char *remote,
              const struct rsync_out_optargs *opts)
{
  CLEANUP_FREE char *from = source_path (src);

  if (from == NULL || check_remote (remote) == -1)
    return -1;
  return run_rsync (from, remote, opts->has_archive && opts->archive,
                    opts->has_deletedest && opts->deletedest);
}
