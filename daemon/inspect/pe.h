/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of Windows (PE). */

#ifndef GUESTFSD_PE_H
#define GUESTFSD_PE_H

/* The architecture that a program or library is for, "x86_64"; NULL when it is
 * no PE file, or for a machine that has no name here. */
extern const char *pe_architecture (int fd);

#endif /* GUESTFSD_PE_H */
