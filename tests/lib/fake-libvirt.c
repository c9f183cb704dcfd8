/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands in for libvirt.so.0, and fails as FAKE_LIBVIRT says:
 *
 *   refuse     nobody may log in
 *   ask        asks for credentials of all types, and writes the answers to the
 *              file FAKE_LIBVIRT_LOG
 *   hang       never answers the connection
 *   lost       the connection breaks at the next call
 *   gone       the domain vanishes after it was found
 *   hang-xml   never sends the XML
 *   hang-close never lets go
 *   no-secret  there are no secrets
 *
 *   saved      the domain was saved with its memory
 *   volume-block, volume-dir   the volume is a block device, a directory;
 *              else it is on the network
 *
 * and, for machines, as fake-machine.c says.
 *
 * There is one domain, with the XML in the file FAKE_LIBVIRT_XML, one pool,
 * with that of FAKE_LIBVIRT_POOL, and one secret, FAKE_LIBVIRT_SECRET.  It
 * calls itself FAKE_LIBVIRT_URI. */

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "fake-libvirt.h"

static __thread virError last_error;
static atomic_int references = 1;       /* to the connection */
static int one_connection, one_domain, one_pool, one_volume, one_secret;

static void *
fail (int code, const char *message)
{
  last_error.code = code;
  last_error.message = (char *) message;
  return NULL;
}

static void
hang_if (const char *mode)
{
  while (mode_is (mode))
    pause ();
}

static bool
is_lost (void)
{
  return mode_is ("lost") &&
    !fail (VIR_ERR_RPC, "server closed\nconnection: Broken pipe");
}

static char *
read_file (const char *variable)
{
  FILE *fp = fopen (getenv (variable), "r");
  char *buf = calloc (1, 65536);

  if (!fp || fread (buf, 1, 65535, fp) == 0)
    abort ();
  fclose (fp);
  return buf;
}

/* ---- Errors ---- */

virErrorPtr virGetLastError (void) { return &last_error; }
void virResetLastError (void) { last_error = (virError) { .code = 0 }; }
int virGetLastErrorCode (void) { return last_error.code; }
void virSetErrorFunc (void *data, virErrorFunc f) { (void) data, (void) f; }

void
virConnSetErrorFunc (virConnectPtr conn, void *data, virErrorFunc f)
{
  (void) conn, (void) data, (void) f;
}

/* ---- Connections ---- */

static int
default_callback (virConnectCredentialPtr creds, unsigned n, void *data)
{
  (void) data;
  for (unsigned i = 0; i < n; i++)
    creds[i].result = strdup ("typed");
  return 0;
}
static int default_types[] = { VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE };
static virConnectAuth default_auth = {
  default_types, 2, default_callback, NULL,
};
virConnectAuthPtr virConnectAuthPtrDefault = &default_auth;

/* Only what the program says that it can answer. */
static unsigned
questions (virConnectAuthPtr auth, virConnectCredential *ret)
{
  for (unsigned i = 0; i < auth->ncredtype; i++) {
    const bool plain = auth->credtype[i] == VIR_CRED_LANGUAGE;

    ret[i] = (virConnectCredential) {
      .type = auth->credtype[i], .prompt = plain ? NULL : "Please",
      .challenge = plain ? NULL : "challenge",
      .defresult = plain ? NULL : "default",
    };
  }
  return auth->ncredtype;
}

static virConnectPtr
ask (virConnectAuthPtr auth)
{
  virConnectCredential creds[16];
  const unsigned n = questions (auth, creds);
  const int r = auth->cb (creds, n, auth->cbdata);

  say ("callback returned %d\n", r);
  for (unsigned i = 0; i < n; i++) {
    say ("type %d: %s, %u\n", creds[i].type,
         creds[i].result ? creds[i].result : "(none)", creds[i].resultlen);
    free (creds[i].result);
  }
  return r == 0 ? (virConnectPtr) &one_connection
    : fail (VIR_ERR_AUTH_CANCELLED, "authentication cancelled");
}

virConnectPtr
virConnectOpenAuth (const char *name, virConnectAuthPtr auth, unsigned flags)
{
  (void) name, (void) flags;
  hang_if ("hang");
  if (mode_is ("refuse"))
    return fail (VIR_ERR_AUTH_FAILED, "authentication failed: bad password");
  if (mode_is ("ask"))
    return ask (auth);
  return (virConnectPtr) &one_connection;
}

virConnectPtr
virConnectOpen (const char *name)
{
  (void) name;
  return (virConnectPtr) &one_connection;
}

int
virConnectRef (virConnectPtr conn)
{
  atomic_fetch_add (&references, 1);
  return conn ? 0 : -1;
}

/* The server is told when nobody uses it any more. */
int
virConnectClose (virConnectPtr conn)
{
  if (atomic_fetch_sub (&references, 1) == 1)
    hang_if ("hang-close");
  return conn ? 0 : -1;
}

char *
virConnectGetURI (virConnectPtr conn)
{
  const char *uri = getenv ("FAKE_LIBVIRT_URI");

  (void) conn;
  return strdup (uri ? uri : "fake:///");
}

/* ---- The domain ---- */

virDomainPtr
virDomainLookupByName (virConnectPtr conn, const char *name)
{
  (void) conn;
  if (is_lost ())
    return NULL;
  return strcmp (name, "guest") == 0 ? (virDomainPtr) &one_domain
    : fail (VIR_ERR_NO_DOMAIN, "Domain not found");
}

virDomainPtr
virDomainLookupByUUIDString (virConnectPtr conn, const char *uuid)
{
  (void) conn, (void) uuid;
  return is_lost () ? NULL : fail (VIR_ERR_INVALID_ARG, "not a UUID");
}

int
virDomainGetInfo (virDomainPtr dom, virDomainInfoPtr info)
{
  (void) dom;
  if (mode_is ("gone")) {
    fail (VIR_ERR_NO_DOMAIN, "Domain not found: it is gone");
    return -1;
  }
  *info = (virDomainInfo) { .state = VIR_DOMAIN_SHUTOFF };
  return is_lost () ? -1 : 0;
}

int
virDomainHasManagedSaveImage (virDomainPtr dom, unsigned flags)
{
  (void) dom, (void) flags;
  return mode_is ("saved");
}

char *
virDomainGetXMLDesc (virDomainPtr dom, unsigned flags)
{
  (void) dom;
  hang_if ("hang-xml");
  if (flags & VIR_DOMAIN_XML_SECURE && mode_is ("read-only"))
    return NULL;
  return read_file ("FAKE_LIBVIRT_XML");
}

virConnectPtr
virDomainGetConnect (virDomainPtr dom)
{
  (void) dom;
  return (virConnectPtr) &one_connection;
}

const char *virDomainGetName (virDomainPtr dom) { return dom ? "guest" : NULL; }
int virDomainRef (virDomainPtr dom) { return dom ? 0 : -1; }
int virDomainFree (virDomainPtr dom) { return dom ? 0 : -1; }

/* ---- The pool and its volume ---- */

virStoragePoolPtr
virStoragePoolLookupByName (virConnectPtr conn, const char *name)
{
  (void) conn, (void) name;
  return (virStoragePoolPtr) &one_pool;
}

virStorageVolPtr
virStorageVolLookupByName (virStoragePoolPtr pool, const char *name)
{
  (void) pool;
  return strcmp (name, "image") == 0 ? (virStorageVolPtr) &one_volume
    : fail (VIR_ERR_NO_STORAGE_VOL, "Storage volume not found");
}

int
virStorageVolGetInfo (virStorageVolPtr vol, virStorageVolInfoPtr info)
{
  (void) vol;
  *info = (virStorageVolInfo) {
    .type = mode_is ("volume-dir") ? VIR_STORAGE_VOL_DIR
      : mode_is ("volume-block") ? VIR_STORAGE_VOL_BLOCK
      : VIR_STORAGE_VOL_NETWORK,
  };
  return 0;
}

char *
virStorageVolGetPath (virStorageVolPtr vol)
{
  (void) vol;
  return strdup ("disk.img");
}

char *
virStorageVolGetXMLDesc (virStorageVolPtr vol, unsigned flags)
{
  (void) vol, (void) flags;
  return strdup ("<volume><target><format type='dos'/></target></volume>");
}

char *
virStoragePoolGetXMLDesc (virStoragePoolPtr pool, unsigned flags)
{
  (void) pool, (void) flags;
  return read_file ("FAKE_LIBVIRT_POOL");
}

int virStoragePoolFree (virStoragePoolPtr pool) { return pool ? 0 : -1; }
int virStorageVolFree (virStorageVolPtr vol) { return vol ? 0 : -1; }

/* ---- The secret ---- */

virSecretPtr
virSecretLookupByUUIDString (virConnectPtr conn, const char *uuid)
{
  (void) conn;
  say ("secret uuid %s\n", uuid);
  return mode_is ("no-secret") ? fail (VIR_ERR_NO_SECRET, "Secret not found")
    : (virSecretPtr) &one_secret;
}

virSecretPtr
virSecretLookupByUsage (virConnectPtr conn, int type, const char *usage)
{
  (void) conn;
  say ("secret type %d usage %s\n", type, usage);
  return (virSecretPtr) &one_secret;
}

unsigned char *
virSecretGetValue (virSecretPtr secret, size_t *size, unsigned flags)
{
  const char *value = getenv ("FAKE_LIBVIRT_SECRET");

  (void) secret, (void) flags;
  *size = strlen (value);
  return (unsigned char *) strdup (value);
}

int virSecretFree (virSecretPtr secret) { return secret ? 0 : -1; }
