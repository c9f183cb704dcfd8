/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine of the direct backend, for those who start one: direct.c, and
 * the templates. */

#ifndef GUESTFS_INT_DIRECT_H
#define GUESTFS_INT_DIRECT_H

#include "launch.h"

struct direct {
  struct process qemu;
  struct qmp qmp;
  char *binary;
  int console;                  /* owned by the connection; -1 if none */
  bool started;
  bool ready;                   /* drives may hold what is worth flushing */
};

struct machine {
  enum accel accel;
  const struct appliance *appliance;
  const struct machine_ram *ram; /* or NULL */
  int state_fd;                 /* QEMU inherits it; -1: none */
};

/* Starts QEMU and connects g->conn; says nothing of whether it works. */
extern int guestfs_int_direct_start (guestfs_h *g, struct direct *d,
                                     const struct machine *m);
extern void guestfs_int_direct_stop (guestfs_h *g, struct direct *d,
                                     int timeout_ms);
/* What QEMU would be started with, but for the numbers of descriptors. */
extern int guestfs_int_direct_argv (guestfs_h *g, const struct direct *d,
                                    const struct machine *m,
                                    struct strvec *ret_argv);
/* Plugs all drives in, and with run starts the machine that was paused. */
extern int guestfs_int_direct_plug_all (guestfs_h *g, struct direct *d,
                                        bool run);

#endif /* GUESTFS_INT_DIRECT_H */
