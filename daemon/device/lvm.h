/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the lvm program, reading its reports, its configuration; what disks
 * hold that has to be assembled. */

#ifndef GUESTFSD_LVM_H
#define GUESTFSD_LVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Signatures (device/signatures.c) ---- */
struct found {
  bool md, lvm, ldm;
};
/* Adds what there is on these devices.  -1 with the error set. */
extern int look_at_devices (char *const *devices, struct found *found);
/* Is there any physical volume?  1, 0, or -1 with the error set.  Much faster
 * than asking lvm. */
extern int lvm_in_use (void);
/* Likewise on what is made of others: arrays, volumes. */
extern int lvm_is_above_drives (void);

/* ---- Running lvm (device/lvm.c) ---- */

/* Runs lvm with these words, NULL-terminated, as "lvm word word …" under the
 * appliance's own configuration.  ret_out as in run_argv. */
extern int lvm (char **ret_out, ...) __attribute__ ((sentinel));
/* words, then those of more, which may be NULL. */
extern int lvm_argv (char **ret_out, const char *const *words,
                     char *const *more);

/* A column of a report and the member of a struct that takes it. */
struct lvm_column {
  const char *name;
  size_t offset;
  enum { LVM_STRING, LVM_UUID, LVM_BYTES, LVM_INT, LVM_PERCENT } type;
};

/* "pvs", "vgs" or "lvs" read into an array of structs of the given size,
 * malloc'd, together with its length. */
extern int lvm_report (const char *report, const struct lvm_column *columns,
                       size_t nr_columns, size_t size,
                       void **ret_val, uint32_t *ret_len);

/* Lines of a report with the given columns joined by sep, without blanks
 * around them; option (with its value, or NULL) narrows it. */
extern char **lvm_list (const char *report, const char *columns,
                        const char *sep, const char *option,
                        const char *value);

/* True, with the error set, when this node is missing although lvm knows such
 * a logical volume. */
extern bool lvm_reply_why_missing (const char *path);

/* ---- Without lvm (device/lvmplain.c) ---- */
/* Activates the volume groups on these devices, which are all there are.
 * False: they are not all plain, nothing or some of it has been done, and the
 * rest is for lvm.  Sets no error. */
extern bool lvm_activate_plain (char *const *devices);
/* Names of physical volumes, groups or logical volumes, sorted.  NULL: not all
 * is plain, and lvm has to be asked, unless an error is set. */
enum lvm_kind { LVM_DISKS, LVM_GROUPS, LVM_VOLUMES };
extern char **lvm_plain_names (enum lvm_kind kind);

/* ---- Configuration (device/lvmconf.c) ---- */
/* Restrict LVM to these devices (whole disks, partitions); NULL: to all that
 * are not the appliance's own. */
extern int lvm_write_config (char *const *devices);
/* Is it restricted? */
extern bool lvm_is_filtered (void);

#endif /* GUESTFSD_LVM_H */
