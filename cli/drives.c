/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -a and -d: disk images, disks on the network, libvirt domains. */

#include <config.h>

#include <string.h>

#include "guest.h"

static void
set_string (const char **field, const char *value, uint64_t bit,
            uint64_t *bitmask)
{
  if (value) {
    *field = value;
    *bitmask |= bit;
  }
}

/* A setting of the handle, which holds for the drives that are added while it
 * is set. */
static int
add_with_certificates (guestfs_h *g, const struct uri *uri,
                       const struct guestfs_add_drive_opts_argv *o)
{
  static const char setting[] = "tls_certificates";
  CLEANUP_FREE char *before = NULL;
  int r;

  guestfs_push_error_handler (g, NULL, NULL);
  before = guestfs_get_backend_setting (g, setting);
  guestfs_pop_error_handler (g);
  if (guestfs_set_backend_setting (g, setting, uri->tls_certificates) == -1)
    return -1;
  r = guestfs_add_drive_opts_argv (g, uri->path, o);
  if (before)
    guestfs_set_backend_setting (g, setting, before);
  else
    guestfs_clear_backend_setting (g, setting);
  return r;
}

int
cli_add_image (guestfs_h *g, struct cli_drive *d)
{
  CLEANUP_URI struct uri uri = { .path = NULL };
  struct guestfs_add_drive_opts_argv o = { .bitmask = 0 };
  const char *why;

  if (cli_parse_uri (d->what, &uri, &why) == -1) {
    cli_hide_password (d->what);
    cli_error ("-a %s: %s", d->what, why);
    return -1;
  }
  if (cli.read_only) {
    o.readonly = 1;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK;
  }
  if (d->blocksize) {
    o.blocksize = d->blocksize;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE_BITMASK;
  }
  if (uri.server) {
    o.server = uri.server;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_SERVER_BITMASK;
  }
  if (strcmp (uri.protocol, "file") != 0)
    set_string (&o.protocol, uri.protocol,
                GUESTFS_ADD_DRIVE_OPTS_PROTOCOL_BITMASK, &o.bitmask);
  set_string (&o.format, d->format, GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK,
              &o.bitmask);
  set_string (&o.username, uri.username,
              GUESTFS_ADD_DRIVE_OPTS_USERNAME_BITMASK, &o.bitmask);
  set_string (&o.secret, uri.password, GUESTFS_ADD_DRIVE_OPTS_SECRET_BITMASK,
              &o.bitmask);
  if (uri.tls_certificates)
    return add_with_certificates (g, &uri, &o) == -1 ? -1 : 1;
  return guestfs_add_drive_opts_argv (g, uri.path, &o) == -1 ? -1 : 1;
}

int
cli_add_domain (guestfs_h *g, struct cli_drive *d)
{
  struct guestfs_add_domain_argv o = {
    .bitmask = GUESTFS_ADD_DOMAIN_ALLOWUUID_BITMASK |
      GUESTFS_ADD_DOMAIN_READONLYDISK_BITMASK,
    .allowuuid = 1,
    .readonlydisk = "read",
  };

  if (cli.read_only) {
    o.readonly = 1;
    o.bitmask |= GUESTFS_ADD_DOMAIN_READONLY_BITMASK;
  }
  set_string (&o.libvirturi, d->libvirt_uri,
              GUESTFS_ADD_DOMAIN_LIBVIRTURI_BITMASK, &o.bitmask);
  return guestfs_add_domain_argv (g, d->what, &o);
}

/* Add all in order; they know their device number afterwards. */
int
cli_add_drives (guestfs_h *g, struct cli_drives *drives)
{
  int next = 0;

  for (size_t i = 0; i < drives->len; ++i) {
    struct cli_drive *d = &drives->ptr[i];
    const int n = d->add (g, d);

    if (n == -1)
      return -1;
    d->first_device = next;
    next += n;
  }
  return 0;
}
