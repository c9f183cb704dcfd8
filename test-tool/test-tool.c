/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libguestfs-test-tool, the doctor: checks one thing after the other that
 * libguestfs needs, says what it found and, where something is wrong, what to
 * do about it.  Of the library it uses the public interface only. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "test-tool.h"

#define MIB (1024 * 1024)

/* Less than this and the first launch, or the first overlay, fails. */
#define CACHE_MIB_WANTED 1024
#define TMP_MIB_WANTED 256

static guestfs_h *g;
static int nr_failed;

/* ---- Results ---- */

static void
say (const char *mark, const char *what, const char *fs, va_list args)
{
  printf ("%-5s %-12s ", mark, what);
  vprintf (fs, args);
  putchar ('\n');
  fflush (stdout);
}

static void __attribute__ ((format (printf, 2, 3)))
good (const char *what, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  say ("ok", what, fs, args);
  va_end (args);
}

static void __attribute__ ((format (printf, 2, 3)))
print_note (const char *what, const char *fs, ...)
{
  va_list args;

  va_start (args, fs);
  say ("note", what, fs, args);
  va_end (args);
}

static void __attribute__ ((format (printf, 2, 3)))
bad (const char *what, const char *fs, ...)
{
  va_list args;

  nr_failed++;
  va_start (args, fs);
  say ("FAIL", what, fs, args);
  va_end (args);
}

static void
remedy (const char *text)
{
  printf ("%-18s %s\n", "", text);
}

/* A call that failed; the library's message says what to do. */
static void
bad_call (const char *what)
{
  const char *msg = guestfs_last_error (g);

  bad (what, "%s", msg ? msg : "failed without a message");
}

/* ---- QEMU ---- */

/* The first line that a program prints; malloc'd, NULL if it cannot run. */
static char *
first_line_of (const char *const *argv)
{
  CLEANUP_FREE char *line = NULL;
  size_t n = 0;
  int fds[2], status;

  if (pipe2 (fds, O_CLOEXEC) == -1)
    return NULL;
  const pid_t pid = fork ();
  if (pid == 0) {
    dup2 (fds[1], 1);
    execvp (argv[0], (char *const *) argv);
    _exit (127);
  }
  close (fds[1]);
  CLEANUP_FCLOSE FILE *fp = fdopen (fds[0], "r");
  if (fp && getline (&line, &n, fp) != -1)
    line[strcspn (line, "\n")] = '\0';
  if (pid == -1 || waitpid (pid, &status, 0) == -1 || status != 0)
    return NULL;
  return steal (&line);
}

static char *
first_line (const char *prog, const char *arg)
{
  const char *const argv[] = { prog, arg, NULL };

  return first_line_of (argv);
}

static void
check_qemu (void)
{
  CLEANUP_FREE char *hv = guestfs_get_hv (g);
  CLEANUP_FREE char *version = hv ? first_line (hv, "--version") : NULL;
  CLEANUP_FREE char *img = first_line ("qemu-img", "--version");

  if (version)
    good ("QEMU", "%s: %s", hv, version);
  else {
    bad ("QEMU", "%s: cannot be run", hv ? hv : "not found");
    remedy ("install qemu-system-x86 (or qemu-kvm), or set LIBGUESTFS_HV");
  }
  if (img)
    good ("qemu-img", "%s", img);
  else {
    bad ("qemu-img", "cannot be run");
    remedy ("install qemu-utils (or qemu-img)");
  }
}

/* ---- Accelerator ---- */

static void
check_kvm (void)
{
  if (access ("/dev/kvm", R_OK | W_OK) == 0)
    good ("/dev/kvm", "can be opened; whether it works shows at launch");
  else {
    print_note ("/dev/kvm", "%s: the appliance will be emulated, which is "
                "slower", strerror (errno));
    if (errno == EACCES)
      remedy ("add yourself to the group that owns /dev/kvm");
    else
      remedy ("turn on virtualization in the firmware, or nested "
              "virtualization in the host");
  }
}

/* ---- libvirt ---- */

/* As the library chooses it; NULL: libvirt's own choice. */
static const char *
libvirt_uri (const char *backend)
{
  if (backend[strlen ("libvirt")] == '\0')
    return geteuid () == 0 ? "qemu:///system" : "qemu:///session";
  backend += strlen ("libvirt:");
  return strcmp (backend, "null") == 0 ? NULL : backend;
}

/* Only virsh can say this without launching: it is part of libvirt's client. */
static void
check_libvirt (void)
{
  CLEANUP_FREE char *backend = guestfs_get_backend (g);
  CLEANUP_FREE char *host = NULL;
  const char *uri;

  if (!backend || strncmp (backend, "libvirt", strlen ("libvirt")) != 0)
    return;
  uri = libvirt_uri (backend);
  const char *const argv[] = {
    "timeout", "30", "virsh", "-q", "-c", uri ? uri : "", "hostname",
    NULL
  };
  host = first_line_of (argv);
  if (host)
    good ("libvirt", "%s answers", uri ? uri : "its default connection");
  else {
    bad ("libvirt", "%s does not answer", uri ? uri
         : "its default connection");
    remedy ("start libvirtd (or virtqemud), install virsh to see more, or set "
            "LIBGUESTFS_BACKEND=direct");
  }
}

/* What the running QEMU was told; the library may have changed its mind. */
static const char *
running_accel (int pid)
{
  CLEANUP_FREE char *path = NULL, *arg = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  size_t n = 0;

  if (asprintf (&path, "/proc/%d/cmdline", pid) == -1)
    return "unknown";
  fp = fopen (path, "re");
  while (fp && getdelim (&arg, &n, '\0', fp) != -1) {
    if (strstr (arg, "accel=kvm"))
      return "kvm";
    if (strstr (arg, "accel=tcg"))
      return "tcg";
  }
  return "unknown";
}

static void
check_accel (void)
{
  const int pid = guestfs_get_pid (g);
  const char *accel = pid > 0 ? running_accel (pid) : "unknown";

  if (strcmp (accel, "tcg") == 0 && access ("/dev/kvm", R_OK | W_OK) == 0)
    print_note ("accelerator", "tcg: /dev/kvm is there but did not run the "
                "appliance, or force_tcg is set");
  else if (strcmp (accel, "unknown") == 0)
    print_note ("accelerator", "unknown: the backend does not tell");
  else
    good ("accelerator", "%s", accel);
}

/* ---- Appliance ---- */

static bool
has_file (const char *dir, size_t n, const char *name)
{
  CLEANUP_FREE char *path = NULL;

  return asprintf (&path, "%.*s/%s", (int) n, dir, name) != -1 &&
    access (path, R_OK) == 0;
}

static void
check_appliance (void)
{
  const char *path = guestfs_get_path (g);

  for (const char *p = path ? path : ""; *p; p += *p == ':') {
    const size_t n = strcspn (p, ":");
    if (has_file (p, n, "kernel") && has_file (p, n, "initrd") &&
        has_file (p, n, "root")) {
      good ("appliance", "%.*s", (int) n, p);
      return;
    }
    if (has_file (p, n, "build-appliance")) {
      good ("appliance", "%.*s: built at the first launch", (int) n, p);
      return;
    }
    p += n;
  }
  bad ("appliance", "no readable files kernel, initrd and root in %s",
       path ? path : "(no path)");
  remedy ("install the appliance, or set LIBGUESTFS_PATH to its directory");
}

/* ---- Directories ---- */

static bool
is_writable (const char *dir)
{
  return dir && access (dir, W_OK | X_OK) == 0;
}

static void
check_space (const char *what, const char *dir, uint64_t mib_wanted,
             const char *variable)
{
  struct statvfs st;

  if (statvfs (dir, &st) == -1) {
    bad (what, "%s: %s", dir, strerror (errno));
    return;
  }
  const uint64_t mib = (uint64_t) st.f_bavail * st.f_frsize / MIB;
  if (mib >= mib_wanted)
    good (what, "%s, %" PRIu64 " MiB free", dir, mib);
  else {
    bad (what, "%s: only %" PRIu64 " MiB free, %" PRIu64 " are wanted", dir,
         mib, mib_wanted);
    printf ("%-18s make room, or set %s\n", "", variable);
  }
}

/* Without it everything works, only slower. */
static void
check_cache (void)
{
  CLEANUP_FREE char *cache = guestfs_get_cachedir (g);

  if (is_writable (cache)) {
    check_space ("cache", cache, CACHE_MIB_WANTED, "LIBGUESTFS_CACHEDIR");
    return;
  }
  print_note ("cache", "%s: %s: every launch boots the appliance, which is "
              "slower", cache ? cache : "(not set)", strerror (errno));
  remedy ("make it writable, or set LIBGUESTFS_CACHEDIR");
}

static void
check_temporary (void)
{
  CLEANUP_FREE char *tmp = guestfs_get_tmpdir (g);

  if (is_writable (tmp)) {
    check_space ("temporary", tmp, TMP_MIB_WANTED, "LIBGUESTFS_TMPDIR");
    return;
  }
  bad ("temporary", "%s: %s", tmp ? tmp : "(not set)", strerror (errno));
  remedy ("make it writable, or set LIBGUESTFS_TMPDIR");
}

/* ---- The machine ---- */

static const int64_t drive_mib[] = { 64, 16, 32 };
#define NR_DRIVES (sizeof drive_mib / sizeof drive_mib[0])

static double
now (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec + ts.tv_nsec / 1e9;
}

static bool
check_launch (unsigned timeout)
{
  for (size_t i = 0; i < NR_DRIVES; i++)
    if (guestfs_add_drive_scratch (g, drive_mib[i] * MIB, -1) == -1) {
      bad_call ("drives");
      return false;
    }
  const double start = now ();
  printf ("Launching appliance, timeout set to %u seconds.\n", timeout);
  fflush (stdout);
  if (guestfs_launch (g) == -1) {
    bad_call ("launch");
    if (!cli.verbose)
      remedy ("run libguestfs-test-tool -v to see all messages");
    return false;
  }
  puts ("Guest launched OK.");
  good ("launch", "%.2f seconds", now () - start);
  return true;
}

static void
check_order (void)
{
  CLEANUP_FREE_STRING_LIST char **devices = guestfs_list_devices (g);

  if (!devices || string_list_length (devices) != NR_DRIVES) {
    bad ("drives", "%zu were added, %zu found", NR_DRIVES,
         devices ? string_list_length (devices) : 0);
    return;
  }
  for (size_t i = 0; i < NR_DRIVES; i++) {
    const int64_t size = guestfs_blockdev_getsize64 (g, devices[i]);
    if (size != drive_mib[i] * MIB) {
      bad ("drives", "drive %zu has %" PRIi64 " bytes, not %" PRIi64 ": the "
           "order is wrong", i, size, drive_mib[i] * MIB);
      return;
    }
  }
  good ("drives", "%zu, in the order in which they were added", NR_DRIVES);
}

static void
check_file_system (void)
{
  static const char text[] = "libguestfs-test-tool was here\n";
  CLEANUP_FREE char *back = NULL;
  const double start = now ();

  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1 ||
      guestfs_write (g, "/test", text, strlen (text)) == -1 ||
      guestfs_umount (g, "/") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1 ||
      (back = guestfs_cat (g, "/test")) == NULL) {
    bad_call ("file system");
    return;
  }
  if (strcmp (back, text) == 0)
    good ("file system", "made, mounted, written and read in %.2f seconds",
          now () - start);
  else
    bad ("file system", "what was read is not what was written");
}

static void
check_shutdown (void)
{
  const double start = now ();

  if (guestfs_shutdown (g) == -1)
    bad_call ("shutdown");
  else
    good ("shutdown", "%.2f seconds", now () - start);
}

/* ---- The whole ---- */

/* QEMU ends with us.  Scripts know the program's end by this signal. */
static void
timed_out (int sig)
{
  static const char msg[] =
    "FAIL  timeout      the tests took too long: see -t, and run with -v to "
    "see where they stopped\n===== TEST FAILED =====\n";

  wrapper_remove ();
  if (write (1, msg, sizeof msg - 1) == -1)
    _exit (1);
  raise (sig);
}

static void
show_host (void)
{
  struct guestfs_version *v = guestfs_version (g);
  CLEANUP_FREE char *backend = guestfs_get_backend (g);
  struct utsname u;

  if (v)
    good ("libguestfs", "%" PRIi64 ".%" PRIi64 ".%" PRIi64 "%s%s", v->major,
          v->minor, v->release, v->extra[0] ? "-" : "", v->extra);
  guestfs_free_version (v);
  if (uname (&u) == 0)
    good ("host", "%s %s %s", u.sysname, u.release, u.machine);
  good ("backend", "%s", backend ? backend : "(none)");
}

static void
run_tests (unsigned timeout)
{
  show_environment ();
  show_settings (g);
  show_host ();
  check_qemu ();
  check_kvm ();
  check_libvirt ();
  check_appliance ();
  check_cache ();
  check_temporary ();
  if (!check_launch (timeout))
    return;
  check_accel ();
  check_order ();
  check_file_system ();
  check_shutdown ();
}

static int
use_options (const struct test_tool_options *o)
{
  CLEANUP_FREE char *hv = o->qemudir ? wrapper_make (o->qemudir)
    : o->qemu ? must_have (strdup (o->qemu)) : NULL;

  if (o->qemudir && !hv)
    return -1;
  if (cli.verbose)
    guestfs_set_verbose (g, 1);
  return hv ? guestfs_set_hv (g, hv) : 0;
}

int
main (int argc, char *argv[])
{
  const struct sigaction on_alarm = {
    .sa_handler = timed_out, .sa_flags = SA_RESETHAND,
  };
  struct test_tool_options o;

  test_tool_options_parse (argc, argv, &o);
  g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  if (!g) {
    cli_error ("cannot create a handle: %s", strerror (errno));
    return 1;
  }
  guestfs_set_error_handler (g, NULL, NULL);
  if (use_options (&o) == -1)
    return 1;
  puts ("If you report a problem, send everything that follows.");
  if (guestfs_parse_environment (g) == -1)
    bad_call ("environment");
  sigaction (SIGALRM, &on_alarm, NULL);
  alarm (o.timeout);
  if (nr_failed == 0)
    run_tests (o.timeout);
  alarm (0);
  guestfs_close (g);
  wrapper_remove ();
  if (nr_failed > 0)
    puts ("guestfs-errors(1) explains each FAIL, and what to do.");
  puts (nr_failed == 0 ? "===== TEST FINISHED OK ====="
        : "===== TEST FAILED =====");
  return nr_failed == 0 ? 0 : 1;
}
