/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What backends share of a launch: from a template or not, and how long the
 * appliance may say nothing. */

#include <config.h>

#include <errno.h>

#include "launch.h"
#include "template.h"

/* An emulated machine on a busy host needs its time … */
#define HELLO_SECONDS 600
/* … but KVM, when it works at all, is up long before. */
#define KVM_HELLO_SECONDS 5

int
guestfs_int_hello_seconds (enum accel accel)
{
  return accel == ACCEL_KVM ? KVM_HELLO_SECONDS : HELLO_SECONDS;
}

void
guestfs_int_error_no_hello (guestfs_h *g, enum accel accel)
{
  guestfs_int_error_errno (g, ETIMEDOUT, "launch failed: the appliance did "
                           "not answer for %d seconds%s: set "
                           "LIBGUESTFS_DEBUG=1 to see more",
                           guestfs_int_hello_seconds (accel),
                           accel == ACCEL_KVM
                           ? " under KVM: KVM does not work on this host, or "
                             "the host is too busy: without backend setting "
                             "force_kvm TCG is used"
                           : ": the host may be too busy");
}

int
guestfs_int_launch_by_mode (guestfs_h *g, launch_way by_template,
                            launch_way cold, void *opaque)
{
  enum template_mode mode;
  int r = LAUNCH_NO_TEMPLATE;

  if (guestfs_int_template_mode (g, &mode) == -1)
    return -1;
  if (mode != TEMPLATE_OFF)
    r = by_template (g, opaque);
  if (r != LAUNCH_NO_TEMPLATE)
    return r;
  if (guestfs_int_launch_is_cancelled (g))
    return LAUNCH_SILENT;
  if (mode == TEMPLATE_FORCE) {
    error (g, "template=force: no template can be used: "
           "LIBGUESTFS_DEBUG=1 shows why");
    return -1;
  }
  return cold (g, opaque);
}
