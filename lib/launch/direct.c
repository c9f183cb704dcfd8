/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The direct backend: QEMU as a child of the program. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "direct.h"
#include "drives.h"
#include "proto.h"
#include "template.h"

/* An emulated machine on a busy host needs its time … */
#define HELLO_SECONDS 600
/* … but KVM, when it works at all, is up long before. */
#define KVM_HELLO_SECONDS 5
/* Flushing what the host has cached can take long, and must not be cut. */
#define QUIT_MS 120000

/* ---- Starting ---- */

/* A socket pair above the standard descriptors: [0] ours, [1] QEMU's. */
static int
socket_pair (guestfs_h *g, int fds[2])
{
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == -1) {
    perrorf (g, "socketpair");
    fds[0] = fds[1] = -1;
    return -1;
  }
  for (int i = 0; i < 2; i++)
    if (fds[i] <= 2) {
      const int fd = fcntl (fds[i], F_DUPFD_CLOEXEC, 3);
      close (fds[i]);
      fds[i] = fd;
    }
  return 0;
}

enum { CHANNEL, QMP, CONSOLE, NR_SOCKETS };

static void
close_sockets (int (*s)[NR_SOCKETS][2])
{
  for (size_t i = 0; i < NR_SOCKETS; i++)
    for (size_t j = 0; j < 2; j++)
      cleanup_close (&(*s)[i][j]);
}

static void
debug_argv (guestfs_h *g, char *const *argv)
{
  CLEANUP_FREE char *line = string_list_join (" ", argv);

  if (line)
    debug (g, "%s", line);
}

static int
make_argv (guestfs_h *g, const struct direct *d, const struct machine *m,
           int channel_fd, int qmp_fd, struct strvec *ret_argv)
{
  CLEANUP_FREE char *bios = guestfs_int_find_bios (g, d->binary);
  const struct qemu_params params = {
    .qemu = d->binary, .bios = bios, .accel = m->accel,
    .appliance = m->appliance, .ram = m->ram,
    .channel_fd = channel_fd, .qmp_fd = qmp_fd,
  };

  return guestfs_int_qemu_argv (g, &params, ret_argv);
}

int
guestfs_int_direct_argv (guestfs_h *g, const struct direct *d,
                         const struct machine *m, struct strvec *ret_argv)
{
  return make_argv (g, d, m, 0, 0, ret_argv);
}

static int
start_qemu (guestfs_h *g, struct direct *d, const struct machine *m,
            int s[NR_SOCKETS][2])
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  int keep[5], n = 0;

  keep[n++] = s[CHANNEL][1];
  keep[n++] = s[QMP][1];
  if (m->ram)
    keep[n++] = m->ram->fd;
  if (m->state_fd >= 0)
    keep[n++] = m->state_fd;
  keep[n] = -1;
  if (make_argv (g, d, m, s[CHANNEL][1], s[QMP][1], &argv) == -1)
    return -1;
  if (g->verbose)
    debug_argv (g, argv.ptr);
  return guestfs_int_process_start (g, &d->qemu, argv.ptr,
                                    g->direct_mode ? -1 : s[CONSOLE][1], keep);
}

int
guestfs_int_direct_start (guestfs_h *g, struct direct *d,
                          const struct machine *m)
{
  __attribute__ ((cleanup (close_sockets))) int s[NR_SOCKETS][2] = {
    { -1, -1 }, { -1, -1 }, { -1, -1 }
  };

  for (size_t i = 0; i < NR_SOCKETS; i++)
    if (socket_pair (g, s[i]) == -1)
      return -1;
  if (start_qemu (g, d, m, s) == -1)
    return -1;
  d->started = true;
  if (g->direct_mode)
    cleanup_close (&s[CONSOLE][0]);
  d->console = g->direct_mode ? -1 : s[CONSOLE][0];
  s[CONSOLE][0] = -1;
  g->conn = guestfs_int_conn_new (g, steal_fd (&s[CHANNEL][0]), d->console);
  if (!g->conn)
    return -1;
  /* Not an error yet: if QEMU has ended, the connection says why. */
  guestfs_int_qmp_open (&d->qmp, steal_fd (&s[QMP][0]));
  return 0;
}

void
guestfs_int_direct_stop (guestfs_h *g, struct direct *d, int timeout_ms)
{
  guestfs_int_process_stop (&d->qemu, timeout_ms);
  guestfs_int_qmp_done (&d->qmp);
  if (g->conn)
    guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  d->console = -1;
  d->started = d->ready = false;
}

/* ---- Why it ended ---- */

static char *
describe_status (guestfs_h *g, const char *name, int status)
{
  if (WIFSIGNALED (status))
    return safe_asprintf (g, "%s was ended by signal %d (%s)%s", name,
                          WTERMSIG (status), strsignal (WTERMSIG (status)),
                          WTERMSIG (status) == SIGKILL
                          ? ": was the machine out of memory?" : "");
  return safe_asprintf (g, "%s exited with status %d", name,
                        WEXITSTATUS (status));
}

static const char *
base_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? slash + 1 : path;
}

static char *
explain_exit (guestfs_h *g, void *data)
{
  struct direct *d = data;

  if (!d->started || !guestfs_int_process_wait (&d->qemu, 1000))
    return NULL;
  return describe_status (g, base_name (d->binary), d->qemu.status);
}

/* QEMU repeats the whole option before it says what is wrong with it. */
static const char *
skip_option (const char *line)
{
  const char *end;

  if (line[0] != '-')
    return line;
  end = strstr (line, "}: ");
  return end ? end + 3 : line;
}

/* The first line of text that begins with prefix and is not a warning; after
 * the prefix. */
static const char *
find_line (const char *text, const char *prefix)
{
  const size_t n = strlen (prefix);

  for (const char *p = text; p && *p; p = strchr (p, '\n')) {
    p += *p == '\n';
    if (strncmp (p, prefix, n) == 0 && strncmp (p + n, "warning:", 8) != 0)
      return p + n;
  }
  return NULL;
}

/* What QEMU itself, the kernel or init have complained about; malloc'd or
 * NULL. */
static char *
find_complaint (guestfs_h *g, const struct direct *d)
{
  const char *tail = g->conn ? guestfs_int_conn_console_tail (g->conn) : "";
  const char *panic = g->conn ? guestfs_int_conn_panic (g->conn) : NULL;
  CLEANUP_FREE char *prefix =
    safe_asprintf (g, "%s: ", base_name (d->binary));
  const char *line = find_line (tail, prefix);

  if (panic)
    return safe_asprintf (g, "the appliance's kernel panicked: %s", panic);
  if (!line)
    line = find_line (tail, "guestfs-init: fatal: ");
  if (!line)
    return NULL;
  line = skip_option (line);
  const size_t n = strcspn (line, "\n");
  const char *next = line + n + (line[n] == '\n');
  if (strncmp (next, "Is another process", 18) == 0)
    return safe_asprintf (g, "%.*s: %.*s", (int) n, line,
                          (int) strcspn (next, "\n"), next);
  return safe_strndup (g, line, n);
}

static int
report_failed_launch (guestfs_h *g, struct direct *d, enum accel accel)
{
  CLEANUP_FREE char *complaint = find_complaint (g, d);
  CLEANUP_FREE char *ending = explain_exit (g, d);
  const char *kvm = accel == ACCEL_KVM
    ? " (KVM is forced: without force_kvm TCG would be tried)" : "";

  if (ending && complaint)
    error (g, "%s%s: %s", ending, kvm, complaint);
  else if (ending || complaint)
    error (g, "%s%s before the appliance was up: turn on verbose messages "
           "(LIBGUESTFS_DEBUG=1) to see more", ending ? ending : complaint,
           kvm);
  else
    guestfs_int_error_errno (g, ETIMEDOUT, "the appliance did not answer for "
                             "%d seconds%s: the machine may be too busy, or "
                             "see what LIBGUESTFS_DEBUG=1 prints",
                             HELLO_SECONDS, kvm);
  return -1;
}

/* ---- Launch ---- */

static struct timespec
deadline_in (int seconds)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  ts.tv_sec += seconds;
  return ts;
}

/* As guestfs_int_wait_hello; a machine under trial has less time. */
static int
boot (guestfs_h *g, struct direct *d, const struct machine *m, bool trial)
{
  const struct timespec deadline =
    deadline_in (trial ? KVM_HELLO_SECONDS : HELLO_SECONDS);

  if (guestfs_int_direct_start (g, d, m) == -1)
    return -1;
  guestfs_int_launch_send_progress (g, 3);
  return guestfs_int_wait_hello (g, &deadline);
}

static void
give_up_kvm (guestfs_h *g, struct direct *d)
{
  CLEANUP_FREE char *complaint = find_complaint (g, d);

  guestfs_int_remember_no_kvm (g, d->binary, complaint ? complaint
                               : "the appliance gave no sign of life");
  guestfs_int_direct_stop (g, d, 0);
}

/* A machine of this handle only. */
static int
launch_cold (guestfs_h *g, struct direct *d, const struct machine *m,
             bool trial)
{
  const int r = boot (g, d, m, trial);

  if (r == -2 && !trial)
    return report_failed_launch (g, d, m->accel);
  if (r != 0)
    return r;
  guestfs_int_launch_send_progress (g, 9);
  return guestfs_int_send_setup (g) == SETUP_DONE ? 0 : -1;
}

/* Boots a machine and saves it.  If that fails it is used as it is, without
 * being a clone.  0: ready; 1: neither, and nothing runs */
static int
save_and_clone (guestfs_h *g, struct direct *d, const struct machine *m,
                struct template *t)
{
  switch (guestfs_int_template_save (g, d, t)) {
  case TEMPLATE_SAVED:
    guestfs_int_direct_stop (g, d, 0);
    return guestfs_int_template_restore (g, d, m, t) == 0 ? 0 : 1;
  case TEMPLATE_NOT_SAVED:
    if (guestfs_int_direct_plug_all (g, d, true) == 0 &&
        guestfs_int_send_setup (g) == 0)
      return 0;
    break;
  }
  guestfs_int_direct_stop (g, d, 0);
  return 1;
}

/* 0: ready; 1: nothing runs, a machine of its own may do better; -2: QEMU
 * runs, but there is no sign of life */
static int
launch_and_save (guestfs_h *g, struct direct *d, const struct machine *m,
                 struct template *t, bool trial)
{
  const struct machine_ram ram = { .fd = t->ram_fd, .clone = false };
  const struct machine bare = {
    .accel = m->accel, .appliance = m->appliance, .ram = &ram, .state_fd = -1,
  };
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = boot (g, d, &bare, trial);
  if (r == 0)
    r = save_and_clone (g, d, m, t);
  else if (r == -1 || guestfs_int_process_wait (&d->qemu, 100)) {
    debug (g, "template: the machine to be saved did not start");
    guestfs_int_direct_stop (g, d, 0);
    r = 1;
  }
  guestfs_pop_error_handler (g);
  return r;
}

/* 0: ready; 1: no template can be used; -2: as launch_and_save */
static int
launch_by_template (guestfs_h *g, struct direct *d, const struct machine *m,
                    bool trial)
{
  CLEANUP_TEMPLATE struct template t = TEMPLATE_INIT;

  if (guestfs_int_template_find (g, d, m, &t) == -1)
    return 1;
  if (guestfs_int_template_open (g, &t) == 0)
    return guestfs_int_template_restore (g, d, m, &t) == 0 ? 0 : 1;
  if (guestfs_int_template_may_make (g, &t) == -1)
    return 1;
  return launch_and_save (g, d, m, &t, trial);
}

/* 0: ready; -1: error; -2: the trial of an accelerator has failed */
static int
launch_machine (guestfs_h *g, struct direct *d, const struct machine *m,
                bool trial)
{
  enum template_mode mode;
  int r = 1;

  if (guestfs_int_template_mode (g, &mode) == -1)
    return -1;
  if (mode != TEMPLATE_OFF)
    r = launch_by_template (g, d, m, trial);
  if (r == -2 && !trial)
    return report_failed_launch (g, d, m->accel);
  if (r != 1)
    return r;
  if (mode == TEMPLATE_FORCE) {
    error (g, "template=force: no saved machine can be used: "
           "LIBGUESTFS_DEBUG=1 shows why");
    return -1;
  }
  return launch_cold (g, d, m, trial);
}

static int
launch (guestfs_h *g, void *data, const char *arg)
{
  struct direct *d = data;
  CLEANUP_APPLIANCE struct appliance appliance = { NULL, NULL, NULL };
  struct machine m = { .appliance = &appliance, .state_fd = -1 };
  bool certain;
  int r;

  (void) arg;
  d->qmp = (struct qmp) QMP_INIT;
  d->console = -1;
  d->binary = guestfs_int_find_qemu (g);
  if (!d->binary ||
      guestfs_int_choose_accel (g, d->binary, &m.accel, &certain) == -1 ||
      guestfs_int_find_appliance (g, &appliance) == -1)
    return -1;
  r = launch_machine (g, d, &m, !certain);
  if (r == -2) {
    give_up_kvm (g, d);
    m.accel = ACCEL_TCG;
    r = launch_machine (g, d, &m, false);
  }
  if (r != 0)
    return -1;
  d->ready = true;
  return 0;
}

/* ---- Shutdown ---- */

/* "drive3: No space left on device" -> the image it happened to; of a
 * read-only drive nothing is written but its overlay */
static int
report_io_error (guestfs_h *g, const char *io_error)
{
  size_t i;
  int n;

  if (sscanf (io_error, "drive%zu: %n", &i, &n) == 1 && i < g->nr_drives &&
      g->drives[i])
    error (g, "%s%s: some of what was written could not be stored: %s",
           g->drives[i]->overlay ? "the temporary overlay of " : "",
           g->drives[i]->src.path, io_error + n);
  else
    error (g, "some of what was written could not be stored: %s", io_error);
  return -1;
}

static int
shutdown_direct (guestfs_h *g, void *data, bool check_for_errors)
{
  struct direct *d = data;
  int r = 0;

  if (d->started) {
    /* What QEMU has to say has been said before it answers quit. */
    const bool running = !guestfs_int_process_wait (&d->qemu, 0);
    const bool asked = running && d->ready && d->qmp.fd >= 0 &&
      guestfs_int_qmp_send (&d->qmp, "quit", NULL) == 0;
    guestfs_int_process_stop (&d->qemu, asked ? QUIT_MS : 0);
    guestfs_int_qmp_drain (&d->qmp);
    if (check_for_errors && d->qmp.io_error)
      r = report_io_error (g, d->qmp.io_error);
    else if (check_for_errors && asked && d->qemu.status != 0) {
      CLEANUP_FREE char *why = describe_status (g, base_name (d->binary),
                                                d->qemu.status);
      error (g, "%s when it was asked to quit: changes may be lost", why);
      r = -1;
    }
  }
  guestfs_int_direct_stop (g, d, 0);
  free (d->binary);
  d->binary = NULL;
  return r;
}

/* ---- The rest ---- */

static int
get_pid (guestfs_h *g, void *data)
{
  const struct direct *d = data;

  if (d->started && d->qemu.pid > 0 && !d->qemu.reaped)
    return d->qemu.pid;
  error (g, "no QEMU is running");
  return -1;
}

static int
max_disks (guestfs_h *g, void *data)
{
  (void) g;
  (void) data;
  return GUESTFS_MAX_DRIVES;
}

/* Runs a command whose answer does not matter. */
static int
command (guestfs_h *g, struct direct *d, const char *name, char *args)
{
  CLEANUP_FREE char *text = args;
  json_t *ret;

  if (!text)
    return -1;
  ret = guestfs_int_qmp_execute (g, &d->qmp, name, json_loads (text, 0, NULL));
  json_decref (ret);
  return ret ? 0 : -1;
}

static void
quietly_delete (guestfs_h *g, struct direct *d, const char *name,
                const char *key, const char *value)
{
  guestfs_push_error_handler (g, NULL, NULL);
  json_decref (guestfs_int_qmp_execute (g, &d->qmp, name,
                                        json_pack ("{s:s}", key, value)));
  guestfs_pop_error_handler (g);
}

static int
add_drive (guestfs_h *g, void *data, size_t i)
{
  struct direct *d = data;
  const struct drive *drv = g->drives[i];
  CLEANUP_FREE char *node = safe_asprintf (g, "drive%zu", i);

  if (drv->src.secret_file &&
      command (g, d, "object-add",
               guestfs_int_drive_secret_json (g, drv, i)) == -1)
    return -1;
  if (command (g, d, "blockdev-add",
               guestfs_int_drive_blockdev_json (g, drv, i)) == -1)
    return -1;
  if (command (g, d, "device_add",
               guestfs_int_drive_device_json (g, drv, i)) == -1) {
    quietly_delete (g, d, "blockdev-del", "node-name", node);
    return -1;
  }
  return 0;
}

static json_t *
parse (char *text)
{
  json_t *o = text ? json_loads (text, 0, NULL) : NULL;

  free (text);
  return o;
}

/* -1 with error set when a drive cannot be described. */
static int
plug_commands (guestfs_h *g, size_t i, struct qmp_command *c, size_t *n)
{
  const struct drive *drv = g->drives[i];

  if (drv->src.secret_file)
    c[(*n)++] = (struct qmp_command) {
      "object-add", parse (guestfs_int_drive_secret_json (g, drv, i))
    };
  c[(*n)++] = (struct qmp_command) {
    "blockdev-add", parse (guestfs_int_drive_blockdev_json (g, drv, i))
  };
  c[(*n)++] = (struct qmp_command) {
    "device_add", parse (guestfs_int_drive_device_json (g, drv, i))
  };
  return c[*n - 1].args && c[*n - 2].args ? 0 : -1;
}

int
guestfs_int_direct_plug_all (guestfs_h *g, struct direct *d, bool run)
{
  CLEANUP_FREE struct qmp_command *c =
    safe_calloc (g, 3 * g->nr_drives + 1, sizeof *c);
  size_t n = 0;
  int r = 0;

  for (size_t i = 0; r == 0 && i < g->nr_drives; i++)
    if (g->drives[i])
      r = plug_commands (g, i, c, &n);
  if (r == 0 && run)
    c[n++] = (struct qmp_command) { "cont", NULL };
  if (r == 0)
    return guestfs_int_qmp_execute_all (g, &d->qmp, c, n);
  for (size_t i = 0; i < n; i++)
    json_decref (c[i].args);
  return -1;
}

static int
remove_drive (guestfs_h *g, void *data, size_t i)
{
  struct direct *d = data;
  CLEANUP_FREE char *device = safe_asprintf (g, "{\"id\":\"hd%zu\"}", i);
  CLEANUP_FREE char *id = safe_asprintf (g, "hd%zu", i);
  CLEANUP_FREE char *node = safe_asprintf (g, "{\"node-name\":\"drive%zu\"}",
                                           i);
  CLEANUP_FREE char *secret = safe_asprintf (g, "secret%zu", i);

  if (command (g, d, "device_del", steal (&device)) == -1 ||
      guestfs_int_qmp_wait_event (g, &d->qmp, "DEVICE_DELETED", id) == -1 ||
      command (g, d, "blockdev-del", steal (&node)) == -1)
    return -1;
  if (g->drives[i]->src.secret_file)
    quietly_delete (g, d, "object-del", "id", secret);
  return 0;
}

static int
console (guestfs_h *g, void *data)
{
  const struct direct *d = data;

  (void) g;
  return d->console;
}

const struct backend_ops guestfs_int_backend_direct = {
  .name = "direct",
  .data_size = sizeof (struct direct),
  .launch = launch,
  .shutdown = shutdown_direct,
  .get_pid = get_pid,
  .max_disks = max_disks,
  .add_drive = add_drive,
  .remove_drive = remove_drive,
  .explain_exit = explain_exit,
  .console = console,
};
