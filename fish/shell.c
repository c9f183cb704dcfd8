/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines from a terminal, a script or the command line, one after another. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell.h"

static int
run_words (size_t argc, char *const *argv)
{
  return fish.remote ? remote_run (argc, argv) : fish_run_words (argc, argv);
}

/* In the prompt variables: text that goes out when something happens. */
static void
print_decoration (const char *variable)
{
  const char *s = getenv (variable);
  CLEANUP_FREE char *decoded = s ? fish_decode_prompt (s) : NULL;

  if (decoded && cli.interactive) {
    fputs (decoded, stdout);
    fflush (stdout);
  }
}

static int
run_inline (const char *command)
{
  long pid;
  CLEANUP_FCLOSE FILE *fp = fish_shell_output (command, &pid);
  int r;

  if (!fp)
    return -1;
  r = fish_run_script (command, fp);
  fclose (steal (&fp));
  return fish_wait (pid, command) == -1 ? -1 : r;
}

static int
run_piped (struct line *line)
{
  struct fish_pipe p;
  int r;

  if (fish_pipe_begin (line->shell, &p) == -1)
    return -1;
  r = run_words (line->words.len, line->words.ptr);
  if (fish_pipe_end (&p) == -1)
    r = -1;
  return fish.pipe_closed ? 0 : r;
}

static int
run_into_file (struct line *line)
{
  int saved, r;

  if (fish_output_begin (line->output, line->append, &saved) == -1)
    return -1;
  r = run_words (line->words.len, line->words.ptr);
  return fish_output_end (saved) == -1 ? -1 : r;
}

static int
run_where_output_goes (struct line *line)
{
  if (line->shell)
    return run_piped (line);
  if (line->output)
    return run_into_file (line);
  return run_words (line->words.len, line->words.ptr);
}

static int
run_command (struct line *line)
{
  struct strvec temp = STRVEC_INIT;
  int r = -1;

  fish.typed = line->words.ptr[0];
  if (fish_expand_heredocs (&line->words, &temp) == 0)
    r = run_where_output_goes (line);
  fish_unlink_all (&temp);
  fish.typed = NULL;
  return r;
}

static int
run_kind (struct line *line)
{
  switch (line->kind) {
  case LINE_EMPTY:
    return 0;
  case LINE_SHELL:
    return fish_shell (line->shell);
  case LINE_INLINE:
    return run_inline (line->shell);
  case LINE_COMMAND:
    print_decoration ("GUESTFISH_OUTPUT");
    return run_command (line);
  }
  return -1;
}

/* What runs on the host is a command, too, for who reads the report. */
static int
run_and_report (struct line *line)
{
  struct report report;

  if (line->kind == LINE_EMPTY || line->kind == LINE_COMMAND)
    return run_kind (line);
  report_begin (&report, line->kind == LINE_SHELL ? "!" : "<!");
  return report_end (&report, run_kind (line));
}

static int
run_line (const char *text)
{
  CLEANUP_LINE struct line line = { .kind = LINE_EMPTY };
  const char *why;
  int r;

  if (fish_parse_line (text, &line, &why) == -1) {
    fish.ignore_error = line.ignore_error;
    cli_error ("%s: %s", text, why);
    fish.ignore_error = false;
    return line.ignore_error ? 0 : -1;
  }
  fish.ignore_error = line.ignore_error;
  r = run_and_report (&line);
  fish.ignore_error = false;
  return line.ignore_error ? 0 : r;
}

/* Only a person at a terminal goes on after an error. */
static int
run_lines (struct source *source)
{
  int r = 0;

  source->outer = fish.source;
  fish.source = source;
  while (r == 0 && !fish.quit) {
    CLEANUP_FREE char *line = fish_read_line (source);

    if (!line)
      break;
    r = run_line (line);
    if (!source->fp)
      r = 0;
  }
  fish.source = source->outer;
  return r;
}

int
fish_run_script (const char *name, FILE *fp)
{
  struct source source = {
    .name = name, .fp = fp, .is_file = fp != stdin,
  };

  return run_lines (&source);
}

static void
welcome (void)
{
  print_decoration ("GUESTFISH_INIT");
  printf ("\n"
          "This is guestfish, a shell for disk images and the file systems "
          "in them.\n\n"
          "  help    how to begin       help CMD   about a command\n"
          "  man     read the manual    quit       leave\n\n");
}

int
fish_run_interactively (bool inspected)
{
  struct source source = { .fp = NULL };
  int r;

  welcome ();
  if (inspected && !report_is_open ())
    cli_print_system (fish.g);
  terminal_begin ();
  r = run_lines (&source);
  terminal_end ();
  if (!fish.quit)
    putchar ('\n');
  print_decoration ("GUESTFISH_RESTORE");
  return r;
}

/* One command of the command line: argv[0 … argc-1].  A dash in front of the
 * name means what it means in a script. */
static int
run_arguments (int argc, char *const *argv)
{
  CLEANUP_STRVEC struct strvec words = STRVEC_INIT;
  bool ignore_error = argv[0][0] == '-' && argv[0][1];
  int r;

  for (int i = 0; i < argc; ++i)
    must (strvec_add (&words, argv[i] + (i == 0 && ignore_error)));
  fish.ignore_error = ignore_error;
  r = run_words (words.len, words.ptr);
  fish.ignore_error = false;
  return ignore_error ? 0 : r;
}

/* A variable of a script that is empty, perhaps. */
static int
no_command_before_colon (void)
{
  cli_error ("there is no command before ':'");
  return -1;
}

int
fish_run_command_line (int argc, char *const *argv)
{
  int r = 0;

  for (int i = 0; i < argc && r == 0 && !fish.quit; ++i) {
    int first = i;

    while (i < argc && strcmp (argv[i], ":") != 0)
      i++;
    r = i > first ? run_arguments (i - first, argv + first)
                  : no_command_before_colon ();
  }
  return r;
}
