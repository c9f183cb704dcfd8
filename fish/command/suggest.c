/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was meant by a value that the library has refused: a word that the
 * argument takes, or a device. */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "command.h"

static void
suggest (const char *name)
{
  CLEANUP_FREE char *text = xasprintf (": did you mean '%s'?", name);

  report_suggest (name);
  fish_extend_held_error (text);
}

/* The library has said what was meant. */
static bool
is_suggested (void)
{
  static const char words[] = "did you mean '";
  const char *p = strstr (fish_held_error (), words);
  CLEANUP_FREE char *name = NULL;

  if (!p)
    return false;
  p += strlen (words);
  name = must_have (strndup (p, strcspn (p, "'")));
  report_suggest (name);
  return true;
}

/* ---- Words ---- */

/* NULL if it may be that one, or none is near.  Of those that are equally near
 * the last is taken: ext4 and not ext2. */
static const char *
closest_choice (const struct fish_arg *arg, const char *word)
{
  struct closest best;
  size_t n = 0;

  if (!arg->choices || !word)
    return NULL;
  closest_begin (&best, word);
  while (arg->choices[n])
    n++;
  while (n-- > 0)
    closest_consider (&best, arg->choices[n]);
  return best.name && strcmp (best.name, word) != 0 ? best.name : NULL;
}

/* The error must be about this word: a command may fail for other reasons. */
static bool
suggest_choice (const struct fish_arg *arg, const char *word)
{
  const char *meant = closest_choice (arg, word);

  if (!meant || !strstr (fish_held_error (), word))
    return false;
  suggest (meant);
  return true;
}

static bool
suggest_choices (const struct fish_call *call)
{
  const struct fish_command *c = call->command;

  for (size_t i = 0; i < c->nr_args; ++i)
    if (c->args[i].form == FISH_STRING &&
        suggest_choice (&c->args[i], call->arg[i].s))
      return true;
  for (size_t i = 0; i < c->nr_optargs; ++i)
    if (call->optmask & UINT64_C (1) << i &&
        c->optargs[i].form == FISH_STRING &&
        suggest_choice (&c->optargs[i], call->opt[i].s))
      return true;
  return false;
}

/* ---- Devices ---- */

/* The first device that the call names and that there is not. */
static const char *
missing_device (const struct fish_call *call, const struct strvec *devices)
{
  const struct fish_command *c = call->command;

  for (size_t i = 0; i < c->nr_args; ++i) {
    char *one[] = { (char *) call->arg[i].s, NULL };
    char **word = c->args[i].form == FISH_LIST ? call->arg[i].list : one;

    for (; c->args[i].flags & FISH_DEVICE && word && *word; ++word)
      if (strncmp (*word, "/dev/", 5) == 0 &&
          !strvec_contains (devices, *word))
        return *word;
  }
  return NULL;
}

/* The letter of the disk, if it has one, and the number of the partition. */
static const char *
which_disk (const char *name)
{
  const char *p = name + strlen (name);

  while (p > name && p[-1] >= '0' && p[-1] <= '9')
    p--;
  return p > name ? p - 1 : p;
}

static bool
same_letters (const char *a, const char *b)
{
  unsigned count[256] = { 0 };

  for (const char *p = a; *p; ++p)
    count[(unsigned char) *p]++;
  for (const char *p = b; *p; ++p)
    if (count[(unsigned char) *p]-- == 0)
      return false;
  return strlen (a) == strlen (b);
}

/* Another disk or partition is not what was meant: it would be overwritten
 * by who believes it.  sda1 for vda1 or sad1, but not for sdb1 or sda2. */
static bool
is_mistyped (const char *wanted, const char *name)
{
  return strcmp (which_disk (wanted), which_disk (name)) == 0 ||
    same_letters (wanted, name);
}

/* The message of the library names all; programs get a list of them. */
static void
suggest_device (const struct strvec *devices, const char *missing)
{
  struct closest best;

  closest_begin (&best, missing + strlen ("/dev/"));
  for (size_t i = 0; i < devices->len; ++i)
    if (strncmp (devices->ptr[i], "/dev/", 5) == 0 &&
        is_mistyped (best.wanted, devices->ptr[i] + 5))
      closest_consider (&best, devices->ptr[i] + 5);
  if (best.name)
    suggest (best.name - strlen ("/dev/"));
  for (size_t i = 0; i < devices->len; ++i)
    if (!best.name || devices->ptr[i] + 5 != best.name)
      report_suggest (devices->ptr[i]);
}

static void
suggest_devices (const struct fish_call *call)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;
  const char *missing;

  guestfs_push_error_handler (fish.g, NULL, NULL);
  if (guestfs_is_ready (fish.g) == 1 && fish_list_devices (&devices) == 0 &&
      (missing = missing_device (call, &devices)))
    suggest_device (&devices, missing);
  guestfs_pop_error_handler (fish.g);
}

void
fish_suggest (const struct fish_call *call)
{
  const int err = fish_held_errno ();

  if (fish_held_error () && !is_suggested () && !suggest_choices (call) &&
      err == ENOENT)
    suggest_devices (call);
}
