/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which distribution is it, by os-release, lsb-release, the files that were
 * there before these, and files that only one system has. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inspect.h"
#include "systems.h"

/* What os-release or lsb-release says.  Malloc'd, or NULL. */
struct release {
  char *id, *like, *name, *version, *version_id, *pretty, *build, *variant;
};

struct search {
  const struct tree *t;
  const char *type;
  bool usr;
  struct findings *f;
  struct release os, lsb;
  const struct os_row *row;     /* NULL: none was found yet */
};

static void
release_done (struct release *r)
{
  free (r->id);
  free (r->like);
  free (r->name);
  free (r->version);
  free (r->version_id);
  free (r->pretty);
  free (r->build);
  free (r->variant);
}

static void
search_done (struct search *s)
{
  release_done (&s->os);
  release_done (&s->lsb);
}
#define CLEANUP_SEARCH __attribute__ ((cleanup (search_done)))

/* ---- Files of the system, seen from this tree ---- */

static bool
search_has (const struct search *s, const char *path)
{
  path = path_in_tree (s->usr, path);
  return path && tree_has (s->t, path);
}

static bool
search_read (const struct search *s, const char *path, bool mixed,
             assignment_cb cb, void *opaque)
{
  path = path_in_tree (s->usr, path);
  return path && read_assignments (s->t, path, mixed, cb, opaque);
}

/* Such files have a few lines. */
#define SMALL_MAX (64 * 1024)

static char *
search_read_small (const struct search *s, const char *path)
{
  path = path_in_tree (s->usr, path);
  return path ? tree_read (s->t, path, SMALL_MAX, NULL) : NULL;
}

/* ---- os-release and lsb-release ---- */

/* The last line of a name is the one that a shell would keep. */
static void
replace (char **where, const char *value)
{
  char *copy = *value ? strdup (value) : NULL;

  free (*where);
  *where = copy;
}

static void
take_os_release (void *opaque, const char *name, const char *value)
{
  struct release *r = opaque;
  const struct { const char *name; char **where; } known[] = {
    { "ID", &r->id }, { "ID_LIKE", &r->like }, { "NAME", &r->name },
    { "VERSION", &r->version }, { "VERSION_ID", &r->version_id },
    { "PRETTY_NAME", &r->pretty }, { "BUILD_ID", &r->build },
    { "VARIANT_ID", &r->variant },
  };

  for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i)
    if (strcmp (name, known[i].name) == 0)
      replace (known[i].where, value);
}

static void
take_lsb_release (void *opaque, const char *name, const char *value)
{
  struct release *r = opaque;

  if (strcmp (name, "DISTRIB_ID") == 0)
    replace (&r->id, value);
  else if (strcmp (name, "DISTRIB_RELEASE") == 0)
    replace (&r->version_id, value);
  else if (strcmp (name, "DISTRIB_DESCRIPTION") == 0)
    replace (&r->pretty, value);
}

static void
read_releases (struct search *s)
{
  (void) (search_read (s, "/etc/os-release", false, take_os_release, &s->os)
          || search_read (s, "/usr/lib/os-release", false, take_os_release,
                          &s->os));
  (void) (search_read (s, "/etc/lsb-release", false, take_lsb_release, &s->lsb)
          || search_read (s, "/usr/share/coreos/lsb-release", false,
                          take_lsb_release, &s->lsb)
          || search_read (s, "/usr/share/flatcar/lsb-release", false,
                          take_lsb_release, &s->lsb));
}

/* ---- Marks ---- */

static bool
mark_is_there (const struct search *s, const struct os_mark *mark)
{
  CLEANUP_FREE char *text = NULL;

  if (strcmp (mark->file, OS_VARIANT) == 0)
    return s->os.variant && strcasecmp (s->os.variant, mark->text) == 0;
  if (mark->text == NULL)
    return search_has (s, mark->file);
  text = search_read_small (s, mark->file);
  return text && strstr (text, mark->text);
}

static bool
any_mark_is_there (const struct search *s, const struct os_mark *marks)
{
  for (; marks && marks->file; ++marks)
    if (mark_is_there (s, marks))
      return true;
  return false;
}

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
        && any_mark_is_there (s, row->marks))
      return row;
  return NULL;
}

static const struct os_row *
row_with_mark (const struct search *s)
{
  for_each_row (row, s->type)
    if (any_mark_is_there (s, row->marks))
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

/* ---- Versions and names ---- */

static bool
has_version (const struct findings *f)
{
  return f->major != 0 || f->minor != 0;
}

static void
set_version (struct findings *f, const char *text)
{
  if (text && !has_version (f))
    parse_version (text, &f->major, &f->minor);
}

/* ---- Files with a line for people ---- */

struct keys {
  const struct os_legacy *legacy;
  struct os_version version;
};

static void
take_key (void *opaque, const char *name, const char *value)
{
  struct keys *k = opaque;
  int none;

  if (strcmp (name, k->legacy->major_key) == 0)
    parse_version (value, &k->version.major, &k->version.minor);
  else if (k->legacy->minor_key && strcmp (name, k->legacy->minor_key) == 0)
    parse_version (value, &k->version.minor, &none);
}

static char *
first_line (char *text)
{
  char *rest = text, *line;

  if (strncmp (rest, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    rest += strlen (BYTE_ORDER_MARK);
  while ((line = strsep (&rest, "\r\n")) != NULL) {
    size_t n;

    line += strspn (line, " \t");
    for (n = strlen (line); n > 0 && strchr (" \t", line[n - 1]); --n)
      line[n - 1] = '\0';
    if (*line)
      return line;
  }
  return NULL;
}

static bool
line_fits (const struct os_legacy *legacy, const char *line,
           struct os_version *ret)
{
  if (legacy->patterns == NULL)
    return true;
  for (const char *const *p = legacy->patterns; line && *p; ++p)
    if (pattern_fits (*p, line, ret))
      return true;
  return false;
}

/* What a legacy file says.  line is malloc'd, or NULL. */
struct said {
  char *line;
  struct os_version version;
};

static bool
legacy_fits (const struct search *s, const struct os_legacy *legacy,
             struct said *ret)
{
  CLEANUP_FREE char *text = search_read_small (s, legacy->file);
  const char *line = text ? first_line (text) : NULL;
  struct keys keys = { legacy, { 0, 0 } };

  *ret = (struct said) { NULL, { 0, 0 } };
  if (text == NULL || !line_fits (legacy, line, &ret->version)
      || (legacy->besides && !any_mark_is_there (s, legacy->besides)))
    return false;
  if (legacy->major_key) {
    search_read (s, legacy->file, true, take_key, &keys);
    ret->version = keys.version;
  }
  /* A file of keys that has no pattern has no line for people, either. */
  if (line && (legacy->patterns || legacy->major_key == NULL))
    ret->line = strdup (line);
  return true;
}

/* The first that fits, of any row or of the one that was found. */
static const struct os_row *
search_legacy (struct search *s, struct said *ret)
{
  for (const struct os_legacy *l = os_legacy; l->file; ++l)
    if ((s->row ? l->row == s->row : strcmp (l->row->type, s->type) == 0)
        && legacy_fits (s, l, ret))
      return l->row;
  return NULL;
}

/* os-release of some systems has only the major version, or none. */
static void
complete_by_legacy (struct search *s)
{
  struct findings *f = s->f;
  struct said said;

  if ((has_version (f) && (f->minor != 0 || s->row->minor == OS_MINOR_RELEASE))
      || search_legacy (s, &said) == NULL)
    return;
  if (f->major == 0 || f->major == said.version.major) {
    f->major = said.version.major;
    f->minor = said.version.minor;
    if (s->row->minor == OS_MINOR_LEGACY_WITH_NAME && said.line) {
      free (f->product_name);
      f->product_name = steal (&said.line);
    }
  }
  finding_set (&f->product_name, said.line);
}

static bool
find_by_legacy (struct search *s)
{
  struct said said;
  const struct os_row *row = search_legacy (s, &said);

  if (row == NULL)
    return false;
  s->row = row;
  finding_copy (&s->f->distro, row->distro);
  finding_set (&s->f->product_name, said.line);
  if (!has_version (s->f)) {
    s->f->major = said.version.major;
    s->f->minor = said.version.minor;
  }
  return true;
}

/* ---- Editions: a package tells the version of the product ---- */

#define STATUS_LINE_MAX 4096

/* The version of a package that dpkg has installed; malloc'd. */
static char *
package_version (const struct search *s, const char *package)
{
  CLEANUP_CLOSE int fd = tree_open (s->t, "/var/lib/dpkg/status");
  CLEANUP_FCLOSE FILE *fp = fd == -1 ? NULL : fdopen (fd, "r");
  char line[STATUS_LINE_MAX];
  bool here = false;

  if (fp == NULL)
    return NULL;
  steal_fd (&fd);
  while (fgets (line, sizeof line, fp)) {
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

  read_releases (&s);
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
