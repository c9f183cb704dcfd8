/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Windows registry, with hivex.
 *
 * A hive is always read into memory (that is what opening for writing does in
 * hivex): it keeps nothing mounted busy, and a disk that cannot be read later
 * is no bus error.  hivex is given descriptors, never paths of the guest. */

#include "config.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

#include <hivex.h>

#include "content.h"
#include "daemon.h"

static hive_h *hive;
static char *hive_path;         /* in the guest, for errors and hivex_commit */
static bool writable;

int
optgroup_hivex_available (void)
{
  return 1;
}

/* ---- Open and close ---- */

static bool
need_hive (void)
{
  if (hive == NULL)
    reply_with_error_errno (EINVAL, "no hive is open: call hivex_open first");
  return hive != NULL;
}

static bool
need_writable (void)
{
  if (!need_hive ())
    return false;
  if (!writable)
    reply_with_error_errno (EROFS, "%s: the hive is open for reading only: "
                            "give hivex_open write:true", hive_path);
  return writable;
}

static void
close_hive (void)
{
  if (hive != NULL)
    hivex_close (hive);
  hive = NULL;
  free (hive_path);
  hive_path = NULL;
}

/* Half of the memory is left for what else the appliance does. */
static int
check_file (int fd, const char *path)
{
  struct sysinfo si;
  struct stat st;

  if (fstat (fd, &st) == -1 || sysinfo (&si) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  if (!S_ISREG (st.st_mode)) {
    reply_with_error_errno (EINVAL, "%s: not a regular file", path);
    return -1;
  }
  if ((uint64_t) st.st_size > (uint64_t) si.totalram * si.mem_unit / 2) {
    reply_with_error_errno (ENOMEM, "%s: %" PRIi64 " bytes do not fit into "
                            "the appliance's memory: give it more with "
                            "set_memsize", path, (int64_t) st.st_size);
    return -1;
  }
  return 0;
}

static int
open_flags (const struct hivex_open_optargs *opts)
{
  int flags = HIVEX_OPEN_WRITE;

  if (opts->has_verbose && opts->verbose)
    flags |= HIVEX_OPEN_VERBOSE;
  if (opts->has_debug && opts->debug)
    flags |= HIVEX_OPEN_DEBUG;
  if (opts->has_unsafe && opts->unsafe)
    flags |= HIVEX_OPEN_UNSAFE;
  return flags;
}

/* hivex says either of what does not look like a hive. */
static void
open_failed (const char *path)
{
  if (errno == ENOTSUP || errno == EINVAL)
    reply_with_error_errno (EINVAL, "%s: not a registry hive, or damaged: "
                            "try unsafe:true if it is one", path);
  else
    reply_with_perror ("%s: cannot be read as a registry hive", path);
}

int
do_hivex_open (const char *filename, const struct hivex_open_optargs *opts)
{
  CLEANUP_CLOSE int fd = content_open_file (filename);
  CLEANUP_FREE char *name = NULL;

  if (fd == -1 || check_file (fd, filename) == -1 ||
      (name = content_fd_path (fd)) == NULL)
    return -1;
  close_hive ();
  hive_path = strdup (filename);
  hive = hive_path ? hivex_open (name, open_flags (opts)) : NULL;
  if (hive == NULL) {
    open_failed (filename);
    close_hive ();
    return -1;
  }
  writable = opts->has_write && opts->write;
  return 0;
}

int
do_hivex_close (void)
{
  if (!need_hive ())
    return -1;
  close_hive ();
  return 0;
}

/* ---- Errors ---- */

static void
node_failed (int64_t nodeh, const char *name)
{
  const int err = errno;

  if (err == EINVAL || err == EFAULT)
    reply_with_error_errno (EINVAL, "%s: node %" PRIi64 "%s%s: not a node, or "
                            "damaged", hive_path, nodeh,
                            name ? ": " : "", name ? name : "");
  else
    reply_with_perror_errno (err, "%s: node %" PRIi64 "%s%s", hive_path, nodeh,
                             name ? ": " : "", name ? name : "");
}

static void
value_failed (int64_t valueh)
{
  const int err = errno;

  if (err == EINVAL || err == EFAULT)
    reply_with_error_errno (EINVAL, "%s: value %" PRIi64 ": not a value, or "
                            "damaged", hive_path, valueh);
  else
    reply_with_perror_errno (err, "%s: value %" PRIi64, hive_path, valueh);
}

/* ---- Nodes ---- */

int64_t
do_hivex_root (void)
{
  hive_node_h root;

  if (!need_hive ())
    return -1;
  root = hivex_root (hive);
  if (root != 0)
    return root;
  reply_with_error_errno (EINVAL, "%s: the hive has no root key", hive_path);
  return -1;
}

char *
do_hivex_node_name (int64_t nodeh)
{
  char *name;

  if (!need_hive ())
    return NULL;
  name = hivex_node_name (hive, nodeh);
  if (name == NULL)
    node_failed (nodeh, NULL);
  return name;
}

int64_t
do_hivex_node_parent (int64_t nodeh)
{
  hive_node_h parent;

  if (!need_hive ())
    return -1;
  if ((hive_node_h) nodeh == hivex_root (hive)) {
    reply_with_error_errno (EINVAL, "%s: node %" PRIi64 ": the root key has "
                            "no parent", hive_path, nodeh);
    return -1;
  }
  parent = hivex_node_parent (hive, nodeh);
  if (parent != 0)
    return parent;
  node_failed (nodeh, NULL);
  return -1;
}

/* A list of hivex, which ends with 0, as the only members of an array of
 * structs.  NULL with the error set. */
static void *
copy_handles (const size_t *handles, uint32_t *ret_len)
{
  size_t n = 0;
  int64_t *ret;

  while (handles[n] != 0)
    n++;
  ret = calloc (n + 1, sizeof *ret);
  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  for (size_t i = 0; i < n; ++i)
    ret[i] = handles[i];
  *ret_len = n;
  return ret;
}

struct guestfs_hivex_node_list *
do_hivex_node_children (int64_t nodeh)
{
  CLEANUP_FREE hive_node_h *nodes = NULL;
  struct guestfs_hivex_node_list *ret;

  if (!need_hive ())
    return NULL;
  nodes = hivex_node_children (hive, nodeh);
  if (nodes == NULL) {
    node_failed (nodeh, NULL);
    return NULL;
  }
  ret = calloc (1, sizeof *ret);
  if (ret == NULL)
    reply_with_perror ("calloc");
  else if ((ret->val = copy_handles (nodes, &ret->len)) != NULL)
    return ret;
  free (ret);
  return NULL;
}

/* 0 means that there is none. */
int64_t
do_hivex_node_get_child (int64_t nodeh, const char *name)
{
  hive_node_h child;

  if (!need_hive ())
    return -1;
  errno = 0;
  child = hivex_node_get_child (hive, nodeh, name);
  if (child != 0 || errno == 0)
    return child;
  node_failed (nodeh, name);
  return -1;
}

/* ---- Values ---- */

struct guestfs_hivex_value_list *
do_hivex_node_values (int64_t nodeh)
{
  CLEANUP_FREE hive_value_h *values = NULL;
  struct guestfs_hivex_value_list *ret;

  if (!need_hive ())
    return NULL;
  values = hivex_node_values (hive, nodeh);
  if (values == NULL) {
    node_failed (nodeh, NULL);
    return NULL;
  }
  ret = calloc (1, sizeof *ret);
  if (ret == NULL)
    reply_with_perror ("calloc");
  else if ((ret->val = copy_handles (values, &ret->len)) != NULL)
    return ret;
  free (ret);
  return NULL;
}

/* 0 means that there is none. */
int64_t
do_hivex_node_get_value (int64_t nodeh, const char *key)
{
  hive_value_h value;

  if (!need_hive ())
    return -1;
  errno = 0;
  value = hivex_node_get_value (hive, nodeh, key);
  if (value != 0 || errno == 0)
    return value;
  node_failed (nodeh, key);
  return -1;
}

char *
do_hivex_value_key (int64_t valueh)
{
  char *key;

  if (!need_hive ())
    return NULL;
  key = hivex_value_key (hive, valueh);
  if (key == NULL)
    value_failed (valueh);
  return key;
}

int64_t
do_hivex_value_type (int64_t valueh)
{
  hive_type type;

  if (!need_hive ())
    return -1;
  if (hivex_value_type (hive, valueh, &type, NULL) == 0)
    return type;
  value_failed (valueh);
  return -1;
}

char *
do_hivex_value_value (int64_t valueh, size_t *ret_size)
{
  hive_type type;
  char *data;

  if (!need_hive ())
    return NULL;
  data = hivex_value_value (hive, valueh, &type, ret_size);
  if (data == NULL)
    value_failed (valueh);
  return data;
}

static bool
is_string_type (hive_type type)
{
  return type == hive_t_REG_SZ || type == hive_t_REG_EXPAND_SZ ||
         type == hive_t_REG_LINK;
}

/* Why there is no string: hivex says EINVAL of each. */
static void
string_failed (int64_t valueh)
{
  const int err = errno;
  hive_type type;

  if (hivex_value_type (hive, valueh, &type, NULL) == -1)
    value_failed (valueh);
  else if (!is_string_type (type))
    reply_with_error_errno (EINVAL, "%s: value %" PRIi64 ": not a string but "
                            "of type %d: use hivex_value_value", hive_path,
                            valueh, (int) type);
  else if (err == EINVAL || err == EILSEQ)
    reply_with_error_errno (err, "%s: value %" PRIi64 ": not valid UTF-16: "
                            "use hivex_value_value", hive_path, valueh);
  else
    reply_with_perror_errno (err, "%s: value %" PRIi64, hive_path, valueh);
}

char *
do_hivex_value_string (int64_t valueh)
{
  char *ret;

  if (!need_hive ())
    return NULL;
  ret = hivex_value_string (hive, valueh);
  if (ret == NULL)
    string_failed (valueh);
  return ret;
}

char *
do_hivex_value_utf8 (int64_t valueh)
{
  return do_hivex_value_string (valueh);
}

/* ---- Changing ----
 * Where a hive is damaged in ways that reading it did not show, hivex's
 * assertions fail.  That must not end the daemon: the hive is closed. */

struct change {
  hive_node_h node;
  const char *name;
  const struct hive_set_value *value;
  /* results */
  hive_node_h ret_node;
  int r, err;
};

static sigjmp_buf assertion;

static void
assertion_failed (int sig)
{
  (void) sig;
  siglongjmp (assertion, 1);
}

static int
make_change (void (*fn) (struct change *), struct change *c)
{
  const struct sigaction sa = { .sa_handler = assertion_failed };
  struct sigaction old;
  volatile bool done = false;

  sigaction (SIGABRT, &sa, &old);
  if (sigsetjmp (assertion, 1) == 0) {
    fn (c);
    c->err = errno;
    done = true;
  }
  sigaction (SIGABRT, &old, NULL);
  if (done) {
    errno = c->err;
    return 0;
  }
  reply_with_error_errno (EINVAL, "%s: the hive is damaged where it would be "
                          "changed: it was closed, and nothing was written",
                          hive_path);
  close_hive ();
  return -1;
}

static void
add_child (struct change *c)
{
  c->ret_node = hivex_node_add_child (hive, c->node, c->name);
}

int64_t
do_hivex_node_add_child (int64_t parent, const char *name)
{
  struct change c = { .node = parent, .name = name };

  if (!need_writable () || make_change (add_child, &c) == -1)
    return -1;
  if (c.ret_node != 0)
    return c.ret_node;
  node_failed (parent, name);
  return -1;
}

static void
delete_child (struct change *c)
{
  c->r = hivex_node_delete_child (hive, c->node);
}

int
do_hivex_node_delete_child (int64_t nodeh)
{
  struct change c = { .node = nodeh };

  if (!need_writable ())
    return -1;
  if (c.node == hivex_root (hive)) {
    reply_with_error_errno (EINVAL, "%s: node %" PRIi64 ": the root key cannot "
                            "be deleted", hive_path, nodeh);
    return -1;
  }
  if (make_change (delete_child, &c) == -1)
    return -1;
  if (c.r == 0)
    return 0;
  node_failed (nodeh, NULL);
  return -1;
}

static void
set_value (struct change *c)
{
  c->r = hivex_node_set_value (hive, c->node, c->value, 0);
}

int
do_hivex_node_set_value (int64_t nodeh, const char *key, int64_t t,
                         const char *val, size_t val_size)
{
  const struct hive_set_value value = {
    .key = (char *) key, .t = t, .len = val_size, .value = (char *) val,
  };
  struct change c = { .node = nodeh, .value = &value };

  if (!need_writable ())
    return -1;
  if (t < 0 || t > INT_MAX) {
    reply_with_error_errno (EINVAL, "%s: %s: %" PRIi64 " is not a type",
                            hive_path, key, t);
    return -1;
  }
  if (make_change (set_value, &c) == -1)
    return -1;
  if (c.r == 0)
    return 0;
  node_failed (nodeh, key);
  return -1;
}

static int
check_commit (const char *path)
{
  if (!need_writable () || !need_root ())
    return -1;
  if (path[0] == '/')
    return 0;
  reply_with_error_errno (EINVAL, "%s: the path is not absolute", path);
  return -1;
}

int
do_hivex_commit (const char *filename)
{
  const char *path = filename != NULL || hive == NULL ? filename : hive_path;
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (check_commit (path) == -1 ||
      (fd = content_open (path, O_WRONLY | O_CREAT, 0666)) == -1)
    return -1;
  name = content_fd_path (fd);
  if (name == NULL)
    return -1;
  if (hivex_commit (hive, name, 0) == 0)
    return 0;
  reply_with_perror ("%s: writing the hive", path);
  return -1;
}
