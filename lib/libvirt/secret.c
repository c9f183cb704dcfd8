/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Passwords and keys that libvirt keeps. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "cleanups.h"
#include "disks.h"

struct secret_job {
  struct job job;
  virConnectPtr conn;
  char *type, *uuid, *usage;    /* or NULL */
  virSecretPtr secret;
  unsigned char *value;
  size_t len;
};

static const struct { const char *name; int usage; } usages[] = {
  { "none", VIR_SECRET_USAGE_TYPE_NONE },
  { "volume", VIR_SECRET_USAGE_TYPE_VOLUME },
  { "ceph", VIR_SECRET_USAGE_TYPE_CEPH },
  { "iscsi", VIR_SECRET_USAGE_TYPE_ISCSI },
};

/* ---- In the thread ---- */

static int
usage_of_type (const char *type)
{
  for (size_t i = 0; type && i < sizeof usages / sizeof usages[0]; i++)
    if (strcmp (usages[i].name, type) == 0)
      return usages[i].usage;
  return VIR_SECRET_USAGE_TYPE_NONE;
}

static int
secret_failed (struct job *job)
{
  error_take_last (&job->err);
  error_remedy (&job->err, VIR_ERR_INVALID_SECRET,
                "define it again with private='no'");
  error_remedy (&job->err, VIR_ERR_OPERATION_DENIED,
                "the connection to libvirt must not be read-only");
  return -1;
}

static int
run_secret (struct job *job)
{
  struct secret_job *s = (struct secret_job *) job;

  s->secret = s->uuid ? virSecretLookupByUUIDString (s->conn, s->uuid)
    : virSecretLookupByUsage (s->conn, usage_of_type (s->type), s->usage);
  if (!s->secret)
    return secret_failed (job);
  s->value = virSecretGetValue (s->secret, &s->len, 0);
  return s->value ? 0 : secret_failed (job);
}

static void
done_secret (struct job *job)
{
  struct secret_job *s = (struct secret_job *) job;

  if (s->value)
    explicit_bzero (s->value, s->len);
  free (s->value);
  if (s->secret)
    virSecretFree (s->secret);
  virConnectClose (s->conn);
  free (s->type);
  free (s->uuid);
  free (s->usage);
}

/* ---- In the caller ---- */

static char *
encode (const struct secret_job *s)
{
  struct strbuf b = STRBUF_INIT;

  if (base64_encode (&b, s->value, s->len) == -1)
    abort ();
  return must_have (strbuf_steal (&b));
}

/* Keys of Ceph are bytes, which add_drive takes as base64. */
static int
value_of_secret (const struct secret_job *s, char **ret,
                 struct libvirt_error *err)
{
  if (s->type && strcmp (s->type, "ceph") == 0)
    *ret = encode (s);
  else if (memchr (s->value, '\0', s->len)) {
    error_set (err, EINVAL, "the secret has a byte 0 in it");
    return -1;
  }
  else
    *ret = must_have (strndup ((const char *) s->value, s->len));
  return 0;
}

static char *
copy_or_null (const char *s)
{
  return s ? must_have (strdup (s)) : NULL;
}

int
secret_find (struct libvirt_conn *conn, const struct libvirt_secret *secret,
             char **ret, struct libvirt_error *err)
{
  struct secret_job *s = job_new (sizeof *s, run_secret, done_secret);
  int r;

  if (s) {
    virConnectRef (conn->conn);
    s->conn = conn->conn;
    s->type = copy_or_null (secret->type);
    s->uuid = copy_or_null (secret->uuid);
    s->usage = copy_or_null (secret->usage);
  }
  if (job_run (s ? &s->job : NULL, &conn->caller, err) == -1)
    return -1;
  r = value_of_secret (s, ret, err);
  job_end (&s->job);
  return r;
}
