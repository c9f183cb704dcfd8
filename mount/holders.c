/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who keeps a mount busy.  Only /proc is read, never the mount, which may not
 * answer. */

#include <config.h>

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "guestunmount.h"
#include "printable.h"

/* As many are named. */
#define MOST 8

/* ---- One process ---- */

/* cwd, root or exe. */
static bool
has_link_into (const char *pid, const char *name, const struct mount_entry *m)
{
  CLEANUP_FREE char *link = xasprintf ("/proc/%s/%s", pid, name);
  char target[4096];
  const ssize_t n = readlink (link, target, sizeof target - 1);

  if (n == -1)
    return false;
  target[n] = '\0';
  return mount_contains (m, target);
}

/* A line "mnt_id:\t123" of a file in fdinfo. */
static bool
is_open_in (const char *pid, const char *fd, const struct mount_entry *m)
{
  CLEANUP_FREE char *path = xasprintf ("/proc/%s/fdinfo/%s", pid, fd);
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;
  int id;

  while (fp && getline (&line, &cap, fp) != -1)
    if (sscanf (line, "mnt_id: %d", &id) == 1)
      return id == m->id;
  return false;
}

static bool
has_open_file (const char *pid, const struct mount_entry *m)
{
  CLEANUP_FREE char *path = xasprintf ("/proc/%s/fdinfo", pid);
  CLEANUP_CLOSEDIR DIR *dir = opendir (path);
  const struct dirent *e;

  while (dir && (e = readdir (dir)))
    if (isdigit ((unsigned char) e->d_name[0]) &&
        is_open_in (pid, e->d_name, m))
      return true;
  return false;
}

/* ADDRESS PERMISSIONS OFFSET MAJOR:MINOR … */
static bool
has_mapping (const char *pid, const struct mount_entry *m)
{
  CLEANUP_FREE char *path = xasprintf ("/proc/%s/maps", pid);
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  CLEANUP_FREE char *line = NULL;
  unsigned major, minor;
  size_t cap = 0;

  while (fp && getline (&line, &cap, fp) != -1)
    if (sscanf (line, "%*s %*s %*s %x:%x", &major, &minor) == 2 &&
        major == m->major && minor == m->minor)
      return true;
  return false;
}

static bool
holds (const char *pid, const struct mount_entry *m)
{
  return has_link_into (pid, "cwd", m) || has_link_into (pid, "root", m) ||
         has_link_into (pid, "exe", m) || has_open_file (pid, m) ||
         has_mapping (pid, m);
}

static char *
name_of_process (const char *pid)
{
  CLEANUP_FREE char *path = xasprintf ("/proc/%s/comm", pid);
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  CLEANUP_FREE char *name = fp ? cli_read_line (fp) : NULL;

  return name ? steal (&name) : must_have (strdup ("?"));
}

/* ---- All ---- */

static void
add_processes (const struct mount_entry *m, struct strvec *list)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/proc");
  const struct dirent *e;

  while (dir && (e = readdir (dir)))
    if (isdigit ((unsigned char) e->d_name[0]) &&
        atoi (e->d_name) != getpid () && holds (e->d_name, m)) {
      CLEANUP_FREE char *name = name_of_process (e->d_name);

      make_printable (name);
      must (strvec_addf (list, "%s (process %s)", name, e->d_name));
    }
}

static void
add_mounts (const struct mount_table *t, const struct mount_entry *m,
            struct strvec *list)
{
  for (size_t i = 0; i < t->len; ++i)
    if (t->ptr[i].parent == m->id)
      must (strvec_addf (list, "the mount on %s", t->ptr[i].mountpoint));
}

/* A file that is a disk for the kernel. */
static void
add_loop_devices (const struct mount_entry *m, struct strvec *list)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/sys/block");
  const struct dirent *e;

  while (dir && (e = readdir (dir))) {
    CLEANUP_FREE char *path = xasprintf ("/sys/block/%s/loop/backing_file",
                                         e->d_name);
    CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
    CLEANUP_FREE char *file = fp ? cli_read_line (fp) : NULL;

    if (file && mount_contains (m, file))
      must (strvec_addf (list, "/dev/%s", e->d_name));
  }
}

char *
holders_of (const struct mount_table *t, const struct mount_entry *m)
{
  CLEANUP_STRVEC struct strvec list = STRVEC_INIT;
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;

  add_mounts (t, m, &list);
  add_loop_devices (m, &list);
  add_processes (m, &list);
  if (list.len == 0)
    return NULL;
  for (size_t i = 0; i < list.len && i < MOST; ++i)
    must (strbuf_addf (&s, "%s%s", i > 0 ? ", " : "", list.ptr[i]));
  if (list.len > MOST)
    must (strbuf_addf (&s, " and %zu more", list.len - MOST));
  return must_have (strbuf_steal (&s));
}
