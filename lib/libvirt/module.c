/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module's face: all its functions. */

#include <config.h>

#include "disks.h"
#include "run.h"

static void
module_init (bool quiet)
{
  if (quiet)
    virSetErrorFunc (NULL, error_is_kept);
}

extern const struct libvirt_module guestfs_int_libvirt_module;

const struct libvirt_module guestfs_int_libvirt_module = {
  .build_id = GUESTFS_BUILD_ID,
  .init = module_init,
  .connect = connect_open,
  .disconnect = connect_close,
  .uri = connect_uri,
  .host = host_look,
  .host_done = host_done,
  .domain_xml = domain_xml,
  .disk_xml = disk_xml,
  .secret_xml = secret_xml,
  .define_secret = secret_define,
  .undefine_secret = secret_undefine,
  .create = machine_create,
  .forget = machine_free,
  .resume = machine_resume,
  .suspend = machine_suspend,
  .destroy = machine_destroy,
  .state = machine_state,
  .attach = machine_attach,
  .detach = machine_detach,
  .monitor = machine_monitor,
  .find_domain = domain_find,
  .adopt_domain = domain_adopt,
  .domain_done = domain_done,
  .read_disks = disks_read,
  .disks_done = disks_done,
  .find_volume = volume_find,
  .find_secret = secret_find,
};
