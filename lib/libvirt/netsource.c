/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* <source> of a disk on the network, as add_drive has it: protocol, servers,
 * name, user. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"
#include "strvec.h"

void
disk_refuse (struct domain_disk *disk, const char *why)
{
  if (!disk->refused)
    disk->refused = must_have (strdup (why));
}

/* ---- Servers ---- */

static char *
tcp_server (const xmlNode *host)
{
  CLEANUP_FREE char *name = xml_attr (host, "name");
  CLEANUP_FREE char *port = xml_attr (host, "port");
  const bool ipv6 = name && strchr (name, ':');

  if (!name)
    return NULL;
  return must_printf ("%s%s%s%s%s", ipv6 ? "[" : "", name, ipv6 ? "]" : "",
                      port ? ":" : "", port ? port : "");
}

static char *
unix_server (const xmlNode *host)
{
  CLEANUP_FREE char *path = xml_attr (host, "socket");

  return path ? must_printf ("unix:%s", path) : NULL;
}

/* NULL, and the disk is refused, when it is no server that can be used. */
static char *
server_of_host (const xmlNode *host, struct domain_disk *disk)
{
  CLEANUP_FREE char *transport = xml_attr (host, "transport");
  char *server = NULL;

  if (!transport || strcmp (transport, "tcp") == 0)
    server = tcp_server (host);
  else if (strcmp (transport, "unix") == 0)
    server = unix_server (host);
  else {
    disk_refuse (disk, "its server is reached in a way that is neither TCP nor "
                 "a unix socket: add the disk with add_drive and an address "
                 "that is");
    return NULL;
  }
  if (!server)
    disk_refuse (disk, "its server has no name");
  return server;
}

void
netsource_read_hosts (const xmlNode *node, struct domain_disk *disk)
{
  CLEANUP_STRVEC struct strvec servers = STRVEC_INIT;

  for (const xmlNode *h = xml_child (node, "host"); h; h = xml_next (h)) {
    char *server = server_of_host (h, disk);

    if (server && strvec_add_owned (&servers, server) == -1)
      abort ();
  }
  if (servers.len > 0)
    disk->servers = must_have (strvec_steal (&servers));
}

/* ---- User and secret ---- */

/* Of a pool the type is that of <auth>, and "chap" means iscsi. */
static char *
secret_type (const xmlNode *auth, const xmlNode *secret)
{
  char *type = xml_attr (secret, "type");

  if (!type)
    type = xml_attr (auth, "type");
  if (type && strcmp (type, "chap") == 0) {
    free (type);
    type = must_have (strdup ("iscsi"));
  }
  return type;
}

void
netsource_read_auth (const xmlNode *auth, struct domain_disk *disk)
{
  const xmlNode *secret = xml_child (auth, "secret");

  if (!auth)
    return;
  disk->username = xml_attr (auth, "username");
  if (!secret)
    return;
  disk->secret.type = secret_type (auth, secret);
  disk->secret.uuid = xml_attr (secret, "uuid");
  disk->secret.usage = xml_attr (secret, "usage");
}

/* ---- The rest ---- */

/* NBD through TLS is a protocol of its own. */
static void
read_tls (const xmlNode *source, struct domain_disk *disk)
{
  if (!xml_attr_is (source, "tls", "yes"))
    return;
  if (!disk->protocol || strcmp (disk->protocol, "nbd") != 0) {
    disk_refuse (disk, "its server is reached through TLS, which is possible "
                 "with NBD alone");
    return;
  }
  free (disk->protocol);
  disk->protocol = must_have (strdup ("nbds"));
  disk->extras.tls_hostname = xml_attr (source, "tlsHostname");
}

/* A target may let some initiators in, and not others. */
void
netsource_read_initiator (const xmlNode *source, struct domain_disk *disk)
{
  disk->extras.initiator =
    xml_attr (xml_child (xml_child (source, "initiator"), "iqn"), "name");
}

static void
add_snapshot (const xmlNode *source, struct domain_disk *disk)
{
  CLEANUP_FREE char *name = xml_attr (xml_child (source, "snapshot"), "name");
  char *both;

  if (!name)
    return;
  both = must_printf ("%s@%s", disk->filename, name);
  free (disk->filename);
  disk->filename = both;
}

void
netsource_read (const xmlNode *source, struct domain_disk *disk)
{
  const xmlNode *identity = xml_child (source, "identity");

  disk->protocol = xml_attr (source, "protocol");
  disk->filename = xml_attr (source, "name");
  if (!disk->filename)          /* the default export of NBD */
    disk->filename = must_have (strdup (""));
  netsource_read_hosts (source, disk);
  netsource_read_auth (xml_child (source, "auth"), disk);
  if (!disk->username)          /* of SSH */
    disk->username = xml_attr (identity, "username");
  read_tls (source, disk);
  add_snapshot (source, disk);
  netsource_read_initiator (source, disk);
}
