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

/* The fields that are wanted, in any order, by their first letter. */
enum { F_ARCHITECTURE, F_DESCRIPTION, F_HOMEPAGE, F_PACKAGE, F_SOURCE, F_STATE,
       F_VERSION, NR_FIELDS };
#define NAME(s) { s, sizeof s - 1 }
static const struct {
  const char *name;
  size_t len;
} field_names[NR_FIELDS] = {
  NAME ("architecture"), NAME ("description"), NAME ("homepage"),
  NAME ("package"), NAME ("source"), NAME ("status"), NAME ("version"),
};

/* One more than the first that begins with a letter. */
static const uint8_t letters[32] = {
  ['a' & 31] = 1 + F_ARCHITECTURE, ['d' & 31] = 1 + F_DESCRIPTION,
  ['h' & 31] = 1 + F_HOMEPAGE, ['p' & 31] = 1 + F_PACKAGE,
  ['s' & 31] = 1 + F_SOURCE, ['v' & 31] = 1 + F_VERSION,
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
  struct field {
    size_t place, len;
  } fields[NR_FIELDS];
  bool continues;               /* what follows is of the description */
  size_t text, text_end;        /* the description but its first line */
  struct app_texts app;         /* what no package has stays empty */
};

static void
stanza_clear (struct stanza *s)
{
  for (size_t i = 0; i < NR_FIELDS; ++i)
    s->fields[i].len = 0;
  s->text = s->text_end = 0;
  s->continues = false;
  lines_forget (s->lines);
}

/* NULL when the package has no such field, or nothing in it. */
static char *
field (const struct stanza *s, int which)
{
  return s->fields[which].len ? lines_at (s->lines, s->fields[which].place)
    : NULL;
}

static struct app_text
text_of (const struct stanza *s, int which)
{
  return (struct app_text) { field (s, which), s->fields[which].len };
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
  static const char usual[] = "install ok installed";
  const char *state = field (s, F_STATE);

  if (state && s->fields[F_STATE].len == sizeof usual - 1
      && memcmp (state, usual, sizeof usual - 1) == 0)
    return true;
  return state ? strcmp (next_word (next_word (state)), "installed") == 0
    : !s->needs_state;
}

static void
fill_version (struct stanza *s)
{
  struct app_text *text = s->app.text;
  char *version = field (s, F_VERSION), *release = NULL;
  const char *end = version + s->fields[F_VERSION].len;

  s->app.epoch = 0;
  if (version && split_epoch (&version, &s->app.epoch) == -1)
    tree_warning (s->t, "%s: %s: the epoch of version %s is not a number",
                  s->path, text[TEXT_NAME].ptr, version);
  if (version)
    release = split_last (version, '-');
  text[TEXT_RELEASE] = (struct app_text) {
    release, release ? end - release : 0
  };
  text[TEXT_VERSION] = (struct app_text) {
    version, (release ? release - 1 : end) - version
  };
}

/* "glibc (2.36-9)" */
static struct app_text
source_name (const struct stanza *s)
{
  struct app_text source = text_of (s, F_SOURCE);
  size_t len = 0;

  while (len < source.len && !is_blank (source.ptr[len]) &&
         source.ptr[len] != '(')
    ++len;
  source.len = len;
  return source;
}

/* After its first line; the last one has no newline. */
static struct app_text
description (const struct stanza *s)
{
  return (struct app_text) {
    lines_at (s->lines, s->text),
    s->text_end > s->text ? s->text_end - 1 - s->text : 0
  };
}

static int
add_app (struct stanza *s)
{
  struct app_text *text = s->app.text;

  text[TEXT_NAME] = text_of (s, F_PACKAGE);
  text[TEXT_SOURCE_PACKAGE] = source_name (s);
  text[TEXT_ARCH] = text_of (s, F_ARCHITECTURE);
  text[TEXT_URL] = text_of (s, F_HOMEPAGE);
  text[TEXT_SUMMARY] = text_of (s, F_DESCRIPTION);
  text[TEXT_DESCRIPTION] = description (s);
  fill_version (s);
  return apps_add_texts (s->apps, &s->app);
}

static int
stanza_end (struct stanza *s)
{
  const int r = field (s, F_PACKAGE) && is_installed (s) ? add_app (s) : 0;

  stanza_clear (s);
  return r;
}

/* ---- Its lines ---- */

/* To a place before it, as memmove does.  Lines are short, as in
 * find_end. */
static void
move_back (char *to, const char *from, size_t len)
{
  for (; len >= 8; to += 8, from += 8, len -= 8) {
    uint64_t word;

    memcpy (&word, from, sizeof word);
    memcpy (to, &word, sizeof word);
  }
  while (len-- > 0)
    *to++ = *from++;
}

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
  move_back (to, line + 1, len);
  s->text_end += len;
}

/* In any case, and then a colon, which few others have in the same place. */
static bool
is_field (const char *line, size_t len, int which)
{
  const char *name = field_names[which].name;

  if (len <= field_names[which].len || line[field_names[which].len] != ':')
    return false;
  while (*name && (*line | 0x20) == *name)
    ++name, ++line;
  return *name == '\0';
}

/* Which of the fields begins here; -1: none of them. */
static int
find_field (const char *line, size_t len)
{
  int which = letters[*line & 31] - 1;

  if (which == -1 || is_field (line, len, which))
    return which;
  return which == F_SOURCE && is_field (line, len, F_STATE) ? F_STATE : -1;
}

/* Its value, without blanks around it. */
static struct field
find_value (const struct lines *l, char *line, int which)
{
  char *value = line + field_names[which].len + 1, *end = line + l->length;

  while (is_blank (*value))
    ++value;
  while (end > value && is_blank (end[-1]))
    --end;
  *end = '\0';
  return (struct field) { lines_place (l, value), end - value };
}

static void
add_field (struct stanza *s, char *line)
{
  const size_t len = s->lines->length;
  const int which = find_field (line, len);

  s->continues = which == F_DESCRIPTION;
  if (which == -1)
    return;
  s->fields[which] = find_value (s->lines, line, which);
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

static int IN_ONE_PAGE
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
