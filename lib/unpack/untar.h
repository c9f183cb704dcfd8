/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A tar archive, as it comes from the appliance, that becomes a tree. */

#ifndef GUESTFS_INT_UNTAR_H
#define GUESTFS_INT_UNTAR_H

#include "tree.h"

struct untar;

/* tree is borrowed, and has the error of what fails.  NULL: no memory. */
extern struct untar *guestfs_int_untar_new (struct tree *tree);
/* The next bytes of the archive.  0, or -1 with errno. */
extern int guestfs_int_untar_feed (struct untar *t, const char *data,
                                   size_t n);
/* After the last byte; finishes the tree as well. */
extern int guestfs_int_untar_finish (struct untar *t);
extern void guestfs_int_untar_free (struct untar *t);

#endif /* GUESTFS_INT_UNTAR_H */
