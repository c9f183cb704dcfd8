/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of Windows (PE). */

#ifndef GUESTFSD_PE_H
#define GUESTFSD_PE_H

#include "bytes.h"

/* The architecture that a program or library is for, "x86_64", by its first
 * bytes (ARCH_HEAD); NULL when it is no PE file, or for a machine that has no
 * name here. */
extern const char *pe_architecture (struct bytes program);
extern const char *pe_architecture_of_fd (int fd);

#endif /* GUESTFSD_PE_H */
