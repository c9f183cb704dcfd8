/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of a local mount.  Programs give those of FUSE 2 and of its
 * high-level library: what has a meaning here is done here, what has none is
 * left out, and all others are FUSE's. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "localmount.h"

/* Up to "=" when there is one. */
static const char *const without_meaning[] = {
  "ac_attr_timeout=", "async_read", "atomic_o_trunc", "auto_cache",
  "big_writes", "congestion_threshold=", "direct_io", "hard_remove", "intr",
  "intr_signal=", "kernel_cache", "large_read", "max_background=",
  "max_read=", "max_readahead=", "max_write=", "modules=", "noauto_cache",
  "noforget", "nonempty", "no_remote_flock", "no_remote_lock",
  "no_remote_posix_lock", "no_splice_move", "no_splice_read",
  "no_splice_write", "nopath", "readdir_ino", "remember=", "splice_move",
  "splice_read", "splice_write", "sync_read", "use_ino",
};

/* The value of "name=value", or NULL. */
static const char *
value_of (const char *option, const char *name)
{
  const size_t n = strlen (name);

  return strncmp (option, name, n) == 0 ? option + n : NULL;
}

static bool
has_no_meaning (const char *option)
{
  const size_t nr = sizeof without_meaning / sizeof without_meaning[0];

  for (size_t i = 0; i < nr; i++) {
    const char *w = without_meaning[i];

    if (w[strlen (w) - 1] == '=' ? value_of (option, w) != NULL
        : strcmp (option, w) == 0)
      return true;
  }
  return false;
}

static int
get_number (guestfs_h *g, const char *option, const char *value, int base,
            unsigned *ret)
{
  char *end;
  unsigned long n;

  errno = 0;
  n = strtoul (value, &end, base);
  if (errno != 0 || end == value || *end || *value == '-' || n > UINT32_MAX) {
    guestfs_int_error_errno (g, EINVAL, "option %s: must be a number", option);
    return -1;
  }
  *ret = n;
  return 1;
}

static int
get_seconds (guestfs_h *g, const char *option, const char *value, double *ret)
{
  char *end;

  *ret = strtod (value, &end);
  if (end == value || *end || !(*ret >= 0)) {
    guestfs_int_error_errno (g, EINVAL, "option %s: must be seconds", option);
    return -1;
  }
  return 1;
}

/* 1: it is ours, 0: not, -1: error set. */
static int
take_ours (guestfs_h *g, struct local_options *o, const char *s)
{
  const char *v;

  if (strcmp (s, "default_permissions") == 0)
    return o->default_permissions = true;
  if ((v = value_of (s, "uid=")) != NULL)
    return o->has_uid = true, get_number (g, s, v, 10, &o->uid);
  if ((v = value_of (s, "gid=")) != NULL)
    return o->has_gid = true, get_number (g, s, v, 10, &o->gid);
  if ((v = value_of (s, "umask=")) != NULL)
    return o->has_umask = true, get_number (g, s, v, 8, &o->umask);
  if ((v = value_of (s, "entry_timeout=")) != NULL)
    return o->has_entry_timeout = true,
           get_seconds (g, s, v, &o->entry_timeout);
  if ((v = value_of (s, "negative_timeout=")) != NULL)
    return o->has_negative_timeout = true,
           get_seconds (g, s, v, &o->negative_timeout);
  if ((v = value_of (s, "attr_timeout=")) != NULL)
    return o->has_attr_timeout = true,
           get_seconds (g, s, v, &o->attr_timeout);
  return has_no_meaning (s);
}

/* A comma behind a backslash is part of an option. */
static size_t
option_length (const char *s)
{
  size_t n = 0;

  while (s[n] && s[n] != ',')
    n += s[n] == '\\' && s[n+1] ? 2 : 1;
  return n;
}

int
guestfs_int_local_options (guestfs_h *g, struct local_options *o,
                           const char *options)
{
  CLEANUP_STRBUF struct strbuf rest = STRBUF_INIT;

  for (size_t n; *options; options += n + (options[n] == ',')) {
    CLEANUP_FREE char *option = NULL;
    int r;

    n = option_length (options);
    option = safe_strndup (g, options, n);
    r = option[0] ? take_ours (g, o, option) : 1;
    if (r == -1)
      return -1;
    if (r == 0 && strbuf_addf (&rest, ",%s", option) == -1)
      g->abort_cb ();
  }
  o->for_fuse = safe_strdup (g, rest.ptr ? rest.ptr : "");
  return 0;
}
