/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What client-test.c and client-xdr.c share. */

#ifndef GUESTFS_CLIENT_TEST_H
#define GUESTFS_CLIENT_TEST_H

#include <stddef.h>

/* Arguments of toy_args with all optional arguments, and one struct with
 * these members, as rpcgen's code encodes them: malloc'd. */
extern char *xdr_encode_args (size_t *ret_len);
extern char *xdr_encode_struct (size_t *ret_len);

#endif /* GUESTFS_CLIENT_TEST_H */
