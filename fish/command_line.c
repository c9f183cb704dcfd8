/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of guestfish: its own, and which of the shared ones it takes. */

#include <config.h>

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "shell.h"
#include "command_line.h"

/* ---- Disks ---- */

static int
take_new (struct cli_options *o, const char *value)
{
  static const char *const questions[] = { "help", "list", "h", "?" };

  for (size_t i = 0; i < sizeof questions / sizeof questions[0]; ++i)
    if (strcmp (value, questions[i]) == 0) {
      prepare_help ();
      cli_exit_printed ();
    }
  cli_options_add_drive (o, value, prepare_create);
  return 0;
}

static const struct cli_option option_new = {
  .letter = 'N', .name = "new", .value = "[FILE=]TYPE",
  .help = "make a disk and add it; -N help: the types",
  .take = take_new,
};

/* ---- Commands ---- */

static int
take_file (struct cli_options *o, const char *value)
{
  struct command_line *l = (struct command_line *) o;

  if (l->file) {
    cli_error ("-f %s: only one file can be given", value);
    return -1;
  }
  l->file = value;
  return 0;
}

static const struct cli_option option_file = {
  .letter = 'f', .name = "file", .value = "FILE",
  .help = "read commands from FILE", .take = take_file,
};

/* The argument may be attached (-hCMD) or be the next word. */
static int
take_cmd_help (struct cli_options *o, const char *value)
{
  if (!value && optind < o->argc && o->argv[optind][0] != '-')
    value = o->argv[optind];
  if ((value ? fish_help_about (value) : fish_help_commands ()) == -1)
    return -1;
  cli_exit_printed ();
}

static const struct cli_option option_cmd_help = {
  .letter = 'h', .name = "cmd-help", .value = "[CMD]",
  .help = "list all commands, or explain one", .take = take_cmd_help,
};

static const struct cli_option option_listen = {
  .name = "listen",
  .help = "stay in the background and take commands; prints\n"
    "what a shell should evaluate (--csh: a C shell)",
  .kind = CLI_FLAG, CLI_MEMBER (struct command_line, listen),
};

static const struct cli_option option_csh = {
  .name = "csh", .kind = CLI_FLAG, CLI_MEMBER (struct command_line, csh),
};

static int
take_remote (struct cli_options *o, const char *value)
{
  const char *why;
  int64_t pid;

  (void) o;
  if (!value && !(value = getenv ("GUESTFISH_PID"))) {
    cli_error ("--remote: no server is named: give --remote=PID or set "
               "GUESTFISH_PID to what 'guestfish --listen' printed");
    return -1;
  }
  if (cli_parse_int (value, 1, INT_MAX, &pid, &why) == -1) {
    cli_error ("--remote: '%s' is not a process number", value);
    return -1;
  }
  fish.remote = pid;
  return 0;
}

static const struct cli_option option_remote = {
  .name = "remote", .value = "[=PID]",
  .help = "send commands there ($GUESTFISH_PID)", .take = take_remote,
};

static int
take_json (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  return report_open ();
}

static const struct cli_option option_json = {
  .name = "json",
  .help = "results, errors and events as JSON, one value a line",
  .take = take_json,
};

static int
take_json_schema (struct cli_options *o, const char *value)
{
  (void) o, (void) value;
  fish_print_schema ();
  cli_exit_printed ();
}

static const struct cli_option option_json_schema = {
  .name = "json-schema", .help = "the JSON Schema of that",
  .take = take_json_schema,
};

static const struct cli_option option_pipe_error = {
  .name = "pipe-error",
  .help = "an error writing to a pipe fails the command",
  .kind = CLI_FLAG, .variable = &fish.pipe_error,
};

static const struct cli_option option_no_pager = {
  .name = "no-pager", .help = "long help is printed all at once",
  .kind = CLI_FLAG, .variable = &fish.no_pager,
};

static const struct cli_option option_no_dest_paths = {
  .name = "no-dest-paths", .help = "Tab does not look into the guest",
  .kind = CLI_FLAG, .variable = &fish.no_dest_paths,
};

static int
take_D (struct cli_options *o, const char *value)
{
  cli_warning ("-D: this is the old name of --no-dest-paths");
  return cli_option_take (o, &option_no_dest_paths, value);
}

static const struct cli_option option_D = { .letter = 'D', .take = take_D };

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
  &cli_option_mount,
  &cli_option_no_sync,
  &cli_option_network,
  &option_new,
  &cli_option_ro,
  &cli_option_rw,
  &cli_option_live,
  &cli_option_selinux,
  CLI_OPTIONS_TITLE ("Commands:\n"),
  &option_file,
  &option_cmd_help,
  &option_listen,
  &option_csh,
  &option_remote,
  &option_json,
  &option_json_schema,
  &option_pipe_error,
  CLI_OPTIONS_TITLE ("Terminal:\n"),
  &option_no_dest_paths,
  &option_D,
  &option_no_pager,
  &cli_option_colour,
  &cli_option_color,
  &cli_option_echo_keys,
  &cli_option_keys_from_stdin,
  &cli_option_progress_bars,
  &cli_option_no_progress_bars,
  CLI_OPTIONS_TITLE (""),
  &cli_option_help,
  &cli_option_verbose,
  &cli_option_version,
  &cli_option_trace,
  &cli_option_short_options,
  &cli_option_long_options,
  NULL
};

static const struct cli_program guestfish = {
  .name = "guestfish",
  .about =
    "guestfish: a shell for disk images and the file systems in them\n"
    "\n"
    "  guestfish [OPTION …] [COMMAND [ARG …] [: COMMAND [ARG …]] …]\n"
    "  guestfish --ro -a disk.img -i cat /etc/fstab\n",
  .options = options,
};

static bool
mounts_root (const struct cli_options *o)
{
  for (size_t i = 0; i < o->mounts.len; ++i)
    if (cli_mount_is_root (o->mounts.ptr[i]))
      return true;
  return false;
}

static int
check_wrapper (struct command_line *l)
{
  struct cli_options *o = &l->shared;

  if (l->file || l->listen || fish.remote)
    cli_error ("--file, --listen and --remote are for guestfish");
  else if (o->drives.len == 0)
    cli_error ("there is no disk: add it with -a FILE or -d DOMAIN: try "
               "--help");
  else if (o->argc < 2)
    cli_error ("%s must be given: try --help", l->wrapper->operands);
  else {
    o->inspect |= !mounts_root (o);
    return cli_options_check_drives (o);
  }
  return -1;
}

static int
check_together (const struct command_line *l)
{
  const struct cli_options *o = &l->shared;

  if (l->listen && fish.remote)
    cli_error ("--listen and --remote: give one of them");
  else if (l->listen && (o->argc > 0 || l->file))
    cli_error ("--listen: commands are sent with --remote later");
  else if (l->listen && report_is_open ())
    cli_error ("--listen: give --json to the guestfish that sends commands, "
               "with --remote");
  else if (fish.remote && (o->drives.len > 0 || o->mounts.len > 0 ||
                           o->inspect))
    cli_error ("--remote: -a, -d, -i, -m and -N are for a new guestfish: "
               "send commands such as add-drive instead");
  else if (o->inspect && o->drives.len == 0)
    cli_error ("-i: there is no disk to look at: add it with -a");
  else if (o->mounts.len > 0 && o->drives.len == 0)
    cli_error ("-m: there is no disk to mount: add it with -a");
  else
    return cli_options_check_drives (o);
  return -1;
}

/* --wrapper is not among the options: only the scripts know it. */
static const struct cli_program *
begin_wrapper (struct wrapper *w, struct cli_options *o)
{
  w->program.options = options;
  cli.read_only = w->read_only;
  o->access_chosen = true;
  return &w->program;
}

/* For the completion of shells: the first option, and words. */
static void
answer_completion (int argc, char **argv)
{
  if (argc < 2)
    return;
  if (strcmp (argv[1], "--complete-table") == 0) {
    fish_print_table ();
    cli_exit_printed ();
  }
  if (strcmp (argv[1], "--complete") == 0) {
    const int first = argc > 2 && strcmp (argv[2], "--") == 0 ? 3 : 2;

    fish_print_offers (argc - first, argv + first);
    cli_exit_printed ();
  }
}

void
command_line_parse (int argc, char **argv, struct command_line *ret)
{
  struct cli_options *o = &ret->shared;
  const struct cli_program *program = &guestfish;
  int r = 0;

  *ret = (struct command_line) { .file = NULL };
  cli.program = program->name;
  answer_completion (argc, argv);
  if (cli_read_config () == -1)
    exit (EXIT_FAILURE);
  ret->wrapper = wrapper_find (argc, argv);
  if (ret->wrapper) {
    program = begin_wrapper (ret->wrapper, o);
    argc--, argv++;
  }
  cli_options_parse (program, argc, argv, o);
  if (o->inspect && o->drives.len == 0 && !fish.remote && !ret->wrapper)
    r = cli_options_take_drives (o);
  if (r == 0)
    r = ret->wrapper ? check_wrapper (ret) : check_together (ret);
  if (r == -1)
    exit (EXIT_FAILURE);
}

bool
command_line_has_new_drive (const struct command_line *l)
{
  for (size_t i = 0; i < l->shared.drives.len; ++i)
    if (l->shared.drives.ptr[i].add == prepare_create)
      return true;
  return false;
}
