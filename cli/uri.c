/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disk names of the -a option: files and URIs (RFC 3986). */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* A copy of n bytes with %xx decoded. */
static char *
percent_decode (const char *s, size_t n)
{
  char *out = must_have (calloc (n + 1, 1)), *q = out;

  for (size_t i = 0; i < n; ++i) {
    if (s[i] == '%' && i + 2 < n && isxdigit ((unsigned char) s[i + 1]) &&
        isxdigit ((unsigned char) s[i + 2])) {
      char hex[3] = { s[i + 1], s[i + 2], 0 };
      *q++ = (char) strtol (hex, NULL, 16);
      i += 2;
    } else
      *q++ = s[i];
  }
  return out;
}

/* The length of the scheme if s is "scheme://…", else 0: then it is a file. */
static size_t
scheme_length (const char *s)
{
  size_t n = 0;

  while (isalnum ((unsigned char) s[n]) || (n > 0 && strchr ("+-.", s[n]) &&
                                            s[n]))
    n++;
  return n > 0 && strncmp (s + n, "://", 3) == 0 ? n : 0;
}

static void
set_user (const char *s, size_t n, struct uri *ret)
{
  const char *colon = memchr (s, ':', n);

  ret->username = percent_decode (s, colon ? (size_t) (colon - s) : n);
  if (colon)
    ret->password = percent_decode (colon + 1, s + n - colon - 1);
}

/* [user[:password]@]host[:port] */
static void
set_authority (const char *s, size_t n, struct uri *ret)
{
  const char *at = memrchr (s, '@', n);
  CLEANUP_FREE char *host = NULL;
  CLEANUP_STRVEC struct strvec server = STRVEC_INIT;

  if (at) {
    set_user (s, at - s, ret);
    n -= at + 1 - s;
    s = at + 1;
  }
  if (n == 0)
    return;
  host = percent_decode (s, n);
  must (strvec_addf (&server, "tcp:%s", host));
  ret->server = must_have (strvec_steal (&server));
}

/* Parameters: socket=/path and tls-certificates=DIR. */
static int
set_parameter (const char *s, size_t n, struct uri *ret, const char **ret_why)
{
  static const char socket[] = "socket=", tls[] = "tls-certificates=";
  const size_t socket_len = strlen (socket), tls_len = strlen (tls);
  CLEANUP_STRVEC struct strvec server = STRVEC_INIT;
  CLEANUP_FREE char *path = NULL;

  if (n >= tls_len && memcmp (s, tls, tls_len) == 0) {
    free (ret->tls_certificates);
    ret->tls_certificates = percent_decode (s + tls_len, n - tls_len);
    return 0;
  }
  if (n < socket_len || memcmp (s, socket, socket_len) != 0) {
    *ret_why = strncmp (ret->protocol, "http", 4) == 0
      ? "the query of a URL is not sent: nbdkit's curl plugin can, see "
      "guestfs(3), Web and FTP servers"
      : "unknown parameter after '?': only socket=PATH and "
      "tls-certificates=DIR are known";
    return -1;
  }
  if (ret->server) {
    *ret_why = "both a server and a socket: give one of them";
    return -1;
  }
  path = percent_decode (s + socket_len, n - socket_len);
  must (strvec_addf (&server, "unix:%s", path));
  ret->server = must_have (strvec_steal (&server));
  return 0;
}

static int
set_query (const char *s, struct uri *ret, const char **ret_why)
{
  size_t n;

  do {
    n = strcspn (s, "&#");
    if (set_parameter (s, n, ret, ret_why) == -1)
      return -1;
    s += n;
  } while (*s++ == '&');
  return 0;
}

/* nbd+unix is nbd, and nbds+unix is nbds: the socket shows which it is. */
static void
set_protocol (const char *s, size_t n, struct uri *ret)
{
  ret->protocol = must_have (strndup (s, n));
  for (char *p = ret->protocol; *p; ++p)
    *p = tolower ((unsigned char) *p);
  if (strcmp (ret->protocol, "nbd+unix") == 0 ||
      strcmp (ret->protocol, "nbds+unix") == 0)
    *strchr (ret->protocol, '+') = '\0';
}

static int
parse_remote (const char *s, size_t scheme, struct uri *ret,
              const char **ret_why)
{
  const char *authority = s + scheme + 3, *path, *query;
  size_t n = strcspn (authority, "/?#");

  set_protocol (s, scheme, ret);
  path = authority + n;
  query = path + strcspn (path, "?#");
  if (strcmp (ret->protocol, "file") != 0)
    set_authority (authority, n, ret);
  /* The library knows which protocols and what paths there are. */
  ret->path = percent_decode (path, query - path);
  if (*query == '?' && set_query (query + 1, ret, ret_why) == -1)
    return -1;
  if (strcmp (ret->protocol, "file") == 0 && !*ret->path) {
    *ret_why = "no file name: write file:///path";
    return -1;
  }
  return 0;
}

int
cli_parse_uri (const char *s, struct uri *ret, const char **ret_why)
{
  size_t scheme = scheme_length (s);

  *ret = (struct uri) { .path = NULL };
  if (scheme == 0) {
    ret->path = must_have (strdup (s));
    ret->protocol = must_have (strdup ("file"));
    return 0;
  }
  if (parse_remote (s, scheme, ret, ret_why) == 0)
    return 0;
  uri_done (ret);
  return -1;
}

void
cli_hide_password (char *s)
{
  const size_t scheme = scheme_length (s);
  char *authority = s + scheme + 3, *colon, *at;

  if (scheme == 0)
    return;
  at = memrchr (authority, '@', strcspn (authority, "/?#"));
  colon = at ? memchr (authority, ':', at - authority) : NULL;
  if (colon)
    memset (colon + 1, '*', at - colon - 1);
}

void
uri_done (struct uri *uri)
{
  free (uri->path);
  free (uri->protocol);
  string_list_free (uri->server);
  free (uri->username);
  free (uri->password);
  free (uri->tls_certificates);
  *uri = (struct uri) { .path = NULL };
}
