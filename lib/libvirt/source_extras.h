/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a domain of libvirt says of the source of a disk, and add_drive has no
 * words for: read by the module, and kept by the drive. */

#ifndef GUESTFS_SOURCE_EXTRAS_H
#define GUESTFS_SOURCE_EXTRAS_H

#include <stdbool.h>
#include <stdint.h>

/* Strings may be NULL; 0 is "not said". */
struct source_extras {
  char *initiator;              /* of iSCSI: who asks */
  char *tls_hostname;           /* the name in the server's certificate … */
  bool tls_unverified;          /* … which is not looked at */
  char *query;                  /* of a URL, without the ? */
  char *cookies;                /* of HTTP: "name=value; …", a secret */
  char *ceph_config;            /* instead of /etc/ceph/ceph.conf */
  char *uid, *gid;              /* of NFS: numbers */
  unsigned timeout;             /* of HTTP and FTP: seconds for an answer … */
  unsigned readahead;           /* … and bytes that are read at once */
  unsigned reconnect;           /* of NBD: seconds that requests wait for a
                                 * server that comes back */
  uint64_t slice_offset;        /* the disk is a part of its image, if … */
  uint64_t slice_size;          /* … this is not 0 */
};

#endif /* GUESTFS_SOURCE_EXTRAS_H */
