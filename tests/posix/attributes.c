/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chmod, chown, utimensat, access: who may, and what else changes. */

#include <grp.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "posix.h"

/* ---- chmod ---- */

CASE (chmod, every_bit)
{
  make_file ("f");
  for (int mode = 0; mode <= 07777; mode += 0123) {
    ok (chmod ("f", mode));
    is (mode_of ("f"), mode);
  }
  ok (chmod ("f", 07777));
  is (mode_of ("f"), 07777);
}

CASE (chmod, every_type)
{
  ok (mkdir ("d", 0755));
  ok (mkfifo ("p", 0644));
  ok (mknod ("c", S_IFCHR | 0600, 0x103));
  ok (chmod ("d", 07711));
  ok (chmod ("p", 0620));
  ok (chmod ("c", 0666));
  is (mode_of ("d"), 07711);
  is (mode_of ("p"), 0620);
  is (mode_of ("c"), 0666);
}

CASE (chmod, changes_ctime)
{
  make_file ("f");
  const struct stat before = stat_of ("f");
  later ();
  ok (chmod ("f", 0600));
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), C_TIME);
}

CASE (chmod, follows_links)
{
  make_file ("f");
  ok (symlink ("f", "l"));
  ok (chmod ("l", 0600));
  is (mode_of ("f"), 0600);
  is (mode_of ("l"), 0777);
}

CASE (chmod, by_others)
{
  make_file ("f");
  ok (chmod ("f", 0666));
  as (ALICE, ALICE)
    no (EPERM, chmod ("f", 0644));
  is (mode_of ("f"), 0666);
}

CASE (chmod, by_owner)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  as (ALICE, ALICE)
    ok (chmod ("f", 0));
  is (mode_of ("f"), 0);
}

CASE (chmod, sgid_of_foreign_group_is_cleared)
{
  make_file ("f");
  ok (chown ("f", ALICE, BOB));
  as (ALICE, ALICE)
    ok (chmod ("f", 02755));
  is (mode_of ("f"), 0755);
}

CASE (chmod, sgid_of_own_group_stays)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  as (ALICE, ALICE)
    ok (chmod ("f", 06755));
  is (mode_of ("f"), 06755);
}

CASE (chmod, sticky_file_by_owner)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  as (ALICE, ALICE)
    ok (chmod ("f", 01644));
  is (mode_of ("f"), 01644);
}

CASE (chmod, of_open_file)
{
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));

  ok (fchmod (fd, 0));
  is (write (fd, "x", 1), 1);
  is (mode_of ("f"), 0);
}

CASE (chmod, fchmodat_without_follow)
{
  make_file ("f");
  ok (symlink ("f", "l"));
  no (EOPNOTSUPP, fchmodat (AT_FDCWD, "l", 0600, AT_SYMLINK_NOFOLLOW));
}

/* ---- chown ---- */

CASE (chown, sets_owner_and_group)
{
  make_file ("f");
  ok (chown ("f", ALICE, BOB));
  is (stat_of ("f").st_uid, ALICE);
  is (stat_of ("f").st_gid, BOB);
  ok (chown ("f", -1, ALICE));
  is (stat_of ("f").st_uid, ALICE);
  is (stat_of ("f").st_gid, ALICE);
  ok (chown ("f", BOB, -1));
  is (stat_of ("f").st_uid, BOB);
}

CASE (chown, large_numbers)
{
  make_file ("f");
  ok (chown ("f", 4000000000u, 4000000001u));
  is (stat_of ("f").st_uid, 4000000000u);
  is (stat_of ("f").st_gid, 4000000001u);
}

CASE (chown, links_themselves)
{
  make_file ("f");
  ok (symlink ("f", "l"));
  ok (lchown ("l", ALICE, BOB));
  is (stat_of ("l").st_uid, ALICE);
  is (stat_of ("f").st_uid, 0);
  ok (chown ("l", BOB, BOB));
  is (stat_of ("f").st_uid, BOB);
  is (stat_of ("l").st_uid, ALICE);
}

CASE (chown, every_type)
{
  ok (mkdir ("d", 0755));
  ok (mkfifo ("p", 0644));
  ok (mknod ("c", S_IFCHR | 0600, 0x103));
  ok (chown ("d", ALICE, BOB));
  ok (chown ("p", ALICE, BOB));
  ok (chown ("c", ALICE, BOB));
  is (stat_of ("d").st_gid, BOB);
  is (stat_of ("p").st_gid, BOB);
  is (stat_of ("c").st_gid, BOB);
}

CASE (chown, changes_ctime)
{
  make_file ("f");
  const struct stat before = stat_of ("f");
  later ();
  ok (chown ("f", ALICE, ALICE));
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), C_TIME);
}

CASE (chown, of_user_to_others)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  as (ALICE, ALICE) {
    no (EPERM, chown ("f", BOB, -1));
    no (EPERM, chown ("f", -1, BOB));
    no (EPERM, chown ("f", 0, 0));
  }
  as (BOB, BOB)
    no (EPERM, chown ("f", BOB, -1));
}

CASE (chown, to_group_that_one_is_in)
{
  const gid_t group = BOB;

  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  ok (setgroups (1, &group));
  ok (setegid (ALICE));
  ok (seteuid (ALICE));
  ok (chown ("f", -1, BOB));
  is (stat_of ("f").st_gid, BOB);
}

CASE (chown, by_user_clears_suid_and_sgid)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  ok (chmod ("f", 06755));
  as (ALICE, ALICE)
    ok (chown ("f", -1, ALICE));
  is (mode_of ("f"), 0755);
}

CASE (chown, by_root_clears_suid_and_sgid)
{
  make_file ("f");
  ok (chmod ("f", 06755));
  ok (chown ("f", ALICE, ALICE));
  is (mode_of ("f"), 0755);
}

CASE (chown, keeps_sgid_without_execute)
{
  make_file ("f");
  ok (chmod ("f", 02644));
  ok (chown ("f", ALICE, ALICE));
  is (mode_of ("f"), 02644);
}

CASE (chown, of_directory_keeps_bits)
{
  ok (mkdir ("d", 0755));
  ok (chmod ("d", 06755));
  ok (chown ("d", ALICE, ALICE));
  is (mode_of ("d"), 06755);
}

CASE (chown, of_open_file)
{
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));

  ok (fchown (fd, ALICE, BOB));
  is (stat_of ("f").st_uid, ALICE);
}

/* ---- utimensat ---- */

static struct timespec
time_of (const struct stat *st, enum times which)
{
  return which == A_TIME ? st->st_atim : st->st_mtim;
}

static void
set_and_look (const char *path, int flags, int64_t sec, long nsec)
{
  const struct timespec times[2] = { { sec, nsec }, { sec + 1, 999999999 } };
  struct stat st;

  ok (utimensat (AT_FDCWD, path, times, flags));
  ok (fstatat (AT_FDCWD, path, &st, flags));
  is (time_of (&st, A_TIME).tv_sec, sec);
  is (time_of (&st, A_TIME).tv_nsec, nsec);
  is (time_of (&st, M_TIME).tv_sec, sec + 1);
  is (time_of (&st, M_TIME).tv_nsec, 999999999);
}

CASE (utimensat, nanoseconds)
{
  make_file ("f");
  set_and_look ("f", 0, 1234567890, 123456789);
  set_and_look ("f", 0, 1, 1);
  set_and_look ("f", 0, 0, 0);
}

CASE (utimensat, before_1970)
{
  make_file ("f");
  set_and_look ("f", 0, -1, 500000000);
  set_and_look ("f", 0, -2000000000, 1);
}

CASE (utimensat, after_2038)
{
  make_file ("f");
  set_and_look ("f", 0, 2147483648, 7);
  set_and_look ("f", 0, 4294967296, 7);
}

CASE (utimensat, every_type)
{
  ok (mkdir ("d", 0755));
  ok (mkfifo ("p", 0644));
  ok (symlink ("none", "l"));
  set_and_look ("d", 0, 1000, 1);
  set_and_look ("p", 0, 1000, 1);
  set_and_look ("l", AT_SYMLINK_NOFOLLOW, 1000, 1);
}

CASE (utimensat, omit)
{
  const struct timespec only_m[2] = { { 0, UTIME_OMIT }, { 5, 6 } };
  const struct timespec only_a[2] = { { 7, 8 }, { 0, UTIME_OMIT } };
  const struct timespec none[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };

  make_file ("f");
  const struct stat before = stat_of ("f");
  later ();
  ok (utimensat (AT_FDCWD, "f", only_m, 0));
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), M_TIME | C_TIME);
  is (after.st_mtim.tv_sec, 5);
  ok (utimensat (AT_FDCWD, "f", only_a, 0));
  is (stat_of ("f").st_atim.tv_nsec, 8);
  is (stat_of ("f").st_mtim.tv_nsec, 6);
  const struct stat before_none = stat_of ("f");
  later ();
  ok (utimensat (AT_FDCWD, "f", none, 0));
  const struct stat after_none = stat_of ("f");
  is (changed_times (&before_none, &after_none), 0);
}

/* The clocks of host and guest may differ a little. */
CASE (utimensat, now)
{
  const struct timespec now_m[2] = { { 5, 5 }, { 0, UTIME_NOW } };

  make_file ("f");
  ok (utimensat (AT_FDCWD, "f", now_m, 0));
  is (stat_of ("f").st_atim.tv_sec, 5);
  yes (llabs ((long long) stat_of ("f").st_mtim.tv_sec - time (NULL)) < 60);
  ok (utimensat (AT_FDCWD, "f", NULL, 0));
  yes (llabs ((long long) stat_of ("f").st_atim.tv_sec - time (NULL)) < 60);
}

CASE (utimensat, bad_nanoseconds)
{
  const struct timespec bad[2] = { { 0, 1000000000 }, { 0, 0 } };
  const struct timespec negative[2] = { { 0, 0 }, { 0, -5 } };

  make_file ("f");
  no (EINVAL, utimensat (AT_FDCWD, "f", bad, 0));
  no (EINVAL, utimensat (AT_FDCWD, "f", negative, 0));
}

CASE (utimensat, permissions)
{
  const struct timespec set[2] = { { 1, 0 }, { 1, 0 } };
  const struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
  const struct timespec one_now[2] = { { 0, UTIME_OMIT }, { 0, UTIME_NOW } };

  make_file ("f");
  ok (chmod ("f", 0666));
  as (ALICE, ALICE) {
    no (EPERM, utimensat (AT_FDCWD, "f", set, 0));
    no (EPERM, utimensat (AT_FDCWD, "f", one_now, 0));
    ok (utimensat (AT_FDCWD, "f", now, 0));
    ok (utimensat (AT_FDCWD, "f", NULL, 0));
  }
  ok (chmod ("f", 0644));
  as (ALICE, ALICE)
    no (EACCES, utimensat (AT_FDCWD, "f", NULL, 0));
  ok (chown ("f", ALICE, ALICE));
  ok (chmod ("f", 0));
  as (ALICE, ALICE) {
    ok (utimensat (AT_FDCWD, "f", set, 0));
    ok (utimensat (AT_FDCWD, "f", one_now, 0));
  }
}

CASE (utimensat, of_open_file)
{
  const struct timespec set[2] = { { 11, 12 }, { 13, 14 } };
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));

  is (write (fd, "x", 1), 1);
  ok (futimens (fd, set));
  ok (close (fd));
  is (stat_of ("f").st_mtim.tv_nsec, 14);
  is (stat_of ("f").st_atim.tv_nsec, 12);
}

/* ---- access ---- */

CASE (access, of_users)
{
  make_file ("f");
  ok (chmod ("f", 0640));
  ok (chown ("f", ALICE, BOB));
  as (ALICE, ALICE) {
    ok (eaccess ("f", R_OK | W_OK));
    no (EACCES, eaccess ("f", X_OK));
  }
  as (BOB, BOB) {
    ok (eaccess ("f", R_OK));
    no (EACCES, eaccess ("f", W_OK));
  }
  as (BOB, ALICE)
    no (EACCES, eaccess ("f", R_OK));
}

CASE (access, of_root)
{
  make_file ("f");
  ok (chmod ("f", 0));
  ok (access ("f", R_OK | W_OK));
  no (EACCES, access ("f", X_OK));
  ok (chmod ("f", 0001));
  ok (access ("f", X_OK));
  ok (mkdir ("d", 0));
  ok (access ("d", R_OK | W_OK | X_OK));
}

CASE (access, of_supplementary_groups)
{
  const gid_t groups[] = { 5001, 5002, 5003 };

  make_file ("f");
  ok (chmod ("f", 0060));
  ok (chown ("f", 0, 5003));
  ok (setgroups (3, groups));
  ok (setegid (ALICE));
  ok (seteuid (ALICE));
  ok (close (open ("f", O_RDWR)));
}

CASE (access, search_without_read)
{
  ok (mkdir ("d", 0711));
  make_text ("d/f", "x");
  as (ALICE, ALICE) {
    yes (strcmp (read_text ("d/f"), "x") == 0);
    yes (opendir ("d") == NULL && errno == EACCES);
  }
}

CASE (access, read_without_search)
{
  struct stat st;

  ok (mkdir ("d", 0744));
  make_file ("d/f");
  as (ALICE, ALICE) {
    DIR *dir = opendir ("d");
    yes (dir != NULL);
    int n = 0;
    while (readdir (dir))
      n++;
    is (n, 3);
    no (EACCES, stat ("d/f", &st));
  }
}

/* ---- stat ---- */

CASE (stat, of_file)
{
  struct statx stx;

  make_text ("f", "text");
  const struct stat st = stat_of ("f");
  is (st.st_size, 4);
  is (st.st_nlink, 1);
  yes (st.st_ino > 1);
  yes (st.st_blksize >= 512);
  ok (statx (AT_FDCWD, "f", 0, STATX_BASIC_STATS, &stx));
  is (stx.stx_size, 4);
  is (stx.stx_ino, st.st_ino);
}

CASE (stat, birth_time)
{
  struct statx stx;

  make_file ("f");
  ok (statx (AT_FDCWD, "f", 0, STATX_BTIME, &stx));
  if (!(stx.stx_mask & STATX_BTIME))
    yes (!"there is a time of birth");
  yes (stx.stx_btime.tv_sec <= time (NULL)
       && stx.stx_btime.tv_sec >= time (NULL) - 60);
}

CASE (stat, birth_time_stays)
{
  const struct timespec old[2] = { { 1000, 0 }, { 2000, 0 } };
  struct statx before, after;

  make_text ("f", "text");
  ok (statx (AT_FDCWD, "f", 0, STATX_ALL, &before));
  later ();
  make_text ("f", "longer text");
  ok (utimensat (AT_FDCWD, "f", old, 0));
  ok (rename ("f", "g"));
  ok (statx (AT_FDCWD, "g", 0, STATX_ALL, &after));
  is (after.stx_btime.tv_sec, before.stx_btime.tv_sec);
  is (after.stx_btime.tv_nsec, before.stx_btime.tv_nsec);
  is (after.stx_size, 11);
  is (after.stx_mtime.tv_sec, 2000);
}

/* All at once and one by one. */
CASE (stat, birth_time_comes_with_the_others)
{
  struct statx stx;
  struct stat st;

  ok (mknod ("n", S_IFCHR | 0640, makedev (259, 300)));
  ok (chown ("n", ALICE, BOB));
  ok (statx (AT_FDCWD, "n", 0, STATX_ALL, &stx));
  st = stat_of ("n");
  yes (stx.stx_mask & STATX_BTIME);
  is (stx.stx_mode, st.st_mode);
  is (stx.stx_ino, st.st_ino);
  is (stx.stx_nlink, 1);
  is (stx.stx_uid, ALICE);
  is (stx.stx_gid, BOB);
  is (stx.stx_rdev_major, 259);
  is (stx.stx_rdev_minor, 300);
  is (stx.stx_ctime.tv_nsec, st.st_ctim.tv_nsec);
  is (stx.stx_blksize, st.st_blksize);
}

CASE (stat, blocks_count_what_is_allocated)
{
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));
  struct stat st;

  ok (ftruncate (fd, 1 << 20));
  ok (fstat (fd, &st));
  is (st.st_blocks, 0);
  is (pwrite (fd, "x", 1, 500000), 1);
  ok (fsync (fd));
  ok (fstat (fd, &st));
  yes (st.st_blocks > 0 && st.st_blocks <= 64);
}

CASE (stat, same_device_everywhere)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  is (stat_of ("d/f").st_dev, stat_of (".").st_dev);
}

CASE (stat, numbers_of_inodes_last)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  const ino_t ino = stat_of ("d/f").st_ino;
  DIR *dir = opendir ("d");
  yes (dir != NULL);
  for (const struct dirent *e; (e = readdir (dir));)
    if (strcmp (e->d_name, "f") == 0) {
      is (e->d_ino, ino);
      is (e->d_type, DT_REG);
    }
  is (stat_of ("d/f").st_ino, ino);
}

CASE (statfs, counts)
{
  struct statvfs before, after;
  char *data = malloc (1 << 20);

  ok (statvfs (".", &before));
  yes (before.f_blocks > 0 && before.f_bfree <= before.f_blocks);
  is (before.f_namemax, 255);
  yes (before.f_frsize >= 512);
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));
  memset (data, 'x', 1 << 20);
  for (int i = 0; i < 8; ++i)
    is (write (fd, data, 1 << 20), 1 << 20);
  ok (fsync (fd));
  ok (statvfs (".", &after));
  yes ((before.f_bfree - after.f_bfree) * before.f_frsize >= 7 << 20);
}
