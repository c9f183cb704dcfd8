/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where templates are kept: a private directory, one lock for those who make
 * one, and limits of size and age. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "template.h"

#define DEFAULT_SIZE_MIB 2048
#define DEFAULT_DAYS 30
/* Failures in a row after which it is left alone for so long. */
#define MAX_FAILURES 2
#define FAILURE_SECONDS 86400

static long
number_setting (guestfs_h *g, const char *name, long otherwise)
{
  CLEANUP_FREE char *s = guestfs_int_backend_setting (g, name);
  char *end;
  const long n = s ? strtol (s, &end, 10) : otherwise;

  return s && (end == s || *end != '\0' || n < 0) ? otherwise : n;
}

/* ---- The directory ---- */

static char *
choose_store (guestfs_h *g)
{
  char *dir = guestfs_int_backend_setting (g, "template_dir");
  CLEANUP_FREE char *cache = NULL;

  if (dir)
    return dir;
  if (g->env_template_dir)
    return safe_strdup (g, g->env_template_dir);
  cache = guestfs_int_cache_dir (g);
  return cache ? safe_asprintf (g, "%s/templates", cache) : NULL;
}

char *
guestfs_int_template_store (guestfs_h *g)
{
  CLEANUP_FREE char *dir = choose_store (g);
  struct stat st;

  if (!dir)
    return NULL;
  if ((mkdir (dir, 0700) == -1 && errno != EEXIST) || lstat (dir, &st) == -1)
    perrorf (g, "%s", dir);
  else if (!S_ISDIR (st.st_mode) || st.st_uid != geteuid () ||
           (st.st_mode & 022) != 0)
    guestfs_int_error_errno (g, EPERM, "%s: it must be a directory of yours "
                             "that nobody else can write to", dir);
  else
    return steal (&dir);
  return NULL;
}

char *
guestfs_int_template_path (guestfs_h *g, const struct template *t,
                           const char *file)
{
  return safe_asprintf (g, "%s/%s%s", t->store, t->name, file);
}

static void
remove_template (int store, const char *name)
{
  const int dir = openat (store, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW
                          | O_CLOEXEC);

  if (dir >= 0) {
    unlinkat (dir, "state", 0);
    unlinkat (dir, "ram", 0);
    close (dir);
    unlinkat (store, name, AT_REMOVEDIR);
  }
  else
    unlinkat (store, name, 0);
}

static void
remove_from_store (const struct template *t, const char *name)
{
  CLEANUP_CLOSE int store = open (t->store, O_RDONLY | O_DIRECTORY
                                  | O_CLOEXEC);

  if (store >= 0)
    remove_template (store, name);
}

void
guestfs_int_template_drop (guestfs_h *g, const struct template *t,
                           const char *why)
{
  debug (g, "template: %s/%s is dropped: %s", t->store, t->name, why);
  remove_from_store (t, t->name);
}

/* ---- Order ---- */

struct entry {
  char *name;
  off_t bytes;
  time_t used;
};

static bool
entry_is_stale (int dir)
{
  CLEANUP_CLOSE int fd = openat (dir, "state", O_RDONLY | O_NOFOLLOW
                                 | O_CLOEXEC);
  struct template_header h = { .key = NULL };
  const bool stale = fd == -1 ||
    guestfs_int_template_read_header (fd, &h) != NULL ||
    guestfs_int_template_key_is_stale (h.key);

  guestfs_int_template_header_done (&h);
  return stale;
}

/* False when it was not worth keeping, and is gone. */
static bool
look_at_entry (int store, const char *name, time_t oldest, struct entry *ret)
{
  CLEANUP_CLOSE int dir = openat (store, name, O_RDONLY | O_DIRECTORY
                                  | O_NOFOLLOW | O_CLOEXEC);
  struct stat st, ram;

  if (dir == -1)
    return false;               /* the lock, a note */
  if (fstat (dir, &st) == -1 || st.st_mtime < oldest || strchr (name, '.') ||
      fstatat (dir, "ram", &ram, AT_SYMLINK_NOFOLLOW) == -1 ||
      entry_is_stale (dir)) {
    remove_template (store, name);
    return false;
  }
  *ret = (struct entry) { NULL, (off_t) ram.st_blocks * 512, st.st_mtime };
  return true;
}

static int
newest_first (const void *a, const void *b)
{
  const struct entry *x = a, *y = b;

  return (x->used < y->used) - (x->used > y->used);
}

static void
limit_size (int store, struct entry *entries, size_t n, off_t limit)
{
  off_t sum = 0;

  if (n > 0)
    qsort (entries, n, sizeof *entries, newest_first);
  for (size_t i = 0; i < n; i++) {
    sum += entries[i].bytes;
    if (sum > limit)
      remove_template (store, entries[i].name);
    free (entries[i].name);
  }
}

/* Unfinished, outdated, unused or too many: away.  The lock is held. */
static void
tidy (guestfs_h *g, const struct template *t)
{
  const time_t oldest =
    time (NULL) - number_setting (g, "template_days", DEFAULT_DAYS) * 86400;
  const off_t limit = (off_t) 1024 * 1024 *
    number_setting (g, "template_size", DEFAULT_SIZE_MIB);
  CLEANUP_CLOSEDIR DIR *dir = opendir (t->store);
  CLEANUP_FREE struct entry *entries = NULL;
  struct entry entry;
  struct dirent *e;
  size_t n = 0;

  while (dir && (e = readdir (dir)) != NULL) {
    if (e->d_name[0] == '.' ||
        !look_at_entry (dirfd (dir), e->d_name, oldest, &entry))
      continue;
    entry.name = safe_strdup (g, e->d_name);
    entries = safe_realloc (g, entries, (n + 1) * sizeof *entries);
    entries[n++] = entry;
  }
  if (dir)
    limit_size (dirfd (dir), entries, n, limit);
}

/* ---- Failures ---- */

static int
open_note (guestfs_h *g, const struct template *t, int flags)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, ".failed");

  return open (path, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static bool
has_failed_often (guestfs_h *g, const struct template *t)
{
  CLEANUP_CLOSE int fd = open_note (g, t, O_RDONLY);
  struct stat st;

  return fd >= 0 && fstat (fd, &st) == 0 && st.st_size >= MAX_FAILURES &&
    st.st_mtime + FAILURE_SECONDS > time (NULL);
}

void
guestfs_int_template_note_failure (guestfs_h *g, const struct template *t)
{
  CLEANUP_CLOSE int fd = open_note (g, t, O_WRONLY | O_CREAT | O_APPEND);

  if (fd == -1 || full_write (fd, "x", 1) == -1)
    debug (g, "template: %s: %s", t->store, strerror (errno));
}

/* The time of the directory is when it was used last. */
void
guestfs_int_template_note_success (guestfs_h *g, const struct template *t)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, "");
  CLEANUP_FREE char *note = guestfs_int_template_path (g, t, ".failed");

  utimensat (AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
  unlink (note);
}

/* ---- Making room for one ---- */

static int
take_lock (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/lock", t->store);

  t->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (t->lock_fd >= 0 && flock (t->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return 0;
  if (errno == EWOULDBLOCK)
    debug (g, "template: another program is making one");
  else
    debug (g, "template: %s: %s", path, strerror (errno));
  return -1;
}

/* Memory that has no file yet: a full disk shows when it is copied, not as a
 * signal in QEMU. */
static int
make_memory (guestfs_h *g, struct template *t)
{
  t->header.ram_size = (uint64_t) g->memsize * 1024 * 1024;
  t->ram_fd = memfd_create ("guestfs-ram", MFD_CLOEXEC);
  if (t->ram_fd >= 0 && ftruncate (t->ram_fd, t->header.ram_size) == 0)
    return 0;
  debug (g, "template: memory for it: %s", strerror (errno));
  return -1;
}

int
guestfs_int_template_may_make (guestfs_h *g, struct template *t)
{
  if (number_setting (g, "template_size", DEFAULT_SIZE_MIB) == 0) {
    debug (g, "template: none is kept: template_size=0");
    return -1;
  }
  if (has_failed_often (g, t)) {
    debug (g, "template: it could not be started %d times: not tried again "
           "until tomorrow", MAX_FAILURES);
    return -1;
  }
  if (take_lock (g, t) == -1)
    return -1;
  tidy (g, t);
  return make_memory (g, t);
}

int
guestfs_int_template_install (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *new = guestfs_int_template_path (g, t, TEMPLATE_NEW);
  CLEANUP_FREE char *final = guestfs_int_template_path (g, t, "");
  CLEANUP_CLOSE int store = open (t->store, O_RDONLY | O_DIRECTORY
                                  | O_CLOEXEC);

  if (rename (new, final) == -1) {
    if (errno != EEXIST && errno != ENOTEMPTY)
      return -1;
    remove_from_store (t, t->name);
    if (rename (new, final) == -1)
      return -1;
  }
  return store == -1 ? -1 : fsync (store);
}
