/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads /proc/self/mountinfo, see proc(5). */

#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "cli.h"
#include "mountinfo.h"

static bool
is_octal (const char *s)
{
  for (int i = 0; i < 3; ++i)
    if (s[i] < '0' || s[i] > '7')
      return false;
  return true;
}

/* A blank in a name is \040. */
static void
unescape (char *s)
{
  char *to = s;

  for (; *s; *to++ = *s++)
    if (*s == '\\' && is_octal (s + 1)) {
      const int c = (s[1] - '0') * 64 + (s[2] - '0') * 8 + (s[3] - '0');

      s += 3;
      *s = (char) c;
    }
  *to = '\0';
}

/* ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [TAG …] - TYPE SOURCE … */
static bool
parse_line (char *line, struct mount_entry *ret)
{
  char *mountpoint = NULL, *rest = strstr (line, " - ");
  CLEANUP_FREE char *type = NULL;

  *ret = (struct mount_entry) { .id = -1 };
  if (!rest || sscanf (rest, " - %ms", &type) != 1 ||
      sscanf (line, "%d %d %u:%u %*s %ms", &ret->id, &ret->parent,
              &ret->major, &ret->minor, &mountpoint) != 5)
    return false;
  unescape (mountpoint);
  ret->mountpoint = mountpoint;
  ret->type = steal (&type);
  return true;
}

int
mount_table_read (struct mount_table *ret)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/self/mountinfo", "re");
  CLEANUP_FREE char *line = NULL;
  struct mount_entry m;
  size_t cap = 0;

  *ret = (struct mount_table) { .ptr = NULL };
  if (!fp)
    return -1;
  while (getline (&line, &cap, fp) != -1)
    if (parse_line (line, &m)) {
      ret->ptr = must_have (reallocarray (ret->ptr, ret->len + 1, sizeof m));
      ret->ptr[ret->len++] = m;
    }
  if (!ferror (fp))
    return 0;
  mount_table_done (ret);
  errno = EIO;
  return -1;
}

void
mount_table_done (struct mount_table *t)
{
  for (size_t i = 0; i < t->len; ++i) {
    free (t->ptr[i].mountpoint);
    free (t->ptr[i].type);
  }
  free (t->ptr);
  *t = (struct mount_table) { .ptr = NULL };
}

const struct mount_entry *
mount_table_find (const struct mount_table *t, const char *path)
{
  for (size_t i = t->len; i > 0; --i)
    if (strcmp (t->ptr[i - 1].mountpoint, path) == 0)
      return &t->ptr[i - 1];
  return NULL;
}

bool
mount_is_fuse (const struct mount_entry *m)
{
  return strcmp (m->type, "fuse") == 0 || strncmp (m->type, "fuse.", 5) == 0 ||
         strcmp (m->type, "fuseblk") == 0;
}

bool
mount_contains (const struct mount_entry *m, const char *path)
{
  const size_t n = strlen (m->mountpoint);

  return strncmp (path, m->mountpoint, n) == 0 &&
         (path[n] == '\0' || path[n] == '/' || n == 1);
}
