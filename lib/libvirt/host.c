/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the server of a connection can run, and as whom: its capabilities. */

#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpath.h>

#include "cleanups.h"
#include "run.h"
#include "xml.h"

/* ---- XML ---- */

/* The string value of an expression, malloc'd; NULL when it is empty. */
static char *
value_of (xmlDoc *doc, const char *xpath)
{
  xmlXPathContextPtr context = xmlXPathNewContext (doc);
  xmlXPathObjectPtr object = context
    ? xmlXPathEvalExpression ((const xmlChar *) xpath, context) : NULL;
  xmlChar *s = object ? xmlXPathCastToString (object) : NULL;
  char *ret = s && s[0] != '\0' ? strdup ((const char *) s) : NULL;

  xmlFree (s);
  xmlXPathFreeObject (object);
  xmlXPathFreeContext (context);
  return ret;
}

static bool
is_true (xmlDoc *doc, const char *xpath)
{
  CLEANUP_FREE char *expr = NULL, *s = NULL;

  if (asprintf (&expr, "boolean(%s)", xpath) == -1)
    expr = NULL;
  s = expr ? value_of (doc, expr) : NULL;
  return s && strcmp (s, "true") == 0;
}

/* ---- Capabilities ---- */

#define GUEST "/capabilities/guest[os_type='hvm']/arch[@name='x86_64']"

/* "+64055:+64055": whom a privileged server runs QEMU as. */
static void
parse_user (const char *label, struct libvirt_host *ret)
{
  unsigned uid, gid;

  if (!label || sscanf (label, "+%u:+%u", &uid, &gid) != 2)
    return;
  ret->runs_as_user = true;
  ret->uid = uid;
  ret->gid = gid;
}

static int
read_capabilities (const char *xml, struct libvirt_host *ret,
                   struct libvirt_error *err)
{
  CLEANUP_XML xmlDoc *doc = xml_parse (xml, "capabilities", err);
  CLEANUP_FREE char *label = NULL;

  if (!doc)
    return -1;
  label = value_of (doc, "/capabilities/host/secmodel[model='dac']"
                    "/baselabel[@type='qemu' or @type='kvm'][1]");
  parse_user (label, ret);
  ret->selinux = is_true (doc, "/capabilities/host/secmodel[model='selinux']");
  ret->apparmor = is_true (doc,
                           "/capabilities/host/secmodel[model='apparmor']");
  ret->kvm = is_true (doc, GUEST "/domain[@type='kvm']");
  ret->tcg = is_true (doc, GUEST "/domain[@type='qemu']");
  ret->emulator = value_of (doc, GUEST "/emulator");
  return 0;
}

struct host_job {
  struct job job;
  virConnectPtr conn;
  struct libvirt_host host;
};

/* What the emulator is, domain capabilities know better: where there are
 * several machine types the general ones may name another. */
static void
take_emulator (virConnectPtr conn, struct libvirt_host *host)
{
  CLEANUP_FREE char *xml =
    virConnectGetDomainCapabilities (conn, NULL, "x86_64", "q35",
                                     host->tcg ? "qemu" : "kvm", 0);
  struct libvirt_error ignored = { .errnum = 0 };
  CLEANUP_XML xmlDoc *doc =
    xml ? xml_parse (xml, "domainCapabilities", &ignored) : NULL;
  char *path = doc ? value_of (doc, "/domainCapabilities/path") : NULL;

  free (ignored.text);
  if (!path)
    return;
  free (host->emulator);
  host->emulator = path;
}

static int
run_host (struct job *job)
{
  struct host_job *h = (struct host_job *) job;
  CLEANUP_FREE char *xml = virConnectGetCapabilities (h->conn);

  if (!xml || virConnectGetLibVersion (h->conn, &h->host.version) == -1)
    return -1;
  if (read_capabilities (xml, &h->host, &job->err) == -1)
    return -1;
  if (h->host.kvm || h->host.tcg)
    take_emulator (h->conn, &h->host);
  return 0;
}

void
host_done (struct libvirt_host *host)
{
  free (host->emulator);
  host->emulator = NULL;
}

static void
done_host (struct job *job)
{
  struct host_job *h = (struct host_job *) job;

  if (h->conn)
    virConnectClose (h->conn);
  host_done (&h->host);
}

int
host_look (struct libvirt_conn *conn, struct libvirt_host *ret,
           struct libvirt_error *err)
{
  struct host_job *h = job_new (sizeof *h, run_host, done_host);

  if (h && virConnectRef (conn->conn) == 0)
    h->conn = conn->conn;
  if (job_run (h ? &h->job : NULL, &conn->caller, err) == -1)
    return -1;
  *ret = h->host;
  h->host.emulator = NULL;
  job_end (&h->job);
  return 0;
}
