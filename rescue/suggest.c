/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --suggest: commands that mount the systems which are found, to be typed in
 * the shell of virt-rescue. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "printable.h"
#include "rescue.h"

/* 'a word of the shell' */
static char *
quoted (const char *s)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (*s && s[strspn (s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                      "0123456789/._-+:@%=")] == '\0')
    return must_have (strdup (s));
  must (strbuf_addc (&b, '\''));
  for (; *s; ++s)
    must (*s == '\'' ? strbuf_adds (&b, "'\\''") : strbuf_addc (&b, *s));
  must (strbuf_addc (&b, '\''));
  return must_have (strbuf_steal (&b));
}

/* A subvolume is named in the options of mount. */
static void
print_mount (guestfs_h *g, const char *mountable, const char *mountpoint)
{
  CLEANUP_FREE char *device = guestfs_mountable_device (g, mountable);
  CLEANUP_FREE char *volume = NULL, *device_word = NULL, *option = NULL;
  CLEANUP_FREE char *place = xasprintf ("/sysroot%s", strcmp (mountpoint, "/")
                                        == 0 ? "" : mountpoint);
  CLEANUP_FREE char *place_word = quoted (place);

  guestfs_push_error_handler (g, NULL, NULL);
  volume = guestfs_mountable_subvolume (g, mountable);
  guestfs_pop_error_handler (g);
  device_word = quoted (device ? device : mountable);
  if (volume && volume[0]) {
    CLEANUP_FREE char *words = xasprintf ("subvol=%s", volume);
    option = quoted (words);
  }
  make_printable (device_word);
  make_printable (place_word);
  if (option)
    make_printable (option);
  printf ("mount %s%s%s%s %s\n", option ? "-o " : "", option ? option : "",
          option ? " " : "", device_word, place_word);
}

static void
print_kernel_mounts (guestfs_h *g, const char *root)
{
  static const char *const names[] = { "dev", "proc", "sys" };
  CLEANUP_FREE char *type = guestfs_inspect_get_type (g, root);

  if (!type || strcmp (type, "windows") == 0)
    return;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
    printf ("mount --rbind /%s /sysroot/%s\n", names[i], names[i]);
}

static int
print_system (guestfs_h *g, const char *root)
{
  CLEANUP_FREE_STRING_LIST char **mounts =
    guestfs_inspect_get_mountpoints (g, root);
  CLEANUP_FREE char *name = guestfs_inspect_get_product_name (g, root);

  if (!mounts)
    return -1;
  if (name)
    make_printable (name);
  printf ("# %s is the root of %s\n", root,
          name && strcmp (name, "unknown") != 0 ? name : "an operating system");
  for (size_t i = 0; mounts[i]; i += 2)
    print_mount (g, mounts[i + 1], mounts[i]);
  print_kernel_mounts (g, root);
  putchar ('\n');
  return 0;
}

/* Without a system there is at least what could be mounted. */
static int
print_file_systems (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **fses = guestfs_list_filesystems (g);

  if (!fses)
    return -1;
  puts ("# no operating system was found; the file systems are:");
  for (size_t i = 0; fses[i]; i += 2)
    printf ("# %s %s\n", fses[i], fses[i + 1]);
  return 0;
}

int
suggest_mounts (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_os (g);
  int r = 0;

  if (!roots)
    return -1;
  if (!roots[0])
    r = print_file_systems (g);
  for (size_t i = 0; roots[i] && r == 0; ++i)
    r = print_system (g, roots[i]);
  return r == 0 ? fflush (stdout) : -1;
}
