/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of virt-rescue: its own, and which of the shared ones it
 * takes. */

#include <config.h>

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "rescue.h"

#define DEFAULT_ESCAPE (']' & 0x1f)
#define SCRATCH_SIZE (INT64_C (10) << 30)
#define MAX_SCRATCH 255         /* drives of an appliance */

static struct rescue_options *
options_of (struct cli_options *o)
{
  return (struct rescue_options *) o;
}

/* ---- Disks ---- */

static int
add_scratch (guestfs_h *g, struct cli_drive *d)
{
  (void) d;
  return guestfs_add_drive_scratch (g, SCRATCH_SIZE, -1) == -1 ? -1 : 1;
}

static int
take_scratch (struct cli_options *o, const char *value)
{
  const char *why;
  int64_t n = 1;

  if (value && cli_parse_int (value, 1, MAX_SCRATCH, &n, &why) == -1) {
    cli_error ("--scratch=%s: it must be a number from 1 to %d", value,
               MAX_SCRATCH);
    return -1;
  }
  for (; n > 0; --n)
    cli_options_add_drive (o, "", add_scratch);
  return 0;
}

static const struct cli_option option_scratch = {
  .name = "scratch", .value = "[=N]",
  .help = "add an empty disk of 10 GiB (N of them)", .take = take_scratch,
};

/* ---- The appliance ---- */

static const struct cli_option option_append = {
  .name = "append", .value = "WORDS",
  .help = "for the kernel of the appliance",
  .kind = CLI_WORD, CLI_MEMBER (struct rescue_options, append),
};

static const struct cli_option option_memsize = {
  .name = "memsize", .value = "MIB", .help = "memory of the appliance",
  .kind = CLI_NUMBER, CLI_MEMBER (struct rescue_options, memsize),
  .min = 1, .max = INT_MAX,
};

static const struct cli_option option_smp = {
  .name = "smp", .value = "N", .help = "processors of the appliance",
  .kind = CLI_NUMBER, CLI_MEMBER (struct rescue_options, smp),
  .min = 1, .max = INT_MAX,
};

/* A number was the size of the memory once. */
static int
take_mount (struct cli_options *o, const char *value)
{
  if (value[0] && value[strspn (value, "0123456789")] == '\0')
    return cli_option_take (o, &option_memsize, value);
  return cli_option_mount.take (o, value);
}

static struct cli_option option_mount;

/* ---- The shell ---- */

static int
take_escape (struct cli_options *o, const char *value)
{
  struct rescue_options *r = options_of (o);

  if (strcmp (value, "none") == 0)
    r->escape = NO_ESCAPE;
  else if (value[0] == '^' && value[1] && !value[2] &&
           (isalpha ((unsigned char) value[1]) || strchr ("[\\]^_", value[1])))
    r->escape = value[1] & 0x1f;
  else {
    cli_error ("-e %s: not a key: it must be ^ and a letter or one of "
               "[ \\ ] ^ _, or none", value);
    return -1;
  }
  return 0;
}

static const struct cli_option option_escape = {
  .letter = 'e', .value = "^X|none",
  .help = "escape key (^]); it followed by h explains", .take = take_escape,
};

static const struct cli_option option_suggest = {
  .name = "suggest",
  .help = "print the commands that mount what is found, and\nexit",
  .kind = CLI_FLAG, CLI_MEMBER (struct rescue_options, suggest),
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
  &option_mount,
  &cli_option_ro,
  &cli_option_rw,
  &option_scratch,
  &option_suggest,
  &cli_option_selinux,
  CLI_OPTIONS_TITLE ("Appliance and shell:\n"),
  &option_append,
  &option_escape,
  &option_memsize,
  &cli_option_network,
  &option_smp,
  CLI_OPTIONS_TITLE (""),
  &cli_option_help,
  &cli_option_verbose,
  &cli_option_version,
  &cli_option_trace,
  &cli_option_short_options,
  &cli_option_long_options,
  NULL
};

static const struct cli_program program = {
  .name = "virt-rescue",
  .about =
    "virt-rescue: a shell to repair a virtual machine from outside\n"
    "\n"
    "  virt-rescue [OPTION …] -a DISK|-d DOMAIN …\n"
    "  virt-rescue [OPTION …] DISK|DOMAIN …\n"
    "  virt-rescue -a disk.img -i\n",
  .options = options,
};

static int
check_together (const struct rescue_options *r)
{
  const struct cli_options *o = &r->shared;

  if (o->drives.len == 0)
    cli_error ("there is no disk: add it with -a FILE or -d DOMAIN: try "
               "--help");
  else if (o->argc > 0)
    cli_error ("%s: not expected: disks are added with -a and -d, and the "
               "value of --blocksize, --format and --scratch follows =",
               o->argv[0]);
  else if (r->suggest && (o->inspect || o->mounts.len > 0))
    cli_error ("--suggest: it mounts nothing: leave out -i and -m");
  else
    return cli_options_check_drives (o);
  return -1;
}

void
rescue_options_parse (int argc, char **argv, struct rescue_options *ret)
{
  struct cli_options *o = &ret->shared;

  *ret = (struct rescue_options) { .escape = DEFAULT_ESCAPE };
  option_mount = cli_option_mount;
  option_mount.take = take_mount;
  cli.program = program.name;
  if (cli_read_config () == -1)
    exit (EXIT_FAILURE);
  cli_options_parse (&program, argc, argv, o);
  if (o->drives.len == 0 && cli_options_take_drives (o) == -1)
    exit (EXIT_FAILURE);
  if (check_together (ret) == -1)
    exit (EXIT_FAILURE);
}
