/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which backend has a name.  They are listed in backends.mk. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"

static bool
backend_matches (const struct backend_ops *ops, const char *name)
{
  const size_t n = strlen (ops->name);

  return strncmp (name, ops->name, n) == 0 &&
    (name[n] == '\0' || name[n] == ':');
}

static char *
list_names (guestfs_h *g)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  const struct backend_ops *const *ops;

  for (ops = guestfs_int_backends; *ops; ops++)
    if (strbuf_addf (&b, "%s%s", b.len > 0 ? ", " : "", (*ops)->name) == -1 ||
        ((*ops)->arg && strbuf_addf (&b, "[:%s]", (*ops)->arg) == -1))
      g->abort_cb ();
  return strbuf_steal (&b);
}

const struct backend_ops *
guestfs_int_find_backend (guestfs_h *g, const char *name,
                          const char **ret_arg)
{
  CLEANUP_FREE char *names = NULL;
  const struct backend_ops *const *ops;
  const char *colon = strchr (name, ':');

  *ret_arg = colon ? colon + 1 : NULL;
  for (ops = guestfs_int_backends; *ops; ops++)
    if (backend_matches (*ops, name))
      return *ops;
  names = list_names (g);
  guestfs_int_error_errno (g, EINVAL, "backend \"%s\": not known to this "
                           "library: choose one of: %s", name, names);
  return NULL;
}

int
guestfs_int_set_backend (guestfs_h *g, const char *name)
{
  const char *arg;
  char *copy;

  if (strcmp (name, "appliance") == 0)  /* its name before 1.21 */
    name = "direct";
  if (!guestfs_int_find_backend (g, name, &arg))
    return -1;
  copy = safe_strdup (g, name); /* it may be the one that is freed */
  free (g->backend_name);
  g->backend_name = copy;
  return 0;
}
