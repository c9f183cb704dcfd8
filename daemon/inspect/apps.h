/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in a guest: the readers of package databases.
 *
 * A reader takes a tree and adds what it finds; it returns 0, or -1 with the
 * error set, which names the file.  What is damaged within a database costs
 * that package or that field, and a warning of the tree.  Readers run apart
 * (run/apart.h): what they read is hostile.
 */

#ifndef GUESTFSD_APPS_H
#define GUESTFSD_APPS_H

#include "call.h"
#include "tree.h"

/* For a function that loops over a whole database: emulated, a jump into
 * another page of the program takes as long as many instructions. */
#define IN_ONE_PAGE __attribute__ ((noinline, aligned (4096)))

/* ---- What was found (apps/found.c) ---- */

/* Strings are borrowed; NULL: there is none. */
struct app {
  const char *name, *display_name;
  int32_t epoch;
  const char *version, *release, *arch, *install_path, *publisher, *url,
    *source_package, *summary, *description, *class;
  uintmax_t number;             /* order of those with one name, or 0 */
};

/* The same for a reader that knows how long its strings are, which is quicker:
 * in the order of application2, after whose second one the epoch comes. */
enum {
  TEXT_NAME, TEXT_DISPLAY_NAME, TEXT_VERSION, TEXT_RELEASE, TEXT_ARCH,
  TEXT_INSTALL_PATH, TEXT_TRANS_PATH, TEXT_PUBLISHER, TEXT_URL,
  TEXT_SOURCE_PACKAGE, TEXT_SUMMARY, TEXT_DESCRIPTION, TEXT_CLASS,
  NR_TEXTS = TEXT_CLASS + 4             /* three are spare */
};
struct app_texts {
  struct app_text {
    const char *ptr;            /* without a NUL in it */
    size_t len;                 /* 0: there is none */
  } text[NR_TEXTS];
  int32_t epoch;
  uintmax_t number;
};

/* Each is sent soon after it was found, as a record of common/applications.h:
 * there it is put into order. */
struct apps {
  stream_cb send;               /* sets the error */
  void *opaque;
  char *piece;                  /* records that were not sent yet */
  size_t len, cap;
  uint64_t bytes, number;       /* of all, and how many */
};
extern void apps_done (struct apps *apps);
#define CLEANUP_APPS __attribute__ ((cleanup (apps_done)))
/* -1 with the error set when that is too much. */
extern int apps_add (struct apps *apps, const struct app *app);
extern int apps_add_texts (struct apps *apps, const struct app_texts *t);
extern int apps_add_warning (struct apps *apps, const char *text);
/* Sends what is left; -1 with the error set. */
extern int apps_send (struct apps *apps);

/* ---- Readers, by the format of packages (apps/formats.c) ---- */

/* "deb", "rpm" …  0 and nothing found when nobody can read this format. */
extern int apps_read (const struct tree *t, const char *format,
                      struct apps *apps);
/* To be called in the daemon, before the process apart begins: what is loaded
 * there would be loaded again each time. */
extern void apps_prepare (const char *format);

#endif /* GUESTFSD_APPS_H */
