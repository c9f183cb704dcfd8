/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A virtual machine as libvirt is told of it: plain structs, of which
 * domain_xml.c makes XML.  All strings are borrowed; NULL is "none" unless
 * something else is said. */

#ifndef GUESTFS_LIBVIRT_MACHINE_H
#define GUESTFS_LIBVIRT_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "source_extras.h"

struct libvirt_server {
  const char *host;
  int port;                     /* 0: the driver knows */
  const char *socket;           /* instead of host and port */
};

struct libvirt_source {
  const char *protocol;         /* NULL: a local file or device */
  const char *path;             /* of the file, or what the server calls it */
  bool block_device;
  const char *snapshot;         /* of a Ceph image */
  const struct libvirt_server *servers;
  size_t nr_servers;
  const char *username;
  const char *secret_type, *secret_uuid;  /* "ceph", "iscsi" */
  const struct source_extras *extras;   /* or NULL; no cookies */
  bool keep_selinux_label;
};

struct libvirt_image {
  struct libvirt_source source;
  const char *format;
  bool backing_known;           /* false: QEMU looks into the image */
  const struct libvirt_image *backing;  /* NULL: it has none */
};

struct libvirt_disk {
  struct libvirt_image image;
  const char *name;             /* "sda" */
  unsigned target;              /* of the SCSI controller */
  const char *serial;
  bool unsafe;                  /* flushes are not passed on */
  bool discard, copy_on_read;
  bool shared;                  /* others may write to what is below it */
  int blocksize;                /* 0: libvirt's own choice */
};

enum libvirt_network { LIBVIRT_NO_NETWORK, LIBVIRT_SLIRP, LIBVIRT_PASST };

struct libvirt_machine {
  const char *name;
  bool kvm;
  int memsize, smp;             /* memsize: MiB */
  const char *emulator, *firmware;
  const char *kernel, *initrd, *cmdline, *root;
  const char *dac_label;        /* "+UID:+GID", whom QEMU runs as: libvirt shall
                                 * not change the owner of any file */
  const char *selinux_label;    /* of the guest whose disks these are */
  const char *const *no_security; /* models that are switched off, or NULL */
  enum libvirt_network network;
  const char *console_socket, *channel_socket;
  const struct libvirt_disk *disks;
  size_t nr_disks;
  const char *tmpdir;           /* of QEMU */
  char *const *args;            /* of QEMU, after all others; NULL at the end */
  bool override;                /* libvirt knows qemu:override (8.2) */
  bool incoming;                /* it waits for its state: see monitor */
};

/* malloc'd; NULL: errno is ENOMEM, or EILSEQ when a string cannot be in XML:
 * *ret_bad is that string. */
extern char *domain_xml (const struct libvirt_machine *m,
                         const char **ret_bad);
/* The same for a disk alone, to plug in or out. */
extern char *disk_xml (const struct libvirt_disk *disk, const char **ret_bad);
/* type: as in struct libvirt_source. */
extern char *secret_xml (const char *type, const char *name,
                         const char **ret_bad);

#endif /* GUESTFS_LIBVIRT_MACHINE_H */
