/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text as languages have it whose strings are UTF-16.
 *
 * Names of files are bytes.  A byte that is not part of UTF-8 becomes a low
 * surrogate alone, U+DC80 to U+DCFF, which no other text has: so it comes back
 * as it was.  Any other surrogate without its pair is no text. */

#ifndef UTF16_H
#define UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-16 of the text: at most size units. */
extern size_t call_utf16_decode (const char *text, size_t size,
                                 uint16_t *units);

/* The opposite: at most 3 * n bytes.  False if there are surrogates that
 * are no text. */
extern bool call_utf16_encode (const uint16_t *units, size_t n, char *text,
                               size_t *ret_size);

#endif
