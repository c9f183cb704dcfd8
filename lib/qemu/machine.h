/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A machine: QEMU running, with its control socket and its connection.  Here
 * is how it is started, stopped and given drives; when, is for others. */

#ifndef GUESTFS_INT_MACHINE_H
#define GUESTFS_INT_MACHINE_H

#include "qemu.h"

struct machine {
  struct process qemu;
  struct qmp qmp;
  char *binary;                 /* of QEMU; owned */
  int console;                  /* owned by the connection; -1 if none */
  bool started;
};
#define MACHINE_INIT { .qmp = QMP_INIT, .console = -1 }

struct machine_config {
  enum accel accel;
  const struct appliance *appliance;
  const struct machine_ram *ram; /* or NULL */
  int state_fd;                 /* QEMU inherits it; -1: none */
};

/* Starts QEMU and connects g->conn; says nothing of whether it works. */
extern int guestfs_int_machine_start (guestfs_h *g, struct machine *m,
                                      const struct machine_config *config);
/* Ends QEMU, politely for so long, and g->conn.  Keeps binary: the machine
 * can be started again. */
extern void guestfs_int_machine_stop (guestfs_h *g, struct machine *m,
                                      int timeout_ms);
/* After stop. */
extern void guestfs_int_machine_done (struct machine *m);
/* What QEMU would be started with, but for the numbers of descriptors. */
extern int guestfs_int_machine_argv (guestfs_h *g, const struct machine *m,
                                     const struct machine_config *config,
                                     struct strvec *ret_argv);

/* Plugs drive i into the running machine; the daemon is to be told
 * afterwards.  -1 with error set: nothing is left of it in QEMU. */
extern int guestfs_int_machine_plug (guestfs_h *g, struct machine *m,
                                     size_t i);
/* Takes drive i, which the daemon has let go of, out again. */
extern int guestfs_int_machine_unplug (guestfs_h *g, struct machine *m,
                                       size_t i);
/* Plugs in the drives on servers, which no command line names. */
extern int guestfs_int_machine_plug_network (guestfs_h *g, struct machine *m);
/* Plugs all drives in, and starts the machine that was paused.  0; -1 with
 * error set: the machine is good for nothing but to be stopped; -2: likewise,
 * and it is the fault of a server, which another machine would not change. */
extern int guestfs_int_machine_plug_all (guestfs_h *g, struct machine *m);

/* Milliseconds since launch was called: for progress and the log. */
extern int64_t guestfs_int_launch_elapsed (guestfs_h *g);

/* ---- Why it ended (qemu/ending.c); malloc'd or NULL ---- */
/* "qemu-system-x86_64 exited with status 1"; NULL when it runs. */
extern char *guestfs_int_machine_ending (guestfs_h *g, struct machine *m);
/* What QEMU itself, the kernel or init have complained about. */
extern char *guestfs_int_machine_complaint (guestfs_h *g,
                                            const struct machine *m);

#endif /* GUESTFS_INT_MACHINE_H */
