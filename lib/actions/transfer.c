/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole trees to and from the host, as archives.  The host's tar makes those
 * that go in; what comes out is unpacked by lib/unpack/untar.c. */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handle.h"
#include "impl.h"
#include "slurp.h"
#include "untar.h"

extern char **environ;

/* A tar of the host, and our end of the pipe to it under a name that an
 * action can open. */
struct host_tar {
  pid_t pid;
  int fd;
  const char *name;
  struct own_file file;
};

static int
spawn_tar (struct host_tar *t, char *const *argv, int out)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attr;
  sigset_t defaults, none;
  int err;

  sigemptyset (&none);
  sigemptyset (&defaults);
  sigaddset (&defaults, SIGPIPE);
  posix_spawnattr_init (&attr);
  posix_spawnattr_setsigmask (&attr, &none);
  posix_spawnattr_setsigdefault (&attr, &defaults);
  posix_spawnattr_setflags (&attr,
                            POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, out, STDOUT_FILENO);
  err = posix_spawnp (&t->pid, argv[0], &actions, &attr, argv, environ);
  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attr);
  errno = err;
  return err == 0 ? 0 : -1;
}

static int
start_tar (guestfs_h *g, struct host_tar *t, char *const *argv)
{
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) == -1) {
    perrorf (g, "pipe");
    return -1;
  }
  if (spawn_tar (t, argv, fds[1]) == -1) {
    perrorf (g, "%s: cannot be started", argv[0]);
    close (fds[0]);
    close (fds[1]);
    return -1;
  }
  close (fds[1]);
  t->fd = fds[0];
  t->name = guestfs_int_own_file_add (g, &t->file, t->fd);
  return 0;
}

/* r is the result of the action, whose error says more than tar's. */
static int
finish_tar (guestfs_h *g, struct host_tar *t, const char *localpath, int r)
{
  int status;

  guestfs_int_own_file_remove (g, &t->file);
  close (t->fd);
  if (r == -1)                  /* it may be waiting for a slow disk */
    kill (t->pid, SIGKILL);
  while (waitpid (t->pid, &status, 0) == -1)
    if (errno != EINTR)         /* the program ignores SIGCHLD */
      return r;
  if (r == 0 && status != 0) {
    error (g, "%s: tar could not read all of it on the host: the reason is on "
           "standard error", localpath);
    return -1;
  }
  return r;
}

/* ---- In ---- */

static int
check_remote_directory (guestfs_h *g, const char *remotedir)
{
  struct guestfs_statns *st = guestfs_statns (g, remotedir);
  const bool is_dir = st && S_ISDIR (st->st_mode);

  if (st && !is_dir)
    guestfs_int_error_errno (g, ENOTDIR, "%s: not a directory in the guest",
                             remotedir);
  guestfs_free_statns (st);
  return is_dir ? 0 : -1;
}

int
guestfs_impl_copy_in (guestfs_h *g, const char *localpath,
                      const char *remotedir)
{
  CLEANUP_FREE char *copy1 = safe_strdup (g, localpath);
  CLEANUP_FREE char *copy2 = safe_strdup (g, localpath);
  char *const argv[] = { (char *) "tar", (char *) "-C", dirname (copy1),
                         (char *) "-cf", (char *) "-", (char *) "--",
                         basename (copy2), NULL };
  struct host_tar t;
  struct stat st;

  if (lstat (localpath, &st) == -1) {
    perrorf (g, "%s", localpath);
    return -1;
  }
  if (check_remote_directory (g, remotedir) == -1 ||
      start_tar (g, &t, argv) == -1)
    return -1;
  return finish_tar (g, &t, localpath, guestfs_tar_in (g, t.name, remotedir));
}

/* ---- Out ----
 * The archive comes from the appliance, which may be in the hands of the guest:
 * it is not given to the host's tar. */

struct unpacking {
  guestfs_h *g;
  const char *local;
  int fd;                       /* of the local directory */
  char *why;                    /* it could not be unpacked */
  struct tree *tree;
  struct untar *untar;
  struct own_file file;         /* what tar_out writes to */
};

static void
unpacking_done (struct unpacking *u)
{
  if (u->file.name)
    guestfs_int_own_file_remove (u->g, &u->file);
  if (u->untar)
    guestfs_int_untar_free (u->untar);
  if (u->tree)
    guestfs_int_tree_free (u->tree);
  cleanup_close (&u->fd);
  free (u->why);
}
#define CLEANUP_UNPACKING __attribute__ ((cleanup (unpacking_done)))

/* Takes the archive as it comes. */
static int
unpack (void *opaque, const char *data, size_t n, const char **ret_error)
{
  struct unpacking *u = opaque;

  if (guestfs_int_untar_feed (u->untar, data, n) == 0)
    return 0;
  free (u->why);
  u->why = safe_asprintf (u->g, "%s: %s", u->local,
                          guestfs_int_tree_error (u->tree));
  *ret_error = u->why;
  return -1;
}

static int
unpack_begin (guestfs_h *g, struct unpacking *u, const char *local)
{
  const bool created = mkdir (local, 0777) == 0;

  *u = (struct unpacking) {
    .g = g, .local = local, .fd = -1, .file.sink = unpack
  };
  u->file.opaque = u;
  if (!created && errno != EEXIST) {
    perrorf (g, "%s", local);
    return -1;
  }
  u->fd = open (local, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (u->fd == -1) {
    perrorf (g, "%s", local);
    return -1;
  }
  u->tree = guestfs_int_tree_new (u->fd, created);
  u->untar = guestfs_int_untar_new (u->tree);
  if (!u->tree || !u->untar)
    g->abort_cb ();
  guestfs_int_own_file_add_sink (g, &u->file);
  return 0;
}

static int
unpack_end (guestfs_h *g, struct unpacking *u, const char *local)
{
  const size_t skipped = guestfs_int_tree_skipped (u->tree);

  if (guestfs_int_untar_finish (u->untar) == -1) {
    const char *why = guestfs_int_tree_error (u->tree);
    guestfs_int_error_errno (g, errno, "%s: %s", local,
                             why ? why : strerror (errno));
    return -1;
  }
  if (skipped > 0)
    warning (g, "%s: device nodes are not copied: %zu left out", local,
             skipped);
  return 0;
}

static int
copy_out_directory (guestfs_h *g, const char *remotepath, const char *local)
{
  CLEANUP_UNPACKING struct unpacking u;

  if (unpack_begin (g, &u, local) == -1 ||
      guestfs_tar_out (g, remotepath, u.file.name) == -1)
    return -1;
  return unpack_end (g, &u, local);
}

static int
copy_out_to (guestfs_h *g, const char *remotepath, int64_t mode,
             const char *local)
{
  if (S_ISREG (mode))
    return guestfs_int_download_path (g, remotepath, local);
  if (S_ISDIR (mode))
    return copy_out_directory (g, remotepath, local);
  error (g, "%s: neither a regular file nor a directory", remotepath);
  return -1;
}

int
guestfs_impl_copy_out (guestfs_h *g, const char *remotepath,
                       const char *localdir)
{
  CLEANUP_FREE char *copy = safe_strdup (g, remotepath);
  CLEANUP_FREE char *local = NULL;
  struct guestfs_statns *remote;
  struct stat st;
  const char *base = basename (copy);
  int r;

  if (stat (localdir, &st) == -1) {
    perrorf (g, "%s: it must be a local directory", localdir);
    return -1;
  }
  if (!S_ISDIR (st.st_mode)) {
    guestfs_int_error_errno (g, ENOTDIR, "%s: not a local directory",
                             localdir);
    return -1;
  }
  remote = guestfs_statns (g, remotepath);
  if (remote == NULL)
    return -1;
  /* The root has no name: what is in it goes into localdir. */
  local = safe_asprintf (g, "%s/%s", localdir,
                         strcmp (base, "/") == 0 ? "." : base);
  r = copy_out_to (g, remotepath, remote->st_mode, local);
  guestfs_free_statns (remote);
  return r;
}
