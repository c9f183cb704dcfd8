/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes, capabilities and access control lists. */

#include <endian.h>
#include <sys/ioctl.h>
#include <linux/fs.h>
#include <sys/xattr.h>

#include "posix.h"

static void
requires_user_attributes (void)
{
  make_file ("f");
  if (setxattr ("f", "user.probe", "1", 1, 0) == -1 && errno == EOPNOTSUPP)
    skip_case ("no attributes of users");
  ok (removexattr ("f", "user.probe"));
}

CASE (xattr, set_get_list_remove)
{
  char buf[100];

  requires_user_attributes ();
  ok (setxattr ("f", "user.a", "value\0x", 7, 0));
  ok (setxattr ("f", "user.empty", "", 0, 0));
  is (getxattr ("f", "user.a", buf, sizeof buf), 7);
  yes (memcmp (buf, "value\0x", 7) == 0);
  is (getxattr ("f", "user.empty", buf, sizeof buf), 0);
  is (getxattr ("f", "user.a", NULL, 0), 7);
  const ssize_t n = ok (listxattr ("f", buf, sizeof buf));
  yes (memmem (buf, n, "user.a", 7) != NULL);
  yes (memmem (buf, n, "user.empty", 11) != NULL);
  is (listxattr ("f", NULL, 0), n);
  ok (removexattr ("f", "user.a"));
  no (ENODATA, getxattr ("f", "user.a", buf, sizeof buf));
  no (ENODATA, removexattr ("f", "user.a"));
}

CASE (xattr, short_buffers)
{
  char buf[100];

  requires_user_attributes ();
  ok (setxattr ("f", "user.a", "value", 5, 0));
  no (ERANGE, getxattr ("f", "user.a", buf, 4));
  no (ERANGE, listxattr ("f", buf, 3));
}

CASE (xattr, create_and_replace)
{
  requires_user_attributes ();
  no (ENODATA, setxattr ("f", "user.a", "1", 1, XATTR_REPLACE));
  ok (setxattr ("f", "user.a", "1", 1, XATTR_CREATE));
  no (EEXIST, setxattr ("f", "user.a", "2", 1, XATTR_CREATE));
  ok (setxattr ("f", "user.a", "3", 1, XATTR_REPLACE));
  char c;
  is (getxattr ("f", "user.a", &c, 1), 1);
  is (c, '3');
}

CASE (xattr, large_value)
{
  char *value = long_name (3000), *buf = malloc (3000);

  requires_user_attributes ();
  ok (setxattr ("f", "user.large", value, 3000, 0));
  is (getxattr ("f", "user.large", buf, 3000), 3000);
  yes (memcmp (value, buf, 3000) == 0);
}

CASE (xattr, too_large)
{
  char *value = long_name (70000);

  requires_user_attributes ();
  no (E2BIG, setxattr ("f", "user.large", value, 65537, 0));
  no (ERANGE, setxattr ("f", long_name (300), "1", 1, 0));
}

CASE (xattr, full_block)
{
  char *value = long_name (60000);

  requires_user_attributes ();
  if (setxattr ("f", "user.large", value, 60000, 0) == -1)
    yes (errno == ENOSPC || errno == E2BIG || errno == ERANGE);
}

CASE (xattr, changes_ctime)
{
  requires_user_attributes ();
  const struct stat before = stat_of ("f");
  later ();
  ok (setxattr ("f", "user.a", "1", 1, 0));
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), C_TIME);
}

CASE (xattr, of_symlink)
{
  requires_user_attributes ();
  ok (symlink ("f", "l"));
  no (EPERM, lsetxattr ("l", "user.a", "1", 1, 0));
  ok (lsetxattr ("l", "trusted.a", "1", 1, 0));
  no (ENODATA, lgetxattr ("f", "trusted.a", NULL, 0));
  is (lgetxattr ("l", "trusted.a", NULL, 0), 1);
  ok (setxattr ("l", "user.b", "1", 1, 0));
  is (getxattr ("f", "user.b", NULL, 0), 1);
}

CASE (xattr, of_special_files)
{
  requires_user_attributes ();
  ok (mkfifo ("p", 0644));
  no (EPERM, setxattr ("p", "user.a", "1", 1, 0));
}

CASE (xattr, of_directory)
{
  requires_user_attributes ();
  ok (mkdir ("d", 0755));
  ok (setxattr ("d", "user.a", "1", 1, 0));
  is (getxattr ("d", "user.a", NULL, 0), 1);
}

CASE (xattr, by_others)
{
  char c;

  requires_user_attributes ();
  ok (setxattr ("f", "user.a", "1", 1, 0));
  as (ALICE, ALICE) {
    no (EACCES, setxattr ("f", "user.a", "2", 1, 0));
    is (getxattr ("f", "user.a", &c, 1), 1);
    no (EPERM, setxattr ("f", "trusted.a", "2", 1, 0));
    no (EPERM, setxattr ("f", "security.a", "2", 1, 0));
  }
  ok (chmod ("f", 0));
  as (ALICE, ALICE)
    no (EACCES, getxattr ("f", "user.a", &c, 1));
}

CASE (xattr, unknown_name_space)
{
  make_file ("f");
  no (EOPNOTSUPP, setxattr ("f", "nonesuch.a", "1", 1, 0));
}

/* File capabilities, which programs are installed with. */
static const uint32_t net_raw[] = { 0x02000001, 1 << 13, 0, 0, 0 };

CASE (xattr, capabilities)
{
  uint32_t buf[5];

  make_file ("f");
  ok (setxattr ("f", "security.capability", net_raw, sizeof net_raw, 0));
  is (getxattr ("f", "security.capability", buf, sizeof buf), sizeof buf);
  yes (memcmp (buf, net_raw, sizeof buf) == 0);
}

CASE (xattr, capabilities_go_when_written_to)
{
  char buf[100];

  make_file ("f");
  ok (chmod ("f", 0777));
  ok (setxattr ("f", "security.capability", net_raw, sizeof net_raw, 0));
  as (ALICE, ALICE) {
    const int fd = ok (open ("f", O_WRONLY));

    is (write (fd, "x", 1), 1);
    ok (close (fd));
  }
  no (ENODATA, getxattr ("f", "security.capability", buf, sizeof buf));
}

CASE (xattr, capabilities_go_with_chown)
{
  char buf[100];

  make_file ("f");
  ok (setxattr ("f", "security.capability", net_raw, sizeof net_raw, 0));
  ok (chown ("f", ALICE, ALICE));
  no (ENODATA, getxattr ("f", "security.capability", buf, sizeof buf));
}

/* ---- Access control lists, as the kernel has them ---- */

#define ACL_ACCESS "system.posix_acl_access"
#define ACL_DEFAULT "system.posix_acl_default"
enum { USER_OBJ = 1, USER = 2, GROUP_OBJ = 4, MASK = 16, OTHER = 32 };

struct acl {
  uint32_t version;
  struct { uint16_t tag, perm; uint32_t id; } e[5];
};

/* Owner rw, user `uid' perm, group r, mask, others nothing. */
static struct acl
acl_for (uid_t uid, int perm, int mask)
{
  const struct acl a = {
    .version = htole32 (2),
    .e = {
      { htole16 (USER_OBJ), htole16 (6), htole32 (-1) },
      { htole16 (USER), htole16 (perm), htole32 (uid) },
      { htole16 (GROUP_OBJ), htole16 (4), htole32 (-1) },
      { htole16 (MASK), htole16 (mask), htole32 (-1) },
      { htole16 (OTHER), htole16 (0), htole32 (-1) },
    },
  };

  return a;
}

static void
set_acl (const char *path, const char *name, struct acl a)
{
  if (setxattr (path, name, &a, sizeof a, 0) == -1) {
    if (errno == EOPNOTSUPP)
      yes (!"access control lists are supported");
    ok (-1);
  }
}

CASE (acl, set_and_get)
{
  const struct acl a = acl_for (ALICE, 6, 6);
  struct acl b;

  make_file ("f");
  set_acl ("f", ACL_ACCESS, a);
  is (getxattr ("f", ACL_ACCESS, &b, sizeof b), sizeof b);
  yes (memcmp (&a, &b, sizeof a) == 0);
  is (mode_of ("f"), 0660);
}

CASE (acl, lets_a_user_in)
{
  make_file ("f");
  set_acl ("f", ACL_ACCESS, acl_for (ALICE, 6, 6));
  as (ALICE, ALICE)
    ok (close (open ("f", O_RDWR)));
  as (BOB, BOB)
    no (EACCES, open ("f", O_RDONLY));
}

CASE (acl, keeps_a_user_out)
{
  struct acl a = acl_for (ALICE, 0, 7);

  a.e[4].perm = htole16 (6);
  make_file ("f");
  set_acl ("f", ACL_ACCESS, a);
  as (ALICE, ALICE)
    no (EACCES, open ("f", O_RDONLY));
  as (BOB, BOB)
    ok (close (open ("f", O_RDWR)));
}

CASE (acl, mask_limits)
{
  make_file ("f");
  set_acl ("f", ACL_ACCESS, acl_for (ALICE, 6, 4));
  as (ALICE, ALICE) {
    ok (close (open ("f", O_RDONLY)));
    no (EACCES, open ("f", O_WRONLY));
  }
}

CASE (acl, chmod_changes_the_mask)
{
  struct acl b;

  make_file ("f");
  set_acl ("f", ACL_ACCESS, acl_for (ALICE, 6, 6));
  ok (chmod ("f", 0640));
  is (getxattr ("f", ACL_ACCESS, &b, sizeof b), sizeof b);
  is (le16toh (b.e[3].perm), 4);
  as (ALICE, ALICE)
    no (EACCES, open ("f", O_WRONLY));
}

CASE (acl, chmod_shows_at_once)
{
  make_file ("f");
  set_acl ("f", ACL_ACCESS, acl_for (ALICE, 6, 6));
  ok (chmod ("f", 0600));
  as (ALICE, ALICE)
    no (EACCES, open ("f", O_RDONLY));
  ok (chmod ("f", 0660));
  as (ALICE, ALICE)
    ok (close (open ("f", O_RDWR)));
}

CASE (acl, default_is_inherited)
{
  struct acl b;

  ok (mkdir ("d", 0777));
  set_acl ("d", ACL_DEFAULT, acl_for (ALICE, 6, 6));
  umask (022);
  make_file ("d/f");
  is (getxattr ("d/f", ACL_ACCESS, &b, sizeof b), sizeof b);
  is (le32toh (b.e[1].id), ALICE);
  is (mode_of ("d/f"), 0640);
  ok (mkdir ("d/e", 0777));
  is (getxattr ("d/e", ACL_DEFAULT, &b, sizeof b), sizeof b);
}

/* Where there is a default list, the umask does not count. */
CASE (acl, default_replaces_umask)
{
  ok (mkdir ("d", 0777));
  set_acl ("d", ACL_DEFAULT, acl_for (ALICE, 6, 6));
  umask (077);
  ok (close (open ("d/f", O_WRONLY | O_CREAT, 0666)));
  is (mode_of ("d/f"), 0660);
}

CASE (acl, by_others)
{
  const struct acl a = acl_for (ALICE, 6, 6);

  make_file ("f");
  as (ALICE, ALICE)
    no (EPERM, setxattr ("f", ACL_ACCESS, &a, sizeof a, 0));
}

CASE (acl, removed)
{
  char buf[100];

  make_file ("f");
  set_acl ("f", ACL_ACCESS, acl_for (ALICE, 6, 6));
  ok (removexattr ("f", ACL_ACCESS));
  no (ENODATA, getxattr ("f", ACL_ACCESS, buf, sizeof buf));
  as (ALICE, ALICE)
    no (EACCES, open ("f", O_RDONLY));
}

CASE (acl, nonsense)
{
  make_file ("f");
  no (EINVAL, setxattr ("f", ACL_ACCESS, "xyz", 3, 0));
}

CASE (acl, default_of_file)
{
  const struct acl a = acl_for (ALICE, 6, 6);

  make_file ("f");
  no (EACCES, setxattr ("f", ACL_DEFAULT, &a, sizeof a, 0));
}

/* ---- chattr ---- */

static int
flags_of (const char *path)
{
  const int fd = ok (open (path, O_RDONLY));
  int flags = 0;

  ok (ioctl (fd, FS_IOC_GETFLAGS, &flags));
  ok (close (fd));
  return flags;
}

#define THAT_ARE_SET (FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL \
                      | FS_NOATIME_FL | FS_SYNC_FL)

/* Of those; the others stay, as some file systems demand. */
static void
set_flags (const char *path, int flags)
{
  const int fd = ok (open (path, O_RDONLY));

  flags |= flags_of (path) & ~THAT_ARE_SET;
  ok (ioctl (fd, FS_IOC_SETFLAGS, &flags));
  ok (close (fd));
}

CASE (flags, immutable)
{
  make_text ("f", "text");
  set_flags ("f", FS_IMMUTABLE_FL);
  no (EPERM, open ("f", O_WRONLY));
  no (EPERM, open ("f", O_RDWR | O_APPEND));
  no (EPERM, open ("f", O_RDONLY | O_TRUNC));
  no (EPERM, truncate ("f", 0));
  no (EPERM, unlink ("f"));
  no (EPERM, rename ("f", "g"));
  no (EPERM, link ("f", "g"));
  no (EPERM, chmod ("f", 0600));
  no (EPERM, chown ("f", ALICE, ALICE));
  no (EPERM, utimensat (AT_FDCWD, "f", NULL, 0));
  no (EPERM, setxattr ("f", "user.name", "value", 5, 0));
  yes (strcmp (read_text ("f"), "text") == 0);
  set_flags ("f", 0);
  make_text ("f", "other");
  ok (unlink ("f"));
}

/* What was opened before can be closed, and what was written by then is. */
CASE (flags, immutable_later)
{
  const int fd = ok (open ("f", O_WRONLY | O_CREAT, 0644));

  is (write (fd, "text", 4), 4);
  set_flags ("f", FS_IMMUTABLE_FL);
  ok (fsync (fd));
  ok (close (fd));
  yes (strcmp (read_text ("f"), "text") == 0);
  set_flags ("f", 0);
}

CASE (flags, append_only)
{
  make_text ("f", "a");
  set_flags ("f", FS_APPEND_FL);
  no (EPERM, open ("f", O_WRONLY));
  no (EPERM, open ("f", O_WRONLY | O_APPEND | O_TRUNC));
  const int a = ok (open ("f", O_WRONLY | O_APPEND));
  is (write (a, "b", 1), 1);
  ok (fsync (a));
  is (write (a, "c", 1), 1);
  no (EPERM, ftruncate (a, 0));
  ok (close (a));
  yes (strcmp (read_text ("f"), "abc") == 0);
  no (EPERM, truncate ("f", 0));
  no (EPERM, unlink ("f"));
  no (EPERM, rename ("f", "g"));
  no (EPERM, link ("f", "g"));
  no (EPERM, chmod ("f", 0600));
  set_flags ("f", 0);
}

CASE (flags, append_only_pages)
{
  char text[10000];

  memset (text, 'x', sizeof text);
  make_file ("f");
  set_flags ("f", FS_APPEND_FL);
  const int fd = ok (open ("f", O_RDWR | O_APPEND));
  for (int i = 0; i < 30; i++) {
    is (write (fd, text, sizeof text), sizeof text);
    if (i % 7 == 0)
      ok (fsync (fd));
  }
  ok (close (fd));
  is (stat_of ("f").st_size, 30 * sizeof text);
  yes (strspn (read_text ("f"), "x") == 65535);
  set_flags ("f", 0);
}

CASE (flags, append_only_times)
{
  const struct timespec times[2] = { { 1000, 0 }, { 1000, 0 } };

  make_file ("f");
  ok (utimensat (AT_FDCWD, "f", times, 0));
  set_flags ("f", FS_APPEND_FL);
  no (EPERM, utimensat (AT_FDCWD, "f", times, 0));
  ok (utimensat (AT_FDCWD, "f", NULL, 0));
  yes (stat_of ("f").st_mtim.tv_sec > 1000);
  set_flags ("f", 0);
}

CASE (flags, immutable_directory)
{
  ok (mkdir ("d", 0755));
  make_file ("d/f");
  set_flags ("d", FS_IMMUTABLE_FL);
  no (EPERM, open ("d/g", O_WRONLY | O_CREAT, 0644));
  no (EPERM, mkdir ("d/g", 0755));
  no (EPERM, unlink ("d/f"));
  no (EPERM, rename ("d/f", "f"));
  no (EPERM, rmdir ("d"));
  make_text ("d/f", "text");
  set_flags ("d", 0);
  ok (unlink ("d/f"));
}

CASE (flags, append_only_directory)
{
  ok (mkdir ("d", 0755));
  set_flags ("d", FS_APPEND_FL);
  make_file ("d/f");
  no (EPERM, unlink ("d/f"));
  no (EPERM, rename ("d/f", "d/g"));
  set_flags ("d", 0);
  ok (unlink ("d/f"));
}

CASE (flags, are_read)
{
  make_file ("f");
  ok (mkdir ("d", 0755));
  is (flags_of ("f") & THAT_ARE_SET, 0);
  set_flags ("f", FS_NODUMP_FL | FS_NOATIME_FL);
  set_flags ("d", FS_SYNC_FL);
  is (flags_of ("f") & THAT_ARE_SET, FS_NODUMP_FL | FS_NOATIME_FL);
  is (flags_of ("d") & THAT_ARE_SET, FS_SYNC_FL);
  as (ALICE, ALICE) {
    const int fd = ok (open ("f", O_RDONLY));
    int flags = flags_of ("f");

    no (EPERM, ioctl (fd, FS_IOC_SETFLAGS, &flags));
    ok (close (fd));
  }
}

CASE (flags, only_of_root)
{
  make_file ("f");
  ok (chown ("f", ALICE, ALICE));
  as (ALICE, ALICE) {
    const int fd = ok (open ("f", O_RDONLY));
    int flags = flags_of ("f") | FS_IMMUTABLE_FL;

    no (EPERM, ioctl (fd, FS_IOC_SETFLAGS, &flags));
    ok (close (fd));
  }
}

CASE (flags, by_fsxattr)
{
  struct fsxattr attr;
  const int fd = (make_file ("f"), ok (open ("f", O_RDONLY)));

  ok (ioctl (fd, FS_IOC_FSGETXATTR, &attr));
  is (attr.fsx_xflags & FS_XFLAG_NODUMP, 0);
  attr.fsx_xflags |= FS_XFLAG_NODUMP;
  ok (ioctl (fd, FS_IOC_FSSETXATTR, &attr));
  is (flags_of ("f") & FS_NODUMP_FL, FS_NODUMP_FL);
  attr.fsx_xflags |= FS_XFLAG_IMMUTABLE;
  ok (ioctl (fd, FS_IOC_FSSETXATTR, &attr));
  no (EPERM, open ("f", O_WRONLY));
  set_flags ("f", 0);
}
