/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The disks of a domain, from its XML and from the server. */

#ifndef GUESTFS_LIBVIRT_DISKS_H
#define GUESTFS_LIBVIRT_DISKS_H

#include "job.h"
#include "xml.h"

/* ---- A source on the network (libvirt/netsource.c) ---- */
/* <host>s below node, as servers of the disk. */
extern void netsource_read_hosts (const xmlNode *node,
                                  struct domain_disk *disk);
/* <auth>, or nothing for NULL. */
extern void netsource_read_auth (const xmlNode *auth,
                                 struct domain_disk *disk);
/* <source> of a disk of type network. */
extern void netsource_read (const xmlNode *source, struct domain_disk *disk);
/* <initiator>, of a pool, too. */
extern void netsource_read_initiator (const xmlNode *source,
                                      struct domain_disk *disk);
/* What else <source> has that add_drive has no words for: libvirt/extras.c. */
extern void extras_read (const xmlNode *source, struct domain_disk *disk);
extern void extras_done (struct source_extras *e);
/* The first reason counts. */
extern void disk_refuse (struct domain_disk *disk, const char *why);

/* ---- The rest of a disk (libvirt/elements.c) ---- */
/* What is in the element <disk> and nobody reads: warnings. */
extern void disk_sort_elements (const xmlNode *node, struct domain_disk *disk);

/* ---- Domains (libvirt/disks.c, domain.c) ---- */
/* The attribute type of node, as QEMU calls it; malloc'd, or NULL. */
extern char *disk_format (const xmlNode *node);
extern int disks_read (const char *xml, struct libvirt_disks *ret,
                       struct libvirt_error *err);
extern void disks_done (struct libvirt_disks *disks);
extern int domain_find (struct libvirt_conn *conn, const char *name,
                        bool allowuuid, struct libvirt_domain *ret,
                        struct libvirt_error *err);
extern int domain_adopt (void *dom, const struct libvirt_caller *caller,
                         struct libvirt_conn **ret_conn,
                         struct libvirt_domain *ret,
                         struct libvirt_error *err);
extern void domain_done (struct libvirt_domain *dom);

/* ---- Volumes and secrets (libvirt/volume.c, pool.c, secret.c) ---- */
/* A volume in a pool that is on the network: what disk is, from the pool's
 * XML and the volume's name.  Pure. */
extern int pool_read (const char *xml, const char *volume,
                      struct domain_disk *disk, struct libvirt_error *err);
extern int volume_find (struct libvirt_conn *conn, struct domain_disk *disk,
                        struct libvirt_error *err);
extern int secret_find (struct libvirt_conn *conn,
                        const struct libvirt_secret *secret, char **ret,
                        struct libvirt_error *err);

#endif /* GUESTFS_LIBVIRT_DISKS_H */
