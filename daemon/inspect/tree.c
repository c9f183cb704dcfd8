/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of one file system of a guest, below a directory. */

#include "config.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tree.h"

/* ---- Opening ---- */

/* The kernel asks to try again when a directory moved meanwhile. */
static int
open_below (int dir, const char *path, int flags)
{
  struct open_how how = {
    .flags = (unsigned) flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT,
  };
  int fd;

  do {
    fd = syscall (SYS_openat2, dir, path, &how, sizeof how);
  } while (fd == -1 && (errno == EAGAIN || errno == EINTR));
  return fd;
}

int
tree_below (const struct tree *t, const char *path, struct tree *ret)
{
  const int fd = open_below (t->fd, path, O_PATH | O_DIRECTORY);

  *ret = *t;
  ret->fd = fd;
  return fd == -1 ? -1 : 0;
}

/* Missing is not damaged. */
static bool
is_missing (int err)
{
  return err == ENOENT || err == ENOTDIR;
}

/* Names the first directory or link on the way that cannot be passed: what is
 * below it is not told for each file. */
static void
warn_unreachable (const struct tree *t, const char *path, int err)
{
  CLEANUP_FREE char *part = strdup (path);

  for (char *p = part; p && (p = strchr (p + 1, '/')) != NULL; *p = '/') {
    CLEANUP_CLOSE int fd = -1;

    *p = '\0';
    fd = open_below (t->fd, part, O_PATH);
    if (fd == -1)
      break;
  }
  errno = err;
  tree_warning (t, "%s: %m", part ? part : path);
}

int
tree_stat (const struct tree *t, const char *path, struct stat *ret)
{
  CLEANUP_CLOSE int fd = open_below (t->fd, path, O_PATH);

  if (fd != -1)
    return fstat (fd, ret);
  if (!is_missing (errno)) {
    const int err = errno;

    warn_unreachable (t, path, err);
    errno = err;
  }
  return -1;
}

/* Instead of a file that was expected. */
static bool
is_special (const struct tree *t, const char *path, const struct stat *st)
{
  if (S_ISREG (st->st_mode) || S_ISDIR (st->st_mode))
    return false;
  tree_warning (t, "%s: it is no regular file and was not read", path);
  return true;
}

/* Looked at first: opening a device could make it do something. */
int
tree_open (const struct tree *t, const char *path)
{
  struct stat st;

  if (tree_stat (t, path, &st) == -1)
    return -1;
  if (is_special (t, path, &st)) {
    errno = EINVAL;             /* it has been said */
    return -1;
  }
  return open_below (t->fd, path, O_RDONLY | O_NOCTTY | O_NONBLOCK);
}

bool
tree_has (const struct tree *t, const char *path)
{
  struct stat st;

  return tree_stat (t, path, &st) == 0;
}

bool
tree_has_file (const struct tree *t, const char *path)
{
  struct stat st;

  return tree_stat (t, path, &st) == 0 && !is_special (t, path, &st)
    && S_ISREG (st.st_mode);
}

bool
tree_has_dir (const struct tree *t, const char *path)
{
  struct stat st;

  return tree_stat (t, path, &st) == 0 && S_ISDIR (st.st_mode);
}

bool
tree_has_link (const struct tree *t, const char *path)
{
  CLEANUP_CLOSE int fd = open_below (t->fd, path, O_PATH | O_NOFOLLOW);
  struct stat st;

  return fd != -1 && fstat (fd, &st) == 0 && S_ISLNK (st.st_mode);
}

/* ---- Directories ---- */

static DIR *
open_dir (const struct tree *t, const char *path)
{
  CLEANUP_CLOSE int fd = open_below (t->fd, path, O_RDONLY | O_DIRECTORY);
  DIR *dir = fd == -1 ? NULL : fdopendir (fd);

  if (dir)
    steal_fd (&fd);
  return dir;
}

/* The next name but . and .. */
static const char *
next_name (DIR *dir)
{
  const struct dirent *d;

  while ((d = readdir (dir)) != NULL)
    if (strcmp (d->d_name, ".") != 0 && strcmp (d->d_name, "..") != 0)
      return d->d_name;
  return NULL;
}

char **
tree_list (const struct tree *t, const char *path, size_t most)
{
  CLEANUP_CLOSEDIR DIR *dir = open_dir (t, path);
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = next_name (dir)) != NULL) {
    if (names.len == most) {
      tree_warning (t, "%s: it has more than %zu names, of which only these "
                    "were looked at", path, most);
      break;
    }
    if (strvec_add (&names, name) == -1)
      return NULL;
  }
  strvec_sort (&names);
  return strvec_steal (&names);
}

/* The name of an entry as it is written there, in another case only when there
 * is none in this; malloc'd. */
static char *
find_in_dir (const struct tree *t, const char *dir_path, const char *name)
{
  CLEANUP_CLOSEDIR DIR *dir = open_dir (t, dir_path);
  CLEANUP_FREE char *found = NULL;
  const char *entry;

  while (dir && (entry = next_name (dir)) != NULL) {
    if (strcmp (entry, name) == 0)
      return strdup (entry);
    if (found == NULL && strcasecmp (entry, name) == 0)
      found = strdup (entry);
  }
  return steal (&found);
}

/* Appends a component to path as it is written on the disk.  That it can be
 * opened says nothing: to FAT, any case is right. */
static int
find_component (const struct tree *t, struct strbuf *path, const char *name)
{
  CLEANUP_FREE char *found = find_in_dir (t, path->len ? path->ptr : "/", name);

  if (found == NULL)
    return -1;
  return strbuf_addf (path, "/%s", found);
}

char *
tree_find (const struct tree *t, const char *path)
{
  CLEANUP_FREE char *copy = strdup (path);
  CLEANUP_STRBUF struct strbuf found = STRBUF_INIT;
  char *rest = copy, *name;

  while (rest && (name = strsep (&rest, "/")) != NULL)
    if (*name && find_component (t, &found, name) == -1)
      return NULL;
  return copy == NULL ? NULL
    : found.len == 0 ? strdup ("/") : strbuf_steal (&found);
}

/* ---- Reading ---- */

static int
check_file (const struct tree *t, const char *path, int fd, size_t max,
            struct stat *st)
{
  if (fstat (fd, st) == -1)
    tree_warning (t, "%s: %m", path);
  else if (!S_ISREG (st->st_mode))
    tree_warning (t, "%s: it is no regular file and was not read", path);
  else if ((uint64_t) st->st_size > max)
    tree_warning (t, "%s: %lld bytes are more than such a file has, and it was "
                  "not read", path, (long long) st->st_size);
  else
    return 0;
  return -1;
}

char *
tree_read (const struct tree *t, const char *path, size_t max,
           size_t *ret_len)
{
  CLEANUP_CLOSE int fd = tree_open (t, path);
  CLEANUP_FREE char *buf = NULL;
  struct stat st;
  ptrdiff_t n;

  if (fd == -1) {
    if (!is_missing (errno) && errno != EINVAL)
      warn_unreachable (t, path, errno);
    return NULL;
  }
  if (check_file (t, path, fd, max, &st) == -1)
    return NULL;
  buf = malloc (st.st_size + 1);
  n = buf ? full_read (fd, buf, st.st_size) : -1;
  if (n == -1) {
    tree_warning (t, "%s: %m", path);
    return NULL;
  }
  buf[n] = '\0';
  if (ret_len)
    *ret_len = n;
  return steal (&buf);
}

/* Files that were edited on Windows have CR before LF. */
static void
end_line (char *line)
{
  const size_t n = strlen (line);

  if (n > 0 && line[n - 1] == '\r')
    line[n - 1] = '\0';
}

char **
tree_lines (const struct tree *t, const char *path, size_t max)
{
  size_t len = 0;
  CLEANUP_FREE char *text = tree_read (t, path, max, &len);
  CLEANUP_STRVEC struct strvec lines = STRVEC_INIT;
  char *rest = text, *line;

  if (text == NULL)
    return NULL;
  if (strlen (text) != len)
    tree_warning (t, "%s: it has a NUL in it, and was read up to there", path);
  if (strncmp (rest, BYTE_ORDER_MARK, 3) == 0)
    rest += 3;
  while ((line = strsep (&rest, "\n")) != NULL) {
    end_line (line);
    if ((rest || *line) && strvec_add (&lines, line) == -1)
      return NULL;
  }
  return strvec_steal (&lines);
}

char *
trim_blanks (char *s)
{
  size_t n;

  s += strspn (s, " \t\r");
  for (n = strlen (s); n > 0 && strchr (" \t\r", s[n - 1]); --n)
    s[n - 1] = '\0';
  return s;
}

char *
tree_first_line (const struct tree *t, const char *path)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    tree_lines (t, path, TREE_TEXT_MAX);

  for (size_t i = 0; lines && lines[i]; ++i) {
    const char *line = trim_blanks (lines[i]);

    if (*line)
      return strdup (line);
  }
  return NULL;
}

/* ---- Warnings ---- */

/* A guest could cause any number of them. */
#define WARNINGS_MAX 100

/* Once: files are read by several. */
void
warning_add (struct strvec *warnings, const char *name, const char *fs,
             va_list args)
{
  CLEANUP_FREE char *text = NULL, *whole = NULL;

  if (warnings->len >= WARNINGS_MAX)
    return;
  if (vasprintf (&text, fs, args) == -1)
    text = NULL;
  else if (asprintf (&whole, "%s: %s", name, text) == -1)
    whole = NULL;
  else if (!strvec_contains (warnings, whole))
    strvec_add (warnings, whole);
}

void
tree_warning (const struct tree *t, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  warning_add (t->warnings, t->name, fs, args);
  va_end (args);
}
