/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Void Linux: a property list, which xbps writes with one element
 * on each line.  It is a dictionary of packages, each a dictionary. */

#include "config.h"

#include <string.h>

#include "readers.h"

#define DATABASE "/var/db/xbps/pkgdb-0.38.plist"

static const char *const wanted[] = {
  "pkgver", "architecture", "homepage", "short_desc", "state",
};
enum { F_PKGVER, F_ARCH, F_URL, F_SUMMARY, F_STATE, NR_WANTED };

/* How deep a package is, in the dictionary of all. */
#define ONE 2

struct plist {
  struct apps *apps;
  size_t depth;                 /* dictionaries and arrays that are open */
  int key;                      /* the last one, of those wanted; or -1 */
  struct strbuf values[NR_WANTED];
};

/* ---- Text ---- */

static const struct {
  const char *entity;
  char c;
} entities[] = {
  { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' },
  { "&apos;", '\'' },
};

/* One character, of which *s may be several. */
static char
take_char (const char **s)
{
  for (size_t i = 0; i < sizeof entities / sizeof entities[0]; ++i) {
    const size_t n = strlen (entities[i].entity);

    if (strncmp (*s, entities[i].entity, n) == 0) {
      *s += n;
      return entities[i].c;
    }
  }
  return *(*s)++;
}

static void
decode_entities (char *s)
{
  const char *from = s;

  while (*from)
    *s++ = take_char (&from);
  *s = '\0';
}

/* What is between <name> and </name>, or NULL. */
static char *
content_of (char *line, const char *name)
{
  const size_t n = strlen (name);
  char *end;

  if (line[0] != '<' || strncmp (line + 1, name, n) != 0 || line[n + 1] != '>')
    return NULL;
  line += n + 2;
  end = strstr (line, "</");
  if (end)
    *end = '\0';
  decode_entities (line);
  return line;
}

/* ---- A package ---- */

static char *
value (const struct plist *p, int which)
{
  return p->values[which].len ? p->values[which].ptr : NULL;
}

static int
package_end (struct plist *p)
{
  char *name = value (p, F_PKGVER);
  char *version = name ? split_name_version (name) : NULL;
  const char *state = value (p, F_STATE);
  const struct app a = {
    .name = name, .version = version,
    .release = version ? split_last (version, '_') : NULL,
    .arch = value (p, F_ARCH), .url = value (p, F_URL),
    .summary = value (p, F_SUMMARY),
  };
  int r = 0;

  if (version && (state == NULL || strcmp (state, "installed") == 0))
    r = apps_add (p->apps, &a);
  for (size_t i = 0; i < NR_WANTED; ++i)
    p->values[i].len = 0;
  return r;
}

/* ---- Lines ---- */

static int
find_wanted (const char *key)
{
  for (int i = 0; i < NR_WANTED; ++i)
    if (strcmp (key, wanted[i]) == 0)
      return i;
  return -1;
}

static int
take_value (struct plist *p, const char *text)
{
  struct strbuf *where = &p->values[p->key];

  p->key = -1;
  where->len = 0;
  if (strbuf_adds (where, text) == 0)
    return 0;
  reply_with_perror ("%s", DATABASE);
  return -1;
}

static int
take_line (struct plist *p, char *line)
{
  const char *text;

  if (strcmp (line, "<dict>") == 0 || strcmp (line, "<array>") == 0)
    p->depth++;
  else if (strcmp (line, "</dict>") == 0 || strcmp (line, "</array>") == 0) {
    if (p->depth == ONE && package_end (p) == -1)
      return -1;
    p->depth -= p->depth > 0;
  }
  else if (p->depth == ONE && (text = content_of (line, "key")) != NULL)
    p->key = find_wanted (text);
  else if (p->depth == ONE && p->key != -1
           && (text = content_of (line, "string")) != NULL)
    return take_value (p, text);
  return 0;
}

static int
read_plist (struct lines *l, struct plist *p)
{
  char *line;
  int r;

  while ((r = lines_next (l, &line)) == 1)
    if (take_line (p, trim_blanks (line)) == -1)
      return -1;
  return r;
}

/* Without a database nothing was installed. */
int
apps_read_xbps (const struct tree *t, struct apps *apps)
{
  CLEANUP_LINES struct lines l = LINES_INIT;
  struct plist p = { .apps = apps, .key = -1 };
  int r = lines_open (t, DATABASE, &l);

  if (r == 1)
    r = read_plist (&l, &p);
  for (size_t i = 0; i < NR_WANTED; ++i)
    strbuf_done (&p.values[i]);
  return r;
}
