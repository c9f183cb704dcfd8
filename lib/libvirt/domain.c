/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a domain: its state and its XML. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "disks.h"

struct domain_job {
  struct job job;
  virConnectPtr conn;
  char *name;                   /* NULL: dom is given */
  bool allowuuid;
  virDomainPtr dom;
  char *uri;                    /* of dom's connection, when dom is given */
  struct libvirt_domain ret;
};

/* ---- In the thread ---- */

static virDomainPtr
look_up (const struct domain_job *d)
{
  virDomainPtr dom = NULL;

  if (d->allowuuid) {
    dom = virDomainLookupByUUIDString (d->conn, d->name);
    /* The rest means that it may still be a name. */
    if (!dom && virGetLastErrorCode () != VIR_ERR_NO_DOMAIN &&
        virGetLastErrorCode () != VIR_ERR_INVALID_ARG)
      return NULL;
  }
  return dom ? dom : virDomainLookupByName (d->conn, d->name);
}

/* Cookies are secrets for libvirt.  A connection that may only read, as of a
 * program's own domain, does without. */
static char *
xml_with_secrets (virDomainPtr dom, const char *without)
{
  char *ret = virDomainGetXMLDesc (dom, VIR_DOMAIN_XML_SECURE);

  if (ret)
    return ret;
  virResetLastError ();
  return must_have (strdup (without));
}

static int
run_domain (struct job *job)
{
  struct domain_job *d = (struct domain_job *) job;
  virDomainInfo info;

  if (!d->dom && (d->dom = look_up (d)) == NULL)
    return -1;
  if (virDomainGetInfo (d->dom, &info) == -1)
    return -1;
  d->ret.active = info.state != VIR_DOMAIN_SHUTOFF;
  /* Not all drivers know it. */
  d->ret.saved = virDomainHasManagedSaveImage (d->dom, 0) == 1;
  d->ret.shown_xml = virDomainGetXMLDesc (d->dom, 0);
  if (!d->ret.shown_xml)
    return -1;
  d->ret.xml = xml_with_secrets (d->dom, d->ret.shown_xml);
  d->ret.name = must_have (strdup (virDomainGetName (d->dom)));
  return 0;
}

static int
run_adopted (struct job *job)
{
  struct domain_job *d = (struct domain_job *) job;

  d->uri = virConnectGetURI (d->conn);
  return d->uri ? run_domain (job) : -1;
}

static void
done_domain (struct job *job)
{
  struct domain_job *d = (struct domain_job *) job;

  if (d->dom)
    virDomainFree (d->dom);
  if (d->conn)
    virConnectClose (d->conn);
  free (d->name);
  free (d->uri);
  domain_done (&d->ret);
}

/* ---- In the caller ---- */

int
domain_find (struct libvirt_conn *conn, const char *name, bool allowuuid,
             struct libvirt_domain *ret, struct libvirt_error *err)
{
  struct domain_job *d = job_new (sizeof *d, run_domain, done_domain);

  if (d) {
    virConnectRef (conn->conn);
    d->conn = conn->conn;
    d->name = must_have (strdup (name));
    d->allowuuid = allowuuid;
  }
  if (job_run (d ? &d->job : NULL, &conn->caller, err) == -1)
    return -1;
  *ret = d->ret;
  d->ret = (struct libvirt_domain) { .name = NULL };
  job_end (&d->job);
  return 0;
}

static struct libvirt_conn *
adopt_connection (struct domain_job *d, const struct libvirt_caller *caller)
{
  struct libvirt_conn *conn = must_have (calloc (1, sizeof *conn));

  conn->conn = steal (&d->conn);
  conn->uri = steal (&d->uri);
  conn->caller = *caller;
  return conn;
}

int
domain_adopt (void *dom, const struct libvirt_caller *caller,
              struct libvirt_conn **ret_conn, struct libvirt_domain *ret,
              struct libvirt_error *err)
{
  struct domain_job *d;
  virConnectPtr conn = virDomainGetConnect (dom);

  if (!conn) {
    error_take_last (err);
    return -1;
  }
  d = job_new (sizeof *d, run_adopted, done_domain);
  if (d) {
    virConnectRef (conn);
    virDomainRef (dom);
    d->conn = conn;
    d->dom = dom;
  }
  if (job_run (d ? &d->job : NULL, caller, err) == -1)
    return -1;
  *ret = d->ret;
  d->ret = (struct libvirt_domain) { .name = NULL };
  *ret_conn = adopt_connection (d, caller);
  job_end (&d->job);
  return 0;
}

void
domain_done (struct libvirt_domain *dom)
{
  free (dom->name);
  if (dom->xml)
    explicit_bzero (dom->xml, strlen (dom->xml));
  free (dom->xml);
  free (dom->shown_xml);
}
