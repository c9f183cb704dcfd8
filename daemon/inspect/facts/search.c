/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files in which a system says what it is: os-release, lsb-release, files
 * that only one system has. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "release.h"

/* ---- Files of the system, seen from this tree ---- */

static bool
search_has (const struct search *s, const char *path)
{
  path = path_in_tree (s->usr, path);
  return path && tree_has (s->t, path);
}

bool
search_read (const struct search *s, const char *path, bool mixed,
             assignment_cb cb, void *opaque)
{
  path = path_in_tree (s->usr, path);
  return path && read_assignments (s->t, path, mixed, cb, opaque);
}

/* Such files have a few lines. */
#define SMALL_MAX (64 * 1024)

char *
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

void
search_begin (struct search *s)
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
    return s->os.id && s->os.variant
      && strcasecmp (s->os.variant, mark->text) == 0;
  if (mark->text == NULL)
    return search_has (s, mark->file);
  text = search_read_small (s, mark->file);
  return text && strstr (text, mark->text);
}

bool
search_has_mark (const struct search *s, const struct os_mark *marks)
{
  for (; marks && marks->file; ++marks)
    if (mark_is_there (s, marks))
      return true;
  return false;
}

/* ---- The search ---- */

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

void
search_done (struct search *s)
{
  release_done (&s->os);
  release_done (&s->lsb);
}

bool
has_version (const struct findings *f)
{
  return f->major != 0 || f->minor != 0;
}
