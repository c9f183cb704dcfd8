/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfish: a shell for the library.  What happens in which order. */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"
#include "options.h"

/* Drives, launch, and everything that needs a launched appliance. */
static int
prepare_disks (struct options *o)
{
  if (fish_add_drives (&o->drives) == -1)
    return -1;
  if (!o->inspect && o->mounts.len == 0 && !options_have_new_drive (o))
    return 0;
  if (fish_launch () == -1)
    return -1;
  for (size_t i = 0; i < o->drives.len; ++i)
    if (o->drives.ptr[i].kind == DRIVE_NEW &&
        prepare_fill (&o->drives.ptr[i]) == -1)
      return -1;
  if (o->inspect && fish_inspect_and_mount () == -1)
    return -1;
  for (size_t i = 0; i < o->mounts.len; ++i)
    if (fish_mount_option (o->mounts.ptr[i]) == -1)
      return -1;
  return 0;
}

static int
set_up_handle (struct options *o)
{
  fish.g = fish_create_handle ();
  if (!fish.g)
    return -1;
  if (o->no_sync && guestfs_set_autosync (fish.g, 0) == -1)
    return -1;
  if ((o->network || fish_have_clevis_key ()) &&
      guestfs_set_network (fish.g, 1) == -1)
    return -1;
  return prepare_disks (o);
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
  fish_error ("-f %s: %s", name, strerror (errno));
  return -1;
}

static int
run_commands (const struct options *o)
{
  if (o->listen)
    return remote_serve ();
  if (o->argc > 0)
    return fish_run_command_line (o->argc, o->argv);
  if (o->file)
    return run_file (o->file);
  if (fish.interactive)
    return fish_run_interactively ();
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
  struct options o;
  int r = 0;

  /* A reader that goes away is an error to report, not a reason to die with
   * an appliance running. */
  signal (SIGPIPE, SIG_IGN);
  options_parse (argc, argv, &o);
  fish.interactive = o.argc == 0 && !o.file && !o.listen &&
    isatty (STDIN_FILENO);
  if (o.listen)
    r = remote_listen (o.csh);
  if (r == 0 && !fish.remote)
    r = set_up_handle (&o);
  if (r == 0)
    r = run_commands (&o);
  r = close_handle (r);
  if (fish_flush () == -1 || fish.interrupted)
    r = -1;
  options_done (&o);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
