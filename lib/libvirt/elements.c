/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Everything that libvirt's XML may say of a disk, and what becomes of it.
 * What is not in this table is newer than we are, and named in a warning. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"
#include "strvec.h"

enum fate {
  READ,                         /* disks.c or netsource.c reads it */
  OWN,                          /* is not asked: why */
  WARN,                         /* going without may fail: why */
  WARN_WRITING,                 /* likewise when the disk is written to */
};

#define ROW(path, fate, why) { path, fate, why, false }
#define TREE(path, fate, why) { path, fate, why, true }

static const struct row {
  const char *path;             /* below <disk>; "@" is an attribute */
  enum fate fate;
  const char *why;
  bool tree;                    /* and all that is in it */
} table[] = {
  /* ---- The disk: most of it describes the device in the guest, and the
   * appliance has one of its own ---- */
  ROW ("@type", READ, NULL),
  ROW ("@device", OWN, "a disk, CD or LUN is a disk for us"),
  ROW ("@model", OWN, "of the guest's device"),
  ROW ("@rawio", OWN, "of the guest's device"),
  ROW ("@sgio", OWN, "of the guest's device"),
  ROW ("@snapshot", OWN, "how libvirt makes snapshots"),
  TREE ("acpi", OWN, "of the guest's device"),
  TREE ("address", OWN, "of the guest's device"),
  TREE ("alias", OWN, "of the guest's device"),
  TREE ("auth", READ, NULL),
  TREE ("backenddomain", OWN, "of Xen"),
  TREE ("backingStore", OWN, "the image names it, and that is checked"),
  TREE ("blockio", READ, NULL), /* the logical size counts */
  TREE ("boot", OWN, "of the guest's device"),
  TREE ("diskSecret", OWN, "libvirt's own notes"),
  ROW ("driver", READ, NULL),
  ROW ("driver/@type", READ, NULL),
  TREE ("driver/...", OWN, "how the guest's QEMU uses the disk"),
  TREE ("encryption", READ, NULL),
  TREE ("geometry", OWN, "of the guest's device"),
  TREE ("iotune", OWN, "limits of the guest"),
  TREE ("mirror", OWN, "a copy that is being made of this disk"),
  TREE ("privateData", OWN, "libvirt's own notes"),
  TREE ("product", OWN, "of the guest's device"),
  ROW ("readonly", READ, NULL),
  TREE ("serial", OWN, "of the guest's device"),
  ROW ("shareable", WARN_WRITING,
       "it is shareable: another machine may be using it, and what is written "
       "here would destroy it"),
  ROW ("source", READ, NULL),
  TREE ("target", READ, NULL),
  TREE ("throttlefilters", OWN, "limits of the guest"),
  TREE ("transient", WARN_WRITING,
       "it is transient: the domain forgets what it writes to it, but what is "
       "written here stays"),
  TREE ("vendor", OWN, "of the guest's device"),
  TREE ("wwn", OWN, "of the guest's device"),

  /* ---- Local sources ---- */
  ROW ("source/@dev", READ, NULL),
  ROW ("source/@dir", READ, NULL),
  ROW ("source/@fdgroup", OWN, "the file has its name, too"),
  ROW ("source/@file", READ, NULL),
  ROW ("source/@index", OWN, "libvirt's number of it"),
  ROW ("source/@mode", OWN, "of volumes in iSCSI pools: both ways lead there"),
  ROW ("source/@pool", READ, NULL),
  ROW ("source/@startupPolicy", READ, NULL),
  ROW ("source/@volume", READ, NULL),
  TREE ("source/dataStore", OWN, "the image names it, and that is checked"),
  TREE ("source/encryption", READ, NULL),
  TREE ("source/privateData", OWN, "libvirt's own notes"),
  TREE ("source/reservations", OWN,
        "of commands that the guest passes to a LUN"),
  TREE ("source/seclabel", OWN, "see keep_labels in lib/actions/libvirt.c"),
  TREE ("source/slices", READ, NULL),

  /* ---- Sources on the network ---- */
  ROW ("source/@name", READ, NULL),
  ROW ("source/@protocol", READ, NULL),
  ROW ("source/@query", READ, NULL),
  ROW ("source/@tls", READ, NULL),
  ROW ("source/@tlsHostname", READ, NULL),
  TREE ("source/auth", READ, NULL),
  TREE ("source/config", READ, NULL),
  TREE ("source/cookies", READ, NULL),
  TREE ("source/host", READ, NULL),
  ROW ("source/identity", READ, NULL),
  ROW ("source/identity/@agentsock", WARN,
       "its agent for SSH is not asked, but the one that the environment "
       "variable SSH_AUTH_SOCK names"),
  ROW ("source/identity/@group", READ, NULL),
  ROW ("source/identity/@keyfile", WARN,
       "its key is not used, because QEMU cannot be told of one: give it to "
       "ssh-agent with ssh-add, or name it in ~/.ssh/config"),
  ROW ("source/identity/@user", READ, NULL),
  ROW ("source/identity/@username", READ, NULL),
  TREE ("source/initiator", READ, NULL),
  TREE ("source/knownHosts", WARN,
        "its list of servers is not used, because QEMU cannot be told of one: "
        "add it to ~/.ssh/known_hosts, or name it in ~/.ssh/config"),
  TREE ("source/readahead", READ, NULL),
  TREE ("source/reconnect", READ, NULL),
  TREE ("source/snapshot", READ, NULL),
  TREE ("source/ssl", READ, NULL),
  TREE ("source/timeout", READ, NULL),

  /* ---- Of types that are left out, with a warning ---- */
  ROW ("source/@managed", READ, NULL),
  ROW ("source/@namespace", READ, NULL),
  ROW ("source/@path", READ, NULL),
  ROW ("source/@type", READ, NULL),
  TREE ("source/address", READ, NULL),
};

/* "driver/@io" is "driver/..." if it has no row of its own. */
static const struct row *
find_row (const char *path)
{
  const char *slash = strrchr (path, '/');
  const size_t dir = slash ? (size_t) (slash + 1 - path) : 0;
  const struct row *any = NULL;

  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    const char *p = table[i].path;

    if (strcmp (p, path) == 0)
      return &table[i];
    if (dir > 0 && strncmp (p, path, dir) == 0 && strcmp (p + dir, "...") == 0)
      any = &table[i];
  }
  return any;
}

static void
add_warning (struct strvec *to, char *text)
{
  if (strvec_add_owned (to, must_have (text)) == -1)
    abort ();
}

struct sorting {
  struct strvec warnings, write_warnings;
};

/* Is it known with all that is in it? */
static bool
sort_one (struct sorting *s, const char *path)
{
  const struct row *row = find_row (path);

  if (!row)
    add_warning (&s->warnings,
                 must_printf ("%s in its XML is not known here, and ignored",
                              path));
  else if (row->fate == WARN)
    add_warning (&s->warnings, strdup (row->why));
  else if (row->fate == WARN_WRITING)
    add_warning (&s->write_warnings, strdup (row->why));
  return !row || row->tree;
}

static char *
path_of (const char *above, const char *kind, const xmlChar *name)
{
  return must_printf ("%s%s%s%s", above, above[0] ? "/" : "", kind, name);
}

/* The table has no more than three levels, and so has this. */
static void
sort_element (struct sorting *s, const xmlNode *node, const char *path)
{
  for (const xmlAttr *a = node->properties; a; a = a->next) {
    CLEANUP_FREE char *name = path_of (path, "@", a->name);

    sort_one (s, name);
  }
  for (const xmlNode *c = node->children; c; c = c->next) {
    CLEANUP_FREE char *name = NULL;

    if (c->type != XML_ELEMENT_NODE)
      continue;
    name = path_of (path, "", c->name);
    if (!sort_one (s, name))
      sort_element (s, c, name);
  }
}

static char **
take_list (struct strvec *v)
{
  return v->len > 0 ? must_have (strvec_steal (v)) : NULL;
}

void
disk_sort_elements (const xmlNode *node, struct domain_disk *disk)
{
  struct sorting s = { STRVEC_INIT, STRVEC_INIT };

  sort_element (&s, node, "");
  disk->warnings = take_list (&s.warnings);
  disk->write_warnings = take_list (&s.write_warnings);
}
