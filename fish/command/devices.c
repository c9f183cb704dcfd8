/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The devices that there are: for Tab, for wildcards, and for who names one
 * that there is not (suggest.c). */

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
