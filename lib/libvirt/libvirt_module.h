/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library asks of libguestfs-libvirt.so, which alone is linked to
 * libvirt and libxml2 and is loaded when something needs them.
 *
 * Plain C: the module knows nothing of handles.  Whatever asks a server runs
 * in a thread of its own (libvirt/job.c), so that a server that does not
 * answer makes no call wait for longer than the caller wants.
 */

#ifndef GUESTFS_LIBVIRT_MODULE_H
#define GUESTFS_LIBVIRT_MODULE_H

#include <stdbool.h>
#include <stddef.h>

/* The module's only symbol, a struct libvirt_module. */
#define LIBVIRT_MODULE_FILE "libguestfs-libvirt.so"
#define LIBVIRT_MODULE_SYMBOL "guestfs_int_libvirt_module"

/* What went wrong: errnum is not 0, text is libvirt's, in one line. */
struct libvirt_error {
  int errnum;
  char *text;                   /* to be freed; NULL only without memory */
};

/* Something a server wants to know. */
struct libvirt_credential {
  const char *type;             /* "username", "passphrase" … */
  const char *prompt, *challenge, *defresult;   /* "" when there is none */
  char *result;                 /* malloc'd; NULL: there is no answer */
  size_t result_len;            /* a NUL follows */
};

/* Who calls.  The functions are called in the thread of the caller. */
struct libvirt_caller {
  void *opaque;
  /* Waits until fd can be read.  0, or -1 with errno: ETIMEDOUT, or EINTR when
   * the call was cancelled. */
  int (*wait) (void *opaque, int fd);
  /* The types that ask can answer, NULL at the end.  NULL: libvirt itself asks
   * at the terminal. */
  const char *const *types;
  /* Fills in the results; -1: log in no further. */
  int (*ask) (void *opaque, const char *uri,
              struct libvirt_credential *creds, size_t n);
  /* Before libvirt itself asks. */
  void (*before_prompt) (void *opaque, const char *uri);
};

struct libvirt_conn;

/* Functions return 0, or -1 with *err filled in, unless they say otherwise. */
struct libvirt_module {
  const char *build_id;         /* must be that of the library */

  /* Before anything else.  quiet: nobody else in this process uses libvirt,
   * which would print its errors. */
  void (*init) (bool quiet);

  /* uri NULL: what libvirt takes by default.  caller is copied. */
  int (*connect) (const char *uri, const struct libvirt_caller *caller,
                  struct libvirt_conn **ret, struct libvirt_error *err);
  /* NULL is ignored. */
  void (*disconnect) (struct libvirt_conn *conn);
  /* What the server calls itself; borrowed, never NULL. */
  const char *(*uri) (const struct libvirt_conn *conn);
};

#endif /* GUESTFS_LIBVIRT_MODULE_H */
