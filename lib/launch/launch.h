/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping the appliance. */

#ifndef GUESTFS_INT_LAUNCH_H
#define GUESTFS_INT_LAUNCH_H

#include "handle.h"
#include "qemu.h"

/* A backend starts a virtual machine and leaves g->conn connected to its
 * daemon after HELLO and SETUP.  Every function may be called in any state
 * after create, and shutdown must be safe on a half-started machine.  From
 * get_pid on, what the backend cannot do is NULL. */
struct backend_ops {
  const char *name;
  const char *arg;              /* of "NAME:ARG"; NULL: it means nothing */
  size_t data_size;             /* of g->backend_data, zeroed */
  int (*launch) (guestfs_h *g, void *data, const char *arg); /* "libvirt:arg" */
  /* Ends the machine and reaps its processes; returns 0, or -1 with error set
   * when it had ended badly and check_for_errors asks to know. */
  int (*shutdown) (guestfs_h *g, void *data, bool check_for_errors);
  int (*max_disks) (guestfs_h *g, void *data);
  int (*get_pid) (guestfs_h *g, void *data);
  /* Plugs drive i into, or out of, the running machine.  -1: refused, and
   * nothing has changed; -2: the machine is lost.  Error set in both cases. */
  int (*add_drive) (guestfs_h *g, void *data, size_t i);
  int (*remove_drive) (guestfs_h *g, void *data, size_t i);
  /* Why did it die?  "qemu exited with status 1: <its message>"; malloc'd */
  char *(*explain_exit) (guestfs_h *g, void *data);
  /* The console as a socket that can be read and written; borrowed, -1 when
   * there is none. */
  int (*console) (guestfs_h *g, void *data);
};

/* ---- Backends (launch/backends.c) ---- */
/* Made from backends.mk; the last one is NULL. */
extern const struct backend_ops *const guestfs_int_backends[];
/* The one of that name, which may be "NAME:ARG"; *ret_arg: borrowed, or NULL.
 * NULL with error set when this library has none. */
extern const struct backend_ops *
guestfs_int_find_backend (guestfs_h *g, const char *name,
                          const char **ret_arg);
/* Checks the name and keeps it. */
extern int guestfs_int_set_backend (guestfs_h *g, const char *name);

/* ---- The state machine (launch/launch.c) ---- */
extern int guestfs_int_launch (guestfs_h *g);
/* What it does while it is LAUNCHING: with the drives as they are.  -1: error
 * set, and everything that was started has ended. */
extern int guestfs_int_run_backend (guestfs_h *g);
/* Everything that was started, but not the drives. */
extern int guestfs_int_stop_backend (guestfs_h *g, bool check_for_errors);
/* Ends the machine, drops the connection and the drives: state CONFIG. */
extern int guestfs_int_shutdown_backend (guestfs_h *g, bool check_for_errors);

/* ---- Progress (launch/progress.c) ---- */
/* Twelfths of the launch: an event, but only when a launch takes long. */
extern void guestfs_int_launch_send_progress (guestfs_h *g, int perdozen);

/* ---- From a template or not (launch/ways.c) ---- */
/* What a way to launch returns, besides 0 (ready) and -1 (error set). */
enum {
  LAUNCH_NO_TEMPLATE = 1,       /* nothing runs: a cold boot may do better */
  LAUNCH_SILENT = -2,           /* it runs, but gives no sign of life */
};
typedef int (*launch_way) (guestfs_h *g, void *opaque);
/* As the settings want it; never LAUNCH_NO_TEMPLATE. */
extern int guestfs_int_launch_by_mode (guestfs_h *g, launch_way by_template,
                                       launch_way cold, void *opaque);
/* How long it may take until the daemon says HELLO. */
extern int guestfs_int_hello_seconds (enum accel accel);
/* The error of a machine that has not said it by then. */
extern void guestfs_int_error_no_hello (guestfs_h *g, enum accel accel);

/* ---- When the appliance is gone (launch/lost.c) ----
 * The connection is unusable or the appliance died, and another one is to take
 * its place, with the same drives, and without looking into that device, unless
 * NULL; the rooms below call it as g->launch_again.
 * Nobody is told but of its messages: for the program it is the same.  0; -1
 * when it cannot be launched, as after guestfs_int_lost_appliance. */
extern int guestfs_int_launch_again (guestfs_h *g, const char *without);
/* The connection is unusable or the appliance died: error set, processes
 * reaped, SUBPROCESS_QUIT event, state CONFIG.  Always returns -1.  The rooms
 * below call it as g->lost_appliance. */
extern int guestfs_int_lost_appliance (guestfs_h *g, const char *while_doing);

/* ---- Drives (launch/hotplug.c) ---- */
/* Takes drv in every case.  Plugs it in when the appliance runs. */
extern int guestfs_int_add_drive (guestfs_h *g, struct drive *drv);
/* Unplugs it when the appliance runs. */
extern int guestfs_int_remove_drive (guestfs_h *g, const char *label);

/* ---- Appliance (launch/appliance.c) ---- */
/* Find one along g->path, or build it into the cache directory. */
extern int guestfs_int_find_appliance (guestfs_h *g, struct appliance *ret);
extern void guestfs_int_appliance_done (struct appliance *a);
#define CLEANUP_APPLIANCE __attribute__ ((cleanup (guestfs_int_appliance_done)))

#endif /* GUESTFS_INT_LAUNCH_H */
