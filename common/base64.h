/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes as letters, and back. */

#ifndef GUESTFS_BASE64_H
#define GUESTFS_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "strvec.h"

/* Adds n bytes as letters, without line ends.  -1 with errno. */
extern int base64_encode (struct strbuf *ret, const void *data, size_t n);

/* What has come of a text that comes in pieces. */
struct base64_decoder {
  unsigned bits;                /* letters so far, six bits each */
  unsigned nr_letters;          /* of a group of four */
  unsigned nr_padding;
  bool finished;                /* after padding only white space may come */
};
/* Adds what the next piece stands for.  -1 with errno: EINVAL when it is not
 * base64. */
extern int base64_decode (struct base64_decoder *d, struct strbuf *ret,
                          const char *text, size_t n);
/* Whether the text may end here. */
extern bool base64_is_complete (const struct base64_decoder *d);

#endif /* GUESTFS_BASE64_H */
