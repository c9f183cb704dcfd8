/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the environment and the settings are: for whoever reads a report. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test-tool.h"

static bool
begins_with_one_of (const char *s, const char *const *prefixes)
{
  for (; *prefixes; ++prefixes)
    if (strncmp (s, *prefixes, strlen (*prefixes)) == 0)
      return true;
  return false;
}

void
show_environment (void)
{
  static const char *const ours[] = {
    "LIBGUESTFS_", "SUPERMIN_", "LIBVIRT_", "LIBVIRTD_", "LD_", "TMPDIR=",
    "PATH=", "XDG_RUNTIME_DIR=", NULL
  };

  for (char **e = environ; e && *e; ++e)
    if (begins_with_one_of (*e, ours))
      puts (*e);
}

static void
show_text (const char *name, const char *value)
{
  printf ("guestfs_%s: %s\n", name, value ? value : "(null)");
}

static void
show_number (const char *name, int value)
{
  printf ("guestfs_%s: %d\n", name, value);
}

static void
show_backend (guestfs_h *g)
{
  CLEANUP_FREE char *backend = guestfs_get_backend (g);
  CLEANUP_FREE_STRING_LIST char **list = guestfs_get_backend_settings (g);
  CLEANUP_FREE char *settings = list ? string_list_join (":", list) : NULL;

  show_text ("get_backend", backend);
  show_text ("get_backend_settings", settings);
}

static void
show_directories (guestfs_h *g)
{
  CLEANUP_FREE char *cachedir = guestfs_get_cachedir (g);
  CLEANUP_FREE char *sockdir = guestfs_get_sockdir (g);
  CLEANUP_FREE char *tmpdir = guestfs_get_tmpdir (g);
  CLEANUP_FREE char *hv = guestfs_get_hv (g);

  show_text ("get_cachedir", cachedir);
  show_text ("get_hv", hv);
  show_text ("get_path", guestfs_get_path (g));
  show_text ("get_sockdir", sockdir);
  show_text ("get_tmpdir", tmpdir);
}

void
show_settings (guestfs_h *g)
{
  show_text ("get_append", guestfs_get_append (g));
  show_number ("get_autosync", guestfs_get_autosync (g));
  show_backend (g);
  show_directories (g);
  show_number ("get_memsize", guestfs_get_memsize (g));
  show_number ("get_network", guestfs_get_network (g));
  show_number ("get_pgroup", guestfs_get_pgroup (g));
  show_text ("get_program", guestfs_get_program (g));
  show_number ("get_recovery_proc", guestfs_get_recovery_proc (g));
  show_number ("get_smp", guestfs_get_smp (g));
  show_number ("get_trace", guestfs_get_trace (g));
  show_number ("get_verbose", guestfs_get_verbose (g));
#if defined __x86_64__
  puts ("host_cpu: x86_64");
#else
  puts ("host_cpu: another one than x86_64");
#endif
}
