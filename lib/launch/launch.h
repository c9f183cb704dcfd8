/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping the appliance. */

#ifndef GUESTFS_INT_LAUNCH_H
#define GUESTFS_INT_LAUNCH_H

#include <sys/types.h>
#include <time.h>

#include <jansson.h>

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
  /* The console as a socket that can be read and written; borrowed, -1 when
   * there is none. */
  int (*console) (guestfs_h *g, void *data);
};
extern const struct backend_ops guestfs_int_backend_direct;

/* ---- The state machine (launch/launch.c) ---- */
/* The backend that the settings name; NULL with error set. */
extern const struct backend_ops *
guestfs_int_find_backend (guestfs_h *g, const char **ret_arg);
extern int guestfs_int_launch (guestfs_h *g);
/* Ends the machine, drops the connection and the drives: state CONFIG. */
extern int guestfs_int_shutdown_backend (guestfs_h *g, bool check_for_errors);
/* The connection is unusable or the appliance has died: error set, processes
 * reaped, SUBPROCESS_QUIT event, state CONFIG.  Always returns -1.  The rooms
 * below call it as g->lost_appliance. */
extern int guestfs_int_lost_appliance (guestfs_h *g, const char *while_doing);
/* Twelfths of the launch: an event, but only when a launch takes long. */
extern void guestfs_int_launch_send_progress (guestfs_h *g, int perdozen);
/* Drive i joins or leaves a running machine, and the daemon is told. */
extern int guestfs_int_plug_drive (guestfs_h *g, size_t i);
extern int guestfs_int_unplug_drive (guestfs_h *g, size_t i);
/* Milliseconds since launch was called. */
extern int64_t guestfs_int_launch_elapsed (guestfs_h *g);

/* ---- Appliance (launch/appliance.c) ---- */
struct appliance {
  char *kernel, *initrd, *root; /* paths */
};
/* Find one along g->path, or build it into the cache directory. */
extern int guestfs_int_find_appliance (guestfs_h *g, struct appliance *ret);
extern void guestfs_int_appliance_done (struct appliance *a);
#define CLEANUP_APPLIANCE __attribute__ ((cleanup (guestfs_int_appliance_done)))

/* ---- Accelerator (launch/accel.c) ---- */
enum accel { ACCEL_KVM, ACCEL_TCG };
/* certain: do not try the other one. 0, or -1 with error set. */
extern int guestfs_int_choose_accel (guestfs_h *g, const char *qemu,
                                     enum accel *ret_accel, bool *ret_certain);
/* Remember, for this machine and boot, that KVM does not work. */
extern void guestfs_int_remember_no_kvm (guestfs_h *g, const char *qemu,
                                         const char *why);

/* ---- QEMU (launch/qemu.c) ---- */
/* Path of the binary: g->hv, or the first known one on PATH; malloc'd, NULL
 * with error set. */
extern char *guestfs_int_find_qemu (guestfs_h *g);
/* The QEMU to run: what was set, else the first that is found.  Borrowed;
 * NULL with error set when there is none. */
extern const char *guestfs_int_get_hv (guestfs_h *g);
/* Path of a firmware that starts a kernel sooner; malloc'd, NULL if none. */
extern char *guestfs_int_find_bios (guestfs_h *g, const char *qemu);

/* ---- QEMU's command line (launch/qemu_argv.c): pure ---- */
/* Memory that a template is made from or that comes out of one.  Such a
 * machine has no drives and nothing that only concerns one handle. */
struct machine_ram {
  int fd;                       /* inherited */
  bool clone;                   /* written to copies; state comes by QMP */
};
struct qemu_params {
  const char *qemu;
  const char *bios;             /* or NULL: QEMU's own choice */
  enum accel accel;
  const struct appliance *appliance;
  int channel_fd, qmp_fd;       /* inherited sockets */
  const struct machine_ram *ram; /* or NULL: QEMU's own */
};
extern int guestfs_int_qemu_argv (guestfs_h *g, const struct qemu_params *p,
                                  struct strvec *ret_argv);
/* alone: the machine is for this handle only. */
extern char *guestfs_int_kernel_cmdline (guestfs_h *g, enum accel accel,
                                         bool alone);

/* ---- Processes (launch/process.c) ---- */
struct process {
  pid_t pid;                    /* QEMU; 0: none */
  pid_t recovery;               /* kills it when this program dies; 0: none */
  bool reaped;
  int status;                   /* as waitpid gives it; valid when reaped */
};
/* stdio: becomes 0, 1 and 2 of the child (-1: leave them).  keep: the other
 * descriptors it inherits, ended by -1. */
extern int guestfs_int_process_start (guestfs_h *g, struct process *p,
                                      char *const *argv, int stdio,
                                      const int *keep);
/* Waits that many milliseconds; true when it has ended. */
extern bool guestfs_int_process_wait (struct process *p, int timeout_ms);
/* Ends it, politely for so long, and the recovery process. */
extern void guestfs_int_process_stop (struct process *p, int timeout_ms);

/* ---- QMP (launch/qmp.c) ---- */
struct qmp {
  int fd;                       /* -1: closed */
  struct strbuf in;             /* received, not yet a whole line */
  bool greeted;
  char *io_error;               /* first failed write that QEMU told of */
};
#define QMP_INIT { -1, STRBUF_INIT, false, NULL }
/* Takes fd.  Asks for command mode without waiting for the answer. */
extern int guestfs_int_qmp_open (struct qmp *q, int fd);
extern void guestfs_int_qmp_done (struct qmp *q);
/* Runs a command; args is stolen and may be NULL.  NULL with error set, or
 * what it returned. */
extern json_t *guestfs_int_qmp_execute (guestfs_h *g, struct qmp *q,
                                        const char *command, json_t *args);
/* Waits for an event about a device; 0, or -1 with error set. */
extern int guestfs_int_qmp_wait_event (guestfs_h *g, struct qmp *q,
                                       const char *event, const char *device);
/* Sends several commands without waiting for each one's answer; args are
 * stolen.  -1 with the first error set: QEMU may then have executed any of
 * the following ones, so the machine is good for nothing but to be stopped. */
struct qmp_command { const char *name; json_t *args; };
extern int guestfs_int_qmp_execute_all (guestfs_h *g, struct qmp *q,
                                        const struct qmp_command *commands,
                                        size_t n);
/* Gives QEMU a descriptor under a name. */
extern int guestfs_int_qmp_getfd (guestfs_h *g, struct qmp *q,
                                  const char *name, int fd);
/* Waits until saving or loading the machine has ended well; needs capability
 * events.  0, or -1 with error set. */
extern int guestfs_int_qmp_wait_migration (guestfs_h *g, struct qmp *q,
                                           int timeout_ms);
/* Sends a command without waiting. */
extern int guestfs_int_qmp_send (struct qmp *q, const char *command,
                                 json_t *args);
/* Reads whatever is there, for events; never waits. */
extern void guestfs_int_qmp_drain (struct qmp *q);

#endif /* GUESTFS_INT_LAUNCH_H */
