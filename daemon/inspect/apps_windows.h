/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in Windows. */

#ifndef GUESTFSD_APPS_WINDOWS_H
#define GUESTFSD_APPS_WINDOWS_H

#include "tree.h"

/* The applications that the hive at this path (findings: software_hive) names,
 * of its 64-bit and its 32-bit view, sorted by name.  What is damaged costs
 * itself and a warning of the tree.  -1 with the error set when the hive cannot
 * be read at all; then there is nothing to free. */
extern int applications_of_windows (const struct tree *t,
                                    const char *software_hive,
                                    struct guestfs_application2_list *ret);

#endif /* GUESTFSD_APPS_WINDOWS_H */
