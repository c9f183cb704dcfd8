/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flags of chattr: what a file that is immutable, or only grows, refuses.
 *
 * Each case takes the flag away again before it looks at what came of it, or
 * the directory of the case could not be removed.
 */

#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "posix.h"

/* With that flag in place of those that chattr sets. */
static void
set_flag (const char *path, int flag)
{
  const int fd = ok (open (path, O_RDONLY));
  int flags;

  if (ioctl (fd, FS_IOC_GETFLAGS, &flags) == -1)
    skip_case ("no flags");
  flags = (flags & ~(FS_IMMUTABLE_FL | FS_APPEND_FL)) | flag;
  ok (ioctl (fd, FS_IOC_SETFLAGS, &flags));
  close (fd);
}

/* 0, or the errno of a call. */
#define errno_of(call) ((call) == -1 ? errno : 0)

/* Of a call on a file that has the flag meanwhile. */
#define errno_with(path, flag, call) \
  __extension__ ({ \
    set_flag (path, flag); \
    const int errnum_ = errno_of (call); \
    set_flag (path, 0); \
    errnum_; \
  })

/* ---- Immutable ---- */

CASE (flags, immutable_is_not_writable)
{
  make_file ("f");
  is (errno_with ("f", FS_IMMUTABLE_FL, access ("f", W_OK)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, access ("f", R_OK)), 0);
}

CASE (flags, immutable_cannot_be_opened_for_writing)
{
  make_text ("f", "text");
  is (errno_with ("f", FS_IMMUTABLE_FL, open ("f", O_WRONLY)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, open ("f", O_RDWR | O_APPEND)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, open ("f", O_WRONLY | O_TRUNC)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, open ("f", O_RDONLY)), 0);
  yes (strcmp (read_text ("f"), "text") == 0);
}

CASE (flags, immutable_keeps_attributes)
{
  make_file ("f");
  is (errno_with ("f", FS_IMMUTABLE_FL, chmod ("f", 0600)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, chown ("f", 1, 1)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, truncate ("f", 1)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, utimensat (AT_FDCWD, "f", NULL, 0)),
      EPERM);
}

CASE (flags, immutable_keeps_names)
{
  make_file ("f");
  is (errno_with ("f", FS_IMMUTABLE_FL, unlink ("f")), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, rename ("f", "g")), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, link ("f", "g")), EPERM);
}

CASE (flags, immutable_directory)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  is (errno_with ("d", FS_IMMUTABLE_FL, mkdir ("d/new", 0755)), EPERM);
  is (errno_with ("d", FS_IMMUTABLE_FL,
                  open ("d/new", O_WRONLY | O_CREAT, 0644)), EPERM);
  is (errno_with ("d", FS_IMMUTABLE_FL, open ("d", O_TMPFILE | O_RDWR, 0600)),
      EPERM);
  is (errno_with ("d", FS_IMMUTABLE_FL, unlink ("d/f")), EPERM);
  is (errno_with ("d", FS_IMMUTABLE_FL, open ("d/f", O_WRONLY)), 0);
}

CASE (flags, immutable_while_it_is_open)
{
  make_file ("f");
  const int fd = ok (open ("f", O_RDWR));
  is (errno_with ("f", FS_IMMUTABLE_FL, ftruncate (fd, 1)), EPERM);
  is (errno_with ("f", FS_IMMUTABLE_FL, fallocate (fd, 0, 0, 1)), EPERM);
  is (write (fd, "x", 1), 1);
}

/* What is found out later is not left to the next case. */
CASE (flags, immutable_is_not_written_by_who_has_it_open)
{
  make_file ("f");
  const int fd = ok (open ("f", O_RDWR));
  const int errnum = errno_with ("f", FS_IMMUTABLE_FL, write (fd, "x", 1));
  const int later = errno_of (syncfs (fd));
  yes (errnum == EPERM || later == EPERM);
  is (errnum, EPERM);
}

/* ---- Only growing ---- */

CASE (flags, append_only_is_opened_to_append)
{
  make_text ("f", "text");
  is (errno_with ("f", FS_APPEND_FL, open ("f", O_WRONLY)), EPERM);
  is (errno_with ("f", FS_APPEND_FL, open ("f", O_RDWR | O_TRUNC)), EPERM);
  is (errno_with ("f", FS_APPEND_FL, open ("f", O_WRONLY | O_APPEND
                                           | O_TRUNC)), EPERM);
  is (errno_with ("f", FS_APPEND_FL, open ("f", O_WRONLY | O_APPEND)), 0);
  is (errno_with ("f", FS_APPEND_FL, access ("f", W_OK)), 0);
  yes (strcmp (read_text ("f"), "text") == 0);
}

CASE (flags, append_only_grows)
{
  make_text ("f", "one");
  set_flag ("f", FS_APPEND_FL);
  const int fd = open ("f", O_RDWR | O_APPEND);
  const bool written = write (fd, "two", 3) == 3 && fsync (fd) == 0;
  const int cut = errno_of (ftruncate (fd, 1));
  set_flag ("f", 0);
  yes (written);
  is (cut, EPERM);
  yes (strcmp (read_text ("f"), "onetwo") == 0);
}

CASE (flags, append_only_can_be_allocated)
{
  make_text ("f", "text");
  const int fd = ok (open ("f", O_RDWR | O_APPEND));
  is (errno_with ("f", FS_APPEND_FL, fallocate (fd, 0, 0, 10000)), 0);
  is (stat_of ("f").st_size, 10000);
  is (errno_with ("f", FS_APPEND_FL,
                  fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, 20000)), 0);
  is (stat_of ("f").st_size, 10000);
}

CASE (flags, append_only_keeps_what_it_has)
{
  make_text ("f", "text");
  const int fd = ok (open ("f", O_RDWR | O_APPEND));
  is (errno_with ("f", FS_APPEND_FL,
                  fallocate (fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
                             4)), EPERM);
  is (errno_with ("f", FS_APPEND_FL,
                  fallocate (fd, FALLOC_FL_ZERO_RANGE, 0, 4)), EPERM);
  is (errno_with ("f", FS_APPEND_FL, unlink ("f")), EPERM);
  is (errno_with ("f", FS_APPEND_FL, utimensat (AT_FDCWD, "f", NULL, 0)), 0);
  yes (strcmp (read_text ("f"), "text") == 0);
}

/* ---- Times ---- */

static void
flag_changes_ctime (const char *path)
{
  const struct stat before = stat_of (path);
  later ();
  set_flag (path, FS_NODUMP_FL);
  const struct stat after = stat_of (path);
  is (changed_times (&before, &after), C_TIME);
}

CASE (flags, change_the_ctime_of_files)
{
  make_file ("f");
  flag_changes_ctime ("f");
}

CASE (flags, change_the_ctime_of_directories)
{
  ok (mkdir ("d", 0755));
  flag_changes_ctime ("d");
}

CASE (flags, are_read_as_they_were_set)
{
  int flags = 0;

  make_file ("f");
  set_flag ("f", FS_NODUMP_FL | FS_NOATIME_FL);
  const int fd = ok (open ("f", O_RDONLY));
  ok (ioctl (fd, FS_IOC_GETFLAGS, &flags));
  is (flags & (FS_NODUMP_FL | FS_NOATIME_FL), FS_NODUMP_FL | FS_NOATIME_FL);
}
