/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which distribution is it, by os-release, lsb-release, the files that were
 * there before these, and files that only one system has. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "release.h"

/* ---- IDs ---- */

/* An ID of the table may end with a star. */
static bool
id_begins (const char *known, const char *id)
{
  const size_t n = strcspn (known, "*");

  return known[n] == '*' && strncasecmp (known, id, n) == 0;
}

static bool
id_is (const char *known, const char *id)
{
  return strcasecmp (known, id) == 0;
}

static bool
is_among (const char *const *ids, const char *id,
          bool (*fits) (const char *known, const char *id))
{
  for (; ids && *ids; ++ids)
    if (fits (*ids, id))
      return true;
  return false;
}

/* Loops over the rows of the type that is searched for. */
#define for_each_row(row, type_) \
  for (const struct os_row *row = os_rows; row->type; ++row) \
    if (strcmp (row->type, type_) == 0)

static const struct os_row *
row_with_id (const char *type, const char *id)
{
  for_each_row (row, type)
    if (is_among (row->ids, id, id_is))
      return row;
  for_each_row (row, type)
    if (is_among (row->ids, id, id_begins))
      return row;
  return NULL;
}

static const struct os_row *
row_like (const char *type, const char *word)
{
  for_each_row (row, type)
    if (is_among (row->like, word, id_is))
      return row;
  return row_with_id (type, word);
}

/* A system with the ID of another one, and something that shows it. */
static const struct os_row *
row_derived (const struct search *s)
{
  for_each_row (row, s->type)
    if (is_among (row->derived_from, s->os.id, id_is)
        && search_has_mark (s, row->marks))
      return row;
  return NULL;
}

/* Without os-release that is enough: nothing else has these files, and systems
 * from before os-release can be told only by them. */
static const struct os_row *
row_with_mark (const struct search *s)
{
  for_each_row (row, s->type)
    if (search_has_mark (s, row->marks))
      return row;
  return NULL;
}

static const struct os_row *
row_with_lsb_id (const struct search *s)
{
  if (s->lsb.id)
    for_each_row (row, s->type)
      if (is_among (row->lsb, s->lsb.id, id_is))
        return row;
  return NULL;
}

/* ---- Editions: a package tells the version of the product ---- */

#define STATUS "/var/lib/dpkg/status"
#define STATUS_MAX (64 * 1024 * 1024)

/* NULL: there is none, or no program could have written it. */
static FILE *
open_status (const struct search *s)
{
  CLEANUP_CLOSE int fd = tree_open (s->t, STATUS);
  struct stat st;
  FILE *fp;

  if (fd == -1 || fstat (fd, &st) == -1)
    return NULL;
  if (!S_ISREG (st.st_mode) || st.st_size > STATUS_MAX) {
    tree_warning (s->t, "%s: it is no file of at most %d MiB: the version of "
                  "%s is not known", STATUS, STATUS_MAX >> 20,
                  s->row->edition);
    return NULL;
  }
  fp = fdopen (fd, "r");
  if (fp)
    steal_fd (&fd);
  return fp;
}

/* The version of a package that dpkg has installed; malloc'd. */
static char *
package_version (const struct search *s, const char *package)
{
  CLEANUP_FCLOSE FILE *fp = open_status (s);
  CLEANUP_FREE char *line = NULL;
  size_t size = 0;
  bool here = false;

  while (fp && getline (&line, &size, fp) > 0) {
    line[strcspn (line, "\n")] = '\0';
    if (strncmp (line, "Package: ", 9) == 0)
      here = strcmp (line + 9, package) == 0;
    else if (here && strncmp (line, "Version: ", 9) == 0)
      return strdup (line + 9);
  }
  return NULL;
}

static void
set_edition (struct search *s)
{
  const struct os_row *row = s->row;
  CLEANUP_FREE char *version = package_version (s, row->edition_package);
  char *name;

  if (asprintf (&name, "%s%s%s", row->edition, version ? " " : "",
                version ? version : "") == -1)
    return;
  free (s->f->product_name);
  s->f->product_name = name;
}

/* ---- All together ---- */

static void
set_version (struct findings *f, const char *text)
{
  if (text && !has_version (f))
    parse_version (text, &f->major, &f->minor);
}

static void
set_names (struct search *s)
{
  const struct release *os = &s->os;

  finding_copy (&s->f->build_id, os->build);
  finding_copy (&s->f->product_name, os->pretty);
  if (s->f->product_name == NULL && os->name) {
    char *name;

    if (asprintf (&name, "%s%s%s", os->name, os->version ? " " : "",
                  os->version ? os->version : "") != -1)
      s->f->product_name = name;
  }
  set_version (s->f, os->version_id);
}

/* IDs are lower case by the rules of os-release.  They become part of what
 * programs compare and print: anything else is no ID. */
static char *
clean_id (const struct search *s, const char *id)
{
  char *copy = strdup (id);

  for (char *p = copy; p && *p; ++p) {
    *p = tolower ((unsigned char) *p);
    if (!isalnum ((unsigned char) *p) && !strchr ("._-", *p)) {
      tree_warning (s->t, "the ID of this system has other characters than "
                    "letters, digits, '.', '_' and '-': it is not used");
      free (copy);
      return NULL;
    }
  }
  return copy;
}

/* A system that no row knows: its packages are those of the systems that it
 * says it is like. */
static void
set_unknown (struct search *s, const char *id)
{
  char *rest = s->os.like, *word;

  if (strcasecmp (id, "linux") != 0)
    finding_set (&s->f->distro, clean_id (s, id));
  while (rest && (word = strsep (&rest, " \t")) != NULL) {
    const struct os_row *row = *word ? row_like (s->type, word) : NULL;

    if (row) {
      describe_packages_like (s->t, row, s->usr, s->f);
      return;
    }
  }
}

/* The row was found by an ID or by a mark. */
static void
complete (struct search *s)
{
  finding_copy (&s->f->distro, s->row->distro);
  if (s->os.id && is_among (s->row->derived_from, s->os.id, id_is))
    replace_by_own_legacy (s);
  if (!has_version (s->f) && row_with_lsb_id (s) == s->row)
    set_version (s->f, s->lsb.version_id);
  if (s->lsb.id && row_with_lsb_id (s) == s->row)
    finding_copy (&s->f->product_name, s->lsb.pretty);
  complete_by_legacy (s);
}

static const struct os_row *
find_row (const struct search *s)
{
  const struct os_row *row;

  if (s->os.id == NULL)
    return (row = row_with_mark (s)) ? row : row_with_lsb_id (s);
  return (row = row_derived (s)) ? row : row_with_id (s->type, s->os.id);
}

bool
look_for_release (const struct tree *t, const char *type, bool usr,
                  struct findings *f)
{
  CLEANUP_SEARCH struct search s = {
    .t = t, .type = type, .usr = usr, .f = f,
  };

  search_begin (&s);
  set_names (&s);
  s.row = find_row (&s);
  if (s.row)
    complete (&s);
  else if (s.os.id)
    set_unknown (&s, s.os.id);
  else if (!find_by_legacy (&s) && s.lsb.id) {
    set_version (f, s.lsb.version_id);
    finding_copy (&f->product_name, s.lsb.pretty);
    set_unknown (&s, s.lsb.id);
  }
  if (s.row && s.row->edition)
    set_edition (&s);
  return s.row != NULL;
}
