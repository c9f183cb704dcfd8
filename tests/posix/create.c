/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making things: files, directories, links, special files. */

#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#include "posix.h"

/* ---- All calls that make something ---- */

static int m_create (const char *p)
{
  const int fd = open (p, O_WRONLY | O_CREAT | O_EXCL, 0644);

  return fd == -1 ? -1 : close (fd);
}
static int m_mkdir (const char *p) { return mkdir (p, 0755); }
static int m_mkfifo (const char *p) { return mkfifo (p, 0644); }
static int m_mkchr (const char *p) { return mknod (p, S_IFCHR | 0644, 0x103); }
static int m_mkblk (const char *p) { return mknod (p, S_IFBLK | 0644, 0x700); }
static int m_mknod_file (const char *p)
{
  return mknod (p, S_IFREG | 0644, 0);
}
static int m_symlink (const char *p) { return symlink ("target", p); }
static int m_link (const char *p)
{
  make_file ("origin-of-link");
  return link ("origin-of-link", p);
}
static int m_socket (const char *p)
{
  struct sockaddr_un sa = { .sun_family = AF_UNIX };
  const int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  strncpy (sa.sun_path, p, sizeof sa.sun_path - 1);
  if (bind (fd, (struct sockaddr *) &sa, sizeof sa) == 0)
    return 0;
  if (errno == EADDRINUSE)      /* the same in the words of sockets */
    errno = EEXIST;
  return -1;
}

static const struct maker {
  const char *name;
  int (*make) (const char *path);
  mode_t type;
  bool takes_mode;
} makers[] = {
  { "create", m_create, S_IFREG, true },
  { "link", m_link, S_IFREG, false },
  { "mkblk", m_mkblk, S_IFBLK, true },
  { "mkchr", m_mkchr, S_IFCHR, true },
  { "mkdir", m_mkdir, S_IFDIR, true },
  { "mkfifo", m_mkfifo, S_IFIFO, true },
  { "mknod-file", m_mknod_file, S_IFREG, true },
  { "socket", m_socket, S_IFSOCK, false },
  { "symlink", m_symlink, S_IFLNK, false },
};
#define NR_MAKERS (int) (sizeof makers / sizeof makers[0])

static void
makes_its_type (const struct maker *m)
{
  ok (m->make ("x"));
  is (stat_of ("x").st_mode & S_IFMT, m->type);
  is (stat_of ("x").st_nlink, m->type == S_IFDIR || !strcmp (m->name, "link")
                                ? 2 : 1);
}

static void
exists_file (const struct maker *m)
{
  make_file ("x");
  no (EEXIST, m->make ("x"));
}

static void
exists_directory (const struct maker *m)
{
  ok (mkdir ("x", 0755));
  no (EEXIST, m->make ("x"));
}

static void
exists_dangling_link (const struct maker *m)
{
  ok (symlink ("none", "x"));
  no (EEXIST, m->make ("x"));
  yes (!is_there ("none"));
}

static void
exists_fifo (const struct maker *m)
{
  ok (mkfifo ("x", 0644));
  no (EEXIST, m->make ("x"));
}

static void
longest_name (const struct maker *m)
{
  char *name = long_name (m->type == S_IFSOCK ? 107 : 255);

  ok (m->make (name));
  yes (is_there (name));
}

static void
name_of_bytes (const struct maker *m)
{
  static const char name[] = "\001\t\n\x7f\x80\xc3\x28\xfe\xff \\*";

  ok (m->make (name));
  DIR *dir = opendir (".");
  yes (dir != NULL);
  for (const struct dirent *e; (e = readdir (dir));)
    if (strcmp (e->d_name, name) == 0)
      return;
  yes (!"the name is in the directory");
}

static void
changes_times_of_directory (const struct maker *m)
{
  if (!m->takes_mode && m->type == S_IFREG)
    make_file ("origin-of-link");
  later ();
  const struct stat before = stat_of (".");
  later ();
  ok (m->make ("x"));
  const struct stat after = stat_of (".");
  is (changed_times (&before, &after), M_TIME | C_TIME);
}

static void
owner_is_who_made_it (const struct maker *m)
{
  ok (chmod (".", 0777));
  as (ALICE, BOB)
    ok (m->make ("x"));
  is (stat_of ("x").st_uid, ALICE);
  is (stat_of ("x").st_gid, BOB);
}

static void
group_of_sgid_directory (const struct maker *m)
{
  ok (mkdir ("d", 0777));
  ok (chown ("d", 0, BOB));
  ok (chmod ("d", 02777));
  ok (m->make ("d/x"));
  is (stat_of ("d/x").st_gid, BOB);
  is (mode_of ("d/x") & 02000, m->type == S_IFDIR ? 02000 : 0);
}

static void
umask_counts (const struct maker *m)
{
  umask (027);
  ok (m->make ("x"));
  is (mode_of ("x"), m->type == S_IFDIR ? 0750 : 0640);
}

static void
directory_removed (const struct maker *m)
{
  ok (mkdir ("d", 0755));
  make_file ("origin-of-link");
  ok (chdir ("d"));
  ok (rmdir ("../d"));
  if (!strcmp (m->name, "link"))
    no (ENOENT, link ("../origin-of-link", "x"));
  else
    no (ENOENT, m->make ("x"));
}

static bool
is_new_file (const struct maker *m)
{
  return strcmp (m->name, "link") != 0;
}

static bool
users_may_make (const struct maker *m)
{
  return is_new_file (m) && m->type != S_IFCHR && m->type != S_IFBLK;
}

static bool
has_mode (const struct maker *m)
{
  return m->takes_mode;
}

static const struct {
  const char *name;
  void (*run) (const struct maker *m);
  bool (*applies) (const struct maker *m);      /* NULL: to all */
} table[] = {
  { "changes-times-of-directory", changes_times_of_directory, NULL },
  { "directory-removed", directory_removed, NULL },
  { "exists-dangling-link", exists_dangling_link, NULL },
  { "exists-directory", exists_directory, NULL },
  { "exists-fifo", exists_fifo, NULL },
  { "exists-file", exists_file, NULL },
  { "group-of-sgid-directory", group_of_sgid_directory,
    is_new_file },
  { "longest-name", longest_name, NULL },
  { "makes-its-type", makes_its_type, NULL },
  { "name-of-bytes", name_of_bytes, NULL },
  { "owner-is-who-made-it", owner_is_who_made_it, users_may_make },
  { "umask-counts", umask_counts, has_mode },
};
#define NR_TABLE (int) (sizeof table / sizeof table[0])

static void
run (int n)
{
  table[n % NR_TABLE].run (&makers[n / NR_TABLE]);
}

static void __attribute__ ((constructor))
add_all (void)
{
  for (int n = 0; n < NR_MAKERS * NR_TABLE; ++n) {
    const struct maker *m = &makers[n / NR_TABLE];
    char *name;

    if (table[n % NR_TABLE].applies && !table[n % NR_TABLE].applies (m))
      continue;
    if (asprintf (&name, "make/%s/%s", m->name,
                  table[n % NR_TABLE].name) == -1)
      abort ();
    case_add_numbered (name, run, n);
  }
}

/* ---- mkdir, mknod ---- */

CASE (mkdir, counts_links_of_parent)
{
  const int before = (int) stat_of (".").st_nlink;

  ok (mkdir ("d", 0755));
  yes ((int) stat_of (".").st_nlink == before + 1 || before == 1);
}

CASE (mkdir, keeps_sticky_and_not_suid)
{
  ok (mkdir ("d", 01777));
  is (mode_of ("d"), 01777);
}

CASE (mkdir, trailing_slash)
{
  ok (mkdir ("d/", 0755));
  yes (S_ISDIR (stat_of ("d").st_mode));
}

CASE (mkdir, of_dot_exists)
{
  no (EEXIST, mkdir (".", 0755));
  no (EEXIST, mkdir ("..", 0755));
}

CASE (mknod, keeps_device_number)
{
  ok (mknod ("c", S_IFCHR | 0600, makedev (300, 70000)));
  is (major (stat_of ("c").st_rdev), 300);
  is (minor (stat_of ("c").st_rdev), 70000);
}

CASE (mknod, of_device_by_user)
{
  ok (chmod (".", 0777));
  as (ALICE, ALICE)
    no (EPERM, mknod ("c", S_IFCHR | 0600, 0x103));
}

CASE (mknod, keeps_suid_and_sgid)
{
  ok (mknod ("f", S_IFREG | 06755, 0));
  is (mode_of ("f"), 06755);
}

CASE (mkfifo, connects_two_processes)
{
  char c;

  ok (mkfifo ("p", 0644));
  const int r = ok (open ("p", O_RDONLY | O_NONBLOCK));
  const int w = ok (open ("p", O_WRONLY));
  is (write (w, "x", 1), 1);
  is (read (r, &c, 1), 1);
  is (c, 'x');
}

CASE (mkfifo, open_without_reader)
{
  ok (mkfifo ("p", 0644));
  no (ENXIO, open ("p", O_WRONLY | O_NONBLOCK));
}

CASE (socket, connects_two_processes)
{
  struct sockaddr_un sa = { .sun_family = AF_UNIX, .sun_path = "s" };
  const int server = socket (AF_UNIX, SOCK_STREAM, 0);
  const int client = socket (AF_UNIX, SOCK_STREAM, 0);

  ok (bind (server, (struct sockaddr *) &sa, sizeof sa));
  ok (listen (server, 1));
  ok (connect (client, (struct sockaddr *) &sa, sizeof sa));
}

/* ---- symlink ---- */

CASE (symlink, keeps_any_text)
{
  char buf[PATH_MAX];
  char *text = long_name (4095);

  ok (symlink ("a//b/../\xff ", "l"));
  is (readlink ("l", buf, sizeof buf), 10);
  yes (memcmp (buf, "a//b/../\xff ", 10) == 0);
  is (stat_of ("l").st_size, 10);
  ok (symlink (text, "long"));
  is (readlink ("long", buf, sizeof buf), 4095);
  yes (memcmp (buf, text, 4095) == 0);
}

CASE (symlink, short_buffer_of_readlink)
{
  char buf[4] = "....";

  ok (symlink ("target", "l"));
  is (readlink ("l", buf, 3), 3);
  yes (memcmp (buf, "tar.", 4) == 0);
}

CASE (symlink, text_too_long)
{
  no (ENAMETOOLONG, symlink (long_name (4096), "l"));
}

CASE (symlink, empty_text)
{
  no (ENOENT, symlink ("", "l"));
}

CASE (symlink, readlink_of_file)
{
  char buf[10];

  make_file ("f");
  no (EINVAL, readlink ("f", buf, sizeof buf));
}

CASE (symlink, is_followed_by_open)
{
  make_text ("f", "text");
  ok (symlink ("f", "l"));
  yes (strcmp (read_text ("l"), "text") == 0);
  no (ELOOP, open ("l", O_RDONLY | O_NOFOLLOW));
}

CASE (symlink, forty_in_a_row)
{
  char from[20], to[20];

  make_text ("l0", "end");
  for (int i = 1; i <= 41; ++i) {
    snprintf (from, sizeof from, "l%d", i - 1);
    snprintf (to, sizeof to, "l%d", i);
    ok (symlink (from, to));
  }
  yes (strcmp (read_text ("l40"), "end") == 0);
  no (ELOOP, open ("l41", O_RDONLY));
}

/* ---- link ---- */

CASE (link, is_the_same_file)
{
  make_text ("a", "one");
  ok (link ("a", "b"));
  is (stat_of ("a").st_ino, stat_of ("b").st_ino);
  is (stat_of ("a").st_nlink, 2);
  is (stat_of ("b").st_nlink, 2);
  make_text ("b", "changed");
  yes (strcmp (read_text ("a"), "changed") == 0);
  ok (chmod ("a", 0400));
  is (mode_of ("b"), 0400);
  ok (chown ("b", ALICE, BOB));
  is (stat_of ("a").st_uid, ALICE);
  ok (unlink ("a"));
  is (stat_of ("b").st_nlink, 1);
  yes (strcmp (read_text ("b"), "changed") == 0);
}

CASE (link, changes_ctime)
{
  make_file ("a");
  const struct stat before = stat_of ("a");
  later ();
  ok (link ("a", "b"));
  const struct stat after = stat_of ("a");
  is (changed_times (&before, &after), C_TIME);
}

CASE (link, of_directory)
{
  ok (mkdir ("d", 0755));
  no (EPERM, link ("d", "e"));
}

CASE (link, of_symlink_is_the_symlink)
{
  ok (symlink ("none", "a"));
  ok (link ("a", "b"));
  yes (S_ISLNK (stat_of ("b").st_mode));
  is (stat_of ("a").st_nlink, 2);
}

CASE (link, follows_when_asked)
{
  make_file ("f");
  ok (symlink ("f", "l"));
  ok (linkat (AT_FDCWD, "l", AT_FDCWD, "b", AT_SYMLINK_FOLLOW));
  is (stat_of ("b").st_ino, stat_of ("f").st_ino);
}

CASE (link, of_special_files)
{
  ok (mkfifo ("p", 0644));
  ok (link ("p", "q"));
  is (stat_of ("p").st_nlink, 2);
  ok (mknod ("c", S_IFCHR | 0600, 0x103));
  ok (link ("c", "d"));
  is (stat_of ("d").st_rdev, 0x103);
}

CASE (link, of_open_file_by_proc)
{
  char path[40];
  const int fd = open (".", O_TMPFILE | O_RDWR, 0644);

  if (fd == -1)
    yes (!"O_TMPFILE is supported");
  is (write (fd, "x", 1), 1);
  snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  if (access (path, F_OK) == -1)
    skip_case ("no /proc");
  ok (linkat (AT_FDCWD, path, AT_FDCWD, "f", AT_SYMLINK_FOLLOW));
  is (stat_of ("f").st_size, 1);
}

CASE (link, a_thousand)
{
  char name[20];

  make_file ("f");
  for (int i = 0; i < 1000; ++i) {
    snprintf (name, sizeof name, "l%d", i);
    ok (link ("f", name));
  }
  is (stat_of ("f").st_nlink, 1001);
  ok (unlink ("l500"));
  is (stat_of ("l501").st_nlink, 1000);
}

/* ---- open ---- */

CASE (open, mode_that_forbids_writing)
{
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0));

  is (write (fd, "x", 1), 1);
  ok (close (fd));
  is (mode_of ("f"), 0);
  is (stat_of ("f").st_size, 1);
}

CASE (open, mode_counts_for_users)
{
  static const struct { int mode, flags, err; } table_of_modes[] = {
    { 0444, O_RDONLY, 0 }, { 0444, O_WRONLY, EACCES },
    { 0444, O_RDWR, EACCES }, { 0222, O_RDONLY, EACCES },
    { 0222, O_WRONLY, 0 }, { 0222, O_RDWR, EACCES },
    { 0666, O_RDWR, 0 }, { 0111, O_RDONLY, EACCES },
    { 0444, O_RDONLY | O_TRUNC, EACCES }, { 0222, O_WRONLY | O_TRUNC, 0 },
    { 0007, O_RDONLY, 0 }, { 0770, O_RDONLY, EACCES },
  };

  make_file ("f");
  for (size_t i = 0; i < sizeof table_of_modes / sizeof table_of_modes[0];
       ++i) {
    ok (chmod ("f", table_of_modes[i].mode));
    as (ALICE, ALICE) {
      if (table_of_modes[i].err == 0)
        ok (close (open ("f", table_of_modes[i].flags)));
      else
        no (table_of_modes[i].err, open ("f", table_of_modes[i].flags));
    }
  }
}

CASE (open, owner_before_group_before_others)
{
  make_file ("f");
  ok (chown ("f", ALICE, BOB));
  ok (chmod ("f", 0077));
  as (ALICE, BOB)
    no (EACCES, open ("f", O_RDONLY));
  ok (chmod ("f", 0707));
  as (BOB, BOB)
    no (EACCES, open ("f", O_RDONLY));
  as (BOB, ALICE)
    ok (open ("f", O_RDONLY));
  ok (chmod ("f", 0070));
  as (BOB, BOB)
    ok (open ("f", O_RDWR));
}

CASE (open, truncates)
{
  make_text ("f", "text");
  const struct stat before = stat_of ("f");
  later ();
  ok (close (open ("f", O_WRONLY | O_TRUNC)));
  const struct stat after = stat_of ("f");
  is (after.st_size, 0);
  is (changed_times (&before, &after), M_TIME | C_TIME);
}

CASE (open, without_change_keeps_times)
{
  make_file ("f");
  const struct stat before = stat_of ("f"), dir_before = stat_of (".");
  later ();
  ok (close (open ("f", O_WRONLY | O_CREAT, 0600)));
  const struct stat after = stat_of ("f"), dir_after = stat_of (".");
  is (changed_times (&before, &after), 0);
  is (changed_times (&dir_before, &dir_after), 0);
  is (mode_of ("f"), 0644);
}

CASE (open, of_directory_for_writing)
{
  ok (mkdir ("d", 0755));
  no (EISDIR, open ("d", O_WRONLY));
  no (EISDIR, open ("d", O_RDWR));
  no (EISDIR, open ("d", O_RDONLY | O_CREAT, 0644));
}

CASE (open, of_file_as_directory)
{
  make_file ("f");
  no (ENOTDIR, open ("f", O_RDONLY | O_DIRECTORY));
  no (ENOTDIR, open ("f/", O_RDONLY));
}

CASE (open, creating_with_slash)
{
  no (EISDIR, open ("new/", O_WRONLY | O_CREAT, 0644));
}

CASE (open, of_fifo_without_reader)
{
  ok (mkfifo ("p", 0644));
  no (ENXIO, open ("p", O_WRONLY | O_NONBLOCK));
}

CASE (open, of_socket)
{
  ok (m_socket ("s"));
  no (ENXIO, open ("s", O_RDONLY));
}

CASE (open, keeps_removed_file)
{
  struct stat st;
  const int fd = ok (open ("f", O_RDWR | O_CREAT, 0644));

  is (write (fd, "text", 4), 4);
  ok (unlink ("f"));
  yes (!is_there ("f"));
  char buf[5] = "";
  is (pread (fd, buf, 4, 0), 4);
  yes (strcmp (buf, "text") == 0);
  ok (fstat (fd, &st));
  is (st.st_nlink, 0);
  is (st.st_size, 4);
  is (pwrite (fd, "more", 4, 4), 4);
  ok (fstat (fd, &st));
  is (st.st_size, 8);
  ok (ftruncate (fd, 2));
  ok (fchmod (fd, 0600));
  ok (fstat (fd, &st));
  is (st.st_size, 2);
  is (st.st_mode & 07777, 0600);
  DIR *dir = opendir (".");
  yes (dir != NULL);
  for (const struct dirent *e; (e = readdir (dir));)
    yes (e->d_name[0] == '.' && strlen (e->d_name) <= 2);
}

CASE (open, keeps_replaced_file)
{
  make_text ("a", "old");
  make_text ("b", "new");
  const int fd = ok (open ("a", O_RDONLY));
  char buf[4] = "";
  ok (rename ("b", "a"));
  is (read (fd, buf, 3), 3);
  yes (strcmp (buf, "old") == 0);
  yes (strcmp (read_text ("a"), "new") == 0);
}

/* ---- O_TMPFILE ---- */

static int
new_tmpfile (const char *dir, int flags, mode_t mode)
{
  const int fd = open (dir, O_TMPFILE | O_RDWR | flags, mode);

  if (fd == -1 && errno == EOPNOTSUPP)
    yes (!"O_TMPFILE is supported");
  return (int) ok (fd);
}

/* Without /proc. */
static int
link_tmpfile (int fd, const char *name)
{
  return linkat (fd, "", AT_FDCWD, name, AT_EMPTY_PATH);
}

CASE (tmpfile, has_no_name)
{
  const struct stat before = stat_of (".");
  const int fd = new_tmpfile (".", 0, 0600);
  struct stat st;

  is (write (fd, "x", 1), 1);
  ok (fstat (fd, &st));
  is (st.st_nlink, 0);
  is (st.st_size, 1);
  is (st.st_mode, S_IFREG | 0600);
  const struct stat after = stat_of (".");
  is (changed_times (&before, &after), 0);
}

CASE (tmpfile, belongs_to_its_maker)
{
  struct stat st;

  ok (chmod (".", 0777));
  as (ALICE, BOB) {
    umask (027);
    const int fd = new_tmpfile (".", 0, 0666);

    ok (fstat (fd, &st));
    is (st.st_uid, ALICE);
    is (st.st_gid, BOB);
    is (st.st_mode, S_IFREG | 0640);
  }
}

CASE (tmpfile, takes_the_group_of_a_setgid_directory)
{
  struct stat st;

  ok (mkdir ("d", 0755));
  ok (chown ("d", 0, BOB));
  ok (chmod ("d", 02777));
  ok (fstat (new_tmpfile ("d", 0, 0600), &st));
  is (st.st_gid, BOB);
}

CASE (tmpfile, gets_a_name)
{
  const int fd = new_tmpfile (".", 0, 0600);
  struct stat st;

  is (write (fd, "text", 4), 4);
  ok (link_tmpfile (fd, "f"));
  ok (fstat (fd, &st));
  is (st.st_nlink, 1);
  is (stat_of ("f").st_ino, st.st_ino);
  yes (strcmp (read_text ("f"), "text") == 0);
  is (write (fd, "more", 4), 4);
  yes (strcmp (read_text ("f"), "textmore") == 0);
  ok (close (fd));
  ok (link ("f", "g"));
  ok (unlink ("f"));
  yes (strcmp (read_text ("g"), "textmore") == 0);
}

CASE (tmpfile, gets_a_name_and_loses_it)
{
  const int fd = new_tmpfile (".", 0, 0600);
  struct stat st;
  char c;

  is (write (fd, "text", 4), 4);
  ok (link_tmpfile (fd, "f"));
  ok (unlink ("f"));
  ok (fstat (fd, &st));
  is (st.st_nlink, 0);
  is (pread (fd, &c, 1, 3), 1);
  is (c, 't');
}

CASE (tmpfile, exclusive_gets_no_name)
{
  const int fd = new_tmpfile (".", O_EXCL, 0600);

  no (ENOENT, link_tmpfile (fd, "f"));
  yes (!is_there ("f"));
}

CASE (tmpfile, has_attributes)
{
  const struct timespec times[2] = { { 1000, 0 }, { 2000, 0 } };
  const int fd = new_tmpfile (".", 0, 0600);
  struct stat st;

  ok (fchmod (fd, 0751));
  ok (fchown (fd, ALICE, BOB));
  ok (ftruncate (fd, 5000));
  ok (futimens (fd, times));
  ok (link_tmpfile (fd, "f"));
  st = stat_of ("f");
  is (st.st_mode & 07777, 0751);
  is (st.st_uid, ALICE);
  is (st.st_gid, BOB);
  is (st.st_size, 5000);
  is (st.st_mtim.tv_sec, 2000);
}

CASE (tmpfile, many_at_once)
{
  int fds[200];
  char c;

  for (int i = 0; i < 200; ++i) {
    fds[i] = new_tmpfile (".", 0, 0600);
    c = (char) i;
    is (write (fds[i], &c, 1), 1);
  }
  for (int i = 0; i < 200; ++i) {
    is (pread (fds[i], &c, 1, 0), 1);
    is ((unsigned char) c, i);
  }
}

CASE (tmpfile, permissions)
{
  ok (mkdir ("d", 0755));
  as (ALICE, ALICE)
    no (EACCES, open ("d", O_TMPFILE | O_RDWR, 0600));
  no (EINVAL, open ("d", O_TMPFILE | O_RDONLY, 0600));
  make_file ("f");
  no (ENOTDIR, open ("f", O_TMPFILE | O_RDWR, 0600));
  no (ENOENT, open ("none", O_TMPFILE | O_RDWR, 0600));
}

CASE (open, noatime_of_others)
{
  make_file ("f");
  ok (chmod ("f", 0666));
  as (ALICE, ALICE)
    no (EPERM, open ("f", O_RDONLY | O_NOATIME));
}

CASE (open, path_only)
{
  struct stat st;
  const int fd = (make_file ("f"), ok (open ("f", O_PATH)));
  char c;

  ok (fstat (fd, &st));
  no (EBADF, read (fd, &c, 1));
}

CASE (open, exclusive_from_many)
{
  int won = 0;

  for (int i = 0; i < 8; ++i) {
    const int fd = open ("f", O_WRONLY | O_CREAT | O_EXCL, 0644);

    won += fd >= 0;
  }
  is (won, 1);
}
