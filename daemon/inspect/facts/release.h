/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding out which distribution it is: what the files of it share. */

#ifndef GUESTFSD_RELEASE_H
#define GUESTFSD_RELEASE_H

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

/* ---- Files that say what it is (search.c) ---- */

/* Reads os-release and lsb-release. */
extern void search_begin (struct search *s);
extern void search_done (struct search *s);
#define CLEANUP_SEARCH __attribute__ ((cleanup (search_done)))
/* As read_assignments, with a path of the system. */
extern bool search_read (const struct search *s, const char *path, bool mixed,
                         assignment_cb cb, void *opaque);
/* A file of a few lines; malloc'd; NULL: it is not there. */
extern char *search_read_small (const struct search *s, const char *path);
extern bool search_has_mark (const struct search *s,
                             const struct os_mark *marks);
extern bool has_version (const struct findings *f);

/* ---- Files with a line for people (legacy.c) ---- */

/* Sets what os-release does not say of the row that was found. */
extern void complete_by_legacy (struct search *s);
/* Of a system with the ID of another one: replaces the version and the name of
 * that one, if it has a file of its own that tells them. */
extern void replace_by_own_legacy (struct search *s);
extern bool find_by_legacy (struct search *s);

#endif /* GUESTFSD_RELEASE_H */
