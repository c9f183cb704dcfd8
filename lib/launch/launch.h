/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping the appliance. */

#ifndef GUESTFS_INT_LAUNCH_H
#define GUESTFS_INT_LAUNCH_H

#include "handle.h"

/* A backend starts a virtual machine and leaves g->conn connected to its
 * daemon after HELLO and SETUP.  Every function may be called in any state
 * after create; shutdown and free must be safe on half-started machines. */
struct backend_ops {
  const char *name;
  size_t data_size;             /* of g->backend_data, zeroed */
  int (*launch) (guestfs_h *g, void *data, const char *arg); /* "libvirt:arg" */
  /* Ends the machine and reaps its processes; returns 0, or -1 with error set
   * when it had ended badly and check_for_errors asks to know. */
  int (*shutdown) (guestfs_h *g, void *data, bool check_for_errors);
  int (*get_pid) (guestfs_h *g, void *data);
  int (*max_disks) (guestfs_h *g, void *data);
  /* Plug drive i into, or out of, the running machine. */
  int (*add_drive) (guestfs_h *g, void *data, size_t i);
  int (*remove_drive) (guestfs_h *g, void *data, size_t i);
  /* Why did it die?  "qemu exited with status 1: <its message>"; malloc'd */
  char *(*explain_exit) (guestfs_h *g, void *data);
};
extern const struct backend_ops guestfs_int_backend_direct;

extern int guestfs_int_shutdown_backend (guestfs_h *g, bool check_for_errors);
extern void guestfs_int_launch_send_progress (guestfs_h *g, int perdozen);

/* ---- Appliance (launch/appliance.c) ---- */
struct appliance {
  char *kernel, *initrd, *root; /* paths */
};
/* Find one along g->path, or build it into the cache directory. */
extern int guestfs_int_find_appliance (guestfs_h *g, struct appliance *ret);
extern void guestfs_int_appliance_done (struct appliance *a);

/* ---- Accelerator (launch/accel.c) ---- */
enum accel { ACCEL_KVM, ACCEL_TCG };
extern enum accel guestfs_int_choose_accel (guestfs_h *g, bool *ret_certain);
/* Remember, for this machine and boot, that KVM does not work. */
extern void guestfs_int_remember_no_kvm (guestfs_h *g, const char *why);

/* ---- QEMU's command line (launch/qemu_argv.c): pure ---- */
struct qemu_params {
  const char *qemu;
  enum accel accel;
  const struct appliance *appliance;
  int channel_fd, qmp_fd;       /* inherited sockets */
};
extern int guestfs_int_qemu_argv (guestfs_h *g, const struct qemu_params *p,
                                  struct strvec *ret_argv);

#endif /* GUESTFS_INT_LAUNCH_H */
