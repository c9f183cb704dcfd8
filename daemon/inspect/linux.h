/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux that is not at the top of its file system. */

#ifndef GUESTFSD_LINUX_H
#define GUESTFSD_LINUX_H

#include "tree.h"

/* deployment.c: where the system is that would be booted, "/ostree/deploy/…";
 * malloc'd; NULL: there is none. */
extern char *find_deployment (const struct tree *t);
/* deployment.c: adds the command lines of what the boot loader shows, the first
 * one first. */
extern void look_for_boot_options (const struct tree *t, struct strvec *ret);

#endif /* GUESTFSD_LINUX_H */
