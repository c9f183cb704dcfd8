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
/* Is it for the root of the guest? */
extern bool cli_mount_is_root (const char *option);

/* inspect.c: -i. */
extern int cli_inspect_and_mount (guestfs_h *g);
/* What it has found and mounted. */
extern void cli_print_system (guestfs_h *g);

/* keys.c: --key, and asking. */
struct cli_key {
  char *id;                     /* device or UUID, "all" for every device */
  char *key;                    /* NULL: with Clevis */
  char *other;                  /* what it may mean, too, or NULL */
  bool used;                    /* there is a device that it is for */
};
struct cli_keys {
  struct cli_key *ptr;
  size_t len;
};
extern struct cli_keys cli_keys;
extern int cli_add_key (const char *selector);
extern bool cli_have_clevis_key (void);
/* What functions take for a passphrase, whatever it begins with; malloc'd. */
extern char *cli_key_of_text (const char *text);
/* Asks for one, on the terminal or standard input; NULL and an error. */
extern char *cli_read_key (const char *name);
/* Is there anybody to be asked? */
extern bool cli_can_read_key (void);

/* unlock.c: opens what is encrypted and has a key; ret_locked: the devices
 * that stay closed because there is none. */
extern int cli_unlock_disks (guestfs_h *g, struct strvec *ret_locked);

/* windows.c: a path of the guest as people write it, win: resolved. */
extern char *cli_resolve_path (guestfs_h *g, const char *path);

/* handle.c: a handle that is as verbose as the options say; NULL and an
 * error, which goes to on_error unless that is NULL. */
extern guestfs_h *cli_create_handle (guestfs_error_handler_cb on_error);
/* What went wrong in the last call, without its name. */
extern const char *cli_error_of_call (guestfs_h *g);

/* progress.c: a bar below a call that takes long. */
extern void progress_attach (guestfs_h *g);
extern void progress_begin (void);
extern void progress_end (void);
/* Of the call that comes: its positions are bytes, so there is a speed. */
extern void progress_counts_bytes (bool bytes);
extern double cli_now (void);   /* seconds, of a clock that nobody sets */

#endif /* GUESTFS_CLI_GUEST_H */
