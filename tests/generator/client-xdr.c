/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arguments and the struct of client-test.c through rpcgen's code. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guestfs_protocol.h"
#include "client-test.h"

#define ENCODED_MAX (64 * 1024)

/* What some xdr_… function makes of its object. */
static char *
encode (xdrproc_t proc, void *object, size_t *ret_len)
{
  char *buf = malloc (ENCODED_MAX);
  XDR xdrs;

  xdrmem_create (&xdrs, buf, ENCODED_MAX, XDR_ENCODE);
  if (!proc (&xdrs, object)) {
    fprintf (stderr, "rpcgen's code does not encode this\n");
    exit (EXIT_FAILURE);
  }
  *ret_len = xdr_getpos (&xdrs);
  xdr_destroy (&xdrs);
  return buf;
}

char *
xdr_encode_args (size_t *ret_len)
{
  guestfs_str list[] = { (char *) "one", (char *) "", (char *) "three" };
  guestfs_str devices[] = { (char *) "/dev/sdb" };
  guestfs_str olist[] = { (char *) "x", (char *) "yy" };
  guestfs_str optstr = (char *) "optional";
  guestfs_toy_args_args args = {
    .b = 1, .i32 = -2, .i64 = -3000000000, .str = (char *) "text",
    .device = (char *) "/dev/sda", .mountable = (char *) "/dev/sda1",
    .path = (char *) "/path", .filename = (char *) "name",
    .devorpath = (char *) "/d", .mountableorpath = (char *) "/m",
    .key = (char *) "hush", .guid = (char *) "{0}", .optstr = &optstr,
    .list = { 3, list }, .devices = { 1, devices },
    .buf = { 3, (char *) "\0b\0" },
    .obool = 1, .oint = 7, .oint64 = 1ll << 40, .ostring = (char *) "o",
    .olist = { 2, olist },
  };

  return encode ((xdrproc_t) xdr_guestfs_toy_args_args, &args, ret_len);
}

char *
xdr_encode_struct (size_t *ret_len)
{
  guestfs_int_toy toy = {
    .toy_grade = 'g', .toy_name = (char *) "bear",
    .toy_device = (char *) "/dev/sda",
    .toy_blob = { 5, (char *) "a\0b\0c" },
    .toy_u32 = 4000000000u, .toy_i32 = -1, .toy_u64 = 1ull << 63,
    .toy_i64 = -1, .toy_size = 12, .toy_percent = 0.25,
  };

  memcpy (toy.toy_uuid, "0123456789abcdef0123456789abcdef", 32);
  return encode ((xdrproc_t) xdr_guestfs_int_toy, &toy, ret_len);
}
