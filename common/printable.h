/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text of a guest that is shown to people. */

#ifndef GUESTFS_PRINTABLE_H
#define GUESTFS_PRINTABLE_H

/* Control characters become blanks, in place: the text is one line, and does
 * nothing to a terminal.  NULL is left alone. */
extern void make_printable (char *s);

#endif /* GUESTFS_PRINTABLE_H */
