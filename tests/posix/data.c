/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in files: writing, truncating, holes, allocation, mappings. */

#include <linux/falloc.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "posix.h"

static int
new_file (void)
{
  return (int) ok (open ("f", O_RDWR | O_CREAT | O_EXCL, 0644));
}

static off_t
size_of (int fd)
{
  struct stat st;

  ok (fstat (fd, &st));
  return st.st_size;
}

static bool
is_zero (int fd, off_t at, size_t n)
{
  char *buf = malloc (n);

  is (pread (fd, buf, n, at), n);
  for (size_t i = 0; i < n; ++i)
    if (buf[i])
      return false;
  free (buf);
  return true;
}

/* ---- truncate, ftruncate ---- */

CASE (truncate, shorter_and_longer)
{
  make_text ("f", "0123456789");
  ok (truncate ("f", 4));
  yes (strcmp (read_text ("f"), "0123") == 0);
  ok (truncate ("f", 8));
  is (stat_of ("f").st_size, 8);
  const int fd = ok (open ("f", O_RDONLY));
  yes (is_zero (fd, 4, 4));
}

/* What was cut off must not come back. */
CASE (truncate, zeroes_what_was_cut_off)
{
  const int fd = new_file ();
  char *data = malloc (10000);

  memset (data, 'x', 10000);
  is (write (fd, data, 10000), 10000);
  ok (ftruncate (fd, 3000));
  ok (ftruncate (fd, 10000));
  yes (is_zero (fd, 3000, 7000));
  is (pread (fd, data, 1, 2999), 1);
  is (data[0], 'x');
}

CASE (truncate, changes_times)
{
  make_text ("f", "text");
  struct stat before = stat_of ("f");
  later ();
  ok (truncate ("f", 2));
  struct stat after = stat_of ("f");
  is (changed_times (&before, &after), M_TIME | C_TIME);
  const int fd = ok (open ("f", O_WRONLY));
  before = after;
  later ();
  ok (ftruncate (fd, 9));
  after = stat_of ("f");
  is (changed_times (&before, &after), M_TIME | C_TIME);
}

CASE (truncate, errors)
{
  make_file ("f");
  no (EINVAL, truncate ("f", -1));
  no (EISDIR, truncate (".", 0));
  ok (mkfifo ("p", 0644));
  no (EINVAL, truncate ("p", 0));
  const int fd = ok (open ("f", O_RDONLY));
  no (EINVAL, ftruncate (fd, 1));
}

CASE (truncate, permissions)
{
  make_file ("f");
  ok (chmod ("f", 0644));
  as (ALICE, ALICE)
    no (EACCES, truncate ("f", 1));
  ok (chmod ("f", 0666));
  as (ALICE, ALICE)
    ok (truncate ("f", 1));
}

CASE (truncate, open_descriptor_needs_no_permission)
{
  ok (chmod (".", 0777));
  as (ALICE, ALICE) {
    const int fd = ok (open ("f", O_RDWR | O_CREAT, 0));

    ok (ftruncate (fd, 100));
    is (size_of (fd), 100);
  }
}

CASE (truncate, clears_suid)
{
  make_text ("f", "text");
  ok (chmod ("f", 06777));
  as (ALICE, ALICE)
    ok (truncate ("f", 1));
  is (mode_of ("f"), 0777);
}

CASE (truncate, beyond_4_gib)
{
  const int fd = new_file ();

  ok (ftruncate (fd, 5LL << 30));
  is (size_of (fd), 5LL << 30);
  is (pwrite (fd, "end", 3, (5LL << 30) - 3), 3);
  char buf[4] = "";
  is (pread (fd, buf, 3, (5LL << 30) - 3), 3);
  yes (strcmp (buf, "end") == 0);
  yes (is_zero (fd, 4LL << 30, 4096));
}

CASE (truncate, too_large)
{
  make_file ("f");
  no (EFBIG, truncate ("f", INT64_MAX));
}

/* ---- read, write ---- */

CASE (write, at_any_place)
{
  const int fd = new_file ();
  char buf[12] = "";

  is (pwrite (fd, "world", 5, 6), 5);
  is (pwrite (fd, "hello", 5, 0), 5);
  is (pread (fd, buf, 11, 0), 11);
  yes (memcmp (buf, "hello\0world", 11) == 0);
  is (pread (fd, buf, 10, 11), 0);
  is (pread (fd, buf, 10, 100), 0);
  is (pread (fd, buf, 10, 9), 2);
}

CASE (write, changes_times)
{
  const int fd = new_file ();
  const struct stat before = stat_of ("f");

  later ();
  is (write (fd, "x", 1), 1);
  ok (fsync (fd));
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), M_TIME | C_TIME);
}

CASE (write, of_nothing_keeps_times)
{
  const int fd = new_file ();
  const struct stat before = stat_of ("f");

  later ();
  is (write (fd, "", 0), 0);
  const struct stat after = stat_of ("f");
  is (changed_times (&before, &after), 0);
}

CASE (write, clears_suid_and_sgid)
{
  make_file ("f");
  ok (chmod ("f", 06777));
  as (ALICE, ALICE) {
    const int fd = ok (open ("f", O_WRONLY));

    is (write (fd, "x", 1), 1);
    ok (close (fd));
  }
  is (mode_of ("f"), 0777);
}

CASE (write, by_root_keeps_suid)
{
  make_file ("f");
  ok (chmod ("f", 06777));
  make_text ("f", "x");
  is (mode_of ("f"), 06777);
}

CASE (write, shows_in_other_descriptors_at_once)
{
  const int w = new_file ();
  const int r = ok (open ("f", O_RDONLY));
  char buf[4] = "";

  is (write (w, "one", 3), 3);
  is (read (r, buf, 3), 3);
  yes (strcmp (buf, "one") == 0);
  is (stat_of ("f").st_size, 3);
  is (pwrite (w, "ONE", 3, 0), 3);
  is (pread (r, buf, 3, 0), 3);
  yes (strcmp (buf, "ONE") == 0);
}

CASE (write, vectors)
{
  const int fd = new_file ();
  struct iovec v[] = { { (char *) "ab", 2 }, { (char *) "", 0 },
                       { (char *) "cde", 3 } };

  is (writev (fd, v, 3), 5);
  is (pwritev (fd, v, 3, 10), 5);
  is (size_of (fd), 15);
}

CASE (write, large_blocks)
{
  const int fd = new_file ();
  const size_t n = 5 * 1024 * 1024 + 13;
  char *out = malloc (n), *in = malloc (n);

  for (size_t i = 0; i < n; ++i)
    out[i] = (char) (i * 7 + i / 4096);
  is (write (fd, out, n), n);
  ok (fsync (fd));
  is (pread (fd, in, n, 0), n);
  yes (memcmp (in, out, n) == 0);
}

CASE (write, to_read_only_descriptor)
{
  char c;

  make_file ("f");
  no (EBADF, write (open ("f", O_RDONLY), "x", 1));
  no (EBADF, read (open ("f", O_WRONLY), &c, 1));
  no (EISDIR, read (open (".", O_RDONLY), &c, 1));
}

CASE (read, changes_atime_once)
{
  const struct timespec old[2] = { { 1000, 0 }, { 2000, 0 } };

  make_text ("f", "text");
  ok (utimensat (AT_FDCWD, "f", old, 0));
  read_text ("f");
  yes (stat_of ("f").st_atim.tv_sec != 1000);
  is (stat_of ("f").st_mtim.tv_sec, 2000);
}

/* ---- O_APPEND ---- */

CASE (append, goes_to_the_end)
{
  make_text ("f", "one");
  const int fd = ok (open ("f", O_RDWR | O_APPEND));
  ok (lseek (fd, 0, SEEK_SET));
  is (write (fd, "two", 3), 3);
  is (lseek (fd, 0, SEEK_CUR), 6);
  yes (strcmp (read_text ("f"), "onetwo") == 0);
}

CASE (append, after_another_writer)
{
  const int a = new_file ();
  const int b = ok (open ("f", O_WRONLY | O_APPEND));

  is (write (a, "aaaa", 4), 4);
  is (write (b, "bb", 2), 2);
  is (pwrite (a, "AAAAAA", 6, 4), 6);
  is (write (b, "b", 1), 1);
  yes (strcmp (read_text ("f"), "aaaaAAAAAAb") == 0);
}

#define LINES 200

static int
append_lines (void *arg)
{
  const int fd = open ("f", O_WRONLY | O_APPEND);
  char line[64];

  memset (line, *(char *) arg, 63);
  line[63] = '\n';
  for (int i = 0; i < LINES; ++i)
    if (write (fd, line, sizeof line) != sizeof line)
      return 1;
  return 0;
}

/* No line is lost, and none is torn. */
CASE (append, from_two_processes)
{
  make_file ("f");
  const pid_t pid = fork ();
  char a[] = "a", b[] = "b";

  if (pid == 0)
    _exit (append_lines (a));
  is (append_lines (b), 0);
  int status;
  ok (waitpid (pid, &status, 0));
  is (status, 0);
  is (stat_of ("f").st_size, 2 * LINES * 64);
  const char *p = read_text ("f");
  int count[2] = { 0 };
  for (int i = 0; i < 2 * LINES; ++i, p += 64) {
    for (int j = 1; j < 63; ++j)
      is (p[j], p[0]);
    is (p[63], '\n');
    count[p[0] == 'a']++;
  }
  is (count[0], LINES);
}

/* ---- Holes ---- */

CASE (seek, finds_holes)
{
  const int fd = new_file ();
  const off_t mib = 1 << 20;

  ok (ftruncate (fd, 4 * mib));
  is (pwrite (fd, "x", 1, 2 * mib), 1);
  ok (fsync (fd));
  is (lseek (fd, 0, SEEK_HOLE), 0);
  is (lseek (fd, 0, SEEK_DATA) / 4096, 2 * mib / 4096);
  const off_t hole = ok (lseek (fd, 2 * mib, SEEK_HOLE));
  yes (hole > 2 * mib && hole <= 2 * mib + 65536);
  no (ENXIO, lseek (fd, hole, SEEK_DATA));
  is (lseek (fd, hole + 1, SEEK_HOLE), hole + 1);
  no (ENXIO, lseek (fd, 4 * mib, SEEK_DATA));
  no (ENXIO, lseek (fd, 4 * mib, SEEK_HOLE));
}

CASE (seek, end_is_a_hole)
{
  make_text ("f", "text");
  const int fd = ok (open ("f", O_RDONLY));
  is (lseek (fd, 0, SEEK_DATA), 0);
  is (lseek (fd, 0, SEEK_HOLE), 4);
}

CASE (seek, beyond_the_end)
{
  const int fd = new_file ();

  is (lseek (fd, 1000, SEEK_SET), 1000);
  is (size_of (fd), 0);
  is (write (fd, "x", 1), 1);
  is (size_of (fd), 1001);
  no (EINVAL, lseek (fd, -1, SEEK_SET));
  is (lseek (fd, -1, SEEK_END), 1000);
}

/* ---- fallocate ---- */

static void
allocate (int fd, int mode, off_t at, off_t n)
{
  if (fallocate (fd, mode, at, n) == -1) {
    if (errno == EOPNOTSUPP)
      yes (!"this mode of fallocate is supported");
    ok (-1);
  }
}

CASE (fallocate, makes_longer)
{
  const int fd = new_file ();
  struct stat st;

  allocate (fd, 0, 0, 1 << 20);
  ok (fstat (fd, &st));
  is (st.st_size, 1 << 20);
  yes (st.st_blocks >= 2048);
  yes (is_zero (fd, 0, 1 << 20));
}

CASE (fallocate, posix_fallocate)
{
  make_text ("f", "text");
  const int fd = ok (open ("f", O_RDWR));
  is (posix_fallocate (fd, 0, 2), 0);
  is (size_of (fd), 4);
  is (posix_fallocate (fd, 2, 100), 0);
  is (size_of (fd), 102);
  yes (strcmp (read_text ("f"), "text") == 0);
  is (posix_fallocate (fd, 0, 0), EINVAL);
  is (posix_fallocate (fd, -1, 1), EINVAL);
  is (posix_fallocate (open ("f", O_RDONLY), 0, 1), EBADF);
}

CASE (fallocate, keeps_size)
{
  const int fd = new_file ();
  struct stat st;

  allocate (fd, FALLOC_FL_KEEP_SIZE, 0, 1 << 20);
  ok (fstat (fd, &st));
  is (st.st_size, 0);
  yes (st.st_blocks >= 2048);
}

CASE (fallocate, changes_times)
{
  const int fd = new_file ();
  const struct stat before = stat_of ("f");

  later ();
  allocate (fd, 0, 0, 4096);
  const struct stat after = stat_of ("f");
  yes (changed_times (&before, &after) & C_TIME);
}

CASE (fallocate, punches_holes)
{
  const int fd = new_file ();
  char *data = malloc (1 << 20);
  struct stat st;

  memset (data, 'x', 1 << 20);
  is (write (fd, data, 1 << 20), 1 << 20);
  ok (fsync (fd));
  allocate (fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 262144, 524288);
  yes (is_zero (fd, 262144, 524288));
  is (size_of (fd), 1 << 20);
  ok (fstat (fd, &st));
  yes (st.st_blocks < 1536);
  is (pread (fd, data, 1, 262143), 1);
  is (data[0], 'x');
  is (pread (fd, data, 1, 786432), 1);
  is (data[0], 'x');
}

CASE (fallocate, zeroes_a_range)
{
  const int fd = new_file ();
  char *data = malloc (65536);

  memset (data, 'x', 65536);
  is (write (fd, data, 65536), 65536);
  allocate (fd, FALLOC_FL_ZERO_RANGE, 10000, 20000);
  yes (is_zero (fd, 10000, 20000));
  is (pread (fd, data, 1, 9999), 1);
  is (data[0], 'x');
}

CASE (fallocate, collapses_and_inserts)
{
  const int fd = new_file ();
  char *data = malloc (65536);

  for (int i = 0; i < 65536; ++i)
    data[i] = (char) ('a' + i / 16384);
  is (write (fd, data, 65536), 65536);
  ok (fsync (fd));
  if (fallocate (fd, FALLOC_FL_COLLAPSE_RANGE, 16384, 16384) == -1 &&
      errno == EOPNOTSUPP)
    yes (!"FALLOC_FL_COLLAPSE_RANGE is supported");
  is (size_of (fd), 49152);
  is (pread (fd, data, 1, 16384), 1);
  is (data[0], 'c');
  ok (fallocate (fd, FALLOC_FL_INSERT_RANGE, 0, 16384));
  is (size_of (fd), 65536);
  is (pread (fd, data, 1, 16384), 1);
  is (data[0], 'a');
}

CASE (fallocate, bad_arguments)
{
  const int fd = new_file ();

  no (EINVAL, fallocate (fd, 0, -1, 10));
  no (EINVAL, fallocate (fd, 0, 0, 0));
  no (EFBIG, fallocate (fd, 0, INT64_MAX - 10, 5));
}

/* ---- Copies in the kernel ---- */

CASE (copy_file_range, copies)
{
  loff_t in = 2, out = 10;

  make_text ("a", "0123456789");
  const int from = ok (open ("a", O_RDONLY));
  const int to = new_file ();
  is (copy_file_range (from, &in, to, &out, 5, 0), 5);
  is (in, 7);
  is (out, 15);
  is (size_of (to), 15);
  char buf[6] = "";
  is (pread (to, buf, 5, 10), 5);
  yes (strcmp (buf, "23456") == 0);
}

CASE (copy_file_range, beyond_the_end)
{
  loff_t in = 100;

  make_text ("a", "0123456789");
  is (copy_file_range (open ("a", O_RDONLY), &in, new_file (), NULL, 5, 0), 0);
}

/* ---- Mappings ---- */

CASE (mmap, shared_reaches_the_file)
{
  const int fd = new_file ();

  ok (ftruncate (fd, 8192));
  char *p = mmap (NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  yes (p != MAP_FAILED);
  memcpy (p + 4094, "text", 4);
  ok (msync (p, 8192, MS_SYNC));
  char buf[5] = "";
  is (pread (fd, buf, 4, 4094), 4);
  yes (strcmp (buf, "text") == 0);
  ok (munmap (p, 8192));
}

CASE (mmap, sees_writes)
{
  const int fd = new_file ();

  is (write (fd, "before", 6), 6);
  char *p = mmap (NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
  yes (p != MAP_FAILED);
  yes (strcmp (p, "before") == 0);
  is (pwrite (fd, "AFTER!", 6, 0), 6);
  yes (strcmp (p, "AFTER!") == 0);
}

CASE (mmap, private_does_not)
{
  make_text ("f", "text");
  const int fd = ok (open ("f", O_RDONLY));
  char *p = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  yes (p != MAP_FAILED);
  memcpy (p, "TEXT", 4);
  yes (strcmp (read_text ("f"), "text") == 0);
}

CASE (mmap, changes_mtime)
{
  const int fd = new_file ();

  ok (ftruncate (fd, 4096));
  const struct stat before = stat_of ("f");
  later ();
  char *p = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  yes (p != MAP_FAILED);
  p[0] = 'x';
  ok (msync (p, 4096, MS_SYNC));
  ok (munmap (p, 4096));
  ok (fsync (fd));
  const struct stat after = stat_of ("f");
  yes (changed_times (&before, &after) & M_TIME);
}

/* ---- Syncing ---- */

CASE (sync, of_everything)
{
  const int fd = new_file ();
  const int dir = ok (open (".", O_RDONLY | O_DIRECTORY));

  is (write (fd, "x", 1), 1);
  ok (fsync (fd));
  ok (fdatasync (fd));
  ok (fsync (dir));
  ok (syncfs (dir));
}

CASE (sync, direct_io)
{
  char *buf = aligned_alloc (4096, 8192);
  const int fd = open ("f", O_RDWR | O_CREAT | O_DIRECT, 0644);

  if (fd == -1 && errno == EINVAL)
    yes (!"O_DIRECT is supported");
  ok (fd);
  memset (buf, 'd', 8192);
  is (write (fd, buf, 8192), 8192);
  memset (buf, 0, 8192);
  is (pread (fd, buf, 4096, 4096), 4096);
  is (buf[4095], 'd');
}

/* ---- Programs ---- */

static int
copy_program (const char *to)
{
  const int in = open ("/proc/self/exe", O_RDONLY);
  const int out = open (to, O_WRONLY | O_CREAT, 0755);
  char buf[65536];
  ssize_t n;

  if (in == -1)
    skip_case ("no /proc");
  while ((n = ok (read (in, buf, sizeof buf))) > 0)
    is (write (out, buf, n), n);
  ok (close (in));
  return (int) ok (close (out));
}

static int
run_list (void *path)
{
  close (STDOUT_FILENO);
  execl (path, "posix", "--list", (char *) NULL);
  return errno;
}

CASE (exec, runs)
{
  char path[] = "./program";

  copy_program (path);
  yes (in_child (run_list, path));
  ok (chmod (path, 0644));
  yes (!in_child (run_list, path));
}

CASE (exec, of_file_open_for_writing)
{
  char path[] = "./program";

  copy_program (path);
  const int fd = ok (open (path, O_WRONLY));
  no (ETXTBSY, execl (path, "posix", (char *) NULL));
  ok (close (fd));
}
