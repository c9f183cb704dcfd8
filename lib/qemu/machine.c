/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping a machine, and its drives. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "drives.h"
#include "machine.h"
#include "proto.h"

/* ---- Starting and stopping ---- */

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
    fds[i] = fd_above_stdio (fds[i]);
  if (fds[0] >= 0 && fds[1] >= 0)
    return 0;
  perrorf (g, "socketpair");
  return -1;
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
make_argv (guestfs_h *g, const struct machine *m,
           const struct machine_config *config, int channel_fd, int qmp_fd,
           struct strvec *ret_argv)
{
  CLEANUP_FREE char *bios =
    guestfs_int_find_bios (g, config->appliance->arch, m->binary);
  const struct qemu_params params = {
    .qemu = m->binary, .bios = bios, .accel = config->accel,
    .appliance = config->appliance, .ram = config->ram,
    .channel_fd = channel_fd, .qmp_fd = qmp_fd,
  };

  return guestfs_int_qemu_argv (g, &params, ret_argv);
}

int
guestfs_int_machine_argv (guestfs_h *g, const struct machine *m,
                          const struct machine_config *config,
                          struct strvec *ret_argv)
{
  return make_argv (g, m, config, 0, 0, ret_argv);
}

static int
start_qemu (guestfs_h *g, struct machine *m,
            const struct machine_config *config, int s[NR_SOCKETS][2])
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  int keep[5], n = 0;

  keep[n++] = s[CHANNEL][1];
  keep[n++] = s[QMP][1];
  if (config->ram)
    keep[n++] = config->ram->fd;
  if (config->state_fd >= 0)
    keep[n++] = config->state_fd;
  keep[n] = -1;
  if (make_argv (g, m, config, s[CHANNEL][1], s[QMP][1], &argv) == -1)
    return -1;
  if (g->verbose)
    debug_argv (g, argv.ptr);
  const struct process_config process = {
    .argv = argv.ptr, .stdio = g->direct_mode ? -1 : s[CONSOLE][1],
    .keep = keep, .listener = -1,
  };
  return guestfs_int_process_start (g, &m->qemu, &process);
}

int
guestfs_int_machine_start (guestfs_h *g, struct machine *m,
                           const struct machine_config *config)
{
  __attribute__ ((cleanup (close_sockets))) int s[NR_SOCKETS][2] = {
    { -1, -1 }, { -1, -1 }, { -1, -1 }
  };

  for (size_t i = 0; i < NR_SOCKETS; i++)
    if (socket_pair (g, s[i]) == -1)
      return -1;
  if (start_qemu (g, m, config, s) == -1)
    return -1;
  m->started = true;
  if (g->direct_mode)
    close (steal_fd (&s[CONSOLE][0]));
  m->console = steal_fd (&s[CONSOLE][0]);
  g->conn = guestfs_int_conn_new (g, steal_fd (&s[CHANNEL][0]), m->console);
  if (!g->conn)
    return -1;
  /* Not an error yet: if QEMU has ended, the connection says why. */
  guestfs_int_qmp_open (&m->qmp, steal_fd (&s[QMP][0]));
  m->qmp.cancel_fd = g->cancel_fd;
  return 0;
}

void
guestfs_int_machine_stop (guestfs_h *g, struct machine *m, int timeout_ms)
{
  guestfs_int_process_stop (&m->qemu, timeout_ms);
  guestfs_int_qmp_done (&m->qmp);
  if (g->conn)
    guestfs_int_conn_free (g, g->conn);
  g->conn = NULL;
  m->console = -1;
  m->started = false;
}

void
guestfs_int_machine_done (struct machine *m)
{
  free (m->binary);
  m->binary = NULL;
}

int64_t
guestfs_int_launch_elapsed (guestfs_h *g)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) (now.tv_sec - g->launch_time.tv_sec) * 1000 +
    (now.tv_nsec - g->launch_time.tv_nsec) / 1000000;
}

/* ---- Drives ---- */

/* text: a JSON object, which is freed, or NULL when there was no memory. */
static json_t *
parse_args (char *text)
{
  json_t *o = text ? json_loads (text, 0, NULL) : NULL;

  free (text);
  return o;
}

/* The commands that plug drive i in, in order; their number.  0 with error
 * set when it cannot be described. */
#define MAX_PLUG_COMMANDS 5

static size_t
plug_commands (guestfs_h *g, size_t i, struct qmp_command *c)
{
  const struct drive *drv = g->drives[i];
  CLEANUP_FREE char *suffix = safe_asprintf (g, "%zu", i);
  json_t *blockdev = parse_args (guestfs_int_drive_blockdev_json (g, drv, i));
  json_t *device = parse_args (guestfs_int_drive_device_json (g, drv, i));
  json_t *objects[] = {
    guestfs_int_source_secret (&drv->src, suffix, NULL),
    guestfs_int_source_cookies (&drv->src, suffix, NULL),
    guestfs_int_source_tls (&drv->src, suffix),
  };
  size_t n = 0;

  for (size_t j = 0; j < sizeof objects / sizeof objects[0]; j++)
    if (objects[j])
      c[n++] = (struct qmp_command) { "object-add", objects[j] };
  if (!blockdev || !device) {
    json_decref (blockdev);
    json_decref (device);
    while (n > 0)
      json_decref (c[--n].args);
    return 0;
  }
  c[n++] = (struct qmp_command) { "blockdev-add", blockdev };
  c[n++] = (struct qmp_command) { "device_add", device };
  return n;
}

/* Of what is not there nothing can be deleted: that is no error. */
static void
delete_quietly (guestfs_h *g, struct machine *m, const char *command,
                const char *key, const char *kind, size_t i)
{
  CLEANUP_FREE char *name = safe_asprintf (g, "%s%zu", kind, i);

  guestfs_push_error_handler (g, NULL, NULL);
  guestfs_int_qmp_run (g, &m->qmp, command, json_pack ("{s:s}", key, name));
  guestfs_pop_error_handler (g);
}

/* The layers below the device: names are those of drives/blockdev.c. */
static void
delete_node_quietly (guestfs_h *g, struct machine *m, size_t i)
{
  delete_quietly (g, m, "blockdev-del", "node-name", "drive", i);
  if (guestfs_int_source_is_local (&g->drives[i]->src))
    return;
  delete_quietly (g, m, "object-del", "id", "secret", i);
  delete_quietly (g, m, "object-del", "id", "cookies", i);
  delete_quietly (g, m, "object-del", "id", "tls", i);
}

/* Undoes what has been done of plugging drive i in, which takes commands that
 * may fail as well, and shows why that failed.  QEMU need not have said which
 * drive it was. */
static void
not_plugged (guestfs_h *g, struct machine *m, size_t i)
{
  CLEANUP_FREE char *name = guestfs_int_source_name (g, &g->drives[i]->src);
  CLEANUP_SAVED_ERROR struct saved_error why = { .msg = NULL };

  guestfs_int_save_error (g, &why);
  guestfs_push_error_handler (g, NULL, NULL);
  if (!m->qmp.lost)
    delete_node_quietly (g, m, i);
  guestfs_int_raise_error (g, &why);
  guestfs_pop_error_handler (g);
  guestfs_int_raise_error_in (g, name);
}

int
guestfs_int_machine_plug (guestfs_h *g, struct machine *m, size_t i)
{
  struct qmp_command c[MAX_PLUG_COMMANDS];
  const size_t n = plug_commands (g, i, c);
  int r = 0;

  if (n == 0)
    return -1;
  guestfs_push_error_handler (g, NULL, NULL);
  for (size_t j = 0; j < n; j++)
    if (r == 0)
      r = guestfs_int_qmp_run (g, &m->qmp, c[j].name, c[j].args);
    else
      json_decref (c[j].args);
  guestfs_pop_error_handler (g);
  if (r == -1)
    not_plugged (g, m, i);
  return r;
}

int
guestfs_int_machine_plug_network (guestfs_h *g, struct machine *m)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && !guestfs_int_source_is_local (&g->drives[i]->src) &&
        guestfs_int_machine_plug (g, m, i) == -1)
      return -1;
  return 0;
}

int
guestfs_int_machine_unplug (guestfs_h *g, struct machine *m, size_t i)
{
  CLEANUP_FREE char *id = safe_asprintf (g, "hd%zu", i);

  guestfs_int_qmp_forget_events (&m->qmp);
  if (guestfs_int_qmp_run (g, &m->qmp, "device_del",
                           json_pack ("{s:s}", "id", id)) == -1 ||
      guestfs_int_qmp_wait_event (g, &m->qmp, "DEVICE_DELETED", "device", id)
      == -1)
    return -1;
  delete_node_quietly (g, m, i);
  return 0;
}

/* The drives of this host, without waiting for each answer; then the machine
 * runs, or not yet. */
static int
plug_local (guestfs_h *g, struct machine *m, bool run)
{
  CLEANUP_FREE struct qmp_command *c =
    safe_calloc (g, MAX_PLUG_COMMANDS * g->nr_drives + 1, sizeof *c);
  size_t n = 0, added = 1;

  for (size_t i = 0; added > 0 && i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_source_is_local (&g->drives[i]->src))
      n += added = plug_commands (g, i, &c[n]);
  if (run)
    c[n++] = (struct qmp_command) { "cont", NULL };
  if (added > 0)
    return guestfs_int_qmp_run_all (g, &m->qmp, c, n);
  for (size_t i = 0; i < n; i++)
    json_decref (c[i].args);
  return -1;
}

/* QEMU has answered, or waits for a server that does not. */
static bool
server_is_to_blame (guestfs_h *g, const struct machine *m)
{
  return !m->qmp.lost || guestfs_last_errno (g) == ETIMEDOUT;
}

int
guestfs_int_machine_plug_all (guestfs_h *g, struct machine *m)
{
  const bool network = guestfs_int_has_network_drive (g);

  if (plug_local (g, m, !network) == -1)
    return -1;
  if (!network)
    return 0;
  if (guestfs_int_machine_plug_network (g, m) == -1)
    return server_is_to_blame (g, m) ? -2 : -1;
  return guestfs_int_qmp_run (g, &m->qmp, "cont", NULL);
}
