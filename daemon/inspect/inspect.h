/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which systems are on the disks.  In order:
 *
 *   find      file systems, and what is known of them without mounting
 *             (filesystem/list.c)
 *   look      at the files of each: what is it, and of which system
 *             (look.c, and a file for each family: linux.c, windows.c, bsd.c
 *             …); in a process apart, because everything there is hostile
 *   compose   systems of several file systems, with the names of devices in the
 *             appliance (compose.c)
 *   result    what the last inspect_os found, until drives change (result.c)
 *
 * A file system that is not understood, a file that is damaged cost what they
 * would have told, and a warning.
 */

#ifndef GUESTFSD_INSPECT_H
#define GUESTFSD_INSPECT_H

#include "call.h"
#include "filesystem.h"
#include "tree.h"

/* ---- What is found in one file system ----
 * Strings are malloc'd; NULL: not known. */

enum role {
  ROLE_OTHER,                   /* data, or not understood */
  ROLE_ROOT,
  ROLE_USR,                     /* what belongs below /usr of a system */
  ROLE_BOOT,
  ROLE_SWAP,                    /* was not looked at */
};

/* Names of the members that are strings, in this order in a message. */
#define FINDINGS_STRINGS(F) \
  F (type) F (distro) F (product_name) F (product_variant) F (build_id) \
  F (hostname) F (arch) F (package_format) F (package_management) F (osinfo) \
  F (icon)          /* path of its logo, or NULL */ \
  F (deployment)    /* where in the file system / is, of ostree; else NULL */ \
  F (systemroot) F (software_hive) F (system_hive) F (control_set)

/* Likewise numbers.  group_policy: 1, 0, or -1 when it could not be read.
 * generation: of systems of which a disk has several, the newest's is the
 * greatest. */
#define FINDINGS_NUMBERS(F) \
  F (role) F (major) F (minor) F (group_policy) F (generation)

/* Likewise lists; each belongs to one file of the guest.
 *   fstab     spec, mount point, type, options: "-" when there is none
 *   crypttab  name, device
 *   arrays    of mdadm.conf: device, UUID
 *   letters   of Windows: letter, value of MountedDevices in hexadecimal
 *   warnings */
#define FINDINGS_LISTS(F) \
  F (fstab) F (crypttab) F (arrays) F (letters) F (warnings)

#define FINDINGS_STRING(s) char *s;
#define FINDINGS_NUMBER(n) int n;
#define FINDINGS_LIST(l) struct strvec l;
struct findings {
  FINDINGS_STRINGS (FINDINGS_STRING)
  FINDINGS_NUMBERS (FINDINGS_NUMBER)
  FINDINGS_LISTS (FINDINGS_LIST)
};
#define FINDINGS_INIT { .role = ROLE_OTHER, .group_policy = -1 }
extern void findings_done (struct findings *f);
/* Between the process that looks and the daemon; sticky as in wire.h. */
struct wire_writer;
struct wire_reader;
extern void findings_put (struct wire_writer *w, const struct findings *f);
extern void findings_get (struct wire_reader *r, struct findings *ret);
/* Gives a string that is not known yet a value (malloc'd, taken; NULL is
 * ignored). */
extern void finding_set (char **where, char *value);
extern void finding_copy (char **where, const char *value);

/* ---- Look: families (one file each) ----
 * True when this is a file system of the family: f is filled.  They are asked
 * in the order of families.mk; the first that says yes has it. */
struct family {
  const char *name;
  bool (*look) (const struct tree *t, struct findings *f);
};
/* Made from families.mk; ends with NULL. */
extern const struct family *const families[];

/* Looks at a tree with all families (look.c). */
extern void look_at_tree (const struct tree *t, struct findings *f);

/* ---- Look: what families share ---- */

/* release.c: distribution, name, version, build, found by the table of systems
 * (generator/inspect/).  usr: the tree is that of /usr alone.  False when no
 * row of this type fits; what there is to know has been set all the same: the
 * distro of a system that is in no row is its ID. */
extern bool look_for_release (const struct tree *t, const char *type,
                              bool usr, struct findings *f);
/* version.c: of "12.5", "v3.1-rc2", "release 4 (Update 3)", "V7Update6" the
 * first two numbers with a dot between them, else the first number and that of
 * the update.  False, and nothing set, when there is no number. */
extern bool parse_version (const char *text, int *ret_major, int *ret_minor);
/* assignments.c: calls cb for each line NAME=value of a file, without quotes
 * and the blanks around.  False when the file is missing or cannot be read.
 * mixed: other lines are nothing to warn of. */
typedef void (*assignment_cb) (void *opaque, const char *name,
                               const char *value);
extern bool read_assignments (const struct tree *t, const char *path,
                              bool mixed, assignment_cb cb, void *opaque);
/* system.c: what follows from type, distribution, version and (of Windows)
 * product name, variant and build by the table: package format and management,
 * osinfo id, icon.  ROLE_USR: the tree is that of /usr alone. */
extern void describe_by_table (const struct tree *t, struct findings *f);
/* system.c: the distribution that programs are told.  old_distros: for those
 * that have a list of them, it is what libguestfs 1.48 calls it. */
extern bool old_distros;
extern const char *distro_to_tell (const struct findings *f);
/* system.c: a PNG that may be shown, by its first bytes: of at most limit bytes
 * (0: four for each pixel), and of 16 to 1024 pixels on each side. */
extern bool icon_is_good (const void *head, size_t n, uint64_t size,
                          uint64_t limit);
/* system.c: f->icon, checked once more; -1: it is none (any more).  drawing: it
 * is text in which letters make the picture. */
extern int open_icon (const struct tree *t, const struct findings *f,
                      bool *ret_drawing);
/* icon.c: adds the logo of a system, of which t is everything that is mounted;
 * nothing when it has none.  -1 with the error set. */
extern int find_logo (const struct tree *t, const struct findings *f,
                      bool favicon, bool high_quality, struct strbuf *ret);
/* arch.c: of the first of the usual programs that can be understood. */
extern void look_for_arch (const struct tree *t, struct findings *f);
/* fstab.c: adds what /etc/fstab, crypttab and mdadm.conf say. */
extern void look_for_fstab (const struct tree *t, struct findings *f);
/* hostname.c: each kind of system has its own places.  The first is that of
 * Linux and Hurd. */
extern void look_for_hostname (const struct tree *t, struct findings *f);
extern void look_for_hostname_of_bsd (const struct tree *t, struct findings *f);
extern void look_for_hostname_of_minix (const struct tree *t,
                                        struct findings *f);

/* ---- Compose ---- */

/* A file system that was found and what is in it. */
struct candidate {
  struct filesystem fs;         /* filesystem/filesystem.h */
  struct findings found;
  bool encrypted;               /* it was not opened and not looked at */
  bool skipped;                 /* a snapshot that need not be looked at */
};

struct inspected_mount {
  char *mountpoint;             /* "/usr", or NULL (swap) */
  char *mountable;
};

/* One system. */
struct inspected_root {
  char *mountable;
  struct findings found;        /* of its root and its /usr together */
  struct inspected_mount *mounts; /* in the order in which they are mounted */
  size_t nr_mounts;
  char **drive_mappings;        /* letter, device, …; NULL-terminated */
};

struct inspection {
  struct inspected_root *roots;
  size_t nr_roots;
};
extern void inspection_done (struct inspection *i);

/* compose.c.  Pure: everything it needs is in its arguments.  Takes what it
 * wants out of the candidates.  -1 with the error set (memory). */
struct devices;                 /* devices.h: names and numbers */
extern int compose (struct candidate *candidates, size_t n,
                    const struct devices *devices, struct strvec *warnings,
                    struct inspection *ret);

/* ---- Result (result.c) ---- */

/* Finds, looks, composes, remembers.  0, or -1 with the error set. */
extern int inspect (void);
/* NULL before it has succeeded. */
extern const struct inspection *inspection (void);
/* The system with this root; NULL with the error set. */
extern const struct inspected_root *inspected_root (const char *mountable);
/* To be called when drives come or go. */
extern void inspection_forget (void);

#endif /* GUESTFSD_INSPECT_H */
