/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Tab offers: commands, optional arguments, guest paths and devices. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shell.h"

static void
offer (struct strvec *out, const char *candidate, const char *word)
{
  if (strncasecmp (candidate, word, strlen (word)) == 0)
    must (strvec_add (out, candidate));
}

static void
offer_command (struct strvec *out, const struct fish_command *c,
               const char *word)
{
  offer (out, c->name, word);
  for (size_t i = 0; c->aliases && c->aliases[i]; ++i)
    offer (out, c->aliases[i], word);
}

static void
offer_commands (struct strvec *out, const char *word)
{
  for (const struct fish_command *const *c = fish_all_commands (); *c; ++c)
    offer_command (out, *c, word);
}

static void
offer_devices (struct strvec *out, const char *word)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;

  if (fish_list_devices (&devices) == 0)
    for (size_t i = 0; i < devices.len; ++i)
      offer (out, devices.ptr[i], word);
}

static void
offer_entry (struct strvec *out, const char *dir,
             const struct guestfs_dirent *e, const char *word)
{
  CLEANUP_FREE char *path = xasprintf ("%s%s%s", dir, e->name,
                                       e->ftyp == 'd' ? "/" : "");

  if (strcmp (e->name, ".") != 0 && strcmp (e->name, "..") != 0 &&
      strncmp (path, word, strlen (word)) == 0)
    must (strvec_add (out, path));
}

static void
offer_paths (struct strvec *out, const char *word)
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
offer_remote (struct strvec *out, unsigned flags, const char *word)
{
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

static void
offer_optargs (struct strvec *out, const struct fish_command *c,
               const char *word)
{
  for (size_t i = 0; i < c->nr_optargs; ++i) {
    CLEANUP_FREE char *s = xasprintf ("%s:", c->optargs[i].name);

    offer (out, s, word);
  }
}

/* The argument that word number n (0: the first after the command) is;
 * NULL if it is past the last one. */
static const struct fish_arg *
nth_arg (const struct fish_command *c, size_t n)
{
  for (size_t i = 0; i < c->nr_args; ++i)
    if (!(c->args[i].flags & FISH_SECRET) && n-- == 0)
      return &c->args[i];
  return NULL;
}

/* The words before the one being completed, without their quotes. */
static void
words_before (const char *line, size_t start, struct strvec *ret)
{
  CLEANUP_FREE char *s = must_have (strndup (line, start));
  const char *blanks = " \t";

  for (char *p = s + strspn (s, blanks); *p; p += strspn (p, blanks)) {
    size_t n = strcspn (p, blanks);

    must (strvec_add_owned (ret, must_have (strndup (p, n))));
    p += n;
  }
}

static void
offer_argument (struct strvec *out, const struct fish_command *c, size_t n,
                const char *word, bool *ret_filenames, bool *ret_no_space)
{
  const struct fish_arg *arg = nth_arg (c, n);

  if (!arg) {
    *ret_no_space = true;
    offer_optargs (out, c, word);
  } else if (arg->flags & (FISH_FILE_IN | FISH_FILE_OUT))
    *ret_filenames = true;
  else {
    offer_remote (out, arg->flags, word);
    *ret_no_space = out->len == 1 && out->ptr[0][strlen (out->ptr[0]) - 1]
      == '/';
    /* "add" and others take local files as plain strings. */
    *ret_filenames = arg->flags & FISH_ANY;
  }
}

char **
fish_complete (const char *line, size_t start, const char *word,
               bool *ret_filenames, bool *ret_no_space)
{
  CLEANUP_STRVEC struct strvec before = STRVEC_INIT, out = STRVEC_INIT;
  const struct fish_command *c = NULL;
  size_t first = 0;

  *ret_filenames = *ret_no_space = false;
  words_before (line, start, &before);
  while (first < before.len &&
         (c = fish_find_command (before.ptr[first])) && c->run_local &&
         strncmp (c->synopsis, "command", 7) == 0)
    first++;
  if (first == before.len)
    offer_commands (&out, word);
  else if (c && c->run)
    offer_argument (&out, c, before.len - first - 1, word, ret_filenames,
                    ret_no_space);
  else if (c && strstr (c->synopsis, "cmd"))
    offer_commands (&out, word);
  else
    *ret_filenames = true;
  strvec_sort (&out);
  return out.len > 0 ? strvec_steal (&out) : NULL;
}
