/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Removing templates from the store: those that were never finished, whose
 * files have changed, that nobody uses, and the oldest when there are too
 * many. */

#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "template.h"

#define DEFAULT_SIZE_MIB 2048
#define DEFAULT_DAYS 30

static long
number_setting (guestfs_h *g, const char *name, long otherwise)
{
  CLEANUP_FREE char *s = guestfs_int_backend_setting (g, name);
  char *end;
  const long n = s ? strtol (s, &end, 10) : otherwise;

  return s && (end == s || *end != '\0' || n < 0) ? otherwise : n;
}

off_t
guestfs_int_template_size_limit (guestfs_h *g)
{
  return (off_t) 1024 * 1024 *
    number_setting (g, "template_size", DEFAULT_SIZE_MIB);
}

struct entry {
  char *name;
  off_t bytes;
  time_t used;
};

/* What another version of the library has saved is in use there, perhaps: its
 * age and size count, as for all others. */
static bool
entry_is_stale (int dir)
{
  CLEANUP_CLOSE int fd = openat (dir, "state", O_RDONLY | O_NOFOLLOW
                                 | O_CLOEXEC);
  struct template_header h = { .key = NULL };
  const bool stale = fd == -1 ||
    (guestfs_int_template_read_header (fd, &h) != NULL
     ? !h.other_version : guestfs_int_template_key_is_stale (h.key));

  guestfs_int_template_header_done (&h);
  return stale;
}

/* False when it was not worth keeping, and is gone. */
static bool
keep_or_remove_entry (int store, const char *name, time_t oldest,
                      struct entry *ret)
{
  CLEANUP_CLOSE int dir = openat (store, name, O_RDONLY | O_DIRECTORY
                                  | O_NOFOLLOW | O_CLOEXEC);
  struct stat st, ram;

  if (dir == -1)
    return false;               /* the lock, a note */
  if (fstat (dir, &st) == -1 || st.st_mtime < oldest || strchr (name, '.') ||
      fstatat (dir, "ram", &ram, AT_SYMLINK_NOFOLLOW) == -1 ||
      entry_is_stale (dir)) {
    guestfs_int_template_remove (store, name);
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
      guestfs_int_template_remove (store, entries[i].name);
    free (entries[i].name);
  }
}

void
guestfs_int_template_tidy (guestfs_h *g, const struct template *t)
{
  const time_t oldest =
    time (NULL) - number_setting (g, "template_days", DEFAULT_DAYS) * 86400;
  const off_t limit = guestfs_int_template_size_limit (g);
  CLEANUP_CLOSEDIR DIR *dir = opendir (t->store);
  CLEANUP_FREE struct entry *entries = NULL;
  struct entry entry;
  struct dirent *e;
  size_t n = 0;

  while (dir && (e = readdir (dir)) != NULL) {
    if (e->d_name[0] == '.' ||
        !keep_or_remove_entry (dirfd (dir), e->d_name, oldest, &entry))
      continue;
    entry.name = safe_strdup (g, e->d_name);
    entries = safe_realloc (g, entries, (n + 1) * sizeof *entries);
    entries[n++] = entry;
  }
  if (dir)
    limit_size (dirfd (dir), entries, n, limit);
}
