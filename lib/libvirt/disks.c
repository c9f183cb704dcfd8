/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The XML of a domain -> its disks, as add_drive takes them.  Pure. */

#include <config.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"
#include "strvec.h"

/* ---- Sources: a function for each type of disk ---- */

static void
read_local (const xmlNode *source, const char *attr, struct domain_disk *disk)
{
  disk->filename = xml_attr (source, attr);
  if (disk->filename)
    disk->protocol = must_have (strdup ("file"));
}

static void
read_file (const xmlNode *source, struct domain_disk *disk)
{
  read_local (source, "file", disk);
}

static void
read_block (const xmlNode *source, struct domain_disk *disk)
{
  read_local (source, "dev", disk);
}

static void
read_volume (const xmlNode *source, struct domain_disk *disk)
{
  disk->pool = xml_attr (source, "pool");
  disk->volume = xml_attr (source, "volume");
}

static const struct {
  const char *name;
  void (*read) (const xmlNode *source, struct domain_disk *disk);
} types[] = {
  { "block", read_block },
  { "file", read_file },
  { "network", netsource_read },
  { "volume", read_volume },
};

static bool
has_source (const struct domain_disk *disk)
{
  return disk->protocol || (disk->pool && disk->volume);
}

static void
read_source (const xmlNode *node, struct domain_disk *disk)
{
  CLEANUP_FREE char *type = xml_attr (node, "type");
  const xmlNode *source = xml_child (node, "source");

  for (size_t i = 0; type && i < sizeof types / sizeof types[0]; i++)
    if (strcmp (types[i].name, type) == 0) {
      if (source)
        types[i].read (source, disk);
      disk->empty = !has_source (disk);
      return;
    }
  disk->skipped = must_printf ("disks of type %s cannot be added",
                               type ? type : "(none)");
}

/* ---- Formats ---- */

/* QEMU calls these otherwise; NULL: it is not known. */
static const struct { const char *libvirt, *qemu; } formats[] = {
  { "aio", "raw" },             /* of Xen's tap */
  { "auto", NULL },
  { "iso", "raw" },
  { "luks", "raw" },            /* is opened in the appliance */
  { "ploop", "parallels" },
  { "unknown", NULL },
  { "vhd", "vpc" },
};

char *
disk_format (const xmlNode *node)
{
  char *format = xml_attr (node, "type");

  for (size_t i = 0; format && i < sizeof formats / sizeof formats[0]; i++)
    if (strcmp (formats[i].libvirt, format) == 0) {
      free (format);
      return formats[i].qemu ? must_have (strdup (formats[i].qemu)) : NULL;
    }
  return format;
}

/* QEMU would want the key for what is encrypted inside of a qcow2.  What is
 * encrypted as a whole is opened in the appliance. */
static void
refuse_encryption (const xmlNode *node, struct domain_disk *disk)
{
  const xmlNode *e = xml_child (xml_child (node, "source"), "encryption");

  if (!e)
    e = xml_child (node, "encryption");
  if (xml_attr_is (e, "engine", "librbd"))
    disk_refuse (disk, "Ceph encrypts it, which the appliance cannot open: map "
                 "it on the host with rbd device map (option "
                 "encryption-format), and add that device");
  else if (e && disk->format && strcmp (disk->format, "raw") != 0)
    disk_refuse (disk, "QEMU encrypts what is in the image, and only raw "
                 "images may be encrypted: make a raw copy with qemu-img "
                 "convert, which is told the key with --object secret");
}

/* ---- Disks ---- */

static int
read_blocksize (const xmlNode *node)
{
  CLEANUP_FREE char *size = xml_attr (xml_child (node, "blockio"),
                                      "logical_block_size");
  const long n = size ? strtol (size, NULL, 10) : 0;

  return n > INT_MAX || n < 0 ? INT_MAX : (int) n;
}

static void
read_disk (const xmlNode *node, struct domain_disk *disk)
{
  const xmlNode *source = xml_child (node, "source");

  disk->target = xml_attr (xml_child (node, "target"), "dev");
  read_source (node, disk);
  extras_read (source, disk);
  if (!disk->username && !disk->secret.uuid && !disk->secret.usage)
    netsource_read_auth (xml_child (node, "auth"), disk);
  disk->format = disk_format (xml_child (node, "driver"));
  disk->blocksize = read_blocksize (node);
  disk->readonly = xml_child (node, "readonly") != NULL;
  disk->optional = xml_attr_is (source, "startupPolicy", "optional");
  refuse_encryption (node, disk);
  disk_sort_elements (node, disk);
}

static size_t
count_disks (const xmlNode *devices)
{
  size_t n = 0;

  for (const xmlNode *d = xml_child (devices, "disk"); d; d = xml_next (d))
    n++;
  return n;
}

static void
read_disks (const xmlNode *devices, struct libvirt_disks *ret)
{
  ret->ptr = must_have (calloc (count_disks (devices) + 1, sizeof *ret->ptr));
  for (const xmlNode *d = xml_child (devices, "disk"); d; d = xml_next (d))
    read_disk (d, &ret->ptr[ret->len++]);
}

/* ---- The label of SELinux: there is one, or none that counts ---- */

static void
read_labels (const xmlNode *domain, struct libvirt_disks *ret)
{
  const xmlNode *found = NULL;

  for (const xmlNode *s = xml_child (domain, "seclabel"); s; s = xml_next (s))
    if (xml_attr_is (s, "model", "selinux")) {
      if (found)
        return;
      found = s;
    }
  ret->label = xml_text (xml_child (found, "label"));
  ret->imagelabel = xml_text (xml_child (found, "imagelabel"));
}

int
disks_read (const char *xml, struct libvirt_disks *ret,
            struct libvirt_error *err)
{
  CLEANUP_XML xmlDoc *doc = xml_parse (xml, "domain", err);
  const xmlNode *domain;

  if (!doc)
    return -1;
  domain = xmlDocGetRootElement (doc);
  read_disks (xml_child (domain, "devices"), ret);
  read_labels (domain, ret);
  return 0;
}

static void
disk_done (struct domain_disk *disk)
{
  free (disk->target);
  free (disk->protocol);
  free (disk->filename);
  string_list_free (disk->servers);
  free (disk->username);
  extras_done (&disk->extras);
  free (disk->secret.type);
  free (disk->secret.uuid);
  free (disk->secret.usage);
  free (disk->pool);
  free (disk->volume);
  free (disk->format);
  free (disk->skipped);
  free (disk->refused);
  string_list_free (disk->warnings);
  string_list_free (disk->write_warnings);
}

void
disks_done (struct libvirt_disks *disks)
{
  for (size_t i = 0; i < disks->len; i++)
    disk_done (&disks->ptr[i]);
  free (disks->ptr);
  free (disks->label);
  free (disks->imagelabel);
}
