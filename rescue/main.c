/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virt-rescue: what happens in which order. */

#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rescue.h"

/* The word that asks for the shell comes first, then those of
 * LIBGUESTFS_APPEND and of --append. */
static int
set_append (guestfs_h *g, const char *more)
{
  const char *set = guestfs_get_append (g);
  CLEANUP_FREE char *words =
    xasprintf ("guestfs_rescue=1%s%s%s%s", set ? " " : "", set ? set : "",
               more ? " " : "", more ? more : "");

  return guestfs_set_append (g, words);
}

static int
set_up_appliance (guestfs_h *g, const struct rescue_options *r)
{
  if (!r->suggest && set_append (g, r->append) == -1)
    return -1;
  if (r->memsize > 0 && guestfs_set_memsize (g, r->memsize) == -1)
    return -1;
  return r->smp > 0 ? guestfs_set_smp (g, r->smp) : 0;
}

/* Windows has no use for them, and no place. */
static int
bind_kernel_file_systems (guestfs_h *g)
{
  static char *no_words[] = { NULL };
  CLEANUP_FREE_STRING_LIST char **roots = guestfs_inspect_get_roots (g);
  CLEANUP_FREE char *type = roots && roots[0]
    ? guestfs_inspect_get_type (g, roots[0]) : NULL;
  CLEANUP_FREE char *ok = NULL;

  if (!type)
    return -1;
  if (strcmp (type, "windows") == 0)
    return 0;
  ok = guestfs_debug (g, "bind_kernel", no_words);
  return ok ? 0 : -1;
}

static void
welcome (const struct rescue_options *r, const struct escape *e)
{
  const struct cli_options *o = &r->shared;
  CLEANUP_FREE char *name = escape_name (e);

  puts ("\nThis is the shell of virt-rescue. / is the appliance; what is "
        "mounted below\n/sysroot is the virtual machine.");
  if (o->inspect)
    puts ("Its file systems are there. To run programs of it: chroot "
          "/sysroot");
  else if (o->mounts.len == 0)
    puts ("Nothing is mounted yet: find its file systems with lsblk -f, and "
          "mount them\nthere.");
  if (cli.read_only)
    puts ("Nothing that is written to the disks is kept (--ro).");
  if (e->key != NO_ESCAPE)
    printf ("To leave, type exit, or %s q whatever runs. %s h: help.\n", name,
            name);
  putchar ('\n');
  fflush (stdout);
}

static int
run_shell (guestfs_h *g, struct rescue_options *r)
{
  struct cli_options *o = &r->shared;
  struct escape e = { .key = r->escape };

  console_begin (g);
  if (cli_start_guest (g, o) == -1 ||
      (o->inspect && bind_kernel_file_systems (g) == -1))
    return -1;
  welcome (r, &e);
  return session_run (g, &e, o->inspect);
}

static int
suggest (guestfs_h *g, struct rescue_options *r)
{
  cli.read_only = true;
  return cli_start_guest (g, &r->shared) == -1 ? -1 : suggest_mounts (g);
}

static bool
has_terminal (const struct rescue_options *r)
{
  if (r->suggest || tty_remember () == 0)
    return true;
  cli_error ("standard input is not a terminal: for scripts there is "
             "guestfish");
  return false;
}

/* Ends as who has sent the signal expects. */
static void
end_by_signal (int sig)
{
  signal (sig, SIG_DFL);
  raise (sig);
}

int
main (int argc, char *argv[])
{
  struct rescue_options r;
  guestfs_h *g;
  int result;

  signal (SIGPIPE, SIG_IGN);
  rescue_options_parse (argc, argv, &r);
  g = has_terminal (&r) ? cli_create_handle (NULL) : NULL;
  result = g ? set_up_appliance (g, &r) : -1;
  if (result == 0)
    result = r.suggest ? suggest (g, &r) : run_shell (g, &r);
  /* It may be that what was written last did not reach the disk. */
  if (g && result != -1 && guestfs_shutdown (g) == -1)
    result = -1;
  if (g) {
    console_end (g);
    guestfs_close (g);
  }
  cli_options_done (&r.shared);
  if (result > 0)
    end_by_signal (result);
  return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
