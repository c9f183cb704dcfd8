/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/run's waits for processes, without an appliance: the port is made up
 * here, and pidfd_open fails when a test says so (child.sh wraps it). */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "apart.h"
#include "run.h"
#include "state.h"
#include "world.h"

#define CHECK(cond) \
  do { \
    if (!(cond)) { \
      fprintf (stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #cond, \
               current_call ()->message ? current_call ()->message : ""); \
      exit (EXIT_FAILURE); \
    } \
  } while (0)

/* ---- What the tests set ---- */

static int pidfd_errno;
static int64_t cancel_at_ms;    /* when CANCEL arrives; 0: never */

/* ---- In the place of the port and of the worlds of programs ---- */

extern int __real_pidfd_open (pid_t pid, unsigned flags);
extern int __wrap_pidfd_open (pid_t pid, unsigned flags);

int
__wrap_pidfd_open (pid_t pid, unsigned flags)
{
  if (pidfd_errno == 0)
    return __real_pidfd_open (pid, flags);
  errno = pidfd_errno;
  return -1;
}

int
channel_fd (void)
{
  return -1;
}

int
channel_try_next (struct frame *ret)
{
  if (cancel_at_ms == 0 || monotonic_ms () < cancel_at_ms)
    return 0;
  ret->kind = FRAME_CANCEL;
  return 1;
}

void
channel_next (struct frame *ret)
{
  (void) ret;
  abort ();
}

void
channel_send (enum frame_kind kind, const void *payload, size_t n)
{
  (void) kind, (void) payload, (void) n;
}

void
channel_send_parts (enum frame_kind kind, const void *a, size_t na,
                    const void *b, size_t nb)
{
  (void) kind, (void) a, (void) na, (void) b, (void) nb;
}

void
protocol_error (const char *fs, ...)
{
  fprintf (stderr, "protocol_error: %s\n", fs);
  abort ();
}

pid_t
guest_spawn (const struct run *r, const int fds[3])
{
  (void) r, (void) fds;
  abort ();
}

void
guest_spawn_done (void)
{
}

const char *const sysroot = "/sysroot";

/* ---- Tests ---- */

static void
begin (void)
{
  call_begin (&(struct call) { .name = "test" });
  pidfd_errno = 0;
  cancel_at_ms = 0;
}

static bool
error_is (int err, const char *part)
{
  const struct call *call = current_call ();

  return call->failed && call->err == err && call->message
    && strstr (call->message, part);
}

static int64_t
seconds_since (int64_t start_ms)
{
  return (monotonic_ms () - start_ms) / 1000;
}

static const char *const sleeping[] = { "sleep", "60", NULL };

static void
test_no_pidfd (void)
{
  begin ();
  pidfd_errno = EMFILE;
  CHECK (run (NULL, "sleep", "60", NULL) == -1);
  CHECK (error_is (EMFILE, "sleep"));
}

static void
test_cancel (void)
{
  const int64_t start_ms = monotonic_ms ();

  begin ();
  cancel_at_ms = start_ms + 200;
  CHECK (run_argv (NULL, sleeping) == -1);
  CHECK (error_is (EINTR, "sleep: the call was cancelled"));
  CHECK (seconds_since (start_ms) < 30);
}

static void
test_deadline (void)
{
  CLEANUP_RUN struct run r = { .argv = sleeping, .seconds = 1 };
  const int64_t start_ms = monotonic_ms ();

  begin ();
  CHECK (run_full (&r) == 0 && r.status == 128 + SIGKILL);
  CHECK (!reply_has_error ());
  CHECK (seconds_since (start_ms) >= 1 && seconds_since (start_ms) < 30);
}

static int
sleep_for_ever (void *arg)
{
  (void) arg;
  while (pause () == -1)
    ;
  return 0;
}

static int
fail (void *arg)
{
  reply_with_error_errno (ENOTDIR, "%s", (const char *) arg);
  return -1;
}

static int
send_hello (void *arg)
{
  return apart_send (arg, strlen (arg));
}

static int
keep (void *opaque, const void *buf, size_t len)
{
  return strbuf_add (opaque, buf, len);
}

static void
test_apart (void)
{
  CLEANUP_STRBUF struct strbuf got = STRBUF_INIT;

  begin ();
  CHECK (run_apart ("it", 0, send_hello, (void *) "hello", keep, &got) == 0);
  CHECK (got.ptr && strcmp (got.ptr, "hello") == 0);
  CHECK (run_apart ("it", 0, fail, (void *) "for a reason", keep, &got) == -1);
  CHECK (error_is (ENOTDIR, "for a reason"));

  begin ();
  CHECK (run_apart ("it", 1, sleep_for_ever, NULL, keep, &got) == -1);
  CHECK (error_is (ETIMEDOUT, "it: took too long"));

  begin ();
  cancel_at_ms = monotonic_ms () + 200;
  CHECK (run_apart ("it", 0, sleep_for_ever, NULL, keep, &got) == -1);
  CHECK (error_is (EINTR, "it: the call was cancelled"));

  begin ();
  pidfd_errno = ENOMEM;
  CHECK (run_apart ("it", 0, sleep_for_ever, NULL, keep, &got) == -1);
  CHECK (error_is (ENOMEM, "it"));
}

static void
ignore (int signal)
{
  (void) signal;
}

/* poll is not restarted, whatever SA_RESTART says. */
static void
test_signals (void)
{
  const struct itimerval often = { { 0, 1000 }, { 0, 1000 } };
  const struct itimerval never = { { 0, 0 }, { 0, 0 } };
  CLEANUP_FREE char *out = NULL;

  begin ();
  signal (SIGALRM, ignore);
  setitimer (ITIMER_REAL, &often, NULL);
  CHECK (run (&out, "sh", "-c", "sleep 0.3; echo done", NULL) == 0);
  setitimer (ITIMER_REAL, &never, NULL);
  CHECK (strcmp (out, "done\n") == 0);
}

int
main (void)
{
  alarm (60);
  test_no_pidfd ();
  test_cancel ();
  test_deadline ();
  test_apart ();
  alarm (0);
  test_signals ();
  return EXIT_SUCCESS;
}
