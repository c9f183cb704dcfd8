/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drives and where their bytes come from. */

#ifndef GUESTFS_INT_DRIVES_H
#define GUESTFS_INT_DRIVES_H

#include "handle.h"

enum drive_protocol {
  PROTO_FILE, PROTO_FTP, PROTO_FTPS, PROTO_HTTP, PROTO_HTTPS, PROTO_ISCSI,
  PROTO_NBD, PROTO_RBD, PROTO_SSH, PROTO_TFTP,
};

struct drive_server {
  enum { SERVER_TCP, SERVER_UNIX } transport;
  char *host;                   /* or the socket's path */
  int port;                     /* 0: default */
};

/* Only these two: see docs/architecture.md, "Drives". */
enum cachemode { CACHE_WRITEBACK, CACHE_UNSAFE };
enum discard { DISCARD_DISABLE, DISCARD_ENABLE, DISCARD_BESTEFFORT };

struct drive_source {
  enum drive_protocol protocol;
  char *path;                   /* file, or export/URL path */
  struct drive_server *servers;
  size_t nr_servers;
  char *username, *secret;      /* or NULL */
};

struct drive {
  struct drive_source src;
  char *format;                 /* given or probed; NULL: not yet known */
  bool readonly;
  char *overlay;                /* path of the read-only drive's overlay */
  bool scratch;                 /* src.path is ours: removed at close */
  char *iface, *name, *label;   /* or NULL */
  enum cachemode cachemode;
  enum discard discard;
  bool copyonread;
  int blocksize;                /* 0, 512 or 4096 */
};

extern void guestfs_int_free_drive (struct drive *drv);
extern void guestfs_int_free_drives (guestfs_h *g);

/* Before launch or plugging: probe the format when it was not given, make the
 * overlay of a read-only drive. */
extern int guestfs_int_prepare_drive (guestfs_h *g, struct drive *drv);

/* The QEMU -blockdev / blockdev-add options of drive number i as one JSON
 * object, and of its scsi-hd device.  Pure: needs no running machine. */
extern char *guestfs_int_drive_blockdev_json (guestfs_h *g,
                                              const struct drive *drv,
                                              size_t i);
extern char *guestfs_int_drive_device_json (guestfs_h *g,
                                            const struct drive *drv, size_t i);

/* 0 -> "sda", 26 -> "sdaa"; malloc'd. And back; -1 if it is not one. */
extern char *guestfs_int_drive_name (size_t i);
extern ssize_t guestfs_int_drive_index (const char *name);

#define GUESTFS_MAX_DRIVES 255

#endif /* GUESTFS_INT_DRIVES_H */
