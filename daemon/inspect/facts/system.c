/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What follows from distribution and version by the table of systems. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "inspect.h"
#include "systems.h"

/* ---- Conditions ---- */

const char *
path_in_tree (bool usr, const char *path)
{
  if (!usr)
    return path;
  return strncmp (path, "/usr/", 5) == 0 ? path + 4 : NULL;
}

struct described {
  const struct tree *t;
  bool usr;
  const struct findings *f;
  struct os_version version;
};

enum answer { NO, YES, CANNOT_TELL };

/* Of a system with a /usr of its own each tree has only one half: what is in
 * the other one cannot be told. */
static enum answer
has_file (const struct described *d, const char *path)
{
  const char *here = path_in_tree (d->usr, path);

  if (here == NULL)
    return CANNOT_TELL;
  if (tree_has (d->t, here))
    return YES;
  if (!d->usr && strncmp (path, "/usr/", 5) == 0
      && !tree_has_dir (d->t, "/usr/bin"))
    return CANNOT_TELL;
  return NO;
}

static enum answer
has_any (const struct described *d, const char *const *paths)
{
  enum answer all = paths ? NO : YES;

  for (; paths && *paths; ++paths) {
    const enum answer one = has_file (d, *paths);

    if (one == YES)
      return YES;
    if (one == CANNOT_TELL)
      all = CANNOT_TELL;
  }
  return all;
}

static bool
is_before (struct os_version a, struct os_version b)
{
  return a.major < b.major || (a.major == b.major && a.minor < b.minor);
}

static bool
text_fits (const char *pattern, const char *text)
{
  return pattern == NULL || (text && pattern_fits (pattern, text, NULL));
}

/* Old versions of Windows do not say what their variant is, but the name has
 * the word. */
static bool
names_fit (const struct os_condition *c, const struct findings *f)
{
  return text_fits (c->product, f->product_name)
    && text_fits (c->variant,
                  f->product_variant ? f->product_variant : f->product_name);
}

static enum answer
condition_holds (const struct os_condition *c, const struct described *d)
{
  const char *build = d->f->build_id;

  if (is_before (d->version, c->since) || !is_before (d->version, c->before)
      || !names_fit (c, d->f)
      || c->build > (build ? strtol (build, NULL, 10) : 0))
    return NO;
  return has_any (d, c->has);
}

/* ---- Packages ---- */

static void
set_known (char **where, const char *value)
{
  if (strcmp (value, "unknown") != 0)
    finding_copy (where, value);
}

static void
describe_packages (const struct described *d, const struct os_package *p,
                   struct findings *f)
{
  enum answer holds = NO;

  for (; p && p->format; ++p)
    if ((holds = condition_holds (&p->when, d)) != NO)
      break;
  if (holds == YES) {
    set_known (&f->package_format, p->format);
    set_known (&f->package_management, p->management);
  }
}

void
describe_packages_like (const struct tree *t, const struct os_row *row,
                        bool usr, struct findings *f)
{
  /* Versions of derived systems are their own. */
  const struct described newest = { t, usr, f, { INT_MAX - 1, 0 } };

  describe_packages (&newest, row->packages, f);
}

/* ---- osinfo ---- */

/* Adds what a word of the template stands for; returns its length. */
static size_t
add_word (struct strbuf *b, const char *word, const struct os_row *row,
          const struct findings *f)
{
  if (strncmp (word, "{distro}", 8) == 0)
    strbuf_adds (b, row->distro);
  else if (strncmp (word, "{M}", 3) == 0)
    strbuf_addf (b, "%d", f->major);
  else if (strncmp (word, "{m}", 3) == 0)
    strbuf_addf (b, "%d", f->minor);
  else if (strncmp (word, "{mm}", 4) == 0)
    strbuf_addf (b, "%02d", f->minor);
  else if (f->minor)            /* "[sp{m}]" */
    strbuf_addf (b, "sp%d", f->minor);
  return strcspn (word, *word == '[' ? "]" : "}") + 1;
}

static char *
fill_in (const char *template, const struct os_row *row,
         const struct findings *f)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t n;

  if (strstr (template, "{M}") && f->major == 0 && f->minor == 0)
    return NULL;
  for (const char *p = template; *p; p += n) {
    n = strcspn (p, "{[");
    if (n)
      strbuf_add (&b, p, n);
    else
      n = add_word (&b, p, row, f);
  }
  return strbuf_steal (&b);
}

static void
describe_osinfo (const struct described *d, const struct os_row *row,
                 struct findings *f)
{
  for (const struct os_osinfo *o = row->osinfo; o->template; ++o)
    if (condition_holds (&o->when, d) == YES) {
      if (*o->template)
        finding_set (&f->osinfo, fill_in (o->template, row, f));
      return;
    }
}

/* ---- Icons ---- */

#define PNG_HEAD 24             /* signature, header of IHDR, width, height */
#define ICON_MIN 16
#define ICON_MAX 1024

static uint32_t
big_endian (const unsigned char *p)
{
  return (uint32_t) p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

bool
icon_is_good (const void *bytes, size_t n, uint64_t size, uint64_t limit)
{
  static const unsigned char begin[16] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  const unsigned char *head = bytes;
  uint32_t width, height;

  if (n < PNG_HEAD || memcmp (head, begin, sizeof begin) != 0)
    return false;
  width = big_endian (head + 16);
  height = big_endian (head + 20);
  return width >= ICON_MIN && width <= ICON_MAX
    && height >= ICON_MIN && height <= ICON_MAX
    && size <= (limit ? limit : (uint64_t) 4 * width * height);
}

static bool
is_png (const char *path)
{
  const size_t n = strlen (path);

  return n > 4 && strcmp (path + n - 4, ".png") == 0;
}

/* -1: it is not there, or is not what it should be. */
static int
open_checked (const struct tree *t, const char *path,
              const struct os_icon *icon)
{
  CLEANUP_CLOSE int fd = tree_open (t, path);
  char head[PNG_HEAD];
  struct stat st;
  ssize_t n;

  if (fd == -1 || fstat (fd, &st) == -1 || !S_ISREG (st.st_mode)
      || (n = pread (fd, head, sizeof head, 0)) == -1)
    return -1;
  if (is_png (icon->path) ? icon_is_good (head, n, st.st_size, icon->limit)
      : (uint64_t) st.st_size <= icon->limit)       /* letters */
    return steal_fd (&fd);
  return -1;
}

static bool
has_icon (const struct tree *t, const char *path, const struct os_icon *icon)
{
  CLEANUP_CLOSE int fd = open_checked (t, path, icon);

  return fd != -1;
}

/* In the guest; NULL: it is not there.  Malloc'd. */
static char *
find_icon (const struct described *d, const struct os_icon *icon)
{
  const char *here = path_in_tree (d->usr, icon->path);
  CLEANUP_FREE char *found = NULL;

  if (here == NULL)
    return NULL;
  if (strcmp (d->f->type ? d->f->type : "", "windows") == 0)
    here = found = tree_find (d->t, here);
  if (here == NULL || !has_icon (d->t, here, icon))
    return NULL;
  return found ? steal (&found) : strdup (icon->path);
}

static void
describe_icon (const struct described *d, const struct os_row *row,
               struct findings *f)
{
  for (const struct os_icon *i = row->icons; i && i->path; ++i)
    if (f->icon == NULL && condition_holds (&i->when, d) == YES)
      finding_set (&f->icon, find_icon (d, i));
}

/* ---- The row ---- */

static bool
is_same (const char *a, const char *b)
{
  return a == b || (a && b && strcmp (a, b) == 0);
}

static const struct os_row *
row_of (const struct findings *f)
{
  for (const struct os_row *row = os_rows; row->type; ++row)
    if (row->edition == NULL && is_same (row->type, f->type)
        && is_same (row->distro, f->distro))
      return row;
  return NULL;
}

void
describe_by_table (const struct tree *t, struct findings *f)
{
  const struct os_row *row = row_of (f);
  const struct described d = {
    t, f->role == ROLE_USR, f, { f->major, f->minor },
  };

  if (row) {
    describe_packages (&d, row->packages, f);
    describe_osinfo (&d, row, f);
    describe_icon (&d, row, f);
  }
  else if (is_same (f->type, "linux") && f->package_format == NULL)
    describe_packages (&d, os_packages_by_database, f);
}

int
open_icon (const struct tree *t, const struct findings *f, bool *ret_drawing)
{
  const struct os_row *row = f->icon ? row_of (f) : NULL;

  for (const struct os_icon *i = row ? row->icons : NULL; i && i->path; ++i)
    if (strcasecmp (i->path, f->icon) == 0) {
      *ret_drawing = !is_png (i->path);
      return open_checked (t, f->icon, i);
    }
  return -1;
}

bool old_distros;

const char *
distro_to_tell (const struct findings *f)
{
  const struct os_row *row = old_distros ? row_of (f) : NULL;

  return row && row->older ? row->older : f->distro;
}
