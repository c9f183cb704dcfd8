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

/* "pool/image@snapshot" */
static const char *
snapshot_of (const struct drive_source *src)
{
  const char *at = strcmp (src->protocol->name, "rbd") == 0
    ? strchr (src->path, '@') : NULL;

  return at ? at + 1 : NULL;
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
  if (snapshot_of (src))
    return safe_strndup (g, path, snapshot_of (src) - 1 - path);
  return safe_strdup (g, path);
}

/* The disks of a guest whose label QEMU runs with are as the guest left them,
 * which may be running. */
static void
describe_local (guestfs_h *g, const struct drive_source *src,
                struct libvirt_source *ret)
{
  ret->path = src->alias ? src->alias : src->path;
  ret->block_device = src->block_device;
  ret->keep_selinux_label =
    guestfs_int_backend_setting_bool (g, "internal_libvirt_norelabel_disks");
}

/* NULL, or what libvirt has no words for. */
static const char *
cannot_tell (const struct drive_source *src)
{
  const bool login = guestfs_int_libvirt_secret_type (src) != NULL;

  if (strcmp (src->protocol->name, "nfs") == 0)
    return "drives of protocol nfs";
  if (src->extras.cookies)
    return "cookies, because it writes them to its own files";
  if (src->tls_dir)
    return "TLS with certificates of the user's own";
  if (!login && (src->secret || src->username))
    return src->secret ? "a secret for this protocol"
      : "a username for this protocol";
  if (!src->secret != !src->username)
    return src->secret ? "a secret without a username"
      : "a username without a secret";
  return NULL;
}

static int
describe_source (guestfs_h *g, const struct drive_source *src,
                 const char *secret_uuid, struct libvirt_source *ret)
{
  const char *what = cannot_tell (src);

  if (what) {
    CLEANUP_FREE char *name = guestfs_int_source_name (g, src);
    guestfs_int_error_errno (g, ENOTSUP, "%s: libvirt cannot be told of %s: "
                             "set LIBGUESTFS_BACKEND=direct", name, what);
    return -1;
  }
  ret->extras = &src->extras;
  if (guestfs_int_source_is_local (src)) {
    describe_local (g, src, ret);
    return 0;
  }
  ret->protocol = src->protocol->name;
  ret->path = describe_path (g, src);
  ret->snapshot = snapshot_of (src);
  ret->nr_servers = src->nr_servers;
  ret->servers = describe_servers (g, src);
  ret->username = src->username;
  ret->secret_type = guestfs_int_libvirt_secret_type (src);
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
                  const struct libvirt_way *way, struct libvirt_image *ret)
{
  struct libvirt_image *below = new_image (g);

  ret->format = "qcow2";
  ret->source.path = drv->overlay;
  ret->backing_known = true;
  ret->backing = below;
  if (!way->served)
    return describe_image (g, drv, way->secret_uuid, below);
  below->format = "raw";
  below->backing_known = true;
  return describe_source (g, way->served, NULL, &below->source);
}

int
guestfs_int_libvirt_drive (guestfs_h *g, const struct drive *drv, size_t i,
                           const struct libvirt_way *way,
                           struct libvirt_drive *ret)
{
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
    return describe_overlay (g, drv, way, &d->image);
  if (describe_image (g, drv, way->secret_uuid, &d->image) == -1)
    return -1;
  if (drv->scratch)
    d->image.source.keep_selinux_label = false;
  return 0;
}
