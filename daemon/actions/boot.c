/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot loaders: SYSLINUX, EXTLINUX and GRUB. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "daemon.h"

int
optgroup_extlinux_available (void)
{
  return have_program ("extlinux");
}

int
optgroup_grub_available (void)
{
  return have_program ("grub-install");
}

int
optgroup_syslinux_available (void)
{
  return have_program ("syslinux");
}

/* ---- SYSLINUX ---- */

int
do_extlinux (const char *directory)
{
  CLEANUP_FREE char *path = NULL;
  struct stat st;

  if (guest_stat (directory, &st) == -1
      || (path = guest_real_path (directory)) == NULL) {
    reply_with_perror ("%s", directory);
    return -1;
  }
  if (!S_ISDIR (st.st_mode)) {
    reply_with_perror_errno (ENOTDIR, "%s", directory);
    return -1;
  }
  return run_confined (NULL, "extlinux", "--install", path, NULL);
}

int
do_syslinux (const char *device, const struct syslinux_optargs *opts)
{
  if (opts->has_directory)
    return run (NULL, "syslinux", "--install", "--force", "--directory",
                opts->directory, device, NULL);
  return run (NULL, "syslinux", "--install", "--force", device, NULL);
}

/* ---- GRUB ---- */

/* A directory below the one that path names, made if there is none.  The
 * program follows links by itself, and not inside the guest: a link is
 * followed here, or refused.  Malloc'd path in the guest, NULL with the error
 * set. */
static char *
boot_directory (const char *path, const char *name)
{
  CLEANUP_CLOSE int fd =
    guest_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  char *ret = NULL;

  if (fd == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  if (mkdirat (fd, name, 0755) == -1 && errno != EEXIST) {
    reply_with_perror ("%s/%s", path, name);
    return NULL;
  }
  if (asprintf (&ret, "%s%s%s", path, path[strlen (path) - 1] == '/' ? "" : "/",
                name) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  return ret;
}

static int
refuse_link (const char *path)
{
  struct stat st;

  if (guest_lstat (path, &st) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  if (S_ISDIR (st.st_mode))
    return 0;
  reply_with_error_errno (ENOTDIR, "%s: must be a directory, and not a link "
                          "to one", path);
  return -1;
}

int
do_grub_install (const char *root, const char *device)
{
  CLEANUP_FREE char *boot = boot_directory (root, "boot"), *grub = NULL;
  CLEANUP_FREE char *real = NULL, *option = NULL;

  if (boot == NULL || (grub = boot_directory (boot, "grub")) == NULL
      || refuse_link (grub) == -1)
    return -1;
  real = guest_real_path (boot);
  if (real == NULL || asprintf (&option, "--boot-directory=%s", real) == -1) {
    reply_with_perror ("%s", boot);
    return -1;
  }
  guest_root_release ();
  return run_confined (NULL, "grub-install", "--target=i386-pc", option,
                       device, NULL);
}
