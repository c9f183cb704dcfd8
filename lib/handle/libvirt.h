/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt, by way of its module, for one handle. */

#ifndef GUESTFS_INT_HANDLE_LIBVIRT_H
#define GUESTFS_INT_HANDLE_LIBVIRT_H

#include "handle.h"
#include "libvirt_module.h"

/* The module, loaded at first need; NULL with error ENOTSUP. */
extern const struct libvirt_module *guestfs_int_libvirt (guestfs_h *g);

/* uri NULL: what libvirt takes by default.  The connection asks for
 * credentials by the event LIBVIRT_AUTH, and waits for a server as long as the
 * backend setting libvirt_timeout says.  NULL with error set, which says what
 * can be done: otherwise is one thing more, or NULL. */
extern struct libvirt_conn *
guestfs_int_libvirt_connect (guestfs_h *g, const char *uri,
                             const char *otherwise);
/* How to wait and ask for this handle. */
extern void guestfs_int_libvirt_caller (guestfs_h *g,
                                        struct libvirt_caller *ret);

/* Until fd has one of these events of poll.  -1: errno is ETIMEDOUT, EINTR when
 * the user cancels, or another. */
extern int guestfs_int_libvirt_wait (guestfs_h *g, int fd, short events,
                                     const struct timespec *deadline);

/* What ends or takes back something is not cancelled: a machine that is shut
 * down must write what it holds.  The former value is returned, to be set again
 * afterwards. */
extern bool guestfs_int_libvirt_undo (guestfs_h *g, bool undoes);

/* Is it a type of credentials?  0, or -1 with error EINVAL. */
extern int guestfs_int_libvirt_check_credential (guestfs_h *g,
                                                 const char *type);

/* Sets the error "FORMAT: <what libvirt says>", and releases err. */
extern void guestfs_int_libvirt_error (guestfs_h *g, struct libvirt_error *err,
                                       const char *fs, ...)
  __attribute__ ((format (printf, 3, 4)));

#endif /* GUESTFS_INT_HANDLE_LIBVIRT_H */
