/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfish: a shell for the library.  What happens in which order. */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "local.h"
#include "shell.h"

static int
fill_new_drives (const struct cli_drives *drives)
{
  for (size_t i = 0; i < drives->len; ++i)
    if (drives->ptr[i].add == prepare_create &&
        prepare_fill (&drives->ptr[i]) == -1)
      return -1;
  return 0;
}

static int
mount_all (const struct strvec *mounts)
{
  fish.typed = "-m";
  for (size_t i = 0; i < mounts->len; ++i)
    if (cli_mount (fish.g, mounts->ptr[i]) == -1)
      return -1;
  fish.typed = NULL;
  return 0;
}

static int
inspect_and_mount (void)
{
  int r;

  progress_begin ();
  interrupt_begin (fish.g);
  r = cli_inspect_and_mount (fish.g);
  if (r == 0)
    fish_report_system ();
  interrupt_end ();
  progress_end ();
  return r;
}

/* Drives, launch, and everything that needs a launched appliance. */
static int
prepare_disks (struct command_line *l)
{
  struct cli_options *o = &l->shared;

  if (cli_add_drives (fish.g, &o->drives) == -1)
    return -1;
  if (!o->inspect && o->mounts.len == 0 && !command_line_has_new_drive (l))
    return 0;
  if (fish_launch () == -1 || fill_new_drives (&o->drives) == -1)
    return -1;
  if (o->inspect && inspect_and_mount () == -1)
    return -1;
  return mount_all (&o->mounts);
}

static int
set_up_handle (struct command_line *l)
{
  fish.g = fish_create_handle ();
  if (!fish.g)
    return -1;
  if (cli_set_up_handle (fish.g, &l->shared) == -1)
    return -1;
  return prepare_disks (l);
}

static int
run_file (const char *name)
{
  CLEANUP_FCLOSE FILE *fp = NULL;

  if (strcmp (name, "-") == 0)
    return fish_run_script ("stdin", stdin);
  fp = fopen (name, "re");
  if (fp)
    return fish_run_script (name, fp);
  cli_error ("-f %s: %s", name, strerror (errno));
  return -1;
}

static int
run_commands (const struct command_line *l)
{
  if (l->wrapper)
    return wrapper_run (l->wrapper, &l->shared);
  if (l->listen)
    return remote_serve ();
  if (l->shared.argc > 0)
    return fish_run_command_line (l->shared.argc, l->shared.argv);
  if (l->file)
    return run_file (l->file);
  if (cli.interactive)
    return fish_run_interactively (l->shared.inspect);
  return fish_run_script ("stdin", stdin);
}

/* Closing may find that the last writes did not reach the disk. */
static int
close_handle (int r)
{
  if (!fish.g)
    return r;
  if (r == 0)
    r = guestfs_shutdown (fish.g);
  guestfs_close (fish.g);
  fish.g = NULL;
  events_forget ();
  return r;
}

int
main (int argc, char *argv[])
{
  struct command_line l;
  int r = 0;

  /* A reader that goes away is an error to report, not a reason to die with
   * an appliance running. */
  signal (SIGPIPE, SIG_IGN);
  interrupt_set_up ();
  cli.position = fish_position;
  fish_set_commands (fish_local_commands, fish_api_commands,
                     fish_nr_api_commands, fish_topics);
  command_line_parse (argc, argv, &l);
  cli.interactive = l.shared.argc == 0 && !l.file && !l.listen &&
    isatty (STDIN_FILENO);
  if (l.listen)
    r = remote_listen (l.csh);
  if (r == 0 && !fish.remote)
    r = set_up_handle (&l);
  if (r == 0)
    r = run_commands (&l);
  r = close_handle (r);
  if (fish_flush () == -1 || fish.interrupted)
    r = -1;
  cli_options_done (&l.shared);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
