/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a drive's bytes come from: local files and network servers. */

#include <config.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "closest.h"
#include "drives.h"
#include "protocols.h"

static void
free_secret (char *s)
{
  if (s)
    explicit_bzero (s, strlen (s));
  free (s);
}

static void
extras_done (struct source_extras *e)
{
  free (e->initiator);
  free (e->tls_hostname);
  free (e->query);
  free_secret (e->cookies);
  free (e->ceph_config);
  free (e->uid);
  free (e->gid);
}

void
guestfs_int_source_done (struct drive_source *src)
{
  if (src->alias)
    unlink (src->alias);
  for (size_t i = 0; i < src->nr_servers; i++)
    free (src->servers[i].host);
  free (src->servers);
  free (src->path);
  free (src->alias);
  free (src->username);
  free_secret (src->secret);
  free (src->tls_dir);
  extras_done (&src->extras);
}

static int
unknown_protocol (guestfs_h *g, const char *name)
{
  CLEANUP_STRBUF struct strbuf known = STRBUF_INIT;
  const struct drive_protocol *p;
  struct closest best;

  closest_begin (&best, name);
  for (size_t i = 0; (p = guestfs_int_nth_protocol (i)) != NULL; i++)
    if (!p->gone) {
      strbuf_addf (&known, " %s", p->name);
      closest_consider (&best, p->name);
    }
  if (best.name)
    strbuf_addf (&known, ": did you mean '%s'?", best.name);
  guestfs_int_error_errno (g, EINVAL, "protocol %s: not known: use one of%s",
                           name, known.ptr ? known.ptr : "");
  return -1;
}

static int
set_protocol (guestfs_h *g, struct drive_source *src, const char *name)
{
  src->protocol = guestfs_int_find_protocol (name);
  if (!src->protocol)
    return unknown_protocol (g, name);
  if (!src->protocol->gone)
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "protocol %s: QEMU no longer has it: %s",
                           name, src->protocol->gone);
  return -1;
}

/* QMP and JSON carry UTF-8 only; names of files are bytes. */
static bool
is_utf8 (const char *s)
{
  json_t *j = json_string (s);

  json_decref (j);
  return j != NULL;
}

static bool
is_base64 (const char *s)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789+/";
  const size_t n = strspn (s, digits);

  return n > 0 && strlen (s) % 4 == 0 && strlen (s) - n <= 2
    && strspn (s + n, "=") == strlen (s + n);
}

bool
guestfs_int_source_is_local (const struct drive_source *src)
{
  return src->protocol == &guestfs_int_protocol_file;
}

/* [USER@]HOST[:PORT][,…] */
static void
add_authority (struct strbuf *b, const struct drive_source *src)
{
  if (src->username)
    strbuf_addf (b, "%s@", src->username);
  for (size_t i = 0; i < src->nr_servers; i++) {
    const struct drive_server *s = &src->servers[i];
    const bool ipv6 = strchr (s->host, ':') != NULL;

    if (s->transport == SERVER_UNIX)
      continue;
    strbuf_addf (b, "%s%s%s%s", i > 0 ? "," : "", ipv6 ? "[" : "", s->host,
                 ipv6 ? "]" : "");
    if (s->port)
      strbuf_addf (b, ":%d", s->port);
  }
}

char *
guestfs_int_source_name (guestfs_h *g, const struct drive_source *src)
{
  const struct drive_server *s = src->nr_servers ? &src->servers[0] : NULL;
  struct strbuf b = STRBUF_INIT;

  if (guestfs_int_source_is_local (src))
    return safe_strdup (g, src->path);
  strbuf_addf (&b, "%s://", src->protocol->name);
  add_authority (&b, src);
  strbuf_addf (&b, "%s%s", src->path[0] == '/' ? "" : "/", src->path);
  if (s && s->transport == SERVER_UNIX)
    strbuf_addf (&b, "?socket=%s", s->host);
  if (!b.ptr)
    g->abort_cb ();
  return b.ptr;
}

/* ---- Servers ---- */

/* The program may go to another directory before the drive is opened. */
static char *
absolute_path (guestfs_h *g, const char *filename)
{
  CLEANUP_FREE char *cwd = NULL;

  /* Symbolic links stay: the name is the one that errors must show. */
  if (filename[0] == '/')
    return safe_strdup (g, filename);
  cwd = getcwd (NULL, 0);
  if (!cwd) {
    perrorf (g, "%s: current directory", filename);
    return NULL;
  }
  return safe_asprintf (g, "%s/%s", cwd, filename);
}

static int
bad_server (guestfs_h *g, const char *server, const char *why)
{
  guestfs_int_error_errno (g, EINVAL, "server %s: %s: use HOST, HOST:PORT, "
                           "[IPV6]:PORT or unix:/SOCKET", server, why);
  return -1;
}

/* Without its brackets the last number of an IPv6 address is the port: what is
 * left need not be an address. */
static bool
may_be_host (const char *s, size_t n)
{
  char address[INET6_ADDRSTRLEN];
  struct in6_addr binary;
  const size_t len = strcspn (s, "%") < n ? strcspn (s, "%") : n;

  if (!memchr (s, ':', n))
    return true;
  if (len >= sizeof address)
    return false;
  memcpy (address, s, len);
  address[len] = '\0';
  return inet_pton (AF_INET6, address, &binary) == 1;
}

static int
parse_port (guestfs_h *g, const char *server, const char *s, int *ret)
{
  char *end;

  if (*s < '0' || *s > '9')
    return bad_server (g, server, "the port is not a number");
  errno = 0;
  const long port = strtol (s, &end, 10);
  if (errno || *end != '\0' || port < 1 || port > 65535)
    return bad_server (g, server, "the port is not between 1 and 65535");
  *ret = port;
  return 0;
}

static int
parse_host_port (guestfs_h *g, const char *server, const char *s,
                 struct drive_server *ret)
{
  const char *host = s, *end;

  if (*s == '[') {              /* IPv6 */
    host = s + 1;
    end = strchr (host, ']');
    if (!end || (end[1] != '\0' && end[1] != ':'))
      return bad_server (g, server, "the [ is not closed");
    s = end + 1;
  }
  else {
    end = strrchr (s, ':');
    if (!end)
      end = s + strlen (s);
    s = end;
  }
  if (end == host)
    return bad_server (g, server, "the host is missing");
  if (!may_be_host (host, end - host))
    return bad_server (g, server, "an IPv6 address needs brackets");
  if (*s == ':' && parse_port (g, server, s + 1, &ret->port) == -1)
    return -1;
  ret->transport = SERVER_TCP;
  ret->host = safe_strndup (g, host, end - host);
  return 0;
}

static int
parse_unix (guestfs_h *g, const struct drive_protocol *p, const char *server,
            const char *path, struct drive_server *ret)
{
  if (!p->unix_ok) {
    guestfs_int_error_errno (g, EINVAL, "server %s: protocol %s has no unix "
                             "sockets", server, p->name);
    return -1;
  }
  if (path[0] == '\0')
    return bad_server (g, server, "the path is missing");
  ret->transport = SERVER_UNIX;
  ret->host = absolute_path (g, path);
  return ret->host ? 0 : -1;
}

static int
parse_server (guestfs_h *g, const struct drive_protocol *p, const char *server,
              struct drive_server *ret)
{
  const size_t tcp = strncmp (server, "tcp:", 4) == 0 ? 4 : 0;

  if (!is_utf8 (server))
    return bad_server (g, server, "it is not UTF-8 text");
  if (strncmp (server, "unix:", 5) == 0)
    return parse_unix (g, p, server, server + 5, ret);
  if (parse_host_port (g, server, server + tcp, ret) == -1)
    return -1;
  if (!p->only_port || !ret->port || ret->port == p->only_port)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "server %s: protocol %s takes no port: "
                           "the server's portmapper knows it", server, p->name);
  return -1;
}

static int
set_servers (guestfs_h *g, struct drive_source *src, char *const *servers)
{
  const struct drive_protocol *p = src->protocol;
  const size_t n = servers ? string_list_length (servers) : 0;

  if (n < p->min_servers || n > p->max_servers) {
    guestfs_int_error_errno (g, EINVAL, "protocol %s: %s", p->name,
                             p->max_servers == 0 ? "takes no server"
                             : n == 0 ? "needs a server"
                             : "takes one server only");
    return -1;
  }
  src->servers = safe_calloc (g, n + 1, sizeof *src->servers);
  for (size_t i = 0; i < n; i++) {
    src->nr_servers = i + 1;
    if (parse_server (g, p, servers[i], &src->servers[i]) == -1)
      return -1;
  }
  return 0;
}

/* It has to pass through a pipe, through JSON, and then please the driver. */
static int
check_secret (guestfs_h *g, const struct drive_protocol *p, const char *secret)
{
  const char *why = NULL;

  if (!p->secret_key)
    why = p->no_secret ? p->no_secret : "leave it out";
  else if (strlen (secret) > HOST_COMMAND_INPUT_MAX)
    why = "it is too long";
  else if (!is_utf8 (secret))
    why = "it must be UTF-8 text";
  else if (p->secret_is_base64 && !is_base64 (secret))
    why = "it must be the key in base64";
  if (!why)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "protocol %s: %s: %s", p->name,
                           p->secret_key ? "the secret cannot be used"
                           : "takes no secret", why);
  return -1;
}

static int
set_credentials (guestfs_h *g, struct drive_source *src, const char *username,
                 const char *secret)
{
  const struct drive_protocol *p = src->protocol;

  if (username && !p->user_key) {
    guestfs_int_error_errno (g, EINVAL, "protocol %s: takes no username",
                             p->name);
    return -1;
  }
  if (username && !is_utf8 (username)) {
    guestfs_int_error_errno (g, EINVAL, "protocol %s: the username must be "
                             "UTF-8 text", p->name);
    return -1;
  }
  if (secret && check_secret (g, p, secret) == -1)
    return -1;
  if (username)
    src->username = safe_strdup (g, username);
  if (secret)
    src->secret = safe_strdup (g, secret);
  return 0;
}

/* ---- TLS: as the backend settings are when the drive is added ---- */

static bool
has_file (guestfs_h *g, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/%s", dir, name);

  return access (path, R_OK) == 0;
}

static int
check_tls_dir (guestfs_h *g, const struct drive_protocol *p, const char *dir)
{
  if (!dir) {
    guestfs_int_error_errno (g, EINVAL, "protocol %s: needs to know whom to "
                             "believe: set the backend setting "
                             "tls_certificates to a directory with "
                             "ca-cert.pem or keys.psk", p->name);
    return -1;
  }
  if (has_file (g, dir, "ca-cert.pem") || has_file (g, dir, "keys.psk"))
    return 0;
  guestfs_int_error_errno (g, ENOENT, "%s: has neither ca-cert.pem nor "
                           "keys.psk that can be read (backend setting "
                           "tls_certificates)", dir);
  return -1;
}

static int
set_tls (guestfs_h *g, struct drive_source *src)
{
  CLEANUP_FREE char *verify = guestfs_int_backend_setting (g, "tls_verify");

  if (src->protocol->tls == TLS_NONE)
    return 0;
  src->extras.tls_unverified =
    verify && !guestfs_int_backend_setting_bool (g, "tls_verify");
  if (src->protocol->tls != TLS_DIR)
    return 0;
  src->tls_dir = guestfs_int_backend_setting (g, "tls_certificates");
  return check_tls_dir (g, src->protocol, src->tls_dir);
}

static void
copy_string (guestfs_h *g, char **s)
{
  if (*s)
    *s = safe_strdup (g, *s);
}

void
guestfs_int_set_extras (guestfs_h *g, struct drive_source *src,
                        const struct source_extras *extras)
{
  CLEANUP_FREE char *verify = guestfs_int_backend_setting (g, "tls_verify");
  const bool as_the_user_says = src->protocol->tls == TLS_NONE || verify;
  const bool unverified =
    (as_the_user_says ? &src->extras : extras)->tls_unverified;

  extras_done (&src->extras);
  src->extras = *extras;
  src->extras.tls_unverified = unverified;
  copy_string (g, &src->extras.initiator);
  copy_string (g, &src->extras.tls_hostname);
  copy_string (g, &src->extras.query);
  copy_string (g, &src->extras.cookies);
  copy_string (g, &src->extras.ceph_config);
  copy_string (g, &src->extras.uid);
  copy_string (g, &src->extras.gid);
}

/* ---- Network drives ---- */

static int
check_path (guestfs_h *g, const struct drive_source *src)
{
  const struct drive_protocol *p = src->protocol;
  const char *why = p->check_path ? p->check_path (src->path) : NULL;

  if (!why && !p->path_is_encoded && !is_utf8 (src->path))
    why = "must be UTF-8 text";
  if (!why)
    return 0;
  CLEANUP_FREE char *name = guestfs_int_source_name (g, src);
  guestfs_int_error_errno (g, EINVAL, "%s: the path '%s' %s", name, src->path,
                           why);
  return -1;
}

static int
check_writable (guestfs_h *g, const struct drive_source *src)
{
  const struct drive_protocol *p = src->protocol;
  const char *why = p->readonly ? "disks can only be read over protocol "
    : p->path_readonly ? p->path_readonly (src->path) : NULL;

  if (!why)
    return 0;
  CLEANUP_FREE char *name = guestfs_int_source_name (g, src);
  guestfs_int_error_errno (g, EROFS, "%s: %s%s: add it read-only "
                           "(readonly:true, or --ro in guestfish)", name, why,
                           p->readonly ? p->name : "");
  return -1;
}

static int
set_network_source (guestfs_h *g, struct drive *drv, const char *filename)
{
  const struct drive_protocol *p = drv->src.protocol;

  if (p->path_is_name && filename[0] == '/')
    filename++;
  drv->src.path = safe_strdup (g, filename);
  if (check_path (g, &drv->src) == -1)
    return -1;
  return drv->readonly ? 0 : check_writable (g, &drv->src);
}

/* ---- Local files ---- */

static int
check_file_type (guestfs_h *g, const char *filename, const struct stat *st)
{
  if (S_ISDIR (st->st_mode)) {
    guestfs_int_error_errno (g, EISDIR, "%s: is a directory, not a disk image",
                             filename);
    return -1;
  }
  if (!S_ISREG (st->st_mode) && !S_ISBLK (st->st_mode)) {
    guestfs_int_error_errno (g, EINVAL, "%s: is neither a file nor a block "
                             "device", filename);
    return -1;
  }
  return 0;
}

static int
check_local_file (guestfs_h *g, struct drive *drv, const char *filename)
{
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  /* The type first: opening a FIFO would wait, a tape would rewind. */
  if (stat (filename, &st) == -1) {
    perrorf (g, "%s", filename);
    return -1;
  }
  if (check_file_type (g, filename, &st) == -1)
    return -1;
  fd = open (filename, (drv->readonly ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  if (fd == -1) {
    const bool could_read = !drv->readonly && access (filename, R_OK) == 0;
    perrorf (g, "%s%s", filename,
             could_read ? ": cannot be written (readonly would work)" : "");
    return -1;
  }
  drv->src.block_device = S_ISBLK (st.st_mode);
  return 0;
}

static int
set_file_source (guestfs_h *g, struct drive *drv, const char *filename)
{
  if (filename[0] == '\0') {
    guestfs_int_error_errno (g, EINVAL, "the file name is empty");
    return -1;
  }
  if (check_local_file (g, drv, filename) == -1)
    return -1;
  drv->src.path = absolute_path (g, filename);
  return drv->src.path ? 0 : -1;
}

int
guestfs_int_set_source (guestfs_h *g, struct drive *drv, const char *filename,
                        const char *protocol, char *const *servers,
                        const char *username, const char *secret)
{
  struct drive_source *src = &drv->src;

  if (protocol && set_protocol (g, src, protocol) == -1)
    return -1;
  if (set_servers (g, src, servers) == -1)
    return -1;
  if (set_credentials (g, src, username, secret) == -1 ||
      set_tls (g, src) == -1)
    return -1;
  if (src->protocol == &guestfs_int_protocol_file)
    return set_file_source (g, drv, filename);
  return set_network_source (g, drv, filename);
}

struct drive_source
guestfs_int_local_source (char *path, bool block)
{
  return (struct drive_source) {
    .protocol = &guestfs_int_protocol_file, .path = path,
    .block_device = block,
  };
}

int
guestfs_int_set_alias (guestfs_h *g, struct drive_source *src)
{
  CLEANUP_FREE char *alias = NULL, *real = NULL;

  if (src->alias || !guestfs_int_source_is_local (src) || is_utf8 (src->path))
    return 0;
  if (guestfs_int_make_tmpdir (g) == -1)
    return -1;
  alias = guestfs_int_make_temp_path (g, "image", NULL);
  real = realpath (src->path, NULL);
  if (!alias || !real || symlink (real, alias) == -1) {
    perrorf (g, "%s: link to it in the temporary directory", src->path);
    return -1;
  }
  src->alias = steal (&alias);
  return 0;
}
