/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connecting to libvirt, and logging in. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "job.h"

/* ---- Credentials ---- */

#define ROW(type, name) { type, name },
static const struct { int type; const char *name; } credential_types[] = {
  LIBVIRT_CREDENTIALS (ROW)
};
#undef ROW
#define NR_TYPES (sizeof credential_types / sizeof credential_types[0])

static const char *
type_name (int type)
{
  for (size_t i = 0; i < NR_TYPES; i++)
    if (credential_types[i].type == type)
      return credential_types[i].name;
  return "unknown";
}

static int
type_of_name (const char *name)
{
  for (size_t i = 0; i < NR_TYPES; i++)
    if (strcmp (credential_types[i].name, name) == 0)
      return credential_types[i].type;
  return -1;
}

/* ---- Opening ---- */

struct open_job {
  struct job job;
  char *uri;                    /* or NULL */
  struct libvirt_caller caller;
  int types[NR_TYPES];
  unsigned nr_types;
  virConnectPtr conn;
  char *real_uri;
};

/* What the callback of libvirt passes on to the caller's thread. */
struct question {
  struct open_job *job;
  virConnectCredentialPtr creds;
  unsigned n;
};

static const char *
uri_or_default (const struct open_job *o)
{
  return o->uri ? o->uri : "";
}

static const char *
text_or_empty (const char *s)
{
  return s ? s : "";
}

static void
describe_credential (const virConnectCredential *from,
                     struct libvirt_credential *ret)
{
  *ret = (struct libvirt_credential) {
    .type = type_name (from->type),
    .prompt = text_or_empty (from->prompt),
    .challenge = text_or_empty (from->challenge),
    .defresult = text_or_empty (from->defresult),
  };
}

/* libvirt frees the answers. */
static void
pass_answer (const struct libvirt_credential *from, virConnectCredentialPtr to)
{
  to->result = from->result;
  to->resultlen = from->result_len;
}

static int
ask_caller (void *arg)
{
  const struct question *q = arg;
  const struct libvirt_caller *caller = &q->job->caller;
  CLEANUP_FREE struct libvirt_credential *creds = calloc (q->n, sizeof *creds);
  int r;

  if (!creds)
    return -1;
  for (unsigned i = 0; i < q->n; i++)
    describe_credential (&q->creds[i], &creds[i]);
  r = caller->ask (caller->opaque, uri_or_default (q->job), creds, q->n);
  for (unsigned i = 0; i < q->n; i++)
    pass_answer (&creds[i], &q->creds[i]);
  return r;
}

static int
ask_at_terminal (void *arg)
{
  const struct question *q = arg;
  const struct libvirt_caller *caller = &q->job->caller;

  if (caller->before_prompt)
    caller->before_prompt (caller->opaque, uri_or_default (q->job));
  return virConnectAuthPtrDefault->cb (q->creds, q->n,
                                       virConnectAuthPtrDefault->cbdata);
}

/* In libvirt's and our thread. */
static int
auth_callback (virConnectCredentialPtr creds, unsigned n, void *opaque)
{
  struct open_job *o = opaque;
  struct question q = { .job = o, .creds = creds, .n = n };

  return job_in_caller (&o->job, o->caller.types ? ask_caller
                        : ask_at_terminal, &q);
}

static int
run_open (struct job *job)
{
  struct open_job *o = (struct open_job *) job;
  virConnectAuth auth = {
    .credtype = o->caller.types ? o->types : virConnectAuthPtrDefault->credtype,
    .ncredtype = o->caller.types ? o->nr_types
      : virConnectAuthPtrDefault->ncredtype,
    .cb = auth_callback,
    .cbdata = o,
  };

  o->conn = virConnectOpenAuth (o->uri, &auth, 0);
  if (!o->conn) {
    error_take_last (&job->err);
    job->err.remedy = remedy_without_connection (o->uri);
    return -1;
  }
  virConnSetErrorFunc (o->conn, NULL, error_is_kept);
  o->real_uri = virConnectGetURI (o->conn);
  return o->real_uri ? 0 : -1;
}

static void
done_open (struct job *job)
{
  struct open_job *o = (struct open_job *) job;

  if (o->conn)
    virConnectClose (o->conn);
  free (o->uri);
  free (o->real_uri);
}

static struct open_job *
new_open_job (const char *uri, const struct libvirt_caller *caller)
{
  struct open_job *o = job_new (sizeof *o, run_open, done_open);
  int type;

  if (!o)
    return NULL;
  o->caller = *caller;
  for (const char *const *p = caller->types; p && *p; p++)
    if ((type = type_of_name (*p)) != -1 && o->nr_types < NR_TYPES)
      o->types[o->nr_types++] = type;
  if (uri && (o->uri = strdup (uri)) == NULL) {
    job_end (&o->job);
    return NULL;
  }
  return o;
}

int
connect_open (const char *uri, const struct libvirt_caller *caller,
              struct libvirt_conn **ret, struct libvirt_error *err)
{
  struct open_job *o = new_open_job (uri, caller);

  if (job_run (o ? &o->job : NULL, caller, err) == -1)
    return -1;
  *ret = calloc (1, sizeof **ret);
  if (*ret) {
    (*ret)->conn = steal (&o->conn);
    (*ret)->uri = steal (&o->real_uri);
    (*ret)->caller = *caller;
    (*ret)->caller.types = NULL;        /* asked no more */
  }
  else
    error_set (err, ENOMEM, "%s", strerror (ENOMEM));
  job_end (&o->job);
  return *ret ? 0 : -1;
}

const char *
connect_uri (const struct libvirt_conn *conn)
{
  return conn->uri;
}

/* ---- Closing: the server is told, and may not answer. ---- */

struct close_job {
  struct job job;
  virConnectPtr conn;
};

static int
run_close (struct job *job)
{
  struct close_job *c = (struct close_job *) job;

  return virConnectClose (steal (&c->conn)) == -1 ? -1 : 0;
}

static void
done_close (struct job *job)
{
  (void) job;
}

void
connect_close (struct libvirt_conn *conn)
{
  struct libvirt_error err = { .errnum = 0 };
  struct close_job *c;

  if (!conn)
    return;
  c = job_new (sizeof *c, run_close, done_close);
  if (c)
    c->conn = conn->conn;
  if (job_run (c ? &c->job : NULL, &conn->caller, &err) == 0)
    job_end (&c->job);
  free (err.text);
  free (conn->uri);
  free (conn);
}
