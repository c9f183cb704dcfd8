/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives as QEMU's block layer describes them: one JSON object per drive,
 * good for the command line and for hot-plugging alike.
 *
 *   [copy-on-read] → [overlay, qcow2 →] format → protocol
 */

#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drives.h"

/* Each of these returns a new object, NULL when memory is out or a name is
 * not UTF-8; jansson passes NULL through, so only the last caller asks. */

/* What every node of a drive must be told: QEMU hands down only some of it.
 * The page cache of the host is always used; flushes are passed on unless
 * the caller does not care for the data. */
static void
set_common (json_t *node, bool readonly, bool no_flush, bool discard)
{
  json_object_set_new (node, "read-only", json_boolean (readonly));
  json_object_set_new (node, "cache",
                       json_pack ("{s:b, s:b}", "direct", 0,
                                  "no-flush", no_flush));
  json_object_set_new (node, "discard",
                       json_string (discard ? "unmap" : "ignore"));
}

static json_t *image_node (const struct drive_source *src, const char *format,
                           const struct image_files *files,
                           const struct drive *drv, bool readonly,
                           const char *suffix);

/* Backing files are only read.  null: there is none, whatever is written in
 * the image. */
static void
set_backing (json_t *node, const char *format, const struct image_files *files,
             const struct drive *drv)
{
  const struct image_layer *b = files->backing;

  if (b)
    json_object_set_new (node, "backing",
                         image_node (&b->src, b->format, &b->files, drv, true,
                                     NULL));
  else if (files->known && guestfs_int_format_has_backing (format))
    json_object_set_new (node, "backing", json_null ());
}

static json_t *
source_node (const struct drive_source *src, const struct drive *drv,
             bool readonly, const char *suffix)
{
  const bool no_flush = drv->cachemode == CACHE_UNSAFE;
  const bool discard = !readonly && drv->discard != DISCARD_DISABLE;
  json_t *o = guestfs_int_source_node (src, drv->readonly, suffix);

  set_common (o, readonly, no_flush, discard);
  if (src->extras.slice_size > 0) {
    o = guestfs_int_slice_node (src, o);
    set_common (o, readonly, no_flush, discard);
  }
  return o;
}

/* An image and, below it, what it names. */
static json_t *
image_node (const struct drive_source *src, const char *format,
            const struct image_files *files, const struct drive *drv,
            bool readonly, const char *suffix)
{
  const bool no_flush = drv->cachemode == CACHE_UNSAFE;
  const bool discard = !readonly && drv->discard != DISCARD_DISABLE;
  json_t *o = json_pack ("{s:s, s:o}", "driver", format, "file",
                         source_node (src, drv, readonly, suffix));

  if (files->data)
    json_object_set_new (o, "data-file",
                         source_node (files->data, drv, readonly, NULL));
  set_backing (o, format, files, drv);
  set_common (o, readonly, no_flush, discard);
  return o;
}

static json_t *
drive_image_node (const struct drive *drv, size_t i)
{
  char suffix[32];

  snprintf (suffix, sizeof suffix, "%zu", i);
  return image_node (&drv->src, drv->format ? drv->format : "raw", &drv->files,
                     drv, drv->readonly, suffix);
}

/* The overlay is thrown away, so nobody waits for it to reach the disk. */
static json_t *
overlay_node (const struct drive *drv, json_t *backing)
{
  json_t *file = json_pack ("{s:s, s:s}", "driver", "file",
                            "filename", drv->overlay);
  set_common (file, false, true, true);
  json_t *o = json_pack ("{s:s, s:o, s:o}", "driver", "qcow2", "file", file,
                         "backing", backing);
  set_common (o, false, true, true);
  return o;
}

static json_t *
drive_node (const struct drive *drv, size_t i)
{
  json_t *o = drive_image_node (drv, i);

  if (drv->overlay)
    o = overlay_node (drv, o);
  if (drv->copyonread) {
    o = json_pack ("{s:s, s:o}", "driver", "copy-on-read", "file", o);
    set_common (o, false, drv->overlay || drv->cachemode == CACHE_UNSAFE,
                drv->overlay || drv->discard != DISCARD_DISABLE);
  }
  json_object_set_new (o, "node-name", json_sprintf ("drive%zu", i));
  return o;
}

static char *
to_text (guestfs_h *g, const struct drive *drv, json_t *o)
{
  char *ret = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (!ret)
    guestfs_int_error_errno (g, EINVAL, "%s: QEMU cannot be told its name: the "
                             "name of the temporary directory must be UTF-8",
                             drv->src.path);
  return ret;
}

char *
guestfs_int_drive_blockdev_json (guestfs_h *g, const struct drive *drv,
                                 size_t i)
{
  return to_text (g, drv, drive_node (drv, i));
}

/* What an image names as its parts is opened without locks, too. */
char *
guestfs_int_drive_image_name (guestfs_h *g, const struct drive *drv)
{
  json_t *o = drive_image_node (drv, 0);
  CLEANUP_FREE char *text = NULL;

  json_object_set_new (o, "force-share", json_true ());
  text = to_text (g, drv, o);
  return text ? safe_asprintf (g, "json:%s", text) : NULL;
}

char *
guestfs_int_drive_device_json (guestfs_h *g, const struct drive *drv, size_t i)
{
  /* QEMU would stop the machine when the host's disk is full; the guest
   * shall see the error instead, and the caller get it. */
  json_t *o = json_pack ("{s:s, s:s, s:i, s:i, s:i, s:s, s:s, s:s*}",
                         "driver", "scsi-hd", "bus", "scsi0.0",
                         "channel", 0, "scsi-id", (int) i, "lun", 0,
                         "werror", "report", "rerror", "report",
                         "serial", drv->label);

  json_object_set_new (o, "id", json_sprintf ("hd%zu", i));
  json_object_set_new (o, "drive", json_sprintf ("drive%zu", i));
  if (drv->blocksize) {
    json_object_set_new (o, "physical_block_size",
                         json_integer (drv->blocksize));
    json_object_set_new (o, "logical_block_size",
                         json_integer (drv->blocksize));
  }
  return to_text (g, drv, o);
}
