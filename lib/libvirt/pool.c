/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The XML of a pool on the network, and a volume's name -> a disk.  Pure. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"

/* "rbd": the pool of Ceph, and the image. */
static char *
rbd_name (const xmlNode *source, const char *volume)
{
  CLEANUP_FREE char *pool = xml_text (xml_child (source, "name"));

  return pool ? must_printf ("%s/%s", pool, volume) : NULL;
}

/* "gluster": a volume of Gluster, a directory in it, and a file. */
static char *
gluster_name (const xmlNode *source, const char *volume)
{
  CLEANUP_FREE char *gluster = xml_text (xml_child (source, "name"));
  CLEANUP_FREE char *dir = xml_attr (xml_child (source, "dir"), "path");
  const char *d = dir ? dir : "";
  size_t len;

  d += strspn (d, "/");
  len = strlen (d);
  while (len > 0 && d[len - 1] == '/')
    len--;
  if (!gluster)
    return NULL;
  return must_printf ("%s/%.*s%s%s", gluster, (int) len, d, len ? "/" : "",
                      volume);
}

/* "iscsi-direct": a target, and the volume is "unit:0:0:LUN". */
static char *
iscsi_name (const xmlNode *source, const char *volume)
{
  CLEANUP_FREE char *target = xml_attr (xml_child (source, "device"), "path");
  const char *lun = strrchr (volume, ':');

  return target && lun ? must_printf ("%s/%s", target, lun + 1) : NULL;
}

static const struct {
  const char *type, *protocol;
  char *(*name) (const xmlNode *source, const char *volume);
} pools[] = {
  { "gluster", "gluster", gluster_name },
  { "iscsi-direct", "iscsi", iscsi_name },
  { "rbd", "rbd", rbd_name },
};

static int
fill_in (const xmlNode *pool, const char *volume, struct domain_disk *disk,
         size_t i, struct libvirt_error *err)
{
  const xmlNode *source = xml_child (pool, "source");

  disk->filename = pools[i].name (source, volume);
  if (!disk->filename) {
    error_set (err, EINVAL, "the XML of its %s pool does not say where it is",
               pools[i].type);
    return -1;
  }
  disk->protocol = must_have (strdup (pools[i].protocol));
  netsource_read_hosts (source, disk);
  netsource_read_auth (xml_child (source, "auth"), disk);
  netsource_read_initiator (source, disk);
  return 0;
}

int
pool_read (const char *xml, const char *volume, struct domain_disk *disk,
           struct libvirt_error *err)
{
  CLEANUP_XML xmlDoc *doc = xml_parse (xml, "pool", err);
  CLEANUP_FREE char *type = NULL;
  const xmlNode *pool;

  if (!doc)
    return -1;
  pool = xmlDocGetRootElement (doc);
  type = xml_attr (pool, "type");
  for (size_t i = 0; type && i < sizeof pools / sizeof pools[0]; i++)
    if (strcmp (pools[i].type, type) == 0)
      return fill_in (pool, volume, disk, i, err);
  error_set (err, ENOTSUP, "volumes on the network of a pool of type %s cannot "
             "be added", type ? type : "(none)");
  return -1;
}
