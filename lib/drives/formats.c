/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names of image formats. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "closest.h"
#include "drives.h"

/* QEMU lists these and others, which are protocols and filters, as formats. */
static const struct {
  const char *name;
  bool backing;                 /* can have a backing file in -blockdev */
} image_formats[] = {
  { "bochs", false }, { "cloop", false }, { "dmg", false }, { "luks", false },
  { "parallels", false }, { "qcow", true }, { "qcow2", true }, { "qed", true },
  { "raw", false }, { "vdi", false }, { "vhdx", false }, { "vmdk", true },
  { "vpc", false },
};
#define NR_FORMATS (sizeof image_formats / sizeof image_formats[0])

static ssize_t
find_format (const char *name)
{
  for (size_t i = 0; i < NR_FORMATS; i++)
    if (strcmp (image_formats[i].name, name) == 0)
      return i;
  return -1;
}

bool
guestfs_int_is_image_format (const char *format)
{
  return find_format (format) >= 0;
}

bool
guestfs_int_format_has_backing (const char *format)
{
  const ssize_t i = find_format (format);

  return i >= 0 && image_formats[i].backing;
}

/* The words behind "Supported formats:" in the help of qemu-img, with a space
 * on both sides of each; malloc'd.  NULL: they cannot be found out. */
static char *
ask_formats (guestfs_h *g)
{
  static const char title[] = "Supported formats:";
  char *const argv[] = { (char *) "qemu-img", (char *) "--help", NULL };
  struct host_command c = {
    .argv = argv, .output_limit = 65536, .seconds = 10, .no_network = true,
  };
  const char *list;
  char *ret = NULL;

  guestfs_push_error_handler (g, NULL, NULL);
  if (guestfs_int_run_host_command (g, &c) == 0 &&
      (list = strstr (c.out, title)) != NULL) {
    list += strlen (title);
    ret = safe_asprintf (g, "%.*s ", (int) strcspn (list, "\n"), list);
  }
  guestfs_int_host_command_done (&c);
  guestfs_pop_error_handler (g);
  return ret;
}

static bool
has_word (guestfs_h *g, const char *list, const char *word)
{
  CLEANUP_FREE char *spaced = safe_asprintf (g, " %s ", word);

  return strstr (list, spaced) != NULL;
}

/* What was meant, or NULL: of those that are equally near the last,
 * qcow2 and not qcow. */
static const char *
meant_format (guestfs_h *g, const char *format, const char *list)
{
  static const char *const names[][2] = { { "img", "raw" }, { "vhd", "vpc" } };
  struct closest best;

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp (names[i][0], format) == 0)
      return names[i][1];
  closest_begin (&best, format);
  for (size_t i = NR_FORMATS; i-- > 0;)
    if (!list || has_word (g, list, image_formats[i].name))
      closest_consider (&best, image_formats[i].name);
  return best.name;
}

/* list is what QEMU has; NULL: not known. */
static void
unknown_format (guestfs_h *g, const char *format, const char *list)
{
  CLEANUP_STRBUF struct strbuf known = STRBUF_INIT;
  const char *meant = meant_format (g, format, list);

  for (size_t i = 0; i < NR_FORMATS; i++)
    if (!list || has_word (g, list, image_formats[i].name))
      strbuf_addf (&known, " %s", image_formats[i].name);
  if (meant)
    strbuf_addf (&known, ": did you mean '%s'?", meant);
  guestfs_int_error_errno (g, EINVAL, "format %s: QEMU has no such image "
                           "format: use one of%s", format,
                           known.ptr ? known.ptr : "");
}

int
guestfs_int_check_format (guestfs_h *g, const char *format)
{
  CLEANUP_FREE char *list = NULL;

  if (strcmp (format, "raw") == 0 || strcmp (format, "qcow2") == 0)
    return 0;
  list = ask_formats (g);
  if (list && !strchr (format, ' ') && has_word (g, list, format))
    return 0;
  unknown_format (g, format, list);
  return -1;
}

void
guestfs_int_warn_guessed (guestfs_h *g, const char *filename,
                          const char *format)
{
  if (strcmp (format, "raw") == 0)
    warning (g, "%s: format not given and guessed to be raw: what is written "
             "to the disk can make the next guess a different one: give the "
             "format", filename);
}
