/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system mounts where: its /etc/fstab with names of the appliance. */

#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mounts.h"
#include "spec.h"

/* ---- Lines of /etc/fstab, as struct findings has them ---- */

struct fstab_line {
  const char *spec, *directory, *type, *options;
};

/* The line with this number, from 0; false at the end.  Borrowed. */
static bool
fstab_line (const struct strvec *fstab, size_t i, struct fstab_line *ret)
{
  char *const *s = fstab->ptr + 4 * i;

  if (4 * i + 4 > fstab->len)
    return false;
  *ret = (struct fstab_line) { s[0], s[1], s[2], s[3] };
  return true;
}

static bool
has_option (const struct fstab_line *l, const char *option)
{
  CLEANUP_FREE char *value = mount_option (l->options, option);

  return value != NULL;
}

static bool
is_swap (const struct fstab_line *l)
{
  return strcmp (l->type, "swap") == 0 || *l->directory != '/';
}

/* One file system at a second place, or nothing until somebody comes there. */
static bool
is_no_mount (const struct fstab_line *l)
{
  return has_option (l, "bind") || has_option (l, "rbind")
    || strcmp (l->type, "autofs") == 0;
}

static bool
is_below (const char *path, const char *dir)
{
  const size_t n = strlen (dir);

  return strncmp (path, dir, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

/* Where the appliance has something of its own, and where people attach
 * disks. */
static bool
is_skipped_place (const char *mountpoint)
{
  return is_below (mountpoint, "/dev") || is_below (mountpoint, "/proc")
    || is_below (mountpoint, "/sys") || is_below (mountpoint, "/selinux")
    || strncmp (mountpoint, "/media/", 7) == 0;
}

/* "///a//b/" -> "/a/b".  Malloc'd; NULL, errno 0, when it would lead
 * elsewhere. */
static char *
normal_path (const char *path)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  for (path += strspn (path, "/"); *path; path += strspn (path, "/")) {
    const size_t n = strcspn (path, "/");

    errno = 0;
    if (n == 2 && strncmp (path, "..", 2) == 0)
      return NULL;
    if ((n != 1 || *path != '.')
        && (strbuf_addc (&b, '/') == -1 || strbuf_add (&b, path, n) == -1))
      return NULL;
    path += n;
  }
  return b.len ? strbuf_steal (&b) : strdup ("/");
}

/* ---- The list ---- */

const char *
mounted_at (const struct inspected_root *r, const char *mountpoint)
{
  for (size_t i = 0; i < r->nr_mounts; ++i)
    if (r->mounts[i].mountpoint
        && strcmp (r->mounts[i].mountpoint, mountpoint) == 0)
      return r->mounts[i].mountable;
  return NULL;
}

/* How many directories are above it: "/" 0, "/a" 1.  Swap comes last. */
static size_t
depth_of (const char *mountpoint)
{
  size_t n = 0;

  if (mountpoint == NULL)
    return SIZE_MAX;
  for (const char *p = mountpoint; *p; ++p)
    n += *p == '/' && p[1];
  return n;
}

int
add_mount (struct inspected_root *ret, const char *mountpoint,
           const char *mountable)
{
  struct inspected_mount m = {
    mountpoint ? strdup (mountpoint) : NULL, strdup (mountable)
  };
  struct inspected_mount *bigger =
    reallocarray (ret->mounts, ret->nr_mounts + 1, sizeof *bigger);
  size_t at = ret->nr_mounts;

  if (bigger)
    ret->mounts = bigger;
  if (bigger == NULL || (mountpoint && !m.mountpoint) || !m.mountable) {
    free (m.mountpoint);
    free (m.mountable);
    return -1;
  }
  while (at > 0
         && depth_of (bigger[at - 1].mountpoint) > depth_of (mountpoint))
    at--;
  memmove (&bigger[at + 1], &bigger[at],
           (ret->nr_mounts++ - at) * sizeof *bigger);
  bigger[at] = m;
  return 0;
}

/* ---- Of a root ---- */

struct finder {
  struct guest_names names;
  struct strvec *warnings;
  struct inspected_root *ret;
  bool has_root;
};

static void __attribute__ ((format (printf, 2, 3)))
warn_fstab (const struct finder *f, const char *fs, ...)
{
  CLEANUP_FREE char *file = NULL;
  va_list args;

  if (asprintf (&file, "%s: /etc/fstab", f->names.root->fs.mountable) == -1) {
    file = NULL;
    return;
  }
  va_start (args, fs);
  warning_add (f->warnings, file, fs, args);
  va_end (args);
}

/* Names of BSD are a guess, not to be held against what was found. */
static bool
means_another (const struct finder *f, const char *mountable)
{
  const struct candidate *root = f->names.root;

  return root->found.type && strcmp (root->found.type, "linux") == 0
    && strcmp (mountable, root->fs.mountable) != 0
    && find_mountable (f->names.catalogue, mountable);
}

/* The system is where it was found, whatever the line says. */
static void
check_root_line (struct finder *f, const struct fstab_line *l,
                 const char *mountable)
{
  if (f->has_root && strcmp (mountable, f->names.root->fs.mountable) != 0)
    warn_fstab (f, "%s is a second one for /: the first line counts",
                l->spec);
  else if (!f->has_root && means_another (f, mountable))
    warn_fstab (f, "%s for / would be %s here, but the system was found in "
                "%s, which is what will be mounted", l->spec, mountable,
                f->names.root->fs.mountable);
  f->has_root = true;
}

/* Removable disks and those that may be missing are no reason to warn. */
static void
warn_of_missing (struct finder *f, const struct fstab_line *l)
{
  if (strchr (l->spec, '=') && strncmp (l->spec, "/", 1) != 0 && !is_swap (l)
      && !has_option (l, "nofail") && !has_option (l, "noauto")
      && !has_option (l, "x-systemd.automount"))
    warn_fstab (f, "no device here is %s, for %s: add the disk that it is on",
                l->spec, l->directory);
}

static int
add_line_at (struct finder *f, const struct fstab_line *l,
             const char *mountpoint)
{
  CLEANUP_FREE char *mountable =
    resolve_line (&f->names, l->spec, l->type, l->options);
  int r = 0;

  if (mountpoint && strcmp (mountpoint, "/") == 0)
    check_root_line (f, l, mountable ? mountable : "");
  else if (mountable)
    r = add_mount (f->ret, mountpoint, mountable);
  else
    warn_of_missing (f, l);
  return r;
}

static int
add_line (struct finder *f, const struct fstab_line *l)
{
  CLEANUP_FREE char *mountpoint = NULL;

  if (is_no_mount (l))
    return 0;
  if (is_swap (l))
    return add_line_at (f, l, NULL);
  mountpoint = normal_path (l->directory);
  if (mountpoint)
    return is_skipped_place (mountpoint) ? 0 : add_line_at (f, l, mountpoint);
  if (errno)
    return -1;
  warn_fstab (f, "%s: a mount point with .. in it was left out", l->directory);
  return 0;
}

static struct guest_names
names_of (const struct catalogue *c, const struct candidate *root)
{
  return (struct guest_names) { c, root, device_of (c, root) };
}

int
find_mounts (const struct catalogue *c, const struct candidate *root,
             struct strvec *warnings, struct inspected_root *ret)
{
  struct finder f = { names_of (c, root), warnings, ret, false };
  struct fstab_line l;

  if (add_mount (ret, "/", root->fs.mountable) == -1)
    return -1;
  for (size_t i = 0; fstab_line (&root->found.fstab, i, &l); ++i)
    if (add_line (&f, &l) == -1)
      return -1;
  return 0;
}

char *
own_root (const struct catalogue *c, const struct candidate *root)
{
  const struct guest_names names = names_of (c, root);
  struct fstab_line l;

  for (size_t i = 0; fstab_line (&root->found.fstab, i, &l); ++i)
    if (strspn (l.directory, "/") == strlen (l.directory))
      return resolve_line (&names, l.spec, l.type, l.options);
  return NULL;
}
