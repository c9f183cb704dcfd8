/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Local mounts: beginning and ending.  What a request of the host's kernel does
 * here is in fuse/, by what it is about. */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "daemon.h"
#include "nodes.h"

int
do_internal_fuse_begin (int64_t sec, int64_t nsec)
{
  const struct timespec now = { .tv_sec = sec, .tv_nsec = nsec };

  nodes_end ();
  if (!need_root ())
    return -1;
  if (clock_settime (CLOCK_REALTIME, &now) == 0)
    return 0;
  reply_with_perror ("setting the clock");
  return -1;
}

int
do_internal_fuse_end (void)
{
  nodes_end ();
  return 0;
}

int
do_internal_fuse_forget (char *const *nodes)
{
  for (size_t i = 0; nodes[i]; i++)
    node_forget (strtoll (nodes[i], NULL, 10));
  return 0;
}
