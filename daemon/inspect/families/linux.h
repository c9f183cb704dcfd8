/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux that is not at the top of its file system (deployment.c). */

#ifndef GUESTFSD_LINUX_H
#define GUESTFSD_LINUX_H

#include "tree.h"

struct deployment {
  char *path;                   /* where / is: "/ostree/deploy/…"; malloc'd */
  /* What the place tells of the distribution; NULL: nothing. */
  const char *distro;
  char *version;                /* malloc'd */
};
#define DEPLOYMENT_INIT { NULL, NULL, NULL }
extern void deployment_done (struct deployment *d);
#define CLEANUP_DEPLOYMENT __attribute__ ((cleanup (deployment_done)))

/* The one that would be booted.  False: there is none. */
extern bool find_deployment (const struct tree *t, struct deployment *ret);
/* Adds command lines of what a boot loader shows, the first one first. */
extern void look_for_boot_options (const struct tree *t, struct strvec *ret);

#endif /* GUESTFSD_LINUX_H */
