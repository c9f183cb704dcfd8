/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The console, machines that hang, callbacks that do what they should not,
 * and connections that come to nothing. */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"
#include "deadline.h"
#include "launch.h"

/* ---- Console ---- */

static void
chatty_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "one\r\ntw");
  fake_print (f, "o\r\nlast words\r\n");
  free (call.payload);
}

static void
test_console (void)
{
  struct fake f;

  fake_start (&f, chatty_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strcmp (f.console_seen.ptr, "one\ntwo\nlast words\n") == 0);
  CHECK (strstr (f.error, "console ended with: one|two|last words"));
  fake_finish (&f);
}

/* A panicked machine does not close anything: it hangs. */
static void
panic_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[    1.234567] Kernel panic - not syncing: "
              "Attempted to kill init!\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_panic (void)
{
  struct fake f;
  time_t start = time (NULL);

  fake_start (&f, panic_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (time (NULL) - start < 10);
  CHECK (strstr (f.error, "Kernel panic - not syncing: Attempted to kill"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);
}

static void
send_doing (struct fake *f, const char *what)
{
  const struct doing d = {
    (char *) what, (char *) "/dev/sd\n", (char *) "ext2"
  };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_doing (&w, &d);
  fake_send (f, FRAME_DOING, w.data, w.len);
  wire_writer_done (&w);
}

/* Both are there when the library looks: the last words of the kernel may be
 * read first. */
static void
panic_while_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  send_doing (f, "mounting a");
  send_doing (f, "mounting\033 b");
  fake_print (f, "Kernel panic - not syncing: x\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_panic_while (void)
{
  struct fake f;

  fake_start (&f, panic_while_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "panicked while mounting")
         && strstr (f.error, " b /dev/sd  (ext2): Kernel panic - not syncing: "
                    "x: the backend setting inspect_without=/dev/sd"));
  fake_finish (&f);
}

/* ---- Launched again ---- */

/* Which device a machine would be launched without; "" none, "-" was not. */
static char launched_without[64];

static int
no_launch_again (guestfs_h *g, const char *without)
{
  snprintf (launched_without, sizeof launched_without, "%s",
            without ? without : "");
  return g->lost_appliance (g, "launched again");
}

static int
call_that_leaves (struct fake *f, enum call_leaves leaves)
{
  struct call c;
  int r;

  guestfs_int_enter (f->g, "looks");
  guestfs_int_call_init (f->g, &c, "looks", FAKE_PROC + 1);
  c.leaves = leaves;
  r = guestfs_int_call_run (&c);
  guestfs_int_call_done (&c);
  guestfs_int_leave (f->g);
  return r;
}

static void
answer_then_panic_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_reply (f, &call, NULL);
  free (call.payload);
  panic_while_script (f);
}

static void
check_again (void (*script) (struct fake *), enum call_leaves before,
             const char *without)
{
  struct fake f;

  snprintf (launched_without, sizeof launched_without, "-");
  fake_start (&f, script, NULL);
  f.g->launch_again = no_launch_again;
  if (script == answer_then_panic_script)
    CHECK ((before == LEAVES_CHANGES ? fake_call_plain (&f)
            : call_that_leaves (&f, before)) == 0);
  CHECK (call_that_leaves (&f, LEAVES_RESULT) == -1);
  if (strcmp (launched_without, without) != 0)
    fprintf (stderr, "launched without \"%s\"\n", launched_without);
  CHECK (strcmp (launched_without, without) == 0);
  CHECK (f.quits == 1 && f.g->left_out.len == 0);
  fake_finish (&f);
}

static void
test_again (void)
{
  check_again (panic_while_script, LEAVES_NOTHING, "/dev/sd ");
  check_again (answer_then_panic_script, LEAVES_NOTHING, "/dev/sd ");
  check_again (answer_then_panic_script, LEAVES_RESULT, "/dev/sd ");
  check_again (answer_then_panic_script, LEAVES_CHANGES, "-");
  check_again (panic_script, LEAVES_NOTHING, "-");
}

/* ---- Said in an earlier call ---- */

static void
panic_later_script (struct fake *f)
{
  struct got call = take_call (f);

  send_doing (f, "mounting a");
  fake_reply (f, &call, NULL);
  free (call.payload);
  panic_script (f);
}

static void
test_panic_later (void)
{
  struct fake f;

  fake_start (&f, panic_later_script, NULL);
  CHECK (fake_call_plain (&f) == 0);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "the appliance's kernel panicked: Kernel panic"));
  fake_finish (&f);
}

/* ---- Hangs ---- */

/* The same stretch of being stuck, reported twice, among others. */
static void
hang_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[  400.5] INFO: task mount:7 blocked for more than 241 "
              "seconds.\r\n[  400.5] INFO: task sync:8 blocked for more than "
              "242 seconds.\r\n[  461.0] INFO: task mount:7 blocked for more "
              "than 301 seconds.\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
oops_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_print (f, "[   4.5] kernel BUG at fs/ext4/inode.c:1234!\r\n"
              "[   4.6] Oops: 0002 [#1]\r\n"
              "[   4.7] Kernel panic - not syncing: Fatal exception\r\n");
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

/* Stopped and continued: everything looks stuck, each time since another
 * moment, or by another task. */
static void
stopped_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "[  900.0] watchdog: BUG: soft lockup - CPU#0 stuck for "
              "500s! [dd:5]\r\n[ 2000.0] watchdog: BUG: soft lockup - CPU#0 "
              "stuck for 900s! [dd:5]\r\n[ 2000.0] INFO: task sync:8 blocked "
              "for more than 900 seconds.\r\n");
  fake_reply (f, &call, NULL);
  free (call.payload);
}

static void
mute_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_hang (void)
{
  struct fake f;

  fake_start (&f, hang_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "hangs: INFO: task mount:7 blocked for more than "
                 "301 seconds.: add the drives"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);

  fake_start (&f, oops_script, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (strstr (f.error, "panicked: Kernel panic - not syncing: Fatal "
                 "exception (kernel BUG at fs/ext4/inode.c:1234!): add"));
  fake_finish (&f);

  fake_start (&f, stopped_script, NULL);
  CHECK (fake_call_plain (&f) == 0);
  CHECK (f.g->state == READY && f.quits == 0);
  fake_finish (&f);
}

static void
test_call_timeout (void)
{
  struct fake f;
  time_t start = time (NULL);

  fake_start (&f, mute_script, NULL);
  f.g->conn->call_timeout = 1;
  CHECK (fake_call_plain (&f) == -1);
  CHECK (time (NULL) - start < 60);
  CHECK (strstr (f.error, "hangs: nothing has come of this call for 1 sec"));
  CHECK (f.g->state == CONFIG && f.quits == 1);
  fake_finish (&f);
}

/* The words may stand in something that a guest had logged. */
static void
no_panic_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_print (f, "guestfsd: log: [ 1.2] Kernel panic - not syncing: x\r\n");
  fake_reply (f, &call, NULL);
  free (call.payload);
  fake_serve_one (f);
}

static void
test_no_panic (void)
{
  struct fake f;

  fake_start (&f, no_panic_script, NULL);
  CHECK (fake_call_plain (&f) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

/* ---- Callbacks that do what they should not ---- */

static int nested_errno;

static void
call_inside (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  guestfs_push_error_handler (g, NULL, NULL);
  CHECK (fake_call_plain (opaque) == -1);
  nested_errno = guestfs_last_errno (g);
  guestfs_pop_error_handler (g);
}

static void
test_call_in_callback (void)
{
  struct fake f;
  struct call c;

  fake_start (&f, echo_script, NULL);
  guestfs_set_event_callback (f.g, call_inside, GUESTFS_EVENT_PROGRESS, 0, &f);
  guestfs_int_call_init (f.g, &c, "echo", FAKE_PROC);
  c.optargs = 5;
  wire_put_u32 (&c.args, 1);
  CHECK (guestfs_int_call_run (&c) == 0);
  CHECK (wire_get_u32 (&c.ret) == 2);
  CHECK (nested_errno == EBUSY);
  guestfs_int_call_done (&c);
  fake_finish (&f);
}

static void
shutdown_inside (guestfs_h *g, void *opaque, uint64_t event,
                 int event_handle, int flags, const char *buf,
                 size_t buf_len, const uint64_t *array, size_t array_len)
{
  (void) opaque; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  guestfs_int_shutdown_backend (g, false);
}

static void
progress_only_script (struct fake *f)
{
  struct got call = take_call (f), end = { .payload = NULL };

  fake_progress (f, &call, 1, 2);
  while (fake_read (f, &end))
    ;
  free (call.payload);
  free (end.payload);
}

static void
test_shutdown_in_callback (void)
{
  struct fake f;

  fake_start (&f, progress_only_script, NULL);
  guestfs_set_event_callback (f.g, shutdown_inside, GUESTFS_EVENT_PROGRESS,
                              0, NULL);
  CHECK (fake_call_plain (&f) == -1);
  CHECK (guestfs_last_errno (f.g) == ECANCELED);
  CHECK (f.g->state == CONFIG && !f.g->conn);
  fake_finish (&f);
}

/* ---- HELLO and SETUP ---- */

static void
say_hello (struct fake *f, uint32_t protocol, const char *build)
{
  const struct hello h = { protocol, (char *) build, (char *) "6.1.0" };
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_hello (&w, &h);
  fake_send (f, FRAME_HELLO, w.data, w.len);
  wire_writer_done (&w);
}

static void
hello_script (struct fake *f)
{
  struct got got = { .payload = NULL };
  struct setup s;
  struct wire_reader r;

  say_hello (f, GUESTFS_PROTOCOL_VERSION, GUESTFS_BUILD_ID);
  fake_expect (f, FRAME_SETUP, &got);
  wire_reader_init (&r, got.payload, got.length);
  wire_get_setup (&r, &s);
  CHECK (wire_reader_finished (&r));
  CHECK (s.network == 1 && s.verbose == 0);
  CHECK (s.entropy_len >= 32);
  CHECK (llabs ((long long) s.clock_sec - time (NULL)) < 60);
  CHECK (s.nr_drives == 0);
  setup_done (&s);
  free (got.payload);
  fake_send (f, FRAME_READY, "", 0);
  fake_serve_one (f);
}

static void
test_hello (void)
{
  struct fake f;

  fake_start (&f, hello_script, NULL);
  f.g->enable_network = true;
  CHECK (guestfs_int_wait_hello (f.g, NULL) == 0);
  CHECK (guestfs_int_send_setup (f.g) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

static void hello_other_build (struct fake *f)
{ say_hello (f, GUESTFS_PROTOCOL_VERSION, "0.0.0"); }
static void hello_other_protocol (struct fake *f)
{ say_hello (f, 4, GUESTFS_BUILD_ID); }
static void hello_garbage (struct fake *f)
{ fake_send (f, FRAME_HELLO, "abc", 3); }
static void hello_not (struct fake *f)
{ fake_send (f, FRAME_READY, "", 0); }
static void hello_unknown (struct fake *f)
{ fake_send_raw (f, "SSH-2.0-OpenSSH_9.2", 19); }
static void hello_nothing (struct fake *f) { (void) f; }

/* HELLO comes before the handle is ready to be asked anything. */
static void
start_booting (struct fake *f, void (*script) (struct fake *))
{
  fake_start (f, script, NULL);
  f->g->state = LAUNCHING;
}

static void
check_no_hello (const char *name, void (*script) (struct fake *),
                int expect, const char *message)
{
  struct fake f;

  fake_test = name;
  start_booting (&f, script);
  CHECK (guestfs_int_wait_hello (f.g, NULL) == expect);
  CHECK (f.nr_errors == (expect == -1));
  CHECK (strstr (f.error, message));
  fake_finish (&f);
}

static void
boot_panic_script (struct fake *f)
{
  struct got end = { .payload = NULL };

  fake_print (f, "Kernel panic - not syncing: VFS: no root\n");
  while (fake_read (f, &end))
    ;
  free (end.payload);
}

static void
test_no_hello (void)
{
  check_no_hello ("other build", hello_other_build, -1, "has version 0.0.0");
  check_no_hello ("other protocol", hello_other_protocol, -1, "protocol 4");
  check_no_hello ("garbage", hello_garbage, -1, "unexpected HELLO message");
  check_no_hello ("not HELLO", hello_not, -1, "instead of HELLO");
  check_no_hello ("unknown kind", hello_unknown, -1, "no known kind");
  check_no_hello ("panic", boot_panic_script, -1, "VFS: no root");
  check_no_hello ("closed", hello_nothing, -2, "");
}

static void
silent_script (struct fake *f)
{
  struct got end = { .payload = NULL };

  while (fake_read (f, &end))
    ;
  free (end.payload);
}

/* Prints for ever, and says nothing else. */
static void
chatter_script (struct fake *f)
{
  signal (SIGPIPE, SIG_IGN);
  while (full_write (f->console, "[    1.0] noise\n", 16) != -1)
    ;
}

static void
test_hello_behind_chatter (void)
{
  const struct timespec deadline = guestfs_int_deadline_in (200);
  struct fake f;

  start_booting (&f, chatter_script);
  CHECK (guestfs_int_wait_hello (f.g, &deadline) == -2);
  CHECK (guestfs_int_deadline_left (&deadline) == 0);
  fake_finish (&f);
}

static void
test_hello_deadline (void)
{
  struct fake f;
  struct timespec deadline;

  start_booting (&f, silent_script);
  clock_gettime (CLOCK_MONOTONIC, &deadline);
  deadline.tv_nsec += 50 * 1000 * 1000;
  if (deadline.tv_nsec >= 1000000000) {
    deadline.tv_sec++;
    deadline.tv_nsec -= 1000000000;
  }
  CHECK (guestfs_int_wait_hello (f.g, &deadline) == -2);
  CHECK (f.nr_errors == 0);
  fake_finish (&f);
}

static void
setup_refused_script (struct fake *f)
{
  struct got got = { .payload = NULL };

  fake_expect (f, FRAME_SETUP, &got);
  fake_abort (f, "ENODEV", "target 0: no disk there");
  free (got.payload);
}

static void
test_setup_refused (void)
{
  struct fake f;

  fake_start (&f, setup_refused_script, NULL);
  CHECK (guestfs_int_send_setup (f.g) == -1);
  CHECK (guestfs_last_errno (f.g) == ENODEV);
  CHECK (strstr (f.error, "target 0: no disk there"));
  fake_finish (&f);
}

/* An appliance that runs stays as it is when it refuses, and is ended when it
 * is lost or late: what it says then is never taken for an answer to a call. */
static void
refused_again_script (struct fake *f)
{
  setup_refused_script (f);
  fake_serve_one (f);
}

static void
test_setup_again_refused (void)
{
  struct fake f;

  fake_start (&f, refused_again_script, NULL);
  CHECK (guestfs_int_send_setup_again (f.g) == SETUP_REFUSED);
  CHECK (guestfs_last_errno (f.g) == ENODEV && f.nr_errors == 1);
  CHECK (f.g->state == READY && f.g->conn);
  check_still_works (&f);
  fake_finish (&f);
}

static void
setup_lost_script (struct fake *f)
{
  struct got got = { .payload = NULL };

  fake_expect (f, FRAME_SETUP, &got);
  free (got.payload);
  if (f->data)
    fake_send (f, FRAME_HELLO, "", 0);
}

static void
check_setup_lost (const void *what_comes, const char *message)
{
  struct fake f;

  fake_start (&f, setup_lost_script, (void *) what_comes);
  CHECK (guestfs_int_send_setup_again (f.g) == SETUP_LOST);
  CHECK (strstr (f.error, message));
  CHECK (f.nr_errors == 1 && f.quits == 1);
  CHECK (f.g->state == CONFIG && !f.g->conn);
  fake_finish (&f);
}

static void
test_setup_again_lost (void)
{
  check_setup_lost (NULL, "closed the connection");
  check_setup_lost ("HELLO", "something else instead of READY");
}

static void
add_drive_inside (guestfs_h *g, void *opaque, uint64_t event, int handle,
                  int flags, const char *buf, size_t len,
                  const uint64_t *array, size_t n)
{
  (void) opaque; (void) event; (void) handle; (void) flags; (void) buf;
  (void) len; (void) array; (void) n;
  CHECK (guestfs_int_send_setup_again (g) == SETUP_REFUSED);
  CHECK (guestfs_last_errno (g) == EBUSY);
}

static void
progress_inside_script (struct fake *f)
{
  struct got call = take_call (f);

  fake_progress (f, &call, 1, 2);
  fake_reply (f, &call, NULL);
  free (call.payload);
  fake_serve_one (f);
}

/* SETUP in the middle of a call would end both. */
static void
test_setup_in_callback (void)
{
  struct fake f;

  fake_start (&f, progress_inside_script, NULL);
  guestfs_set_event_callback (f.g, add_drive_inside, GUESTFS_EVENT_PROGRESS,
                              0, NULL);
  CHECK (fake_call_plain (&f) == 0);
  check_still_works (&f);
  fake_finish (&f);
}

/* QEMU that ends closes the console first.  Nobody asks it for anything then:
 * the daemon has unmounted everything, or would. */
static void
shell_left_script (struct fake *f)
{
  struct got got = { .payload = NULL };

  close (f->console);
  f->console = -1;
  poll (NULL, 0, 300);
  shutdown (f->sock, SHUT_WR);
  CHECK (!fake_read (f, &got));
  free (got.payload);
}

static bool
console_closes (guestfs_h *g)
{
  struct pollfd console = { .events = 0 };
  int sock;

  guestfs_int_conn_fds (g->conn, &sock, &console.fd);
  return poll (&console, 1, 10000) == 1;
}

static void
test_shell_left (void)
{
  struct fake f;

  fake_start (&f, shell_left_script, NULL);
  f.g->append = strdup ("guestfs_rescue=1");   /* as it was launched */
  f.g->conn->raw_console = true;
  guestfs_set_autosync (f.g, 1);
  CHECK (console_closes (f.g));
  CHECK (guestfs_shutdown (f.g) == 0);
  CHECK (f.nr_errors == 0);
  fake_finish (&f);
}

const struct calls_test trouble_tests[] = {
#define T(name) { #name, test_##name }
  T (console), T (panic), T (panic_while), T (again), T (panic_later),
  T (hang), T (call_timeout), T (no_panic),
  T (call_in_callback), T (shutdown_in_callback), T (hello), T (no_hello),
  T (hello_deadline), T (setup_refused), T (setup_again_refused),
  T (setup_again_lost), T (setup_in_callback), T (hello_behind_chatter),
  T (shell_left),
  { NULL, NULL },
};
