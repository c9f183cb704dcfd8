/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The protocols of drives.  A new one is a row of the table at the end, the
 * function that describes it to QEMU, and a paragraph of add_drive's manual
 * (a test compares the names). */

#include <config.h>

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

/* ---- Paths: NULL, or what is wrong ---- */

static const char *
check_url_path (const char *path)
{
  return path[0] == '\0' ? "must be the path of a file" : NULL;
}

static const char *
check_absolute (const char *path)
{
  return path[0] != '/' ? "must be an absolute path on the server" : NULL;
}

static const char *
check_two_parts (const char *path)
{
  const char *slash = strchr (path, '/');

  return slash && slash > path && slash[1] ? NULL
    : "must be two names with a slash between, VOLUME/FILE";
}

/* iSCSI names have no slash, so what follows one is the LUN. */
static const char *
check_target (const char *path)
{
  const char *slash = strchr (path, '/');
  const size_t n = slash ? strspn (slash + 1, "0123456789") : 0;

  if (path[0] == '\0' || slash == path)
    return "must be the name of a target, or TARGET/LUN";
  if (slash && (n < 1 || n > 5 || slash[1 + n] != '\0'))
    return "must end in the LUN, a number, when there is a slash: TARGET/LUN";
  return NULL;
}

/* Ceph allows no @ in the names of images. */
static const char *
check_rbd_path (const char *path)
{
  const char *last = strrchr (path, '/');
  const char *at = last ? strchr (last, '@') : NULL;

  if (!last || last == path || last[1] == '\0' || last[1] == '@')
    return "must be POOL/IMAGE, or POOL/IMAGE@SNAPSHOT";
  return at && (at[1] == '\0' || strchr (at + 1, '@'))
    ? "must end in the name of one snapshot when there is an @" : NULL;
}

static const char *
rbd_path_readonly (const char *path)
{
  return strchr (strrchr (path, '/'), '@') ? "a snapshot can only be read"
    : NULL;
}

/* ---- QEMU's protocol layer, without user and secret ----
 * jansson passes NULL through. */

/* For how many seconds a request may have no answer, where the driver counts.
 * The kernel of the appliance asks again several times: see "REMOTE STORAGE"
 * in guestfs(3). */
#define REQUEST_SECONDS 30

static json_t *
file_node (const struct drive_source *src)
{
  return json_pack ("{s:s, s:s}",
                    "driver", src->block_device ? "host_device" : "file",
                    "filename", src->alias ? src->alias : src->path);
}

static json_t *
server_node (const struct drive_source *src, const struct drive_server *s)
{
  const int port = s->port ? s->port : src->protocol->port;

  if (s->transport == SERVER_UNIX)
    return json_pack ("{s:s, s:s}", "type", "unix", "path", s->host);
  return json_pack ("{s:s, s:o}", "host", s->host,
                    "port", json_sprintf ("%d", port));
}

/* Some drivers want to be told what kind of server it is, others refuse. */
static json_t *
typed_server_node (const struct drive_source *src)
{
  json_t *o = server_node (src, &src->servers[0]);

  if (src->servers[0].transport == SERVER_TCP)
    json_object_set_new (o, "type", json_string ("inet"));
  return o;
}

/* HOST or HOST:PORT */
static void
add_host_port (struct strbuf *b, const struct drive_server *s, int port)
{
  const bool ipv6 = strchr (s->host, ':') != NULL;

  strbuf_addf (b, "%s%s%s", ipv6 ? "[" : "", s->host, ipv6 ? "]" : "");
  if (port)
    strbuf_addf (b, ":%d", port);
}

/* 0: QEMU's own choice. */
static void
set_number (json_t *o, const char *key, uint64_t n)
{
  if (n != 0)
    json_object_set_new (o, key, json_integer (n));
}

static json_t *
nbd_node (const struct drive_source *src)
{
  json_t *o = json_pack ("{s:s, s:o, s:s, s:s*}", "driver", "nbd",
                         "server", typed_server_node (src),
                         "export", src->path,
                         "tls-hostname", src->extras.tls_hostname);

  set_number (o, "reconnect-delay", src->extras.reconnect);
  return o;
}

static void
add_url_part (struct strbuf *url, const char *s, const char *as_they_are)
{
  for (const char *p = s; *p; p++)
    if (isalnum ((unsigned char) *p) || strchr (as_they_are, *p))
      strbuf_addc (url, *p);
    else
      strbuf_addf (url, "%%%02X", (unsigned char) *p);
}

/* The path is a path, not yet a URL: a % or ? in it means itself.  The query
 * is that of a URL. */
#define IN_PATH "-._~!$&'()*+,;=:@/"
#define IN_QUERY IN_PATH "?%"

static json_t *
curl_node (const struct drive_source *src)
{
  const char *scheme = src->protocol->name;
  CLEANUP_STRBUF struct strbuf url = STRBUF_INIT;

  strbuf_addf (&url, "%s://", scheme);
  add_host_port (&url, &src->servers[0], src->servers[0].port);
  if (src->path[0] != '/')
    strbuf_addc (&url, '/');
  add_url_part (&url, src->path, IN_PATH);
  if (src->extras.query) {
    strbuf_addc (&url, '?');
    add_url_part (&url, src->extras.query, IN_QUERY);
  }
  json_t *o = json_pack ("{s:s, s:s}", "driver", scheme, "url", url.ptr);
  set_number (o, "timeout", src->extras.timeout ? src->extras.timeout
              : REQUEST_SECONDS);
  set_number (o, "readahead", src->extras.readahead);
  if (src->extras.tls_unverified)
    json_object_set_new (o, "sslverify", json_false ());
  return o;
}

/* "iqn.2003-01.org.example:disks/3": the LUN follows the slash. */
static json_t *
iscsi_node (const struct drive_source *src)
{
  const struct drive_server *s = &src->servers[0];
  const size_t len = strcspn (src->path, "/");
  const int lun = src->path[len] ? atoi (src->path + len + 1) : 0;
  CLEANUP_STRBUF struct strbuf portal = STRBUF_INIT;

  add_host_port (&portal, s, s->port ? s->port : src->protocol->port);
  return json_pack ("{s:s, s:s, s:s, s:s%, s:i, s:i, s:s*}",
                    "driver", "iscsi", "transport", "tcp",
                    "portal", portal.ptr, "target", src->path, len,
                    "lun", lun, "timeout", REQUEST_SECONDS,
                    "initiator-name", src->extras.initiator);
}

static json_t *
rbd_servers (const struct drive_source *src)
{
  json_t *list = src->nr_servers ? json_array () : NULL;

  for (size_t i = 0; i < src->nr_servers; i++)
    json_array_append_new (list, server_node (src, &src->servers[i]));
  return list;
}

/* "pool/image" or "pool/namespace/image", and perhaps "@snapshot" */
static json_t *
rbd_node (const struct drive_source *src)
{
  const char *first = strchr (src->path, '/');
  const char *last = strrchr (src->path, '/');
  const size_t len = strcspn (last + 1, "@");
  json_t *o = json_pack ("{s:s, s:s%, s:s%, s:o*, s:s*}", "driver", "rbd",
                         "pool", src->path, (size_t) (first - src->path),
                         "image", last + 1, len, "server", rbd_servers (src),
                         "conf", src->extras.ceph_config);

  if (last > first)
    json_object_set_new (o, "namespace",
                         json_stringn (first + 1, last - first - 1));
  if (last[1 + len] == '@')
    json_object_set_new (o, "snapshot", json_string (last + len + 2));
  return o;
}

static json_t *
ssh_node (const struct drive_source *src)
{
  return json_pack ("{s:s, s:o, s:s}", "driver", "ssh",
                    "server", server_node (src, &src->servers[0]),
                    "path", src->path);
}

/* "volume/path/in/it" */
static json_t *
gluster_node (const struct drive_source *src)
{
  const size_t len = strcspn (src->path, "/");

  return json_pack ("{s:s, s:s%, s:s, s:[o]}", "driver", "gluster",
                    "volume", src->path, len, "path", src->path + len + 1,
                    "server", typed_server_node (src));
}

/* The server has no port: its portmapper knows. */
static json_t *
nfs_node (const struct drive_source *src)
{
  const char *uid = src->extras.uid, *gid = src->extras.gid;
  json_t *o = json_pack ("{s:s, s:{s:s, s:s}, s:s}", "driver", "nfs",
                         "server", "type", "inet",
                         "host", src->servers[0].host, "path", src->path);

  if (uid)
    json_object_set_new (o, "user", json_integer (atoll (uid)));
  if (gid)
    json_object_set_new (o, "group", json_integer (atoll (gid)));
  return o;
}

/* ---- The table ---- */

#define ONE_SERVER .min_servers = 1, .max_servers = 1
#define PASSWORD .secret_key = "password-secret"
/* QEMU 7.2's driver looks at one answer each time that libcurl has something
 * for it; a second one that is there as well waits for what may never come. */
#define CURL .module = "curl", ONE_SERVER, .readonly = true, \
    .one_request = true, .user_key = "username", PASSWORD, \
    .path_is_encoded = true, .check_path = check_url_path, .node = curl_node

const struct drive_protocol guestfs_int_protocol_file =
  { "file", .discard = true, .node = file_node };

static const struct drive_protocol protocols[] = {
  { "ftp", CURL },
  /* When the answer to a command on the control connection comes while the
   * data connection waits for TLS, libcurl before 8.7 tells its user to watch
   * the latter only: nobody reads the answer. */
  { "ftps", CURL, .tls = TLS_SYSTEM, .try_to_read = true,
    .silence = ": libcurl before 8.7 cannot read over ftps: use https or ssh "
      "if this host has an older one" },
  { "gluster", .module = "gluster", .port = 24007, ONE_SERVER,
    .unix_ok = true, .discard = true, .path_is_name = true,
    .check_path = check_two_parts, .node = gluster_node },
  { "http", CURL },
  { "https", CURL, .tls = TLS_SYSTEM },
  { "iscsi", .module = "iscsi", .port = 3260, ONE_SERVER,
    .user_key = "user", PASSWORD, .discard = true, .path_is_name = true,
    .empty = "is no disk: name the LUN of one, TARGET/LUN",
    .check_path = check_target, .node = iscsi_node },
  { "nbd", .port = 10809, ONE_SERVER, .unix_ok = true, .discard = true,
    .path_is_name = true, .node = nbd_node },
  { "nbds", .port = 10809, ONE_SERVER, .unix_ok = true, .discard = true,
    .tls = TLS_DIR, .user_key = "",
    .no_secret = "the key is in keys.psk of the directory tls_certificates",
    .path_is_name = true, .node = nbd_node },
  { "nfs", .module = "nfs", .only_port = 2049, ONE_SERVER,
    .check_path = check_absolute, .node = nfs_node },
  { "rbd", .module = "rbd", .port = 6789, .max_servers = SIZE_MAX,
    .user_key = "user", .secret_key = "key-secret", .secret_is_base64 = true,
    .discard = true, .path_is_name = true, .check_path = check_rbd_path,
    .silence = ": so it is, too, when Ceph does not accept the user or the key",
    .path_readonly = rbd_path_readonly, .node = rbd_node },
  { "sheepdog", .gone = "export the volume with an NBD server",
    .max_servers = SIZE_MAX, .path_is_name = true },
  { "ssh", .module = "ssh", .port = 22, ONE_SERVER, .user_key = "user",
    .no_secret = "QEMU logs in with a key, from ssh-agent or ~/.ssh",
    .check_path = check_absolute, .node = ssh_node },
  { "tftp", .gone = "fetch the file first", ONE_SERVER },
};

const struct drive_protocol *
guestfs_int_nth_protocol (size_t i)
{
  if (i == 0)
    return &guestfs_int_protocol_file;
  return i <= sizeof protocols / sizeof protocols[0] ? &protocols[i - 1] : NULL;
}

size_t
guestfs_int_protocol_number (const struct drive_protocol *p)
{
  size_t i = 0;

  while (guestfs_int_nth_protocol (i) != p)
    i++;
  return i;
}

const struct drive_protocol *
guestfs_int_find_protocol (const char *name)
{
  const struct drive_protocol *p;

  for (size_t i = 0; (p = guestfs_int_nth_protocol (i)) != NULL; i++)
    if (strcmp (p->name, name) == 0)
      return p;
  return NULL;
}

static json_t *
object_name (const char *type, const char *suffix)
{
  return json_sprintf ("%s%s", type, suffix);
}

json_t *
guestfs_int_source_node (const struct drive_source *src, bool readonly,
                         const char *suffix)
{
  const struct drive_protocol *p = src->protocol;
  json_t *o = p->node (src);

  if (src->username && p->user_key[0])
    json_object_set_new (o, p->user_key, json_string (src->username));
  if (src->secret)
    json_object_set_new (o, p->secret_key, object_name ("secret", suffix));
  if (src->extras.cookies)
    json_object_set_new (o, "cookie-secret", object_name ("cookies", suffix));
  if (src->tls_dir)
    json_object_set_new (o, "tls-creds", object_name ("tls", suffix));
  /* A disk that is only read may be in use by its virtual machine, and the
   * machine may be started while we read. */
  if (readonly && p == &guestfs_int_protocol_file)
    json_object_set_new (o, "locking", json_string ("off"));
  return o;
}

json_t *
guestfs_int_slice_node (const struct drive_source *src, json_t *node)
{
  const struct source_extras *e = &src->extras;

  if (e->slice_size == 0)
    return node;
  return json_pack ("{s:s, s:I, s:I, s:o}", "driver", "raw",
                    "offset", (json_int_t) e->slice_offset,
                    "size", (json_int_t) e->slice_size, "file", node);
}

static json_t *
secret_object (const char *type, const char *suffix, const char *file,
               const char *data)
{
  return json_pack ("{s:s, s:o, s:s}", "qom-type", "secret",
                    "id", object_name (type, suffix),
                    file ? "file" : "data", file ? file : data);
}

json_t *
guestfs_int_source_secret (const struct drive_source *src, const char *suffix,
                           const char *file)
{
  json_t *o;

  if (!src->secret)
    return NULL;
  o = secret_object ("secret", suffix, file, src->secret);
  if (src->protocol->secret_is_base64)
    json_object_set_new (o, "format", json_string ("base64"));
  return o;
}

json_t *
guestfs_int_source_cookies (const struct drive_source *src,
                            const char *suffix, const char *file)
{
  return src->extras.cookies
    ? secret_object ("cookies", suffix, file, src->extras.cookies) : NULL;
}

/* Which of the two kinds it is, the directory shows. */
json_t *
guestfs_int_source_tls (const struct drive_source *src, const char *suffix)
{
  CLEANUP_FREE char *keys = NULL;
  json_t *o;

  if (!src->tls_dir || asprintf (&keys, "%s/keys.psk", src->tls_dir) == -1)
    return NULL;
  const bool psk = access (keys, F_OK) == 0;
  o = json_pack ("{s:s, s:o, s:s, s:s, s:b}",
                 "qom-type", psk ? "tls-creds-psk" : "tls-creds-x509",
                 "id", object_name ("tls", suffix), "endpoint", "client",
                 "dir", src->tls_dir,
                 "verify-peer", !src->extras.tls_unverified);
  if (psk && src->username)
    json_object_set_new (o, "username", json_string (src->username));
  return o;
}
