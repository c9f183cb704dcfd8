/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a template to a machine that is ready. */

#include <config.h>

#include <stdlib.h>
#include <unistd.h>

#include "proto.h"
#include "template.h"

/* Loading takes milliseconds, answering tenths of a second; on a very busy
 * host much more, but then a cold boot takes minutes. */
#define LOAD_MS 20000
#define READY_SECONDS 30

static int
ready_seconds (guestfs_h *g)
{
  CLEANUP_FREE char *s = guestfs_int_backend_setting (g, "template_timeout");
  const int n = s ? atoi (s) : 0;

  return n > 0 ? n : READY_SECONDS + (int) g->nr_drives;
}

/* For tools/boot-analysis. */
static void
tell (guestfs_h *g, const char *phase)
{
  debug (g, "template: %s after %lld ms", phase,
         (long long) guestfs_int_launch_elapsed (g));
}

/* QEMU starts and loads while we look at what it is to load. */
static int
begin_loading (guestfs_h *g, struct direct *d, const struct template *t)
{
  CLEANUP_FREE char *uri = safe_asprintf (g, "fd:%d", t->state_fd);

  if (lseek (t->state_fd, TEMPLATE_HEADER_SIZE, SEEK_SET) == -1 ||
      guestfs_int_qmp_send (&d->qmp, "migrate-set-capabilities",
                            json_pack ("{s:[{s:s, s:b}, {s:s, s:b}]}",
                                       "capabilities",
                                       "capability", "x-ignore-shared",
                                       "state", 1,
                                       "capability", "events",
                                       "state", 1)) == -1 ||
      guestfs_int_qmp_send (&d->qmp, "migrate-incoming",
                            json_pack ("{s:s}", "uri", uri)) == -1) {
    perrorf (g, "QEMU");
    return -1;
  }
  return 0;
}

/* NULL: loaded, and paused. */
static const char *
load (guestfs_h *g, struct direct *d, const struct machine *m,
      const struct template *t)
{
  const struct machine_ram ram = { .fd = t->ram_fd, .clone = true };
  const struct machine clone = {
    .accel = m->accel, .appliance = m->appliance, .ram = &ram,
    .state_fd = t->state_fd,
  };
  const char *why;

  if (guestfs_int_direct_start (g, d, &clone) == -1 ||
      begin_loading (g, d, t) == -1)
    return guestfs_last_error (g);
  why = guestfs_int_template_check_ram (t);
  if (!why && guestfs_int_qmp_wait_migration (g, &d->qmp, LOAD_MS) == -1)
    why = guestfs_last_error (g);
  return why;
}

/* A drive that QEMU refuses is not the template's fault: the cold boot will
 * say what is wrong with it. */
static const char *
run (guestfs_h *g, struct direct *d, bool *ret_blame)
{
  *ret_blame = false;
  if (guestfs_int_direct_plug_all (g, d, true) == -1)
    return guestfs_last_error (g);
  tell (g, "drives plugged in");
  *ret_blame = true;
  if (guestfs_int_send_setup_within (g, ready_seconds (g)) != SETUP_DONE)
    return guestfs_last_error (g);
  return NULL;
}

int
guestfs_int_template_restore (guestfs_h *g, struct direct *d,
                              const struct machine *m, struct template *t)
{
  const char *why;
  bool blame = true;

  guestfs_push_error_handler (g, NULL, NULL);
  tell (g, "starting");
  why = load (g, d, m, t);
  if (!why) {
    tell (g, "loaded");
    why = run (g, d, &blame);
  }
  guestfs_pop_error_handler (g);
  if (!why) {
    debug (g, "template: started from %s/%s", t->store, t->name);
    guestfs_int_template_note_success (g, t);
    return 0;
  }
  if (blame) {
    guestfs_int_template_drop (g, t, why);
    guestfs_int_template_note_failure (g, t);
  }
  else
    debug (g, "template: not used: %s", why);
  guestfs_int_direct_stop (g, d, 0);
  return -1;
}
