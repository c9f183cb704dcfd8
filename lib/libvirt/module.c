/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module's face: all its functions. */

#include <config.h>

#include <libvirt/virterror.h>

#include "job.h"

static void
ignore_error (void *opaque, virErrorPtr e)
{
  (void) opaque, (void) e;
}

static void
module_init (bool quiet)
{
  if (quiet)
    virSetErrorFunc (NULL, ignore_error);
}

extern const struct libvirt_module guestfs_int_libvirt_module;

const struct libvirt_module guestfs_int_libvirt_module = {
  .build_id = GUESTFS_BUILD_ID,
  .init = module_init,
  .connect = connect_open,
  .disconnect = connect_close,
  .uri = connect_uri,
};
