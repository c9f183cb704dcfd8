/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains of libvirt, and what is done with their disks. */

#ifndef GUESTFS_INT_DOMAIN_H
#define GUESTFS_INT_DOMAIN_H

#include "handle.h"
#include "libvirt_module.h"

struct domain {
  const struct libvirt_module *module;
  struct libvirt_conn *conn;
  struct libvirt_domain info;
  struct libvirt_disks disks;
  char *what;                   /* for errors: "domain NAME (URI)" */
};
#define DOMAIN_INIT { .module = NULL }

/* What becomes of a disk with <readonly/> when the others can be written to. */
enum readonlydisk {
  READONLYDISK_ERROR, READONLYDISK_READ, READONLYDISK_WRITE,
  READONLYDISK_IGNORE,
};
extern int guestfs_int_parse_readonlydisk (guestfs_h *g, const char *s,
                                           enum readonlydisk *ret);

/* A domain of the libvirt at uri (NULL: its default), or one of the program's
 * own.  0, or -1 with error set; ret may be partly filled in. */
extern int guestfs_int_domain_find (guestfs_h *g, const char *name,
                                    const char *uri, bool allowuuid,
                                    struct domain *ret);
extern int guestfs_int_domain_adopt (guestfs_h *g, void *dom,
                                     struct domain *ret);
extern void guestfs_int_domain_done (struct domain *d);
#define CLEANUP_DOMAIN __attribute__ ((cleanup (guestfs_int_domain_done)))

/* Refuses to write to the disks of a domain that runs. */
extern int guestfs_int_domain_check_state (guestfs_h *g,
                                           const struct domain *d,
                                           bool readonly);

/* Is disk i added?  1, and *ret_readonly says how; 0: not, it is of no kind
 * that we know (a warning), it is empty, or readonlydisk says so; -1 with error
 * set. */
extern int guestfs_int_domain_wants_disk (guestfs_h *g,
                                          const struct domain *d, size_t i,
                                          bool readonly, enum readonlydisk rod,
                                          bool *ret_readonly);
/* Asks libvirt for what its XML does not say: the volume and the secret, which
 * is to be freed and may be NULL.  0, or -1 with error set. */
extern int guestfs_int_domain_resolve_disk (guestfs_h *g, struct domain *d,
                                            size_t i, char **ret_secret);
/* The last error again, as one of this disk. */
extern void guestfs_int_domain_disk_failed (guestfs_h *g,
                                            const struct domain *d, size_t i);

#endif /* GUESTFS_INT_DOMAIN_H */
