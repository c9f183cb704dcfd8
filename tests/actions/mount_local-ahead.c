/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of a local mount are read before they are asked for, attributes
 * of names that were listed come together, and of times the guest is told
 * later: what changes afterwards, through the mount or by calls of the handle,
 * is seen nevertheless. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"

#define NR_FILES 60
#define OLD 1000000000          /* a time */
/* Read first, in order: by then files up to AHEAD have been read, too. */
#define READ_FIRST 7
#define AHEAD 12

static const int disks[] = { 100, 100, 0 };
static const char *dir;
static guestfs_h *g;
static pthread_t server;
static int nr_contents, nr_reads, nr_looks, nr_settings, nr_told;
static int directory;           /* each test has its own */

/* ---- The mount ---- */

static void *
serve (void *arg)
{
  (void) arg;
  CHECK (guestfs_mount_local_run (g) == 0);
  return NULL;
}

static void
mount_it (void)
{
  if (guestfs_mount_local (g, dir, -1) == -1
      || pthread_create (&server, NULL, serve, NULL) != 0)
    abort ();
}

static void
unmount_it (void)
{
  CHECK (guestfs_umount_local (g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1) == 0);
  pthread_join (server, NULL);
}

/* What the appliance prints of each call. */
static void
count_calls (guestfs_h *handle, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t len, const uint64_t *array,
             size_t array_len)
{
  (void) handle, (void) opaque, (void) event, (void) event_handle;
  (void) flags, (void) array, (void) array_len;
  if (memmem (buf, len, "internal_fuse_contents", 22))
    __atomic_add_fetch (&nr_contents, 1, __ATOMIC_RELAXED);
  if (memmem (buf, len, "internal_fuse_read\n", 19)
      || memmem (buf, len, "internal_fuse_read\r", 19))
    __atomic_add_fetch (&nr_reads, 1, __ATOMIC_RELAXED);
  if (memmem (buf, len, "internal_fuse_lookup", 20)
      || memmem (buf, len, "internal_fuse_getattr", 21)
      || memmem (buf, len, "internal_fuse_attrs", 19))
    __atomic_add_fetch (&nr_looks, 1, __ATOMIC_RELAXED);
  if (memmem (buf, len, "internal_fuse_setattr", 21))
    __atomic_add_fetch (&nr_settings, 1, __ATOMIC_RELAXED);
  if (memmem (buf, len, "internal_fuse_times", 19))
    __atomic_add_fetch (&nr_told, 1, __ATOMIC_RELAXED);
}

/* ---- Files ---- */

static const char *
guest_name (int i)
{
  static char s[64];

  snprintf (s, sizeof s, "/d%d/f%02d", directory, i);
  return s;
}

static const char *
host_name (int i)
{
  static char names[2][4096 + 64];      /* of two files, for rename */
  static int next;
  char *s = names[next++ % 2];

  snprintf (s, sizeof names[0], "%s%s", dir, guest_name (i));
  return s;
}

/* The directory, with files that are all old. */
static void
fill (const char *content)
{
  CLEANUP_FREE char *name = NULL;

  if (asprintf (&name, "/d%d", directory) == -1
      || guestfs_mkdir (g, name) == -1)
    abort ();
  for (int i = 0; i < NR_FILES; i++)
    if (guestfs_write (g, guest_name (i), content, strlen (content)) == -1
        || guestfs_utimens (g, guest_name (i), OLD, 0, OLD - 1, 0) == -1)
      abort ();
}

static bool
file_has (int i, const char *expected)
{
  CLEANUP_CLOSE int fd = open (host_name (i), O_RDONLY);
  char buf[4096];
  const ssize_t n = fd == -1 ? -1 : read (fd, buf, sizeof buf);
  const bool ok =
    n == (ssize_t) strlen (expected) && memcmp (buf, expected, n) == 0;

  if (!ok)
    fprintf (stderr, "%s: f%d has %.*s (%d, %s)\n", running_test, i,
             n == -1 ? 0 : (int) n, buf, (int) n, strerror (errno));
  return ok;
}

static int
count_names (void)
{
  CLEANUP_FREE char *name = NULL;
  DIR *d = asprintf (&name, "%s/d%d", dir, directory) == -1 ? NULL
    : opendir (name);
  int n = 0;

  while (d && readdir (d))
    n++;
  if (d)
    closedir (d);
  return n - 2;
}

static void
read_first (const char *content)
{
  CHECK (count_names () == NR_FILES);
  for (int i = 0; i < READ_FIRST; i++)
    CHECK (file_has (i, content));
}

/* ---- Tests ---- */

static void
test_all_come (void)
{
  fill ("as it was");
  nr_contents = nr_reads = 0;
  CHECK (count_names () == NR_FILES);
  for (int i = 0; i < NR_FILES; i++)
    CHECK (file_has (i, "as it was"));
  CHECK (guestfs_ping_daemon (g) == 0);
  CHECK (nr_contents > 0 && nr_contents <= 8);
  CHECK (nr_reads <= 2);
}

/* Without what the kernel of the host has in memory. */
static void
forget_pages (int fd)
{
  CHECK (fsync (fd) == 0);
  CHECK (posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED) == 0);
}

static void
test_written (void)
{
  fill ("as it was");
  read_first ("as it was");
  {
    CLEANUP_CLOSE int fd = open (host_name (AHEAD), O_WRONLY);

    CHECK (pwrite (fd, "is", 2, 3) == 2);
    forget_pages (fd);
  }
  CHECK (file_has (AHEAD, "as is was"));
}

static void
test_truncated (void)
{
  fill ("as it was");
  read_first ("as it was");
  CHECK (truncate (host_name (AHEAD), 2) == 0);
  CHECK (truncate (host_name (AHEAD), 5) == 0);
  {
    CLEANUP_CLOSE int fd = open (host_name (AHEAD), O_RDONLY);
    char buf[10];

    forget_pages (fd);
    CHECK (read (fd, buf, sizeof buf) == 5 && memcmp (buf, "as\0\0", 5) == 0);
  }
}

static void
test_written_by_handle (void)
{
  fill ("as it was");
  read_first ("as it was");
  CHECK (guestfs_write (g, guest_name (AHEAD), "by a call", 9) == 0);
  CHECK (file_has (AHEAD, "by a call"));
  CHECK (file_has (AHEAD - 1, "as it was"));
}

static void
test_removed_while_open (void)
{
  CLEANUP_CLOSE int fd = -1;
  char buf[20];

  fill ("as it was");
  fd = open (host_name (AHEAD), O_RDONLY);
  read_first ("as it was");
  CHECK (unlink (host_name (AHEAD)) == 0);
  CHECK (rename (host_name (AHEAD - 1), host_name (AHEAD)) == 0);
  CHECK (read (fd, buf, sizeof buf) == 9 && memcmp (buf, "as it was", 9) == 0);
  CHECK (guestfs_write (g, guest_name (AHEAD), "another", 7) == 0);
  CHECK (file_has (AHEAD, "another"));
}

static void
test_mounted_again (void)
{
  fill ("as it was");
  read_first ("as it was");
  unmount_it ();
  CHECK (guestfs_write (g, guest_name (AHEAD), "meanwhile", 9) == 0);
  mount_it ();
  CHECK (file_has (AHEAD, "meanwhile"));
}

static void
test_other_disk (void)
{
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount (g, "/dev/sdb", "/") == 0);
  fill ("on the other disk");
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount (g, "/dev/sda", "/") == 0);
  fill ("on the first");
  read_first ("on the first");
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount (g, "/dev/sdb", "/") == 0);
  CHECK (file_has (AHEAD, "on the other disk"));
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount (g, "/dev/sda", "/") == 0);
}

static time_t
atime_of (int i)
{
  struct guestfs_statns *st = guestfs_lstatns (g, guest_name (i));
  const time_t ret = st ? st->st_atime_sec : -1;

  guestfs_free_statns (st);
  return ret;
}

static void
test_access_times (void)
{
  struct stat st;

  fill ("as it was");
  read_first ("as it was");
  CHECK (stat (host_name (READ_FIRST - 1), &st) == 0 && st.st_atime > OLD);
  for (int i = 0; i < READ_FIRST; i++)
    CHECK (atime_of (i) > OLD);
  CHECK (atime_of (AHEAD) == OLD);
}

/* What the guest says, asked by a call. */
static struct timespec
mtime_of (int i)
{
  struct guestfs_statns *st = guestfs_lstatns (g, guest_name (i));
  const struct timespec ret = {
    st ? st->st_mtime_sec : -1, st ? st->st_mtime_nsec : -1
  };

  guestfs_free_statns (st);
  return ret;
}

static bool
has_mtime (int i, struct timespec t)
{
  const struct timespec has = mtime_of (i);
  const bool ret = has.tv_sec == t.tv_sec && has.tv_nsec == t.tv_nsec;

  if (!ret)
    fprintf (stderr, "%s: f%d: %lld.%09ld, not %lld.%09ld\n", running_test, i,
             (long long) has.tv_sec, has.tv_nsec, (long long) t.tv_sec,
             t.tv_nsec);
  return ret;
}

/* Its time on the mount. */
static struct timespec
write_file (int i)
{
  CLEANUP_CLOSE int fd = open (host_name (i), O_WRONLY | O_CREAT, 0644);
  struct stat st = { .st_size = 0 };

  CHECK (write (fd, "written", 7) == 7);
  CHECK (fsetxattr (fd, "user.a", "b", 1, 0) == 0);
  CHECK (fstat (fd, &st) == 0 && st.st_size >= 7);
  return st.st_mtim;
}

/* The host's kernel sets it when a file is closed. */
static void
test_times_of_writing (void)
{
  struct timespec times[NR_FILES];

  fill ("as it was");
  CHECK (guestfs_ping_daemon (g) == 0);
  nr_settings = nr_told = 0;
  for (int i = 0; i < NR_FILES; i++)
    times[i] = write_file (NR_FILES + i);
  CHECK (guestfs_ping_daemon (g) == 0);
  CHECK (nr_settings < NR_FILES / 4);
  CHECK (nr_told > 0 && nr_told < NR_FILES / 2);
  for (int i = 0; i < NR_FILES; i++)
    CHECK (has_mtime (NR_FILES + i, times[i]));
}

static void
test_time_is_told (void)
{
  struct timespec t;
  struct stat st;

  fill ("as it was");
  t = write_file (NR_FILES);
  CHECK (has_mtime (NR_FILES, t));
  t = write_file (NR_FILES + 1);
  CHECK (guestfs_rm (g, guest_name (NR_FILES + 1)) == 0);
  CHECK (guestfs_write (g, guest_name (NR_FILES + 1), "another", 7) == 0);
  CHECK (mtime_of (NR_FILES + 1).tv_nsec != t.tv_nsec);
  t = write_file (NR_FILES + 2);
  CHECK (rename (host_name (NR_FILES + 2), host_name (2)) == 0);
  CHECK (has_mtime (2, t));
  t = write_file (NR_FILES + 3);
  unmount_it ();
  CHECK (has_mtime (NR_FILES + 3, t));
  mount_it ();
  CHECK (stat (host_name (NR_FILES + 3), &st) == 0
         && st.st_mtim.tv_nsec == t.tv_nsec);
}

/* What is set afterwards counts. */
static void
test_time_is_set (void)
{
  const struct timespec old = { OLD, 7 }, times[2] = { { 0, UTIME_OMIT }, old };
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  fill ("as it was");
  write_file (NR_FILES);
  CHECK (utimensat (AT_FDCWD, host_name (NR_FILES), times, 0) == 0);
  CHECK (has_mtime (NR_FILES, old));
  fd = open (host_name (1), O_RDWR);
  CHECK (write (fd, "again", 5) == 5);
  CHECK (futimens (fd, times) == 0);
  CHECK (fstat (fd, &st) == 0 && st.st_mtime == OLD && st.st_size == 9
         && st.st_blocks > 0);
  CHECK (fchmod (fd, 0600) == 0);
  CHECK (fstat (fd, &st) == 0 && st.st_mtime == OLD
         && (st.st_mode & 07777) == 0600);
  CHECK (futimens (fd, times) == 0);
  CHECK (has_mtime (1, old));
  CHECK (fstat (fd, &st) == 0 && (st.st_mode & 07777) == 0600
         && st.st_nlink == 1);
  CHECK (ftruncate (fd, 3) == 0);
  CHECK (fstat (fd, &st) == 0 && st.st_mtime > OLD);
  CHECK (has_mtime (1, st.st_mtim));
}

/* As a program that copies a file sets them. */
static void
test_both_times_are_set (void)
{
  const struct timespec both[2] = { { OLD + 5, 3 }, { OLD, 7 } };
  const struct timespec first[2] = { { OLD + 9, 0 }, { 0, UTIME_OMIT } };
  struct stat st;

  fill ("as it was");
  for (int i = NR_FILES; i < NR_FILES + 3; i++) {
    write_file (i);
    CHECK (utimensat (AT_FDCWD, host_name (i), both, 0) == 0);
  }
  CHECK (stat (host_name (NR_FILES), &st) == 0 && st.st_atime == OLD + 5
         && st.st_mtime == OLD && st.st_size == 7
         && (st.st_mode & 07777) == 0644);
  CHECK (utimensat (AT_FDCWD, host_name (NR_FILES), first, 0) == 0);
  CHECK (chmod (host_name (NR_FILES), 0640) == 0);
  CHECK (stat (host_name (NR_FILES), &st) == 0 && st.st_atime == OLD + 9
         && st.st_mtime == OLD && (st.st_mode & 07777) == 0640);
  CHECK (has_mtime (NR_FILES, both[1]));
  CHECK (atime_of (NR_FILES) == OLD + 9);
  CHECK (utimensat (AT_FDCWD, host_name (NR_FILES + 1), NULL, 0) == 0);
  CHECK (mtime_of (NR_FILES + 1).tv_sec > OLD + 9);
  CHECK (unlink (host_name (NR_FILES + 2)) == 0);
  CHECK (utimensat (AT_FDCWD, host_name (AHEAD), first, 0) == 0);
  for (int i = 0; i < READ_FIRST; i++)
    CHECK (file_has (i, "as it was"));
  CHECK (file_has (AHEAD, "as it was"));
  CHECK (atime_of (AHEAD) > OLD + 9);
}

/* Attributes come for several names at once. */
static void
test_listed (void)
{
  struct stat st;

  fill ("as it was");
  CHECK (count_names () == NR_FILES);
  CHECK (stat (host_name (1), &st) == 0 && st.st_size == 9);
  CHECK (guestfs_write (g, guest_name (2), "longer than it was", 18) == 0);
  CHECK (guestfs_rm (g, guest_name (3)) == 0);
  CHECK (guestfs_mkdir (g, guest_name (3)) == 0);
  CHECK (stat (host_name (2), &st) == 0 && st.st_size == 18);
  CHECK (stat (host_name (3), &st) == 0 && S_ISDIR (st.st_mode));
  CHECK (unlink (host_name (4)) == 0);
  CHECK (stat (host_name (4), &st) == -1 && errno == ENOENT);
  CHECK (chmod (host_name (5), 0400) == 0);
  for (int i = 5; i < NR_FILES; i++)
    CHECK (stat (host_name (i), &st) == 0 && st.st_size == 9
           && (st.st_mode & 0777) == (i == 5 ? 0400 : 0644));
  CHECK (count_names () == NR_FILES - 1);
}

/* How many calls it takes to look at all files again. */
static int
look_again (void)
{
  struct stat st;

  nr_looks = 0;
  for (int i = 0; i < NR_FILES; i++)
    CHECK (stat (host_name (i), &st) == 0 && st.st_size == 9);
  CHECK (guestfs_ping_daemon (g) == 0);
  return nr_looks;
}

/* Calls that change nothing do not make the mount forget what it knows; any
 * other does. */
static void
test_reading_calls (void)
{
  CLEANUP_FREE char *content = NULL;
  CLEANUP_FREE_STRING_LIST char **names = NULL;

  fill ("as it was");
  CHECK (look_again () > 0);
  CHECK (guestfs_filesize (g, guest_name (1)) == 9);
  content = guestfs_cat (g, guest_name (2));
  CHECK (content && strcmp (content, "as it was") == 0);
  names = guestfs_ls (g, "/");
  CHECK (names && names[0]);
  CHECK (look_again () == 0);
  CHECK (guestfs_touch (g, guest_name (3)) == 0);
  CHECK (look_again () > 0);
}

static int
open_errno (int i, int flags)
{
  CLEANUP_CLOSE int fd = open (host_name (i), flags);

  return fd == -1 ? errno : 0;
}

/* Opening is not a call: the flags are remembered. */
static void
test_flags (void)
{
  fill ("as it was");
  CHECK (open_errno (1, O_WRONLY) == 0);
  CHECK (guestfs_set_e2attrs (g, guest_name (1), "i", -1) == 0);
  CHECK (guestfs_set_e2attrs (g, guest_name (2), "a", -1) == 0);
  CHECK (open_errno (1, O_WRONLY) == EPERM);
  CHECK (open_errno (1, O_RDONLY) == 0);
  CHECK (open_errno (2, O_WRONLY) == EPERM);
  CHECK (open_errno (2, O_WRONLY | O_APPEND) == 0);
  CHECK (guestfs_set_e2attrs (g, guest_name (1), "i",
                              GUESTFS_SET_E2ATTRS_CLEAR, 1, -1) == 0);
  CHECK (open_errno (1, O_WRONLY) == 0);
}

static void
begin (void)
{
  g = new_handle ();
  guestfs_set_verbose (g, 1);
  guestfs_set_event_callback (g, count_calls, GUESTFS_EVENT_APPLIANCE, 0,
                              NULL);
  start (g, disks);
  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1
      || guestfs_mkfs (g, "ext4", "/dev/sdb") == -1
      || guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
}

int
main (void)
{
  static const struct {
    const char *name;
    void (*run) (void);
  } tests[] = {
    { "all come", test_all_come }, { "written", test_written },
    { "truncated", test_truncated },
    { "written by the handle", test_written_by_handle },
    { "removed while open", test_removed_while_open },
    { "mounted again", test_mounted_again }, { "other disk", test_other_disk },
    { "access times", test_access_times },
    { "times of writing", test_times_of_writing },
    { "time is told", test_time_is_told }, { "time is set", test_time_is_set },
    { "both times are set", test_both_times_are_set },
    { "listed", test_listed },
    { "reading calls", test_reading_calls }, { "flags", test_flags },
  };

  if (access ("/dev/fuse", R_OK | W_OK) == -1) {
    fprintf (stderr, "skipped: /dev/fuse: %s\n", strerror (errno));
    return 77;
  }
  test_begin (120);
  if (chdir (getenv ("TMPDIR")) == -1 || mkdir ("m", 0700) == -1)
    abort ();
  dir = realpath ("m", NULL);
  begin ();
  mount_it ();
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    running_test = tests[i].name;
    directory = i;
    tests[i].run ();
  }
  unmount_it ();
  guestfs_close (g);
  rmdir (dir);
  return test_end ();
}
