/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that several programs take. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "options.h"

void
cli_options_add_drive (struct cli_options *o, const char *what,
                       int (*add) (guestfs_h *, struct cli_drive *))
{
  struct cli_drive d = {
    .add = add,
    .what = must_have (strdup (what)),
    .format = o->format ? must_have (strdup (o->format)) : NULL,
    .blocksize = o->blocksize,
    .libvirt_uri = o->libvirt_uri,
  };

  o->drives.ptr = must_have (reallocarray (o->drives.ptr, o->drives.len + 1,
                                           sizeof d));
  o->drives.ptr[o->drives.len++] = d;
}

/* ---- Drives ---- */

/* The arguments of a program can be read by everyone on the machine: a
 * password does not stay there. */
static int
take_add (struct cli_options *o, const char *value)
{
  o->without_drive = NULL;
  cli_options_add_drive (o, value, cli_add_image);
  cli_hide_password ((char *) value);
  return 0;
}

const struct cli_option cli_option_add = {
  .letter = 'a', .name = "add", .value = "FILE|URI",
  .help = "add a disk image, or a disk on the network",
  .take = take_add,
};

static int
take_blocksize (struct cli_options *o, const char *value)
{
  const char *why;
  int64_t n = 0;

  if (value && (cli_parse_int (value, 512, 4096, &n, &why) == -1 ||
                (n != 512 && n != 4096))) {
    cli_error ("--blocksize=%s: not a sector size: it must be 512 or 4096",
               value);
    return -1;
  }
  o->blocksize = (int) n;
  o->without_drive = "--blocksize";
  return 0;
}

const struct cli_option cli_option_blocksize = {
  .name = "blocksize", .value = "[=N]",
  .help = "sector size of the -a that follow: 512 or 4096",
  .take = take_blocksize,
};

static int
take_colour (struct cli_options *o, const char *value)
{
  static const char *const words[] = { "auto", "always", "never" };

  (void) o;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; ++i)
    if (strcmp (value ? value : "always", words[i]) == 0) {
      cli_colour_when = i;
      return 0;
    }
  cli_error ("--colour=%s: it must be auto, always or never", value);
  return -1;
}

const struct cli_option cli_option_colour = {
  .name = "colour", .value = "[=WHEN]",
  .help = "colours: auto, always or never", .take = take_colour,
};

const struct cli_option cli_option_color = {
  .name = "color", .value = "[=WHEN]", .help = "the same",
  .take = take_colour,
};

/* It may come after -d, too. */
static int
take_connect (struct cli_options *o, const char *value)
{
  o->libvirt_uri = value;
  for (size_t i = 0; i < o->drives.len; i++)
    if (!o->drives.ptr[i].libvirt_uri)
      o->drives.ptr[i].libvirt_uri = value;
  return 0;
}

const struct cli_option cli_option_connect = {
  .letter = 'c', .name = "connect", .value = "URI",
  .help = "libvirt to ask about -d",
  .take = take_connect,
};

static int
take_domain (struct cli_options *o, const char *value)
{
  cli_options_add_drive (o, value, cli_add_domain);
  return 0;
}

const struct cli_option cli_option_domain = {
  .letter = 'd', .name = "domain", .value = "NAME",
  .help = "add the disks of a libvirt domain",
  .take = take_domain,
};

static int
take_format (struct cli_options *o, const char *value)
{
  o->format = value;
  o->without_drive = "--format";
  return 0;
}

const struct cli_option cli_option_format = {
  .name = "format", .value = "[=FORMAT]",
  .help = "format of the -a that follow (none: find out)",
  .take = take_format,
};

/* Whoever believes that the disk cannot be written to must not be wrong. */
static int
choose_access (struct cli_options *o, bool read_only)
{
  if (o->access_chosen && cli.read_only != read_only) {
    cli_error ("--%s: not together with --%s, which was given or which %s "
               "implies", read_only ? "ro" : "rw", read_only ? "rw" : "ro",
               o->program->name);
    return -1;
  }
  o->access_chosen = true;
  cli.read_only = read_only;
  return 0;
}

static int
take_ro (struct cli_options *o, const char *value)
{
  (void) value;
  return choose_access (o, true);
}

const struct cli_option cli_option_ro = {
  .letter = 'r', .name = "ro", .help = "do not write to the disks",
  .take = take_ro,
};

static int
take_rw (struct cli_options *o, const char *value)
{
  (void) value;
  return choose_access (o, false);
}

const struct cli_option cli_option_rw = {
  .letter = 'w', .name = "rw",
  .help = "the disks may be written to (the default)",
  .take = take_rw,
};

const struct cli_option cli_option_no_sync = {
  .letter = 'n', .name = "no-sync", .help = "no autosync",
  .kind = CLI_FLAG, CLI_MEMBER (struct cli_options, no_sync),
};

static int
take_live (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  cli_error ("--live: it is not possible any more to work on a running guest: "
             "stop it, or use --ro");
  return -1;
}

const struct cli_option cli_option_live = {
  .name = "live", .take = take_live,
};

static int
take_selinux (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  return 0;                     /* does nothing any more */
}

const struct cli_option cli_option_selinux = {
  .name = "selinux", .take = take_selinux,
};

int
cli_options_take_drives (struct cli_options *o)
{
  struct stat st;
  int r = 0;

  for (; r == 0 && o->argc > 0; o->argc--, o->argv++)
    if (strchr (o->argv[0], '/') || stat (o->argv[0], &st) == 0)
      r = take_add (o, o->argv[0]);
    else
      r = cli_option_domain.take (o, o->argv[0]);
  return r;
}

int
cli_options_check_drives (const struct cli_options *o)
{
  if (!o->without_drive)
    return 0;
  cli_error ("%s: no -a follows for which it could hold: give it before -a",
             o->without_drive);
  return -1;
}

/* ---- What is in them ---- */

const struct cli_option cli_option_inspector = {
  .letter = 'i', .name = "inspector",
  .help = "mount the operating system found on the disks",
  .kind = CLI_FLAG, CLI_MEMBER (struct cli_options, inspect),
};

static int
take_mount (struct cli_options *o, const char *value)
{
  must (strvec_add (&o->mounts, value));
  return 0;
}

const struct cli_option cli_option_mount = {
  .letter = 'm', .name = "mount",
  .value = "DEVICE[:MOUNTPOINT[:OPTIONS[:FSTYPE]]]",
  .help = "mount a file system (on /)",
  .take = take_mount,
};

const struct cli_option cli_option_network = {
  .name = "network", .help = "a network in the appliance",
  .kind = CLI_FLAG, CLI_MEMBER (struct cli_options, network),
};

/* ---- Keys ---- */

static int
take_key (struct cli_options *o, const char *value)
{
  (void) o;
  return cli_add_key (value);
}

const struct cli_option cli_option_key = {
  .name = "key",
  .value = "DEVICE:key:PASSPHRASE | DEVICE:file:FILE | DEVICE:clevis",
  .help = "how -i opens this device (or UUID, or all)",
  .take = take_key,
};

const struct cli_option cli_option_echo_keys = {
  .name = "echo-keys", .help = "show passphrases while they are typed",
  .kind = CLI_FLAG, .variable = &cli.echo_keys,
};

const struct cli_option cli_option_keys_from_stdin = {
  .name = "keys-from-stdin", .help = "read passphrases from standard input",
  .kind = CLI_FLAG, .variable = &cli.keys_from_stdin,
};

/* ---- What is shown ---- */

static int
take_progress (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  cli.progress = 1;
  return 0;
}

const struct cli_option cli_option_progress_bars = {
  .name = "progress-bars",
  .help = "show how far long commands are, also in scripts",
  .take = take_progress,
};

static int
take_no_progress (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  cli.progress = 0;
  return 0;
}

const struct cli_option cli_option_no_progress_bars = {
  .name = "no-progress-bars",
  .help = "do not show it, not even at a terminal",
  .take = take_no_progress,
};

const struct cli_option cli_option_verbose = {
  .letter = 'v', .name = "verbose", .help = "debug messages",
  .kind = CLI_FLAG, .variable = &cli.verbose,
};

const struct cli_option cli_option_trace = {
  .letter = 'x', .help = "show each call of the library",
  .kind = CLI_FLAG, .variable = &cli.trace,
};
