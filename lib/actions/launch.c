/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting the appliance, ending it, and the state of the handle. */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "ending.h"
#include "impl.h"
#include "launch.h"
#include "proto.h"

/* Parameters that would pull the machine from under the library. */
static const char *const reserved_params[] = {
  "-kernel", "-initrd", "-append", "-nographic", "-display", "-serial",
  "-full-screen", "-std-vga", "-vga", "-vnc", "-daemonize",
  "-runas", "-chroot", "-pidfile", "-S",
};
#define NR_RESERVED (sizeof reserved_params / sizeof reserved_params[0])

static int
check_param (guestfs_h *g, const char *param)
{
  const char *name = param;

  if (param[0] != '-' || param[1] == '\0') {
    guestfs_int_error_errno (g, EINVAL, "%s: a parameter of QEMU begins with "
                             "a dash", param);
    return -1;
  }
  if (name[1] == '-')           /* QEMU takes --kernel as well */
    name++;
  for (size_t i = 0; i < NR_RESERVED; i++)
    if (strcmp (name, reserved_params[i]) == 0) {
      guestfs_int_error_errno (g, EINVAL, "%s: the library sets this "
                               "parameter itself", param);
      return -1;
    }
  return 0;
}

int
guestfs_impl_config (guestfs_h *g, const char *hvparam, const char *hvvalue)
{
  if (check_param (g, hvparam) == -1)
    return -1;
  if (strvec_add (&g->hv_params, hvparam) == -1 ||
      strvec_add (&g->hv_params, hvvalue ? hvvalue : "") == -1) {
    perrorf (g, "%s", hvparam);
    return -1;
  }
  return 0;
}

int
guestfs_impl_launch (guestfs_h *g)
{
  return guestfs_int_launch (g);
}

/* ---- Ending it ---- */

/* Whoever does not want autosync does not wait for a machine that hangs. */
#define SECONDS_TO_STOP_ARRAYS 20

/* Without autosync, too: an array that runs when QEMU closes the drives is not
 * marked as clean, and one that lacks a member does not start again.  One that
 * is mounted stays. */
static void
stop_arrays (guestfs_h *g)
{
  CLEANUP_FREE_STRING_LIST char **arrays = NULL;

  guestfs_int_conn_limit_calls (g->conn, SECONDS_TO_STOP_ARRAYS);
  arrays = guestfs_list_md_devices (g);
  if (arrays && arrays[0])
    guestfs_vg_activate_all (g, 0);
  for (size_t i = 0; arrays && arrays[i]; i++)
    guestfs_md_stop (g, arrays[i]);
}

/* Leaving the rescue shell ends the machine, after the daemon has unmounted
 * everything. */
static bool
shell_has_ended (guestfs_h *g)
{
  return guestfs_int_wants_rescue (g) && guestfs_int_conn_is_ending (g->conn);
}

/* The file systems are synced and unmounted.  This is a call like any other:
 * when the appliance dies of it, the backend is gone afterwards. */
static int
release_disks (guestfs_h *g, bool check_for_errors)
{
  const bool quiet = !check_for_errors || !g->autosync;
  int r = 0;

  if (g->state != READY || !g->conn || shell_has_ended (g))
    return 0;
  if (quiet)
    guestfs_push_error_handler (g, NULL, NULL);
  if (g->autosync)
    r = guestfs_internal_autosync (g);
  else
    stop_arrays (g);
  if (quiet)
    guestfs_pop_error_handler (g);
  return r;
}

int
guestfs_int_end_appliance (guestfs_h *g, bool check_for_errors)
{
  int r = release_disks (g, check_for_errors);

  if (guestfs_int_shutdown_backend (g, check_for_errors && r == 0) == -1)
    r = -1;
  return check_for_errors ? r : 0;
}

/* Only a callback sees the state LAUNCHING: what it interrupts still needs
 * the machine. */
static int
shut_down (guestfs_h *g)
{
  if (g->state == LAUNCHING) {
    guestfs_int_error_errno (g, EBUSY, "the appliance is being launched: a "
                             "callback cannot shut it down");
    return -1;
  }
  return guestfs_int_end_appliance (g, true);
}

int
guestfs_impl_shutdown (guestfs_h *g)
{
  return shut_down (g);
}

int
guestfs_impl_kill_subprocess (guestfs_h *g)
{
  return shut_down (g);
}

int
guestfs_impl_wait_ready (guestfs_h *g)
{
  if (g->state == READY)
    return 0;
  error (g, "the appliance has not been launched");
  return -1;
}

int
guestfs_impl_max_disks (guestfs_h *g)
{
  const char *arg;
  const struct backend_ops *ops =
    g->backend ? g->backend
    : guestfs_int_find_backend (g, g->backend_name, &arg);

  return ops ? ops->max_disks (g, g->backend_data) : -1;
}

int
guestfs_impl_get_pid (guestfs_h *g)
{
  if (!g->backend || !g->backend->get_pid) {
    error (g, "no QEMU is running: call launch first");
    return -1;
  }
  return g->backend->get_pid (g, g->backend_data);
}

int
guestfs_impl_internal_get_console_socket (guestfs_h *g)
{
  const int fd = g->backend && g->backend->console
    ? g->backend->console (g, g->backend_data) : -1;

  if (fd == -1)
    error (g, "there is no console: the appliance is not running, or its "
           "console is the program's own (direct mode)");
  return fd;
}

int
guestfs_impl_user_cancel (guestfs_h *g)
{
  guestfs_int_user_cancel (g);
  return 0;
}

/* ---- State ---- */

int
guestfs_impl_get_state (guestfs_h *g)
{
  return g->state;
}

int
guestfs_impl_is_config (guestfs_h *g)
{
  return g->state == CONFIG;
}

int
guestfs_impl_is_launching (guestfs_h *g)
{
  return g->state == LAUNCHING;
}

int
guestfs_impl_is_ready (guestfs_h *g)
{
  return g->state == READY;
}

int
guestfs_impl_is_busy (guestfs_h *g)
{
  (void) g;
  return 0;
}
