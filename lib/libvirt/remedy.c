/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done when libvirt cannot be reached.  Its messages are in the
 * language of the user: its numbers and the URI tell what has happened. */

#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "job.h"

enum way { WAY_SYSTEM, WAY_SESSION, WAY_SSH, WAY_TCP, WAY_TLS };

static const struct { const char *name; enum way way; } transports[] = {
  { "ext:", WAY_SSH }, { "libssh:", WAY_SSH }, { "libssh2:", WAY_SSH },
  { "ssh:", WAY_SSH }, { "tcp:", WAY_TCP }, { "tls:", WAY_TLS },
};

/* What libvirt itself takes where no transport is named: TLS for a server. */
static enum way
way_to (const char *authority)
{
  if (authority[0] != '/' && authority[0] != '\0')
    return WAY_TLS;
  return strncmp (authority, "/session", strlen ("/session")) == 0
    ? WAY_SESSION : WAY_SYSTEM;
}

/* The transport stands between "+" and "://". */
static enum way
way_of (const char *uri)
{
  const char *authority = uri ? strstr (uri, "://") : NULL;
  const char *plus = uri ? strchr (uri, '+') : NULL;

  if (!authority)
    return geteuid () == 0 ? WAY_SYSTEM : WAY_SESSION;
  for (size_t i = 0; plus && i < sizeof transports / sizeof transports[0]; i++)
    if (strncmp (transports[i].name, plus + 1, strlen (transports[i].name))
        == 0)
      return transports[i].way;
  return way_to (authority + strlen ("://"));
}

/* An ordinary user at the libvirt of the system, whose policy cannot be asked
 * where there is no D-Bus. */
static bool
has_no_rights (const char *uri)
{
  return way_of (uri) == WAY_SYSTEM && geteuid () != 0;
}

#define DAEMON "libvirtd or virtqemud"
#define OR_OWN ", or name the user's own libvirt, qemu:///session"

static const struct {
  enum way way;
  int errnum;                   /* 0: any */
  const char *remedy;
} rows[] = {
  { WAY_SYSTEM, EACCES, "join the group of this socket (libvirt on most "
    "hosts)" OR_OWN },
  { WAY_SYSTEM, 0, "start " DAEMON },
  { WAY_SESSION, EACCES, "set XDG_RUNTIME_DIR and HOME to directories of the "
    "user" },
  { WAY_SESSION, 0, "install " DAEMON ", or start it as this user" },
  { WAY_SSH, 0, "see that ssh logs in there without a question, and that "
    DAEMON " runs there" },
  { WAY_TCP, 0, "see that libvirtd or virtproxyd listens there, or use ssh, as "
    "in qemu+ssh://HOST/system" },
  { WAY_TLS, ENOENT, "make the certificates that libvirt looks for "
    "(https://libvirt.org/kbase/tlscerts.html), or use ssh, as in "
    "qemu+ssh://HOST/system" },
  { WAY_TLS, 0, "see that libvirtd or virtproxyd listens there, or use ssh, as "
    "in qemu+ssh://HOST/system" },
};

static const char *
remedy_of_way (enum way way, int errnum)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].way == way &&
        (rows[i].errnum == 0 || rows[i].errnum == errnum))
      return rows[i].remedy;
  return NULL;
}

const char *
remedy_without_connection (const char *uri)
{
  const virError *e = virGetLastError ();

  if (!uri)
    uri = getenv ("LIBVIRT_DEFAULT_URI");
  switch (e ? e->code : VIR_ERR_OK) {
  case VIR_ERR_SYSTEM_ERROR:
    return remedy_of_way (way_of (uri), e->int1);
  case VIR_ERR_NO_CONNECT:
  case VIR_ERR_INVALID_ARG:
    return "name a libvirt as qemu:///system, qemu:///session or "
      "qemu+ssh://HOST/system";
  case VIR_ERR_AUTH_UNAVAILABLE:
    return "join the group libvirt" OR_OWN;
  case VIR_ERR_INTERNAL_ERROR:
    return has_no_rights (uri) ? "run this as root" OR_OWN : NULL;
  default:
    return NULL;
  }
}
