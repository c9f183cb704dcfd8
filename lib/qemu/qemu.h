/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* QEMU: the program, its accelerator, command line, process and control
 * socket. */

#ifndef GUESTFS_INT_QEMU_H
#define GUESTFS_INT_QEMU_H

#include <sys/types.h>

#include <jansson.h>

#include "arch.h"
#include "handle.h"

/* What is booted; launch/appliance.c finds it. */
struct appliance {
  char *kernel, *initrd, *root; /* paths */
  const struct arch *arch;      /* the processor that it is for */
  int lock_fd;                  /* while it is open nobody removes them; -1 */
};
#define APPLIANCE_INIT { .lock_fd = -1 }

/* ---- Accelerator (qemu/accel.c) ---- */
enum accel { ACCEL_KVM, ACCEL_TCG };
/* certain: do not try the other one. 0, or -1 with error set. */
extern int guestfs_int_choose_accel (guestfs_h *g, const char *qemu,
                                     const struct arch *arch,
                                     enum accel *ret_accel, bool *ret_certain);
/* Remember for an hour that KVM does not work. */
extern void guestfs_int_remember_no_kvm (guestfs_h *g, const char *qemu,
                                         const char *why);

/* ---- Finding QEMU (qemu/find.c) ---- */
/* Path of the binary: g->hv, or the first known one on PATH; malloc'd, NULL
 * with error set. */
extern char *guestfs_int_find_qemu (guestfs_h *g, const struct arch *arch);
/* The QEMU to run for this machine's appliance: what was set, else the first
 * that is found.  Borrowed; NULL with error set when there is none. */
extern const char *guestfs_int_get_hv (guestfs_h *g);
/* Path of qemu-nbd; malloc'd, NULL when it is not there: no error is set. */
extern char *guestfs_int_find_qemu_nbd (guestfs_h *g);
/* Path of a firmware that starts a kernel sooner; malloc'd, NULL if none. */
extern char *guestfs_int_find_bios (guestfs_h *g, const struct arch *arch,
                                    const char *qemu);

/* ---- QEMU's command line (qemu/argv.c): pure ---- */
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
extern char *guestfs_int_kernel_cmdline (guestfs_h *g, const struct arch *arch,
                                         enum accel accel, bool alone);

/* ---- The host's time stamp counter (qemu/tsc.c) ---- */
/* Its rate in steps of 10 MHz, so that templates of this host keep their key;
 * 0 where there is none.  The first call takes a millisecond. */
extern unsigned guestfs_int_tsc_khz (void);

/* ---- Processes (qemu/process.c) ---- */
/* fork; the child has all signals blocked, so that no handler of this program
 * runs in it. */
extern pid_t guestfs_int_fork_without_signals (void);
struct process {
  pid_t pid;                    /* QEMU; 0: none */
  pid_t guard;                  /* ends it when this program dies; 0: none */
  bool reaped;
  int status;                   /* as waitpid gives it; valid when reaped */
};
struct process_config {
  char *const *argv;
  int stdio;                    /* becomes 0, 1 and 2 (-1: leave them) */
  const int *keep;              /* the others that are inherited, then -1 … */
  int listener;                 /* … or this socket alone, as systemd would
                                 * pass it on; -1: none */
  bool no_network;              /* it cannot make sockets */
};
extern int guestfs_int_process_start (guestfs_h *g, struct process *p,
                                      const struct process_config *config);
/* A guard alone, for the private directory: p has no process.  stop ends it. */
extern int guestfs_int_process_guard (guestfs_h *g, struct process *p);
/* Waits that many milliseconds; true when it has ended. */
extern bool guestfs_int_process_wait (struct process *p, int timeout_ms);
/* Waits so long for it to end by itself, then ends it; and its guard. */
extern void guestfs_int_process_stop (struct process *p, int timeout_ms);

/* ---- QMP (qemu/qmp.c) ---- */
struct qmp {
  int fd;                       /* -1: closed */
  int cancel_fd;                /* ends each wait when it can be read; -1 */
  bool lost;                    /* it has failed, or an answer is overdue: the
                                 * machine is good for nothing any more */
  struct strbuf in;             /* received, not yet a whole line */
  json_int_t next_id;           /* of the next command */
  json_t *events;               /* the last ones, or NULL */
  char *io_error;               /* first failed write that QEMU told of */
};
#define QMP_INIT { .fd = -1, .cancel_fd = -1, .in = STRBUF_INIT }
/* Takes fd.  Asks for command mode without waiting for the answer. */
extern int guestfs_int_qmp_open (struct qmp *q, int fd);
extern void guestfs_int_qmp_done (struct qmp *q);
/* Runs a command that returns nothing of interest; args is stolen and may be
 * NULL.  0, or -1 with error set. */
extern int guestfs_int_qmp_run (guestfs_h *g, struct qmp *q,
                                const char *command, json_t *args);
/* Runs several commands, without waiting for each one's answer before the
 * next is sent; args are stolen.  -1 with the first error set: QEMU may then
 * have executed any of the following ones, so the machine is good for nothing
 * but to be stopped. */
struct qmp_command { const char *name; json_t *args; };
extern int guestfs_int_qmp_run_all (guestfs_h *g, struct qmp *q,
                                    const struct qmp_command *commands,
                                    size_t n);
/* Sends a command without waiting. */
extern int guestfs_int_qmp_send (struct qmp *q, const char *command,
                                 json_t *args);
/* Waits for an event whose data has this string; 0, or -1 with error set.
 * Events that came while another answer was waited for count: forget them
 * before the command that will cause it is sent. */
extern int guestfs_int_qmp_wait_event (guestfs_h *g, struct qmp *q,
                                       const char *event, const char *key,
                                       const char *value);
extern void guestfs_int_qmp_forget_events (struct qmp *q);
/* Reads whatever is there, for events; never waits. */
extern void guestfs_int_qmp_drain (struct qmp *q);
/* Gives QEMU a descriptor under a name. */
extern int guestfs_int_qmp_getfd (guestfs_h *g, struct qmp *q,
                                  const char *name, int fd);
/* Waits until saving or loading the machine has ended well; needs capability
 * events.  0, or -1 with error set. */
extern int guestfs_int_qmp_wait_migration (guestfs_h *g, struct qmp *q,
                                           int timeout_ms);

#endif /* GUESTFS_INT_QEMU_H */
