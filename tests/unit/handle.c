/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the handle does for the rest of the library: directories and host
 * programs. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "deadline.h"
#include "files.h"
#include "handle.h"
#include "slurp.h"

#include "check.h"

static char tmp[] = "/tmp/test-handle.XXXXXX";

static guestfs_h *
new_handle (void)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);

  guestfs_set_error_handler (g, NULL, NULL);
  guestfs_set_tmpdir (g, tmp);
  guestfs_set_cachedir (g, tmp);
  return g;
}

static mode_t
mode_of (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* ---- Directories ---- */

static void
test_private_dirs (void)
{
  guestfs_h *g = new_handle ();
  CLEANUP_FREE char *a = guestfs_int_make_temp_path (g, "x", ".img");
  CLEANUP_FREE char *b = guestfs_int_make_temp_path (g, "x", ".img");
  CLEANUP_FREE char *dir = NULL, *below = NULL;

  CHECK (a && b && strcmp (a, b) != 0);
  CHECK (strncmp (a, g->tmpdir, strlen (g->tmpdir)) == 0);
  CHECK (mode_of (g->tmpdir) == 0700);
  dir = strdup (g->tmpdir);
  below = safe_asprintf (g, "%s/d", g->tmpdir);
  CHECK (mkdir (below, 0700) == 0);
  free (below);
  below = safe_asprintf (g, "%s/d/f", g->tmpdir);
  CHECK (symlink ("/etc/passwd", below) == 0);
  guestfs_close (g);
  CHECK (access (dir, F_OK) == -1 && access ("/etc/passwd", F_OK) == 0);
}

static void
test_no_tmpdir (void)
{
  guestfs_h *g = new_handle ();

  guestfs_set_tmpdir (g, "/none/such");
  CHECK (guestfs_int_make_tmpdir (g) == -1);
  CHECK (guestfs_last_errno (g) == ENOENT);
  CHECK (strstr (guestfs_last_error (g), "/none/such"));
  guestfs_close (g);
}

static void
test_cache_dir (void)
{
  guestfs_h *g = new_handle ();
  CLEANUP_FREE char *dir = guestfs_int_cache_dir (g), *again = NULL;

  CHECK (dir && mode_of (dir) == 0700);
  CHECK (chmod (dir, 0755) == 0);
  again = guestfs_int_cache_dir (g);
  CHECK (again && strcmp (dir, again) == 0 && mode_of (dir) == 0700);

  CHECK (rmdir (dir) == 0 && symlink ("/tmp", dir) == 0);
  CHECK (!guestfs_int_cache_dir (g));
  CHECK (strstr (guestfs_last_error (g), "symbolic link"));
  CHECK (unlink (dir) == 0);

  if (geteuid () == 0) {        /* only root can give it to somebody else */
    CHECK (mkdir (dir, 0700) == 0 && chown (dir, 65534, -1) == 0);
    CHECK (!guestfs_int_cache_dir (g));
    CHECK (guestfs_last_errno (g) == EPERM);
    CHECK (strstr (guestfs_last_error (g), "65534"));
    CHECK (rmdir (dir) == 0);
  }
  guestfs_close (g);
}

/* ---- Host programs ---- */

static int
run_shell (guestfs_h *g, const char *script, struct host_command *c)
{
  char *argv[] = { (char *) "sh", (char *) "-c", (char *) script, NULL };

  c->argv = argv;
  return guestfs_int_run_host_command (g, c);
}

static void
test_command (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000 };

  CHECK (run_shell (g, "echo out; echo err >&2; cat; exit 3", &c) == 0);
  CHECK (WIFEXITED (c.status) && WEXITSTATUS (c.status) == 3);
  CHECK (strcmp (c.out, "out\n") == 0 && strcmp (c.err, "err\n") == 0);
  guestfs_int_host_command_done (&c);

  CHECK (run_shell (g, "kill -TERM $$", &c) == 0);
  CHECK (WIFSIGNALED (c.status) && WTERMSIG (c.status) == SIGTERM);
  guestfs_int_host_command_done (&c);

  CHECK (run_shell (g, "echo $LC_ALL", &c) == 0);
  CHECK (strcmp (c.out, "C\n") == 0);
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
}

/* Output beyond the limit is thrown away; the program does not wait. */
static void
test_command_output_limit (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 5000 };

  CHECK (run_shell (g, "head -c 1000000 /dev/zero; exit 7", &c) == 0);
  CHECK (WIFEXITED (c.status) && WEXITSTATUS (c.status) == 7);
  CHECK (c.out && c.out[0] == '\0');
  guestfs_int_host_command_done (&c);
  CHECK (run_shell (g, "yes | head -c 1000000", &c) == 0);
  CHECK (strlen (c.out) == 5000);
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
}

static void
test_command_missing (void)
{
  guestfs_h *g = new_handle ();
  char *argv[] = { (char *) "no-such-program-anywhere", NULL };
  /* A directory that cannot be read would make it EACCES. */
  char *path = strdup (getenv ("PATH"));
  struct host_command c = { .argv = argv, .output_limit = 100 };

  setenv ("PATH", "/usr/bin:/bin", 1);
  CHECK (guestfs_int_run_host_command (g, &c) == -1);
  CHECK (guestfs_last_errno (g) == ENOENT);
  setenv ("PATH", path, 1);
  free (path);
  CHECK (strstr (guestfs_last_error (g), "no-such-program-anywhere"));
  guestfs_close (g);
}

static void
test_command_cpu_limit (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 100, .cpu_seconds = 1 };

  CHECK (run_shell (g, "while :; do :; done", &c) == 0);
  CHECK (WIFSIGNALED (c.status));
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
}

static void
test_command_memory_limit (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000,
                            .address_space = 64 * 1024 * 1024 };

  CHECK (run_shell (g, "x=$(head -c 100000000 /dev/zero | tr '\\0' x); "
                    "echo ${#x}", &c) == 0);
  CHECK (!(WIFEXITED (c.status) && WEXITSTATUS (c.status) == 0));
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
}

/* The library opens everything close-on-exec: of its files the program sees
 * none. */
static void
test_command_inherits_nothing (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000 };

  CHECK (run_shell (g, "ls -l /proc/self/fd | grep -c -e eventfd", &c) == 0);
  CHECK (strcmp (c.out, "0\n") == 0);
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
}

/* It waits without using the processor, and for ever. */
static void
test_command_time_limit (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000, .seconds = 1 };
  const struct timespec late = guestfs_int_deadline_in (20000);

  CHECK (run_shell (g, "exec sleep 100", &c) == -1);
  CHECK (guestfs_last_errno (g) == ETIMEDOUT);
  CHECK (strstr (guestfs_last_error (g), "within 1 seconds"));
  /* Also when it has no output left. */
  CHECK (run_shell (g, "exec sleep 100 >&- 2>&-", &c) == -1);
  CHECK (guestfs_last_errno (g) == ETIMEDOUT);
  CHECK (!guestfs_int_deadline_passed (&late));
  guestfs_close (g);
}

/* Daemons ignore SIGCHLD, or have a handler that waits for everybody. */
static void
wait_for_all (int sig)
{
  (void) sig;
  while (waitpid (-1, NULL, WNOHANG) > 0)
    ;
}

static void
check_sigchld (void (*handler) (int))
{
  const struct sigaction sa = { .sa_handler = handler };
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000 };

  sigaction (SIGCHLD, &sa, NULL);
  CHECK (run_shell (g, "exit 3", &c) == 0);
  CHECK (WIFEXITED (c.status) && WEXITSTATUS (c.status) == 3);
  guestfs_int_host_command_done (&c);
  guestfs_close (g);
  signal (SIGCHLD, SIG_DFL);
}

static void
test_command_without_sigchld (void)
{
  check_sigchld (SIG_IGN);
  check_sigchld (wait_for_all);
}

static void *
cancel_soon (void *data)
{
  usleep (100 * 1000);
  guestfs_user_cancel (data);
  return NULL;
}

static void
test_command_cancelled (void)
{
  guestfs_h *g = new_handle ();
  struct host_command c = { .output_limit = 1000 };
  pthread_t thread;

  pthread_create (&thread, NULL, cancel_soon, g);
  CHECK (run_shell (g, "exec sleep 100", &c) == -1);
  CHECK (guestfs_last_errno (g) == EINTR);
  pthread_join (thread, NULL);
  guestfs_close (g);
}

static void
on_alarm (int sig)
{
  (void) sig;
}

static int
set_timer (int microseconds)
{
  const struct itimerval it = { { 0, microseconds }, { 0, microseconds } };

  return setitimer (ITIMER_REAL, &it, NULL);
}

/* Signals that come faster than anything else: as from a profiler. */
static void
test_wait_under_signals (void)
{
  const struct sigaction sa = { .sa_handler = on_alarm };
  const struct timespec start = guestfs_int_deadline_in (0);
  const struct timespec deadline = guestfs_int_deadline_in (300);
  struct timespec now;
  struct pollfd none = { -1, POLLIN, 0 };

  sigaction (SIGALRM, &sa, NULL);
  CHECK (set_timer (500) == 0);
  CHECK (guestfs_int_wait_until (&none, 1, &deadline) == 0);
  set_timer (0);
  clock_gettime (CLOCK_MONOTONIC, &now);
  CHECK ((now.tv_sec - start.tv_sec) * 1000
         + (now.tv_nsec - start.tv_nsec) / 1000000 >= 299);
  signal (SIGALRM, SIG_DFL);
}

/* Else what the program opens as, or prints to, its standard error is what the
 * library has open. */
static int
use_without_stdio (void)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;
  struct file_in in = FILE_IN_INIT;
  struct file_out out = FILE_OUT_INIT;
  guestfs_h *g;

  for (int fd = 0; fd <= 2; fd++)
    close (fd);
  g = new_handle ();
  if (!g || g->cancel_fd <= 2)
    return 1;
  if (guestfs_int_slurp_open (g, &s) == -1 || s.fd <= 2)
    return 2;
  if (guestfs_int_file_in_open (g, &in, "/dev/null") == -1 || in.fd <= 2)
    return 3;
  if (guestfs_int_file_out_open (g, &out, "/dev/null") == -1 || out.fd <= 2)
    return 4;
  return fcntl (2, F_GETFD) == -1 ? 0 : 5;
}

static void
test_closed_stdio (void)
{
  int status = -1;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (use_without_stdio ());
  waitpid (pid, &status, 0);
  CHECK (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

int
main (void)
{
  static void (*const tests[]) (void) = {
    test_private_dirs, test_no_tmpdir, test_cache_dir, test_command,
    test_command_output_limit, test_command_missing, test_command_cpu_limit,
    test_command_memory_limit, test_command_inherits_nothing,
    test_command_time_limit, test_command_without_sigchld,
    test_command_cancelled, test_closed_stdio,
    test_wait_under_signals,
  };

  alarm (120);
  if (!mkdtemp (tmp))
    return 99;
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
    tests[i] ();
  CHECK (rmdir (tmp) == 0);     /* nothing was left behind */
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
