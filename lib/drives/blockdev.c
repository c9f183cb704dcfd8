/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drives as QEMU's block layer describes them: one JSON object per drive,
 * good for the command line and for hot-plugging alike.
 *
 *   [copy-on-read] → [overlay, qcow2 →] format → protocol
 */

#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drives.h"

/* Each of these returns a new object, NULL when memory is out or a name is
 * not UTF-8; jansson passes NULL through, so only the last caller asks. */

static json_t *
server_node (const struct drive_source *src, int default_port)
{
  const struct drive_server *s = &src->servers[0];

  if (s->transport == SERVER_UNIX)
    return json_pack ("{s:s, s:s}", "type", "unix", "path", s->host);
  json_t *o = json_pack ("{s:s}", "host", s->host);
  json_object_set_new (o, "port",
                       json_sprintf ("%d", s->port ? s->port : default_port));
  return o;
}

static json_t *
file_node (const struct drive_source *src, bool readonly)
{
  json_t *o = json_pack ("{s:s, s:s}",
                         "driver", src->block_device ? "host_device" : "file",
                         "filename", src->path);
  /* A disk that is only read may be in use by its virtual machine, and the
   * machine may be started while we read. */
  if (readonly)
    json_object_set_new (o, "locking", json_string ("off"));
  return o;
}

static json_t *
nbd_node (const struct drive_source *src)
{
  const char *export = src->path + (src->path[0] == '/');
  json_t *server = server_node (src, 10809);

  if (src->servers[0].transport == SERVER_TCP)
    json_object_set_new (server, "type", json_string ("inet"));
  return json_pack ("{s:s, s:o, s:s}", "driver", "nbd", "server", server,
                    "export", export);
}

/* The path is a path, not yet a URL: a % or ? in it means itself. */
static void
add_url_path (struct strbuf *url, const char *path)
{
  for (const char *p = path; *p; p++)
    if (isalnum ((unsigned char) *p) || strchr ("-._~!$&'()*+,;=:@/", *p))
      strbuf_addc (url, *p);
    else
      strbuf_addf (url, "%%%02X", (unsigned char) *p);
}

static json_t *
curl_node (const struct drive_source *src, const char *secret_id)
{
  const char *scheme = guestfs_int_protocol_name (src->protocol);
  const struct drive_server *s = &src->servers[0];
  const bool ipv6 = strchr (s->host, ':') != NULL;
  CLEANUP_STRBUF struct strbuf url = STRBUF_INIT;

  strbuf_addf (&url, "%s://%s%s%s", scheme, ipv6 ? "[" : "", s->host,
               ipv6 ? "]" : "");
  if (s->port)
    strbuf_addf (&url, ":%d", s->port);
  if (src->path[0] != '/')
    strbuf_addc (&url, '/');
  add_url_path (&url, src->path);
  return json_pack ("{s:s, s:s, s:s*, s:s*}", "driver", scheme, "url", url.ptr,
                    "username", src->username,
                    "password-secret", src->secret ? secret_id : NULL);
}

/* "iqn.2003-01.org.example:disks/3": the LUN follows the last slash. */
static json_t *
iscsi_node (const struct drive_source *src, const char *secret_id)
{
  const struct drive_server *s = &src->servers[0];
  const char *slash = strrchr (src->path, '/');
  const size_t len = slash ? (size_t) (slash - src->path) : strlen (src->path);
  const int lun = slash ? atoi (slash + 1) : 0;
  const bool ipv6 = strchr (s->host, ':') != NULL;
  json_t *portal = json_sprintf ("%s%s%s:%d", ipv6 ? "[" : "", s->host,
                                 ipv6 ? "]" : "", s->port ? s->port : 3260);

  return json_pack ("{s:s, s:s, s:o, s:s%, s:i, s:s*, s:s*}",
                    "driver", "iscsi", "transport", "tcp", "portal", portal,
                    "target", src->path, len, "lun", lun,
                    "user", src->username,
                    "password-secret", src->secret ? secret_id : NULL);
}

static json_t *
rbd_servers (const struct drive_source *src)
{
  json_t *list = src->nr_servers ? json_array () : NULL;

  for (size_t i = 0; i < src->nr_servers; i++) {
    const struct drive_server *s = &src->servers[i];
    json_t *port = json_sprintf ("%d", s->port ? s->port : 6789);
    json_array_append_new (list, json_pack ("{s:s, s:o}", "host", s->host,
                                            "port", port));
  }
  return list;
}

/* "pool/image" or "pool/namespace/image" */
static json_t *
rbd_node (const struct drive_source *src, const char *secret_id)
{
  const char *first = strchr (src->path, '/');
  const char *last = strrchr (src->path, '/');
  json_t *o = json_pack ("{s:s, s:s%, s:s, s:s*, s:s*, s:o*}",
                         "driver", "rbd",
                         "pool", src->path, (size_t) (first - src->path),
                         "image", last + 1, "user", src->username,
                         "key-secret", src->secret ? secret_id : NULL,
                         "server", rbd_servers (src));
  if (last > first)
    json_object_set_new (o, "namespace",
                         json_stringn (first + 1, last - first - 1));
  return o;
}

json_t *
guestfs_int_source_node (const struct drive_source *src, bool readonly,
                         const char *secret_id)
{
  switch (src->protocol) {
  case PROTO_FILE:
    return file_node (src, readonly);
  case PROTO_NBD:
    return nbd_node (src);
  case PROTO_FTP: case PROTO_FTPS: case PROTO_HTTP: case PROTO_HTTPS:
    return curl_node (src, secret_id);
  case PROTO_ISCSI:
    return iscsi_node (src, secret_id);
  case PROTO_RBD:
    return rbd_node (src, secret_id);
  case PROTO_SSH:
    return json_pack ("{s:s, s:o, s:s, s:s*}", "driver", "ssh",
                      "server", server_node (src, 22), "path", src->path,
                      "user", src->username);
  case PROTO_TFTP:
    break;
  }
  return NULL;
}

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

/* The image itself. */
static json_t *
image_node (const struct drive *drv, size_t i)
{
  const bool no_flush = drv->cachemode == CACHE_UNSAFE;
  const bool discard = !drv->readonly && drv->discard != DISCARD_DISABLE;
  char secret_id[32];

  snprintf (secret_id, sizeof secret_id, "secret%zu", i);
  json_t *source = guestfs_int_source_node (&drv->src, drv->readonly,
                                            secret_id);
  set_common (source, drv->readonly, no_flush, discard);
  json_t *o = json_pack ("{s:s, s:o}", "driver",
                         drv->format ? drv->format : "raw", "file", source);
  set_common (o, drv->readonly, no_flush, discard);
  return o;
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
  json_t *o = image_node (drv, i);

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
    guestfs_int_error_errno (g, EINVAL, "%s: the name of the image cannot be "
                             "given to QEMU: it is not valid UTF-8",
                             drv->src.path);
  return ret;
}

char *
guestfs_int_drive_blockdev_json (guestfs_h *g, const struct drive *drv,
                                 size_t i)
{
  return to_text (g, drv, drive_node (drv, i));
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

char *
guestfs_int_drive_secret_json (guestfs_h *g, const struct drive *drv, size_t i)
{
  if (!drv->src.secret_file)
    return NULL;
  json_t *o = json_pack ("{s:s, s:s}", "qom-type", "secret",
                         "file", drv->src.secret_file);
  json_object_set_new (o, "id", json_sprintf ("secret%zu", i));
  return to_text (g, drv, o);
}
