/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glob: run a command for everything that wildcards match. */

#include <config.h>

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"

static bool
has_wildcard (const char *s)
{
  return strpbrk (s, "*?[") != NULL;
}

/* /dev in the appliance holds much that is no disk, so devices are matched
 * against what the library lists. */
static int
expand_device (const char *pattern, struct strvec *out)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;

  if (fish_list_devices (&devices) == -1)
    return -1;
  for (size_t i = 0; i < devices.len; ++i)
    if (fnmatch (pattern, devices.ptr[i], FNM_PATHNAME) == 0)
      must (strvec_add (out, devices.ptr[i]));
  return 0;
}

static int
expand_path (const char *pattern, struct strvec *out)
{
  CLEANUP_FREE_STRING_LIST char **paths =
    guestfs_glob_expand (fish.g, pattern);

  if (!paths)
    return -1;
  for (size_t i = 0; paths[i]; ++i)
    must (strvec_add (out, paths[i]));
  return 0;
}

static int
expand (const char *word, struct strvec *out)
{
  if (!has_wildcard (word) || *word != '/') {
    must (strvec_add (out, word));
    return 0;
  }
  if ((strncmp (word, "/dev/", 5) == 0 ? expand_device (word, out)
                                       : expand_path (word, out)) == -1)
    return -1;
  /* As in a shell, what matches nothing is meant as it is. */
  if (out->len == 0)
    must (strvec_add (out, word));
  return 0;
}

/* All combinations of one word from each list, the last running fastest. */
static int
run_all (struct strvec *lists, char **words, size_t n, size_t i)
{
  if (i == n)
    return fish_run_words (n, words);
  for (size_t j = 0; j < lists[i].len; ++j) {
    words[i] = lists[i].ptr[j];
    if (run_all (lists, words, n, i + 1) == -1)
      return -1;
  }
  return 0;
}

static int
run_glob (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_FREE struct strvec *lists = must_have (calloc (argc,
                                                         sizeof *lists));
  CLEANUP_FREE char **words = must_have (calloc (argc + 1, sizeof *words));
  int r = 0;

  (void) c;
  must (strvec_add (&lists[0], argv[0]));
  for (size_t i = 1; i < argc && r == 0; ++i)
    r = expand (argv[i], &lists[i]);
  if (r == 0)
    r = run_all (lists, words, argc, 0);
  for (size_t i = 0; i < argc; ++i)
    strvec_done (&lists[i]);
  return r;
}

static const struct fish_command glob_command = {
  .name = "glob", .synopsis = "command [args ...]",
  .summary = "run a command with wildcards expanded",
  .min_words = 1, .max_words = SIZE_MAX, .words = FISH_COMMAND_LINE,
  .run_local = run_glob,
  .doc =
  "Arguments that begin with a slash and have *, ? or [ in them are replaced\n"
  "by the paths of the guest that match, or below /dev by the devices,\n"
  "partitions and logical volumes that match; the command runs once for\n"
  "each. With wildcards in several arguments it runs for all combinations.\n"
  "An argument that matches nothing stays as it is.\n\n"
  "    glob rm-rf /home/*\n",
};

FISH_COMMANDS (glob, &glob_command);
