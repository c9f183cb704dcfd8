/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestunmount: takes a mount away, tries again while it is busy, and says
 * who keeps it busy. */

#include <config.h>

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guestunmount.h"
#include "options.h"
#include "waiters.h"

#define MAX_RETRIES 63
#define DEFAULT_RETRIES 5

enum {
  CANNOT_UNMOUNT = 2,
  NOT_MOUNTED = 3,
};

struct guestunmount {
  struct cli_options shared;    /* first: an option gets its address */
  int fd;                       /* --fd, or -1 */
  int retries;
  bool quiet, wait;
};

static struct guestunmount *
guestunmount_of (struct cli_options *o)
{
  return (struct guestunmount *) o;
}

/* ---- Options ---- */

static const struct cli_option option_fd = {
  .name = "fd", .value = "FD",
  .help = "first wait until the other end of this pipe is closed",
  .kind = CLI_NUMBER, CLI_MEMBER (struct guestunmount, fd), .max = INT_MAX,
};

static const struct cli_option option_quiet = {
  .letter = 'q', .name = "quiet",
  .help = "do not say why it cannot be unmounted",
  .kind = CLI_FLAG, CLI_MEMBER (struct guestunmount, quiet),
};

static const struct cli_option option_retry = {
  .name = "retry", .value = "N",
  .help = "try N times more while it is busy, after 1, 2, 4 …\n"
    "seconds (the default is 5)",
  .kind = CLI_NUMBER, CLI_MEMBER (struct guestunmount, retries),
  .max = MAX_RETRIES,
};

static int
take_no_retry (struct cli_options *o, const char *value)
{
  (void) value;
  guestunmount_of (o)->retries = 0;
  return 0;
}

static const struct cli_option option_no_retry = {
  .name = "no-retry", .help = "try only once", .take = take_no_retry,
};

static const struct cli_option option_wait = {
  .name = "wait",
  .help = "return when guestmount has written everything and\n"
    "closed the disks",
  .kind = CLI_FLAG, CLI_MEMBER (struct guestunmount, wait),
};

static const struct cli_option option_verbose = {
  .letter = 'v', .name = "verbose", .help = "show each attempt",
  .kind = CLI_FLAG, .variable = &cli.verbose,
};

static int
print_version (struct cli_options *o, const char *value)
{
  (void) value;
  printf ("%s libguestfs " PACKAGE_VERSION "\n", o->program->name);
  cli_exit_printed ();
}

static const struct cli_option option_version = {
  .letter = 'V', .name = "version", .help = "version", .take = print_version,
};

static const struct cli_option *const options[] = {
  CLI_OPTIONS_TITLE ("Options:\n"),
  &option_fd,
  &cli_option_help,
  &option_no_retry,
  &option_quiet,
  &option_retry,
  &option_verbose,
  &option_version,
  &option_wait,
  &cli_option_short_options,
  &cli_option_long_options,
  NULL
};

static const struct cli_program program = {
  .name = "guestunmount",
  .about =
    "guestunmount: unmount what guestmount has mounted\n"
    "\n"
    "  guestunmount [OPTION …] DIRECTORY\n"
    "\n"
    "It ends with 0: unmounted, 1: wrong options, 2: it\n"
    "could not be unmounted, 3: nothing is mounted there.\n",
  .options = options,
};

/* ---- Which mount ---- */

/* Nothing of ours may keep it busy, the working directory for example. */
static char *
absolute_path (const char *path)
{
  CLEANUP_FREE char *cwd = *path == '/' ? NULL : getcwd (NULL, 0);

  return cwd ? xasprintf ("%s/%s", cwd, path) : must_have (strdup (path));
}

/* NULL with errno set, EINVAL when nothing is mounted there.  realpath reads
 * links only, it does not ask the file system that is mounted. */
static const struct mount_entry *
find_mount (const char *path, struct mount_table *table)
{
  CLEANUP_FREE char *real = realpath (path, NULL);
  const struct mount_entry *m;

  if (!real || mount_table_read (table) == -1)
    return NULL;
  if (!(m = mount_table_find (table, real)))
    errno = EINVAL;
  return m;
}

/* ---- Unmounting ---- */

static void
say_why (const struct guestunmount *u, const struct mount_table *t,
         const struct mount_entry *m, enum outcome outcome, const char *why)
{
  CLEANUP_FREE char *holders = NULL;

  if (u->quiet)
    return;
  if (outcome == BUSY)
    holders = holders_of (t, m);
  if (holders)
    cli_error ("%s: %s: used by %s", m->mountpoint, why, holders);
  else if (outcome == BUSY && geteuid () != 0)
    cli_error ("%s: %s: used by a process that only root can see",
               m->mountpoint, why);
  else
    cli_error ("%s: %s", m->mountpoint, why);
}

static int
unmount (const struct guestunmount *u, const struct mount_table *t,
         const struct mount_entry *m)
{
  enum outcome outcome = BUSY;
  CLEANUP_FREE char *why = NULL;

  for (int i = 0; i <= u->retries && outcome == BUSY; ++i) {
    if (i > 0)
      sleep (i > 31 ? INT_MAX : 1u << (i - 1));
    free (steal (&why));
    outcome = unmount_once (m->mountpoint, &why);
  }
  if (outcome == UNMOUNTED)
    return EXIT_SUCCESS;
  say_why (u, t, m, outcome, why);
  return CANNOT_UNMOUNT;
}

/* It is asked for its socket while it is there. */
static int
unmount_and_wait (const struct guestunmount *u, const struct mount_table *t,
                  const struct mount_entry *m)
{
  CLEANUP_CLOSE int sock = waiters_join (m);
  int status;

  if (sock == -1) {
    cli_error ("--wait: %s: no guestmount that could be waited for serves "
               "this mount: unmount it without --wait, and wait for the end "
               "of its process", m->mountpoint);
    return EXIT_FAILURE;
  }
  status = unmount (u, t, m);
  if (status != EXIT_SUCCESS || waiters_wait (sock))
    return status;
  cli_error ("--wait: %s: it was unmounted, but guestmount failed when it "
             "closed the disks: what was written last may be missing",
             m->mountpoint);
  return EXIT_FAILURE;
}

static int
no_mount (const struct guestunmount *u, const char *path, int err)
{
  if (!u->quiet)
    cli_error ("%s: %s", path, err == EINVAL ? "nothing is mounted there"
                                             : strerror (err));
  return err == EINVAL || err == ENOENT || err == ENOTDIR ? NOT_MOUNTED
    : CANNOT_UNMOUNT;
}

static int
run (const struct guestunmount *u, const char *path)
{
  CLEANUP_MOUNT_TABLE struct mount_table table = { .ptr = NULL };
  const struct mount_entry *m = find_mount (path, &table);

  if (!m)
    return no_mount (u, path, errno);
  if (!mount_is_fuse (m)) {
    if (!u->quiet)
      cli_error ("%s: a file system of type %s is mounted there, not one of "
                 "guestmount's: use umount", m->mountpoint, m->type);
    return CANNOT_UNMOUNT;
  }
  return u->wait ? unmount_and_wait (u, &table, m) : unmount (u, &table, m);
}

/* ---- --fd ---- */

/* The program at the other end may have been killed: what the terminal sends
 * it is not for us. */
static int
wait_for_hangup (int fd)
{
  struct pollfd pfd = { .fd = fd };

  signal (SIGINT, SIG_IGN);
  signal (SIGQUIT, SIG_IGN);
  while (poll (&pfd, 1, -1) == -1 && errno == EINTR)
    ;
  if (pfd.revents & POLLNVAL) {
    cli_error ("--fd=%d: %s", fd, strerror (EBADF));
    return -1;
  }
  return 0;
}

static int
check_options (const struct cli_options *o)
{
  if (o->argc == 0)
    cli_error ("no directory is given: try --help");
  else if (o->argc > 1)
    cli_error ("%s: only one directory can be unmounted: try --help",
               o->argv[1]);
  else
    return 0;
  return -1;
}

int
main (int argc, char *argv[])
{
  struct guestunmount u = { .fd = -1, .retries = DEFAULT_RETRIES };
  CLEANUP_FREE char *path = NULL;

  cli.program = program.name;
  cli_options_parse (&program, argc, argv, &u.shared);
  if (check_options (&u.shared) == -1)
    return EXIT_FAILURE;
  path = absolute_path (u.shared.argv[0]);
  if (chdir ("/") == -1 || (u.fd >= 0 && wait_for_hangup (u.fd) == -1))
    return EXIT_FAILURE;
  return run (&u, path);
}
