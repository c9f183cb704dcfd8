/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subvolumes of Btrfs. */

#include "config.h"

#include <endian.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <btrfsutil.h>
#include <linux/btrfs_tree.h>

#include "btrfs.h"
#include "daemon.h"

/* ---- Errors ---- */

/* Only those that come from a call of the kernel have set errno. */
static int
util_error (enum btrfs_util_error err, const char *what)
{
  int saved = errno;

  switch (err) {
  case BTRFS_UTIL_ERROR_NO_MEMORY:
    reply_with_perror_errno (ENOMEM, "%s", what);
    break;
  case BTRFS_UTIL_ERROR_INVALID_ARGUMENT:
  case BTRFS_UTIL_ERROR_NOT_BTRFS:
  case BTRFS_UTIL_ERROR_NOT_SUBVOLUME:
    reply_with_error_errno (EINVAL, "%s: %s", what, btrfs_util_strerror (err));
    break;
  case BTRFS_UTIL_ERROR_SUBVOLUME_NOT_FOUND:
    reply_with_error_errno (ENOENT, "%s: %s", what, btrfs_util_strerror (err));
    break;
  default:
    reply_with_perror_errno (saved, "%s: %s", what, btrfs_util_strerror (err));
    break;
  }
  return -1;
}

/* ---- Creating and deleting ---- */

static void
inherit_done (struct btrfs_util_qgroup_inherit **inherit)
{
  if (*inherit)
    btrfs_util_destroy_qgroup_inherit (*inherit);
}
#define CLEANUP_INHERIT __attribute__ ((cleanup (inherit_done)))

/* NULL stays when no quota group is given. */
static int
make_inherit (bool given, const char *qgroup,
              struct btrfs_util_qgroup_inherit **ret)
{
  enum btrfs_util_error err;
  uint64_t id;

  if (!given)
    return 0;
  if (qgroup_parse (qgroup, &id) == -1)
    return -1;
  err = btrfs_util_create_qgroup_inherit (0, ret);
  if (err == BTRFS_UTIL_OK)
    err = btrfs_util_qgroup_inherit_add_group (ret, id);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, qgroup);
}

int
do_btrfs_subvolume_create (const char *dest,
                           const struct btrfs_subvolume_create_optargs *o)
{
  CLEANUP_INHERIT struct btrfs_util_qgroup_inherit *inherit = NULL;
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int parent = -1;
  enum btrfs_util_error err;

  if (make_inherit (o->has_qgroupid, o->qgroupid, &inherit) == -1)
    return -1;
  parent = btrfs_open_parent (dest, &name);
  if (parent == -1)
    return -1;
  err = btrfs_util_create_subvolume_fd (parent, name, 0, NULL, inherit);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, dest);
}

/* Where a snapshot goes: like a copy, into a directory that exists. */
static int
open_destination (const char *source, const char *dest, char **ret_name)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  if (guest_stat (dest, &st) == -1 || !S_ISDIR (st.st_mode))
    return btrfs_open_parent (dest, ret_name);
  fd = btrfs_open_parent (source, &name);
  if (fd == -1)
    return -1;
  if (strcmp (name, ".") == 0) {
    reply_with_error_errno (EEXIST, "%s: is a directory already, and %s gives "
                            "no name for a snapshot in it", dest, source);
    return -1;
  }
  *ret_name = steal (&name);
  return btrfs_open (dest);
}

int
do_btrfs_subvolume_snapshot (const char *source, const char *dest,
                             const struct btrfs_subvolume_snapshot_optargs *o)
{
  CLEANUP_INHERIT struct btrfs_util_qgroup_inherit *inherit = NULL;
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_CLOSE int parent = -1;
  const int flags = o->has_ro && o->ro
    ? BTRFS_UTIL_CREATE_SNAPSHOT_READ_ONLY : 0;
  enum btrfs_util_error err;

  if (make_inherit (o->has_qgroupid, o->qgroupid, &inherit) == -1
      || (fd = btrfs_open (source)) == -1
      || (parent = open_destination (source, dest, &name)) == -1)
    return -1;
  err = btrfs_util_is_subvolume_fd (fd);
  if (err != BTRFS_UTIL_OK)
    return util_error (err, source);
  err = btrfs_util_create_snapshot_fd2 (fd, parent, name, flags, NULL,
                                        inherit);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, dest);
}

/* What the kernel says of a directory that is none would be "Invalid
 * argument". */
static int
check_subvolume (int parent, const char *name, const char *path)
{
  CLEANUP_CLOSE int fd = openat (parent, name, O_RDONLY | O_DIRECTORY
                                 | O_NOFOLLOW | O_CLOEXEC);
  enum btrfs_util_error err;

  if (fd == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  err = btrfs_util_is_subvolume_fd (fd);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, path);
}

int
do_btrfs_subvolume_delete (const char *subvolume)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int parent = btrfs_open_parent (subvolume, &name);
  enum btrfs_util_error err;

  if (parent == -1 || check_subvolume (parent, name, subvolume) == -1)
    return -1;
  if (strcmp (name, ".") == 0) {
    reply_with_error_errno (EBUSY, "%s: is mounted: mount its parent to "
                            "delete it", subvolume);
    return -1;
  }
  err = btrfs_util_delete_subvolume_fd (parent, name, 0);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, subvolume);
}

/* ---- Listing ---- */

static void
iterator_done (struct btrfs_util_subvolume_iterator **it)
{
  if (*it)
    btrfs_util_destroy_subvolume_iterator (*it);
}
#define CLEANUP_ITERATOR __attribute__ ((cleanup (iterator_done)))

/* Calls fn for each subvolume but the top one, until it returns -1 with errno;
 * path is the callee's to keep or free. */
static int
each_subvolume (int fd, const char *what,
                int (*fn) (void *opaque, char *path,
                           const struct btrfs_util_subvolume_info *info),
                void *opaque)
{
  CLEANUP_ITERATOR struct btrfs_util_subvolume_iterator *it = NULL;
  struct btrfs_util_subvolume_info info;
  enum btrfs_util_error err;
  char *path;

  err = btrfs_util_create_subvolume_iterator_fd
    (fd, BTRFS_FS_TREE_OBJECTID, 0, &it);
  if (err != BTRFS_UTIL_OK)
    return util_error (err, what);
  while ((err = btrfs_util_subvolume_iterator_next_info (it, &path, &info))
         == BTRFS_UTIL_OK)
    if (fn (opaque, path, &info) == -1) {
      reply_with_perror ("%s", what);
      return -1;
    }
  return err == BTRFS_UTIL_ERROR_STOP_ITERATION ? 0 : util_error (err, what);
}

static int
add_subvolume (void *opaque, char *path,
               const struct btrfs_util_subvolume_info *info)
{
  struct guestfs_btrfssubvolume_list *list = opaque;
  struct guestfs_btrfssubvolume *bigger, *s;

  bigger = reallocarray (list->val, list->len + 1, sizeof *bigger);
  if (bigger == NULL) {
    free (path);
    return -1;
  }
  list->val = bigger;
  s = &list->val[list->len++];
  s->btrfssubvolume_id = info->id;
  s->btrfssubvolume_top_level_id = info->parent_id;
  s->btrfssubvolume_path = path;
  return 0;
}

static int
compare_subvolumes (const void *va, const void *vb)
{
  const struct guestfs_btrfssubvolume *a = va, *b = vb;

  return a->btrfssubvolume_id < b->btrfssubvolume_id ? -1
    : a->btrfssubvolume_id > b->btrfssubvolume_id;
}

static void
subvolumes_free (struct guestfs_btrfssubvolume_list *list)
{
  for (uint32_t i = 0; i < list->len; ++i)
    free (list->val[i].btrfssubvolume_path);
  free (list->val);
  free (list);
}

struct guestfs_btrfssubvolume_list *
do_btrfs_subvolume_list (const mountable_t *fs)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;
  struct guestfs_btrfssubvolume_list *ret;

  if (btrfs_place (&p, fs, false) == -1)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  if (each_subvolume (p.fd, fs->device, add_subvolume, ret) == -1) {
    subvolumes_free (ret);
    return NULL;
  }
  if (ret->len > 0)
    qsort (ret->val, ret->len, sizeof *ret->val, compare_subvolumes);
  return ret;
}

/* ---- The default subvolume ---- */

int64_t
do_btrfs_subvolume_get_default (const mountable_t *fs)
{
  CLEANUP_BTRFS_PLACE struct btrfs_place p = BTRFS_PLACE_INIT;
  enum btrfs_util_error err;
  uint64_t id;

  if (btrfs_place (&p, fs, false) == -1)
    return -1;
  err = btrfs_util_get_default_subvolume_fd (p.fd, &id);
  return err == BTRFS_UTIL_OK ? (int64_t) id : util_error (err, fs->device);
}

int
do_btrfs_subvolume_set_default (int64_t id, const char *fs)
{
  CLEANUP_CLOSE int fd = -1;
  enum btrfs_util_error err;

  if (id < 0) {
    reply_with_error_errno (EINVAL, "%" PRIi64 ": not the number of a "
                            "subvolume", id);
    return -1;
  }
  fd = btrfs_open (fs);
  if (fd == -1)
    return -1;
  /* To the kernel 0 is the top; to the library it is that of fd. */
  err = btrfs_util_set_default_subvolume_fd
    (fd, id == 0 ? BTRFS_FS_TREE_OBJECTID : (uint64_t) id);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, fs);
}

/* ---- Showing one ---- */

static int
add_text (struct strvec *v, const char *key, const char *text)
{
  return strvec_add (v, key) | strvec_add (v, text);
}

static int
add_number (struct strvec *v, const char *key, uint64_t n)
{
  return strvec_add (v, key) | strvec_addf (v, "%" PRIu64, n);
}

/* Of a subvolume that is no snapshot, or was not received: empty. */
static int
add_uuid (struct strvec *v, const char *key, const uint8_t uuid[16])
{
  static const uint8_t none[16];
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (memcmp (uuid, none, sizeof none) == 0)
    return add_text (v, key, "");
  for (int i = 0; i < 16; ++i)
    if (strbuf_addf (&b, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10
                     ? "-" : "", uuid[i]) == -1)
      return -1;
  return add_text (v, key, b.ptr);
}

static int
add_time (struct strvec *v, const char *key, const struct timespec *ts)
{
  struct tm tm;
  time_t t = ts->tv_sec;

  if (t == 0 || gmtime_r (&t, &tm) == NULL)
    return add_text (v, key, "");
  return strvec_add (v, key)
    | strvec_addf (v, "%04d-%02d-%02d %02d:%02d:%02d +0000",
                   tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                   tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Snapshots of a subvolume, as "path,path". */
struct snapshots {
  const uint8_t *uuid;
  struct strvec paths;
};

static int
add_snapshot (void *opaque, char *path,
              const struct btrfs_util_subvolume_info *info)
{
  struct snapshots *s = opaque;

  if (memcmp (info->parent_uuid, s->uuid, sizeof info->parent_uuid) == 0)
    return strvec_add_owned (&s->paths, path);
  free (path);
  return 0;
}

static int
add_snapshots (struct strvec *v, int fd, const char *what,
               const struct btrfs_util_subvolume_info *info)
{
  struct snapshots s = { .uuid = info->uuid, .paths = STRVEC_INIT };
  CLEANUP_FREE_STRING_LIST char **paths = NULL;
  CLEANUP_FREE char *text = NULL;
  int r = each_subvolume (fd, what, add_snapshot, &s);

  if (s.paths.len > 0)
    strvec_sort (&s.paths);
  paths = strvec_steal (&s.paths);
  if (r == -1 || paths == NULL)
    return -1;
  text = string_list_join (",", paths);
  return text ? add_text (v, "Snapshot(s)", text) : -1;
}

/* What is counted and limited for one quota group. */
struct usage {
  uint64_t id;
  bool found;
  struct btrfs_qgroup_info_item info;
  struct btrfs_qgroup_limit_item limit;
};

static int
take_info (void *opaque, uint64_t id, const void *item)
{
  struct usage *u = opaque;

  if (id == u->id) {
    memcpy (&u->info, item, sizeof u->info);
    u->found = true;
  }
  return 0;
}

static int
take_limit (void *opaque, uint64_t id, const void *item)
{
  struct usage *u = opaque;

  if (id == u->id)
    memcpy (&u->limit, item, sizeof u->limit);
  return 0;
}

static int
add_limit (struct strvec *v, const char *key, bool limited, uint64_t n)
{
  return limited ? add_number (v, key, n) : add_text (v, key, "");
}

/* Nothing when quotas are not enabled. */
static int
add_usage (struct strvec *v, int fd, uint64_t subvolume)
{
  CLEANUP_FREE char *name = qgroup_format (subvolume);
  struct usage u = { .id = subvolume };
  uint64_t flags;

  qgroup_each_item (fd, BTRFS_QGROUP_INFO_KEY, take_info, &u, sizeof u.info);
  if (!u.found)
    return 0;
  qgroup_each_item (fd, BTRFS_QGROUP_LIMIT_KEY, take_limit, &u,
                   sizeof u.limit);
  flags = le64toh (u.limit.flags);
  return (name ? add_text (v, "Quota group", name) : -1)
    | add_limit (v, "Limit referenced", flags & BTRFS_QGROUP_LIMIT_MAX_RFER,
                 le64toh (u.limit.max_rfer))
    | add_limit (v, "Limit exclusive", flags & BTRFS_QGROUP_LIMIT_MAX_EXCL,
                 le64toh (u.limit.max_excl))
    | add_number (v, "Usage referenced", le64toh (u.info.rfer))
    | add_number (v, "Usage exclusive", le64toh (u.info.excl));
}

/* The keys are those of "btrfs subvolume show": programs look for them. */
static int
add_info (struct strvec *v, const char *path,
          const struct btrfs_util_subvolume_info *i)
{
  const bool top = i->id == BTRFS_FS_TREE_OBJECTID;
  const char *slash = strrchr (path, '/');

  return add_text (v, "path", top ? "/" : path)
    | add_text (v, "Name", top ? "<FS_TREE>" : slash ? slash + 1 : path)
    | add_uuid (v, "UUID", i->uuid)
    | add_uuid (v, "Parent UUID", i->parent_uuid)
    | add_uuid (v, "Received UUID", i->received_uuid)
    | add_time (v, "Creation time", &i->otime)
    | add_number (v, "Subvolume ID", i->id)
    | add_number (v, "Generation", i->generation)
    | add_number (v, "Gen at creation", i->otransid)
    | add_number (v, "Parent ID", i->parent_id)
    | add_number (v, "Top level ID", i->parent_id)
    | add_text (v, "Flags", i->flags & BTRFS_ROOT_SUBVOL_RDONLY
                ? "readonly" : "")
    | add_number (v, "Send transid", i->stransid)
    | add_time (v, "Send time", &i->stime)
    | add_number (v, "Receive transid", i->rtransid)
    | add_time (v, "Receive time", &i->rtime);
}

static int
get_info (int fd, const char *what, struct btrfs_util_subvolume_info *ret,
          char **ret_path)
{
  enum btrfs_util_error err = btrfs_util_is_subvolume_fd (fd);

  if (err == BTRFS_UTIL_OK)
    err = btrfs_util_subvolume_info_fd (fd, 0, ret);
  if (err == BTRFS_UTIL_OK)
    err = btrfs_util_subvolume_path_fd (fd, ret->id, ret_path);
  return err == BTRFS_UTIL_OK ? 0 : util_error (err, what);
}

char **
do_btrfs_subvolume_show (const char *subvolume)
{
  CLEANUP_CLOSE int fd = btrfs_open (subvolume);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_FREE char *path = NULL;
  struct btrfs_util_subvolume_info info;

  if (fd == -1 || get_info (fd, subvolume, &info, &path) == -1)
    return NULL;
  if (add_info (&v, path, &info) == 0
      && add_snapshots (&v, fd, subvolume, &info) == 0
      && add_usage (&v, fd, info.id) == 0)
    return strvec_steal (&v);
  if (!reply_has_error ())
    reply_with_perror_errno (ENOMEM, "%s", subvolume);
  return NULL;
}
