/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The direct backend: QEMU as a child of the program.  Which accelerator,
 * and whether a template is used, is decided here. */

#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "deadline.h"
#include "drives.h"
#include "launch.h"
#include "machine.h"
#include "proto.h"
#include "template.h"

/* Flushing what the host has cached can take long, and must not be cut. */
#define QUIT_MS 120000
/* QEMU holds little of what is on servers, and one may never answer. */
#define NETWORK_QUIT_MS 20000
/* One that has closed its control socket is ending by itself. */
#define ENDING_MS 10000

struct direct {
  struct machine machine;
  bool ready;                   /* drives may hold what is worth flushing */
};

/* ---- Launch ---- */

static void
explain_failed_launch (guestfs_h *g, struct machine *m, enum accel accel)
{
  CLEANUP_FREE char *complaint = guestfs_int_machine_complaint (g, m);
  CLEANUP_FREE char *ending = guestfs_int_machine_ending (g, m);
  const char *kvm = accel == ACCEL_KVM
    ? " (KVM is forced: without force_kvm TCG would be tried)" : "";

  if (ending && complaint)
    error (g, "launch failed: %s%s: %s", ending, kvm, complaint);
  else if (ending || complaint)
    error (g, "launch failed: %s%s before the appliance was up: set "
           "LIBGUESTFS_DEBUG=1 to see more", ending ? ending : complaint, kvm);
  else
    guestfs_int_error_no_hello (g, accel);
}

static int
report_failed_launch (guestfs_h *g, struct machine *m, enum accel accel)
{
  if (guestfs_int_launch_is_cancelled (g))
    guestfs_int_error_errno (g, EINTR, "cancelled by the user");
  else
    explain_failed_launch (g, m, accel);
  return -1;
}

/* As guestfs_int_wait_hello. */
static int
boot (guestfs_h *g, struct machine *m, const struct machine_config *config)
{
  const struct timespec deadline =
    guestfs_int_deadline_in (1000 * guestfs_int_hello_seconds (config->accel));

  if (guestfs_int_machine_start (g, m, config) == -1)
    return -1;
  guestfs_int_launch_send_progress (g, 3);
  return guestfs_int_wait_hello (g, &deadline);
}

/* A machine of this handle only. */
static int
launch_cold (guestfs_h *g, struct machine *m,
             const struct machine_config *config)
{
  const int r = boot (g, m, config);

  if (r != 0)
    return r;
  guestfs_int_launch_send_progress (g, 9);
  if (guestfs_int_machine_plug_network (g, m) == -1)
    return -1;
  return guestfs_int_send_setup (g) == SETUP_DONE ? 0 : -1;
}

static int
launch_clone (guestfs_h *g, struct machine *m,
              const struct machine_config *config, struct template *t)
{
  const int r = guestfs_int_template_restore (g, m, config, t);

  return r == -1 ? LAUNCH_NO_TEMPLATE : r == -2 ? -1 : 0;
}

/* A machine that could not be saved is used as it is. */
static int
use_original (guestfs_h *g, struct machine *m)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  const int r = guestfs_int_machine_plug_all (g, m);

  if (r == 0 && guestfs_int_send_setup (g) == SETUP_DONE)
    return 0;
  guestfs_int_save_error (g, &why);
  guestfs_int_machine_stop (g, m, 0);
  guestfs_int_raise_error (g, &why);
  return r == -2 ? -1 : LAUNCH_NO_TEMPLATE;
}

/* The machine has booted. */
static int
save_and_clone (guestfs_h *g, struct machine *m,
                const struct machine_config *config, struct template *t)
{
  if (guestfs_int_template_save (g, m, t) == TEMPLATE_NOT_SAVED)
    return use_original (g, m);
  guestfs_int_machine_stop (g, m, 0);
  return launch_clone (g, m, config, t);
}

static int
launch_and_save (guestfs_h *g, struct machine *m,
                 const struct machine_config *config, struct template *t)
{
  const struct machine_ram ram = { .fd = t->ram_fd, .clone = false };
  const struct machine_config bare = {
    .accel = config->accel, .appliance = config->appliance, .ram = &ram,
    .state_fd = -1,
  };
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = boot (g, m, &bare);
  if (r == 0)
    r = save_and_clone (g, m, config, t);
  else if (r == -1 || guestfs_int_process_wait (&m->qemu, 100)) {
    debug (g, "template: the machine to be saved did not start");
    guestfs_int_machine_stop (g, m, 0);
    r = LAUNCH_NO_TEMPLATE;
  }
  guestfs_pop_error_handler (g);
  if (r == -1) {
    guestfs_int_save_error (g, &why);
    guestfs_int_raise_error (g, &why);
  }
  return r;
}

static int
launch_by_template (guestfs_h *g, struct machine *m,
                    const struct machine_config *config)
{
  CLEANUP_TEMPLATE struct template t = TEMPLATE_INIT;

  if (guestfs_int_template_find (g, m, config, &t) == -1)
    return LAUNCH_NO_TEMPLATE;
  if (guestfs_int_template_open (g, &t) == 0)
    return launch_clone (g, m, config, &t);
  if (guestfs_int_template_may_make (g, &t) == -1)
    return LAUNCH_NO_TEMPLATE;
  return launch_and_save (g, m, config, &t);
}

struct attempt {
  struct machine *m;
  const struct machine_config *config;
};

static int
attempt_by_template (guestfs_h *g, void *opaque)
{
  const struct attempt *a = opaque;

  return launch_by_template (g, a->m, a->config);
}

static int
attempt_cold (guestfs_h *g, void *opaque)
{
  const struct attempt *a = opaque;

  return launch_cold (g, a->m, a->config);
}

static int
launch_machine (guestfs_h *g, struct machine *m,
                const struct machine_config *config)
{
  struct attempt a = { m, config };

  return guestfs_int_launch_by_mode (g, attempt_by_template, attempt_cold, &a);
}

/* What does not run without KVM either is not KVM's fault. */
static int
launch_tcg_instead (guestfs_h *g, struct machine *m,
                    struct machine_config *config)
{
  CLEANUP_FREE char *complaint = guestfs_int_machine_complaint (g, m);
  int r;

  debug (g, "KVM: %s: trying TCG", complaint ? complaint
         : "the appliance gave no sign of life");
  guestfs_int_machine_stop (g, m, 0);
  config->accel = ACCEL_TCG;
  r = launch_machine (g, m, config);
  if (r == 0)
    guestfs_int_remember_no_kvm (g, m->binary, complaint ? complaint
                                 : "the appliance gave no sign of life");
  return r;
}

static int
direct_launch (guestfs_h *g, void *data, const char *arg)
{
  struct direct *d = data;
  CLEANUP_APPLIANCE struct appliance appliance = APPLIANCE_INIT;
  struct machine_config config = { .appliance = &appliance, .state_fd = -1 };
  bool certain;
  int r;

  (void) arg;
  d->machine = (struct machine) MACHINE_INIT;
  if (guestfs_int_find_appliance (g, &appliance) == -1)
    return -1;
  d->machine.binary = guestfs_int_find_qemu (g, appliance.arch);
  if (!d->machine.binary ||
      guestfs_int_choose_accel (g, d->machine.binary, appliance.arch,
                                &config.accel, &certain) == -1)
    return -1;
  r = launch_machine (g, &d->machine, &config);
  if (r == LAUNCH_SILENT && !certain && !guestfs_int_launch_is_cancelled (g))
    r = launch_tcg_instead (g, &d->machine, &config);
  if (r == LAUNCH_SILENT)
    r = report_failed_launch (g, &d->machine, config.accel);
  if (r != 0)
    return -1;
  d->machine.qmp.cancel_fd = -1;
  d->ready = true;
  return 0;
}

/* ---- Shutdown ---- */

/* Of a read-only drive nothing is written but its overlay, on this host.  When
 * that has room, the server of what is below it has failed. */
static void
report_drive_error (guestfs_h *g, const struct drive *drv, const char *why)
{
  CLEANUP_FREE char *name = guestfs_int_source_name (g, &drv->src);
  const bool full = strcmp (why, "No space left on device") == 0;

  if (drv->overlay && !full && !guestfs_int_source_is_local (&drv->src))
    error (g, "%s: its server failed while the drive was used: %s: nothing is "
           "lost, because the drive is read-only", name, why);
  else
    error (g, "%s%s: some of what was written could not be stored: %s",
           drv->overlay ? "the temporary overlay of " : "", name, why);
}

/* "drive3: No space left on device" */
static int
report_io_error (guestfs_h *g, const char *io_error)
{
  size_t i;
  int n;

  if (sscanf (io_error, "drive%zu: %n", &i, &n) == 1 && i < g->nr_drives &&
      g->drives[i])
    report_drive_error (g, g->drives[i], io_error + n);
  else
    error (g, "some of what was written could not be stored: %s", io_error);
  return -1;
}

/* The flush at the end is part of what the program has asked for. */
static int
report_bad_quit (guestfs_h *g, struct machine *m)
{
  CLEANUP_FREE char *ending = guestfs_int_machine_ending (g, m);

  error (g, "QEMU did not shut down properly, changes may be lost: %s",
         ending ? ending : "unknown status");
  return -1;
}

static int
quit_ms (guestfs_h *g)
{
  return guestfs_int_has_network_drive (g) ? NETWORK_QUIT_MS : QUIT_MS;
}

/* What QEMU has to say of its drives has been said before it answers quit. */
static int
end_machine (guestfs_h *g, struct direct *d, bool check_for_errors)
{
  struct machine *m = &d->machine;
  const bool ready = d->ready && m->qmp.fd >= 0;
  const bool asked = ready &&
    guestfs_int_qmp_send (&m->qmp, "quit", NULL) == 0;

  guestfs_int_process_stop (&m->qemu, asked ? quit_ms (g)
                            : ready ? ENDING_MS : 0);
  guestfs_int_qmp_drain (&m->qmp);
  if (check_for_errors && m->qmp.io_error)
    return report_io_error (g, m->qmp.io_error);
  if (check_for_errors && ready && m->qemu.status != 0)
    return report_bad_quit (g, m);
  return 0;
}

static int
direct_shutdown (guestfs_h *g, void *data, bool check_for_errors)
{
  struct direct *d = data;
  const int r = d->machine.started ? end_machine (g, d, check_for_errors) : 0;

  guestfs_int_machine_stop (g, &d->machine, 0);
  guestfs_int_machine_done (&d->machine);
  d->ready = false;
  return r;
}

/* ---- The rest ---- */

static int
direct_get_pid (guestfs_h *g, void *data)
{
  const struct machine *m = &((struct direct *) data)->machine;

  if (m->started && m->qemu.pid > 0 && !m->qemu.reaped)
    return m->qemu.pid;
  error (g, "no QEMU is running");
  return -1;
}

static int
direct_max_disks (guestfs_h *g, void *data)
{
  (void) g;
  (void) data;
  return GUESTFS_MAX_DRIVES;
}

/* Which of the two it is, is for hotplug.c to know: see launch.h. */
static int
lost_or_refused (const struct machine *m, int r)
{
  return r == -1 && m->qmp.lost ? -2 : r;
}

static int
direct_add_drive (guestfs_h *g, void *data, size_t i)
{
  struct machine *m = &((struct direct *) data)->machine;

  return lost_or_refused (m, guestfs_int_machine_plug (g, m, i));
}

static int
direct_remove_drive (guestfs_h *g, void *data, size_t i)
{
  struct machine *m = &((struct direct *) data)->machine;

  return lost_or_refused (m, guestfs_int_machine_unplug (g, m, i));
}

static char *
direct_explain_exit (guestfs_h *g, void *data)
{
  return guestfs_int_machine_ending (g, &((struct direct *) data)->machine);
}

static int
direct_console (guestfs_h *g, void *data)
{
  const struct direct *d = data;

  (void) g;
  return d->machine.console;
}

const struct backend_ops guestfs_int_backend_direct = {
  .name = "direct",
  .data_size = sizeof (struct direct),
  .launch = direct_launch,
  .shutdown = direct_shutdown,
  .get_pid = direct_get_pid,
  .max_disks = direct_max_disks,
  .add_drive = direct_add_drive,
  .remove_drive = direct_remove_drive,
  .explain_exit = direct_explain_exit,
  .console = direct_console,
};
