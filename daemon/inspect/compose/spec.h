/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a guest calls a device, and what that is here. */

#ifndef GUESTFSD_SPEC_H
#define GUESTFSD_SPEC_H

#include "catalogue.h"

/* The guest. */
struct guest_names {
  const struct catalogue *catalogue;
  const struct candidate *root;
  const struct device *root_device;     /* that it is on; may be NULL */
};

/* A name in the first column of /etc/fstab, with the subvolume that the options
 * name, as a mountable, malloc'd.  A name of a device that is not known here
 * stays as it is; NULL: it is not a device, or is found by a tag that nothing
 * here has. */
extern char *resolve_line (const struct guest_names *g, const char *spec,
                           const char *type, const char *options);
/* An option of a comma-separated list, "subvol=": its value, malloc'd; or one
 * without a value, "bind": "". NULL: it is not there. */
extern char *mount_option (const char *options, const char *key);

/* specbsd.c: the same names as resolve_line, of systems that have their own;
 * NULL: not one of theirs. */
extern const struct device *device_of_bsd (const struct guest_names *g,
                                           const char *spec);
extern const struct candidate *tag_of_bsd (const struct guest_names *g,
                                           const char *spec);

#endif /* GUESTFSD_SPEC_H */
