/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of the options of add_drive: what is wrong is said at once, not by
 * QEMU at launch. */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "drives.h"
#include "protocols.h"

static const char letters_digits[] =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* The longest label that the serial number of a SCSI disk can carry. */
#define LABEL_MAX 20

static bool
is_word (const char *s, const char *more)
{
  if (*s == '\0')
    return false;
  for (; *s; s++)
    if (!strchr (letters_digits, *s) && !strchr (more, *s))
      return false;
  return true;
}

int
guestfs_int_check_iface (guestfs_h *g, const char *iface)
{
  if (is_word (iface, "-_"))
    return 0;
  guestfs_int_error_errno (g, EINVAL, "iface %s: not the name of an interface:"
                           " letters, digits, - and _ only (the value is "
                           "otherwise ignored)", iface);
  return -1;
}

int
guestfs_int_check_label (guestfs_h *g, const char *label)
{
  if (is_word (label, "") && strlen (label) <= LABEL_MAX)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "label %s: a label has 1 to %d letters "
                           "or digits", label, LABEL_MAX);
  return -1;
}

int
guestfs_int_check_blocksize (guestfs_h *g, int blocksize)
{
  /* Programs pass 0 when their user has asked for nothing. */
  if (blocksize == 0 || blocksize == 512 || blocksize == 4096)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "blocksize %d: it must be 512 or 4096",
                           blocksize);
  return -1;
}

int
guestfs_int_parse_cachemode (guestfs_h *g, const char *s, enum cachemode *ret)
{
  if (strcmp (s, "writeback") == 0)
    *ret = CACHE_WRITEBACK;
  else if (strcmp (s, "unsafe") == 0)
    *ret = CACHE_UNSAFE;
  else {
    guestfs_int_error_errno (g, EINVAL, "cachemode %s: not supported: use "
                             "writeback (safe, the default) or unsafe (for "
                             "scratch disks)", s);
    return -1;
  }
  return 0;
}

int
guestfs_int_parse_discard (guestfs_h *g, const char *s, enum discard *ret)
{
  if (strcmp (s, "disable") == 0)
    *ret = DISCARD_DISABLE;
  else if (strcmp (s, "enable") == 0)
    *ret = DISCARD_ENABLE;
  else if (strcmp (s, "besteffort") == 0)
    *ret = DISCARD_BESTEFFORT;
  else {
    guestfs_int_error_errno (g, EINVAL, "discard %s: use disable, enable or "
                             "besteffort", s);
    return -1;
  }
  return 0;
}

int
guestfs_int_check_discard (guestfs_h *g, const struct drive *drv)
{
  const char *why = NULL, *detail = "";

  if (drv->discard != DISCARD_ENABLE)
    return 0;
  if (drv->readonly)
    why = "the drive is read-only";
  else if (!drv->src.protocol->discard) {
    why = "impossible over protocol ";
    detail = drv->src.protocol->name;
  }
  else if (drv->format && strcmp (drv->format, "raw") != 0 &&
           strcmp (drv->format, "qcow2") != 0) {
    why = "impossible with format ";
    detail = drv->format;
  }
  if (!why)
    return 0;
  CLEANUP_FREE char *name = guestfs_int_source_name (g, &drv->src);
  guestfs_int_error_errno (g, ENOTSUP, "%s: discard: %s%s: use besteffort or "
                           "disable", name, why, detail);
  return -1;
}
