/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a template to a machine that is ready. */

#include <config.h>

#include <stdlib.h>
#include <unistd.h>

#include "proto.h"
#include "template.h"

/* Loading takes milliseconds, as does the daemon's first sign of life; on a
 * very busy host much more, but then a cold boot takes minutes. */
#define LOAD_MS 20000
#define BEGIN_SECONDS 30

int
guestfs_int_template_begin_seconds (guestfs_h *g)
{
  CLEANUP_FREE char *s = guestfs_int_backend_setting (g, "template_timeout");
  const int n = s ? atoi (s) : 0;

  return n > 0 ? n : BEGIN_SECONDS;
}

/* For tools/boot-analysis. */
static void
log_phase (guestfs_h *g, const char *phase)
{
  debug (g, "template: %s after %lld ms", phase,
         (long long) guestfs_int_launch_elapsed (g));
}

/* QEMU starts and loads while we look at what it is to load. */
static int
begin_loading (guestfs_h *g, struct machine *m, const struct template *t)
{
  CLEANUP_FREE char *uri = safe_asprintf (g, "fd:%d", t->state_fd);

  if (lseek (t->state_fd, TEMPLATE_HEADER_SIZE, SEEK_SET) == -1 ||
      guestfs_int_qmp_send (&m->qmp, "migrate-set-capabilities",
                            json_pack ("{s:[{s:s, s:b}, {s:s, s:b}]}",
                                       "capabilities",
                                       "capability", "x-ignore-shared",
                                       "state", 1,
                                       "capability", "events",
                                       "state", 1)) == -1 ||
      guestfs_int_qmp_send (&m->qmp, "migrate-incoming",
                            json_pack ("{s:s}", "uri", uri)) == -1) {
    perrorf (g, "QEMU");
    return -1;
  }
  return 0;
}

/* NULL: loaded, and paused.  That this program could not start QEMU is not the
 * template's fault. */
static const char *
load_clone (guestfs_h *g, struct machine *m,
            const struct machine_config *config, const struct template *t,
            bool *ret_blame)
{
  const struct machine_ram ram = { .fd = t->ram_fd, .clone = true };
  const struct machine_config clone = {
    .accel = config->accel, .appliance = config->appliance, .ram = &ram,
    .state_fd = t->state_fd,
  };
  const char *why;

  *ret_blame = false;
  if (guestfs_int_machine_start (g, m, &clone) == -1)
    return guestfs_last_error (g);
  *ret_blame = true;
  if (begin_loading (g, m, t) == -1)
    return guestfs_last_error (g);
  why = guestfs_int_template_check_ram (t);
  if (!why && guestfs_int_qmp_wait_migration (g, &m->qmp, LOAD_MS) == -1)
    why = guestfs_last_error (g);
  return why;
}

/* What happens to drives is not the template's fault, be they refused by QEMU
 * or the daemon, or slow to assemble, or bad enough to panic the kernel: the
 * cold boot will say what is wrong with them, unless a server is (*ret_final):
 * whoever waited for it once need not wait again.  A clone whose daemon has
 * begun with SETUP is one that works. */
static const char *
run_clone (guestfs_h *g, struct machine *m, bool *ret_blame, bool *ret_final)
{
  const int r = guestfs_int_machine_plug_all (g, m);
  bool begun;

  *ret_blame = false;
  *ret_final = r == -2;
  if (r != 0)
    return guestfs_last_error (g);
  log_phase (g, "drives plugged in");
  if (guestfs_int_send_setup_within (g, guestfs_int_template_begin_seconds (g),
                                     &begun)
      == SETUP_DONE)
    return NULL;
  *ret_blame = !begun;
  return guestfs_last_error (g);
}

int
guestfs_int_template_note_restored (guestfs_h *g, const struct template *t,
                                    const char *why, bool blame)
{
  if (!why) {
    debug (g, "template: started from %s/%s", t->store, t->name);
    guestfs_int_template_note_success (g, t);
    return 0;
  }
  if (blame && !guestfs_int_launch_is_cancelled (g)) {
    guestfs_int_template_drop (g, t, why);
    guestfs_int_template_note_failure (g, t);
  }
  else
    debug (g, "template: not used: %s", why);
  return -1;
}

int
guestfs_int_template_restore (guestfs_h *g, struct machine *m,
                              const struct machine_config *config,
                              struct template *t)
{
  CLEANUP_SAVED_ERROR struct saved_error error = { .msg = NULL };
  const char *why;
  bool blame, final = false;

  guestfs_push_error_handler (g, NULL, NULL);
  log_phase (g, "starting");
  why = load_clone (g, m, config, t, &blame);
  if (!why) {
    log_phase (g, "loaded");
    why = run_clone (g, m, &blame, &final);
  }
  guestfs_pop_error_handler (g);
  if (guestfs_int_template_note_restored (g, t, why, blame) == 0)
    return 0;
  if (final)
    guestfs_int_save_error (g, &error);
  guestfs_int_machine_stop (g, m, 0);
  if (final)
    guestfs_int_raise_error (g, &error);
  return final ? -2 : -1;
}
