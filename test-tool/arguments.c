/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of libguestfs-test-tool. */

#include <config.h>

#include <stdlib.h>
#include <unistd.h>

#include "test-tool.h"

#define DEFAULT_TIMEOUT 600
#define MAX_TIMEOUT (24 * 60 * 60)

static struct test_tool_options *
options_of (struct cli_options *o)
{
  return (struct test_tool_options *) o;
}

static int
take_help (struct cli_options *o, const char *value)
{
  return cli_option_help.take (o, value);
}

static const struct cli_option option_help = {
  .letter = '?', .name = "help", .help = "this text", .take = take_help,
};

/* A variable of the environment would win over the option. */
static int
check_no_other_qemu (const char *option)
{
  static const char *const names[] = { "LIBGUESTFS_HV", "LIBGUESTFS_QEMU" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
    if (getenv (names[i])) {
      cli_error ("%s: %s is set, too: unset it", option, names[i]);
      return -1;
    }
  return 0;
}

static int
take_qemu (struct cli_options *o, const char *value)
{
  if (access (value, X_OK) == -1) {
    cli_error ("--qemu %s: not a program that can be run", value);
    return -1;
  }
  options_of (o)->qemu = value;
  return check_no_other_qemu ("--qemu");
}

static const struct cli_option option_qemu = {
  .name = "qemu", .value = "BINARY", .help = "the QEMU to use",
  .take = take_qemu,
};

static int
take_qemudir (struct cli_options *o, const char *value)
{
  options_of (o)->qemudir = value;
  return check_no_other_qemu ("--qemudir");
}

static const struct cli_option option_qemudir = {
  .name = "qemudir", .value = "DIR",
  .help = "the source tree in which it was built", .take = take_qemudir,
};

static int
take_timeout (struct cli_options *o, const char *value)
{
  const char *why;
  int64_t n;

  if (cli_parse_int (value, 1, MAX_TIMEOUT, &n, &why) == -1) {
    cli_error ("-t %s: not a number of seconds from 1 to %d", value,
               MAX_TIMEOUT);
    return -1;
  }
  options_of (o)->timeout = n;
  return 0;
}

static const struct cli_option option_timeout = {
  .letter = 't', .name = "timeout", .value = "SECONDS",
  .help = "stop after so long (600)", .take = take_timeout,
};

static const struct cli_option *const options[] = {
  CLI_OPTIONS_TITLE (""),
  &option_qemu,
  &option_qemudir,
  &option_timeout,
  &option_help,
  &cli_option_verbose,
  &cli_option_version,
  &cli_option_short_options,
  &cli_option_long_options,
  NULL
};

static const struct cli_program program = {
  .name = "libguestfs-test-tool",
  .about =
    "libguestfs-test-tool: check that libguestfs works here\n"
    "\n"
    "  libguestfs-test-tool [OPTION …]\n"
    "\n"
    "The exit status is 0 if everything works, and 1 if something does not.\n"
    "The signal SIGALRM ends the program after the timeout.\n",
  .options = options,
};

void
test_tool_options_parse (int argc, char **argv, struct test_tool_options *ret)
{
  *ret = (struct test_tool_options) { .timeout = DEFAULT_TIMEOUT };
  cli_options_parse (&program, argc, argv, &ret->shared);
  if (ret->shared.argc > 0)
    cli_error ("%s: not expected: try --help", ret->shared.argv[0]);
  else if (ret->qemu && ret->qemudir)
    cli_error ("--qemu and --qemudir: give one of them");
  else
    return;
  exit (EXIT_FAILURE);
}
