/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drives and where their bytes come from. */

#ifndef GUESTFS_INT_DRIVES_H
#define GUESTFS_INT_DRIVES_H

#include <sys/types.h>

#include <jansson.h>

#include "handle.h"
#include "source_extras.h"

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
  char *alias;                  /* a link to path, when QEMU cannot be given
                                 * path because it is not UTF-8; or NULL */
  bool block_device;            /* of the host */
  struct drive_server *servers;
  size_t nr_servers;
  char *username, *secret;      /* or NULL */
  char *tls_dir;                /* has the certificates or keys; or NULL */
  struct source_extras extras;
};

/* The other files that an image names.  QEMU is told which they are, so that
 * it opens none that was not checked. */
struct image_files {
  bool known;                   /* false: QEMU looks into the image */
  struct drive_source *data;    /* where a qcow2 has its data, or NULL */
  struct image_layer *backing;  /* or NULL */
};
struct image_layer {
  struct drive_source src;
  char *format;
  struct image_files files;
};

struct drive {
  struct drive_source src;
  struct image_files files;
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
/* Is a drive on a server? */
extern bool guestfs_int_has_network_drive (guestfs_h *g);
/* The number of the drive with that label; -1: none, no error set. */
extern ssize_t guestfs_int_find_label (guestfs_h *g, const char *label);

/* Not 0: only one request may be under way, of so many KiB at most. */
extern unsigned guestfs_int_drive_request_kib (const struct drive *drv);

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
/* What add_drive has no words for, but a domain of libvirt has.  tls_verify
 * counts before it. */
extern void guestfs_int_set_extras (guestfs_h *g, struct drive_source *src,
                                    const struct source_extras *extras);
extern void guestfs_int_source_done (struct drive_source *src);
extern bool guestfs_int_source_is_local (const struct drive_source *src);
/* What messages call it: a file name, or a URI without the secret;
 * malloc'd. */
extern char *guestfs_int_source_name (guestfs_h *g,
                                      const struct drive_source *src);
/* Gives src an alias when its path is not UTF-8. */
extern int guestfs_int_set_alias (guestfs_h *g, struct drive_source *src);
/* path is stolen: a local file or device. */
extern struct drive_source guestfs_int_local_source (char *path, bool block);

/* ---- Options (drives/options.c): 0, or -1 with error EINVAL ---- */
extern int guestfs_int_check_iface (guestfs_h *g, const char *iface);
extern int guestfs_int_check_label (guestfs_h *g, const char *label);
extern int guestfs_int_check_blocksize (guestfs_h *g, int blocksize);
extern int guestfs_int_parse_cachemode (guestfs_h *g, const char *s,
                                        enum cachemode *ret);
extern int guestfs_int_parse_discard (guestfs_h *g, const char *s,
                                      enum discard *ret);
/* Can this drive pass discards on?  Error ENOTSUP when it cannot. */
extern int guestfs_int_check_discard (guestfs_h *g, const struct drive *drv);

/* ---- Formats (drives/formats.c) ---- */
/* Does this QEMU have it?  0, or -1 with error EINVAL and the list. */
extern int guestfs_int_check_format (guestfs_h *g, const char *format);
/* Is it a format of files, as an image may say of its backing file? */
extern bool guestfs_int_is_image_format (const char *format);
/* Can QEMU be told that an image of this format has no backing file? */
extern bool guestfs_int_format_has_backing (const char *format);
/* The format was guessed, and the next guess may be another one. */
extern void guestfs_int_warn_guessed (guestfs_h *g, const char *filename,
                                      const char *format);

/* ---- Images (drives/image.c): what qemu-img, confined, says ---- */
struct image_info {
  char *format;
  int64_t virtual_size;
  char *backing_file;           /* as written in the image, or NULL */
  char *backing_format;         /* likewise */
  char *data_file;              /* likewise */
  struct strvec extents;        /* the files of a VMDK */
  bool encrypted;               /* QEMU wants a key for what is in it */
};
#define IMAGE_INFO_INIT { NULL, 0, NULL, NULL, NULL, STRVEC_INIT, false }
/* format NULL: probe.  Only the image itself is opened, not what is below. */
extern int guestfs_int_image_info (guestfs_h *g,
                                   const struct drive_source *src,
                                   const char *format, struct image_info *ret);
/* Likewise for the name of a local file. */
extern int guestfs_int_image_info_file (guestfs_h *g, const char *filename,
                                        const char *format,
                                        struct image_info *ret);
extern void guestfs_int_image_info_done (struct image_info *info);
#define CLEANUP_IMAGE_INFO \
  __attribute__ ((cleanup (guestfs_int_image_info_done)))
/* Reads a little of an image on a server.  0, or -1 with error set. */
extern int guestfs_int_try_to_read (guestfs_h *g,
                                    const struct drive_source *src);
/* Does QEMU have the driver of the protocol?  0, or -1 with error ENOTSUP. */
extern int guestfs_int_check_driver (guestfs_h *g,
                                     const struct drive_protocol *p);
/* The user trusts images: they may name servers, and any file. */
extern bool guestfs_int_trust_images (guestfs_h *g);

/* ---- What an image names (drives/chain.c) ----
 * Finds and checks the backing files, down to the last, and the data file.
 * info describes the image at src.  0, or -1 with error set. */
extern int guestfs_int_find_image_files (guestfs_h *g,
                                         const struct drive_source *src,
                                         const struct image_info *info,
                                         struct image_files *ret);
extern void guestfs_int_image_files_done (struct image_files *files);
/* Where QEMU looks for a backing file: malloc'd, NULL when that is no local
 * file.  image may be NULL. */
extern char *guestfs_int_resolve_backing (guestfs_h *g, const char *image,
                                          const char *name);

/* ---- Headers (drives/headers.c) ---- */
/* The name of a qcow2's backing file as it is written in the image; malloc'd,
 * NULL when there is none. */
extern char *guestfs_int_qcow2_backing_name (guestfs_h *g,
                                             const struct drive_source *src);
/* Refuses a VHD that holds only the differences to another one, which QEMU
 * would take for a whole disk.  0, or -1 with error ENOTSUP. */
extern int guestfs_int_check_vhd (guestfs_h *g,
                                  const struct drive_source *src);

/* ---- Overlays (drives/overlay.c) ---- */
/* An empty qcow2 image of so many bytes, which names no backing file: QEMU is
 * told what is below it.  0, or -1 with error set. */
extern int guestfs_int_make_overlay (guestfs_h *g, const char *path,
                                     uint64_t virtual_size);

/* ---- Before launch or plugging (drives/prepare.c) ---- */
/* What is done when the drive is added, before launch or after it. */
extern int guestfs_int_prepare_added_drive (guestfs_h *g, struct drive *drv);
/* Look at the image, probe the format when it was not given, make the overlay
 * of a read-only drive. */
extern int guestfs_int_prepare_drive (guestfs_h *g, struct drive *drv);

/* ---- QEMU's view (drives/blockdev.c) ----
 * Pure: need no running machine. */
/* The protocol layer alone, and the objects that must be there before: the
 * secret, the cookies and the credentials for TLS, NULL when it needs none
 * (drives/protocols.c).  Their names are "secret", "cookies" and "tls" with
 * suffix.  file: where it is read; NULL: it is in the object. */
extern json_t *guestfs_int_source_node (const struct drive_source *src,
                                        bool readonly, const char *suffix);
/* A layer above that node, when the disk is only a part of its image; else
 * that node.  It is stolen. */
extern json_t *guestfs_int_slice_node (const struct drive_source *src,
                                       json_t *node);
extern json_t *guestfs_int_source_secret (const struct drive_source *src,
                                          const char *suffix,
                                          const char *file);
extern json_t *guestfs_int_source_cookies (const struct drive_source *src,
                                           const char *suffix,
                                           const char *file);
extern json_t *guestfs_int_source_tls (const struct drive_source *src,
                                       const char *suffix);
/* The -blockdev / blockdev-add options of drive number i as one JSON
 * object, and of its scsi-hd device. */
extern char *guestfs_int_drive_blockdev_json (guestfs_h *g,
                                              const struct drive *drv,
                                              size_t i);
extern char *guestfs_int_drive_device_json (guestfs_h *g,
                                            const struct drive *drv,
                                            size_t i);
/* The image of a read-only drive, without its overlay, as a file name that
 * QEMU's tools take: "json:{…}". */
extern char *guestfs_int_drive_image_name (guestfs_h *g,
                                           const struct drive *drv);

#endif /* GUESTFS_INT_DRIVES_H */
