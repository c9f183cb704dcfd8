/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files have beside content and mode: extended attributes, access
 * control lists, capabilities. */

#include "config.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/capability.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <acl/libacl.h>

#include "content.h"
#include "daemon.h"

/* guestfsd is linked with what does the work. */
int
optgroup_acl_available (void)
{
  return 1;
}

int
optgroup_linuxcaps_available (void)
{
  return 1;
}

int
optgroup_linuxxattrs_available (void)
{
  return 1;
}

/* ---- Reading extended attributes ---- */

/* The kernel's limits are buffer sizes: asking for the size first would be a
 * second call whose answer may be outdated.  NULL with errno set. */
static char *
read_xattr (const char *proc, const char *name, size_t *ret_size)
{
  CLEANUP_FREE char *buf = malloc (XATTR_SIZE_MAX + 1);
  ssize_t n;
  char *r;

  if (buf == NULL)
    return NULL;
  n = getxattr (proc, name, buf, XATTR_SIZE_MAX);
  if (n == -1)
    return NULL;
  buf[n] = '\0';
  *ret_size = n;
  r = realloc (buf, n + 1);
  if (r != NULL)
    buf = NULL;
  return r;
}

/* Sorted; a file system without attributes has none.  -1 with errno set. */
static int
list_xattrs (const char *proc, struct strvec *v)
{
  CLEANUP_FREE char *buf = malloc (XATTR_LIST_MAX);
  ssize_t n;
  const char *p;

  if (buf == NULL)
    return -1;
  n = listxattr (proc, buf, XATTR_LIST_MAX);
  if (n == -1)
    return errno == EOPNOTSUPP ? 0 : -1;
  for (p = buf; p < buf + n; p += strlen (p) + 1)
    if (strvec_add (v, p) == -1)
      return -1;
  strvec_sort (v);
  return 0;
}

static void
xattrs_done (struct guestfs_xattr_list **listp)
{
  uint32_t i;

  if (*listp == NULL)
    return;
  for (i = 0; i < (*listp)->len; ++i) {
    free ((*listp)->val[i].attrname);
    free ((*listp)->val[i].attrval);
  }
  free ((*listp)->val);
  free (*listp);
}
#define CLEANUP_XATTRS __attribute__ ((cleanup (xattrs_done)))

/* Takes value, also when it fails; -1 with errno set. */
static int
add_xattr (struct guestfs_xattr_list *list, const char *name,
           char *value_taken, size_t size)
{
  CLEANUP_FREE char *value = value_taken, *copy = strdup (name);
  struct guestfs_xattr *val = NULL;

  if (value != NULL && copy != NULL)
    val = reallocarray (list->val, list->len + 1, sizeof *val);
  if (val == NULL)
    return -1;
  list->val = val;
  val += list->len++;
  val->attrname = steal (&copy);
  val->attrval = steal (&value);
  val->attrval_len = size;
  return 0;
}

/* All attributes of one file at the end of the list; -1 with errno set. */
static int
add_xattrs_of (struct guestfs_xattr_list *list, const char *proc,
               const struct strvec *names)
{
  size_t i, size = 0;
  char *value;

  for (i = 0; i < names->len; ++i) {
    value = read_xattr (proc, names->ptr[i], &size);
    if (value == NULL || add_xattr (list, names->ptr[i], value, size) == -1)
      return -1;
  }
  return 0;
}

static struct guestfs_xattr_list *
xattrs_of_path (const char *path, int flags)
{
  CLEANUP_XATTRS struct guestfs_xattr_list *list = calloc (1, sizeof *list);
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = content_open_fd_path (path, flags, &fd);

  if (proc == NULL)
    return NULL;
  if (list == NULL || list_xattrs (proc, &names) == -1
      || add_xattrs_of (list, proc, &names) == -1) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  return steal (&list);
}

struct guestfs_xattr_list *
do_getxattrs (const char *path)
{
  return xattrs_of_path (path, 0);
}

struct guestfs_xattr_list *
do_lgetxattrs (const char *path)
{
  return xattrs_of_path (path, O_NOFOLLOW);
}

static char *
xattr_of_path (const char *path, int flags, const char *name,
               size_t *ret_size)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = content_open_fd_path (path, flags, &fd);
  char *value;

  if (proc == NULL)
    return NULL;
  value = read_xattr (proc, name, ret_size);
  if (value == NULL)
    reply_with_perror ("%s: attribute %s", path, name);
  return value;
}

char *
do_getxattr (const char *path, const char *name, size_t *ret_size)
{
  return xattr_of_path (path, 0, name, ret_size);
}

char *
do_lgetxattr (const char *path, const char *name, size_t *ret_size)
{
  return xattr_of_path (path, O_NOFOLLOW, name, ret_size);
}

/* ---- Those of many files ---- */

/* Before the attributes of each file comes an element without a name, which
 * says how many they are, or nothing when they cannot be read. */
static int
set_count (struct guestfs_xattr *head, size_t nr)
{
  char *text;

  if (asprintf (&text, "%zu", nr) == -1)
    return -1;
  free (head->attrval);
  head->attrval = text;
  head->attrval_len = strlen (text) + 1; /* programs give it to atoi */
  return 0;
}

/* What was added for a file that then could not be read to its end. */
static void
drop_xattrs_from (struct guestfs_xattr_list *list, uint32_t len)
{
  while (list->len > len) {
    list->len--;
    free (list->val[list->len].attrname);
    free (list->val[list->len].attrval);
  }
}

/* -1 with errno set only when memory is out. */
static int
add_xattrs_of_name (struct guestfs_xattr_list *list, int dirfd,
                    const char *name)
{
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  CLEANUP_CLOSE int fd = openat (dirfd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  CLEANUP_FREE char *proc = NULL;
  const uint32_t head = list->len;

  if (add_xattr (list, "", strdup (""), 0) == -1)
    return -1;
  if (fd == -1)
    return 0;
  proc = content_fd_path (fd);
  if (proc == NULL)
    return -1;
  if (list_xattrs (proc, &names) == -1
      || add_xattrs_of (list, proc, &names) == -1) {
    drop_xattrs_from (list, head + 1);
    return errno == ENOMEM ? -1 : 0;
  }
  return set_count (&list->val[head], names.len);
}

struct guestfs_xattr_list *
do_internal_lxattrlist (const char *path, char *const *names)
{
  CLEANUP_XATTRS struct guestfs_xattr_list *list = calloc (1, sizeof *list);
  CLEANUP_CLOSE int fd = content_open_dir (path);
  size_t i;

  if (fd == -1)
    return NULL;
  for (i = 0; names[i]; ++i)
    if (list == NULL || add_xattrs_of_name (list, fd, names[i]) == -1) {
      if (!reply_has_error ())
        reply_with_perror ("%s", path);
      return NULL;
    }
  return steal (&list);
}

/* ---- Changing extended attributes ---- */

static int
write_xattr (const char *path, int flags, const char *name, const char *val,
             int vallen)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = NULL;

  /* SELinux labels are stored with the NUL that ends the string. */
  if (vallen < 0 || (size_t) vallen > strlen (val) + 1) {
    reply_with_error_errno (EINVAL, "%s: attribute %s: the length is %d but "
                            "the value has %zu bytes", path, name, vallen,
                            strlen (val));
    return -1;
  }
  proc = content_open_fd_path (path, flags, &fd);
  if (proc == NULL)
    return -1;
  if (setxattr (proc, name, val, vallen, 0) == -1) {
    reply_with_perror ("%s: attribute %s", path, name);
    return -1;
  }
  return 0;
}

int
do_setxattr (const char *xattr, const char *val, int vallen, const char *path)
{
  return write_xattr (path, 0, xattr, val, vallen);
}

int
do_lsetxattr (const char *xattr, const char *val, int vallen, const char *path)
{
  return write_xattr (path, O_NOFOLLOW, xattr, val, vallen);
}

static int
remove_xattr (const char *path, int flags, const char *name)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = content_open_fd_path (path, flags, &fd);

  if (proc == NULL)
    return -1;
  if (removexattr (proc, name) == -1) {
    reply_with_perror ("%s: attribute %s", path, name);
    return -1;
  }
  return 0;
}

int
do_removexattr (const char *xattr, const char *path)
{
  return remove_xattr (path, 0, xattr);
}

int
do_lremovexattr (const char *xattr, const char *path)
{
  return remove_xattr (path, O_NOFOLLOW, xattr);
}

/* ---- Access control lists ---- */

static void
acl_done (const acl_t *acl)
{
  if (*acl != NULL)
    acl_free (*acl);
}
#define CLEANUP_ACL __attribute__ ((cleanup (acl_done)))

static int
parse_acl_type (const char *path, const char *acltype, acl_type_t *ret)
{
  if (strcmp (acltype, "access") == 0)
    *ret = ACL_TYPE_ACCESS;
  else if (strcmp (acltype, "default") == 0)
    *ret = ACL_TYPE_DEFAULT;
  else {
    reply_with_error_errno (EINVAL, "%s: there is no type of ACL \"%s\": give "
                            "access or default", path, acltype);
    return -1;
  }
  return 0;
}

/* With numbers: the names that the appliance knows are not the guest's. */
static char *
acl_text (acl_t acl)
{
  char *text = acl_to_any_text (acl, NULL, '\n',
                                TEXT_NUMERIC_IDS | TEXT_SOME_EFFECTIVE);
  char *r = NULL;

  if (text == NULL)
    return NULL;
  trim_trailing_newlines (text);
  if (asprintf (&r, "%s%s", text, text[0] ? "\n" : "") == -1)
    r = NULL;
  acl_free (text);
  return r;
}

char *
do_acl_get_file (const char *path, const char *acltype)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = NULL;
  CLEANUP_ACL acl_t acl = NULL;
  acl_type_t type;
  char *text = NULL;

  if (parse_acl_type (path, acltype, &type) == -1
      || (proc = content_open_fd_path (path, 0, &fd)) == NULL)
    return NULL;
  acl = acl_get_file (proc, type);
  if (acl != NULL)
    text = acl_text (acl);
  if (text == NULL)
    reply_with_perror ("%s: %s ACL", path, acltype);
  return text;
}

int
do_acl_set_file (const char *path, const char *acltype, const char *text)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *proc = NULL;
  CLEANUP_ACL acl_t acl = acl_from_text (text);
  acl_type_t type;

  if (parse_acl_type (path, acltype, &type) == -1)
    return -1;
  if (acl == NULL || acl_valid (acl) == -1) {
    reply_with_error_errno (EINVAL, "%s: \"%s\" is not an ACL, or not a "
                            "complete one", path, text);
    return -1;
  }
  proc = content_open_fd_path (path, 0, &fd);
  if (proc == NULL)
    return -1;
  if (acl_set_file (proc, type, acl) == -1) {
    reply_with_perror ("%s: %s ACL", path, acltype);
    return -1;
  }
  return 0;
}

int
do_acl_delete_def_file (const char *dir)
{
  CLEANUP_CLOSE int fd = content_open_dir (dir);
  CLEANUP_FREE char *proc = NULL;

  if (fd == -1 || (proc = content_fd_path (fd)) == NULL)
    return -1;
  if (acl_delete_def_file (proc) == -1) {
    reply_with_perror ("%s", dir);
    return -1;
  }
  return 0;
}

/* ---- Capabilities ---- */

static void
cap_done (const cap_t *cap)
{
  if (*cap != NULL)
    cap_free (*cap);
}
#define CLEANUP_CAP __attribute__ ((cleanup (cap_done)))

char *
do_cap_get_file (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_file (path);
  CLEANUP_CAP cap_t cap = NULL;
  char *text, *r;

  if (fd == -1)
    return NULL;
  cap = cap_get_fd (fd);
  if (cap == NULL && errno == ENODATA)
    text = NULL;
  else if (cap == NULL || (text = cap_to_text (cap, NULL)) == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  r = strdup (text ? text : "");
  if (r == NULL)
    reply_with_perror ("strdup");
  cap_free (text);
  return r;
}

int
do_cap_set_file (const char *path, const char *text)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_CAP cap_t cap = cap_from_text (text);

  if (cap == NULL) {
    reply_with_perror ("%s: \"%s\" are not capabilities", path, text);
    return -1;
  }
  fd = content_open_file (path);
  if (fd == -1)
    return -1;
  if (cap_set_fd (fd, cap) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  return 0;
}

/* ---- All of it from one file to another ---- */

/* The owner first: to change it takes away bits of the mode and
 * capabilities. */
static int
copy_owner_and_mode (const char *from, const char *to, bool owner, bool mode)
{
  struct stat st;

  if (stat (from, &st) == -1)
    return -1;
  if (owner && chown (to, st.st_uid, st.st_gid) == -1)
    return -1;
  return mode ? chmod (to, st.st_mode & 07777) : 0;
}

int
do_copy_attributes (const char *src, const char *dest,
                    const struct copy_attributes_optargs *opts)
{
  CLEANUP_CLOSE int from_fd = content_open_path (src), to_fd = -1;
  CLEANUP_FREE char *from = NULL, *to = NULL;
  /* "all" is for what is not given. */
  const bool all = opts->has_all && opts->all;
  const bool mode = opts->has_mode ? opts->mode : all;
  const bool owner = opts->has_ownership ? opts->ownership : all;
  const bool xattrs = opts->has_xattributes ? opts->xattributes : all;

  if (from_fd == -1 || (to_fd = content_open_path (dest)) == -1
      || (from = content_fd_path (from_fd)) == NULL
      || (to = content_fd_path (to_fd)) == NULL)
    return -1;
  if (copy_owner_and_mode (from, to, owner, mode) == -1
      || (xattrs && content_copy_xattrs_of_fds (from_fd, to_fd) == -1)) {
    reply_with_perror ("%s: to %s", src, dest);
    return -1;
  }
  return 0;
}
