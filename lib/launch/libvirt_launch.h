/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The appliance as a domain of libvirt: what belongs to one launch. */

#ifndef GUESTFS_INT_LIBVIRT_LAUNCH_H
#define GUESTFS_INT_LIBVIRT_LAUNCH_H

#include "access.h"
#include "launch.h"
#include "libvirt.h"
#include "libvirt_disk.h"
#include "template.h"

enum { LIBVIRT_CHANNEL, LIBVIRT_CONSOLE, LIBVIRT_NR_SOCKETS };

struct libvirt_socket {
  char *path;
  int listener;                 /* -1: closed, and path is gone */
};

struct served;                  /* launch/libvirt_served.c */

struct vm {
  const struct libvirt_module *lv;
  struct libvirt_conn *conn;
  struct libvirt_host host;
  struct libvirt_running *running;
  char *name;                   /* another one for each launch */
  struct access access;         /* when QEMU runs as another user */
  char *socket_dir;
  struct libvirt_socket sockets[LIBVIRT_NR_SOCKETS];
  struct served **served;       /* by the number of the drive; NULL: none */
  size_t nr_served;
  char **secrets;               /* UUIDs, by the number of the drive */
  size_t nr_secrets;
  struct process guard;         /* of the private directory */
  int qemu;                     /* a pidfd, should libvirt be gone; -1 */
  int console;                  /* owned by the connection; -1 if none */
  bool refused;                 /* libvirt did not start it … */
  bool no_answer;               /* … because it, or a server that QEMU waits
                                 * for, did not answer: it is not asked again */
  bool no_passt;                /* libvirt could not start it */
  bool ready;                   /* drives may hold what is worth flushing */
};

/* ---- Sockets (launch/libvirt_sockets.c) ---- */
/* libvirt's QEMU connects to these. */
extern int guestfs_int_libvirt_listen (guestfs_h *g, struct vm *d);
/* A pair of sockets, [0] ours, [1] QEMU's. */
extern int guestfs_int_libvirt_socket_pair (guestfs_h *g,
                                            const struct vm *d,
                                            int fds[2]);
/* After it has: g->conn. */
extern int guestfs_int_libvirt_accept (guestfs_h *g, struct vm *d);
extern void guestfs_int_libvirt_close_sockets (struct vm *d);
/* One that QEMU can connect to at s->path; and its end. */
extern int guestfs_int_libvirt_listen_at (guestfs_h *g, const struct vm *d,
                                          struct libvirt_socket *s);
extern void guestfs_int_libvirt_close_socket (struct libvirt_socket *s);

/* ---- Images that are in use (launch/libvirt_served.c) ---- */
/* When a machine that runs uses drive i, which we only read, it is served over
 * a socket, until unserve.  0, or -1 with an error that names the image. */
extern int guestfs_int_libvirt_serve_drive (guestfs_h *g, struct vm *d,
                                            size_t i);
extern int guestfs_int_libvirt_serve_drives (guestfs_h *g, struct vm *d);
/* Where QEMU reads drive i then; NULL: from the image itself. */
extern const struct drive_source *guestfs_int_libvirt_served
  (const struct vm *d, size_t i);
extern void guestfs_int_libvirt_unserve_drive (struct vm *d, size_t i);
extern void guestfs_int_libvirt_unserve_drives (struct vm *d);

/* ---- Its description (launch/libvirt_config.c) ---- */
/* What depends on how it is started. */
struct libvirt_config {
  enum accel accel;
  const struct appliance *appliance;
  bool bare;                    /* to be saved: no drives, nothing that is
                                 * only this handle's */
  bool incoming;                /* it waits for what was saved */
};
/* The XML of the domain, malloc'd; NULL with error set. */
extern char *guestfs_int_libvirt_xml (guestfs_h *g, const struct vm *d,
                                      const struct libvirt_config *config);
/* Is its network that of passt? */
extern bool guestfs_int_libvirt_uses_passt (guestfs_h *g, const struct vm *d);
/* The XML of drive i. */
extern char *guestfs_int_libvirt_disk_xml (guestfs_h *g, const struct vm *d,
                                           size_t i);
/* May QEMU open all of it?  -1 with an error that says what it may not.  May be
 * called again: d->access.nr_given tells whether something was missing. */
extern int guestfs_int_libvirt_give_access (guestfs_h *g, struct vm *d,
                                            const struct appliance *appliance);
extern int guestfs_int_libvirt_give_drive (guestfs_h *g, struct vm *d,
                                           size_t i);
/* libvirt keeps the secrets of drives only until QEMU has them. */
extern int guestfs_int_libvirt_define_secret (guestfs_h *g, struct vm *d,
                                              size_t i);
extern int guestfs_int_libvirt_define_secrets (guestfs_h *g, struct vm *d);
extern void guestfs_int_libvirt_undefine_secrets (guestfs_h *g,
                                                  struct vm *d);

/* ---- Its state, for templates (launch/libvirt_state.c) ---- */
/* Adds what a saved domain depends on. */
extern int guestfs_int_libvirt_key (guestfs_h *g, const struct vm *d,
                                    const struct libvirt_config *config,
                                    struct strbuf *b);
/* Writes it to fd, from where that is on.  0, or -1 with error set: the domain
 * can be used as it is, but must be resumed. */
extern int guestfs_int_libvirt_save (guestfs_h *g, struct vm *d, int fd);
/* A domain that waits for its state gets it, and is paused: 0, or -1 with error
 * set. */
extern int guestfs_int_libvirt_load (guestfs_h *g, struct vm *d,
                                     const struct template *t);
extern int guestfs_int_libvirt_resume (guestfs_h *g, struct vm *d);

/* ---- How it ended (launch/libvirt_ending.c) ---- */
/* Has QEMU ended, or does so within that time?  false: it is not known. */
extern bool guestfs_int_libvirt_has_ended (const struct vm *d,
                                           int timeout_ms);
/* Malloc'd; NULL when it runs. */
extern char *guestfs_int_libvirt_ending (guestfs_h *g, struct vm *d);
/* libvirt's log of it, which nobody will look for by its random name. */
extern void guestfs_int_libvirt_remove_log (guestfs_h *g,
                                            const struct vm *d);

#endif /* GUESTFS_INT_LIBVIRT_LAUNCH_H */
