/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first words: HELLO, SETUP, READY. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "conn.h"
#include "drives.h"
#include "errnos.h"

#define ENTROPY_SIZE 64
/* To apply SETUP, which scans the drives; generous for emulation. */
#define SETUP_SECONDS 300

/* ---- HELLO ---- */

static int
lost_in_launch (guestfs_h *g)
{
  CLEANUP_FREE char *why = NULL;

  guestfs_int_conn_drain_console (g, g->conn);
  why = guestfs_int_conn_explain (g, g->conn);
  guestfs_int_error_errno (g, EPIPE, "the appliance did not start: %s: "
                           "set LIBGUESTFS_DEBUG=1 to see its messages", why);
  return -1;
}

static int
check_hello (guestfs_h *g, const struct frame *f)
{
  struct hello hello = { .protocol = 0 };
  struct wire_reader r;
  int ret = -1;

  wire_reader_init (&r, f->payload, f->length);
  wire_get_hello (&r, &hello);
  if (!wire_reader_finished (&r))
    guestfs_int_error_errno (g, EPROTO, "the appliance's greeting cannot be "
                             "understood: rebuild the appliance");
  else if (hello.protocol != GUESTFS_PROTOCOL_VERSION
           || strcmp (hello.build, GUESTFS_BUILD_ID) != 0)
    guestfs_int_error_errno (g, EPROTO, "the appliance is of version %s "
                             "(protocol %u), the library of %s (protocol %u): "
                             "rebuild the appliance or correct the path",
                             hello.build, hello.protocol, GUESTFS_BUILD_ID,
                             GUESTFS_PROTOCOL_VERSION);
  else {
    debug (g, "daemon %s on kernel %s", hello.build, hello.kernel);
    ret = 0;
  }
  hello_done (&hello);
  return ret;
}

int
guestfs_int_wait_hello (guestfs_h *g, const struct timespec *deadline)
{
  struct connection *conn = g->conn;
  struct pump p = { .local_fd = -1, .deadline = deadline };
  struct frame f;

  switch (guestfs_int_conn_pump (g, conn, &p, &f)) {
  case PUMP_FRAME:
    if (f.kind == FRAME_HELLO)
      return check_hello (g, &f);
    guestfs_int_conn_nonsense (conn, "something else instead of its greeting");
    return lost_in_launch (g);
  case PUMP_LOST:
    guestfs_int_conn_drain_console (g, conn);
    if (conn->panic || conn->hang || conn->problem
        || frame_reader_is_midway (&conn->in))
      return lost_in_launch (g);
    return -2;
  case PUMP_TIMEOUT:
  case PUMP_SENT:               /* not asked for: cannot happen */
  case PUMP_CANCEL:
  case PUMP_LOCAL:
    break;
  }
  return -2;
}

/* ---- SETUP ---- */

static int
fill_entropy (guestfs_h *g, char *buf, size_t n)
{
  ssize_t r;

  do
    r = getrandom (buf, n, 0);
  while (r == -1 && errno == EINTR);
  if (r == (ssize_t) n)
    return 0;
  perrorf (g, "getrandom: no entropy for the appliance");
  return -1;
}

/* The drives that are plugged in and their labels, which are borrowed. */
static void
fill_drives (guestfs_h *g, struct setup *s)
{
  static char none[] = "";

  s->drives = safe_calloc (g, g->nr_drives, sizeof s->drives[0]);
  s->labels = safe_calloc (g, g->nr_drives, sizeof s->labels[0]);
  for (size_t i = 0; i < g->nr_drives; i++) {
    const struct drive *drv = g->drives[i];

    if (!drv)
      continue;
    s->drives[s->nr_drives++] = i;
    s->labels[s->nr_labels++] = drv->label ? drv->label : none;
  }
}

static void
encode_setup (guestfs_h *g, struct wire_writer *w, char *entropy)
{
  struct timespec now;
  struct setup s = {
    .verbose = g->verbose,
    .trace_commands = guestfs_int_backend_setting_bool (g, "trace_commands"),
    .autosync = g->autosync,
    .network = g->enable_network,
    .selinux = g->selinux,
    .entropy = entropy,
    .entropy_len = ENTROPY_SIZE,
  };

  clock_gettime (CLOCK_REALTIME, &now);
  s.clock_sec = now.tv_sec;
  s.clock_nsec = now.tv_nsec;
  fill_drives (g, &s);
  wire_put_setup (w, &s);
  if (w->failed)
    g->abort_cb ();
  free (s.drives);
  free (s.labels);
}

static int
setup_refused (guestfs_h *g, const struct frame *f)
{
  struct failure failure = { .message = NULL };
  struct wire_reader r;

  wire_reader_init (&r, f->payload, f->length);
  wire_get_failure (&r, &failure);
  if (!wire_reader_finished (&r))
    guestfs_int_error_errno (g, EPROTO, "the appliance could not be set up, "
                             "and its reason cannot be understood");
  else
    guestfs_int_error_errno (g, failure.errno_name[0] == '\0' ? 0
                             : guestfs_int_name_to_errno (failure.errno_name),
                             "the appliance could not be set up: %s",
                             failure.message);
  failure_done (&failure);
  return -1;
}

static int
wait_ready (guestfs_h *g, const struct timespec *deadline, int seconds)
{
  struct pump p = { .local_fd = -1, .deadline = deadline };
  struct frame f;

  for (;;)
    switch (guestfs_int_conn_pump (g, g->conn, &p, &f)) {
    case PUMP_FRAME:
      if (f.kind == FRAME_READY)
        return 0;
      if (f.kind == FRAME_ABORT)
        return setup_refused (g, &f);
      guestfs_int_conn_nonsense (g->conn, "something else instead of READY");
      return lost_in_launch (g);
    case PUMP_TIMEOUT:
      guestfs_int_error_errno (g, ETIMEDOUT, "the appliance did not finish its "
                               "setup in %d seconds: set LIBGUESTFS_DEBUG=1 "
                               "to see where it stopped", seconds);
      return -1;
    case PUMP_LOST:
      return lost_in_launch (g);
    case PUMP_SENT:
    case PUMP_CANCEL:
    case PUMP_LOCAL:
      break;
    }
}

int
guestfs_int_send_setup (guestfs_h *g)
{
  return guestfs_int_send_setup_within (g, SETUP_SECONDS);
}

int
guestfs_int_send_setup_within (guestfs_h *g, int seconds)
{
  struct timespec deadline;
  struct wire_writer w;
  char entropy[ENTROPY_SIZE];
  int r;

  if (fill_entropy (g, entropy, sizeof entropy) == -1)
    return -1;
  wire_writer_init (&w);
  encode_setup (g, &w, entropy);
  clock_gettime (CLOCK_MONOTONIC, &deadline);
  deadline.tv_sec += seconds;
  guestfs_int_conn_queue (g->conn, FRAME_SETUP, NULL, w.data, w.len);
  r = wait_ready (g, &deadline, seconds);
  if (r == 0 && guestfs_int_conn_is_sending (g->conn)) {
    guestfs_int_conn_nonsense (g->conn, "READY before it had read SETUP");
    r = lost_in_launch (g);
  }
  explicit_bzero (w.data, w.len);       /* the guest's random numbers */
  explicit_bzero (entropy, sizeof entropy);
  wire_writer_done (&w);
  return r;
}
