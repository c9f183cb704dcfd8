/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of Alpine Linux and its family. */

#include "config.h"

#include <string.h>

#include "readers.h"

static const char *const places[] = {
  "/lib/apk/db/installed",
  "/usr/lib/apk/db/installed",  /* since /lib is a part of /usr */
  NULL
};

/* One package while it is read: the fields that are wanted, by their letter. */
#define LETTERS "PVAUT"
enum { F_NAME, F_VERSION, F_ARCH, F_URL, F_TEXT, NR_FIELDS };
struct package {
  struct strbuf fields[NR_FIELDS];
  struct apps *apps;
};

static char *
field (const struct package *p, int which)
{
  return p->fields[which].len ? p->fields[which].ptr : NULL;
}

static int
package_end (struct package *p)
{
  char *version = field (p, F_VERSION);
  const char *release = version ? split_last (version, '-') : NULL;
  const struct app a = {
    .name = field (p, F_NAME), .version = version,
    .release = release && *release == 'r' ? release + 1 : release,
    .arch = field (p, F_ARCH), .url = field (p, F_URL),
    .description = field (p, F_TEXT),
  };

  for (size_t i = 0; i < NR_FIELDS; ++i)
    p->fields[i].len = 0;
  return a.name ? apps_add (p->apps, &a) : 0;
}

static int
add_line (struct package *p, const char *line)
{
  const char *letter = *line ? strchr (LETTERS, *line) : NULL;
  struct strbuf *field;

  if (*line == '\0')
    return package_end (p);
  if (letter == NULL || line[1] != ':')
    return 0;
  field = &p->fields[letter - LETTERS];
  field->len = 0;
  if (strbuf_adds (field, line + 2) == 0)
    return 0;
  reply_with_perror ("list of applications");
  return -1;
}

static int
read_packages (struct lines *l, struct package *p)
{
  char *line;
  int r;

  while ((r = lines_next (l, &line)) == 1)
    if (add_line (p, line) == -1)
      return -1;
  return r == -1 ? -1 : package_end (p);
}

/* 1; 0 when there is no such file; -1 with the error set. */
static int
read_file (const struct tree *t, const char *path, struct apps *apps)
{
  CLEANUP_LINES struct lines l = LINES_INIT;
  struct package p = { .apps = apps };
  int r = lines_open (t, path, &l);

  if (r == 1 && read_packages (&l, &p) == -1)
    r = -1;
  for (size_t i = 0; i < NR_FIELDS; ++i)
    strbuf_done (&p.fields[i]);
  return r;
}

int
apps_read_apk (const struct tree *t, struct apps *apps)
{
  for (size_t i = 0; places[i]; ++i) {
    const int r = read_file (t, places[i], apps);

    if (r != 0)
      return r == -1 ? -1 : 0;
  }
  return no_database (places[0]);
}
