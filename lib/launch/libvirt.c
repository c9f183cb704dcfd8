/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The libvirt backend: the appliance as a domain that libvirt runs, for as
 * long as our connection to it lasts. */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "deadline.h"
#include "libvirt_launch.h"
#include "drives.h"
#include "machine.h"
#include "proto.h"
#include "protocols.h"

/* As for the direct backend: see there. */
#define QUIT_MS 120000
/* From SIGTERM to SIGKILL, when libvirt cannot be asked. */
#define TERM_MS 5000

#define DIRECT "set LIBGUESTFS_BACKEND=direct"
#define OR_DIRECT "or " DIRECT

/* ---- Connecting ---- */

static const char *
choose_uri (const char *arg)
{
  if (!arg)
    return geteuid () == 0 ? "qemu:///system" : "qemu:///session";
  return strcmp (arg, "null") == 0 ? NULL : arg;
}

static int
connect_to_libvirt (guestfs_h *g, struct vm *d, const char *uri)
{
  d->lv = guestfs_int_libvirt (g);
  if (d->lv)
    d->conn = guestfs_int_libvirt_connect (g, uri, DIRECT);
  return d->conn ? 0 : -1;
}

static int
check_host (guestfs_h *g, struct vm *d)
{
  struct libvirt_error err = { .errnum = 0 };

  guestfs_int_launch_send_progress (g, 1);
  if (d->lv->host (d->conn, &d->host, &err) == -1) {
    guestfs_int_libvirt_error (g, &err, "%s: cannot find out what it can run",
                               d->lv->uri (d->conn));
    return -1;
  }
  if ((d->host.kvm || d->host.tcg) && d->host.emulator)
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "%s: this libvirt cannot run QEMU for "
                           "x86_64: install qemu-system-x86 where it runs, "
                           "name another one with LIBGUESTFS_BACKEND="
                           "libvirt:URI, " OR_DIRECT, d->lv->uri (d->conn));
  return -1;
}

/* libvirt names KVM when it finds /dev/kvm.  Whether that runs a guest we find
 * out ourselves. */
static int
choose_accel (guestfs_h *g, const struct vm *d, enum accel *ret,
              bool *ret_certain)
{
  if (guestfs_int_choose_accel (g, d->host.emulator,
                                guestfs_int_host_arch (), ret, ret_certain)
      == -1)
    return -1;
  if (*ret == ACCEL_KVM && !d->host.kvm &&
      guestfs_int_backend_setting_bool (g, "force_kvm")) {
    guestfs_int_error_errno (g, ENOTSUP, "backend setting force_kvm: %s has "
                             "no KVM", d->lv->uri (d->conn));
    return -1;
  }
  if (d->host.kvm && d->host.tcg)
    return 0;
  *ret = d->host.kvm ? ACCEL_KVM : ACCEL_TCG;
  *ret_certain = true;
  return 0;
}

/* ---- Starting ---- */

static char *
random_name (guestfs_h *g)
{
  static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  unsigned char bytes[16];
  char name[sizeof bytes + 1] = "";

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes) {
    perrorf (g, "getrandom: no name for the domain");
    return NULL;
  }
  for (size_t i = 0; i < sizeof bytes; i++)
    name[i] = letters[bytes[i] % 36];
  return safe_asprintf (g, "guestfs-%s", name);
}

/* What is on this host was looked at before.  GlusterFS has users and modes of
 * its own. */
static void
advise_on_gluster (guestfs_h *g, const struct vm *d, struct libvirt_error *err)
{
  if (!d->host.runs_as_user || !err->text ||
      !strstr (err->text, "Permission denied"))
    return;
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] &&
        strcmp (g->drives[i]->src.protocol->name, "gluster") == 0)
      err->remedy = "libvirt runs QEMU as another user, who may not open this "
        "file of GlusterFS: change its owner or mode there, " OR_DIRECT;
}

static int
create_domain (guestfs_h *g, struct vm *d, const char *xml, bool paused)
{
  struct libvirt_error err = { .errnum = 0 };

  debug (g, "domain for libvirt:\n%s", xml);
  d->refused = d->lv->create (d->conn, xml, paused, &d->running, &err) == -1;
  d->no_answer = d->refused && err.errnum == ETIMEDOUT;
  if (!d->refused)
    return 0;
  advise_on_gluster (g, d, &err);
  guestfs_int_libvirt_error (g, &err, "launch failed: %s did not start the "
                             "appliance", d->lv->uri (d->conn));
  return -1;
}

/* Another handle that used the same image may have taken back what QEMU's user
 * was given just before QEMU opened it: then once more. */
static int
create_or_give_again (guestfs_h *g, struct vm *d,
                      const struct libvirt_config *config)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  CLEANUP_FREE char *xml = guestfs_int_libvirt_xml (g, d, config);
  const size_t given = d->access.nr_given;

  if (!xml)
    return -1;
  if (create_domain (g, d, xml, config->incoming) == 0)
    return 0;
  guestfs_int_save_error (g, &why);
  if (!d->no_answer &&
      guestfs_int_libvirt_give_access (g, d, config->appliance) == 0 &&
      d->access.nr_given > given)
    return create_domain (g, d, xml, config->incoming);
  guestfs_int_raise_error (g, &why);
  return -1;
}

/* libvirt may not know passt, though it is there, or not be able to run it.
 * QEMU's own network needs nothing.  When that does not help, something else is
 * wrong. */
static int
create_or_without_passt (guestfs_h *g, struct vm *d,
                         const struct libvirt_config *config)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };

  if (create_or_give_again (g, d, config) == 0)
    return 0;
  guestfs_int_save_error (g, &why);
  if (d->refused && guestfs_int_libvirt_uses_passt (g, d) &&
      why.errnum != EINTR && why.errnum != ETIMEDOUT) {
    d->no_passt = true;
    if (create_or_give_again (g, d, config) == 0) {
      debug (g, "network without passt: %s", why.msg);
      return 0;
    }
    d->no_passt = false;
  }
  guestfs_int_raise_error (g, &why);
  return -1;
}

/* From nothing to a machine that runs, or waits for its state. */
static int
start_domain (guestfs_h *g, struct vm *d,
              const struct libvirt_config *config)
{
  int r;

  d->name = random_name (g);
  if (!d->name || guestfs_int_libvirt_listen (g, d) == -1 ||
      guestfs_int_libvirt_give_access (g, d, config->appliance) == -1)
    return -1;
  r = guestfs_int_libvirt_define_secrets (g, d);
  if (r == 0)
    r = create_or_without_passt (g, d, config);
  guestfs_int_libvirt_undefine_secrets (g, d);
  return r == 0 ? guestfs_int_libvirt_accept (g, d) : -1;
}

/* ---- Ending ---- */

/* When libvirt has gone its QEMU has not. */
static void
kill_qemu (guestfs_h *g, struct vm *d)
{
  if (d->qemu == -1 || guestfs_int_libvirt_has_ended (d, 0))
    return;
  debug (g, "libvirt does not end QEMU: it is sent SIGTERM");
  syscall (SYS_pidfd_send_signal, d->qemu, SIGTERM, NULL, 0);
  if (!guestfs_int_libvirt_has_ended (d, TERM_MS))
    syscall (SYS_pidfd_send_signal, d->qemu, SIGKILL, NULL, 0);
}

/* What QEMU holds is written first, as long as that takes; then it is killed.
 * A machine that was never ready has nothing to write. */
static int
destroy_domain (struct vm *d, struct libvirt_error *err)
{
  const struct timespec deadline = guestfs_int_deadline_in (QUIT_MS);

  while (d->ready && d->lv->destroy (d->running, true, err) == -1) {
    const struct timespec next = guestfs_int_deadline_in (1000);

    if (err->errnum != EBUSY || guestfs_int_deadline_passed (&deadline))
      return -1;
    free (steal (&err->text));
    guestfs_int_wait_until (NULL, 0, &next);
  }
  return d->ready ? 0 : d->lv->destroy (d->running, false, err);
}

/* A libvirt that does not answer is not asked again. */
static void
destroy_by_force (guestfs_h *g, struct vm *d, int errnum)
{
  struct libvirt_error err = { .errnum = 0 };

  if (errnum == ETIMEDOUT ||
      d->lv->destroy (d->running, false, &err) == -1)
    kill_qemu (g, d);
  free (err.text);
}

static int
end_domain (guestfs_h *g, struct vm *d, bool check_for_errors)
{
  struct libvirt_error err = { .errnum = 0 };
  int r;

  if (!d->running)
    return 0;
  r = destroy_domain (d, &err);
  if (r == -1)
    destroy_by_force (g, d, err.errnum);
  d->lv->forget (steal (&d->running));
  if (r == 0)
    return 0;
  if (check_for_errors)
    guestfs_int_libvirt_error (g, &err, "libvirt did not end QEMU properly, "
                               "changes may be lost");
  else
    free (err.text);
  return -1;
}

/* What belongs to this start, but not to the connection. */
static int
stop_domain (guestfs_h *g, struct vm *d, bool check_for_errors)
{
  const bool undoes = guestfs_int_libvirt_undo (g, true);
  const int r = end_domain (g, d, check_for_errors);

  guestfs_int_libvirt_undo (g, undoes);
  guestfs_int_libvirt_close_sockets (d);
  guestfs_int_access_done (&d->access);
  guestfs_int_libvirt_remove_log (g, d);
  cleanup_close (&d->qemu);
  d->qemu = -1;
  d->console = -1;
  d->ready = d->refused = false;
  free (d->name);
  d->name = NULL;
  if (g->conn)
    guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  return r;
}

static int
libvirt_shutdown (guestfs_h *g, void *data, bool check_for_errors)
{
  struct vm *d = data;
  bool undoes;
  int r;

  if (!d->lv)
    return 0;
  r = stop_domain (g, d, check_for_errors);
  guestfs_int_libvirt_unserve_drives (d);
  guestfs_int_process_stop (&d->guard, 0);
  d->lv->host_done (&d->host);
  undoes = guestfs_int_libvirt_undo (g, true);
  d->lv->disconnect (d->conn);
  guestfs_int_libvirt_undo (g, undoes);
  d->conn = NULL;
  return check_for_errors ? r : 0;
}

/* ---- Launch ---- */

static void
explain_failed_launch (guestfs_h *g, struct vm *d, enum accel accel)
{
  const struct machine m = { .binary = d->host.emulator };
  CLEANUP_FREE char *ending = guestfs_int_libvirt_ending (g, d);
  CLEANUP_FREE char *complaint = guestfs_int_machine_complaint (g, &m);

  if (ending || complaint)
    error (g, "launch failed: %s%s%s%s: set LIBGUESTFS_DEBUG=1 to see more",
           ending ? ending : "the appliance did not start",
           complaint ? ": " : "", complaint ? complaint : "",
           accel == ACCEL_KVM ? " (KVM is forced)" : "");
  else
    guestfs_int_error_no_hello (g, accel);
}

static int
report_failed_launch (guestfs_h *g, struct vm *d, enum accel accel)
{
  if (guestfs_int_launch_is_cancelled (g))
    guestfs_int_error_errno (g, EINTR, "cancelled by the user");
  else
    explain_failed_launch (g, d, accel);
  return -1;
}

/* 0: HELLO has come; -1: error; LAUNCH_SILENT, and no error. */
static int
boot_domain (guestfs_h *g, struct vm *d,
             const struct libvirt_config *config)
{
  const int64_t seconds = guestfs_int_hello_seconds (config->accel);

  if (start_domain (g, d, config) == -1)
    return -1;
  const struct timespec deadline = guestfs_int_deadline_in (1000 * seconds);
  guestfs_int_launch_send_progress (g, 6);
  return guestfs_int_wait_hello (g, &deadline);
}

/* trial: what libvirt does not start counts as silent. */
static int
launch_cold (guestfs_h *g, struct vm *d,
             const struct libvirt_config *config, bool trial)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = boot_domain (g, d, config);
  if (r == -1)
    guestfs_int_save_error (g, &why);
  guestfs_pop_error_handler (g);
  if (trial && d->refused && !d->no_answer)
    return LAUNCH_SILENT;
  if (r == -1)
    guestfs_int_raise_error (g, &why);
  if (r != 0)
    return r;
  guestfs_int_launch_send_progress (g, 9);
  return guestfs_int_send_setup (g) == SETUP_DONE ? 0 : -1;
}

/* ---- From a template: as the direct backend does it ---- */

/* NULL: it runs.  *ret_blame: it is the template's fault that it does not. */
static const char *
run_clone (guestfs_h *g, struct vm *d, const struct libvirt_config *config,
           const struct template *t, bool *ret_blame)
{
  struct libvirt_config clone = *config;
  bool begun = false;

  clone.bare = clone.incoming = true;
  *ret_blame = false;
  if (start_domain (g, d, &clone) == -1)
    return guestfs_last_error (g);
  debug (g, "template: started after %lld ms",
         (long long) guestfs_int_launch_elapsed (g));
  *ret_blame = true;
  if (guestfs_int_libvirt_load (g, d, t) == -1 ||
      guestfs_int_libvirt_resume (g, d) == -1)
    return guestfs_last_error (g);
  debug (g, "template: loaded after %lld ms",
         (long long) guestfs_int_launch_elapsed (g));
  if (guestfs_int_send_setup_within
      (g, guestfs_int_template_begin_seconds (g), &begun) == SETUP_DONE)
    return NULL;
  *ret_blame = !begun;
  return guestfs_last_error (g);
}

static int
restore_domain (guestfs_h *g, struct vm *d,
                const struct libvirt_config *config, const struct template *t)
{
  const char *why;
  bool blame;

  why = run_clone (g, d, config, t, &blame);
  if (guestfs_int_template_note_restored (g, t, why, blame) == 0)
    return 0;
  stop_domain (g, d, false);
  return LAUNCH_NO_TEMPLATE;
}

static int
save_state (guestfs_h *g, void *opaque, int fd)
{
  return guestfs_int_libvirt_save (g, opaque, fd);
}

/* A bare domain is booted and saved. */
static int
boot_and_save (guestfs_h *g, struct vm *d,
               const struct libvirt_config *config, struct template *t,
               bool trial)
{
  struct libvirt_config bare = *config;
  int r;

  bare.bare = true;
  r = boot_domain (g, d, &bare);
  if (r == LAUNCH_SILENT || (trial && d->refused))
    return LAUNCH_SILENT;
  if (r == 0 &&
      guestfs_int_template_save_by (g, save_state, d, t) == TEMPLATE_SAVED) {
    stop_domain (g, d, false);
    return restore_domain (g, d, config, t);
  }
  stop_domain (g, d, false);
  if (r == 0 && !guestfs_int_launch_is_cancelled (g))
    guestfs_int_template_note_failure (g, t);
  return LAUNCH_NO_TEMPLATE;
}

struct domain_and_config {
  const struct vm *d;
  const struct libvirt_config *config;
};

static int
domain_text (guestfs_h *g, const void *opaque, struct strbuf *b)
{
  const struct domain_and_config *both = opaque;

  return guestfs_int_libvirt_key (g, both->d, both->config, b);
}

static int
try_template (guestfs_h *g, struct vm *d,
              const struct libvirt_config *config, bool trial)
{
  CLEANUP_TEMPLATE struct template t = TEMPLATE_INIT;
  const struct domain_and_config both = { d, config };

  t.ram_in_state = true;
  if (guestfs_int_template_find_by (g, domain_text, &both, &t) == -1)
    return LAUNCH_NO_TEMPLATE;
  if (guestfs_int_template_open (g, &t) == 0)
    return restore_domain (g, d, config, &t);
  if (guestfs_int_template_may_make (g, &t) == -1)
    return LAUNCH_NO_TEMPLATE;
  return boot_and_save (g, d, config, &t, trial);
}

struct attempt {
  struct vm *d;
  const struct libvirt_config *config;
  bool trial;                   /* of KVM: there is TCG, too */
};

/* Whatever is wrong with a template is not an error of launch, but whoever did
 * not answer once would have to be waited for again. */
static int
attempt_by_template (guestfs_h *g, void *opaque)
{
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };
  const struct attempt *a = opaque;
  int r;

  a->d->no_answer = false;
  guestfs_push_error_handler (g, NULL, NULL);
  r = try_template (g, a->d, a->config, a->trial);
  guestfs_int_save_error (g, &why);
  guestfs_pop_error_handler (g);
  if (r == 0 || !a->d->no_answer)
    return r;
  guestfs_int_raise_error (g, &why);
  return -1;
}

static int
attempt_cold (guestfs_h *g, void *opaque)
{
  const struct attempt *a = opaque;

  return launch_cold (g, a->d, a->config, a->trial);
}

static int
launch_domain (guestfs_h *g, struct vm *d,
               const struct libvirt_config *config, bool trial)
{
  struct attempt a = { d, config, trial };

  return guestfs_int_launch_by_mode (g, attempt_by_template, attempt_cold, &a);
}

/* What does not run without KVM either is not KVM's fault. */
static int
launch_tcg_instead (guestfs_h *g, struct vm *d,
                    struct libvirt_config *config)
{
  int r;

  stop_domain (g, d, false);
  config->accel = ACCEL_TCG;
  r = launch_domain (g, d, config, false);
  if (r == 0)
    guestfs_int_remember_no_kvm (g, d->host.emulator, "the appliance gave no "
                                 "sign of life");
  return r;
}

/* domain_xml.c describes a PC. */
static int
check_arch (guestfs_h *g, const struct appliance *appliance)
{
  if (strcmp (appliance->arch->name, "x86_64") == 0)
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "the appliance is for %s: the libvirt "
                           "backend starts only one for x86_64: set "
                           "LIBGUESTFS_BACKEND=direct", appliance->arch->name);
  return -1;
}

static int
run_domain (guestfs_h *g, struct vm *d, const char *uri)
{
  CLEANUP_APPLIANCE struct appliance appliance = APPLIANCE_INIT;
  struct libvirt_config config = { .appliance = &appliance };
  bool certain;
  int r;

  if (connect_to_libvirt (g, d, uri) == -1 ||
      guestfs_int_process_guard (g, &d->guard) == -1 ||
      check_host (g, d) == -1 ||
      choose_accel (g, d, &config.accel, &certain) == -1)
    return -1;
  guestfs_int_launch_send_progress (g, 2);
  if (guestfs_int_find_appliance (g, &appliance) == -1 ||
      check_arch (g, &appliance) == -1 ||
      guestfs_int_libvirt_serve_drives (g, d) == -1)
    return -1;
  guestfs_int_launch_send_progress (g, 3);
  r = launch_domain (g, d, &config, !certain);
  if (r == LAUNCH_SILENT && !certain && !guestfs_int_launch_is_cancelled (g))
    r = launch_tcg_instead (g, d, &config);
  if (r == LAUNCH_SILENT)
    r = report_failed_launch (g, d, config.accel);
  return r;
}

static int
libvirt_launch (guestfs_h *g, void *data, const char *arg)
{
  struct vm *d = data;

  d->qemu = d->console = -1;
  for (size_t i = 0; i < LIBVIRT_NR_SOCKETS; i++)
    d->sockets[i].listener = -1;
  if (g->direct_mode) {
    guestfs_int_error_errno (g, ENOTSUP, "direct mode: libvirt's QEMU cannot "
                             "have the program's console: do not call "
                             "set_direct, " OR_DIRECT);
    return -1;
  }
  if (run_domain (g, d, choose_uri (arg)) != 0)
    return -1;
  free (g->found_hv);
  g->found_hv = safe_strdup (g, d->host.emulator);
  d->ready = true;
  return 0;
}

/* ---- The rest ---- */

static int
libvirt_get_pid (guestfs_h *g, void *data)
{
  (void) data;
  guestfs_int_error_errno (g, ENOTSUP, "QEMU is libvirt's process, not this "
                           "program's: only the direct backend has its number");
  return -1;
}

static int
libvirt_max_disks (guestfs_h *g, void *data)
{
  (void) g, (void) data;
  return GUESTFS_MAX_DRIVES;
}

/* -1 with error set: refused, or -2: the domain is gone. */
static int
change_drive (guestfs_h *g, struct vm *d, size_t i, const char *verb,
              int (*change) (struct libvirt_running *m, const char *xml,
                             struct libvirt_error *err))
{
  CLEANUP_FREE char *xml = guestfs_int_libvirt_disk_xml (g, d, i);
  struct libvirt_error err = { .errnum = 0 };
  enum libvirt_state state;

  if (!xml)
    return -1;
  debug (g, "drive %zu for libvirt:\n%s", i, xml);
  if (change (d->running, xml, &err) == 0)
    return 0;
  guestfs_int_libvirt_error (g, &err, "%s: libvirt did not %s it",
                             g->drives[i]->src.path, verb);
  if (d->lv->state (d->running, &state, &err) == -1) {
    free (err.text);
    return -2;
  }
  return state == LIBVIRT_GONE ? -2 : -1;
}

static int
serve_and_attach (guestfs_h *g, struct vm *d, size_t i)
{
  int r;

  if (guestfs_int_libvirt_serve_drive (g, d, i) == -1 ||
      guestfs_int_libvirt_give_drive (g, d, i) == -1 ||
      guestfs_int_libvirt_define_secret (g, d, i) == -1)
    return -1;
  r = change_drive (g, d, i, "add", d->lv->attach);
  guestfs_int_libvirt_undefine_secrets (g, d);
  return r;
}

/* What only QEMU needed, as long as it had the drive. */
static void
forget_drive (guestfs_h *g, struct vm *d, size_t i)
{
  guestfs_int_access_take_back (&d->access, g->drives[i]);
  guestfs_int_libvirt_unserve_drive (d, i);
}

static int
libvirt_add_drive (guestfs_h *g, void *data, size_t i)
{
  struct vm *d = data;
  const int r = serve_and_attach (g, d, i);

  if (r == -1)
    forget_drive (g, d, i);
  return r;
}

static int
libvirt_remove_drive (guestfs_h *g, void *data, size_t i)
{
  struct vm *d = data;
  const int r = change_drive (g, d, i, "remove", d->lv->detach);

  if (r == 0)
    forget_drive (g, d, i);
  return r;
}

static char *
libvirt_explain_exit (guestfs_h *g, void *data)
{
  return guestfs_int_libvirt_ending (g, data);
}

static int
libvirt_console (guestfs_h *g, void *data)
{
  (void) g;
  return ((const struct vm *) data)->console;
}

const struct backend_ops guestfs_int_backend_libvirt = {
  .name = "libvirt",
  .arg = "URI",
  .data_size = sizeof (struct vm),
  .launch = libvirt_launch,
  .shutdown = libvirt_shutdown,
  .get_pid = libvirt_get_pid,
  .max_disks = libvirt_max_disks,
  .add_drive = libvirt_add_drive,
  .remove_drive = libvirt_remove_drive,
  .explain_exit = libvirt_explain_exit,
  .console = libvirt_console,
};
