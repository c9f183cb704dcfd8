/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first words: HELLO, SETUP, READY. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "deadline.h"
#include "drives.h"
#include "errnos.h"
#include "run.h"

#define ENTROPY_SIZE 64
/* To apply SETUP, which scans the drives; generous for emulation. */
#define SETUP_SECONDS 300

/* ---- HELLO ---- */

/* A callback may shut the appliance down while it starts.  What cancels launch
 * ends the waits that follow, too. */
static enum pumped
launch_pump (guestfs_h *g, struct connection *conn,
             const struct timespec *deadline, struct frame *ret)
{
  const struct pump p = {
    .local_fd = -1, .deadline = deadline, .cancellable = g->state == LAUNCHING
  };
  enum pumped what;

  conn->in_call = true;
  do
    what = guestfs_int_conn_pump (g, conn, &p, ret);
  while (what == PUMP_SENT);
  conn->in_call = false;
  if (what == PUMP_CANCEL)
    guestfs_int_user_cancel (g);
  return what;
}

static void
explain_lost_launch (guestfs_h *g, struct connection *conn)
{
  CLEANUP_FREE char *why = guestfs_int_conn_explain (g, conn);

  guestfs_int_error_errno (g, conn->hang ? ETIMEDOUT : EPIPE,
                           "launch failed: %s: set LIBGUESTFS_DEBUG=1 to see "
                           "the appliance's messages", why);
}

static int
lost_in_launch (guestfs_h *g, struct connection *conn)
{
  if (guestfs_int_launch_is_cancelled (g))
    guestfs_int_error_errno (g, EINTR, "cancelled by the user");
  else
    explain_lost_launch (g, conn);
  if (g->conn != conn)
    guestfs_int_conn_free (g, conn);
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
    guestfs_int_error_errno (g, EPROTO, "launch failed: unexpected HELLO "
                             "message: rebuild the appliance");
  else if (hello.protocol != GUESTFS_PROTOCOL_VERSION
           || strcmp (hello.build, GUESTFS_BUILD_ID) != 0)
    guestfs_int_error_errno (g, EPROTO, "launch failed: the appliance has "
                             "version %s (protocol %u), the library has %s "
                             "(protocol %u): rebuild the appliance or set "
                             "LIBGUESTFS_PATH",
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
  struct frame f;

  switch (launch_pump (g, conn, deadline, &f)) {
  case PUMP_FRAME:
    if (f.kind == FRAME_HELLO)
      return check_hello (g, &f);
    guestfs_int_conn_nonsense (conn, "something else instead of HELLO");
    return lost_in_launch (g, conn);
  case PUMP_LOST:
    guestfs_int_conn_drain_console (g, conn);
    if (conn->abandoned || guestfs_int_conn_is_explained (conn)
        || frame_reader_is_midway (&conn->in))
      return lost_in_launch (g, conn);
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

/* The drives that are plugged in, with their labels, which are borrowed, and
 * limits. */
static void
fill_drives (guestfs_h *g, struct setup *s)
{
  static char none[] = "";

  s->drives = safe_calloc (g, g->nr_drives, sizeof s->drives[0]);
  s->labels = safe_calloc (g, g->nr_drives, sizeof s->labels[0]);
  s->request_kib = safe_calloc (g, g->nr_drives, sizeof s->request_kib[0]);
  for (size_t i = 0; i < g->nr_drives; i++) {
    const struct drive *drv = g->drives[i];

    if (!drv)
      continue;
    s->drives[s->nr_drives++] = i;
    s->labels[s->nr_labels++] = drv->label ? drv->label : none;
    s->request_kib[s->nr_request_kib++] = guestfs_int_drive_request_kib (drv);
  }
}

/* These have a list of distributions and refuse any other. */
static bool
program_needs_old_distros (guestfs_h *g)
{
  const char *program = g->program;

  return strcmp (program, "virt-v2v") == 0
    || strncmp (program, "virt-v2v-", 9) == 0;
}

static bool
wants_old_distros (guestfs_h *g)
{
  CLEANUP_FREE char *value = guestfs_int_backend_setting (g, "old_distros");

  return value ? guestfs_int_backend_setting_bool (g, "old_distros")
    : program_needs_old_distros (g);
}

/* Only what can be the name of a terminal comes from the environment. */
static const char *
rescue_term (guestfs_h *g)
{
  const char *term = getenv ("TERM");

  if (!guestfs_int_wants_rescue (g))
    return "";
  if (!term || !*term || term[strspn (term, "abcdefghijklmnopqrstuvwxyz"
                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-+._")] != '\0')
    return "dumb";
  return term;
}

static void
add_left_out (guestfs_h *g, struct strvec *v, const char *device,
              const char *why)
{
  if (strvec_add (v, device) == -1 || strvec_add (v, why) == -1)
    g->abort_cb ();
}

/* What the caller does not want to be looked into, and what has ended a
 * machine. */
static void
fill_left_out (guestfs_h *g, struct strvec *ret)
{
  CLEANUP_FREE char *setting =
    guestfs_int_backend_setting (g, "inspect_without");
  char *rest = setting;

  for (char *p; (p = strsep (&rest, ",")) != NULL; )
    if (*p)
      add_left_out (g, ret, p, "the backend setting inspect_without says");
  for (size_t i = 0; i < g->left_out.len; i += 2)
    add_left_out (g, ret, g->left_out.ptr[i], g->left_out.ptr[i + 1]);
}

static void
encode_setup (guestfs_h *g, struct wire_writer *w, char *entropy)
{
  CLEANUP_STRVEC struct strvec left_out = STRVEC_INIT;
  struct timespec now;
  struct setup s = {
    .verbose = g->verbose,
    .trace_commands = guestfs_int_backend_setting_bool (g, "trace_commands"),
    .network = g->enable_network,
    .old_distros = wants_old_distros (g),
    .rescue_term = (char *) rescue_term (g),
    .entropy = entropy,
    .entropy_len = ENTROPY_SIZE,
  };

  clock_gettime (CLOCK_REALTIME, &now);
  s.clock_sec = now.tv_sec;
  s.clock_nsec = now.tv_nsec;
  fill_drives (g, &s);
  fill_left_out (g, &left_out);
  s.left_out = left_out.ptr;
  s.nr_left_out = left_out.len;
  wire_put_setup (w, &s);
  if (w->failed)
    g->abort_cb ();
  free (s.drives);
  free (s.labels);
  free (s.request_kib);
}

static enum setup_result
setup_refused (guestfs_h *g, const struct frame *f)
{
  struct failure failure = { .message = NULL };
  struct wire_reader r;

  wire_reader_init (&r, f->payload, f->length);
  wire_get_failure (&r, &failure);
  if (!wire_reader_finished (&r))
    guestfs_int_error_errno (g, EPROTO, "the appliance could not be set up, "
                             "and its error message is malformed");
  else
    guestfs_int_error_errno (g, failure.errno_name[0] == '\0' ? 0
                             : guestfs_int_name_to_errno (failure.errno_name),
                             "the appliance could not be set up: %s",
                             failure.message);
  failure_done (&failure);
  return SETUP_REFUSED;
}

static enum setup_result
setup_timed_out (guestfs_h *g, struct connection *conn, int seconds)
{
  conn->hang = safe_asprintf (g, "it did not finish its setup in %d seconds",
                              seconds);
  return SETUP_LOST;
}

static enum setup_result
setup_answered (guestfs_h *g, struct connection *conn, const struct frame *f)
{
  if (f->kind == FRAME_ABORT)
    return setup_refused (g, f);
  if (f->kind == FRAME_READY && !guestfs_int_conn_is_sending (conn))
    return SETUP_DONE;
  guestfs_int_conn_nonsense (conn, f->kind == FRAME_READY
                             ? "READY before it had read SETUP"
                             : "something else instead of READY");
  return SETUP_LOST;
}

/* With the first PROGRESS the daemon says that it has begun: from then on it
 * may take as long as drives do. */
static enum setup_result
wait_ready (guestfs_h *g, struct connection *conn, int seconds,
            bool *ret_begun)
{
  struct timespec deadline = guestfs_int_deadline_in ((int64_t) seconds * 1000);
  struct frame f;

  for (;;)
    switch (launch_pump (g, conn, &deadline, &f)) {
    case PUMP_FRAME:
      if (f.kind != FRAME_PROGRESS)
        return setup_answered (g, conn, &f);
      if (!*ret_begun) {
        seconds = SETUP_SECONDS;
        deadline = guestfs_int_deadline_in ((int64_t) seconds * 1000);
      }
      *ret_begun = true;
      break;
    case PUMP_TIMEOUT:
      return setup_timed_out (g, conn, seconds);
    case PUMP_LOST:
    case PUMP_SENT:             /* not asked for: cannot happen */
    case PUMP_CANCEL:
    case PUMP_LOCAL:
      return SETUP_LOST;
    }
}

/* The error is set when the appliance has refused, but not when it is lost. */
static enum setup_result
exchange_setup (guestfs_h *g, struct connection *conn, int seconds,
                bool *ret_begun)
{
  struct wire_writer w;
  char entropy[ENTROPY_SIZE];
  enum setup_result r;

  *ret_begun = false;
  if (fill_entropy (g, entropy, sizeof entropy) == -1)
    return SETUP_REFUSED;
  wire_writer_init (&w);
  encode_setup (g, &w, entropy);
  guestfs_int_conn_queue (conn, FRAME_SETUP, NULL, w.data, w.len);
  r = wait_ready (g, conn, seconds, ret_begun);
  explicit_bzero (w.data, w.len);       /* the guest's random numbers */
  explicit_bzero (entropy, sizeof entropy);
  wire_writer_done (&w);
  return r;
}

enum setup_result
guestfs_int_send_setup (guestfs_h *g)
{
  bool begun;

  return guestfs_int_send_setup_within (g, SETUP_SECONDS, &begun);
}

enum setup_result
guestfs_int_send_setup_within (guestfs_h *g, int seconds, bool *ret_begun)
{
  struct connection *conn = g->conn;
  const enum setup_result r = exchange_setup (g, conn, seconds, ret_begun);

  if (r == SETUP_LOST)
    lost_in_launch (g, conn);
  return r;
}

static int
check_send_again (guestfs_h *g)
{
  if (g->conn && !g->conn->in_call)
    return 0;
  guestfs_int_error_errno (g, EBUSY, "a call is running on this handle: a "
                           "callback cannot add or remove drives");
  return -1;
}

enum setup_result
guestfs_int_send_setup_again (guestfs_h *g)
{
  struct connection *conn;
  enum setup_result r;
  bool begun;

  if (guestfs_int_call_finish_begun (g) == -1)
    return g->conn ? SETUP_REFUSED : SETUP_LOST;
  if (check_send_again (g) == -1)
    return SETUP_REFUSED;
  conn = g->conn;
  guestfs_int_conn_note_drives (conn);
  r = exchange_setup (g, conn, SETUP_SECONDS, &begun);
  if (r != SETUP_LOST)
    return r;
  if (g->conn == conn)
    g->lost_appliance (g, "lost the appliance while it looked at its drives");
  else {
    guestfs_int_conn_free (g, conn);
    guestfs_int_error_errno (g, ECANCELED, "the appliance was shut down while "
                             "it looked at its drives");
  }
  return r;
}
