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

/* A secret on a command line could be read by everyone on the machine. */
static int
write_secret (guestfs_h *g, struct drive_source *src)
{
  CLEANUP_CLOSE int fd = -1;

  if (!src->secret || src->secret_file)
    return 0;
  if (guestfs_int_make_tmpdir (g) == -1)
    return -1;
  src->secret_file = guestfs_int_make_temp_path (g, "secret", NULL);
  if (!src->secret_file)
    return -1;
  fd = open (src->secret_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd == -1 || full_write (fd, src->secret, strlen (src->secret)) == -1) {
    perrorf (g, "%s", src->secret_file);
    return -1;
  }
  return 0;
}

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
  drv->format = safe_strdup (g, format_of_probe (probed));
  debug (g, "%s: format not given, found to be %s", drv->src.path,
         drv->format);
  if (!drv->readonly)
    guestfs_int_warn_guessed (g, drv->src.path, drv->format);
}

static int
look_at_image (guestfs_h *g, struct drive *drv, int64_t *ret_size)
{
  CLEANUP_IMAGE_INFO struct image_info info = IMAGE_INFO_INIT;

  if (guestfs_int_image_info (g, &drv->src, drv->format, &info) == -1)
    return -1;
  if (drv->src.protocol == &guestfs_int_protocol_file &&
      strcmp (info.format, "vpc") == 0 &&
      guestfs_int_check_vhd (g, drv->src.path) == -1)
    return -1;
  guestfs_int_image_files_done (&drv->files);
  if (guestfs_int_find_image_files (g, &drv->src, &info, &drv->files) == -1)
    return -1;
  if (!drv->format)
    adopt_format (g, drv, info.format);
  *ret_size = info.virtual_size;
  return 0;
}

/* A raw image that is said to be one needs no look: nothing can be wrong with
 * it.  Only the size of one on a server cannot be known otherwise. */
static bool
must_look (const struct drive *drv)
{
  if (!drv->format || strcmp (drv->format, "raw") != 0)
    return true;
  return drv->readonly && drv->src.protocol != &guestfs_int_protocol_file;
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
  if (write_secret (g, &drv->src) == -1 ||
      guestfs_int_set_alias (g, &drv->src) == -1)
    return -1;
  if (must_look (drv)) {
    if (look_at_image (g, drv, &size) == -1)
      return -1;
  }
  else if (drv->src.protocol->module &&
           guestfs_int_check_driver (g, drv->src.protocol) == -1)
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
