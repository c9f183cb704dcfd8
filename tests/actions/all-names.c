/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names are bytes; paths as long as the kernel takes them, and longer; links
 * that go round; holes; times to the nanosecond; files of more than 4 GiB. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanups.h"
#include "strvec.h"
#include "testing.h"

static const int disks[] = { 8192, 64, 0 };

#define X15 "xxxxxxxxxxxxxxx"
#define X63 X15 "1" X15 "2" X15 "3" X15
#define X255 X63 "a" X63 "b" X63 "c" X63
#define E17 "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac" \
  "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac" \
  "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac" \
  "\xe2\x82\xac\xe2\x82\xac"

static const char *const names[] = {
  "plain", "two words", " begins", "ends ", "new\nline", "\n", "\ttab\r",
  "single'quote", "double\"quote", "back\\slash", "\\n", "$HOME", "$(exit)",
  "`exit`", "a;b", "a&b", "a|b", "<in>", "-rf", "--", "*", "?", "[a-z]",
  "{a,b}", "~", "#hash", "%s%n%d", "!bang", "...", ".hidden", "a=b", ":",
  "\xff", "\xff\xfe\xfd", "half \xc3", "\xc3\x28", "\x80", "\x01\x02\x7f",
  "\xe2\x82\xac", "sda1", "btrfsvol:", X255, E17 E17 E17 E17 E17,
};
#define NR_NAMES (sizeof names / sizeof names[0])

static char *__attribute__ ((format (printf, 1, 2)))
text (const char *fs, ...)
{
  va_list args;
  char *s;

  va_start (args, fs);
  if (vasprintf (&s, fs, args) == -1)
    abort ();
  va_end (args);
  return s;
}

static void
free_strings (char **list)
{
  string_list_free (list);
}

static bool
has (char *const *list, const char *name)
{
  for (; list && *list; list++)
    if (strcmp (*list, name) == 0)
      return true;
  return false;
}

/* What a call that works gives; a failure is shown with its error. */
static bool
worked (guestfs_h *g, bool result, const char *name, int line)
{
  if (!result)
    fprintf (stderr, "%d: %s: %s\n", line, name, guestfs_last_error (g));
  return result;
}
#define WORKS(call) CHECK (worked (g, (call) == 0, running_test, __LINE__))

/* ---- Names ---- */

static bool
content_is (guestfs_h *g, const char *path, const char *expected)
{
  CLEANUP_FREE char *content = guestfs_cat (g, path);

  return content && strcmp (content, expected) == 0;
}

/* Whole files, in and out. */
static void
transfer (guestfs_h *g, const char *path, const char *content)
{
  CLEANUP_FREE char *local = host_file ("transfer", 0, true);

  WORKS (guestfs_download (g, path, local));
  WORKS (guestfs_rm (g, path));
  WORKS (guestfs_upload (g, local, path));
  CHECK (content_is (g, path, content));
}

static void
link_to (guestfs_h *g, const char *name, const char *path)
{
  CLEANUP_FREE char *target = NULL, *real = NULL;

  WORKS (guestfs_ln_s (g, name, "/d/link"));
  target = guestfs_readlink (g, "/d/link");
  CHECK (target && strcmp (target, name) == 0);
  real = guestfs_realpath (g, "/d/link");
  CHECK (real && strcmp (real, path) == 0);
  WORKS (guestfs_rm (g, "/d/link"));
}

static void
rename_and_copy (guestfs_h *g, const char *path, const char *name)
{
  CLEANUP_FREE char *other = text ("/e/%s", name);

  WORKS (guestfs_cp (g, path, other));
  CHECK (guestfs_equal (g, path, other) == 1);
  WORKS (guestfs_rm (g, other));
  WORKS (guestfs_mv (g, path, other));
  CHECK (guestfs_exists (g, path) == 0);
  WORKS (guestfs_rename (g, other, path));
  WORKS (guestfs_ln (g, path, other));
  WORKS (guestfs_rm_f (g, other));
  WORKS (guestfs_mkdir (g, other));
  CHECK (guestfs_is_dir (g, other) == 1);
  WORKS (guestfs_rmdir (g, other));
}

static void
attributes (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *sum = NULL, *value = NULL;
  size_t n;

  WORKS (guestfs_chmod (g, 0604, path));
  WORKS (guestfs_setxattr (g, "user.name", path, strlen (path), path));
  value = guestfs_lgetxattr (g, path, "user.name", &n);
  CHECK (value && n == strlen (path) && memcmp (value, path, n) == 0);
  sum = guestfs_checksum (g, "md5", path);
  CHECK (sum && strlen (sum) == 32);
  CHECK (guestfs_du (g, path) >= 0);
}

static void
use_name (guestfs_h *g, const char *name)
{
  CLEANUP_FREE char *path = text ("/d/%s", name);
  CLEANUP_FREE char *content = text ("content of %s", name);
  char **list;

  running_test = name;
  WORKS (guestfs_write (g, path, content, strlen (content)));
  CHECK (content_is (g, path, content));
  CHECK (guestfs_is_file (g, path) == 1);
  CHECK (guestfs_filesize (g, path) == (int64_t) strlen (content));
  transfer (g, path, content);
  link_to (g, name, path);
  rename_and_copy (g, path, name);
  attributes (g, path);
  list = guestfs_grep (g, "content of", path);
  CHECK (list && list[0]);
  free_strings (list);
  CHECK (content_is (g, path, content));
}

/* All of them at once, in lists. */
static void
list_names (guestfs_h *g, const char *directory)
{
  CLEANUP_FREE char *inside = text ("%s/", directory);
  char **ls = guestfs_ls (g, directory), **find = guestfs_find (g, inside);
  struct guestfs_dirent_list *dirents = guestfs_readdir (g, directory);
  struct guestfs_statns_list *stats =
    guestfs_lstatnslist (g, directory, (char **) ls);

  running_test = directory;
  CHECK (ls && string_list_length (ls) == NR_NAMES);
  CHECK (find && string_list_length (find) == NR_NAMES);
  CHECK (dirents && dirents->len == NR_NAMES + 2);
  CHECK (stats && stats->len == NR_NAMES);
  for (size_t i = 0; i < NR_NAMES; i++) {
    bool found = false;

    running_test = names[i];
    CHECK (has (ls, names[i]) && has (find, names[i]));
    for (uint32_t j = 0; dirents && j < dirents->len; j++)
      found |= strcmp (dirents->val[j].name, names[i]) == 0;
    CHECK (found);
    CHECK (stats && stats->val[i].st_ino > 0
           && stats->val[i].st_mode == (0100000 | 0604));
  }
  free_strings (ls);
  free_strings (find);
  guestfs_free_dirent_list (dirents);
  guestfs_free_statns_list (stats);
}

static void
walk_names (guestfs_h *g)
{
  static const char *groups[] = { "libtsk", NULL };
  struct guestfs_tsk_dirent_list *list;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  running_test = "filesystem_walk";
  if (guestfs_feature_available (g, (char **) groups) != 1)
    return;
  list = guestfs_filesystem_walk (g, "/dev/sda");
  CHECK (list != NULL);
  for (uint32_t i = 0; list && i < list->len; i++)
    strvec_add (&v, list->val[i].tsk_name);
  for (size_t i = 0; i < NR_NAMES; i++) {
    CLEANUP_FREE char *path = text ("d/%s", names[i]);

    running_test = path;
    CHECK (has (v.ptr, path));
  }
  guestfs_free_tsk_dirent_list (list);
}

static void
copy_trees (guestfs_h *g)
{
  CLEANUP_FREE char *tar = host_file ("tar", 0, true);

  running_test = "trees";
  WORKS (guestfs_cp_a (g, "/d", "/copy"));
  list_names (g, "/copy");
  WORKS (guestfs_mkdir (g, "/untar"));
  WORKS (guestfs_tar_out (g, "/d", tar));
  WORKS (guestfs_tar_in (g, tar, "/untar"));
  list_names (g, "/untar");
  WORKS (guestfs_rm_rf (g, "/copy"));
  WORKS (guestfs_rm_rf (g, "/untar"));
}

static void
too_long_a_name (guestfs_h *g)
{
  CLEANUP_FREE char *path = text ("/d/%sx", X255);

  running_test = "256 bytes";
  FAILS (g, guestfs_write (g, path, "", 0), "write", ENAMETOOLONG, path);
  FAILS (g, guestfs_mkdir (g, path), "mkdir", ENAMETOOLONG, path);
  FAILS_NULL (g, guestfs_cat (g, path), "cat", ENAMETOOLONG, path);
  FAILS (g, guestfs_mv (g, "/d/plain", path), "mv", ENAMETOOLONG, path);
}

static void
all_names (guestfs_h *g)
{
  WORKS (guestfs_mkdir (g, "/d"));
  WORKS (guestfs_mkdir (g, "/e"));
  for (size_t i = 0; i < NR_NAMES; i++)
    use_name (g, names[i]);
  list_names (g, "/d");
  walk_names (g);
  copy_trees (g);
  too_long_a_name (g);
}

/* ---- Long paths ---- */

/* Directories of 199 bytes each, n of them. */
static char *
deep_path (const char *top, size_t n)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  strbuf_adds (&b, top);
  for (size_t i = 0; i < n; i++)
    strbuf_addf (&b, "/%0199zu", i);
  return strbuf_steal (&b);
}

static void
long_paths (guestfs_h *g)
{
  CLEANUP_FREE char *dir = deep_path ("", 19);
  CLEANUP_FREE char *file = text ("%s/%0199d", dir, 1);
  CLEANUP_FREE char *moved = text ("%s/%0199d", dir, 2);
  CLEANUP_FREE char *longer = text ("%s/%s", file, X63 X63);

  running_test = "4000 bytes";
  CHECK (strlen (file) == 4000);
  WORKS (guestfs_mkdir_p (g, dir));
  WORKS (guestfs_write (g, file, "deep", 4));
  CHECK (content_is (g, file, "deep"));
  transfer (g, file, "deep");
  WORKS (guestfs_mv (g, file, moved));
  WORKS (guestfs_cp (g, moved, file));
  CHECK (guestfs_equal (g, moved, file) == 1);
  WORKS (guestfs_ln_s (g, file, "/long-link"));
  CHECK (content_is (g, "/long-link", "deep"));
  WORKS (guestfs_rm (g, "/long-link"));
  FAILS_NULL (g, guestfs_cat (g, longer), "cat", ENAMETOOLONG, "0001/x");
  FAILS (g, guestfs_mkdir_p (g, longer), "mkdir_p", ENOTDIR, "0001");
}

/* Deeper than any path can say: one tree is moved to the end of another. */
static void
deeper_than_paths (guestfs_h *g)
{
  CLEANUP_FREE char *first = deep_path ("", 19);
  CLEANUP_FREE char *second = deep_path ("/second", 19);
  CLEANUP_FREE char *end = text ("%s/second", first);
  CLEANUP_FREE char *file = text ("%s/file", second);
  CLEANUP_FREE char *tar = host_file ("deep", 0, true);
  char **list;
  size_t n;

  running_test = "8000 bytes";
  WORKS (guestfs_mkdir_p (g, second));
  WORKS (guestfs_write (g, file, "deepest", 7));
  WORKS (guestfs_mv (g, "/second", end));
  list = guestfs_find (g, "/");
  n = list ? string_list_length (list) : 0;
  CHECK (n > 40);
  for (size_t i = 0; i < n; i++)
    if (strlen (list[i]) > 7500)
      n = 0;
  CHECK (n == 0);
  free_strings (list);
  CHECK (guestfs_du (g, first) > 80);
  WORKS (guestfs_tar_out (g, "/", tar));
  list = guestfs_ls (g, end);
  CHECK (list && list[0] && !list[1]);
  free_strings (list);
  first[200] = '\0';
  WORKS (guestfs_cp_a (g, first, "/deep-copy"));
  WORKS (guestfs_rm_rf (g, "/deep-copy"));
  WORKS (guestfs_rm_rf (g, first));
  CHECK (guestfs_exists (g, first) == 0);
}

/* ---- Links that go round ---- */

static void
chain_of_links (guestfs_h *g, int n)
{
  for (int i = 0; i < n; i++) {
    CLEANUP_FREE char *to = i > 0 ? text ("l%d", i - 1) : strdup ("end");
    CLEANUP_FREE char *link = text ("/round/l%d", i);

    WORKS (guestfs_ln_s (g, to, link));
  }
  WORKS (guestfs_write (g, "/round/end", "end", 3));
  CHECK (content_is (g, "/round/l39", "end"));
  FAILS_NULL (g, guestfs_cat (g, "/round/l40"), "cat", ELOOP, "/round/l40");
}

static void
links_go_round (guestfs_h *g)
{
  struct guestfs_statns *st;
  char **list;

  running_test = "links that go round";
  WORKS (guestfs_mkdir (g, "/round"));
  WORKS (guestfs_ln_s (g, "b", "/round/a"));
  WORKS (guestfs_ln_s (g, "/round/a", "/round/b"));
  WORKS (guestfs_ln_s (g, "self", "/round/self"));
  WORKS (guestfs_ln_s (g, ".", "/round/dot"));
  WORKS (guestfs_ln_s (g, "..", "/round/up"));
  FAILS_NULL (g, guestfs_cat (g, "/round/a"), "cat", ELOOP, "/round/a");
  FAILS_NULL (g, guestfs_statns (g, "/round/self"), "statns", ELOOP,
              "/round/self");
  FAILS (g, guestfs_write (g, "/round/a", "x", 1), "write", ELOOP, "/round/a");
  FAILS (g, guestfs_mkdir (g, "/round/a/x"), "mkdir", ELOOP, "/round/a/x");
  FAILS (g, guestfs_chmod (g, 0600, "/round/self"), "chmod", ELOOP,
         "/round/self");
  FAILS_NULL (g, guestfs_realpath (g, "/round/b"), "realpath", ELOOP,
              "/round/b");
  FAILS_NULL (g, guestfs_ls (g, "/round/self"), "ls", ELOOP, "/round/self");
  FAILS (g, guestfs_upload (g, "/dev/null", "/round/a"), "upload", ELOOP,
         "/round/a");
  st = guestfs_lstatns (g, "/round/self");
  CHECK (st && S_ISLNK (st->st_mode));
  guestfs_free_statns (st);
  list = guestfs_find (g, "/round");
  CHECK (list && string_list_length (list) == 5);
  free_strings (list);
  list = guestfs_ls (g, "/round/dot/dot/dot/up/round/dot");
  CHECK (list && string_list_length (list) == 5);
  free_strings (list);
  WORKS (guestfs_cp_a (g, "/round", "/round2"));
  CHECK (guestfs_du (g, "/round") < 100);
  chain_of_links (g, 41);
  WORKS (guestfs_rm_rf (g, "/round"));
  WORKS (guestfs_rm_rf (g, "/round2"));
  CHECK (guestfs_exists (g, "/d/plain") == 1);
}

/* ---- Holes ---- */

#define SPARSE_SIZE (INT64_C (20) << 20)
#define FEW_BLOCKS 2048         /* of 512 bytes */

static bool
is_sparse_copy (guestfs_h *g, const char *path)
{
  struct guestfs_statns *st = guestfs_statns (g, path);
  const bool is_good = st && st->st_size == SPARSE_SIZE
    && st->st_blocks < FEW_BLOCKS && guestfs_equal (g, "/s/sparse", path) == 1;

  if (st && !is_good)
    fprintf (stderr, "%s: %lld bytes, %lld blocks\n", path,
             (long long) st->st_size, (long long) st->st_blocks);
  guestfs_free_statns (st);
  return is_good;
}

static void
sparse_outside (guestfs_h *g)
{
  CLEANUP_FREE char *local = host_file ("sparse", 0, true);
  struct stat st;

  WORKS (guestfs_download (g, "/s/sparse", local));
  CHECK (stat (local, &st) == 0 && st.st_size == SPARSE_SIZE
         && st.st_blocks < FEW_BLOCKS);
  WORKS (guestfs_upload (g, local, "/s/back"));
  CHECK (guestfs_equal (g, "/s/sparse", "/s/back") == 1);
  WORKS (guestfs_rm (g, "/s/back"));
}

static void
holes (guestfs_h *g)
{
  CLEANUP_FREE char *tar = host_file ("holes", 0, true);

  running_test = "holes";
  WORKS (guestfs_mkdir (g, "/s"));
  WORKS (guestfs_touch (g, "/s/sparse"));
  WORKS (guestfs_truncate_size (g, "/s/sparse", SPARSE_SIZE));
  CHECK (guestfs_pwrite (g, "/s/sparse", "middle", 6, 10000000) == 6);
  CHECK (is_sparse_copy (g, "/s/sparse"));
  WORKS (guestfs_cp (g, "/s/sparse", "/s/cp"));
  CHECK (is_sparse_copy (g, "/s/cp"));
  WORKS (guestfs_cp_a (g, "/s/sparse", "/s/cp_a"));
  CHECK (is_sparse_copy (g, "/s/cp_a"));
  WORKS (guestfs_copy_file_to_file (g, "/s/sparse", "/s/copy",
                                    GUESTFS_COPY_FILE_TO_FILE_SPARSE, 1, -1));
  CHECK (is_sparse_copy (g, "/s/copy"));
  sparse_outside (g);
  WORKS (guestfs_tar_out (g, "/s", tar));
  WORKS (guestfs_mkdir (g, "/s2"));
  WORKS (guestfs_tar_in (g, tar, "/s2"));
  CHECK (is_sparse_copy (g, "/s2/cp"));
  WORKS (guestfs_rm_rf (g, "/s"));
  WORKS (guestfs_rm_rf (g, "/s2"));
}

/* ---- Times ---- */

static bool
times_are (const struct guestfs_statns *st, int64_t a, int64_t an, int64_t m,
           int64_t mn)
{
  return st && st->st_atime_sec == a && st->st_atime_nsec == an
    && st->st_mtime_sec == m && st->st_mtime_nsec == mn;
}

static void
check_times (guestfs_h *g, const char *path, int64_t a, int64_t an, int64_t m,
             int64_t mn)
{
  struct guestfs_statns *st = guestfs_lstatns (g, path);

  CHECK (times_are (st, a, an, m, mn));
  if (st && !times_are (st, a, an, m, mn))
    fprintf (stderr, "%lld.%09lld %lld.%09lld\n", (long long) st->st_atime_sec,
             (long long) st->st_atime_nsec, (long long) st->st_mtime_sec,
             (long long) st->st_mtime_nsec);
  guestfs_free_statns (st);
}

static void
times (guestfs_h *g)
{
  /* Before 1970, after 2038, after 2106: ext4 goes to 2446. */
  static const int64_t seconds[] = {
    0, 1, 1234567890, -1, -2000000000, INT64_C (2147483648),
    INT64_C (5000000000), INT64_C (15000000000),
  };

  running_test = "times";
  WORKS (guestfs_touch (g, "/t"));
  for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
    WORKS (guestfs_utimens (g, "/t", seconds[i], 123456789, seconds[i],
                            999999999));
    check_times (g, "/t", seconds[i], 123456789, seconds[i], 999999999);
  }
  WORKS (guestfs_utimens (g, "/t", 1000, 1, 2000, 2));
  WORKS (guestfs_cp_a (g, "/t", "/t2"));
  check_times (g, "/t2", 1000, 1, 2000, 2);
  /* -2: leave it; -1: now. */
  WORKS (guestfs_utimens (g, "/t", 3000, 3, 0, -2));
  check_times (g, "/t", 3000, 3, 2000, 2);
  FAILS (g, guestfs_utimens (g, "/t", 0, 1000000000, 0, 0), "utimens", EINVAL,
         "/t");
}

/* ---- Large files ---- */

#define GIB (INT64_C (1) << 30)

static bool
reads (guestfs_h *g, const char *path, int64_t offset, const char *expected)
{
  CLEANUP_FREE char *buf = NULL;
  size_t n;

  buf = guestfs_pread (g, path, strlen (expected), offset, &n);
  return buf && n == strlen (expected) && memcmp (buf, expected, n) == 0;
}

static void
large_file (guestfs_h *g)
{
  CLEANUP_FREE char *local = host_file ("part", 0, true);
  struct guestfs_statns *st;

  running_test = "5 GiB";
  WORKS (guestfs_touch (g, "/big"));
  WORKS (guestfs_truncate_size (g, "/big", 5 * GIB));
  CHECK (guestfs_pwrite (g, "/big", "at 4.5", 6, 4 * GIB + GIB / 2) == 6);
  CHECK (guestfs_pwrite (g, "/big", "at 0.5", 6, GIB / 2) == 6);
  CHECK (guestfs_filesize (g, "/big") == 5 * GIB);
  st = guestfs_statns (g, "/big");
  CHECK (st && st->st_size == 5 * GIB && st->st_blocks < FEW_BLOCKS);
  guestfs_free_statns (st);
  CHECK (reads (g, "/big", 4 * GIB + GIB / 2, "at 4.5"));
  WORKS (guestfs_cp (g, "/big", "/big2"));
  CHECK (guestfs_filesize (g, "/big2") == 5 * GIB);
  CHECK (reads (g, "/big2", 4 * GIB + GIB / 2, "at 4.5"));
  CHECK (reads (g, "/big2", GIB / 2, "at 0.5"));
  WORKS (guestfs_download_offset (g, "/big", local, 4 * GIB + GIB / 2, 6));
  WORKS (guestfs_upload_offset (g, local, "/big2", 5 * GIB + 1));
  CHECK (guestfs_filesize (g, "/big2") == 5 * GIB + 7);
  CHECK (reads (g, "/big2", 5 * GIB + 1, "at 4.5"));
  WORKS (guestfs_copy_file_to_file (g, "/big", "/big2",
                                    GUESTFS_COPY_FILE_TO_FILE_SRCOFFSET,
                                    4 * GIB + GIB / 2,
                                    GUESTFS_COPY_FILE_TO_FILE_DESTOFFSET,
                                    4 * GIB + 1,
                                    GUESTFS_COPY_FILE_TO_FILE_SIZE,
                                    INT64_C (6), -1));
  CHECK (reads (g, "/big2", 4 * GIB + 1, "at 4.5"));
  WORKS (guestfs_truncate_size (g, "/big", 4 * GIB + 5));
  CHECK (guestfs_filesize (g, "/big") == 4 * GIB + 5);
}

int
main (void)
{
  guestfs_h *g;

  test_begin (600);
  g = new_handle ();
  start (g, disks);
  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1
      || guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  all_names (g);
  long_paths (g);
  deeper_than_paths (g);
  links_go_round (g);
  holes (g);
  times (g);
  large_file (g);
  guestfs_close (g);
  return test_end ();
}
