/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The XML of a machine: a function of its struct and of nothing else.
 * https://libvirt.org/formatdomain.html says what the elements mean. */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "libvirt_machine.h"

/* ---- Writing: a failure is remembered until the end ---- */

struct xml {
  xmlBufferPtr buf;
  xmlTextWriterPtr w;
  bool failed;
  const char *bad;              /* cannot be in XML */
};

static bool
is_xml_text (const char *s)
{
  if (!xmlCheckUTF8 ((const xmlChar *) s))
    return false;
  for (; *s; s++)
    if ((unsigned char) *s < ' ' && !strchr ("\t\n\r", *s))
      return false;
  return true;
}

static const xmlChar *
checked (struct xml *x, const char *s)
{
  if (is_xml_text (s))
    return (const xmlChar *) s;
  x->bad = s;
  return (const xmlChar *) "";
}

static void
attr (struct xml *x, const char *name, const char *value)
{
  if (value && xmlTextWriterWriteAttribute (x->w, (const xmlChar *) name,
                                            checked (x, value)) == -1)
    x->failed = true;
}

static void
attr_int (struct xml *x, const char *name, long value)
{
  char s[32];

  snprintf (s, sizeof s, "%ld", value);
  attr (x, name, s);
}

static void
begin_with (struct xml *x, const char *name, va_list attrs)
{
  const char *key;

  if (xmlTextWriterStartElement (x->w, (const xmlChar *) name) == -1)
    x->failed = true;
  while ((key = va_arg (attrs, const char *)) != NULL)
    attr (x, key, va_arg (attrs, const char *));
}

/* Pairs of attribute and value follow, and NULL. One without value is left
 * out. */
static void __attribute__ ((sentinel))
xml_begin (struct xml *x, const char *name, ...)
{
  va_list attrs;

  va_start (attrs, name);
  begin_with (x, name, attrs);
  va_end (attrs);
}

static void
xml_end (struct xml *x)
{
  if (xmlTextWriterEndElement (x->w) == -1)
    x->failed = true;
}

static void __attribute__ ((sentinel))
element (struct xml *x, const char *name, ...)
{
  va_list attrs;

  va_start (attrs, name);
  begin_with (x, name, attrs);
  va_end (attrs);
  xml_end (x);
}

static void
xml_text (struct xml *x, const char *s)
{
  if (xmlTextWriterWriteString (x->w, checked (x, s)) == -1)
    x->failed = true;
}

static void
leaf (struct xml *x, const char *name, const char *s)
{
  if (!s)
    return;
  xml_begin (x, name, NULL);
  xml_text (x, s);
  xml_end (x);
}

static bool
xml_init (struct xml *x)
{
  *x = (struct xml) { .buf = xmlBufferCreate () };
  x->w = x->buf ? xmlNewTextWriterMemory (x->buf, 0) : NULL;
  if (!x->w)
    return false;
  xmlTextWriterSetIndent (x->w, 1);
  xmlTextWriterSetIndentString (x->w, (const xmlChar *) "  ");
  return true;
}

static char *
xml_finish (struct xml *x, const char **ret_bad)
{
  char *ret = NULL;

  if (x->w && xmlTextWriterEndDocument (x->w) == -1)
    x->failed = true;
  if (x->w)
    xmlFreeTextWriter (x->w);
  *ret_bad = x->bad;
  if (x->bad)
    errno = EILSEQ;
  else if (!x->w || x->failed)
    errno = ENOMEM;
  else
    ret = strdup ((const char *) xmlBufferContent (x->buf));
  xmlBufferFree (x->buf);
  return ret;
}

/* ---- Places on the bus ---- */

/* On the root bus: each bridge that libvirt would make for a device costs the
 * guest's kernel some hundredths of a second. */
enum slot { SLOT_SCSI = 2, SLOT_SERIAL, SLOT_ROOT, SLOT_RNG, SLOT_NETWORK };

static void
write_slot (struct xml *x, enum slot slot)
{
  char s[16];

  snprintf (s, sizeof s, "0x%02x", (unsigned) slot);
  element (x, "address", "type", "pci", "domain", "0x0000", "bus", "0x00",
           "slot", s, "function", "0x0", NULL);
}

/* ---- Disks ---- */

static const char *
source_type (const struct libvirt_source *s)
{
  return s->protocol ? "network" : s->block_device ? "block" : "file";
}

static void
write_server (struct xml *x, const struct libvirt_server *s)
{
  xml_begin (x, "host", NULL);
  if (s->socket) {
    attr (x, "transport", "unix");
    attr (x, "socket", s->socket);
  }
  else {
    attr (x, "name", s->host);
    if (s->port)
      attr_int (x, "port", s->port);
  }
  xml_end (x);
}

static void
write_auth (struct xml *x, const struct libvirt_source *s)
{
  if (!s->username)
    return;
  xml_begin (x, "auth", "username", s->username, NULL);
  if (s->secret_uuid)
    element (x, "secret", "type", s->secret_type, "uuid", s->secret_uuid,
             NULL);
  xml_end (x);
}

static void
element_number (struct xml *x, const char *name, const char *key, long value)
{
  if (value == 0)
    return;
  xml_begin (x, name, NULL);
  attr_int (x, key, value);
  xml_end (x);
}

static void
write_slice (struct xml *x, const struct source_extras *e)
{
  if (e->slice_size == 0)
    return;
  xml_begin (x, "slices", NULL);
  xml_begin (x, "slice", "type", "storage", NULL);
  attr_int (x, "offset", e->slice_offset);
  attr_int (x, "size", e->slice_size);
  xml_end (x);
  xml_end (x);
}

static void
write_extras (struct xml *x, const struct source_extras *e)
{
  if (e->ceph_config)
    element (x, "config", "file", e->ceph_config, NULL);
  if (e->initiator) {
    xml_begin (x, "initiator", NULL);
    element (x, "iqn", "name", e->initiator, NULL);
    xml_end (x);
  }
  if (e->tls_unverified)
    element (x, "ssl", "verify", "no", NULL);
  element_number (x, "readahead", "size", e->readahead);
  element_number (x, "timeout", "seconds", e->timeout);
  element_number (x, "reconnect", "delay", e->reconnect);
  write_slice (x, e);
}

static void
write_source (struct xml *x, const struct libvirt_source *s)
{
  static const struct source_extras none = { .initiator = NULL };
  const struct source_extras *e = s->extras ? s->extras : &none;

  xml_begin (x, "source", "protocol", s->protocol, NULL);
  if (!s->protocol)
    attr (x, s->block_device ? "dev" : "file", s->path);
  else if (s->path[0] != '\0')
    attr (x, "name", s->path);
  attr (x, "query", e->query);
  for (size_t i = 0; i < s->nr_servers; i++)
    write_server (x, &s->servers[i]);
  if (s->snapshot)
    element (x, "snapshot", "name", s->snapshot, NULL);
  write_auth (x, s);
  write_extras (x, e);
  if (s->keep_selinux_label)
    element (x, "seclabel", "model", "selinux", "relabel", "no", NULL);
  xml_end (x);
}

/* What is below an image.  An empty element is the end: nobody looks into the
 * image for more. */
static void
write_backing (struct xml *x, const struct libvirt_image *image)
{
  const struct libvirt_image *b = image->backing;

  if (b) {
    xml_begin (x, "backingStore", "type", source_type (&b->source), NULL);
    element (x, "format", "type", b->format, NULL);
    write_source (x, &b->source);
    write_backing (x, b);
    xml_end (x);
  }
  else if (image->backing_known)
    element (x, "backingStore", NULL);
}

/* error_policy: QEMU would stop the machine when the host's disk is full; the
 * guest shall see the error instead. */
static void
write_driver (struct xml *x, const struct libvirt_disk *d)
{
  element (x, "driver", "name", "qemu", "type", d->image.format,
           "cache", d->unsafe ? "unsafe" : "writeback",
           "error_policy", "report", "rerror_policy", "report",
           "discard", d->discard ? "unmap" : "ignore",
           "copy_on_read", d->copy_on_read ? "on" : NULL, NULL);
}

static void
write_address (struct xml *x, unsigned target)
{
  xml_begin (x, "address", "type", "drive", "controller", "0", "bus", "0",
             NULL);
  attr_int (x, "target", target);
  attr (x, "unit", "0");
  xml_end (x);
}

#define ALIAS_SIZE 32

static const char *
disk_alias (const struct libvirt_disk *d, char alias[ALIAS_SIZE])
{
  snprintf (alias, ALIAS_SIZE, "ua-drive%u", d->target);
  return alias;
}

static void
write_disk (struct xml *x, const struct libvirt_disk *d)
{
  char alias[ALIAS_SIZE];

  xml_begin (x, "disk", "type", source_type (&d->image.source),
             "device", "disk", NULL);
  write_driver (x, d);
  write_source (x, &d->image.source);
  write_backing (x, &d->image);
  element (x, "target", "dev", d->name, "bus", "scsi", NULL);
  leaf (x, "serial", d->serial);
  if (d->blocksize) {
    xml_begin (x, "blockio", NULL);
    attr_int (x, "logical_block_size", d->blocksize);
    attr_int (x, "physical_block_size", d->blocksize);
    xml_end (x);
  }
  element (x, "alias", "name", disk_alias (d, alias), NULL);
  write_address (x, d->target);
  xml_end (x);
}

/* The appliance's own: all machines have it in common. */
static void
write_root (struct xml *x, const struct libvirt_machine *m)
{
  xml_begin (x, "disk", "type", "file", "device", "disk", NULL);
  element (x, "driver", "name", "qemu", "type", "raw", NULL);
  element (x, "source", "file", m->root, NULL);
  element (x, "backingStore", NULL);
  element (x, "target", "dev", "vda", "bus", "virtio", NULL);
  element (x, "readonly", NULL);
  element (x, "shareable", NULL);
  write_slot (x, SLOT_ROOT);
  xml_end (x);
}

/* ---- The machine ---- */

/* An emulated processor is slower with these: see qemu/argv.c. */
static void
write_cpu (struct xml *x, bool kvm)
{
  static const char *const slow[] = { "la57", "smap", "erms", "fsrm" };

  if (kvm) {
    element (x, "cpu", "mode", "host-passthrough", NULL);
    return;
  }
  xml_begin (x, "cpu", "mode", "maximum", NULL);
  for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++)
    element (x, "feature", "policy", "disable", "name", slow[i], NULL);
  xml_end (x);
}

static void
write_clock (struct xml *x)
{
  xml_begin (x, "clock", "offset", "utc", NULL);
  element (x, "timer", "name", "rtc", "tickpolicy", "catchup", NULL);
  element (x, "timer", "name", "pit", "tickpolicy", "delay", NULL);
  element (x, "timer", "name", "hpet", "present", "no", NULL);
  xml_end (x);
}

static void
write_os (struct xml *x, const struct libvirt_machine *m)
{
  xml_begin (x, "os", NULL);
  xml_begin (x, "type", "arch", "x86_64", "machine", "q35", NULL);
  xml_text (x, "hvm");
  xml_end (x);
  if (m->firmware) {
    xml_begin (x, "loader", "type", "rom", NULL);
    xml_text (x, m->firmware);
    xml_end (x);
  }
  leaf (x, "kernel", m->kernel);
  leaf (x, "initrd", m->initrd);
  leaf (x, "cmdline", m->cmdline);
  xml_end (x);
}

static void
write_label (struct xml *x, const char *model, const char *relabel,
             const char *label)
{
  xml_begin (x, "seclabel", "type", "static", "model", model,
             "relabel", relabel, NULL);
  leaf (x, "label", label);
  xml_end (x);
}

static void
write_security (struct xml *x, const struct libvirt_machine *m)
{
  for (const char *const *p = m->no_security; p && *p; p++)
    element (x, "seclabel", "type", "none", "model", *p, NULL);
  if (m->selinux_label)
    write_label (x, "selinux", "yes", m->selinux_label);
  if (m->dac_label)
    write_label (x, "dac", "no", m->dac_label);
}

static void
write_socket (struct xml *x, const char *path)
{
  element (x, "source", "mode", "connect", "path", path, NULL);
}

static void
write_channels (struct xml *x, const struct libvirt_machine *m)
{
  xml_begin (x, "serial", "type", "unix", NULL);
  write_socket (x, m->console_socket);
  element (x, "target", "port", "0", NULL);
  xml_end (x);
  xml_begin (x, "channel", "type", "unix", NULL);
  write_socket (x, m->channel_socket);
  element (x, "target", "type", "virtio",
           "name", "org.libguestfs.channel.0", NULL);
  xml_end (x);
}

static void
write_interface (struct xml *x, enum libvirt_network network)
{
  if (network == LIBVIRT_NO_NETWORK)
    return;
  xml_begin (x, "interface", "type", "user", NULL);
  if (network == LIBVIRT_PASST)
    element (x, "backend", "type", "passt", NULL);
  element (x, "model", "type", "virtio", NULL);
  element (x, "ip", "family", "ipv4", "address", "169.254.2.15",
           "prefix", "16", NULL);
  write_slot (x, SLOT_NETWORK);
  xml_end (x);
}

static void
write_devices (struct xml *x, const struct libvirt_machine *m)
{
  xml_begin (x, "devices", NULL);
  leaf (x, "emulator", m->emulator);
  xml_begin (x, "rng", "model", "virtio", NULL);
  xml_begin (x, "backend", "model", "random", NULL);
  xml_text (x, "/dev/urandom");
  xml_end (x);
  write_slot (x, SLOT_RNG);
  xml_end (x);
  xml_begin (x, "controller", "type", "scsi", "index", "0",
             "model", "virtio-scsi", NULL);
  write_slot (x, SLOT_SCSI);
  xml_end (x);
  xml_begin (x, "controller", "type", "virtio-serial", "index", "0", NULL);
  write_slot (x, SLOT_SERIAL);
  xml_end (x);
  for (size_t i = 0; i < m->nr_disks; i++)
    write_disk (x, &m->disks[i]);
  write_root (x, m);
  write_channels (x, m);
  write_interface (x, m->network);
  element (x, "controller", "type", "usb", "model", "none", NULL);
  element (x, "memballoon", "model", "none", NULL);
  xml_end (x);
}

static void
write_arg (struct xml *x, const char *value)
{
  element (x, "qemu:arg", "value", value, NULL);
}

/* hotplug=off: the daemon scans for drives, in order.  ioeventfd=off: emulated,
 * handing a kick to another thread costs more than doing the work at once. */
static void
write_qemu_args (struct xml *x, const struct libvirt_machine *m)
{
  xml_begin (x, "qemu:commandline", NULL);
  write_arg (x, "-global");
  write_arg (x, "virtio-scsi-pci.hotplug=off");
  if (!m->kvm) {
    write_arg (x, "-global");
    write_arg (x, "virtio-serial-pci.ioeventfd=off");
  }
  if (m->incoming) {
    write_arg (x, "-incoming");
    write_arg (x, "defer");
  }
  for (char *const *p = m->args; p && *p; p++)
    write_arg (x, *p);
  if (m->tmpdir)
    element (x, "qemu:env", "name", "TMPDIR", "value", m->tmpdir, NULL);
  xml_end (x);
}

/* The image below an overlay may be in use by its machine, which writes to
 * it. */
static void
write_share (struct xml *x, const struct libvirt_disk *d)
{
  char alias[ALIAS_SIZE];

  xml_begin (x, "qemu:device", "alias", disk_alias (d, alias), NULL);
  xml_begin (x, "qemu:frontend", NULL);
  element (x, "qemu:property", "name", "share-rw", "type", "bool",
           "value", "true", NULL);
  xml_end (x);
  xml_end (x);
}

static void
write_overrides (struct xml *x, const struct libvirt_machine *m)
{
  size_t i = 0;

  while (i < m->nr_disks && !m->disks[i].shared)
    i++;
  if (i == m->nr_disks)
    return;
  xml_begin (x, "qemu:override", NULL);
  for (; i < m->nr_disks; i++)
    if (m->disks[i].shared)
      write_share (x, &m->disks[i]);
  xml_end (x);
}

static void
write_size (struct xml *x, const char *name, int mib)
{
  char s[32];

  snprintf (s, sizeof s, "%d", mib);
  xml_begin (x, name, "unit", "MiB", NULL);
  xml_text (x, s);
  xml_end (x);
}

static void
write_domain (struct xml *x, const struct libvirt_machine *m)
{
  char smp[32];

  snprintf (smp, sizeof smp, "%d", m->smp);
  xml_begin (x, "domain", "type", m->kvm ? "kvm" : "qemu",
             "xmlns:qemu", "http://libvirt.org/schemas/domain/qemu/1.0", NULL);
  leaf (x, "name", m->name);
  write_size (x, "memory", m->memsize);
  write_size (x, "currentMemory", m->memsize);
  write_cpu (x, m->kvm);
  leaf (x, "vcpu", smp);
  xml_begin (x, "features", NULL);
  element (x, "acpi", NULL);
  element (x, "vmport", "state", "off", NULL);
  xml_end (x);
  write_clock (x);
  write_os (x, m);
  write_security (x, m);
  leaf (x, "on_reboot", "destroy");
  write_devices (x, m);
  write_qemu_args (x, m);
  if (m->override)
    write_overrides (x, m);
  xml_end (x);
}

char *
domain_xml (const struct libvirt_machine *m, const char **ret_bad)
{
  struct xml x;

  if (xml_init (&x))
    write_domain (&x, m);
  return xml_finish (&x, ret_bad);
}

char *
disk_xml (const struct libvirt_disk *disk, const char **ret_bad)
{
  struct xml x;

  if (xml_init (&x))
    write_disk (&x, disk);
  return xml_finish (&x, ret_bad);
}

/* Kept in memory only, and told to nobody but QEMU. */
char *
secret_xml (const char *type, const char *name, const char **ret_bad)
{
  struct xml x;

  if (xml_init (&x)) {
    xml_begin (&x, "secret", "ephemeral", "yes", "private", "yes", NULL);
    leaf (&x, "description", "a drive of libguestfs");
    xml_begin (&x, "usage", "type", type, NULL);
    leaf (&x, strcmp (type, "iscsi") == 0 ? "target" : "name", name);
    xml_end (&x);
    xml_end (&x);
  }
  return xml_finish (&x, ret_bad);
}
