/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs do with a handle: drives, file systems, keys, progress. */

#ifndef GUESTFS_CLI_GUEST_H
#define GUESTFS_CLI_GUEST_H

#include "cli.h"

/* drives.c.  One -a, -d, or what a program adds in a way of its own. */
struct cli_drive {
  /* Adds it; the number of disks that it is, or -1 and an error. */
  int (*add) (guestfs_h *g, struct cli_drive *d);
  char *what;                   /* file, URI, domain, … */
  char *format;                 /* or NULL */
  int blocksize;                /* or 0 */
  const char *libvirt_uri;      /* borrowed, or NULL */
  int first_device;             /* its number, once added */
};
struct cli_drives {
  struct cli_drive *ptr;
  size_t len;
};
extern int cli_add_image (guestfs_h *g, struct cli_drive *d);
extern int cli_add_domain (guestfs_h *g, struct cli_drive *d);
extern int cli_add_drives (guestfs_h *g, struct cli_drives *drives);

/* mount.c: DEVICE[:MOUNTPOINT[:OPTIONS[:FSTYPE]]] */
extern int cli_mount (guestfs_h *g, const char *option);

/* inspect.c, keys.c: -i and --key. */
extern int cli_inspect_and_mount (guestfs_h *g);
extern int cli_add_key (const char *selector);
extern bool cli_have_clevis_key (void);
extern int cli_unlock_disks (guestfs_h *g);
/* Asks for one, on the terminal or standard input; NULL and an error. */
extern char *cli_read_key (const char *name);

/* windows.c: a path of the guest as people write it, win: resolved. */
extern char *cli_resolve_path (guestfs_h *g, const char *path);

/* handle.c: a handle that is as verbose as the options say; NULL and an
 * error, which goes to on_error unless that is NULL. */
extern guestfs_h *cli_create_handle (guestfs_error_handler_cb on_error);

/* progress.c: a bar below a call that takes long. */
extern void progress_attach (guestfs_h *g);
extern void progress_begin (void);
extern void progress_end (void);

#endif /* GUESTFS_CLI_GUEST_H */
