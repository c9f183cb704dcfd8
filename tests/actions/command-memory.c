/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much a program of the guest may say and how much memory it may take: it
 * fails, and nothing else does.
 *
 * tier: slow */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "testing.h"

static const int disks[] = { 200, 0 };

static void
make_guest (guestfs_h *g)
{
  if (guestfs_mkfs (g, "ext2", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1 ||
      guestfs_mkdir (g, "/dev") == -1)
    abort ();
  give_guest_programs (g, "/bin/sh /bin/dd /usr/bin/head /usr/bin/yes");
}

static void
works (guestfs_h *g)
{
  CLEANUP_FREE char *out = guestfs_sh (g, "echo works");

  CHECK (out && strcmp (out, "works\n") == 0);
}

static void
output (guestfs_h *g)
{
  const size_t n = 50 << 20;
  CLEANUP_FREE char *out = NULL;
  size_t i = 0;

  running_test = "output";
  out = guestfs_sh (g, "yes 0123456 | head -c 52428800");
  CHECK (out && strlen (out) == n);
  while (out && i < n && memcmp (out + i, "0123456\n", 8) == 0)
    i += 8;
  CHECK (i == n);
}

static void
endless_output (guestfs_h *g)
{
  running_test = "endless output";
  FAILS_NULL (g, guestfs_sh (g, "yes"), "sh", ENOMEM, "output is longer");
  works (g);
  /* Short lines take many times as much memory as their text. */
  FAILS_NULL (g, guestfs_sh_lines (g, "yes | head -c 20000000"), "sh_lines",
              ENOMEM, "");
  works (g);
}

/* It is the one that goes. */
static void
memory (guestfs_h *g)
{
  running_test = "memory";
  FAILS_NULL (g, guestfs_sh (g, "exec dd if=/dev/zero of=/dev/null bs=260M "
                             "count=1"), "sh", -1, "signal 9");
  works (g);
  CHECK (quit_events () == 0);
}

int
main (void)
{
  guestfs_h *g;

  test_begin (300);
  g = new_handle ();
  CHECK (guestfs_set_memsize (g, 320) == 0); /* exhausted sooner */
  /* Nobody else has so little: a template would not be used again. */
  CHECK (guestfs_set_backend_setting (g, "template", "0") == 0);
  start (g, disks);
  make_guest (g);
  output (g);
  if (!getenv ("sanitizers")) { /* they take the memory that this is about */
    endless_output (g);
    memory (g);
  }
  guestfs_close (g);
  return test_end ();
}
