/* SPDX-License-Identifier: GPL-2.0-or-later */
/* supported: which optional groups of commands this appliance has. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "local.h"

/* In JSON a member of the object that is open. */
static int
print_group (const char *group, size_t width)
{
  struct json *j = report_members ();
  char *one[] = { (char *) group, NULL };
  int r = guestfs_feature_available (fish.g, one);

  if (r == -1)
    return -1;
  if (!j)
    printf ("%*s %s\n", (int) width, group, r ? "yes" : "no");
  else {
    jw_name (j, group);
    jw_bool (j, r);
  }
  return 0;
}

static int
print_groups (char *const *groups)
{
  struct json *j = report_members ();
  size_t width = 0;

  if (j) {
    jw_name (j, "value");
    jw_begin_object (j);
  }

  for (size_t i = 0; groups[i]; ++i)
    if (strlen (groups[i]) > width)
      width = strlen (groups[i]);
  for (size_t i = 0; groups[i]; ++i)
    if (print_group (groups[i], width) == -1)
      return -1;
  if (j)
    jw_end_object (j);
  return 0;
}

static int
run_supported (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_FREE_STRING_LIST char **groups = NULL;

  (void) c;
  if (argc > 0)
    return print_groups (argv);
  groups = guestfs_available_all_groups (fish.g);
  return groups ? print_groups (groups) : -1;
}

static const struct fish_command supported_command = {
  .name = "supported", .synopsis = "[group ...]",
  .summary = "list optional groups of commands",
  .max_words = SIZE_MAX, .run_local = run_supported,
  .schema = "{\"type\":\"object\","
    "\"additionalProperties\":{\"type\":\"boolean\"}}",
  .doc =
  "For each group (or those given): can this appliance do it? The manual\n"
  "says which commands belong to a group.\n",
};

FISH_COMMANDS (supported, &supported_command);
