/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a command become values, as its description says. */

#include <config.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "text.h"

/* Keep a string until the call is over. */
static const char *
keep (struct call_values *v, char *s)
{
  must (strvec_add_owned (&v->strings, must_have (s)));
  return v->strings.ptr[v->strings.len - 1];
}

static char **
keep_list (struct call_values *v, char **list)
{
  v->lists = must_have (reallocarray (v->lists, v->nr_lists + 1,
                                      sizeof *v->lists));
  return v->lists[v->nr_lists++] = list;
}

static int
bad_word (const struct fish_command *command, const struct fish_arg *arg,
          const char *word, const char *why)
{
  cli_error ("%s: %s '%s': %s", command->name, arg->name, word, why);
  return -1;
}

static int
bind_list (const struct fish_command *command, const struct fish_arg *arg,
           const char *word, struct call_values *v, struct fish_value *ret)
{
  const char *why;
  char **list = fish_parse_list (word, &why);

  if (!list)
    return bad_word (command, arg, word, why);
  ret->list = keep_list (v, list);
  return 0;
}

static int
bind_number (const struct fish_command *command, const struct fish_arg *arg,
             const char *word, struct fish_value *ret)
{
  const bool narrow = arg->form == FISH_INT;
  const char *why;

  if (cli_parse_int (word, narrow ? INT_MIN : INT64_MIN,
                      narrow ? INT_MAX : INT64_MAX, &ret->i, &why) == -1)
    return bad_word (command, arg, word, why);
  return 0;
}

static int
bind_bool (const struct fish_command *command, const struct fish_arg *arg,
           const char *word, struct fish_value *ret)
{
  int b;

  if (!cli_parse_bool (word, &b))
    return bad_word (command, arg, word, "not a boolean: say true or false");
  ret->i = b;
  return 0;
}

static int
bind_file (const struct fish_arg *arg, const char *word,
           struct fish_value *ret)
{
  const bool in = arg->flags & FISH_FILE_IN;

  ret->s = word;
  if (!in && strcmp (word, "-") == 0 && report_members ()) {
    cli_error ("%s: '-' is standard output, which --json needs: give the name "
               "of a file, such as /dev/fd/3", arg->name);
    return -1;
  }
  if (strcmp (word, "-") == 0) {
    /* The library goes on where these are, whatever they are. */
    ret->s = in ? "/dev/stdin" : "/dev/stdout";
    return in ? 0 : fish_flush ();
  }
  return 0;
}

static int
bind_path (const char *word, struct call_values *v, struct fish_value *ret)
{
  char *path = cli_resolve_path (fish.g, word);

  if (!path)
    return -1;
  ret->s = keep (v, path);
  return 0;
}

static int
bind_key (const struct fish_arg *arg, struct call_values *v,
          struct fish_value *ret)
{
  char *key = cli_read_key (arg->name);

  if (!key)
    return -1;
  ret->s = keep (v, key);
  return 0;
}

/* word is NULL when the string must be asked for. */
static int
bind_string (const struct fish_arg *arg, const char *word,
             struct call_values *v, struct fish_value *ret)
{
  if (!word)
    return bind_key (arg, v, ret);
  if (arg->flags & FISH_PATH)
    return bind_path (word, v, ret);
  if (arg->flags & (FISH_FILE_IN | FISH_FILE_OUT))
    return bind_file (arg, word, ret);
  ret->s = word;
  return 0;
}

static int
bind_arg (const struct fish_command *command, const struct fish_arg *arg,
          const char *word, struct call_values *v, struct fish_value *ret)
{
  switch (arg->form) {
  case FISH_BOOL:
    return bind_bool (command, arg, word, ret);
  case FISH_INT:
  case FISH_INT64:
    return bind_number (command, arg, word, ret);
  case FISH_STRING:
    return bind_string (arg, word, v, ret);
  case FISH_STRING_OR_NULL:
    ret->s = *word ? word : NULL;
    return 0;
  case FISH_LIST:
    return bind_list (command, arg, word, v, ret);
  case FISH_BUFFER:
    ret->s = word;
    ret->size = strlen (word);
    return 0;
  }
  return -1;
}

ssize_t
fish_find_optarg (const struct fish_command *command, const char *word)
{
  for (size_t i = 0; i < command->nr_optargs; ++i) {
    size_t n = strlen (command->optargs[i].name);

    if (strncmp (word, command->optargs[i].name, n) == 0 && word[n] == ':')
      return i;
  }
  return -1;
}

/* The value may be a secret whose name was mistyped: it is not repeated. */
static void
unknown_optarg (const struct fish_command *command, const char *word)
{
  const char *colon = strchr (word, ':');
  CLEANUP_FREE char *name =
    must_have (strndup (word, colon ? (size_t) (colon - word) : 40));
  CLEANUP_STRVEC struct strvec names = STRVEC_INIT;
  CLEANUP_FREE char *list = NULL;
  struct closest best;

  closest_begin (&best, name);
  for (size_t i = 0; i < command->nr_optargs; ++i) {
    must (strvec_add (&names, command->optargs[i].name));
    closest_consider (&best, command->optargs[i].name);
  }
  list = must_have (string_list_join (", ", names.ptr));
  if (best.name) {
    report_suggest (best.name);
    cli_error ("%s: '%s' is not an optional argument of this command: did you "
               "mean '%s:'? There are %s", command->name, name, best.name,
               list);
  } else
    cli_error ("%s: '%s' is not an optional argument of this command: write "
               "name:value with one of %s", command->name, name, list);
}

static int
bind_optarg (const struct fish_command *command, const char *word,
             struct call_values *v)
{
  ssize_t i = fish_find_optarg (command, word);

  if (i == -1) {
    unknown_optarg (command, word);
    return -1;
  }
  if (v->optmask & UINT64_C (1) << i) {
    cli_error ("%s: optional argument '%s' is given twice", command->name,
               command->optargs[i].name);
    return -1;
  }
  v->optmask |= UINT64_C (1) << i;
  return bind_arg (command, &command->optargs[i],
                   word + strlen (command->optargs[i].name) + 1, v,
                   &v->opt[i]);
}

/* Secrets are asked for: they are no words. */
const struct fish_arg *
fish_nth_arg (const struct fish_command *command, size_t n)
{
  for (size_t i = 0; i < command->nr_args; ++i)
    if (!(command->args[i].flags & FISH_SECRET) && n-- == 0)
      return &command->args[i];
  return NULL;
}

static size_t
count_words (const struct fish_command *command)
{
  size_t n = 0;

  while (fish_nth_arg (command, n))
    n++;
  return n;
}

static int
bind_all (const struct fish_command *command, size_t argc, char *const *argv,
          struct call_values *v)
{
  size_t w = 0;

  for (size_t i = 0; i < command->nr_args; ++i) {
    const struct fish_arg *arg = &command->args[i];
    const char *word = arg->flags & FISH_SECRET ? NULL : argv[w++];

    if (bind_arg (command, arg, word, v, &v->arg[i]) == -1)
      return -1;
  }
  for (; w < argc; ++w)
    if (bind_optarg (command, argv[w], v) == -1)
      return -1;
  return 0;
}

int
fish_bind_args (const struct fish_command *command, size_t argc,
                char *const *argv, struct call_values *ret)
{
  const size_t words = count_words (command);

  *ret = (struct call_values) { .optmask = 0 };
  if (argc < words || argc > words + command->nr_optargs) {
    fish_usage (command, argc, argv);
    return -1;
  }
  ret->arg = must_have (calloc (command->nr_args + 1, sizeof *ret->arg));
  ret->opt = must_have (calloc (command->nr_optargs + 1, sizeof *ret->opt));
  if (bind_all (command, argc, argv, ret) == 0)
    return 0;
  call_values_done (ret);
  return -1;
}

void
call_values_done (struct call_values *v)
{
  for (size_t i = 0; i < v->nr_lists; ++i)
    string_list_free (v->lists[i]);
  strvec_done (&v->strings);
  free (v->lists);
  free (v->arg);
  free (v->opt);
  *v = (struct call_values) { .optmask = 0 };
}
