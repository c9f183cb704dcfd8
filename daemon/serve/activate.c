/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done with the drives when they are there: partitions of a damaged
 * table, dynamic disks of Windows, arrays, volume groups.  Only where there is
 * something of the kind, because starting programs takes longer than all the
 * rest of connecting.
 */

#include "config.h"

#include "apart.h"
#include "daemon.h"
#include "serve.h"

#define DYNAMIC_SECONDS 60

static int
create_dynamic_volumes (void *arg)
{
  (void) arg;
  return do_ldmtool_create_all ();
}

static int
no_output (void *opaque, const void *buf, size_t len)
{
  (void) opaque, (void) buf, (void) len;
  return 0;
}

/* In a process of its own: should the library not stand damaged metadata, or
 * find no end, the launch still succeeds. */
static int
activate_dynamic_disks (void)
{
  if (dm_prepare () == -1)
    return -1;
  if (run_apart ("dynamic disks", DYNAMIC_SECONDS, create_dynamic_volumes,
                 NULL, no_output, NULL) == -1 && call_is_cancelled ())
    return -1;
  reply_forget_error ();
  return 0;
}

static int
adopt_all_partitions (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  for (size_t i = 0; disks && disks[i]; ++i)
    adopt_partitions (disks[i]);
  return disks ? 0 : -1;
}

int
activate_devices (void)
{
  return adopt_all_partitions () == -1 ? -1
    : assemble_devices (activate_dynamic_disks);
}
