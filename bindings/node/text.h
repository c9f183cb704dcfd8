/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text that may not be UTF-8, as JavaScript strings. */

#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

/* UTF-16 of the text: at most size units.  A byte that is not part of UTF-8
 * becomes a lone surrogate, U+DC80 to U+DCFF. */
extern size_t text_decode (const char *text, size_t size, char16_t *units);

/* The opposite: at most 3 * size bytes.  False if there are other lone
 * surrogates. */
extern bool text_encode (const char16_t *units, size_t size, char *text,
                         size_t *ret_size);

#endif
