/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a list of options to getopt, and what --help and its like print. */

#include <config.h>

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

#define HELP_COLUMN 27
#define LONG_ONLY 256           /* + the place of the option in the list */

static int
argument_kind (const struct cli_option *option)
{
  const char *value = option->value;

  if (!value)
    return no_argument;
  return value[0] == '[' && value[strlen (value) - 1] == ']'
    ? optional_argument : required_argument;
}

static size_t
count_options (const struct cli_program *program)
{
  size_t n = 0;

  while (program->options[n])
    n++;
  return n;
}

/* ":a:c:h::"; the first colon: what is missing is said by us. */
static char *
make_short_options (const struct cli_program *program)
{
  static const char *const colons[] = {
    [no_argument] = "", [required_argument] = ":", [optional_argument] = "::",
  };
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;

  must (strbuf_addc (&s, ':'));
  for (size_t i = 0; program->options[i]; ++i)
    if (program->options[i]->letter)
      must (strbuf_addf (&s, "%c%s", program->options[i]->letter,
                         colons[argument_kind (program->options[i])]));
  return must_have (strbuf_steal (&s));
}

static struct option *
make_long_options (const struct cli_program *program)
{
  struct option *list = must_have (calloc (count_options (program) + 1,
                                           sizeof *list));
  size_t n = 0;

  for (size_t i = 0; program->options[i]; ++i)
    if (program->options[i]->name)
      list[n++] = (struct option) {
        .name = program->options[i]->name,
        .has_arg = argument_kind (program->options[i]),
        .val = LONG_ONLY + (int) i,
      };
  return list;
}

/* The long option that was meant, or NULL. */
static const char *
closest_option (const struct cli_program *program, const char *word)
{
  struct closest best;

  closest_begin (&best, word);
  for (size_t i = 0; program->options[i]; ++i)
    if (program->options[i]->name)
      closest_consider (&best, program->options[i]->name);
  return best.name && strcmp (best.name, word) != 0 ? best.name : NULL;
}

/* The long options that begin so, "--connect, --csh", and how many. */
static size_t
options_with_prefix (const struct cli_program *program, const char *prefix,
                     struct strbuf *ret)
{
  size_t n = 0;

  for (size_t i = 0; program->options[i]; ++i) {
    const char *name = program->options[i]->name;

    if (name && strncmp (name, prefix, strlen (prefix)) == 0)
      must (strbuf_addf (ret, "%s--%s", n++ > 0 ? ", " : "", name));
  }
  return n;
}

static void
bad_long_option (const struct cli_program *program, const char *name,
                 bool has_value)
{
  CLEANUP_STRBUF struct strbuf list = STRBUF_INIT;
  const size_t n = options_with_prefix (program, name, &list);
  const char *meant = n == 0 ? closest_option (program, name) : NULL;

  if (meant)
    cli_error ("--%s: there is no such option: did you mean '--%s'?", name,
               meant);
  else if (n == 0)
    cli_error ("--%s: there is no such option: try --help", name);
  else if (has_value && optopt)
    cli_error ("--%s: it takes no argument: try --help", name);
  else
    cli_error ("--%s: it can be one of %s", name, list.ptr);
}

/* What getopt did not like: ':' is an option whose argument is missing. */
static void
bad_option (const struct cli_program *program, int c, const char *word)
{
  const bool is_long = strncmp (word, "--", 2) == 0;
  CLEANUP_FREE char *name = is_long
    ? must_have (strndup (word + 2, strcspn (word + 2, "="))) : NULL;

  if (is_long && c != ':')
    bad_long_option (program, name, word[2 + strlen (name)] == '=');
  else if (is_long)
    cli_error ("%s: an argument is missing: try --help", word);
  else
    cli_error ("-%c: %s: try --help", optopt, c == ':'
               ? "an argument is missing" : "there is no such option");
}

/* getopt says '?' to what it does not know, and a program may have -?. */
static bool
is_unknown (int c, const char *word)
{
  return c == ':' || (c == '?' && (optopt || strncmp (word, "--", 2) == 0));
}

static const struct cli_option *
find_option (const struct cli_program *program, int c)
{
  if (c >= LONG_ONLY)
    return program->options[c - LONG_ONLY];
  for (size_t i = 0; program->options[i]; ++i)
    if (program->options[i]->letter == c)
      return program->options[i];
  return NULL;
}

static int
take_number (const struct cli_option *option, const char *value, int *ret)
{
  const char *why;
  int64_t n;

  if (cli_parse_int (value, option->min, option->max, &n, &why) == 0) {
    *ret = (int) n;
    return 0;
  }
  if (option->max == INT_MAX)
    cli_error ("--%s=%s: it must be a number, %d or more", option->name, value,
               option->min);
  else
    cli_error ("--%s=%s: it must be a number from %d to %d", option->name,
               value, option->min, option->max);
  return -1;
}

int
cli_option_take (struct cli_options *o, const struct cli_option *option,
                 const char *value)
{
  void *variable = option->variable ? option->variable
    : (char *) o + option->member;

  switch (option->kind) {
  case CLI_FUNCTION:
    return option->take (o, value);
  case CLI_FLAG:
  case CLI_UNFLAG:
    *(bool *) variable = option->kind == CLI_FLAG;
    break;
  case CLI_NUMBER:
    return take_number (option, value, variable);
  case CLI_WORD:
    *(const char **) variable = value;
    break;
  }
  return 0;
}

static int
take_option (struct cli_options *o, int c)
{
  const char *word = o->argv[optind - 1];
  const struct cli_option *option =
    is_unknown (c, word) ? NULL : find_option (o->program, c);

  if (option)
    return cli_option_take (o, option, optarg);
  bad_option (o->program, c, word);
  return -1;
}

void
cli_options_parse (const struct cli_program *program, int argc, char **argv,
                   struct cli_options *ret)
{
  CLEANUP_FREE char *letters = make_short_options (program);
  CLEANUP_FREE struct option *names = make_long_options (program);
  int c;

  cli.program = program->name;
  ret->program = program;
  ret->argc = argc;
  ret->argv = argv;
  opterr = 0;
  while ((optopt = 0, c = getopt_long (argc, argv, letters, names, NULL))
         != -1)
    if (take_option (ret, c) == -1)
      exit (EXIT_FAILURE);
  ret->argc = argc - optind;
  ret->argv = argv + optind;
}

void
cli_options_done (struct cli_options *o)
{
  for (size_t i = 0; i < o->drives.len; ++i) {
    free (o->drives.ptr[i].what);
    free (o->drives.ptr[i].format);
  }
  free (o->drives.ptr);
  strvec_done (&o->mounts);
}

void
cli_exit_printed (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    exit (EXIT_SUCCESS);
  cli_error ("standard output: cannot write: %s", strerror (errno));
  exit (EXIT_FAILURE);
}

/* ---- --help ---- */

/* "  -a, --add FILE|URI" */
static char *
option_words (const struct cli_option *option)
{
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;

  if (option->letter)
    must (strbuf_addf (&s, "  -%c", option->letter));
  else
    must (strbuf_adds (&s, "    "));
  if (option->name)
    must (strbuf_addf (&s, "%c --%s", option->letter ? ',' : ' ',
                       option->name));
  if (option->value)
    must (strbuf_addf (&s, "%s%s", strncmp (option->value, "[=", 2) == 0
                                     ? "" : " ", option->value));
  return must_have (strbuf_steal (&s));
}

/* The words, then the lines of the help text below each other. */
static void
print_option (const struct cli_option *option)
{
  CLEANUP_FREE char *words = option_words (option);
  const char *line = option->help;
  int column = printf ("%s", words);

  if (column > HELP_COLUMN - 2) {
    putchar ('\n');
    column = 0;
  }
  for (; *line; line += line[0] == '\n') {
    const int n = (int) strcspn (line, "\n");

    printf ("%*s%.*s\n", HELP_COLUMN - column, "", n, line);
    column = 0;
    line += n;
  }
}

static int
print_help (struct cli_options *o, const char *value)
{
  (void) value;
  fputs (o->program->about, stdout);
  for (size_t i = 0; o->program->options[i]; ++i) {
    const struct cli_option *option = o->program->options[i];

    if (option->help && !option->name && !option->letter)
      printf ("\n%s", option->help);
    else if (option->help)
      print_option (option);
  }
  cli_exit_printed ();
}

static int
print_letters (struct cli_options *o, const char *value)
{
  (void) value;
  for (size_t i = 0; o->program->options[i]; ++i)
    if (o->program->options[i]->letter)
      printf ("-%c\n", o->program->options[i]->letter);
  cli_exit_printed ();
}

/* Those that ask for these lists are left out of them. */
static int
print_names (struct cli_options *o, const char *value)
{
  (void) value;
  for (size_t i = 0; o->program->options[i]; ++i) {
    const struct cli_option *option = o->program->options[i];

    if (option->name && option->take != print_letters &&
        option->take != print_names)
      printf ("--%s\n", option->name);
  }
  cli_exit_printed ();
}

static int
print_version (struct cli_options *o, const char *value)
{
  (void) value;
  printf ("%s " PACKAGE_VERSION "\n", o->program->name);
  cli_exit_printed ();
}

const struct cli_option cli_option_help = {
  .name = "help", .help = "this text", .take = print_help,
};

const struct cli_option cli_option_version = {
  .letter = 'V', .name = "version", .help = "version", .take = print_version,
};

/* For completion in shells. */
const struct cli_option cli_option_short_options = {
  .name = "short-options", .take = print_letters,
};

const struct cli_option cli_option_long_options = {
  .name = "long-options", .take = print_names,
};
