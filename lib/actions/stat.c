/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of stat without nanoseconds, made from those that have them. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "handle.h"
#include "impl.h"

static void
copy_stat (struct guestfs_stat *r, const struct guestfs_statns *s)
{
  r->dev = s->st_dev;
  r->ino = s->st_ino;
  r->mode = s->st_mode;
  r->nlink = s->st_nlink;
  r->uid = s->st_uid;
  r->gid = s->st_gid;
  r->rdev = s->st_rdev;
  r->size = s->st_size;
  r->blksize = s->st_blksize;
  r->blocks = s->st_blocks;
  r->atime = s->st_atime_sec;
  r->mtime = s->st_mtime_sec;
  r->ctime = s->st_ctime_sec;
}

/* Frees s. */
static struct guestfs_stat *
without_nanoseconds (guestfs_h *g, struct guestfs_statns *s)
{
  struct guestfs_stat *ret;

  if (s == NULL)
    return NULL;
  ret = safe_malloc (g, sizeof *ret);
  copy_stat (ret, s);
  guestfs_free_statns (s);
  return ret;
}

struct guestfs_stat *
guestfs_impl_stat (guestfs_h *g, const char *path)
{
  return without_nanoseconds (g, guestfs_statns (g, path));
}

struct guestfs_stat *
guestfs_impl_lstat (guestfs_h *g, const char *path)
{
  return without_nanoseconds (g, guestfs_lstatns (g, path));
}

/* ---- Many at once ---- */

/* Appends the entries of n names, and no other number of them. */
static int
add_piece (guestfs_h *g, struct guestfs_statns_list *all, const char *path,
           const char **piece, size_t n)
{
  struct guestfs_statns_list *list =
    guestfs_internal_lstatnslist (g, path, (char *const *) piece);
  const bool is_right = list != NULL && list->len == n;

  if (list != NULL && !is_right)
    guestfs_int_error_errno (g, EPROTO, "%s: %u entries came from the "
                             "appliance for %zu names", path, list->len, n);
  if (is_right && n > 0) {      /* memcpy takes no NULL */
    all->val = safe_realloc (g, all->val,
                             (all->len + n + 1) * sizeof all->val[0]);
    memcpy (all->val + all->len, list->val, n * sizeof all->val[0]);
    all->len += n;
  }
  guestfs_free_statns_list (list);
  return is_right ? 0 : -1;
}

struct guestfs_statns_list *
guestfs_impl_lstatnslist (guestfs_h *g, const char *path, char *const *names)
{
  const char *piece[GUESTFS_NAMES_PIECE + 1];
  struct guestfs_statns_list *all = safe_calloc (g, 1, sizeof *all);
  size_t n;

  do {
    n = string_list_piece (&names, piece, GUESTFS_NAMES_PIECE);
    if (add_piece (g, all, path, piece, n) == -1) {
      guestfs_free_statns_list (all);
      return NULL;
    }
  } while (*names);
  return all;
}

struct guestfs_stat_list *
guestfs_impl_lstatlist (guestfs_h *g, const char *path, char *const *names)
{
  struct guestfs_statns_list *list;
  struct guestfs_stat_list *ret;
  uint32_t i;

  list = guestfs_impl_lstatnslist (g, path, names);
  if (list == NULL)
    return NULL;
  ret = safe_malloc (g, sizeof *ret);
  ret->len = list->len;
  ret->val = safe_calloc (g, (size_t) list->len + 1, sizeof ret->val[0]);
  for (i = 0; i < list->len; ++i)
    copy_stat (&ret->val[i], &list->val[i]);
  guestfs_free_statns_list (list);
  return ret;
}
