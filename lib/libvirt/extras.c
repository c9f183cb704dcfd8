/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What <source> says that add_drive has no words for. */

#include <config.h>

#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"
#include "strvec.h"

void
extras_done (struct source_extras *e)
{
  if (e->cookies)
    explicit_bzero (e->cookies, strlen (e->cookies));
  free (e->initiator);
  free (e->tls_hostname);
  free (e->query);
  free (e->cookies);
  free (e->ceph_config);
  free (e->uid);
  free (e->gid);
}

/* ---- Cookies: one line for the server ---- */

/* QEMU's programs get them through a pipe. */
#define COOKIES_MAX 4096

/* Neither ends the cookie nor the line. */
static bool
is_cookie_text (const char *s, const char *not)
{
  for (; *s; s++)
    if ((unsigned char) *s <= ' ' || (unsigned char) *s >= 0x7f ||
        strchr (not, *s))
      return false;
  return true;
}

static void
add_cookie (struct strbuf *b, const xmlNode *cookie, struct domain_disk *disk)
{
  CLEANUP_FREE char *name = xml_attr (cookie, "name");
  char *value = xml_text (cookie);

  if (!name || !is_cookie_text (name, ";,=\"") ||
      (value && !is_cookie_text (value, ";")))
    disk_refuse (disk, "a cookie for its server has no name, or characters "
                 "that cookies must not have: correct the XML of the domain");
  else
    strbuf_addf (b, "%s%s=%s", b->len > 0 ? "; " : "", name,
                 value ? value : "");
  if (value)
    explicit_bzero (value, strlen (value));
  free (value);
}

static void
read_cookies (const xmlNode *source, struct domain_disk *disk)
{
  const xmlNode *cookies = xml_child (source, "cookies");
  struct strbuf b = STRBUF_INIT;

  if (!disk->protocol || strncmp (disk->protocol, "http", 4) != 0)
    return;
  for (const xmlNode *c = xml_child (cookies, "cookie"); c; c = xml_next (c))
    add_cookie (&b, c, disk);
  if (b.len > COOKIES_MAX)
    disk_refuse (disk, "the cookies for its server are longer than 4096 bytes: "
                 "leave out what the server does not ask for");
  if (b.len > 0)
    disk->extras.cookies = must_have (strbuf_steal (&b));
}

/* ---- Users of NFS: "+1000", or a name of this host ---- */

#define NAMES_MAX 16384

static bool
is_number (const char *s)
{
  return *s && s[strspn (s, "0123456789")] == '\0' && strlen (s) < 11;
}

static bool
find_uid (const char *name, unsigned *ret)
{
  struct passwd pw, *found = NULL;
  char buf[NAMES_MAX];

  if (getpwnam_r (name, &pw, buf, sizeof buf, &found) != 0 || !found)
    return false;
  *ret = pw.pw_uid;
  return true;
}

static bool
find_gid (const char *name, unsigned *ret)
{
  struct group gr, *found = NULL;
  char buf[NAMES_MAX];

  if (getgrnam_r (name, &gr, buf, sizeof buf, &found) != 0 || !found)
    return false;
  *ret = gr.gr_gid;
  return true;
}

static char *
read_id (const xmlNode *identity, const char *attr,
         bool (*find) (const char *name, unsigned *ret),
         struct domain_disk *disk)
{
  CLEANUP_FREE char *s = xml_attr (identity, attr);
  unsigned id;

  if (!s)
    return NULL;
  if (s[0] == '+' && is_number (s + 1))
    return must_have (strdup (s + 1));
  if (find (s, &id))
    return must_printf ("%u", id);
  if (is_number (s))
    return must_have (strdup (s));
  disk_refuse (disk, "the user or group that its server is asked as is not "
               "known on this host: write its number, with a + in front, into "
               "the XML of the domain");
  return NULL;
}

/* ---- The part of an image that is the disk ---- */

static void
read_slice (const xmlNode *source, struct domain_disk *disk)
{
  const xmlNode *slice = xml_child (xml_child (source, "slices"), "slice");

  if (!slice)
    return;
  disk->extras.slice_offset = xml_attr_number (slice, "offset", INT64_MAX);
  disk->extras.slice_size = xml_attr_number (slice, "size", INT64_MAX);
  if (!xml_attr_is (slice, "type", "storage") || xml_next (slice) ||
      disk->extras.slice_size == 0)
    disk_refuse (disk, "it is only a part of its image, but not one slice of "
                 "type storage with offset and size: correct the XML of the "
                 "domain");
}

/* QEMU refuses others. */
static unsigned
whole_sectors (uint64_t n)
{
  return (n + 511) / 512 * 512;
}

void
extras_read (const xmlNode *source, struct domain_disk *disk)
{
  const xmlNode *identity = xml_child (source, "identity");
  struct source_extras *e = &disk->extras;

  e->tls_unverified = xml_attr_is (xml_child (source, "ssl"), "verify", "no");
  e->query = xml_attr (source, "query");
  e->ceph_config = xml_attr (xml_child (source, "config"), "file");
  e->uid = read_id (identity, "user", find_uid, disk);
  e->gid = read_id (identity, "group", find_gid, disk);
  e->timeout = xml_attr_number (xml_child (source, "timeout"), "seconds",
                                INT_MAX);
  e->readahead = whole_sectors
    (xml_attr_number (xml_child (source, "readahead"), "size", INT_MAX - 511));
  e->reconnect = xml_attr_number (xml_child (source, "reconnect"), "delay",
                                  INT_MAX);
  read_cookies (source, disk);
  read_slice (source, disk);
}
