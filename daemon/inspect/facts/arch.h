/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For which processors a program was made. */

#ifndef GUESTFSD_ARCH_H
#define GUESTFSD_ARCH_H

#include <stddef.h>

/* So much of a file tells it. */
#define ARCH_HEAD (64 * 1024)

/* "x86_64"; NULL when it is no program that is understood. */
extern const char *architecture_of_head (const void *p, size_t n);
/* The same of a program, library, module or kernel, which may be
 * compressed. */
extern const char *architecture_of_fd (int fd);
/* The first bytes of a file, which are uncompressed.  How many; -1 when they
 * cannot be read. */
extern ptrdiff_t read_head (int fd, void *buf, size_t n);

#endif /* GUESTFSD_ARCH_H */
