/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives as libvirt is told of them.  What it cannot be told is an error here,
 * before anything is started. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drives.h"
#include "libvirt_disk.h"
#include "protocols.h"

static struct libvirt_image *
new_image (guestfs_h *g)
{
  return safe_calloc (g, 1, sizeof (struct libvirt_image));
}

static void
source_done (struct libvirt_source *s)
{
  free ((void *) s->servers);
  if (s->protocol)
    free ((void *) s->path);
}

static void
free_image (const struct libvirt_image *image)
{
  if (!image)
    return;
  free_image (image->backing);
  source_done (&((struct libvirt_image *) image)->source);
  free ((void *) image);
}

void
guestfs_int_libvirt_drive_done (struct libvirt_drive *d)
{
  free_image (d->disk.image.backing);
  source_done (&d->disk.image.source);
  free (d->name);
  *d = (struct libvirt_drive) { .name = NULL };
}

/* ---- Sources ---- */

static const struct libvirt_server *
describe_servers (guestfs_h *g, const struct drive_source *src)
{
  struct libvirt_server *ret = safe_calloc (g, src->nr_servers, sizeof *ret);

  for (size_t i = 0; i < src->nr_servers; i++) {
    const struct drive_server *s = &src->servers[i];

    if (s->transport == SERVER_UNIX)
      ret[i].socket = s->host;
    else {
      ret[i].host = s->host;
      ret[i].port = s->port ? s->port : src->protocol->port;
    }
  }
  return ret;
}

/* libvirt writes URLs and iSCSI names as they are: it puts the slash of a URL
 * there itself, and wants the LUN. */
static char *
describe_path (guestfs_h *g, const struct drive_source *src)
{
  const char *protocol = src->protocol->name, *path = src->path;

  if (strcmp (protocol, "iscsi") == 0 && !strchr (path, '/'))
    return safe_asprintf (g, "%s/0", path);
  if (strncmp (protocol, "http", 4) == 0 || strncmp (protocol, "ftp", 3) == 0)
    path += path[0] == '/';
  return safe_strdup (g, path);
}

static void
describe_local (const struct drive_source *src, struct libvirt_source *ret)
{
  ret->path = src->alias ? src->alias : src->path;
  ret->block_device = src->block_device;
}

static int
describe_source (guestfs_h *g, const struct drive_source *src,
                 const char *secret_uuid, struct libvirt_source *ret)
{
  const char *protocol = src->protocol->name;
  const char *secret_type = guestfs_int_libvirt_secret_type (src);

  if (src->protocol == &guestfs_int_protocol_file) {
    describe_local (src, ret);
    return 0;
  }
  if (src->secret ? !secret_type || !src->username
      : src->username && !secret_type) {
    guestfs_int_error_errno (g, ENOTSUP, "%s: libvirt cannot be told the "
                             "username%s for protocol %s: set "
                             "LIBGUESTFS_BACKEND=direct", src->path,
                             src->secret ? " and secret" : "", protocol);
    return -1;
  }
  ret->protocol = protocol;
  ret->path = describe_path (g, src);
  ret->nr_servers = src->nr_servers;
  ret->servers = describe_servers (g, src);
  ret->username = src->username;
  ret->secret_type = secret_type;
  ret->secret_uuid = secret_uuid;
  return 0;
}

const char *
guestfs_int_libvirt_secret_type (const struct drive_source *src)
{
  if (strcmp (src->protocol->name, "rbd") == 0)
    return "ceph";
  if (strcmp (src->protocol->name, "iscsi") == 0)
    return "iscsi";
  return NULL;
}

/* ---- Images ---- */

static int
describe_backing (guestfs_h *g, const struct image_layer *layer,
                  struct libvirt_image *ret)
{
  struct libvirt_image *b;

  if (!layer)
    return 0;
  b = new_image (g);
  ret->backing = b;
  b->format = layer->format;
  b->backing_known = true;
  if (describe_source (g, &layer->src, NULL, &b->source) == -1)
    return -1;
  return describe_backing (g, layer->files.backing, b);
}

static int
describe_image (guestfs_h *g, const struct drive *drv,
                const char *secret_uuid, struct libvirt_image *ret)
{
  ret->format = drv->format ? drv->format : "raw";
  ret->backing_known = drv->files.known || strcmp (ret->format, "raw") == 0;
  if (describe_source (g, &drv->src, secret_uuid, &ret->source) == -1)
    return -1;
  return describe_backing (g, drv->files.backing, ret);
}

/* The overlay, with the drive's image below it. */
static int
describe_overlay (guestfs_h *g, const struct drive *drv,
                  const char *secret_uuid, struct libvirt_image *ret)
{
  struct libvirt_image *below = new_image (g);

  ret->format = "qcow2";
  ret->source.path = drv->overlay;
  ret->backing_known = true;
  ret->backing = below;
  return describe_image (g, drv, secret_uuid, below);
}

int
guestfs_int_libvirt_drive (guestfs_h *g, const struct drive *drv, size_t i,
                           const char *secret_uuid, struct libvirt_drive *ret)
{
  const bool keep_label =
    guestfs_int_backend_setting_bool (g, "internal_libvirt_norelabel_disks");
  struct libvirt_disk *d = &ret->disk;

  ret->name = guestfs_int_drive_name (i);
  if (!ret->name)
    g->abort_cb ();
  *d = (struct libvirt_disk) {
    .name = ret->name, .target = i, .serial = drv->label,
    .unsafe = drv->overlay || drv->cachemode == CACHE_UNSAFE,
    .discard = drv->overlay || drv->discard != DISCARD_DISABLE,
    .copy_on_read = drv->copyonread, .shared = drv->overlay != NULL,
    .blocksize = drv->blocksize,
  };
  if (drv->overlay)
    return describe_overlay (g, drv, secret_uuid, &d->image);
  if (describe_image (g, drv, secret_uuid, &d->image) == -1)
    return -1;
  d->image.source.keep_selinux_label = keep_label && !drv->scratch;
  return 0;
}
