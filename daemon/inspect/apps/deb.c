/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Debian and its family: the status file of dpkg, and the files
 * that images without dpkg have instead; and those of OpenWrt and others, whose
 * opkg keeps such a file, too. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "readers.h"

#define STATUS "/var/lib/dpkg/status"
#define STATUS_DIR "/var/lib/dpkg/status.d"
/* Of one description. */
#define TEXT_MAX (1024 * 1024)
/* Of what dpkg says of a package. */
#define STANZA_MAX (4 * 1024 * 1024)

/* The fields that are wanted, in any order. */
enum { F_PACKAGE, F_STATE, F_VERSION, F_ARCHITECTURE, F_HOMEPAGE, F_SOURCE,
       F_DESCRIPTION, NR_FIELDS };
#define NAME(letter, s) { letter, s, sizeof s - 1 }
static const struct {
  char letter;
  const char *name;
  size_t len;
} field_names[NR_FIELDS] = {
  NAME ('p', "Package"), NAME ('s', "Status"), NAME ('v', "Version"),
  NAME ('a', "Architecture"), NAME ('h', "Homepage"), NAME ('s', "Source"),
  NAME ('d', "Description"),
};

/* One package while it is read; its text is in the lines, and places are there:
 * 0 for what it does not have. */
struct stanza {
  const struct tree *t;
  const char *path;
  struct apps *apps;
  struct lines *lines;
  bool needs_state;             /* without one it is not installed */
  bool too_long;                /* the rest of it is not wanted */
  size_t fields[NR_FIELDS];
  bool continues;               /* what follows is of the description */
  size_t text, text_end;        /* the description but its first line */
};

static void
stanza_clear (struct stanza *s)
{
  memset (s->fields, 0, sizeof s->fields);
  s->text = s->text_end = 0;
  s->continues = false;
  lines_forget (s->lines);
}

/* NULL when the package has no such field, or nothing in it. */
static char *
field (const struct stanza *s, int which)
{
  char *value = lines_at (s->lines, s->fields[which]);

  return s->fields[which] && *value ? value : NULL;
}

/* ---- A package ---- */

static const char *
next_word (const char *s)
{
  while (*s && !is_blank (*s))
    ++s;
  while (is_blank (*s))
    ++s;
  return s;
}

/* "install ok installed": the third word counts. */
static bool
is_installed (const struct stanza *s)
{
  const char *state = field (s, F_STATE);

  return state ? strcmp (next_word (next_word (state)), "installed") == 0
    : !s->needs_state;
}

static void
fill_version (const struct stanza *s, struct app *a)
{
  char *version = field (s, F_VERSION);

  if (version == NULL)
    return;
  if (split_epoch (&version, &a->epoch) == -1)
    tree_warning (s->t, "%s: %s: the epoch of version %s is not a number",
                  s->path, a->name, version);
  a->version = version;
  a->release = split_last (version, '-');
}

/* "glibc (2.36-9)" */
static const char *
source_name (char *source)
{
  char *p = source;

  while (p && *p && !is_blank (*p) && *p != '(')
    ++p;
  if (p)
    *p = '\0';
  return source;
}

static int
stanza_end (struct stanza *s)
{
  struct app a = { .name = field (s, F_PACKAGE) };
  int r = 0;

  if (a.name && is_installed (s)) {
    fill_version (s, &a);
    a.source_package = source_name (field (s, F_SOURCE));
    a.arch = field (s, F_ARCHITECTURE);
    a.url = field (s, F_HOMEPAGE);
    a.summary = field (s, F_DESCRIPTION);
    if (s->text_end > s->text)
      a.description = lines_at (s->lines, s->text);
    r = apps_add (s->apps, &a);
  }
  stanza_clear (s);
  return r;
}

/* ---- Its lines ---- */

/* Of a description; those of other fields are not wanted.  Each is moved to
 * the end of the one before, without the blank that it begins with. */
static void
add_continuation (struct stanza *s, const char *line)
{
  const size_t len = s->lines->length;
  char *to = lines_at (s->lines, s->text_end);

  if (!s->continues)
    return;
  if (s->text_end - s->text > TEXT_MAX) {
    tree_warning (s->t, "%s: a description of more than 1 MiB was cut off",
                  s->path);
    s->continues = false;
    return;
  }
  if (s->text_end > s->text)
    to[-1] = '\n';
  memmove (to, line + 1, len);
  s->text_end += len;
}

/* In any case, and then a colon. */
static bool
is_field (const char *line, int which)
{
  const char *name = field_names[which].name;

  for (; *name; ++name, ++line)
    if ((*line | 0x20) != (*name | 0x20))
      return false;
  return *line == ':';
}

/* Which of the fields begins here; -1: none of them.  Of most lines the first
 * letter decides. */
static int
find_field (const char *line)
{
  for (int i = 0; i < NR_FIELDS; ++i)
    if ((*line | 0x20) == field_names[i].letter && is_field (line, i))
      return i;
  return -1;
}

/* Where the value is, without blanks around it. */
static char *
take_value (char *line, size_t len, int which)
{
  char *value = line + field_names[which].len + 1;

  while (is_blank (*value))
    ++value;
  for (; line + len > value && is_blank (line[len - 1]); --len)
    line[len - 1] = '\0';
  return value;
}

static void
add_field (struct stanza *s, char *line)
{
  const size_t len = s->lines->length;
  const int which = find_field (line);

  s->continues = which == F_DESCRIPTION;
  if (which == -1)
    return;
  s->fields[which] = lines_place (s->lines, take_value (line, len, which));
  if (s->continues)
    s->text = s->text_end = lines_place (s->lines, line + len + 1);
}

static int
add_line (struct stanza *s, char *line)
{
  if (*line == '\0') {
    s->too_long = false;
    return stanza_end (s);
  }
  if (s->too_long) {
    lines_forget (s->lines);
    return 0;
  }
  if (is_blank (*line))
    add_continuation (s, line);
  else
    add_field (s, line);
  if (lines_place (s->lines, line) < STANZA_MAX)
    return 0;
  tree_warning (s->t, "%s: line %" PRIuMAX " and what follows up to an empty "
                "line were left out: the package has more than %d MiB of text",
                s->path, s->lines->number + 1, STANZA_MAX >> 20);
  s->too_long = true;
  return stanza_end (s);
}

/* ---- Files ---- */

static int
read_stanzas (struct lines *l, struct stanza *s)
{
  char *line;
  int r;

  while ((r = lines_next (l, &line)) == 1)
    if (add_line (s, line) == -1)
      return -1;
  return r == -1 ? -1 : stanza_end (s);
}

/* 1; 0 when there is no such file; -1 with the error set. */
static int
read_file (const struct tree *t, const char *path, bool needs_state,
           struct apps *apps)
{
  CLEANUP_LINES struct lines l = LINES_INIT;
  struct stanza s = {
    .t = t, .path = path, .apps = apps, .lines = &l,
    .needs_state = needs_state,
  };
  int r = lines_open (t, path, &l);

  l.keep = true;
  return r == 1 && read_stanzas (&l, &s) == -1 ? -1 : r;
}

/* What ends in .md5sums is no package. */
static int
read_status_file (const struct tree *t, const char *path, struct apps *apps)
{
  if (strstr (path, ".md5sums") || !tree_has_file (t, path))
    return 0;
  return read_file (t, path, false, apps) == -1 ? -1 : 0;
}

int
apps_read_deb (const struct tree *t, struct apps *apps)
{
  const int status = read_file (t, STATUS, true, apps);
  const int dir = status == -1 ? -1
    : for_each_name (t, STATUS_DIR, read_status_file, apps);

  return dir == -1 ? -1 : status || dir ? 0 : no_database (STATUS);
}

/* Without a database nothing was installed. */
int
apps_read_ipk (const struct tree *t, struct apps *apps)
{
  static const char *const places[] = {
    "/usr/lib/opkg/status", "/var/lib/opkg/status", NULL
  };

  for (size_t i = 0; places[i]; ++i) {
    const int r = read_file (t, places[i], true, apps);

    if (r != 0)
      return r == -1 ? -1 : 0;
  }
  return 0;
}
