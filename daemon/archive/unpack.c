/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacks a tar archive that comes from the library.
 *
 * The paths in an archive and the links that are already in the guest mean
 * what they mean inside the guest only for a process whose root is the
 * guest's.  So a child does the work: it enters the guest's root and unpacks
 * there, with code that it has brought along. */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "child.h"
#include "content.h"
#include "root.h"
#include "unpack.h"

#define SET_LENGTH_MAX (1024 * 1024)

/* ---- In the child ---- */

/* What this process is about. */
static const struct unpack *job;

static void __attribute__ ((noreturn, format (printf, 2, 3)))
unpack_fail (int err, const char *fs, ...)
{
  CLEANUP_FREE char *why = NULL;
  va_list args;

  va_start (args, fs);
  if (vasprintf (&why, fs, args) == -1)
    why = NULL;
  va_end (args);
  reply_with_error_errno (err, "%s: %s", job->directory,
                          why ? why : strerror (ENOMEM));
  child_exit (-1);
}

static struct archive *
open_tar (const struct unpack *u, int fd)
{
  struct archive *a = archive_read_new ();

  if (a == NULL)
    unpack_fail (ENOMEM, "no memory");
  archive_read_support_format_tar (a);
  archive_read_support_format_empty (a);
  /* ARCHIVE_WARN: by an external program. */
  if (u->filter != NULL && u->filter (a) < ARCHIVE_WARN)
    unpack_fail (0, "%s: %s", u->filter_name, archive_error_string (a));
  if (archive_read_open_fd (a, fd, CONTENT_BUFFER_SIZE) != ARCHIVE_OK)
    unpack_fail (0, "not a tar archive%s: %s", u->filter ? ""
                 : ", or a compressed one: compress must say how",
                 archive_error_string (a));
  return a;
}

static struct archive *
open_disk (const struct unpack *u)
{
  struct archive *disk = archive_write_disk_new ();
  int flags = ARCHIVE_EXTRACT_OWNER | ARCHIVE_EXTRACT_PERM |
    ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_UNLINK |
    ARCHIVE_EXTRACT_SECURE_NODOTDOT;

  if (disk == NULL)
    unpack_fail (ENOMEM, "no memory");
  if (u->xattrs || u->selinux)
    flags |= ARCHIVE_EXTRACT_XATTR;
  if (u->acls)
    flags |= ARCHIVE_EXTRACT_ACL;
  archive_write_disk_set_options (disk, flags);
  return disk;
}

/* At the end, too: behind a slash a link would be followed. */
static char *
without_slashes (const char *path)
{
  char *ret;
  size_t len;

  path += strspn (path, "/");
  ret = strdup (*path ? path : ".");
  if (ret == NULL)
    return NULL;
  for (len = strlen (ret); len > 1 && ret[len-1] == '/'; --len)
    ret[len-1] = '\0';
  return ret;
}

/* As with tar, everything goes below the directory. */
static void
make_relative (struct archive_entry *e)
{
  CLEANUP_FREE char *path = NULL, *link = NULL;

  if (archive_entry_pathname (e) == NULL)
    unpack_fail (EINVAL, "a name in the archive cannot be read");
  path = without_slashes (archive_entry_pathname (e));
  if (path == NULL)
    unpack_fail (ENOMEM, "no memory");
  archive_entry_copy_pathname (e, path);
  if (archive_entry_hardlink (e) == NULL)
    return;
  link = without_slashes (archive_entry_hardlink (e));
  if (link == NULL)
    unpack_fail (ENOMEM, "no memory");
  archive_entry_copy_hardlink (e, link);
}

/* SELinux labels are an attribute, but asked for on their own. */
static void
choose_attributes (const struct unpack *u, struct archive_entry *e)
{
  struct archive_entry *copy;
  const char *name;
  const void *value;
  size_t size;

  /* Most have none, and a copy of each entry takes its time. */
  if (archive_entry_xattr_count (e) == 0)
    return;
  copy = archive_entry_clone (e);
  archive_entry_xattr_clear (e);
  archive_entry_xattr_reset (copy);
  while (archive_entry_xattr_next (copy, &name, &value, &size)
         == ARCHIVE_OK) {
    if (strcmp (name, "security.selinux") == 0 ? u->selinux : u->xattrs)
      archive_entry_xattr_add_entry (e, name, value, size);
  }
  archive_entry_free (copy);
}

static void
prepare_entry (const struct unpack *u, struct archive_entry *e)
{
  struct stat st;

  make_relative (e);
  choose_attributes (u, e);
  /* Otherwise a directory would be unpacked into what a link points to. */
  if (archive_entry_filetype (e) == AE_IFDIR && !u->keepdirlink &&
      lstat (archive_entry_pathname (e), &st) == 0 && S_ISLNK (st.st_mode))
    unlink (archive_entry_pathname (e));
}

/* Complaints that do not lose contents, such as owners on FAT, are let
 * pass. */
static void
check_disk (struct archive *disk, int r, int worst,
            struct archive_entry *e)
{
  if (r < worst)
    unpack_fail (archive_errno (disk), "%s: %s",
             archive_entry_pathname (e), archive_error_string (disk));
  if (r != ARCHIVE_OK && verbose)
    fprintf (stderr, "tar_in: %s: %s\n", archive_entry_pathname (e),
             archive_error_string (disk));
}

/* ---- Plain files ----
 * Most entries are files with nothing special about them.  libarchive would
 * unlink each before it is made and change its owner afterwards; where there
 * is nothing to unlink and the owner is right from the start, half of the
 * work of an emulated kernel is saved. */

static bool
has_dotdot (const char *path)
{
  for (const char *p = path; (p = strstr (p, "..")) != NULL; p += 2)
    if ((p == path || p[-1] == '/') && (p[2] == '/' || p[2] == '\0'))
      return true;
  return false;
}

static bool
is_plain (const struct unpack *u, struct archive_entry *e)
{
  return archive_entry_filetype (e) == AE_IFREG
         && archive_entry_hardlink (e) == NULL
         && archive_entry_sparse_count (e) == 0
         && archive_entry_xattr_count (e) == 0
         && !(u->acls && archive_entry_acl_types (e) != 0)
         && !has_dotdot (archive_entry_pathname (e));
}

/* -1: leave it to libarchive */
static int
create_plain (struct archive_entry *e)
{
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  const char *path = archive_entry_pathname (e);
  const mode_t mode = archive_entry_perm (e) & 07777;
  const int fd = open (path, flags, mode);

  if (fd >= 0 || errno != EEXIST || unlink (path) == -1)
    return fd;
  return open (path, flags, mode);
}

/* A file system without owners is as with libarchive: no error. */
static void
set_plain_attributes (int fd, struct archive_entry *e)
{
  const mode_t mode = archive_entry_perm (e) & 07777;
  const struct timespec times[2] = {
    { archive_entry_atime (e), archive_entry_atime_is_set (e)
      ? archive_entry_atime_nsec (e) : UTIME_OMIT },
    { archive_entry_mtime (e), archive_entry_mtime_is_set (e)
      ? archive_entry_mtime_nsec (e) : UTIME_OMIT },
  };
  const uid_t uid = archive_entry_uid (e);
  const gid_t gid = archive_entry_gid (e);
  struct stat st;
  bool chowned = false;

  if (fstat (fd, &st) == -1)
    return;
  if (st.st_uid != uid || st.st_gid != gid)
    chowned = fchown (fd, uid, gid) == 0;
  if ((st.st_mode & 07777) != mode || (chowned && (mode & 06000)))
    if (fchmod (fd, mode) == -1 && verbose)
      fprintf (stderr, "tar_in: %s: %m\n", archive_entry_pathname (e));
  futimens (fd, times);
}

/* A file that has its length already is not made longer page by page, each
 * of which would change the inode.  Where that means to write zeroes, as on
 * FAT, they stay in memory if they are few. */
static void
set_length (int fd, struct archive_entry *e)
{
  const int64_t size = archive_entry_size (e);

  if (size > 8192 && size <= SET_LENGTH_MAX && ftruncate (fd, size) == -1
      && verbose)
    fprintf (stderr, "tar_in: %s: %m\n", archive_entry_pathname (e));
}

static void
write_plain (struct archive *a, struct archive_entry *e, int fd)
{
  const char *path = archive_entry_pathname (e);
  const void *buf;
  size_t size;
  int64_t offset;
  int r;

  set_length (fd, e);
  while ((r = archive_read_data_block (a, &buf, &size, &offset))
         != ARCHIVE_EOF) {
    if (r < ARCHIVE_WARN)
      unpack_fail (0, "%s: %s", path, archive_error_string (a));
    if (full_write (fd, buf, size) == -1)
      unpack_fail (errno, "%s: %s", path, strerror (errno));
  }
  set_plain_attributes (fd, e);
  if (close (fd) == -1)
    unpack_fail (errno, "%s: %s", path, strerror (errno));
}

/* ---- Everything else ---- */

static void
unpack_data (struct archive *a, struct archive *disk,
             struct archive_entry *e)
{
  const void *buf;
  size_t size;
  int64_t offset;
  int r;

  while ((r = archive_read_data_block (a, &buf, &size, &offset))
         != ARCHIVE_EOF) {
    if (r < ARCHIVE_WARN)
      unpack_fail (0, "%s: %s", archive_entry_pathname (e),
               archive_error_string (a));
    /* To libarchive a full disk is only worth a warning. */
    check_disk (disk, archive_write_data_block (disk, buf, size, offset),
                ARCHIVE_OK, e);
  }
  check_disk (disk, archive_write_finish_entry (disk), ARCHIVE_WARN, e);
}

static void
unpack_all (const struct unpack *u, struct archive *a)
{
  struct archive *disk = open_disk (u);
  struct archive_entry *e;
  int r;

  while ((r = archive_read_next_header (a, &e)) != ARCHIVE_EOF) {
    if (r < ARCHIVE_WARN)
      unpack_fail (0, "not a tar archive, or a damaged one: %s",
               archive_error_string (a));
    prepare_entry (u, e);
    const int fd = is_plain (u, e) ? create_plain (e) : -1;
    if (fd >= 0) {
      write_plain (a, e, fd);
      continue;
    }
    check_disk (disk, archive_write_header (disk, e), ARCHIVE_WARN, e);
    unpack_data (a, disk, e);
  }
  /* Directories get their times and permissions now. */
  if (archive_write_close (disk) < ARCHIVE_WARN)
    unpack_fail (archive_errno (disk), "%s", archive_error_string (disk));
}

static void __attribute__ ((noreturn))
unpack_child (const struct unpack *u, int fd)
{
  struct archive *a;

  job = u;
  /* Names that are UTF-8 must stay what they are. */
  setlocale (LC_CTYPE, "C.UTF-8");
  umask (0);
  a = open_tar (u, fd);
  if (fchdir (u->root_fd) == -1 || chroot (".") == -1 ||
      fchdir (u->dir_fd) == -1)
    unpack_fail (errno, "%s", strerror (errno));
  unpack_all (u, a);
  child_exit (0);
}

/* ---- In the daemon ---- */

/* A disk may be slow; but one that takes nothing for so long does not answer
 * any more, or the child is in a loop. */
#define IDLE_MS (10 * 60 * 1000)

struct feeding {
  struct child *child;
  int fd;
};

/* -1 when the child has ended or there was no progress for too long. */
static int
await_room (struct feeding *f)
{
  struct pollfd p = { f->fd, POLLOUT, 0 };

  f->child->deadline_ms = monotonic_ms () + IDLE_MS;
  while (p.revents == 0 && !f->child->exited && !f->child->killed)
    child_poll (f->child, &p, 1);
  f->child->deadline_ms = 0;
  return p.revents != 0 ? 0 : -1;
}

/* The child may have failed: what it says comes later. */
static int
feed_child (void *opaque, const void *buf, size_t len)
{
  struct feeding *f = opaque;
  const char *p = buf;
  ssize_t r;

  for (; len > 0; p += r, len -= r) {
    r = send (f->fd, p, len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (r == -1 && errno == EAGAIN && await_room (f) == 0)
      r = 0;
    else if (r == -1 && errno == EINTR)
      r = 0;
    if (r == -1)
      return -1;
  }
  return 0;
}

int
unpack_stream (const struct unpack *u)
{
  struct child child = CHILD_INIT (u->directory);
  struct feeding feeding = { .child = &child };
  CLEANUP_CLOSE int ours = -1, theirs = -1;
  int data[2], r;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, data) == -1) {
    reply_with_perror ("socketpair");
    return -1;
  }
  ours = data[0];
  theirs = data[1];
  r = child_fork (&child);
  if (r == -1) {
    reply_with_perror ("%s: a process to unpack", u->directory);
    return -1;
  }
  if (r == 0) {
    close (ours);
    unpack_child (u, theirs);
  }
  close (steal_fd (&theirs));
  feeding.fd = ours;
  r = stream_receive (feed_child, &feeding);
  close (steal_fd (&ours));
  return child_finish (&child) == -1 ? -1 : r;
}
