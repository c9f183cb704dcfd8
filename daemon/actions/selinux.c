/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SELinux: the context of the daemon, and labels of files. */

#include "config.h"

#include <fcntl.h>
#include <mntent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/xattr.h>
#include <selinux/selinux.h>

#include "content.h"
#include "daemon.h"

/* init mounts it when the kernel was told to use SELinux. */
int
optgroup_selinux_available (void)
{
  return access ("/sys/fs/selinux/enforce", F_OK) == 0;
}

int
optgroup_selinuxrelabel_available (void)
{
  return have_program ("setfiles");
}

static bool
has_policy (void)
{
  return access ("/sys/fs/selinux/class/process", F_OK) == 0;
}

/* ---- The context of the daemon and of what it runs ---- */

char *
do_getcon (void)
{
  char *context, *ret;

  if (getcon (&context) == -1) {
    reply_with_perror ("the daemon's SELinux context");
    return NULL;
  }
  ret = strdup (context);
  freecon (context);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

int
do_setcon (const char *context)
{
  if (!has_policy ()) {         /* then the kernel takes any word */
    reply_with_error_errno (EINVAL, "%s: no SELinux policy has been loaded",
                            context);
    return -1;
  }
  if (setcon (context) == 0)
    return 0;
  reply_with_perror ("%s", context);
  return -1;
}

/* ---- Labels of files ---- */

static int
reply_no_memory (void)
{
  reply_with_perror ("malloc");
  return -1;
}

/* What there is none of need not be left out. */
static int
add_exclude (struct strvec *argv, const char *path)
{
  CLEANUP_FREE char *real = NULL;
  struct stat st;

  if (path[0] != '/') {
    reply_with_error_errno (EINVAL, "%s: a directory to exclude is an "
                            "absolute path", path);
    return -1;
  }
  if (guest_stat (path, &st) == -1)
    return 0;
  real = content_real_path (path);
  if (real == NULL)
    return -1;
  if (strvec_add (argv, "-e") == -1 || strvec_add (argv, real) == -1)
    return reply_no_memory ();
  return 0;
}

static int
add_excludes (struct strvec *argv, char *const *paths)
{
  for (size_t i = 0; paths[i]; ++i)
    if (add_exclude (argv, paths[i]) == -1)
      return -1;
  return 0;
}

/* A file system that has no labels at all, such as VFAT. */
static bool
has_no_labels (const char *dir)
{
  return lgetxattr (dir, XATTR_NAME_SELINUX, NULL, 0) == -1 &&
         errno == EOPNOTSUPP;
}

static int
add_mounts_without_labels (struct strvec *argv)
{
  const size_t n = strlen (sysroot);
  FILE *fp = setmntent ("/proc/self/mounts", "re");
  const struct mntent *m;
  int r = 0;

  while (fp && r == 0 && (m = getmntent (fp)) != NULL)
    if (strncmp (m->mnt_dir, sysroot, n) == 0 && m->mnt_dir[n] == '/' &&
        has_no_labels (m->mnt_dir))
      r = strvec_add (argv, "-e") | strvec_add (argv, m->mnt_dir);
  if (fp)
    endmntent (fp);
  return r == 0 ? 0 : reply_no_memory ();
}

/* Directories of the guest that do not hold its files. */
static char *const never_labelled[] = {
  (char *) "/dev", (char *) "/proc", (char *) "/selinux", (char *) "/sys", NULL
};

static int
add_options (struct strvec *argv, bool force, char *const *excludes)
{
  if (strvec_add (argv, "setfiles") == -1 || strvec_add (argv, "-m") == -1 ||
      (force && strvec_add (argv, "-F") == -1))
    return reply_no_memory ();
  if (add_excludes (argv, never_labelled) == -1 ||
      (excludes && add_excludes (argv, excludes) == -1) ||
      add_mounts_without_labels (argv) == -1)
    return -1;
  if (strvec_add (argv, "-r") == -1 || strvec_add (argv, sysroot) == -1)
    return reply_no_memory ();
  return 0;
}

static int
add_path (struct strvec *argv, const char *path)
{
  CLEANUP_FREE char *real = content_real_path (path);

  if (real == NULL)
    return -1;
  return strvec_add (argv, real) == -1 ? reply_no_memory () : 0;
}

/* Without a policy the kernel writes the label "kernel" whatever is asked. */
static int
check_kernel (void)
{
  if (!optgroup_selinux_available () || has_policy ())
    return 0;
  reply_with_error_errno (EINVAL, "the appliance runs SELinux without a "
                          "policy: launch it without set_selinux, or load "
                          "a policy");
  return -1;
}

/* setfiles says no more of either than that it failed. */
static int
check_specfile (const char *specfile)
{
  CLEANUP_CLOSE int fd = -1;

  if (specfile[0] != '/') {
    reply_with_error_errno (EINVAL, "%s: the specification is an absolute "
                            "path in the guest", specfile);
    return -1;
  }
  fd = content_open_file (specfile);
  return fd == -1 ? -1 : 0;
}

static int
run_setfiles (const char *specfile, char *const *paths, bool force,
              char *const *excludes)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;

  if (check_kernel () == -1 || check_specfile (specfile) == -1 ||
      add_options (&argv, force, excludes) == -1 ||
      add_path (&argv, specfile) == -1)
    return -1;
  for (size_t i = 0; paths[i]; ++i)
    if (add_path (&argv, paths[i]) == -1)
      return -1;
  return run_argv_confined (NULL, (const char *const *) argv.ptr);
}

int
do_setfiles (const char *specfile, char *const *paths,
             const struct setfiles_optargs *opts)
{
  if (paths[0] == NULL) {
    reply_with_error_errno (EINVAL, "%s: no path to label", specfile);
    return -1;
  }
  return run_setfiles (specfile, paths, opts->has_force && opts->force,
                       opts->has_excludes ? opts->excludes : NULL);
}

int
do_selinux_relabel (const char *specfile, const char *path,
                    const struct selinux_relabel_optargs *opts)
{
  char *const paths[] = { (char *) path, NULL };

  return run_setfiles (specfile, paths, opts->has_force && opts->force, NULL);
}
