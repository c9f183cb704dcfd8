/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shell on the console, for a person: see virt-rescue(1). */

#ifndef GUESTFSD_RESCUE_H
#define GUESTFSD_RESCUE_H

/* Starts it, unless it runs; term: what TERM is to be.  A descriptor that
 * becomes readable when it ends; -1 with the error set. */
extern int rescue_begin (const char *term);
/* Ends the shell, if there is one, and what was started in it. */
extern void rescue_end (void);
/* What the console is shown in has this size now; -1 with the error set. */
extern int console_set_size (unsigned rows, unsigned columns);

#endif /* GUESTFSD_RESCUE_H */
