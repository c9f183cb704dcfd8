/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking things away and moving them: unlink, rmdir, rename. */

#include <sys/syscall.h>

#include "posix.h"

/* ---- unlink ---- */

CASE (unlink, every_type)
{
  make_file ("f");
  ok (mkfifo ("p", 0644));
  ok (symlink ("f", "l"));
  ok (mknod ("c", S_IFCHR | 0600, 0x103));
  ok (unlink ("l"));
  ok (unlink ("f"));
  ok (unlink ("p"));
  ok (unlink ("c"));
  yes (!is_there ("f") && !is_there ("p") && !is_there ("l"));
}

CASE (unlink, of_directory)
{
  ok (mkdir ("d", 0755));
  no (EISDIR, unlink ("d"));
}

CASE (unlink, with_slash)
{
  make_file ("f");
  no (ENOTDIR, unlink ("f/"));
}

CASE (unlink, changes_times)
{
  make_file ("a");
  ok (link ("a", "b"));
  const struct stat before = stat_of ("a"), dir_before = stat_of (".");
  later ();
  ok (unlink ("b"));
  const struct stat after = stat_of ("a"), dir_after = stat_of (".");
  is (changed_times (&before, &after), C_TIME);
  is (changed_times (&dir_before, &dir_after), M_TIME | C_TIME);
}

CASE (unlink, needs_no_permission_on_file)
{
  ok (mkdir ("d", 0777));
  make_file ("d/f");
  ok (chmod ("d/f", 0));
  as (ALICE, ALICE)
    ok (unlink ("d/f"));
}

/* ---- Sticky directories ---- */

static void
make_sticky (uid_t owner_of_directory, uid_t owner_of_file)
{
  ok (mkdir ("d", 0777));
  make_file ("d/f");
  ok (mkdir ("d/sub", 0777));
  ok (chown ("d/f", owner_of_file, owner_of_file));
  ok (chown ("d/sub", owner_of_file, owner_of_file));
  ok (chown ("d", owner_of_directory, owner_of_directory));
  ok (chmod ("d", 01777));
}

CASE (sticky, others_cannot_remove)
{
  make_sticky (0, BOB);
  as (ALICE, ALICE) {
    no (EPERM, unlink ("d/f"));
    no (EPERM, rmdir ("d/sub"));
    no (EPERM, rename ("d/f", "d/g"));
    no (EPERM, rename ("d/sub", "d/g"));
    make_file ("d/mine");
    no (EPERM, rename ("d/mine", "d/f"));
  }
}

CASE (sticky, owner_of_file_can)
{
  make_sticky (0, ALICE);
  as (ALICE, ALICE) {
    ok (rename ("d/f", "d/g"));
    ok (unlink ("d/g"));
    ok (rmdir ("d/sub"));
  }
}

CASE (sticky, owner_of_directory_can)
{
  make_sticky (ALICE, BOB);
  as (ALICE, ALICE) {
    ok (rename ("d/f", "d/g"));
    ok (unlink ("d/g"));
    ok (rmdir ("d/sub"));
  }
}

/* ---- rmdir ---- */

CASE (rmdir, not_empty)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  no (ENOTEMPTY, rmdir ("d"));
  ok (unlink ("d/f"));
  ok (rmdir ("d"));
  yes (!is_there ("d"));
}

CASE (rmdir, of_file_and_link)
{
  make_file ("f");
  ok (mkdir ("d", 0755));
  ok (symlink ("d", "l"));
  no (ENOTDIR, rmdir ("f"));
  no (ENOTDIR, rmdir ("l"));
}

CASE (rmdir, of_dot)
{
  ok (mkdir ("d", 0755));
  ok (mkdir ("d/e", 0755));
  no (EINVAL, rmdir ("d/."));
  no (ENOTEMPTY, rmdir ("d/e/.."));
}

CASE (rmdir, changes_parent)
{
  ok (mkdir ("d", 0755));
  const struct stat before = stat_of (".");
  later ();
  ok (rmdir ("d"));
  const struct stat after = stat_of (".");
  is (changed_times (&before, &after), M_TIME | C_TIME);
  yes (after.st_nlink == before.st_nlink - 1 || before.st_nlink == 1);
}

CASE (rmdir, of_open_directory)
{
  struct stat st;

  ok (mkdir ("d", 0755));
  const int fd = ok (open ("d", O_RDONLY | O_DIRECTORY));
  ok (rmdir ("d"));
  ok (fstat (fd, &st));
  is (st.st_nlink, 0);
  no (ENOENT, openat (fd, "f", O_WRONLY | O_CREAT, 0644));
}

/* ---- rename ---- */

CASE (rename, keeps_the_file)
{
  make_text ("a", "text");
  const struct stat before = stat_of ("a");
  later ();
  ok (rename ("a", "b"));
  const struct stat after = stat_of ("b");
  is (after.st_ino, before.st_ino);
  is (changed_times (&before, &after) & ~C_TIME, 0);
  yes (!is_there ("a"));
  yes (strcmp (read_text ("b"), "text") == 0);
}

CASE (rename, every_type)
{
  char buf[10];

  ok (mkdir ("d", 0750));
  make_file ("d/in");
  ok (rename ("d", "e"));
  yes (is_there ("e/in"));
  ok (symlink ("none", "l"));
  ok (rename ("l", "m"));
  is (readlink ("m", buf, sizeof buf), 4);
  ok (mkfifo ("p", 0600));
  ok (rename ("p", "q"));
  yes (S_ISFIFO (stat_of ("q").st_mode));
  ok (mknod ("c", S_IFCHR | 0600, 0x103));
  ok (rename ("c", "k"));
  is (stat_of ("k").st_rdev, 0x103);
}

CASE (rename, replaces)
{
  make_text ("a", "a");
  make_text ("b", "b");
  ok (link ("b", "keep"));
  ok (rename ("a", "b"));
  yes (strcmp (read_text ("b"), "a") == 0);
  yes (strcmp (read_text ("keep"), "b") == 0);
  is (stat_of ("keep").st_nlink, 1);
}

CASE (rename, to_same_file_does_nothing)
{
  make_file ("a");
  ok (link ("a", "b"));
  ok (rename ("a", "b"));
  yes (is_there ("a") && is_there ("b"));
  ok (rename ("a", "a"));
  yes (is_there ("a"));
}

CASE (rename, directory_over_empty_directory)
{
  ok (mkdir ("a", 0700));
  make_file ("a/f");
  ok (mkdir ("b", 0755));
  ok (rename ("a", "b"));
  is (mode_of ("b"), 0700);
  yes (is_there ("b/f"));
}

CASE (rename, directory_over_full_directory)
{
  ok (mkdir ("a", 0755));
  ok (mkdir ("b", 0755));
  make_file ("b/f");
  no (ENOTEMPTY, rename ("a", "b"));
}

CASE (rename, directory_over_file)
{
  ok (mkdir ("d", 0755));
  make_file ("f");
  no (ENOTDIR, rename ("d", "f"));
}

CASE (rename, file_over_directory)
{
  ok (mkdir ("d", 0755));
  make_file ("f");
  no (EISDIR, rename ("f", "d"));
}

CASE (rename, into_itself)
{
  ok (mkdir ("d", 0755));
  ok (mkdir ("d/e", 0755));
  no (EINVAL, rename ("d", "d/e/f"));
  no (EINVAL, rename ("d", "d/f"));
}

CASE (rename, onto_own_parent)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  no (ENOTEMPTY, rename ("d/f", "d"));
}

CASE (rename, of_dot)
{
  no (EBUSY, rename (".", "x"));
  no (EBUSY, rename ("..", "x"));
}

CASE (rename, symlink_itself)
{
  make_file ("f");
  ok (symlink ("f", "l"));
  ok (rename ("l", "m"));
  yes (S_ISLNK (stat_of ("m").st_mode));
  make_file ("g");
  ok (rename ("g", "m"));
  yes (S_ISREG (stat_of ("m").st_mode));
  yes (is_there ("f"));
}

CASE (rename, between_directories)
{
  ok (mkdir ("a", 0755));
  ok (mkdir ("b", 0755));
  ok (mkdir ("a/d", 0755));
  const struct stat a = stat_of ("a"), b = stat_of ("b");
  later ();
  ok (rename ("a/d", "b/d"));
  const struct stat a2 = stat_of ("a"), b2 = stat_of ("b");
  is (changed_times (&a, &a2), M_TIME | C_TIME);
  is (changed_times (&b, &b2), M_TIME | C_TIME);
  is (stat_of ("b/d/..").st_ino, b.st_ino);
  yes (a2.st_nlink == a.st_nlink - 1 || a.st_nlink == 1);
  yes (b2.st_nlink == b.st_nlink + 1 || b.st_nlink == 1);
}

/* What is found by an old path must not be what was there. */
CASE (rename, of_directory_with_open_files)
{
  ok (mkdir ("a", 0755));
  make_text ("a/f", "one");
  const int fd = ok (open ("a/f", O_RDWR));
  const int dir = ok (open ("a", O_RDONLY | O_DIRECTORY));
  ok (rename ("a", "b"));
  ok (mkdir ("a", 0755));
  make_text ("a/f", "two");
  is (pwrite (fd, "ONE", 3, 0), 3);
  yes (strcmp (read_text ("a/f"), "two") == 0);
  yes (strcmp (read_text ("b/f"), "ONE") == 0);
  ok (mkdirat (dir, "new", 0755));
  yes (is_there ("b/new") && !is_there ("a/new"));
}

CASE (rename, of_working_directory)
{
  ok (mkdir ("a", 0755));
  ok (chdir ("a"));
  ok (rename ("../a", "../b"));
  make_file ("f");
  yes (is_there ("../b/f"));
}

CASE (rename, directory_without_write_permission)
{
  ok (mkdir ("from", 0777));
  ok (mkdir ("to", 0777));
  ok (mkdir ("from/d", 0755));
  as (ALICE, ALICE)
    no (EACCES, rename ("from/d", "to/d"));
}

static int
renameat2_of (const char *from, const char *to, unsigned flags)
{
  const int r = (int) syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to,
                               flags);

  if (r == -1 && errno == ENOSYS)
    skip_case ("no renameat2");
  return r;
}

CASE (renameat2, noreplace)
{
  make_text ("a", "a");
  make_text ("b", "b");
  no (EEXIST, renameat2_of ("a", "b", RENAME_NOREPLACE));
  yes (strcmp (read_text ("b"), "b") == 0);
  ok (renameat2_of ("a", "c", RENAME_NOREPLACE));
  yes (!is_there ("a"));
  yes (strcmp (read_text ("c"), "a") == 0);
}

CASE (renameat2, exchange_files)
{
  make_text ("a", "a");
  make_text ("b", "b");
  ok (renameat2_of ("a", "b", RENAME_EXCHANGE));
  yes (strcmp (read_text ("a"), "b") == 0);
  yes (strcmp (read_text ("b"), "a") == 0);
}

CASE (renameat2, exchange_file_and_directory)
{
  ok (mkdir ("d", 0755));
  make_file ("d/in");
  make_text ("f", "f");
  ok (renameat2_of ("d", "f", RENAME_EXCHANGE));
  yes (is_there ("f/in"));
  yes (strcmp (read_text ("d"), "f") == 0);
}

CASE (renameat2, exchange_with_nothing)
{
  make_file ("a");
  no (ENOENT, renameat2_of ("a", "none", RENAME_EXCHANGE));
}

CASE (renameat2, whiteout)
{
  make_file ("a");
  if (renameat2_of ("a", "b", RENAME_WHITEOUT) == -1)
    skip_case ("the file system has no whiteouts");
  yes (S_ISCHR (stat_of ("a").st_mode));
  is (stat_of ("a").st_rdev, 0);
}

CASE (renameat2, flags_that_exclude_each_other)
{
  make_file ("a");
  make_file ("b");
  no (EINVAL, renameat2_of ("a", "b", RENAME_NOREPLACE | RENAME_EXCHANGE));
}
