/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making usable what is composed of several devices, in layers of any order:
 * arrays of logical volumes, volume groups on arrays …
 *
 * Elsewhere udev does this as devices appear.  Here each round looks at the
 * devices that the one before has made, until there are none. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>

#include "call.h"
#include "device.h"
#include "lvm.h"
#include "run.h"

/* Of a program that reads damaged metadata; one that waits for a disk that
 * does not answer cannot be helped. */
#define PROGRAM_SECONDS 120

/* A guest with a broken array or volume group must still be opened, to be
 * repaired: what cannot be activated is left. */
static int
try_to_run (const char *const *argv)
{
  CLEANUP_RUN struct run r = {
    .argv = argv, .merge_stderr = true, .seconds = PROGRAM_SECONDS
  };

  if (run_full (&r) == -1)
    return -1;
  debug ("%s: status %d: %s", argv[0], r.status, r.out);
  return 0;
}

/* ---- Arrays ---- */

/* One that is incomplete keeps its members busy; *ret_any says whether there
 * was one. */
static int
stop_incomplete (bool *ret_any)
{
  CLEANUP_FREE_STRING_LIST char **arrays = md_list_incomplete ();

  if (arrays == NULL)
    return -1;
  for (size_t i = 0; arrays[i]; ++i) {
    const char *const argv[] = { "mdadm", "--stop", arrays[i], NULL };

    *ret_any = true;
    if (try_to_run (argv) == -1)
      return -1;
    md_wait_until_gone (arrays[i]);
  }
  md_remove_dead_names ();
  return 0;
}

/* The missing members may come in a later round, so arrays that lack some are
 * started only when all rounds are over. */
static int
assemble_arrays (bool incomplete_too, bool *ret_incomplete)
{
  const char *const argv[] = {
    "mdadm", "--assemble", "--scan",
    incomplete_too ? "--run" : "--no-degraded", NULL
  };

  if (!have_program ("mdadm"))
    return 0;
  md_remove_dead_names ();
  if (try_to_run (argv) == -1)
    return -1;
  return stop_incomplete (ret_incomplete);
}

/* ---- Volume groups ---- */

/* devices: all, if this is the first round. */
static int
activate_groups (char *const *devices)
{
  static const char *const argv[] = {
    "lvm", "vgchange", "-aay", "--sysinit", NULL
  };

  if (!have_program ("lvm") || (devices && lvm_activate_plain (devices)))
    return 0;
  return dm_prepare () == -1 ? -1 : try_to_run (argv);
}

/* ---- Rounds ---- */

/* Takes list, which may be NULL: then the error has been set. */
static int
add_unseen (struct strvec *unseen, struct strvec *seen, char **list)
{
  CLEANUP_FREE_STRING_LIST char **devices = list;

  for (size_t i = 0; devices && devices[i]; ++i)
    if (!strvec_contains (seen, devices[i])
        && (strvec_add (seen, devices[i]) == -1
            || strvec_add (unseen, devices[i]) == -1)) {
      reply_with_perror ("looking for arrays and volume groups");
      return -1;
    }
  return devices ? 0 : -1;
}

static int
look_at_new_devices (struct strvec *seen, struct found *found)
{
  CLEANUP_STRVEC struct strvec unseen = STRVEC_INIT;

  *found = (struct found) { false, false, false };
  if (add_unseen (&unseen, seen, device_list_disks ()) == -1
      || add_unseen (&unseen, seen, device_list_partitions ()) == -1
      || add_unseen (&unseen, seen, device_list_md ()) == -1
      || add_unseen (&unseen, seen, device_list_dm ()) == -1
      || add_unseen (&unseen, seen, list_logical_volumes ()) == -1)
    return -1;
  return unseen.len == 0 ? 0 : look_at_devices (unseen.ptr, found);
}

int
assemble_devices (int (*dynamic) (void))
{
  CLEANUP_STRVEC struct strvec seen = STRVEC_INIT;
  bool incomplete = false, again = true, first = true;
  struct found found;

  while (again) {
    if (look_at_new_devices (&seen, &found) == -1
        || (found.ldm && dynamic && dynamic () == -1)
        || (found.md && assemble_arrays (false, &incomplete) == -1)
        || (found.lvm
            && activate_groups (first && !found.md ? seen.ptr : NULL) == -1))
      return -1;
    first = false;
    again = found.ldm || found.md || found.lvm;
    if (!again && incomplete) {
      incomplete = false;
      again = true;
      if (assemble_arrays (true, &(bool) { false }) == -1)
        return -1;
    }
  }
  return 0;
}

int
activate_plain_groups (void)
{
  CLEANUP_STRVEC struct strvec all = STRVEC_INIT;
  struct found found;

  if (look_at_new_devices (&all, &found) == -1)
    return -1;
  return !found.md && lvm_activate_plain (all.ptr);
}

/* ---- At the end ---- */

/* "/sysroot/my\040swap" -> "/sysroot/my swap", in place. */
static void
decode_octal (char *s)
{
  char *to = s;

  for (; *s; ++to)
    if (s[0] == '\\' && s[1] && s[2] && s[3]) {
      *to = (s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0');
      s += 4;
    }
    else
      *to = *s++;
  *to = '\0';
}

/* A file, or a device made of others, stays busy while it is swapped to. */
void
stop_swapping (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/swaps", "re");
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;

  while (fp && getline (&line, &cap, fp) != -1)
    if (line[0] == '/') {       /* not the heading */
      line[strcspn (line, " \t\n")] = '\0';
      decode_octal (line);
      if (swapoff (line) == -1)
        debug ("%s: swapoff: %m", line);
    }
}

static bool
stop_some_arrays (char **arrays)
{
  bool any = false;

  for (size_t i = 0; arrays[i]; ++i)
    any |= md_stop_unused (arrays[i]);
  return any;
}

/* MD marks an array as clean a moment after the last write, and fills a new
 * mirror all the time: a running array would still write when QEMU has closed
 * the drives.  Each round frees what the arrays of the next are made of. */
void
stop_arrays (void)
{
  bool again = true;

  while (again) {
    CLEANUP_FREE_STRING_LIST char **arrays = device_list_md ();

    again = arrays && arrays[0];
    if (again) {
      dm_remove_unused ();
      again = stop_some_arrays (arrays);
    }
  }
}
