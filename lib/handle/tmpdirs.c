/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Directories: where temporary files and the cache are. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handle.h"

/* Stored absolute: the program may change its working directory. */
int
guestfs_int_set_directory (guestfs_h *g, char **dest, const char *dir)
{
  CLEANUP_FREE char *cwd = NULL;
  char *absolute = NULL;

  if (dir && dir[0] == '/')
    absolute = safe_strdup (g, dir);
  else if (dir && dir[0] != '\0') {
    cwd = getcwd (NULL, 0);
    if (!cwd) {
      perrorf (g, "%s: cannot find the current directory, "
               "which this path is relative to", dir);
      return -1;
    }
    absolute = safe_asprintf (g, "%s/%s", cwd, dir);
  }
  free (*dest);
  *dest = absolute;
  return 0;
}

const char *
guestfs_int_get_tmpdir (guestfs_h *g)
{
  return g->int_tmpdir ? g->int_tmpdir
    : g->env_tmpdir ? g->env_tmpdir : "/tmp";
}

const char *
guestfs_int_get_cachedir (guestfs_h *g)
{
  return g->int_cachedir ? g->int_cachedir
    : g->env_cachedir ? g->env_cachedir : "/var/tmp";
}

const char *
guestfs_int_get_sockdir (guestfs_h *g)
{
  return g->env_runtimedir ? g->env_runtimedir : "/tmp";
}

/* ---- The private directory of the handle ---- */

int
guestfs_int_make_tmpdir (guestfs_h *g)
{
  const char *below = guestfs_int_get_tmpdir (g);
  CLEANUP_FREE char *name = NULL;

  if (g->tmpdir)
    return 0;
  name = safe_asprintf (g, "%s/libguestfsXXXXXX", below);
  if (!mkdtemp (name)) {        /* makes it with mode 0700 */
    perrorf (g, "%s: cannot make a temporary directory", below);
    return -1;
  }
  g->tmpdir = steal (&name);
  return 0;
}

char *
guestfs_int_make_temp_path (guestfs_h *g, const char *name, const char *ext)
{
  if (guestfs_int_make_tmpdir (g) == -1)
    return NULL;
  return safe_asprintf (g, "%s/%s%d%s", g->tmpdir, name, ++g->unique,
                        ext ? ext : "");
}

static int
remove_entry (const char *path, const struct stat *st, int type,
              struct FTW *ftw)
{
  (void) st;
  (void) type;
  (void) ftw;
  remove (path);                /* go on: remove what can be removed */
  return 0;
}

void
guestfs_int_remove_tmpdir (guestfs_h *g)
{
  if (g->tmpdir)
    nftw (g->tmpdir, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
  free (g->tmpdir);
  g->tmpdir = NULL;
}

/* ---- The cache ---- */

static char *
user_name (guestfs_h *g, uid_t uid)
{
  long size = sysconf (_SC_GETPW_R_SIZE_MAX);
  size_t n = size > 0 ? (size_t) size : 16384;
  CLEANUP_FREE char *buf = safe_malloc (g, n);
  struct passwd pw, *found = NULL;

  if (getpwuid_r (uid, &pw, buf, n, &found) == 0 && found)
    return safe_asprintf (g, "%s (uid %d)", pw.pw_name, (int) uid);
  return safe_asprintf (g, "uid %d", (int) uid);
}

/* Others may neither list nor change it.  Who may pass through to an appliance
 * is for launch/access.c. */
#define PRIVATE_BITS 066

/* The cache holds programs that we run and templates that we resume, in
 * a directory that everybody can write to: nobody else may have made it. */
static int
check_cache_dir (guestfs_h *g, const char *dir)
{
  CLEANUP_CLOSE int fd = open (dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW
                               | O_CLOEXEC);
  struct stat st;

  if (fd == -1 || fstat (fd, &st) == -1) {
    bool odd = errno == ELOOP || errno == ENOTDIR;

    perrorf (g, "%s: cannot use it as the cache directory%s", dir,
             odd ? " (it must be a directory, not a symbolic link): remove it"
             : "");
    return -1;
  }
  if (st.st_uid != geteuid ()) {
    CLEANUP_FREE char *owner = user_name (g, st.st_uid);

    guestfs_int_error_errno (g, EPERM, "%s: the cache directory belongs to "
                             "%s: remove it or set LIBGUESTFS_CACHEDIR",
                             dir, owner);
    return -1;
  }
  if ((st.st_mode & PRIVATE_BITS) != 0 && fchmod (fd, 0700) == -1) {
    perrorf (g, "%s: cannot make the cache directory private", dir);
    return -1;
  }
  return 0;
}

char *
guestfs_int_cache_dir (guestfs_h *g)
{
  CLEANUP_FREE char *dir = safe_asprintf (g, "%s/.guestfs-%ju",
                                          guestfs_int_get_cachedir (g),
                                          (uintmax_t) geteuid ());

  if (mkdir (dir, 0700) == -1 && errno != EEXIST) {
    perrorf (g, "%s: cannot make the cache directory", dir);
    return NULL;
  }
  if (check_cache_dir (g, dir) == -1)
    return NULL;
  return steal (&dir);
}
