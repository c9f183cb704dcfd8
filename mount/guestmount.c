/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestmount: the file systems of a guest, mounted on a directory of the
 * host.  Options, and what happens in which order. */

#include <config.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "guestmount.h"

static struct guestmount *
guestmount_of (struct cli_options *o)
{
  return (struct guestmount *) o;
}

/* ---- The mount ---- */

static int
take_option (struct cli_options *o, const char *value)
{
  fuse_options_add (&guestmount_of (o)->fuse_options, value);
  return 0;
}

static const struct cli_option option_option = {
  .letter = 'o', .name = "option", .value = "OPTION[,OPTION …]",
  .help = "for FUSE: see --fuse-help", .take = take_option,
};

static int
take_fuse_help (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  fputs ("What -o takes, several with commas between them:\n"
         "  allow_other          every user may use the mount, not only the "
         "one who\n"
         "                       mounted it (who is not root needs\n"
         "                       user_allow_other in /etc/fuse.conf)\n"
         "  allow_root           root may use it, too\n"
         "  default_permissions  the kernel checks the permissions that files "
         "have in\n"
         "                       the guest\n"
         "  nonempty             mount on a directory that is not empty\n"
         "  fsname=TEXT          the name of the device in lists of mounts\n"
         "  subtype=TEXT         the name behind fuse. there\n"
         "  uid=N, gid=N, umask=OCTAL  show all files as those of one user\n"
         "  entry_timeout=SECONDS, attr_timeout=SECONDS, "
         "negative_timeout=SECONDS\n"
         "                       how long the kernel remembers names, "
         "attributes,\n"
         "                       and that there is no such name\n"
         "  ro, noexec, nosuid, nodev, noatime, sync, dirsync and their "
         "opposites:\n"
         "                       as mount(8) knows them\n", stdout);
  cli_exit_printed ();
}

static const struct cli_option option_fuse_help = {
  .name = "fuse-help", .help = "list the options of FUSE",
  .take = take_fuse_help,
};

static const struct cli_option option_timeout = {
  .name = "dir-cache-timeout", .value = "SECONDS",
  .help = "how long names and attributes are remembered",
  .kind = CLI_NUMBER, CLI_MEMBER (struct guestmount, cache_timeout),
  .max = INT_MAX,
};

/* ---- The process ---- */

static const struct cli_option option_no_fork = {
  .name = "no-fork", .help = "stay in the foreground until it is unmounted",
  .kind = CLI_FLAG, CLI_MEMBER (struct guestmount, no_fork),
};

static const struct cli_option option_pid_file = {
  .name = "pid-file", .value = "FILE",
  .help = "write the number of the process that serves the mount;\n"
    "removed when the disks are closed",
  .kind = CLI_WORD, CLI_MEMBER (struct guestmount, pid_file),
};

static const struct cli_option option_fd = {
  .name = "fd", .value = "FD",
  .help = "write a byte there and close it when the mount is ready",
  .kind = CLI_NUMBER, CLI_MEMBER (struct guestmount, fd), .max = INT_MAX,
};

/* There must be somewhere to show it. */
static int
take_trace (struct cli_options *o, const char *value)
{
  (void) value;
  cli.trace = guestmount_of (o)->no_fork = true;
  return 0;
}

static const struct cli_option option_trace = {
  .letter = 'x', .name = "trace",
  .help = "show each call of the library and of FUSE (implies\n--no-fork)",
  .take = take_trace,
};

/* ---- All ---- */

static const struct cli_option *const options[] = {
  CLI_OPTIONS_TITLE ("Disks and what is in them:\n"),
  &cli_option_add,
  &cli_option_blocksize,
  &cli_option_connect,
  &cli_option_domain,
  &cli_option_format,
  &cli_option_inspector,
  &cli_option_key,
  &cli_option_echo_keys,
  &cli_option_keys_from_stdin,
  &cli_option_mount,
  &cli_option_no_sync,
  &cli_option_ro,
  &cli_option_rw,
  &cli_option_live,
  &cli_option_selinux,
  CLI_OPTIONS_TITLE ("The mount on this host:\n"),
  &option_timeout,
  &option_fd,
  &option_fuse_help,
  &option_no_fork,
  &option_option,
  &option_pid_file,
  CLI_OPTIONS_TITLE (""),
  &cli_option_help,
  &cli_option_verbose,
  &cli_option_version,
  &option_trace,
  &cli_option_short_options,
  &cli_option_long_options,
  NULL
};

static const struct cli_program program = {
  .name = "guestmount",
  .about =
    "guestmount: mount the file systems of a guest on a directory\n"
    "\n"
    "  guestmount [OPTION …] -a DISK -i DIRECTORY\n"
    "  guestmount [OPTION …] -a DISK -m DEVICE[:MOUNTPOINT] … DIRECTORY\n"
    "  guestunmount DIRECTORY\n",
  .options = options,
};

static int
check_together (const struct cli_options *o)
{
  if (o->drives.len == 0)
    cli_error ("no disk is given: add one with -a: try --help");
  else if (!o->inspect && o->mounts.len == 0)
    cli_error ("nothing is mounted in the guest: give -i, or -m DEVICE: try "
               "--help");
  else if (o->argc == 0)
    cli_error ("no directory is given to mount on: try --help");
  else if (o->argc > 1)
    cli_error ("%s: only one directory can be mounted on: try --help",
               o->argv[1]);
  else
    return cli_options_check_drives (o);
  return -1;
}

static int
say_ready (void *opaque)
{
  tell_ready (opaque);
  return 0;
}

/* What is opened later must not become standard input, output or error. */
static void
open_stdio (void)
{
  int fd;

  while ((fd = open ("/dev/null", O_RDWR)) >= 0 && fd <= 2)
    ;
  if (fd > 2)
    close (fd);
}

static int
run (struct guestmount *m)
{
  if (check_together (&m->shared) == -1 ||
      check_host (m, m->shared.argv[0]) == -1)
    return EXIT_FAILURE;
  return m->no_fork ? serve (m, say_ready, m) : serve_in_background (m);
}

int
main (int argc, char *argv[])
{
  struct guestmount m = { .fuse_options = STRVEC_INIT, .fd = -1 };

  signal (SIGPIPE, SIG_IGN);
  cli.program = program.name;
  open_stdio ();
  if (cli_read_config () == -1)
    return EXIT_FAILURE;
  cli_options_parse (&program, argc, argv, &m.shared);
  const int status = run (&m);

  free (m.mountpoint);
  strvec_done (&m.fuse_options);
  cli_options_done (&m.shared);
  return status;
}
