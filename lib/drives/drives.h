/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drives and where their bytes come from. */

#ifndef GUESTFS_INT_DRIVES_H
#define GUESTFS_INT_DRIVES_H

#include <sys/types.h>

#include <jansson.h>

#include "handle.h"

struct drive_protocol;          /* drives/protocols.h */

struct drive_server {
  enum { SERVER_TCP, SERVER_UNIX } transport;
  char *host;                   /* or the socket's path */
  int port;                     /* 0: default */
};

/* Only these two: see docs/architecture.md, "Drives". */
enum cachemode { CACHE_WRITEBACK, CACHE_UNSAFE };
enum discard { DISCARD_DISABLE, DISCARD_ENABLE, DISCARD_BESTEFFORT };

struct drive_source {
  const struct drive_protocol *protocol;
  char *path;                   /* absolute file name, or export/URL path */
  bool block_device;            /* of the host */
  struct drive_server *servers;
  size_t nr_servers;
  char *username, *secret;      /* or NULL */
  char *secret_file;            /* where prepare has put the secret */
};

struct drive {
  struct drive_source src;
  char *format;                 /* given or probed; NULL: not known yet */
  bool format_checked;          /* prepare has looked at the image */
  bool readonly;
  char *overlay;                /* path of the read-only drive's overlay */
  bool scratch;                 /* src.path is ours: removed at close */
  char *iface, *name, *label;   /* or NULL */
  enum cachemode cachemode;
  enum discard discard;
  bool copyonread;
  int blocksize;                /* 0, 512 or 4096 */
};

#define GUESTFS_MAX_DRIVES 255

/* ---- The list (drives/drives.c) ---- */
extern struct drive *guestfs_int_new_drive (guestfs_h *g);
extern void guestfs_int_free_drive (struct drive *drv);
extern void guestfs_int_free_drives (guestfs_h *g);
extern void guestfs_int_drive_cleanup (struct drive **drv);
#define CLEANUP_DRIVE __attribute__ ((cleanup (guestfs_int_drive_cleanup)))

/* Room for one more, and is this the time?  -1 with error set. */
extern int guestfs_int_may_add_drive (guestfs_h *g);
/* Takes drv into the list only, and returns its number. */
extern size_t guestfs_int_insert_drive (guestfs_h *g, struct drive *drv);
/* Frees drive i.  Before launch the following ones move up; in a running
 * appliance each keeps its number. */
extern void guestfs_int_delete_drive (guestfs_h *g, size_t i);
/* The number of the drive with that label; -1: none, no error set. */
extern ssize_t guestfs_int_find_label (guestfs_h *g, const char *label);

/* 0 -> "sda", 26 -> "sdaa"; malloc'd. And back; -1 if it is not one. */
extern char *guestfs_int_drive_name (size_t i);
extern ssize_t guestfs_int_drive_index (const char *name);
/* One line for debugging; malloc'd. */
extern char *guestfs_int_drive_to_string (guestfs_h *g,
                                          const struct drive *drv);

/* ---- Sources (drives/source.c) ---- */
/* Fill in drv->src from the arguments of add_drive; 0, or -1 with error. */
extern int guestfs_int_set_source (guestfs_h *g, struct drive *drv,
                                   const char *filename, const char *protocol,
                                   char *const *servers, const char *username,
                                   const char *secret);
extern void guestfs_int_source_done (struct drive_source *src);

/* ---- Options (drives/options.c): 0, or -1 with error EINVAL ---- */
extern int guestfs_int_check_format (guestfs_h *g, const char *format);
extern int guestfs_int_check_iface (guestfs_h *g, const char *iface);
extern int guestfs_int_check_label (guestfs_h *g, const char *label);
extern int guestfs_int_check_blocksize (guestfs_h *g, int blocksize);
extern int guestfs_int_parse_cachemode (guestfs_h *g, const char *s,
                                        enum cachemode *ret);
extern int guestfs_int_parse_discard (guestfs_h *g, const char *s,
                                      enum discard *ret);
/* Can this drive pass discards on?  Error ENOTSUP when it cannot. */
extern int guestfs_int_check_discard (guestfs_h *g, const struct drive *drv);

/* ---- Images (drives/image.c): what qemu-img, confined, says ---- */
struct image_info {
  char *format;
  int64_t virtual_size;
  char *backing_file;           /* as written in the image, or NULL */
};
/* node is a -blockdev description of the protocol layer (stolen); format NULL
 * means probe.  With chain, every backing file is opened as well.  what names
 * the image in errors. */
extern int guestfs_int_image_info (guestfs_h *g, const char *what,
                                   json_t *node, const char *format,
                                   const struct drive_source *src, bool chain,
                                   struct image_info *ret);
/* Likewise for the name of a local file. */
extern int guestfs_int_image_info_file (guestfs_h *g, const char *filename,
                                        struct image_info *ret);
extern void guestfs_int_image_info_done (struct image_info *info);
#define CLEANUP_IMAGE_INFO \
  __attribute__ ((cleanup (guestfs_int_image_info_done)))

/* ---- Overlays (drives/overlay.c) ---- */
/* An empty qcow2 image of so many bytes, which names no backing file: QEMU is
 * told what is below it.  0, or -1 with error set. */
extern int guestfs_int_make_overlay (guestfs_h *g, const char *path,
                                     uint64_t virtual_size);

/* ---- Before launch or plugging (drives/prepare.c) ---- */
/* Look at the image, probe the format when it was not given, make the overlay
 * of a read-only drive. */
extern int guestfs_int_prepare_drive (guestfs_h *g, struct drive *drv);

/* ---- QEMU's view (drives/blockdev.c) ----
 * Pure: need no running machine. */
/* The protocol layer alone (drives/protocols.c). */
extern json_t *guestfs_int_source_node (const struct drive_source *src,
                                        bool readonly, const char *secret_id);
/* The -blockdev / blockdev-add options of drive number i as one JSON
 * object, and of its scsi-hd device. */
extern char *guestfs_int_drive_blockdev_json (guestfs_h *g,
                                              const struct drive *drv,
                                              size_t i);
extern char *guestfs_int_drive_device_json (guestfs_h *g,
                                            const struct drive *drv,
                                            size_t i);
/* The secret object the drive needs first, or NULL. */
extern char *guestfs_int_drive_secret_json (guestfs_h *g,
                                            const struct drive *drv, size_t i);

#endif /* GUESTFS_INT_DRIVES_H */
