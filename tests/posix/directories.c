/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading directories, also while they change. */

#include "posix.h"

static void
make_many (const char *dir, int n)
{
  char path[300];

  ok (mkdir (dir, 0755));
  for (int i = 0; i < n; ++i) {
    snprintf (path, sizeof path, "%s/file-%04d", dir, i);
    make_file (path);
  }
}

static DIR *
must_open (const char *path)
{
  DIR *dir = opendir (path);

  yes (dir != NULL);
  return dir;
}

/* How often each was seen; number -1: "." and "..". */
static int
number_of (const struct dirent *e)
{
  int n = -1;

  sscanf (e->d_name, "file-%d", &n);
  return n;
}

static void
see_each_once (DIR *dir, int n)
{
  int *seen = calloc (n, sizeof *seen), dots = 0;
  const struct dirent *e;

  for (errno = 0; (e = readdir (dir));) {
    const int i = number_of (e);

    if (i < 0)
      dots++;
    else
      seen[i]++;
  }
  is (errno, 0);
  is (dots, 2);
  for (int i = 0; i < n; ++i)
    is (seen[i], 1);
  free (seen);
}

CASE (readdir, empty)
{
  see_each_once (must_open ("."), 0);
}

CASE (readdir, many)
{
  make_many ("d", 2000);
  see_each_once (must_open ("d"), 2000);
}

CASE (readdir, again_after_rewind)
{
  make_many ("d", 100);
  DIR *dir = must_open ("d");
  see_each_once (dir, 100);
  make_file ("d/file-0100");
  rewinddir (dir);
  see_each_once (dir, 101);
}

CASE (readdir, seek_to_every_place)
{
  long place[303];
  char *name[302];
  const struct dirent *e;
  int n = 0;

  make_many ("d", 300);
  DIR *dir = must_open ("d");
  for (;;) {
    place[n] = telldir (dir);
    if (!(e = readdir (dir)))
      break;
    yes (n < 302);
    name[n++] = strdup (e->d_name);
  }
  is (n, 302);
  for (int i = n - 1; i >= 0; i -= 7) {
    seekdir (dir, place[i]);
    e = readdir (dir);
    yes (e != NULL);
    yes (strcmp (e->d_name, name[i]) == 0);
  }
}

/* What was there all the time is seen exactly once. */
CASE (readdir, while_files_are_removed)
{
  char path[300];
  int *seen = calloc (1000, sizeof *seen);
  const struct dirent *e;

  make_many ("d", 1000);
  DIR *dir = must_open ("d");
  while ((e = readdir (dir))) {
    const int i = number_of (e);

    if (i < 0)
      continue;
    seen[i]++;
    if (i % 2) {
      snprintf (path, sizeof path, "d/%s", e->d_name);
      ok (unlink (path));
    }
  }
  for (int i = 0; i < 1000; ++i)
    is (seen[i], 1);
}

CASE (readdir, while_files_are_made)
{
  char path[300];
  int *seen = calloc (500, sizeof *seen), made = 0;
  const struct dirent *e;

  make_many ("d", 500);
  DIR *dir = must_open ("d");
  while ((e = readdir (dir))) {
    const int i = number_of (e);

    if (i >= 0)
      seen[i]++;
    if (made < 500) {
      snprintf (path, sizeof path, "d/new-%04d", made++);
      make_file (path);
    }
  }
  for (int i = 0; i < 500; ++i)
    is (seen[i], 1);
}

CASE (readdir, types)
{
  ok (mkdir ("dir", 0755));
  make_file ("file");
  ok (symlink ("none", "link"));
  ok (mkfifo ("fifo", 0644));
  DIR *dir = must_open (".");
  for (const struct dirent *e; (e = readdir (dir));) {
    const struct stat st = stat_of (e->d_name);

    if (e->d_name[0] == '.')
      continue;
    is (e->d_type, IFTODT (st.st_mode));
    is (e->d_ino, st.st_ino);
  }
}

CASE (readdir, changes_are_seen_at_once)
{
  make_many ("d", 3);
  see_each_once (must_open ("d"), 3);
  make_file ("d/file-0003");
  see_each_once (must_open ("d"), 4);
  ok (unlink ("d/file-0003"));
  see_each_once (must_open ("d"), 3);
  yes (!is_there ("d/file-0003"));
}

CASE (readdir, changes_atime)
{
  const struct timespec old[2] = { { 1000, 0 }, { 2000, 0 } };

  make_many ("d", 3);
  ok (utimensat (AT_FDCWD, "d", old, 0));
  see_each_once (must_open ("d"), 3);
  yes (stat_of ("d").st_atim.tv_sec != 1000);
}

CASE (readdir, dot_dot_is_the_parent)
{
  ok (mkdir ("d", 0755));
  is (stat_of ("d/..").st_ino, stat_of (".").st_ino);
  is (stat_of ("d/.").st_ino, stat_of ("d").st_ino);
  DIR *dir = must_open ("d");
  for (const struct dirent *e; (e = readdir (dir));)
    if (strcmp (e->d_name, "..") == 0)
      is (e->d_ino, stat_of (".").st_ino);
}

CASE (directory, deep)
{
  for (int i = 0; i < 150; ++i) {
    ok (mkdir ("dir-with-a-long-name", 0755));
    ok (chdir ("dir-with-a-long-name"));
  }
  make_text ("f", "deep");
  yes (strcmp (read_text ("f"), "deep") == 0);
  for (int i = 0; i < 150; ++i)
    ok (chdir (".."));
  yes (is_there ("dir-with-a-long-name"));
}

CASE (directory, getcwd_and_fchdir)
{
  char *before = getcwd (NULL, 0);

  yes (before != NULL);
  ok (mkdir ("d", 0755));
  const int fd = ok (open ("d", O_RDONLY | O_DIRECTORY));
  ok (fchdir (fd));
  char *in = getcwd (NULL, 0);
  yes (in != NULL);
  yes (strcmp (in + strlen (before), "/d") == 0);
}

CASE (directory, calls_below_a_descriptor)
{
  ok (mkdir ("d", 0755));
  const int fd = ok (open ("d", O_RDONLY | O_DIRECTORY));
  ok (openat (fd, "f", O_WRONLY | O_CREAT, 0644));
  ok (renameat (fd, "f", AT_FDCWD, "g"));
  ok (linkat (AT_FDCWD, "g", fd, "h", 0));
  ok (symlinkat ("x", fd, "l"));
  ok (mkdirat (fd, "e", 0755));
  ok (unlinkat (fd, "e", AT_REMOVEDIR));
  yes (is_there ("d/h") && is_there ("d/l") && is_there ("g"));
}

CASE (names, case_counts)
{
  make_file ("name");
  yes (!is_there ("NAME"));
  make_file ("NAME");
  is (stat_of ("name").st_nlink, 1);
}

/* Two ways to write one letter are two names. */
CASE (names, are_bytes)
{
  make_file ("\xc3\xa9");
  yes (!is_there ("e\xcc\x81"));
  make_file ("e\xcc\x81");
  for (int c = 1; c < 256; ++c) {
    char name[2] = { (char) c, '\0' };

    if (c != '/' && c != '.')
      make_file (name);
  }
  int n = 0;
  DIR *dir = must_open (".");
  while (readdir (dir))
    n++;
  is (n, 2 + 2 + 253);
}
