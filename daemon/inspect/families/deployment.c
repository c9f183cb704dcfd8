/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Systems below a directory of their file system, of which there may be
 * several versions side by side: OSTree, bootc, Bottlerocket, VyOS.  The one
 * that would be booted is looked for. */

#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspect.h"
#include "linux.h"

/* Entries of a boot loader, versions of a system: there are a few. */
#define NAMES_MAX 200
#define ENTRY_MAX_BYTES 65536
/* A kernel takes no more than 4096 bytes. */
#define OPTIONS_MAX_BYTES 4096
#define OPTIONS_MAX 1000

/* ---- Entries of the boot loader ---- */

struct entry {
  char *name, *version, *options;
};

/* The rest of a line that begins with this word, borrowed; NULL: another. */
static const char *
value_of (const char *line, const char *word)
{
  const size_t n = strlen (word);

  line += strspn (line, " \t");
  return strncmp (line, word, n) == 0 && strspn (line + n, " \t") > 0
    ? line + n + strspn (line + n, " \t") : NULL;
}

/* The last value of a word in a file. */
static char *
last_value (char *const *lines, const char *word)
{
  const char *value = NULL, *v;

  for (size_t i = 0; lines[i]; ++i)
    if ((v = value_of (lines[i], word)) != NULL)
      value = v;
  return strdup (value ? value : "");
}

static void
entry_done (struct entry *e)
{
  free (e->name);
  free (e->version);
  free (e->options);
}

/* False when it cannot be read. */
static bool
read_entry (const struct tree *t, const char *dir, const char *name,
            struct entry *ret)
{
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "%s/%s", dir, name) == -1)
    return false;
  lines = tree_lines (t, path, ENTRY_MAX_BYTES);
  if (lines == NULL)
    return false;
  *ret = (struct entry) {
    .name = strdup (name), .version = last_value (lines, "version"),
    .options = last_value (lines, "options"),
  };
  if (ret->name && ret->version && ret->options)
    return true;
  entry_done (ret);
  return false;
}

/* What is booted first comes first. */
static int
compare_entries (const void *va, const void *vb)
{
  const struct entry *a = va, *b = vb;
  const int r = strverscmp (b->version, a->version);

  return r ? r : strverscmp (b->name, a->name);
}

/* Those that say where below a directory a system is. */
static void
keep_options (const char *options, struct strvec *ret)
{
  if ((strstr (options, "ostree=") || strstr (options, "composefs="))
      && strlen (options) <= OPTIONS_MAX_BYTES && ret->len < OPTIONS_MAX)
    strvec_add (ret, options);
}

static void
add_options (const struct tree *t, const char *dir, struct strvec *ret)
{
  CLEANUP_FREE_STRING_LIST char **names = tree_list (t, dir, NAMES_MAX);
  struct entry entries[NAMES_MAX];
  size_t n = 0;

  for (size_t i = 0; names && names[i]; ++i)
    if (read_entry (t, dir, names[i], &entries[n]))
      n++;
  qsort (entries, n, sizeof *entries, compare_entries);
  for (size_t i = 0; i < n; ++i) {
    keep_options (entries[i].options, ret);
    entry_done (&entries[i]);
  }
}

void
look_for_boot_options (const struct tree *t, struct strvec *ret)
{
  add_options (t, "/loader/entries", ret);
  add_options (t, "/boot/loader/entries", ret);
}

/* "ostree=/x" in a command line: "/x", malloc'd; NULL: there is none. */
static char *
option_of (const char *options, const char *key)
{
  const size_t n = strlen (key);

  for (;;) {
    options += strspn (options, " \t");
    if (*options == '\0')
      return NULL;
    if (strncmp (options, key, n) == 0)
      return strndup (options + n, strcspn (options + n, " \t"));
    options += strcspn (options, " \t");
  }
}

/* ---- OSTree ---- */

/* Where "/ostree/boot.1/OS/CHECKSUM/0" leads: from there "../../../deploy/OS/
 * deploy/CHECKSUM.0". */
static char *
follow_boot_link (const struct tree *t, const char *path)
{
  CLEANUP_FREE char *parent = strdup (path), *ret = NULL;
  char *name = parent ? strrchr (parent, '/') : NULL;
  CLEANUP_CLOSE int dir = -1;
  char text[PATH_MAX];
  struct tree below;
  ssize_t n = -1;

  if (name == NULL || name == parent)
    return NULL;
  *name++ = '\0';
  if (tree_below (t, parent, &below) == -1)
    return NULL;
  dir = below.fd;
  n = readlinkat (dir, name, text, sizeof text - 1);
  if (n < 9 || strncmp (text, "../../../", 9) != 0)
    return NULL;
  text[n] = '\0';
  return asprintf (&ret, "/ostree/%s", text + 9) == -1 ? NULL : steal (&ret);
}

static bool
has_usr (const struct tree *t, const char *path)
{
  CLEANUP_FREE char *usr = NULL;

  return asprintf (&usr, "%s/usr", path) != -1 && tree_has_dir (t, usr);
}

static char *
ostree_of_options (const struct tree *t, const char *options)
{
  CLEANUP_FREE char *link = option_of (options, "ostree=");
  CLEANUP_FREE char *path = link ? follow_boot_link (t, link) : NULL;

  return path && has_usr (t, path) ? steal (&path) : NULL;
}

/* When it was deployed: the file beside it was written then. */
static time_t
deployed_at (const struct tree *t, const char *path)
{
  CLEANUP_FREE char *origin = NULL;
  struct stat st;

  return asprintf (&origin, "%s.origin", path) != -1
    && (tree_stat (t, origin, &st) == 0 || tree_stat (t, path, &st) == 0)
    ? st.st_mtime : 0;
}

struct newest {
  char *path;
  time_t when;
};

/* Takes path. */
static void
prefer_newer (const struct tree *t, struct newest *best, char *path)
{
  const time_t when = deployed_at (t, path);

  if (!has_usr (t, path) || (best->path && when <= best->when)) {
    free (path);
    return;
  }
  free (best->path);
  *best = (struct newest) { path, when };
}

/* Those of one OS. */
static void
look_at_os (const struct tree *t, const char *os, struct newest *best)
{
  CLEANUP_FREE char *dir = NULL;
  CLEANUP_FREE_STRING_LIST char **names = NULL;

  if (asprintf (&dir, "/ostree/deploy/%s/deploy", os) == -1)
    return;
  names = tree_list (t, dir, NAMES_MAX);
  for (size_t i = 0; names && names[i]; ++i) {
    char *path;

    if (asprintf (&path, "%s/%s", dir, names[i]) != -1)
      prefer_newer (t, best, path);
  }
}

/* Entries of the boot loader may be in a file system that is not here. */
static char *
newest_ostree (const struct tree *t)
{
  CLEANUP_FREE_STRING_LIST char **oses =
    tree_list (t, "/ostree/deploy", NAMES_MAX);
  struct newest best = { NULL, 0 };

  for (size_t i = 0; oses && oses[i]; ++i)
    look_at_os (t, oses[i], &best);
  return best.path;
}

/* ---- bootc without OSTree: the image is not to be seen, its /etc is ---- */

static char *
bootc_of_options (const struct tree *t, const char *options)
{
  CLEANUP_FREE char *digest = option_of (options, "composefs=");
  CLEANUP_FREE char *path = NULL, *etc = NULL;

  if (digest == NULL || strchr (digest, '/')
      || asprintf (&path, "/state/deploy/%s",
                   digest + strspn (digest, "?")) == -1
      || asprintf (&etc, "%s/etc", path) == -1)
    return NULL;
  return tree_has_dir (t, etc) ? steal (&path) : NULL;
}

/* ---- Bottlerocket ---- */

static bool
find_bottlerocket (const struct tree *t, struct deployment *ret)
{
  static const char *const paths[] = {
    "/x86_64-bottlerocket-linux-gnu/sys-root",
    "/aarch64-bottlerocket-linux-gnu/sys-root",
  };

  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; ++i)
    if (has_usr (t, paths[i]))
      return (ret->path = strdup (paths[i])) != NULL;
  return false;
}

/* ---- VyOS: what was changed since the image was made ---- */

#define GRUB_MAX_BYTES 1000000

/* The directory of what was changed in this version, malloc'd; NULL: it is
 * none. */
static char *
changes_of_version (const struct tree *t, const char *version)
{
  static const char *const names[] = { "rw", "live-rw" };
  CLEANUP_FREE char *image = NULL;

  if (asprintf (&image, "/boot/%s/%s.squashfs", version, version) == -1
      || !tree_has_file (t, image))
    return NULL;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
    char *dir;

    if (asprintf (&dir, "/boot/%s/%s", version, names[i]) == -1)
      return NULL;
    if (tree_has_dir (t, dir))
      return dir;
    free (dir);
  }
  return NULL;
}

/* Takes path. */
static bool
is_vyos (struct deployment *ret, const char *version, char *path)
{
  if (path == NULL)
    return false;
  ret->distro = "vyos";
  ret->version = strdup (version);
  ret->path = path;
  return true;
}

/* "1.3.0" of "linux /boot/1.3.0/vmlinuz …", in place; NULL. */
static char *
version_of_kernel (char *line)
{
  char *path = strstr (line, "/boot/"), *end;

  if (value_of (line, "linux") == NULL || path == NULL)
    return NULL;
  path += strlen ("/boot/");
  end = strchr (path, '/');
  if (end == NULL)
    return NULL;
  *end = '\0';
  return path;
}

/* GRUB counts its entries from 0. */
static bool
find_vyos_of_grub (const struct tree *t, struct deployment *ret)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    tree_has_file (t, "/boot/grub/grub.cfg")
    ? tree_lines (t, "/boot/grub/grub.cfg", GRUB_MAX_BYTES) : NULL;
  int chosen = 0, entry = -1;

  for (size_t i = 0; lines && lines[i]; ++i) {
    const char *version;

    sscanf (lines[i], " set default = %d", &chosen);
    sscanf (lines[i], " set default=\"%d", &chosen);
    entry += value_of (lines[i], "menuentry") != NULL;
    version = entry == chosen ? version_of_kernel (lines[i]) : NULL;
    if (version)
      return is_vyos (ret, version, changes_of_version (t, version));
  }
  return false;
}

/* The newest version that is installed. */
static bool
find_newest_vyos (const struct tree *t, struct deployment *ret)
{
  CLEANUP_FREE_STRING_LIST char **names = tree_list (t, "/boot", NAMES_MAX);
  CLEANUP_FREE char *path = NULL;
  const char *best = NULL;

  for (size_t i = 0; names && names[i]; ++i) {
    char *found = best == NULL || strverscmp (names[i], best) > 0
      ? changes_of_version (t, names[i]) : NULL;

    if (found) {
      free (path);
      path = found;
      best = names[i];
    }
  }
  return is_vyos (ret, best, steal (&path));
}

static bool
find_vyos (const struct tree *t, struct deployment *ret)
{
  return find_vyos_of_grub (t, ret) || find_newest_vyos (t, ret);
}

/* ---- The one that would be booted ---- */

typedef char *of_options (const struct tree *t, const char *options);

/* Of what is in this file system first. */
static char *
first_of_options (const struct tree *t, of_options *find)
{
  CLEANUP_STRVEC struct strvec here = STRVEC_INIT;
  const struct strvec *others = t->boot_options;
  char *path = NULL;

  look_for_boot_options (t, &here);
  for (size_t i = 0; !path && i < here.len; ++i)
    path = find (t, here.ptr[i]);
  for (size_t i = 0; !path && others && i < others->len; ++i)
    path = find (t, others->ptr[i]);
  return path;
}

static bool
find_ostree (const struct tree *t, struct deployment *ret)
{
  if (!tree_has_dir (t, "/ostree/deploy"))
    return false;
  ret->path = first_of_options (t, ostree_of_options);
  if (ret->path == NULL)
    ret->path = newest_ostree (t);
  return ret->path != NULL;
}

static bool
find_bootc (const struct tree *t, struct deployment *ret)
{
  if (!tree_has_dir (t, "/state/deploy"))
    return false;
  ret->path = first_of_options (t, bootc_of_options);
  return ret->path != NULL;
}

bool
find_deployment (const struct tree *t, struct deployment *ret)
{
  return find_ostree (t, ret) || find_bootc (t, ret)
    || find_bottlerocket (t, ret) || find_vyos (t, ret);
}

void
deployment_done (struct deployment *d)
{
  free (d->path);
  free (d->version);
}
