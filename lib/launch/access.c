/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* May QEMU open what it must, when libvirt runs it as another user?
 *
 * libvirt would make that user the owner of every file, the appliance's, which
 * QEMU could then write to, and other people's images among them, and leave
 * most of them like that.  So it is told not to, and QEMU is given what it
 * needs in access control lists, which are as they were when it has ended.
 * Directories that are not ours are left alone: which one is in the way is
 * found out, and said, before anything is started.
 */

#include <config.h>

#include <endian.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "access.h"

/* ---- Whom it is for ---- */

/* The first call tells how many there are. */
static void
find_groups (guestfs_h *g, struct access *a)
{
  getgrouplist (a->name, a->gid, NULL, &a->nr_groups);
  a->groups = safe_calloc (g, a->nr_groups, sizeof *a->groups);
  if (getgrouplist (a->name, a->gid, a->groups, &a->nr_groups) == -1)
    a->nr_groups = 0;
}

void
guestfs_int_access_init (guestfs_h *g, struct access *a, uid_t uid, gid_t gid,
                         const char *own_dir)
{
  const long size = sysconf (_SC_GETPW_R_SIZE_MAX);
  const size_t n = size > 0 ? (size_t) size : 16384;
  CLEANUP_FREE char *buf = safe_malloc (g, n);
  struct passwd pw, *found = NULL;

  *a = (struct access) {
    .uid = uid, .gid = gid, .own_dir = safe_strdup (g, own_dir)
  };
  if (getpwuid_r (uid, &pw, buf, n, &found) != 0 || !found) {
    a->name = safe_asprintf (g, "%u", (unsigned) uid);
    return;
  }
  a->name = safe_strdup (g, pw.pw_name);
  find_groups (g, a);
}

static bool
in_group (const struct access *a, gid_t gid)
{
  for (int i = 0; i < a->nr_groups; i++)
    if (a->groups[i] == gid)
      return true;
  return gid == a->gid;
}

/* ---- Access control lists, as the kernel has them in an attribute ---- */

#define ACL_NAME "system.posix_acl_access"
#define ACL_VERSION 2
enum {
  ACL_USER_OBJ = 1, ACL_USER = 2, ACL_GROUP_OBJ = 4, ACL_GROUP = 8,
  ACL_MASK = 0x10, ACL_OTHER = 0x20,
};
struct acl_entry { uint16_t tag, perm; uint32_t id; };
struct acl {
  uint32_t version;
  struct acl_entry entries[];
};

/* Its number of entries, 0 when there is none; *ret is to be freed. */
static size_t
read_acl (guestfs_h *g, const char *path, struct acl **ret, size_t *ret_size)
{
  const ssize_t size = getxattr (path, ACL_NAME, NULL, 0);
  ssize_t n;

  *ret = NULL;
  if (size < (ssize_t) sizeof (struct acl))
    return 0;
  *ret = safe_malloc (g, size);
  n = getxattr (path, ACL_NAME, *ret, size);
  if (n != size || le32toh ((*ret)->version) != ACL_VERSION) {
    free (steal (ret));
    return 0;
  }
  *ret_size = n;
  return (n - sizeof (struct acl)) / sizeof (struct acl_entry);
}

static int
tag_of (const struct acl_entry *e)
{
  return le16toh (e->tag);
}

static int
perm_of (const struct acl_entry *e)
{
  return le16toh (e->perm);
}

static uint32_t
id_of (const struct acl_entry *e)
{
  return le32toh (e->id);
}

static int
mask_of (const struct acl *acl, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (tag_of (&acl->entries[i]) == ACL_MASK)
      return perm_of (&acl->entries[i]);
  return 7;
}

/* The rule of acl(5): a named user counts alone; of groups each may do. */
static bool
acl_allows (const struct access *a, const struct acl *acl, size_t n,
            const struct stat *st, int wanted)
{
  const int mask = mask_of (acl, n);
  bool in_some_group = false;

  for (size_t i = 0; i < n; i++) {
    const struct acl_entry *e = &acl->entries[i];
    const int tag = tag_of (e), perm = perm_of (e) & mask;

    if (tag == ACL_USER && id_of (e) == a->uid)
      return (perm & wanted) == wanted;
    if ((tag == ACL_GROUP_OBJ && in_group (a, st->st_gid)) ||
        (tag == ACL_GROUP && in_group (a, id_of (e)))) {
      if ((perm & wanted) == wanted)
        return true;
      in_some_group = true;
    }
  }
  return !in_some_group && (st->st_mode & wanted) == (mode_t) wanted;
}

static bool
mode_allows (const struct access *a, const struct stat *st, int wanted)
{
  const int shift = in_group (a, st->st_gid) ? 3 : 0;

  return (st->st_mode >> shift & wanted) == (mode_t) wanted;
}

static bool
is_allowed (guestfs_h *g, const struct access *a, const char *path,
            const struct stat *st, int wanted)
{
  CLEANUP_FREE struct acl *acl = NULL;
  size_t n, size;

  if (a->uid == 0)
    return true;
  if (st->st_uid == a->uid)
    return (st->st_mode >> 6 & wanted) == (mode_t) wanted;
  n = read_acl (g, path, &acl, &size);
  return n > 0 ? acl_allows (a, acl, n, st, wanted)
    : mode_allows (a, st, wanted);
}

/* ---- Giving ---- */

static struct acl_entry
make_entry (int tag, int perm, uint32_t id)
{
  return (struct acl_entry) { htole16 (tag), htole16 (perm), htole32 (id) };
}

/* What a list looks like that says the same as the mode. */
static size_t
acl_of_mode (mode_t mode, struct acl_entry *ret)
{
  ret[0] = make_entry (ACL_USER_OBJ, mode >> 6 & 7, UINT32_MAX);
  ret[1] = make_entry (ACL_GROUP_OBJ, mode >> 3 & 7, UINT32_MAX);
  ret[2] = make_entry (ACL_MASK, mode >> 3 & 7, UINT32_MAX);
  ret[3] = make_entry (ACL_OTHER, mode & 7, UINT32_MAX);
  return 4;
}

/* The mask is to let our user through, but nobody else further than now. */
static struct acl_entry
beside_new_user (const struct acl_entry *e, int mask, int wanted)
{
  struct acl_entry ret = *e;
  const int tag = tag_of (e);

  if (tag == ACL_MASK)
    ret.perm = htole16 (mask | wanted);
  else if (tag == ACL_USER || tag == ACL_GROUP || tag == ACL_GROUP_OBJ)
    ret.perm = htole16 (perm_of (e) & mask);
  return ret;
}

/* Entries are in the order of their tags, and of the numbers of users. */
static size_t
insert_user (const struct acl_entry *from, size_t n, int mask,
             const struct access *a, int wanted, struct acl_entry *ret)
{
  size_t len = 0;
  bool done = false;

  for (size_t i = 0; i < n; i++) {
    const int tag = tag_of (&from[i]);
    const bool named = tag == ACL_USER;

    if (named && id_of (&from[i]) == a->uid)
      wanted |= perm_of (&from[i]) & mask;
    if (!done && (tag > ACL_USER || (named && id_of (&from[i]) >= a->uid))) {
      ret[len++] = make_entry (ACL_USER, wanted, a->uid);
      done = true;
    }
    if (!named || id_of (&from[i]) != a->uid)
      ret[len++] = beside_new_user (&from[i], mask, wanted);
  }
  return len;
}

static int
set_user (guestfs_h *g, const struct access *a, const char *path,
          const struct acl *old, size_t n, mode_t mode, int wanted)
{
  struct acl_entry plain[4];
  const struct acl_entry *from = n > 0 ? old->entries : plain;
  const int mask = n > 0 ? mask_of (old, n) : (int) (mode >> 3 & 7);

  if (n == 0)
    n = acl_of_mode (mode, plain);
  CLEANUP_FREE struct acl *acl =
    safe_calloc (g, 1, sizeof *acl + (n + 1) * sizeof acl->entries[0]);
  acl->version = htole32 (ACL_VERSION);
  n = insert_user (from, n, mask, a, wanted, acl->entries);
  return setxattr (path, ACL_NAME, acl,
                   sizeof *acl + n * sizeof acl->entries[0], 0);
}

static void
remember (guestfs_h *g, struct access *a, const char *path, mode_t mode,
          struct acl *acl, size_t size)
{
  a->given = safe_realloc (g, a->given,
                           (a->nr_given + 1) * sizeof *a->given);
  a->given[a->nr_given++] = (struct given) {
    .owner = a->owner, .path = safe_strdup (g, path), .mode = mode & 07777,
    .acl = acl, .acl_size = size,
  };
}

/* 0; -1: errno is set. */
static int
give_acl (guestfs_h *g, struct access *a, const char *path,
          const struct stat *st, int wanted)
{
  CLEANUP_FREE struct acl *acl = NULL;
  size_t size = 0;
  const size_t n = read_acl (g, path, &acl, &size);

  if (set_user (g, a, path, acl, n, st->st_mode, wanted) == -1)
    return -1;
  debug (g, "%s: %s was given the right to use it", path, a->name);
  /* Other handles, too, need directories of the cache. */
  if (!S_ISDIR (st->st_mode))
    remember (g, a, path, st->st_mode, steal (&acl), size);
  return 0;
}

/* What somebody else has changed meanwhile is left as it is. */
static void
take_back (struct given *given)
{
  if (given->acl)
    setxattr (given->path, ACL_NAME, given->acl, given->acl_size, 0);
  else if (removexattr (given->path, ACL_NAME) == 0)
    chmod (given->path, given->mode);
  free (given->path);
  free (given->acl);
}

void
guestfs_int_access_take_back (struct access *a, const void *owner)
{
  size_t kept = 0;

  for (size_t i = 0; i < a->nr_given; i++)
    if (a->given[i].owner == owner)
      take_back (&a->given[i]);
    else
      a->given[kept++] = a->given[i];
  a->nr_given = kept;
}

void
guestfs_int_access_done (struct access *a)
{
  while (a->nr_given > 0)
    take_back (&a->given[--a->nr_given]);
  free (a->given);
  free (a->groups);
  free (a->own_dir);
  free (a->name);
  *a = (struct access) ACCESS_INIT;
}

/* ---- The way to a file ---- */

static const char *
word_for (int wanted)
{
  return wanted & MAY_WRITE ? "rw" : wanted & MAY_READ ? "r" : "x";
}

static int
refuse (guestfs_h *g, const struct access *a, const char *file,
        const char *path, const struct stat *st, int wanted)
{
  const bool dir = S_ISDIR (st->st_mode);

  guestfs_int_error_errno (g, EACCES, "%s: libvirt runs QEMU as user %s, who "
                           "may not %s %s (owner %u, mode %04o): run setfacl "
                           "-m u:%s:%s %s, or set LIBGUESTFS_BACKEND=direct",
                           file, a->name, dir ? "pass through the directory"
                           : wanted & MAY_WRITE ? "write to" : "read", path,
                           (unsigned) st->st_uid, st->st_mode & 07777, a->name,
                           word_for (wanted), path);
  return -1;
}

static bool
is_same_file (const char *path, const char *other)
{
  CLEANUP_FREE char *real = other ? realpath (other, NULL) : NULL;

  return real && strcmp (path, real) == 0;
}

/* Private directories of ours: of this handle, or in the cache. */
static bool
is_ours (guestfs_h *g, const struct access *a, const char *path)
{
  CLEANUP_FREE char *cache =
    safe_asprintf (g, "%s/.guestfs-%ju", guestfs_int_get_cachedir (g),
                   (uintmax_t) geteuid ());
  CLEANUP_FREE char *real = realpath (cache, NULL);
  const size_t n = real ? strlen (real) : 0;

  return is_same_file (path, g->tmpdir) || is_same_file (path, a->own_dir) ||
    (real && strncmp (path, real, n) == 0 &&
     (path[n] == '\0' || path[n] == '/'));
}

static int
look_at_one (guestfs_h *g, struct access *a, const char *file,
             const char *path, int wanted)
{
  struct stat st;

  if (stat (path, &st) == -1) {
    perrorf (g, "%s", path);
    return -1;
  }
  if (is_allowed (g, a, path, &st, wanted))
    return 0;
  if ((!S_ISDIR (st.st_mode) || is_ours (g, a, path)) &&
      (geteuid () == 0 || st.st_uid == geteuid ()) &&
      give_acl (g, a, path, &st, wanted) == 0)
    return 0;
  return refuse (g, a, file, path, &st, wanted);
}

/* Each directory of an absolute name. */
static int
look_at_directories (guestfs_h *g, struct access *a, const char *file,
                     const char *path)
{
  for (const char *p = path; p && *p; p = strchr (p + 1, '/')) {
    CLEANUP_FREE char *dir = safe_strndup (g, path, p > path ? p - path : 1);
    CLEANUP_FREE char *real = realpath (dir, NULL);

    if (look_at_one (g, a, file, real ? real : dir, MAY_EXECUTE) == -1)
      return -1;
  }
  return 0;
}

static int
give_way (guestfs_h *g, struct access *a, const char *path)
{
  CLEANUP_FREE char *real = realpath (path, NULL);

  if (!real) {
    perrorf (g, "%s", path);
    return -1;
  }
  if (look_at_directories (g, a, path, path) == -1)
    return -1;
  return strcmp (real, path) == 0 ? 0
    : look_at_directories (g, a, path, real);
}

int
guestfs_int_access_give (guestfs_h *g, struct access *a, const char *path,
                         int wanted)
{
  CLEANUP_FREE char *real = realpath (path, NULL);

  if (give_way (g, a, path) == -1)
    return -1;
  return look_at_one (g, a, path, real, wanted);
}
