/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The devices that there are: for Tab, for wildcards, and for who names one
 * that there is not. */

#include <config.h>

#include <string.h>

#include "command.h"

static void
add_list (struct strvec *out, char **list)
{
  for (size_t i = 0; list && list[i]; ++i)
    if (!strvec_contains (out, list[i]))
      must (strvec_add (out, list[i]));
  string_list_free (list);
}

int
fish_list_devices (struct strvec *ret)
{
  char *lvm2[] = { (char *) "lvm2", NULL };
  char **devices = guestfs_list_devices (fish.g);

  if (!devices)
    return -1;
  add_list (ret, devices);
  add_list (ret, guestfs_list_partitions (fish.g));
  add_list (ret, guestfs_list_md_devices (fish.g));
  add_list (ret, guestfs_list_dm_devices (fish.g));
  if (guestfs_feature_available (fish.g, lvm2) == 1)
    add_list (ret, guestfs_lvs (fish.g));
  strvec_sort (ret);
  return 0;
}

/* ---- One that there is not ---- */

static bool
is_missing (const struct strvec *devices, const char *word)
{
  return word && strncmp (word, "/dev/", 5) == 0 &&
    !strvec_contains (devices, word);
}

static bool
names_missing (const struct fish_call *call, const struct strvec *devices)
{
  const struct fish_command *c = call->command;

  for (size_t i = 0; i < c->nr_args; ++i) {
    if (!(c->args[i].flags & FISH_DEVICE))
      continue;
    if (is_missing (devices, call->arg[i].s))
      return true;
    for (char **word = call->arg[i].list; word && *word; ++word)
      if (is_missing (devices, *word))
        return true;
  }
  return false;
}

/* The message of the library names them; programs get a list. */
void
fish_suggest_devices (const struct fish_call *call)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;

  if (!report_is_open ())
    return;
  guestfs_push_error_handler (fish.g, NULL, NULL);
  if (guestfs_is_ready (fish.g) == 1 && fish_list_devices (&devices) == 0 &&
      names_missing (call, &devices))
    for (size_t i = 0; i < devices.len; ++i)
      report_suggest (devices.ptr[i]);
  guestfs_pop_error_handler (fish.g);
}
