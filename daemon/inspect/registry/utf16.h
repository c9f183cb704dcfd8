/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of Windows as UTF-8. */

#ifndef GUESTFSD_UTF16_H
#define GUESTFSD_UTF16_H

#include "bytes.h"

/* Malloc'd, up to the first NUL; NULL only when memory is out.  Half of a pair
 * becomes U+FFFD. */
extern char *utf8_of_utf16 (struct bytes text);
/* Each byte is a character: Latin-1. */
extern char *utf8_of_latin1 (struct bytes text);

#endif /* GUESTFSD_UTF16_H */
