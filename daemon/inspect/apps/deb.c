/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Debian and its family: the status file of dpkg, and the files
 * that images without dpkg have instead; and those of OpenWrt and others, whose
 * opkg keeps such a file, too. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "readers.h"

#define STATUS "/var/lib/dpkg/status"
#define STATUS_DIR "/var/lib/dpkg/status.d"
/* Of one description. */
#define TEXT_MAX (1024 * 1024)

/* The fields that are wanted, in any order. */
enum { F_PACKAGE, F_STATE, F_VERSION, F_ARCHITECTURE, F_HOMEPAGE, F_SOURCE,
       F_DESCRIPTION, NR_FIELDS };
#define NAME(s) { s, sizeof s - 1 }
static const struct {
  const char *name;
  size_t len;
} field_names[NR_FIELDS] = {
  NAME ("Package"), NAME ("Status"), NAME ("Version"), NAME ("Architecture"),
  NAME ("Homepage"), NAME ("Source"), NAME ("Description"),
};

/* One package while it is read. */
struct stanza {
  const struct tree *t;
  const char *path;
  struct apps *apps;
  bool needs_state;             /* without one it is not installed */
  struct strbuf fields[NR_FIELDS];
  struct strbuf *description;   /* to which lines belong that follow */
  struct strbuf text;           /* the description but its first line */
};

static void
stanza_clear (struct stanza *s)
{
  for (size_t i = 0; i < NR_FIELDS; ++i)
    s->fields[i].len = 0;
  s->text.len = 0;
  s->description = NULL;
}

static void
stanza_done (struct stanza *s)
{
  for (size_t i = 0; i < NR_FIELDS; ++i)
    strbuf_done (&s->fields[i]);
  strbuf_done (&s->text);
}

/* NULL when the package has no such field, or nothing in it. */
static char *
field (const struct stanza *s, int which)
{
  const struct strbuf *f = &s->fields[which];
  char *value = f->len ? trim_blanks (f->ptr) : NULL;

  return value && *value ? value : NULL;
}

/* ---- A package ---- */

/* "install ok installed": the third word counts. */
static bool
is_installed (const struct stanza *s)
{
  const char *state = field (s, F_STATE);

  if (state == NULL)
    return !s->needs_state;
  for (int i = 0; i < 2; ++i) {
    state += strcspn (state, " \t");
    state += strspn (state, " \t");
  }
  return strcmp (state, "installed") == 0;
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

static int
stanza_end (struct stanza *s)
{
  struct app a = { .name = field (s, F_PACKAGE) };
  char *source = field (s, F_SOURCE);
  int r = 0;

  if (a.name && is_installed (s)) {
    fill_version (s, &a);
    if (source)
      source[strcspn (source, " \t(")] = '\0';
    a.source_package = source;
    a.arch = field (s, F_ARCHITECTURE);
    a.url = field (s, F_HOMEPAGE);
    a.summary = field (s, F_DESCRIPTION);
    a.description = s->text.len ? s->text.ptr : NULL;
    r = apps_add (s->apps, &a);
  }
  stanza_clear (s);
  return r;
}

/* ---- Its lines ---- */

static int
out_of_memory (const struct stanza *s)
{
  reply_with_perror ("%s", s->path);
  return -1;
}

/* Of a description; those of other fields are not wanted. */
static int
add_continuation (struct stanza *s, const char *line)
{
  if (s->description == NULL)
    return 0;
  if (s->text.len > TEXT_MAX) {
    tree_warning (s->t, "%s: a description of more than 1 MiB was cut off",
                  s->path);
    s->description = NULL;
    return 0;
  }
  if ((s->text.len && strbuf_addc (&s->text, '\n') == -1)
      || strbuf_adds (&s->text, line + 1) == -1)
    return out_of_memory (s);
  return 0;
}

/* Which of the fields begins here, and where its value does.  Of most lines the
 * first letter decides. */
static int
find_field (const char *line, const char **ret_value)
{
  if (strchr ("PpSsVvAaHhDd", *line) == NULL)
    return -1;
  for (int i = 0; i < NR_FIELDS; ++i) {
    const size_t len = field_names[i].len;

    if ((*line | 0x20) == (field_names[i].name[0] | 0x20)
        && strncasecmp (line, field_names[i].name, len) == 0
        && line[len] == ':') {
      *ret_value = line + len + 1;
      return i;
    }
  }
  return -1;
}

static int
add_line (struct stanza *s, const char *line)
{
  const char *value;
  int which;

  if (*line == '\0')
    return stanza_end (s);
  if (*line == ' ' || *line == '\t')
    return add_continuation (s, line);
  which = find_field (line, &value);
  s->description = which == F_DESCRIPTION ? &s->text : NULL;
  if (which == -1)
    return 0;
  s->fields[which].len = 0;
  return strbuf_adds (&s->fields[which], value) == -1 ? out_of_memory (s) : 0;
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
    .t = t, .path = path, .apps = apps, .needs_state = needs_state,
  };
  int r = lines_open (t, path, &l);

  if (r == 1 && read_stanzas (&l, &s) == -1)
    r = -1;
  stanza_done (&s);
  return r;
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
