/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Machines and secrets: what libvirt is asked to do.  Each call has copies of
 * its arguments, and references, because it may outlive its caller. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/virterror.h>

#include "cleanups.h"
#include "run.h"
#include "strvec.h"

struct libvirt_running {
  virDomainPtr dom;
  struct libvirt_caller caller;
};

struct run_job {
  struct job job;
  virConnectPtr conn;
  virDomainPtr dom;
  bool created;                 /* dom is new, and nobody else has it */
  virSecretPtr secret;          /* likewise; NULL: none */
  char *xml;                    /* or a command, or a UUID */
  char *value;                  /* of a secret */
  size_t value_len;
  unsigned flags;
  int fd;                       /* -1: none */
  char *answer;
  int state;
};

static void
undefine_new_secret (struct run_job *r)
{
  if (!r->secret)
    return;
  virSecretUndefine (r->secret);
  virSecretFree (steal (&r->secret));
}

static void
done_run (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  if (r->created)
    virDomainDestroy (r->dom);
  if (r->dom)
    virDomainFree (r->dom);
  undefine_new_secret (r);
  if (r->conn)
    virConnectClose (r->conn);
  if (r->value)
    explicit_bzero (r->value, r->value_len);
  free (r->value);
  free (r->xml);
  free (r->answer);
  cleanup_close (&r->fd);
}

/* NULL when memory is out. */
static struct run_job *
new_job (int (*run) (struct job *), const char *xml)
{
  struct run_job *r = job_new (sizeof *r, run, done_run);

  if (!r)
    return NULL;
  r->fd = -1;
  r->xml = xml ? strdup (xml) : NULL;
  if (!xml || r->xml)
    return r;
  job_end (&r->job);
  return NULL;
}

static struct run_job *
new_conn_job (struct libvirt_conn *conn, int (*run) (struct job *),
              const char *xml)
{
  struct run_job *r = new_job (run, xml);

  if (r && virConnectRef (conn->conn) == 0)
    r->conn = conn->conn;
  return r;
}

static struct run_job *
new_machine_job (struct libvirt_running *m, int (*run) (struct job *),
                 const char *xml)
{
  struct run_job *r = new_job (run, xml);

  if (r && virDomainRef (m->dom) == 0)
    r->dom = m->dom;
  return r;
}

static int
run_and_end (struct run_job *r, const struct libvirt_caller *caller,
             struct libvirt_error *err)
{
  if (job_run (r ? &r->job : NULL, caller, err) == -1)
    return -1;
  job_end (&r->job);
  return 0;
}

/* ---- Secrets ---- */

static int
run_define (struct job *job)
{
  struct run_job *r = (struct run_job *) job;
  char uuid[VIR_UUID_STRING_BUFLEN];

  r->secret = virSecretDefineXML (r->conn, r->xml, 0);
  if (!r->secret)
    return -1;
  if (virSecretSetValue (r->secret, (unsigned char *) r->value, r->value_len,
                         0) == 0 &&
      virSecretGetUUIDString (r->secret, uuid) == 0)
    r->answer = strdup (uuid);
  if (r->answer)
    return 0;
  error_take_last (&job->err);
  undefine_new_secret (r);
  return -1;
}

int
secret_define (struct libvirt_conn *conn, const char *xml, const void *value,
               size_t n, char **ret_uuid, struct libvirt_error *err)
{
  struct run_job *r = new_conn_job (conn, run_define, xml);

  if (r) {
    r->value = malloc (n + 1);
    r->value_len = r->value ? n : 0;
    if (r->value)
      memcpy (r->value, value, n);
  }
  if (job_run (r ? &r->job : NULL, &conn->caller, err) == -1)
    return -1;
  *ret_uuid = steal (&r->answer);
  virSecretFree (steal (&r->secret));
  job_end (&r->job);
  return 0;
}

static int
run_undefine (struct job *job)
{
  struct run_job *r = (struct run_job *) job;
  virSecretPtr secret = virSecretLookupByUUIDString (r->conn, r->xml);
  int ret;

  if (!secret)
    return -1;
  ret = virSecretUndefine (secret);
  if (ret == -1)
    error_take_last (&job->err);
  virSecretFree (secret);
  return ret;
}

int
secret_undefine (struct libvirt_conn *conn, const char *uuid,
                 struct libvirt_error *err)
{
  return run_and_end (new_conn_job (conn, run_undefine, uuid), &conn->caller,
                      err);
}

/* ---- Life ---- */

/* Should the connection end, the server ends the machine. */
static int
run_create (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  r->dom = virDomainCreateXML (r->conn, r->xml,
                               r->flags | VIR_DOMAIN_START_AUTODESTROY);
  r->created = r->dom != NULL;
  return r->dom ? 0 : -1;
}

int
machine_create (struct libvirt_conn *conn, const char *xml, bool paused,
                struct libvirt_running **ret, struct libvirt_error *err)
{
  struct run_job *r = new_conn_job (conn, run_create, xml);

  if (r)
    r->flags = paused ? VIR_DOMAIN_START_PAUSED : 0;
  if (job_run (r ? &r->job : NULL, &conn->caller, err) == -1)
    return -1;
  *ret = calloc (1, sizeof **ret);
  if (*ret) {
    (*ret)->dom = steal (&r->dom);
    (*ret)->caller = conn->caller;
    r->created = false;
  }
  else
    error_set (err, ENOMEM, "%s", strerror (ENOMEM));
  job_end (&r->job);
  return *ret ? 0 : -1;
}

void
machine_free (struct libvirt_running *m)
{
  if (!m)
    return;
  virDomainFree (m->dom);
  free (m);
}

static int
run_resume (struct job *job)
{
  return virDomainResume (((struct run_job *) job)->dom);
}

int
machine_resume (struct libvirt_running *m, struct libvirt_error *err)
{
  return run_and_end (new_machine_job (m, run_resume, NULL), &m->caller, err);
}

static int
run_suspend (struct job *job)
{
  return virDomainSuspend (((struct run_job *) job)->dom);
}

int
machine_suspend (struct libvirt_running *m, struct libvirt_error *err)
{
  return run_and_end (new_machine_job (m, run_suspend, NULL), &m->caller, err);
}

/* One that is gone already is what was wanted. */
static int
run_destroy (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  if (virDomainDestroyFlags (r->dom, r->flags) == 0)
    return 0;
  return virGetLastErrorCode () == VIR_ERR_NO_DOMAIN ||
    virGetLastErrorCode () == VIR_ERR_OPERATION_INVALID ? 0 : -1;
}

int
machine_destroy (struct libvirt_running *m, bool graceful,
                 struct libvirt_error *err)
{
  struct run_job *r = new_machine_job (m, run_destroy, NULL);

  if (r)
    r->flags = graceful ? VIR_DOMAIN_DESTROY_GRACEFUL : 0;
  return run_and_end (r, &m->caller, err);
}

static int
run_state (struct job *job)
{
  struct run_job *r = (struct run_job *) job;
  int state = VIR_DOMAIN_NOSTATE;

  r->state = LIBVIRT_GONE;
  if (virDomainGetState (r->dom, &state, NULL, 0) == -1)
    return virGetLastErrorCode () == VIR_ERR_NO_DOMAIN ? 0 : -1;
  if (state == VIR_DOMAIN_PAUSED)
    r->state = LIBVIRT_PAUSED;
  else if (state != VIR_DOMAIN_SHUTOFF && state != VIR_DOMAIN_CRASHED)
    r->state = LIBVIRT_RUNS;
  return 0;
}

int
machine_state (struct libvirt_running *m, enum libvirt_state *ret,
               struct libvirt_error *err)
{
  struct run_job *r = new_machine_job (m, run_state, NULL);

  if (job_run (r ? &r->job : NULL, &m->caller, err) == -1)
    return -1;
  *ret = r->state;
  job_end (&r->job);
  return 0;
}

/* ---- Devices ---- */

static int
run_attach (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  return virDomainAttachDeviceFlags (r->dom, r->xml, VIR_DOMAIN_AFFECT_LIVE);
}

int
machine_attach (struct libvirt_running *m, const char *xml,
                struct libvirt_error *err)
{
  return run_and_end (new_machine_job (m, run_attach, xml), &m->caller, err);
}

static int
run_detach (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  return virDomainDetachDeviceFlags (r->dom, r->xml, VIR_DOMAIN_AFFECT_LIVE);
}

int
machine_detach (struct libvirt_running *m, const char *xml,
                struct libvirt_error *err)
{
  return run_and_end (new_machine_job (m, run_detach, xml), &m->caller, err);
}

/* ---- QEMU's monitor ---- */

#if LIBVIR_VERSION_NUMBER >= 8002000
static int
run_monitor (struct job *job)
{
  struct run_job *r = (struct run_job *) job;

  return virDomainQemuMonitorCommandWithFiles
    (r->dom, r->xml, r->fd >= 0 ? 1 : 0, r->fd >= 0 ? &r->fd : NULL,
     NULL, NULL, &r->answer, 0);
}
#else
static int
run_monitor (struct job *job)
{
  error_set (&job->err, ENOTSUP, "this was built for a libvirt before 8.2");
  return -1;
}
#endif

int
machine_monitor (struct libvirt_running *m, const char *command, int fd,
                 char **ret_answer, struct libvirt_error *err)
{
  struct run_job *r = new_machine_job (m, run_monitor, command);

  if (r && fd >= 0)
    r->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (job_run (r ? &r->job : NULL, &m->caller, err) == -1)
    return -1;
  *ret_answer = steal (&r->answer);
  job_end (&r->job);
  return 0;
}
