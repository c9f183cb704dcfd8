/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the handle does for the rest of the library: directories and host
 * programs. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handle.h"

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
  struct host_command c = { .argv = argv, .output_limit = 100 };

  CHECK (guestfs_int_run_host_command (g, &c) == -1);
  CHECK (guestfs_last_errno (g) == ENOENT);
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

int
main (void)
{
  static void (*const tests[]) (void) = {
    test_private_dirs, test_no_tmpdir, test_cache_dir, test_command,
    test_command_output_limit, test_command_missing, test_command_cpu_limit,
    test_command_memory_limit, test_command_inherits_nothing,
  };

  alarm (120);
  if (!mkdtemp (tmp))
    return 99;
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
    tests[i] ();
  CHECK (rmdir (tmp) == 0);     /* nothing was left behind */
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
