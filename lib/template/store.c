/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where templates are kept: a private directory, and beside each template a
 * note of how often it could not be started. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "template.h"

/* After TEMPLATE_MAX_FAILURES in a row it is left alone for so long. */
#define FAILURE_SECONDS 86400

/* ---- The directory ---- */

static char *
choose_store (guestfs_h *g)
{
  char *dir = guestfs_int_backend_setting (g, "template_dir");
  CLEANUP_FREE char *cache = NULL;

  if (dir)
    return dir;
  if (g->env_template_dir)
    return safe_strdup (g, g->env_template_dir);
  cache = guestfs_int_cache_dir (g);
  return cache ? safe_asprintf (g, "%s/templates", cache) : NULL;
}

char *
guestfs_int_template_store (guestfs_h *g)
{
  CLEANUP_FREE char *dir = choose_store (g);
  struct stat st;

  if (!dir)
    return NULL;
  if ((mkdir (dir, 0700) == -1 && errno != EEXIST) || lstat (dir, &st) == -1)
    perrorf (g, "%s", dir);
  else if (!S_ISDIR (st.st_mode) || st.st_uid != geteuid () ||
           (st.st_mode & 022) != 0)
    guestfs_int_error_errno (g, EPERM, "%s: must be a directory that is "
                             "owned by you and not writable by others", dir);
  else
    return steal (&dir);
  return NULL;
}

char *
guestfs_int_template_path (guestfs_h *g, const struct template *t,
                           const char *file)
{
  return safe_asprintf (g, "%s/%s%s", t->store, t->name, file);
}

void
guestfs_int_template_remove (int store, const char *name)
{
  const int dir = openat (store, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW
                          | O_CLOEXEC);

  if (dir >= 0) {
    unlinkat (dir, "state", 0);
    unlinkat (dir, "ram", 0);
    close (dir);
    unlinkat (store, name, AT_REMOVEDIR);
  }
  else
    unlinkat (store, name, 0);
}

static void
remove_from_store (const struct template *t, const char *name)
{
  CLEANUP_CLOSE int store = open (t->store, O_RDONLY | O_DIRECTORY
                                  | O_CLOEXEC);

  if (store >= 0)
    guestfs_int_template_remove (store, name);
}

void
guestfs_int_template_drop (guestfs_h *g, const struct template *t,
                           const char *why)
{
  debug (g, "template: %s/%s is dropped: %s", t->store, t->name, why);
  remove_from_store (t, t->name);
}

/* ---- Failures ---- */

static int
open_note (guestfs_h *g, const struct template *t, int flags)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, ".failed");

  return open (path, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
}

bool
guestfs_int_template_has_failed_often (guestfs_h *g, const struct template *t)
{
  CLEANUP_CLOSE int fd = open_note (g, t, O_RDONLY);
  struct stat st;

  return fd >= 0 && fstat (fd, &st) == 0 &&
    st.st_size >= TEMPLATE_MAX_FAILURES &&
    st.st_mtime + FAILURE_SECONDS > time (NULL);
}

void
guestfs_int_template_note_failure (guestfs_h *g, const struct template *t)
{
  CLEANUP_CLOSE int fd = open_note (g, t, O_WRONLY | O_CREAT | O_APPEND);

  if (fd == -1 || full_write (fd, "x", 1) == -1)
    debug (g, "template: %s: %s", t->store, strerror (errno));
}

/* The time of the directory is when it was used last. */
void
guestfs_int_template_note_success (guestfs_h *g, const struct template *t)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, "");
  CLEANUP_FREE char *note = guestfs_int_template_path (g, t, ".failed");

  utimensat (AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
  unlink (note);
}

/* ---- Installing ---- */

int
guestfs_int_template_install (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *new = guestfs_int_template_path (g, t, TEMPLATE_NEW);
  CLEANUP_FREE char *final = guestfs_int_template_path (g, t, "");
  CLEANUP_CLOSE int store = open (t->store, O_RDONLY | O_DIRECTORY
                                  | O_CLOEXEC);

  if (rename (new, final) == -1) {
    if (errno != EEXIST && errno != ENOTEMPTY)
      return -1;
    remove_from_store (t, t->name);
    if (rename (new, final) == -1)
      return -1;
  }
  return store == -1 ? -1 : fsync (store);
}
