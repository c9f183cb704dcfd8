/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is done with a drive before QEMU sees it. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

/* The size of a raw image in a local file needs no program to find out. */
static int64_t
local_raw_size (guestfs_h *g, const struct drive *drv)
{
  CLEANUP_CLOSE int fd = open (drv->src.path, O_RDONLY | O_CLOEXEC);
  const off_t size = fd == -1 ? -1 : lseek (fd, 0, SEEK_END);

  if (size == -1)
    perrorf (g, "%s", drv->src.path);
  return size;
}

/* A LUKS disk is raw to us: it is opened inside the appliance. */
static const char *
format_of_probe (const char *probed)
{
  return strcmp (probed, "luks") == 0 ? "raw" : probed;
}

static void
adopt_format (guestfs_h *g, struct drive *drv, const char *probed)
{
  CLEANUP_FREE char *name = guestfs_int_source_name (g, &drv->src);

  drv->format = safe_strdup (g, format_of_probe (probed));
  debug (g, "%s: format not given, found to be %s", name, drv->format);
  if (!drv->readonly)
    guestfs_int_warn_guessed (g, name, drv->format);
}

/* A target of iSCSI has more than disks: its controller, for example. */
static int
check_size (guestfs_h *g, const struct drive *drv, int64_t size)
{
  const char *empty = drv->src.protocol->empty;

  if (size > 0 || !empty)
    return 0;
  CLEANUP_FREE char *name = guestfs_int_source_name (g, &drv->src);
  guestfs_int_error_errno (g, ENXIO, "%s: %s", name, empty);
  return -1;
}

static int
look_at_image (guestfs_h *g, struct drive *drv, int64_t *ret_size)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info (g, &drv->src, drv->format, &info) == -1 ||
      check_size (g, drv, info.virtual_size) == -1)
    return -1;
  if (drv->src.protocol == &guestfs_int_protocol_file &&
      strcmp (info.format, "vpc") == 0 &&
      guestfs_int_check_vhd (g, &drv->src) == -1)
    return -1;
  guestfs_int_image_files_done (&drv->files);
  if (guestfs_int_find_image_files (g, &drv->src, &info, &drv->files) == -1)
    return -1;
  if (!drv->format)
    adopt_format (g, drv, info.format);
  *ret_size = info.virtual_size;
  return 0;
}

/* A local raw image that is said to be one needs no look: nothing can be wrong
 * with it, unless it is a part of a file that may be too short.  A server may
 * not be there, or may never answer: qemu-img can be waited for and cancelled,
 * a machine whose QEMU waits cannot. */
static bool
must_look (const struct drive *drv)
{
  return !drv->format || strcmp (drv->format, "raw") != 0
    || !guestfs_int_source_is_local (&drv->src)
    || drv->src.extras.slice_size > 0;
}

static int
make_overlay (guestfs_h *g, struct drive *drv, int64_t size)
{
  CLEANUP_FREE char *path = NULL;

  if (guestfs_int_make_tmpdir (g) == -1)
    return -1;
  path = guestfs_int_make_temp_path (g, "overlay", ".qcow2");
  if (!path || guestfs_int_make_overlay (g, path, size) == -1)
    return -1;
  drv->overlay = steal (&path);
  return 0;
}

int
guestfs_int_prepare_drive (guestfs_h *g, struct drive *drv)
{
  int64_t size = -1;

  if (drv->scratch || (drv->format_checked && (!drv->readonly || drv->overlay)))
    return 0;
  if (guestfs_int_set_alias (g, &drv->src) == -1)
    return -1;
  if (must_look (drv) && look_at_image (g, drv, &size) == -1)
    return -1;
  if (guestfs_int_check_discard (g, drv) == -1)
    return -1;
  drv->format_checked = true;
  if (!drv->readonly)
    return 0;
  if (size == -1)
    size = local_raw_size (g, drv);
  return size == -1 ? -1 : make_overlay (g, drv, size);
}

/* Before launch a read-only drive on a server must be there, one that is
 * written to may still come; what this host lacks is said in any case. */
int
guestfs_int_prepare_added_drive (guestfs_h *g, struct drive *drv)
{
  const bool local = guestfs_int_source_is_local (&drv->src);

  if (drv->src.protocol->try_to_read &&
      guestfs_int_try_to_read (g, &drv->src) == -1)
    return -1;
  if (g->state == READY || (!local && drv->readonly))
    return guestfs_int_prepare_drive (g, drv);
  if (local)
    return 0;
  return drv->src.protocol->module
    ? guestfs_int_check_driver (g, drv->src.protocol) : 0;
}
