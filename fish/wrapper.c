/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virt-copy-in and its kin. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "wrapper.h"

#define ABOUT(name, does, operands, example) \
  name ": " does "\n" \
  "\n" \
  "  " name " [OPTION …] -a DISK|-d DOMAIN " operands "\n" \
  "  " name " " example "\n" \
  "\n" \
  "The operating system on the disks is found and mounted. The options are\n" \
  "those of guestfish(1); words that begin with a dash come after --.\n"

static struct wrapper wrappers[] = {
  {
    "copy-in", "LOCAL… /DIRECTORY", false,
    { .name = "virt-copy-in",
      .about = ABOUT ("virt-copy-in", "copy files and directories into a "
                      "virtual machine", "LOCAL… /DIRECTORY",
                      "-a disk.img motd /etc") },
  },
  {
    "copy-out", "/PATH… LOCALDIRECTORY", true,
    { .name = "virt-copy-out",
      .about = ABOUT ("virt-copy-out", "copy files and directories out of a "
                      "virtual machine", "/PATH… LOCALDIRECTORY",
                      "-a disk.img /etc/motd /var/log .") },
  },
  {
    "tar-in", "TARFILE|- /DIRECTORY", false,
    { .name = "virt-tar-in",
      .about = ABOUT ("virt-tar-in", "unpack a tar archive in a virtual "
                      "machine", "TARFILE|- /DIRECTORY",
                      "-a disk.img home.tar /home") },
  },
  {
    "tar-out", "/DIRECTORY TARFILE|-", true,
    { .name = "virt-tar-out",
      .about = ABOUT ("virt-tar-out", "make a tar archive of a directory of a "
                      "virtual machine", "/DIRECTORY TARFILE|-",
                      "-a disk.img /home home.tar") },
  },
};
#define NR_WRAPPERS (sizeof wrappers / sizeof wrappers[0])

struct wrapper *
wrapper_find (int argc, char *const *argv)
{
  static const char option[] = "--wrapper=";
  const char *name;

  if (argc < 2 || strncmp (argv[1], option, strlen (option)) != 0)
    return NULL;
  name = argv[1] + strlen (option);
  for (size_t i = 0; i < NR_WRAPPERS; ++i)
    if (strcmp (wrappers[i].program.name, name) == 0)
      return &wrappers[i];
  cli_error ("--wrapper=%s: there is no such program", name);
  exit (EXIT_FAILURE);
}

/* The words are not split at ":", which may be the name of a file. */
int
wrapper_run (const struct wrapper *w, const struct cli_options *o)
{
  CLEANUP_STRVEC struct strvec words = STRVEC_INIT;

  must (strvec_add (&words, w->command));
  for (int i = 0; i < o->argc; ++i)
    must (strvec_add (&words, o->argv[i]));
  return fish_run_words (words.len, words.ptr);
}
