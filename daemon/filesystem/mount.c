/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting a file system: with the driver or program that it needs, first where
 * nobody else can put anything, then at its place or nowhere. */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <libmount/libmount.h>

#include "btrfs.h"
#include "call.h"
#include "device.h"
#include "filesystem.h"
#include "fstype.h"
#include "root.h"
#include "run.h"

/* Of a file system that nobody has asked to be mounted. */
#define DETACHED_SECONDS 60

/* ---- The stage ----
 * From there it is moved to its place by descriptors: by name, a link that has
 * just taken the place of a directory of the guest could lead into the
 * appliance. */

#define STAGE "/run/mounting"

static int
make_stage (void)
{
  if (mkdir (STAGE, 0700) == 0 || errno == EEXIST)
    return 0;
  reply_with_perror (STAGE);
  return -1;
}

/* What is left of a mount that failed or was cancelled half-way would keep the
 * device busy for ever. */
static void
clear_stage (void)
{
  umount2 (STAGE, MNT_DETACH | UMOUNT_NOFOLLOW);
}

/* Of a mount the kernel refuses this, of a move it does not. */
static bool
is_there_already (int place)
{
  struct stat st, staged;

  return fstat (place, &st) == 0 && stat (STAGE, &staged) == 0
    && st.st_dev == staged.st_dev && st.st_ino == staged.st_ino;
}

/* Takes place. */
static int
move_from_stage (int place, const char *source, const char *mountpoint)
{
  CLEANUP_CLOSE int fd = place;

  if (is_there_already (fd))
    reply_with_error_errno (EBUSY, "%s on %s: %s already mounted on %s",
                            source, mountpoint, source, mountpoint);
  else if (move_mount (AT_FDCWD, STAGE, fd, "", MOVE_MOUNT_T_EMPTY_PATH) == 0)
    return 0;
  else
    reply_with_perror ("%s on %s", source, mountpoint);
  clear_stage ();
  return -1;
}

static void
context_done (struct libmnt_context **cxt)
{
  mnt_free_context (*cxt);
}
#define CLEANUP_CONTEXT __attribute__ ((cleanup (context_done)))

/* "… on /sysroot/dir" -> "… on /dir", in place. */
static void
hide_sysroot (char *message)
{
  size_t n = strlen (sysroot);
  char *p = message;

  while ((p = strstr (p, sysroot)) != NULL) {
    size_t skip = p[n] == '/' ? n : n - 1;

    *p = '/';                   /* stays for the root itself */
    p += skip < n;
    memmove (p, p + skip, strlen (p + skip) + 1);
    p++;
  }
}

/* libmount can only guess ("wrong fs type, bad option, …"); the kernel's log
 * has the reason. */
static int
mount_error (struct libmnt_context *cxt, int rc, const char *source,
             const char *where, int kmsg)
{
  const size_t size = 4096;
  const char *fstype = mnt_context_get_fstype (cxt);
  CLEANUP_FREE char *message = calloc (1, size);
  CLEANUP_FREE char *reason = kmsg_complaint (kmsg, source, fstype);
  int err = mnt_context_get_syscall_errno (cxt);

  if (err <= 0)
    err = rc < 0 ? -rc : EINVAL;
  if (message) {
    mnt_context_get_excode (cxt, rc, message, size);
    hide_sysroot (message);
  }
  if (reason)
    reply_with_error_errno (err, "%s: %s", where, reason);
  else if (err == ENODEV && fstype)
    reply_with_error_errno (err, "%s: the appliance's kernel has no driver for "
                            "file systems of type %s", where, fstype);
  else if (message && message[0])
    reply_with_error_errno (err, "%s: %s", where, message);
  else
    reply_with_perror_errno (err, "%s", where);
  return -1;
}

/* mount(8) inside this process.  fstype NULL: find out.
 *
 * nodev: a device node in a guest would otherwise be a way to the disks of
 * another, for whoever reads or writes the file that it seems to be. */
static int
mount_with_libmount (const char *source, const char *fstype,
                     const char *options, const char *where, bool *can_retry)
{
  CLEANUP_CONTEXT struct libmnt_context *cxt = mnt_new_context ();
  CLEANUP_CLOSE int kmsg = kmsg_begin ();
  int rc;

  if (cxt == NULL) {
    reply_with_perror ("mnt_new_context");
    return -1;
  }
  mnt_context_disable_helpers (cxt, 1);
  mnt_context_disable_mtab (cxt, 1);
  if ((rc = mnt_context_set_source (cxt, source)) != 0
      || (rc = mnt_context_set_target (cxt, STAGE)) != 0
      || (fstype && (rc = mnt_context_set_fstype (cxt, fstype)) != 0)
      || (rc = mnt_context_set_options (cxt, "nodev")) != 0
      || (options[0] && (rc = mnt_context_append_options (cxt, options)) != 0))
    return mount_error (cxt, rc, source, where, kmsg);
  rc = mnt_context_mount (cxt);
  if (rc == 0 && mnt_context_get_status (cxt) == 1)
    return 0;
  if (can_retry && *can_retry)
    return -1;
  return mount_error (cxt, rc, source, where, kmsg);
}

/* What the kernel says then could mean anything.  True when it was that. */
static bool
devices_are_missing (const char *source, const char *options, const char *where)
{
  uint64_t wanted;
  CLEANUP_FREE_STRING_LIST char **there = NULL;
  size_t n;

  if (mnt_optstr_get_option (options, "degraded", NULL, NULL) == 0)
    return false;
  there = btrfs_members (source, &wanted);
  if (there == NULL)
    return true;
  n = string_list_length (there);
  if (n >= wanted)
    return false;
  reply_with_error_errno (ENODEV, "%s: only %zu of the %llu devices of its "
                          "Btrfs are there: add the drives with the others, "
                          "or mount it with the option degraded", where, n,
                          (unsigned long long) wanted);
  return true;
}

/* The kernel can mount a Btrfs of several devices only when it has been told
 * of all of them, which nobody has done unless it was needed. */
static int
mount_members (const char *source, const char *options, const char *where)
{
  bool can_retry = true;

  if (mount_with_libmount (source, "btrfs", options, where, &can_retry) == 0)
    return 0;
  btrfs_scan ();
  if (mount_with_libmount (source, "btrfs", options, where, &can_retry) == 0)
    return 0;
  if (devices_are_missing (source, options, where))
    return -1;
  return mount_with_libmount (source, "btrfs", options, where, NULL);
}

static int
mount_btrfs (const char *source, const char *options, const char *where)
{
  if (mount_members (source, options, where) == -1)
    return -1;
  btrfs_await_balance (STAGE);
  return 0;
}

static bool
is_writable (const char *device)
{
  CLEANUP_CLOSE int fd = open (device, O_RDWR | O_CLOEXEC);

  return fd != -1;
}

/* ntfs-3g mounts what Windows has not put away read-only, whatever was asked
 * for.  Whoever wants to write should hear of it now and why. */
static int
check_ntfs_writable (const char *source, const char *options,
                     const char *message, const char *where)
{
  bool hibernated = strstr (message, "hibernated") != NULL;
  struct statvfs st;

  if (mnt_optstr_get_option (options, "ro", NULL, NULL) == 0
      || statvfs (STAGE, &st) == -1 || !(st.f_flag & ST_RDONLY))
    return 0;
  clear_stage ();
  if (!is_writable (source))
    reply_with_error_errno (EROFS, "%s: the device is read-only: mount it "
                            "read-only", where);
  else
    reply_with_error_errno (EROFS, "%s: %s, so that it cannot be written to: "
                            "shut Windows down fully, mount it read-only, or "
                            "%s", where,
                            hibernated ? "Windows is hibernated in this NTFS"
                            : "this NTFS was not unmounted cleanly",
                            hibernated ? "mount it with the option "
                            "remove_hiberfile, which loses the saved session"
                            : "repair it with ntfsfix");
  return -1;
}

static int
mount_ntfs_3g (const char *source, const char *options, const char *where,
               int seconds)
{
  const char *argv[] = { "ntfs-3g", source, STAGE,
                         options[0] ? "-o" : NULL, options, NULL };
  CLEANUP_RUN struct run r = { .argv = argv, .seconds = seconds };

  if (run_full (&r) == -1)
    return -1;
  if (r.status == 0)
    return check_ntfs_writable (source, options, r.err, where);
  if (seconds > 0 && r.status == 128 + SIGKILL) {
    reply_with_error_errno (ETIMEDOUT, "%s: ntfs-3g has not mounted it within "
                            "%d seconds: its NTFS may be damaged: run "
                            "chkdsk /f in Windows", where, seconds);
    return -1;
  }
  /* What it says then is a page of advice. */
  if (strstr (r.err, "NTFS is either inconsistent"))
    reply_with_error_errno (EIO, "%s: this NTFS is damaged: run chkdsk /f in "
                            "Windows, or try ntfsfix: %.*s", where,
                            (int) strcspn (r.err, "\n"), r.err);
  else
    run_reply_with_error (&r);
  return -1;
}

/* Whether the last of the options that say so is this one. */
static bool
is_asked_for (const char *options, const char *option, const char *opposite)
{
  char *rest = (char *) options, *name, *value;
  bool asked = false;
  size_t n;

  while (mnt_optstr_next_option (&rest, &name, &n, &value, NULL) == 0)
    if (n == strlen (option) && strncmp (name, option, n) == 0)
      asked = true;
    else if (n == strlen (opposite) && strncmp (name, opposite, n) == 0)
      asked = false;
  return asked;
}

static void
warn_read_only (const char *where)
{
  CLEANUP_FREE char *message = NULL;

  if (asprintf (&message, "%s: mounted read-only: the appliance's kernel "
                "cannot write to UFS", where) == -1)
    message = NULL;
  call_warning (message ? message : where);
}

/* Some drivers of the kernel cannot write, and mount read-only whatever was
 * asked for.  Whoever has asked for rw is not content with that; others expect
 * it of a CD, but not of UFS. */
static int
check_writable (const char *fstype, const char *options, const char *where)
{
  struct statvfs st;

  if (is_asked_for (options, "ro", "rw") || statvfs (STAGE, &st) == -1
      || !(st.f_flag & ST_RDONLY))
    return 0;
  if (!is_asked_for (options, "rw", "ro")) {
    if (strcmp (fstype, "ufs") == 0)
      warn_read_only (where);
    return 0;
  }
  reply_with_error_errno (EROFS, "%s: %s can be mounted read-only, but not "
                          "with the option rw", where, fstype);
  return -1;
}

static bool
is_ntfs (const char *fstype)
{
  return strcmp (fstype, "ntfs") == 0 || strcmp (fstype, "ntfs-3g") == 0;
}

/* The kernel has to be told what kind of UFS it is. */
static int
mount_ufs (const char *source, const char *options, const char *where)
{
  const char *kind = ufs_kind (source);
  CLEANUP_FREE char *with_kind = NULL;

  if (kind == NULL
      || mnt_optstr_get_option (options, "ufstype", NULL, NULL) == 0)
    return mount_with_libmount (source, "ufs", options, where, NULL);
  if (asprintf (&with_kind, "ufstype=%s%s%s", kind, options[0] ? "," : "",
                options) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return mount_with_libmount (source, "ufs", with_kind, where, NULL);
}

static int
mount_by_type (const char *fstype, const char *options, const char *device,
               const char *where, int seconds)
{
  if (is_ntfs (fstype) && have_program ("ntfs-3g"))
    return mount_ntfs_3g (device, options, where, seconds);
  if (strcmp (fstype, "btrfs") == 0)
    return mount_btrfs (device, options, where);
  if (strcmp (fstype, "ufs") == 0)
    return mount_ufs (device, options, where);
  return mount_with_libmount (device, fstype, options, where, NULL);
}

/* where: what errors begin with.  seconds: if > 0, for a program that mounts
 * it; the kernel cannot be stopped. */
static int
mount_on_stage (const char *options, const char *vfstype, const char *device,
                const char *where, int seconds)
{
  CLEANUP_FREE char *found = NULL;
  const char *fstype = vfstype;

  if (fstype[0] == '\0')
    fstype = found = fstype_to_mount (device);
  if (fstype == NULL
      || mount_by_type (fstype, options, device, where, seconds) == -1)
    return -1;
  return check_writable (fstype, options, where);
}

/* ---- For others ---- */

int
filesystem_mount_at (int place, const char *what, const char *options,
                     const char *vfstype, const char *device,
                     const char *mountpoint)
{
  CLEANUP_CLOSE int fd = place;
  CLEANUP_FREE char *where = NULL;

  if (asprintf (&where, "%s on %s", device, mountpoint) == -1) {
    where = NULL;
    reply_with_perror ("%s", what);
    return -1;
  }
  if (make_stage () == -1)
    return -1;
  if (mount_on_stage (options, vfstype, device, where, 0) == 0)
    return move_from_stage (steal_fd (&fd), what, mountpoint);
  clear_stage ();
  return -1;
}

int
filesystem_mount_detached (const char *device, const char *fstype,
                           const char *options)
{
  int fd;

  if (make_stage () == -1)
    return -1;
  if (mount_on_stage (options, fstype, device, device,
                      DETACHED_SECONDS) == -1) {
    clear_stage ();
    return -1;
  }
  fd = open_tree (AT_FDCWD, STAGE, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (fd == -1)
    reply_with_perror ("%s", device);
  clear_stage ();
  return fd;
}
