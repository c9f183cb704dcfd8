/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Tab offers: commands, words that an argument may be, optional
 * arguments, guest paths and devices. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shell.h"

/* ---- The list ---- */

static void
add_offer (struct offers *out, const char *candidate, const char *note)
{
  out->ptr = must_have (reallocarray (out->ptr, out->len + 1,
                                      sizeof *out->ptr));
  out->ptr[out->len++] = (struct offer) {
    .word = must_have (strdup (candidate)), .note = note,
  };
}

static void
offer (struct offers *out, const char *candidate, const char *word,
       const char *note)
{
  if (strncasecmp (candidate, word, strlen (word)) == 0)
    add_offer (out, candidate, note);
}

static int
by_word (const void *a, const void *b)
{
  const struct offer *x = a, *y = b;

  return strcmp (x->word, y->word);
}

void
offers_done (struct offers *o)
{
  for (size_t i = 0; i < o->len; ++i)
    free (o->ptr[i].word);
  free (o->ptr);
  *o = (struct offers) { .len = 0 };
}

/* ---- Commands and topics ---- */

/* It may have a dash in front. */
static void
offer_name (struct offers *out, const char *name, const char *word,
            const char *note)
{
  CLEANUP_FREE char *s = xasprintf ("%s%s", *word == '-' ? "-" : "", name);

  offer (out, s, word, note);
}

static void
offer_command (struct offers *out, const struct fish_command *c,
               const char *word)
{
  offer_name (out, c->name, word, c->summary);
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    offer_name (out, c->aliases[i], word, c->summary);
}

static void
offer_commands (struct offers *out, const char *word)
{
  for (const struct fish_command *const *c = fish_all_commands (); *c; ++c)
    offer_command (out, *c, word);
}

static void
offer_topics (struct offers *out, const char *word)
{
  for (const struct fish_topic *t = fish_all_topics (); t->word; ++t)
    offer (out, t->word, word, t->title);
}

/* ---- What is in the guest ---- */

static void
offer_devices (struct offers *out, const char *word)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;

  if (fish_list_devices (&devices) == 0)
    for (size_t i = 0; i < devices.len; ++i)
      offer (out, devices.ptr[i], word, "");
}

static void
offer_entry (struct offers *out, const char *dir,
             const struct guestfs_dirent *e, const char *word)
{
  CLEANUP_FREE char *path = xasprintf ("%s%s%s", dir, e->name,
                                       e->ftyp == 'd' ? "/" : "");

  if (strcmp (e->name, ".") != 0 && strcmp (e->name, "..") != 0 &&
      strncmp (path, word, strlen (word)) == 0)
    add_offer (out, path, "");
}

static void
offer_paths (struct offers *out, const char *word)
{
  const char *slash = strrchr (word, '/');
  CLEANUP_FREE char *dir = NULL;
  struct guestfs_dirent_list *entries;

  if (!slash)
    return;
  dir = must_have (strndup (word, slash - word + 1));
  entries = guestfs_readdir (fish.g, dir);
  for (uint32_t i = 0; entries && i < entries->len; ++i)
    offer_entry (out, dir, &entries->val[i], word);
  guestfs_free_dirent_list (entries);
}

/* Ask the guest, without a word about what it cannot answer. */
static void
offer_guest (struct offers *out, unsigned flags, const char *word)
{
  if (!(flags & (FISH_DEVICE | FISH_PATH)))
    return;
  out->guest = true;
  out->device = flags & FISH_DEVICE;
  if (!fish.g || fish.no_dest_paths)
    return;
  guestfs_push_error_handler (fish.g, NULL, NULL);
  if (guestfs_is_ready (fish.g) == 1) {
    if (flags & FISH_DEVICE)
      offer_devices (out, word);
    if (flags & FISH_PATH)
      offer_paths (out, word);
  }
  guestfs_pop_error_handler (fish.g);
}

/* ---- Arguments ---- */

static void
offer_choices (struct offers *out, const char *const *choices,
               const char *prefix, const char *word)
{
  for (size_t i = 0; choices && choices[i]; ++i) {
    CLEANUP_FREE char *s = xasprintf ("%s%s", prefix, choices[i]);

    offer (out, s, word, "");
  }
}

static const char *const booleans[] = { "true", "false", NULL };

/* "name:" first, and when that is there its value. */
static void
offer_optarg (struct offers *out, const struct fish_arg *arg,
              const char *word)
{
  CLEANUP_FREE char *name = xasprintf ("%s:", arg->name);

  if (strncasecmp (word, name, strlen (name)) == 0)
    offer_choices (out, arg->form == FISH_BOOL ? booleans : arg->choices,
                   name, word);
  else if (strncasecmp (name, word, strlen (word)) == 0) {
    add_offer (out, name, fish_describe_arg (arg));
    out->no_space = true;
  }
}

static void
offer_kind (struct offers *out, unsigned flags, const char *word)
{
  offer_guest (out, flags, word);
  if (flags & FISH_COMMAND_NAME)
    offer_commands (out, word);
  if (flags & FISH_TOPIC)
    offer_topics (out, word);
  /* "add" and others take local files as plain strings. */
  out->files = flags & (FISH_ANY | FISH_FILE_IN | FISH_FILE_OUT);
  out->directories = flags & FISH_DIRECTORY;
}

static void
offer_argument (struct offers *out, const struct fish_command *c, size_t n,
                const char *word)
{
  const struct fish_arg *arg = fish_nth_arg (c, n);

  if (!arg)
    for (size_t i = 0; i < c->nr_optargs; ++i)
      offer_optarg (out, &c->optargs[i], word);
  else if (arg->form == FISH_BOOL)
    offer_choices (out, booleans, "", word);
  else if (arg->choices)
    offer_choices (out, arg->choices, "", word);
  else
    offer_kind (out, arg->flags, word);
}

void
fish_complete (const struct strvec *before, const char *word,
               struct offers *ret)
{
  size_t first;
  const struct fish_command *c = fish_innermost_command (before, &first);

  *ret = (struct offers) { .len = 0 };
  if (first == before->len)
    offer_commands (ret, word);
  else if (c && c->run)
    offer_argument (ret, c, before->len - first - 1, word);
  else if (c)
    offer_kind (ret, c->words, word);
  if (ret->len > 1)
    qsort (ret->ptr, ret->len, sizeof *ret->ptr, by_word);
}

/* ---- For the completion of shells: guestfish --complete ---- */

/* Commands are separated by ":": the last one is meant. */
static void
words_of_last_command (int argc, char *const *argv, struct strvec *ret)
{
  int first = 0;

  for (int i = 0; i < argc; ++i)
    if (strcmp (argv[i], ":") == 0)
      first = i + 1;
  for (int i = first; i < argc; ++i)
    must (strvec_add (ret, argv[i]));
}

static void
print_directives (const struct offers *o)
{
  const struct { bool on; const char *word; } directives[] = {
    { o->files, "files" }, { o->directories, "directories" },
    { o->guest && !o->files, "guest" }, { o->device, "device" },
    { o->no_space, "nospace" },
  };
  const char *blank = "";

  for (size_t i = 0; i < sizeof directives / sizeof directives[0]; ++i)
    if (directives[i].on) {
      printf ("%s%s", blank, directives[i].word);
      blank = " ";
    }
  putchar ('\n');
}

void
fish_print_offers (int argc, char *const *argv)
{
  CLEANUP_STRVEC struct strvec before = STRVEC_INIT;
  const char *word = argc > 0 ? argv[argc - 1] : "";
  struct offers offers;

  words_of_last_command (argc > 0 ? argc - 1 : 0, argv, &before);
  fish_complete (&before, word, &offers);
  print_directives (&offers);
  for (size_t i = 0; i < offers.len; ++i)
    printf ("%s\t%s\n", offers.ptr[i].word, offers.ptr[i].note);
  offers_done (&offers);
}

/* ---- The same as a table: guestfish --complete-table ---- */

static const char *
name_of_kind (const struct fish_arg *arg)
{
  static const char *const forms[] = {
    [FISH_BOOL] = "bool", [FISH_INT] = "int", [FISH_INT64] = "int64",
    [FISH_STRING] = "string", [FISH_STRING_OR_NULL] = "string",
    [FISH_LIST] = "list", [FISH_BUFFER] = "buffer",
  };

  if (arg->form != FISH_STRING)
    return forms[arg->form];
  if (arg->flags & FISH_FILE_IN)
    return "file-in";
  if (arg->flags & FISH_FILE_OUT)
    return "file-out";
  if (arg->flags & FISH_DEVICE)
    return arg->flags & FISH_PATH ? "device-or-path" : "device";
  return arg->flags & FISH_PATH ? "path" : "string";
}

static void
print_kinds (const struct fish_arg *args, size_t n, unsigned left_out)
{
  const char *blank = "";

  for (size_t i = 0; i < n; ++i) {
    if (args[i].flags & left_out)
      continue;
    printf ("%s%s:%s", blank, args[i].name,
            args[i].choices ? "" : name_of_kind (&args[i]));
    for (size_t k = 0; args[i].choices && args[i].choices[k]; ++k)
      printf ("%c%s", k == 0 ? '=' : ',', args[i].choices[k]);
    blank = " ";
  }
}

void
fish_print_table (void)
{
  for (const struct fish_command *const *c = fish_all_commands (); *c; ++c) {
    printf ("%s\t", (*c)->name);
    for (size_t i = 0; (*c)->aliases && (*c)->aliases[i]; ++i)
      printf ("%s%s", i == 0 ? "" : ",", (*c)->aliases[i]);
    putchar ('\t');
    if ((*c)->run)
      print_kinds ((*c)->args, (*c)->nr_args, FISH_SECRET);
    else
      fputs ("…:words", stdout);
    putchar ('\t');
    print_kinds ((*c)->optargs, (*c)->nr_optargs, 0);
    printf ("\t%s\n", (*c)->summary);
  }
}
