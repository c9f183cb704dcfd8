/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a protocol is called, what it asks for, and how QEMU is told. */

#ifndef GUESTFS_INT_PROTOCOLS_H
#define GUESTFS_INT_PROTOCOLS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct drive_source;

struct drive_protocol {
  const char *name;             /* as in add_drive; also QEMU's driver */
  const char *gone;             /* not NULL: QEMU has dropped it; what to do */
  const char *module;           /* QEMU's driver is in this module, or NULL */
  int port;                     /* when the server names none; 0: the driver
                                 * knows */
  int only_port;                /* not 0: the driver takes no other */
  size_t min_servers, max_servers;
  bool unix_ok;
  const char *user_key, *secret_key;    /* of the driver; NULL: it has none */
  const char *no_secret;        /* … and what to do instead; or NULL */
  bool secret_is_base64;
  enum { TLS_NONE, TLS_SYSTEM, TLS_DIR } tls;   /* whom the driver believes:
                                 * who the system does, or a directory says */
  const char *silence;          /* what it may mean that a server does not
                                 * answer: ": …"; or NULL */
  bool one_request;             /* two at a time may be lost by QEMU */
  bool readonly;                /* QEMU's driver cannot write */
  bool try_to_read;             /* nor read, with some versions of its library:
                                 * find out when the drive is added */
  bool discard;                 /* it can give space back */
  bool path_is_name;            /* of an export, volume or target: a slash in
                                 * front, which URIs have, is left out */
  bool path_is_encoded;         /* as in a URL: any bytes will do */
  const char *empty;            /* what a disk without a size is; or NULL */
  /* NULL, or what the path must be: "must be …".  Optional. */
  const char *(*check_path) (const char *path);
  /* Can what the path names only be read?  NULL, or why.  Optional. */
  const char *(*path_readonly) (const char *path);
  /* QEMU's protocol layer.  A new object, or NULL when memory is out or a
   * name is not UTF-8. */
  json_t *(*node) (const struct drive_source *src);
};

/* NULL: there is none of this name. */
extern const struct drive_protocol *guestfs_int_find_protocol (const char *);
extern const struct drive_protocol guestfs_int_protocol_file;
extern size_t guestfs_int_protocol_number (const struct drive_protocol *p);
/* The i-th in the order of their names; NULL past the last. */
extern const struct drive_protocol *guestfs_int_nth_protocol (size_t i);

#endif /* GUESTFS_INT_PROTOCOLS_H */
