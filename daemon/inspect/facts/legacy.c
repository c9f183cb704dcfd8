/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Release files that were there before os-release: a line for people, such as
 * that of /etc/redhat-release, and files of keys. */

#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "release.h"

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
      || (legacy->besides && !search_has_mark (s, legacy->besides)))
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
void
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

/* "0.5.2" alone is no name. */
static char *
name_of_line (const struct os_row *row, const char *line)
{
  char *name;

  if (!isdigit ((unsigned char) *line))
    return strdup (line);
  return asprintf (&name, "%s %s", row->name, line) == -1 ? NULL : name;
}

/* A file that must have another beside it is that of the other system. */
static bool
is_own_legacy (const struct search *s, const struct os_legacy *l)
{
  return l->row == s->row && l->besides == NULL;
}

void
replace_by_own_legacy (struct search *s)
{
  struct findings *f = s->f;

  for (const struct os_legacy *l = os_legacy; l->file; ++l) {
    struct said said;

    if (!is_own_legacy (s, l) || !legacy_fits (s, l, &said))
      continue;
    f->major = said.version.major;
    f->minor = said.version.minor;
    free (f->product_name);
    f->product_name = said.line ? name_of_line (s->row, said.line) : NULL;
    free (said.line);
    return;
  }
}

bool
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
