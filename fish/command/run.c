/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run one command, of the API or of guestfish. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"

/* What people try that is not a command. */
static const char *
find_advice (const char *name)
{
  static const struct { const char *name, *advice; } list[] = {
    { "cd", "paths of the guest begin with /; lcd changes the directory of "
      "the host" },
    { "clear", "Ctrl-L clears the screen, and so does !clear" },
    { "chdir", "paths of the guest begin with /; lcd changes the directory "
      "of the host" },
    { "dir", "ls lists the names in a directory, ll with their details" },
    { "open", "add opens a disk image, then run starts the appliance" },
    { "pwd", "paths of the guest begin with /; !pwd prints the directory of "
      "the host" },
  };

  for (size_t i = 0; i < sizeof list / sizeof list[0]; ++i)
    if (strcmp (name, list[i].name) == 0)
      return list[i].advice;
  return NULL;
}

/* A file where a command is expected was meant as a disk. */
static bool
is_disk_image (const char *name)
{
  struct stat st;

  return stat (name, &st) == 0 && (S_ISREG (st.st_mode) ||
                                   S_ISBLK (st.st_mode));
}

static int
unknown_command (const char *name)
{
  const char *closest = fish_closest_command (name);
  const char *advice = find_advice (name);

  if (advice)
    cli_error ("%s: unknown command: %s", name, advice);
  else if (is_disk_image (name))
    cli_error ("%s: unknown command: to open this disk image: %s %s", name,
               fish.source ? "add" : "guestfish -a", name);
  else if (closest) {
    report_suggest (closest);
    cli_error ("%s: unknown command: did you mean '%s'?", name, closest);
  }
  else
    cli_error ("%s: unknown command: 'help --list' lists all commands", name);
  return -1;
}

/* ---- What --json repeats of the words ---- */

/* "secret:…" of an argument that is a secret. */
static bool
is_secret_optarg (const struct fish_command *c, const char *word)
{
  const ssize_t i = fish_find_optarg (c, word);

  return i >= 0 && c->optargs[i].flags & FISH_SECRET;
}

bool
fish_word_is_secret (const struct fish_command *c, const char *word)
{
  CLEANUP_FREE char *shown = must_have (strdup (word));

  cli_hide_password (shown);
  return is_secret_optarg (c, word) || strcmp (word, shown) != 0;
}

static void
add_argument (struct json *j, const struct fish_command *c, const char *word)
{
  CLEANUP_FREE char *shown = must_have (strdup (word));

  if (is_secret_optarg (c, shown))
    strchr (shown, ':')[1] = '\0';
  cli_hide_password (shown);
  jw_bytes (j, shown, strlen (shown));
}

/* The words of guestfish's own commands are not told: they may be commands
 * with secrets in them. */
static void
add_arguments (struct json *j, const struct fish_command *c, size_t argc,
               char *const *argv)
{
  if (!report_is_open () || !c->run)
    return;
  jw_begin_array (j);
  for (size_t i = 0; i < argc; ++i)
    add_argument (j, c, argv[i]);
  jw_end_array (j);
}

/* ---- Running ---- */

static int
call_library (const struct fish_command *c, const struct fish_call *call)
{
  int r;

  progress_counts_bytes (c->counts_bytes);
  fish_hold_error ();
  r = c->run (call);
  fish_suggest (call);
  fish_release_error ();
  return r;
}

static int
run_api (const struct fish_command *c, size_t argc, char *const *argv)
{
  struct call_values values;
  struct fish_call call = { .g = fish.g, .command = c };
  int r;

  if (fish_bind_args (c, argc, argv, &values) == -1)
    return -1;
  call.arg = values.arg;
  call.opt = values.opt;
  call.optmask = values.optmask;
  r = call_library (c, &call);
  call_values_done (&values);
  return r;
}

static int
run_local (const struct fish_command *c, size_t argc, char *const *argv)
{
  if (argc < c->min_words || argc > c->max_words) {
    fish_usage (c, argc, argv);
    return -1;
  }
  return c->run_local (c, argc, argv);
}

/* People and programs that look are told; scripts go on as they did. */
static void
warn_if_deprecated (const struct fish_command *c)
{
  if (c->replaced_by && *c->replaced_by &&
      (cli.interactive || report_is_open ()))
    cli_warning ("%s is deprecated: use %s", c->name, c->replaced_by);
}

static int
run_command (const struct fish_command *c, size_t argc, char *const *argv)
{
  const char *outer = fish.typed;
  int r;

  warn_if_deprecated (c);
  fish.typed = c->run_local ? c->name : NULL;
  progress_begin ();
  interrupt_begin (fish.g);
  if (c->run)
    r = run_api (c, argc, argv);
  else
    r = run_local (c, argc, argv);
  interrupt_end ();
  progress_end ();
  fish.typed = outer;
  return fish_flush () == -1 ? -1 : r;
}

int
fish_run_words (size_t argc, char *const *argv)
{
  const struct fish_command *c = fish_find_command (argv[0]);
  struct report report;
  int r;

  report_begin (&report, c ? c->name : argv[0]);
  if (c) {
    add_arguments (&report.arguments, c, argc - 1, argv + 1);
    r = run_command (c, argc - 1, argv + 1);
  } else
    r = unknown_command (argv[0]);
  return report_end (&report, r);
}
