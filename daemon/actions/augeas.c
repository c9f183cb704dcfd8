/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Editing the guest's configuration files as a tree, with Augeas.
 *
 * Augeas opens files on its own and follows their links, so whatever touches
 * the guest's files runs inside the guest's root.  Its lenses are in the
 * appliance: they are loaded before, outside. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <augeas.h>

#include "daemon.h"

/* Where the lens loader keeps what it needs for a moment. */
#define SCRATCH "/augeas/guestfs"

static augeas *aug;
static bool lazy;               /* lenses are loaded when they are needed */

static bool
need_aug (void)
{
  if (aug == NULL)
    reply_with_error_errno (EINVAL, "Augeas is not in use: call aug_init "
                            "first");
  return aug != NULL;
}

static void
close_aug (void)
{
  if (aug != NULL)
    aug_close (aug);
  aug = NULL;
}

/* ---- Errors ---- */

static int
errno_of_aug (void)
{
  switch (aug_error (aug)) {
  case AUG_ENOMEM:
    return ENOMEM;
  case AUG_ENOMATCH:
  case AUG_ENOLENS:
    return ENOENT;
  default:
    return EINVAL;
  }
}

static void
aug_failed (const char *what)
{
  const char *minor = aug_error_minor_message (aug);
  const char *details = aug_error_details (aug);

  reply_with_error_errno (errno_of_aug (), "%s: %s%s%s%s%s", what,
                          aug_error_message (aug),
                          minor ? ": " : "", minor ? minor : "",
                          details ? ": " : "", details ? details : "");
}

/* aug_save says only that it failed; why is in the tree. */
static void
save_failed (void)
{
  const char *why = NULL, *kind = NULL;
  char **errors = NULL;
  int n = aug_match (aug, "/augeas/files//error", &errors);

  if (n < 1) {
    aug_failed ("saving");
    return;
  }
  aug_get (aug, errors[0], &kind);
  aug_get (aug, "/augeas/files//error[1]/message", &why);
  reply_with_error ("%s: %s%s%s", errors[0], kind ? kind : "not saved",
                    why ? ": " : "", why ? why : "");
  for (int i = 0; i < n; ++i)
    free (errors[i]);
  free (errors);
}

/* ---- Beginning and ending ---- */

/* "Hosts.lns" or "@Hosts", as it stands in the tree.  Storing the empty text
 * through a lens loads its module, whether or not the text fits. */
static void
load_lens (const char *name)
{
  CLEANUP_FREE char *lens = NULL;

  if (asprintf (&lens, name[0] == '@' ? "%s.lns" : "%s",
                name + (name[0] == '@')) == -1)
    return;
  if (aug_set (aug, SCRATCH, "") == 0 &&
      aug_text_store (aug, lens, SCRATCH, SCRATCH "/out") == -1)
    debug ("lens %s: %s", lens, aug_error_message (aug));
  aug_rm (aug, SCRATCH);
  aug_rm (aug, "/augeas/text" SCRATCH);
}

/* With AUG_NO_MODL_AUTOLOAD lenses are loaded when they are needed, which is
 * where they cannot be seen.  Otherwise all are there already. */
static void
load_lenses (void)
{
  char **lenses = NULL;
  const char *name;
  int n = lazy ? aug_match (aug, "/augeas/load/*/lens", &lenses) : 0;

  for (int i = 0; i < n; ++i) {
    if (aug_get (aug, lenses[i], &name) == 1 && name != NULL)
      load_lens (name);
    free (lenses[i]);
  }
  free (lenses);
}

static void
load_inside (void *r)
{
  *(int *) r = aug_load (aug);
}

int
do_aug_load (void)
{
  int r = -1;

  if (!need_aug ())
    return -1;
  load_lenses ();
  if (guest_call (load_inside, &r) == -1)
    return -1;
  if (r == -1)
    aug_failed ("loading the files");
  return r;
}

int
do_aug_init (const char *root, int flags)
{
  /* Augeas itself would find nothing and say nothing. */
  CLEANUP_CLOSE int fd = guest_open (root, O_PATH | O_DIRECTORY, 0);

  if (fd == -1) {
    reply_with_perror ("%s", root);
    return -1;
  }
  close_aug ();
  lazy = flags & AUG_NO_MODL_AUTOLOAD;
  aug = aug_init (root, NULL, flags | AUG_NO_LOAD | AUG_NO_ERR_CLOSE);
  if (aug == NULL) {
    reply_with_perror_errno (ENOMEM, "%s", root);
    return -1;
  }
  if (aug_error (aug) != AUG_NOERROR) {
    aug_failed (root);
    close_aug ();
    return -1;
  }
  return flags & AUG_NO_LOAD ? 0 : do_aug_load ();
}

int
do_aug_close (void)
{
  if (!need_aug ())
    return -1;
  close_aug ();
  return 0;
}

static void
save_inside (void *r)
{
  *(int *) r = aug_save (aug);
}

int
do_aug_save (void)
{
  int r = -1;

  if (!need_aug ())
    return -1;
  load_lenses ();
  if (guest_call (save_inside, &r) == -1)
    return -1;
  if (r == -1)
    save_failed ();
  return r;
}

int
do_aug_transform (const char *lens, const char *file,
                  const struct aug_transform_optargs *opts)
{
  int r;

  if (!need_aug ())
    return -1;
  r = aug_transform (aug, lens, file, opts->has_remove && opts->remove);
  if (r == -1)
    aug_failed (lens);
  return r;
}

/* ---- Reading the tree ---- */

char *
do_aug_get (const char *augpath)
{
  const char *value = NULL;
  char *ret;
  int r;

  if (!need_aug ())
    return NULL;
  r = aug_get (aug, augpath, &value);
  if (r != 1) {
    if (r == 0)
      reply_with_error_errno (ENOENT, "%s: no such node", augpath);
    else
      aug_failed (augpath);
    return NULL;
  }
  ret = strdup (value ? value : "");
  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

char *
do_aug_label (const char *augpath)
{
  const char *label = NULL;
  char *ret;
  int r;

  if (!need_aug ())
    return NULL;
  r = aug_label (aug, augpath, &label);
  if (r != 1 || label == NULL) {
    if (r == -1)
      aug_failed (augpath);
    else
      reply_with_error_errno (ENOENT, "%s: no such node", augpath);
    return NULL;
  }
  ret = strdup (label);
  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

/* Takes the strings over. */
static int
add_matches (struct strvec *v, char **matches, int n)
{
  int r = 0;

  for (int i = 0; i < n; ++i)
    if (strvec_add_owned (v, matches[i]) == -1)
      r = -1;
  free (matches);
  return r;
}

static int
match_paths (const char *augpath, struct strvec *v)
{
  char **matches = NULL;
  int n;

  if (!need_aug ())
    return -1;
  n = aug_match (aug, augpath, &matches);
  if (n == -1) {
    aug_failed (augpath);
    return -1;
  }
  if (add_matches (v, matches, n) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  return 0;
}

static char **
return_matches (struct strvec *v)
{
  char **ret = strvec_steal (v);

  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

char **
do_aug_match (const char *augpath)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  return match_paths (augpath, &v) == -1 ? NULL : return_matches (&v);
}

char **
do_aug_ls (const char *augpath)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_FREE char *children = NULL;
  const size_t n = strlen (augpath);
  const bool slash = n > 0 && augpath[n-1] == '/';

  if (slash && n > 1) {
    reply_with_error_errno (EINVAL, "%s: ends with a slash: leave it out",
                            augpath);
    return NULL;
  }
  if (asprintf (&children, slash ? "%s*" : "%s/*", augpath) == -1) {
    reply_with_perror ("malloc");
    return NULL;
  }
  if (match_paths (children, &v) == -1)
    return NULL;
  strvec_sort (&v);
  return return_matches (&v);
}

/* ---- Changing the tree ---- */

/* The result of a function that gives -1 when it failed. */
static int
checked (int r, const char *what)
{
  if (r == -1)
    aug_failed (what);
  return r;
}

int
do_aug_set (const char *augpath, const char *val)
{
  return need_aug () ? checked (aug_set (aug, augpath, val), augpath) : -1;
}

int
do_aug_clear (const char *augpath)
{
  return need_aug () ? checked (aug_set (aug, augpath, NULL), augpath) : -1;
}

int
do_aug_setm (const char *base, const char *sub, const char *val)
{
  return need_aug () ? checked (aug_setm (aug, base, sub, val), base) : -1;
}

int
do_aug_insert (const char *augpath, const char *label, int before)
{
  if (!need_aug ())
    return -1;
  return checked (aug_insert (aug, augpath, label, before), augpath);
}

int
do_aug_rm (const char *augpath)
{
  return need_aug () ? checked (aug_rm (aug, augpath), augpath) : -1;
}

int
do_aug_mv (const char *src, const char *dest)
{
  return need_aug () ? checked (aug_mv (aug, src, dest), src) : -1;
}

/* ---- Variables ---- */

int
do_aug_defvar (const char *name, const char *expr)
{
  return need_aug () ? checked (aug_defvar (aug, name, expr), name) : -1;
}

struct guestfs_int_bool *
do_aug_defnode (const char *name, const char *expr, const char *val)
{
  struct guestfs_int_bool *ret;
  int created = 0, n;

  if (!need_aug ())
    return NULL;
  n = checked (aug_defnode (aug, name, expr, val, &created), name);
  if (n == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  ret->i = n;
  ret->b = created;
  return ret;
}
