/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Machines that libvirt runs. */

#ifndef GUESTFS_LIBVIRT_RUN_H
#define GUESTFS_LIBVIRT_RUN_H

#include "job.h"

extern int host_look (struct libvirt_conn *conn, struct libvirt_host *ret,
                      struct libvirt_error *err);
extern void host_done (struct libvirt_host *host);

extern int secret_define (struct libvirt_conn *conn, const char *xml,
                          const void *value, size_t n, char **ret_uuid,
                          struct libvirt_error *err);
extern int secret_undefine (struct libvirt_conn *conn, const char *uuid,
                            struct libvirt_error *err);

extern int machine_create (struct libvirt_conn *conn, const char *xml,
                           bool paused, struct libvirt_running **ret,
                           struct libvirt_error *err);
extern void machine_free (struct libvirt_running *m);
extern int machine_resume (struct libvirt_running *m,
                           struct libvirt_error *err);
extern int machine_suspend (struct libvirt_running *m,
                            struct libvirt_error *err);
extern int machine_destroy (struct libvirt_running *m, bool graceful,
                            struct libvirt_error *err);
extern int machine_state (struct libvirt_running *m,
                          enum libvirt_state *ret,
                          struct libvirt_error *err);
extern int machine_attach (struct libvirt_running *m, const char *xml,
                           struct libvirt_error *err);
extern int machine_detach (struct libvirt_running *m, const char *xml,
                           struct libvirt_error *err);
extern int machine_monitor (struct libvirt_running *m, const char *command,
                            int fd, char **ret_answer,
                            struct libvirt_error *err);

#endif /* GUESTFS_LIBVIRT_RUN_H */
