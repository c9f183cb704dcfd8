/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What help and -h show: all commands, those of a topic, or one. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "command.h"

/* ---- Lines of text ---- */

static void
add_heading (struct strbuf *b, const char *title)
{
  const bool colours = cli_use_colour (stdout) && !report_is_open ();

  must (strbuf_addf (b, "\n%s%s%s\n", colours ? CLI_BOLD : "", title,
                     colours ? CLI_PLAIN : ""));
}

/* The text with four blanks in front of its lines. */
static void
add_indented (struct strbuf *b, const char *text)
{
  while (*text) {
    const size_t n = strcspn (text, "\n");

    must (strbuf_addf (b, "%s%.*s\n", n > 0 ? "    " : "", (int) n, text));
    text += n + (text[n] == '\n');
  }
}

/* Words with commas between them, in lines that fit into 80 columns. */
static void
add_words (struct strbuf *b, int margin, const char *const *words)
{
  size_t column = 80;

  for (size_t i = 0; words[i]; ++i) {
    const size_t n = strlen (words[i]) + 2;

    if (column + n > 78) {
      must (strbuf_addf (b, "%s%*s", i > 0 ? "\n" : "", margin - 1, ""));
      column = margin - 1;
    }
    must (strbuf_addf (b, " %s%s", words[i], words[i + 1] ? "," : ""));
    column += n;
  }
  must (strbuf_addc (b, '\n'));
}

/* ---- Lists of commands ---- */

static int
by_name (const void *a, const void *b)
{
  const struct fish_command *const *x = a, *const *y = b;

  return strcmp ((*x)->name, (*y)->name);
}

/* What has no topic is mostly guestfish's own. */
static const struct fish_topic own_topic = {
  "shell", "The shell", "Commands about guestfish itself",
};

static const char *
topic_of (const struct fish_command *c)
{
  return c->topic ? c->topic : own_topic.word;
}

/* Those of a topic, or with NULL all; without what is deprecated.  Sorted,
 * ended by NULL, to be freed. */
static const struct fish_command **
list_commands (const char *topic)
{
  const struct fish_command *const *all = fish_all_commands ();
  const struct fish_command **list;
  size_t n = 0, max = 0;

  while (all[max])
    max++;
  list = must_have (calloc (max + 1, sizeof *list));
  for (size_t i = 0; i < max; ++i)
    if (!all[i]->replaced_by &&
        (!topic || strcmp (topic_of (all[i]), topic) == 0))
      list[n++] = all[i];
  qsort (list, n, sizeof *list, by_name);
  return list;
}

static void
add_list (struct strbuf *b, const char *margin, const char *topic)
{
  CLEANUP_FREE const struct fish_command **list = list_commands (topic);

  for (size_t i = 0; list[i]; ++i)
    must (strbuf_addf (b, "%s%-28s %s\n", margin, list[i]->name,
                       list[i]->summary));
}

int
fish_help_commands (void)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  add_list (&b, "", NULL);
  return fish_show (b.ptr);
}

static int
show_topic (const struct fish_topic *t)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  must (strbuf_addf (&b, "%s - %s\n", t->title, t->about));
  add_heading (&b, "Commands");
  add_list (&b, "    ", t->word);
  return fish_show (b.ptr);
}

static void
add_topic (struct strbuf *b, const struct fish_topic *t)
{
  CLEANUP_FREE const struct fish_command **list = list_commands (t->word);

  if (list[0])
    must (strbuf_addf (b, "    %-15s %s\n", t->word, t->title));
}

int
fish_help_topics (const char *above)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  must (strbuf_adds (&b, above));
  add_heading (&b, "Topics");
  add_topic (&b, &own_topic);
  for (const struct fish_topic *t = fish_all_topics (); t->word; ++t)
    add_topic (&b, t);
  return fish_show (b.ptr);
}

/* ---- One command ---- */

static const char *
describe_string (const struct fish_arg *arg)
{
  if (arg->flags & FISH_SECRET)
    return "a secret";
  if (arg->flags & FISH_FILE_IN)
    return "local file to read; - is standard input";
  if (arg->flags & FISH_FILE_OUT)
    return "local file to write; - is standard output";
  if (arg->flags & FISH_DEVICE)
    return arg->flags & FISH_PATH ? "device, or path in the guest" : "device";
  return arg->flags & FISH_PATH ? "path in the guest" : "text";
}

const char *
fish_describe_arg (const struct fish_arg *arg)
{
  switch (arg->form) {
  case FISH_BOOL: return "true or false";
  case FISH_INT: return "number";
  case FISH_INT64: return "number, or size such as 100M";
  case FISH_STRING: return describe_string (arg);
  case FISH_STRING_OR_NULL: return "text, \"\" for none";
  case FISH_BUFFER: return "text";
  case FISH_LIST: return arg->flags & FISH_DEVICE
      ? "list of devices in quotes" : "list of words in quotes";
  }
  return "";
}

static void
add_arg (struct strbuf *b, const struct fish_arg *arg, const char *colon)
{
  CLEANUP_FREE char *name = xasprintf ("%s%s", arg->name, colon);

  must (strbuf_addf (b, "    %-18s %s\n", name, fish_describe_arg (arg)));
  if (arg->choices)
    add_words (b, 23, arg->choices);
}

/* What must be asked for is no word of the command. */
static void
add_args (struct strbuf *b, const struct fish_command *c)
{
  bool first = true;

  for (size_t i = 0; i < c->nr_args; ++i) {
    if (c->args[i].flags & FISH_SECRET)
      continue;
    if (first)
      add_heading (b, "Arguments");
    first = false;
    add_arg (b, &c->args[i], "");
  }
  if (c->nr_optargs > 0)
    add_heading (b, "Optional arguments, as name:value");
  for (size_t i = 0; i < c->nr_optargs; ++i)
    add_arg (b, &c->optargs[i], ":");
}

static void
add_other_names (struct strbuf *b, const struct fish_command *c)
{
  if (c->aliases && c->aliases[0]) {
    add_heading (b, "Other names");
    add_words (b, 4, c->aliases);
  }
  if (c->replaced_by)
    must (strbuf_addf (b, "\nDeprecated%s%s.\n", *c->replaced_by
                       ? ": use " : "", c->replaced_by));
}

static void
add_see_also (struct strbuf *b, const struct fish_command *c)
{
  add_heading (b, "See also");
  if (c->related)
    add_words (b, 4, c->related);
  must (strbuf_addf (b, "    help %s\n", topic_of (c)));
}

static int
show_command (const struct fish_command *c)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  must (strbuf_addf (&b, "%s - %s\n", c->name, c->summary));
  add_heading (&b, "Usage");
  must (strbuf_addf (&b, "    %s%s%s\n", c->name, *c->synopsis ? " " : "",
                     c->synopsis));
  add_other_names (&b, c);
  add_args (&b, c);
  add_heading (&b, "Description");
  add_indented (&b, c->doc);
  if (c->example) {
    must (strbuf_addc (&b, '\n'));
    add_indented (&b, c->example);
  }
  add_see_also (&b, c);
  return fish_show (b.ptr);
}

static const struct fish_topic *
find_topic (const char *name)
{
  const struct fish_topic *t = fish_all_topics ();

  if (strcasecmp (own_topic.word, name) == 0)
    return &own_topic;
  while (t->word && strcasecmp (t->word, name) != 0)
    t++;
  return t->word ? t : NULL;
}

/* A command or a topic that may have been meant. */
static const char *
closest (const char *name)
{
  struct closest best;
  const char *command = fish_closest_command (name);

  closest_begin (&best, name);
  for (const struct fish_topic *t = fish_all_topics (); t->word; ++t)
    closest_consider (&best, t->word);
  return command ? command : best.name;
}

int
fish_help_about (const char *name)
{
  const struct fish_command *c = fish_find_command (name);
  const struct fish_topic *t = find_topic (name);
  const char *meant = c || t ? NULL : closest (name);

  if (c)
    return show_command (c);
  if (t)
    return show_topic (t);
  if (meant) {
    report_suggest (meant);
    cli_error ("help: there is no command '%s': did you mean '%s'?", name,
               meant);
  } else
    cli_error ("help: there is no command '%s': see 'help --list'", name);
  return -1;
}
