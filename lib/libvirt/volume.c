/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes of storage pools: which file, device or disk on the network. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"

struct volume_job {
  struct job job;
  virConnectPtr conn;
  char *pool_name, *volume_name;
  virStoragePoolPtr pool;
  virStorageVolPtr vol;
  int type;                     /* virStorageVolType */
  char *path, *pool_xml, *vol_xml;
};

/* ---- In the thread ---- */

/* libvirt knows the volumes that were there when it looked last. */
static int
volume_failed (struct job *job)
{
  error_take_last (&job->err);
  error_remedy (&job->err, VIR_ERR_NO_STORAGE_VOL,
                "virsh pool-refresh makes libvirt look for new ones");
  error_remedy (&job->err, VIR_ERR_OPERATION_INVALID,
                "virsh pool-start starts it");
  return -1;
}

static int
run_volume (struct job *job)
{
  struct volume_job *v = (struct volume_job *) job;
  virStorageVolInfo info;

  v->pool = virStoragePoolLookupByName (v->conn, v->pool_name);
  if (!v->pool)
    return volume_failed (job);
  v->vol = virStorageVolLookupByName (v->pool, v->volume_name);
  if (!v->vol || virStorageVolGetInfo (v->vol, &info) == -1)
    return volume_failed (job);
  v->type = info.type;
  v->path = virStorageVolGetPath (v->vol);
  v->vol_xml = virStorageVolGetXMLDesc (v->vol, 0);
  v->pool_xml = virStoragePoolGetXMLDesc (v->pool, 0);
  return v->path && v->vol_xml && v->pool_xml ? 0 : volume_failed (job);
}

static void
done_volume (struct job *job)
{
  struct volume_job *v = (struct volume_job *) job;

  if (v->vol)
    virStorageVolFree (v->vol);
  if (v->pool)
    virStoragePoolFree (v->pool);
  virConnectClose (v->conn);
  free (v->pool_name);
  free (v->volume_name);
  free (v->path);
  free (v->pool_xml);
  free (v->vol_xml);
}

/* ---- In the caller ---- */

/* The disk's own format counts before that of the volume. */
static int
read_format (const char *vol_xml, struct domain_disk *disk,
             struct libvirt_error *err)
{
  CLEANUP_XML xmlDoc *doc = NULL;
  const xmlNode *target;

  if (disk->format)
    return 0;
  doc = xml_parse (vol_xml, "volume", err);
  if (!doc)
    return -1;
  target = xml_child (xmlDocGetRootElement (doc), "target");
  disk->format = disk_format (xml_child (target, "format"));
  return 0;
}

/* Block devices may say of what kind their partition table is, and the like:
 * that is no format of an image. */
static int
read_local (struct volume_job *v, struct domain_disk *disk,
            struct libvirt_error *err)
{
  if (v->type == VIR_STORAGE_VOL_FILE &&
      read_format (v->vol_xml, disk, err) == -1)
    return -1;
  disk->protocol = must_have (strdup ("file"));
  disk->filename = steal (&v->path);
  return 0;
}

static int
read_volume (struct volume_job *v, struct domain_disk *disk,
             struct libvirt_error *err)
{
  switch (v->type) {
  case VIR_STORAGE_VOL_FILE:
  case VIR_STORAGE_VOL_BLOCK:
    return read_local (v, disk, err);
  case VIR_STORAGE_VOL_NETWORK:
    return pool_read (v->pool_xml, v->volume_name, disk, err);
  default:
    error_set (err, ENOTSUP, "it is a directory, not a disk image");
    return -1;
  }
}

int
volume_find (struct libvirt_conn *conn, struct domain_disk *disk,
             struct libvirt_error *err)
{
  struct volume_job *v = job_new (sizeof *v, run_volume, done_volume);
  int r;

  if (v) {
    virConnectRef (conn->conn);
    v->conn = conn->conn;
    v->pool_name = must_have (strdup (disk->pool));
    v->volume_name = must_have (strdup (disk->volume));
  }
  if (job_run (v ? &v->job : NULL, &conn->caller, err) == -1)
    return -1;
  r = read_volume (v, disk, err);
  job_end (&v->job);
  return r;
}
