/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -i: find the operating system and mount its file systems. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "printable.h"

/* What the guest calls itself, as it may be shown; NULL: not known. */
static char *
product_name (guestfs_h *g, const char *root)
{
  CLEANUP_FREE char *name = guestfs_inspect_get_product_name (g, root);

  if (!name || strcmp (name, "unknown") == 0)
    return NULL;
  make_printable (name);
  return steal (&name);
}

/* ---- Which one ---- */

static void
say_none_found (const struct strvec *locked)
{
  CLEANUP_FREE char *names = NULL;

  if (locked->len > 0) {
    names = must_have (string_list_join (", ", locked->ptr));
    cli_error ("-i: no operating system was found, and these are encrypted "
               "and were not opened: %s: give the key, as in "
               "--key %s:key:PASSPHRASE", names, locked->ptr[0]);
  } else
    cli_error ("-i: no operating system was found on the disks: mount file "
               "systems with -m instead ('guestfish --ro -a DISK run : "
               "list-filesystems' lists them)");
}

/* " -m /dev/sda1 -m /dev/sda2:/boot" */
static char *
mount_options_of (guestfs_h *g, const char *root)
{
  CLEANUP_FREE_STRING_LIST char **mounts =
    guestfs_inspect_get_mountpoints (g, root);
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;

  for (size_t i = 0; mounts && mounts[i]; i += 2) {
    const char *colon = strcmp (mounts[i], "/") == 0 ? "" : ":";

    must (strbuf_addf (&s, " -m %s%s%s", mounts[i + 1], colon,
                       *colon ? mounts[i] : ""));
  }
  make_printable (s.ptr);
  return must_have (strbuf_steal (&s));
}

static void
say_several_found (guestfs_h *g, char **roots)
{
  CLEANUP_FREE char *names = NULL, *first = mount_options_of (g, roots[0]);
  CLEANUP_STRVEC struct strvec list = STRVEC_INIT;

  for (size_t i = 0; roots[i]; ++i) {
    CLEANUP_FREE char *name = product_name (g, roots[i]);

    must (strvec_addf (&list, "%s (%s)", roots[i],
                       name ? name : "of unknown name"));
  }
  names = must_have (string_list_join (", ", list.ptr));
  cli_error ("-i: more than one operating system was found: %s: choose one "
             "with -m instead of -i, as in%s", names, first);
}

/* The root of the only system; NULL and an error. */
static char *
find_system (guestfs_h *g, const struct strvec *locked)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_os (g);

  if (!roots)
    return NULL;
  if (roots[0] && !roots[1])
    return must_have (strdup (roots[0]));
  if (roots[0])
    say_several_found (g, roots);
  else
    say_none_found (locked);
  return NULL;
}

/* ---- Mounting it ---- */

/* Without its root nothing works.  The rest may be damaged, or on a disk that
 * is not here. */
static int
mount_one (guestfs_h *g, const char *device, const char *mountpoint)
{
  const bool is_root = strcmp (mountpoint, "/") == 0;
  CLEANUP_FREE char *shown = must_have (strdup (mountpoint));
  int r;

  if (!is_root)
    guestfs_push_error_handler (g, NULL, NULL);
  r = guestfs_mount_options (g, cli.read_only ? "ro" : "", device, mountpoint);
  if (is_root)
    return r;
  guestfs_pop_error_handler (g);
  make_printable (shown);
  if (r == -1)
    cli_warning ("%s is not mounted on %s: %s", device, shown,
                 cli_error_of_call (g));
  return 0;
}

/* In the order in which they can be mounted. */
static int
mount_system (guestfs_h *g, const char *root)
{
  CLEANUP_FREE_STRING_LIST char **mounts =
    guestfs_inspect_get_mountpoints (g, root);

  if (!mounts)
    return -1;
  for (size_t i = 0; mounts[i]; i += 2)
    if (mount_one (g, mounts[i + 1], mounts[i]) == -1)
      return -1;
  return 0;
}

int
cli_inspect_and_mount (guestfs_h *g)
{
  CLEANUP_STRVEC struct strvec locked = STRVEC_INIT;
  CLEANUP_FREE char *root = NULL;

  if (cli_unlock_disks (g, &locked) == -1 ||
      !(root = find_system (g, &locked)))
    return -1;
  for (size_t i = 0; i < locked.len; ++i)
    cli_warning ("%s: it is encrypted and was not opened: give its key with "
                 "--key", locked.ptr[i]);
  return mount_system (g, root);
}

/* ---- Telling ---- */

void
cli_print_system (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_get_roots (g);
  CLEANUP_FREE_STRING_LIST char **mounts = guestfs_mountpoints (g);
  CLEANUP_FREE char *name = roots && roots[0] ? product_name (g, roots[0])
    : NULL;

  if (name)
    printf ("Operating system: %s\n", name);
  for (size_t i = 0; mounts && mounts[i]; i += 2) {
    make_printable (mounts[i + 1]);
    printf ("%s mounted on %s\n", mounts[i], mounts[i + 1]);
  }
  putchar ('\n');
}
