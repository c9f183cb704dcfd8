/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole trees to and from the host: a tar of the host at one end of a pipe
 * and the action that takes or gives an archive at the other. */

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
spawn_tar (struct host_tar *t, char *const *argv, int child_fd, int target)
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
  posix_spawn_file_actions_adddup2 (&actions, child_fd, target);
  err = posix_spawnp (&t->pid, argv[0], &actions, &attr, argv, environ);
  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attr);
  errno = err;
  return err == 0 ? 0 : -1;
}

/* target is the standard descriptor at which tar has its end. */
static int
start_tar (guestfs_h *g, struct host_tar *t, char *const *argv, int target)
{
  int fds[2];
  const int ours = target == STDOUT_FILENO ? 0 : 1;

  if (pipe2 (fds, O_CLOEXEC) == -1) {
    perrorf (g, "pipe");
    return -1;
  }
  if (spawn_tar (t, argv, fds[!ours], target) == -1) {
    perrorf (g, "%s: cannot be started", argv[0]);
    close (fds[0]);
    close (fds[1]);
    return -1;
  }
  close (fds[!ours]);
  t->fd = fds[ours];
  t->name = guestfs_int_own_file_add (g, &t->file, t->fd);
  return 0;
}

/* r is the result of the action, whose error says more than tar's. */
static int
finish_tar (guestfs_h *g, struct host_tar *t, int r)
{
  int status;

  guestfs_int_own_file_remove (g, &t->file);
  close (t->fd);
  while (waitpid (t->pid, &status, 0) == -1) {
    if (errno != EINTR) {
      if (r == 0)
        perrorf (g, "waitpid");
      return -1;
    }
  }
  if (r == 0 && status != 0) {
    error (g, "tar on the host failed: its own message is on standard error");
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
      start_tar (g, &t, argv, STDOUT_FILENO) == -1)
    return -1;
  return finish_tar (g, &t, guestfs_tar_in (g, t.name, remotedir));
}

/* ---- Out ---- */

static int
copy_out_directory (guestfs_h *g, const char *remotepath, const char *local)
{
  char *const argv[] = { (char *) "tar", (char *) "-C", (char *) local,
                         (char *) "-xf", (char *) "-", NULL };
  struct host_tar t;

  if (mkdir (local, 0777) == -1 && errno != EEXIST) {
    perrorf (g, "%s", local);
    return -1;
  }
  if (start_tar (g, &t, argv, STDIN_FILENO) == -1)
    return -1;
  return finish_tar (g, &t, guestfs_tar_out (g, remotepath, t.name));
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

  if (stat (localdir, &st) == -1 || !S_ISDIR (st.st_mode)) {
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
