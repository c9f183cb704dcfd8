/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the handle to the domain's description, and to what must be there
 * before libvirt gets it: access to files, and secrets. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64.h"
#include "libvirt_launch.h"
#include "printable.h"

/* ---- XML ---- */

static char *
cannot_describe (guestfs_h *g, const char *bad)
{
  const int err = errno;
  CLEANUP_FREE char *text = safe_strdup (g, bad ? bad : "");

  make_printable (text);
  errno = err;
  if (err == EILSEQ)
    guestfs_int_error_errno (g, EILSEQ, "\"%s\": libvirt cannot be told this, "
                             "because it is not UTF-8 or has control "
                             "characters: set LIBGUESTFS_BACKEND=direct", text);
  else
    perrorf (g, "description of the domain");
  return NULL;
}

/* What becomes of a machine before XML is made of it. */
struct parts {
  struct libvirt_machine machine;
  struct libvirt_drive *drives;
  struct libvirt_disk *disks;
  size_t nr_drives;
  char *qemu, *firmware, *cmdline, *dac_label;
  const char *no_security[3];
  struct strvec args;
};

static void
parts_done (struct parts *p)
{
  for (size_t i = 0; i < p->nr_drives; i++)
    guestfs_int_libvirt_drive_done (&p->drives[i]);
  free (p->drives);
  free (p->disks);
  free (p->qemu);
  free (p->firmware);
  free (p->cmdline);
  free (p->dac_label);
  strvec_done (&p->args);
}
#define CLEANUP_PARTS __attribute__ ((cleanup (parts_done)))

static struct libvirt_way
way_of (const struct vm *d, size_t i)
{
  return (struct libvirt_way) {
    .secret_uuid = i < d->nr_secrets ? d->secrets[i] : NULL,
    .served = guestfs_int_libvirt_served (d, i),
  };
}

static int
describe_drives (guestfs_h *g, const struct vm *d, struct parts *p)
{
  p->drives = safe_calloc (g, g->nr_drives + 1, sizeof *p->drives);
  p->disks = safe_calloc (g, g->nr_drives + 1, sizeof *p->disks);
  for (size_t i = 0; i < g->nr_drives; i++) {
    const struct libvirt_way way = way_of (d, i);
    struct libvirt_drive *ret = &p->drives[p->nr_drives];

    if (!g->drives[i])
      continue;
    p->nr_drives++;
    if (guestfs_int_libvirt_drive (g, g->drives[i], i, &way, ret) == -1)
      return -1;
    p->disks[p->nr_drives - 1] = ret->disk;
  }
  p->machine.disks = p->disks;
  p->machine.nr_disks = p->nr_drives;
  return 0;
}

/* One that is only saved has none. */
static bool
has_drives (const struct libvirt_config *config)
{
  return !config->bare || config->incoming;
}

/* A QEMU of the user's own is not what the policy of the host knows.  That of
 * AppArmor is made by libvirt from the XML, but without the sockets of
 * servers. */
static void
describe_security (guestfs_h *g, const struct vm *d,
                   const struct libvirt_config *config, struct parts *p)
{
  const bool served = d->nr_served > 0 && has_drives (config);
  size_t n = 0;

  if (g->hv && d->host.selinux)
    p->no_security[n++] = "selinux";
  if ((g->hv || served) && d->host.apparmor)
    p->no_security[n++] = "apparmor";
  p->machine.no_security = p->no_security;
  if (d->host.runs_as_user)
    p->dac_label = safe_asprintf (g, "+%u:+%u", d->host.uid, d->host.gid);
  p->machine.dac_label = p->dac_label;
}

static void
describe_args (guestfs_h *g, struct parts *p)
{
  for (size_t i = 0; i < g->hv_params.len; i++)
    if (g->hv_params.ptr[i][0] != '\0' &&
        strvec_add (&p->args, g->hv_params.ptr[i]) == -1)
      g->abort_cb ();
  p->machine.args = p->args.ptr;
}

/* Not where passt is missing: libvirt itself would not look for another way. */
static enum libvirt_network
choose_network (guestfs_h *g, const struct vm *d)
{
  if (!g->enable_network)
    return LIBVIRT_NO_NETWORK;
  return guestfs_int_libvirt_uses_passt (g, d) ? LIBVIRT_PASST : LIBVIRT_SLIRP;
}

bool
guestfs_int_libvirt_uses_passt (guestfs_h *g, const struct vm *d)
{
  return g->enable_network && !d->no_passt &&
    access ("/usr/bin/passt", X_OK) == 0;
}

/* By a name that the host's policy knows. */
static char *
find_firmware (guestfs_h *g, const char *qemu)
{
  CLEANUP_FREE char *path =
    guestfs_int_find_bios (g, guestfs_int_host_arch (), qemu);

  return path ? realpath (path, NULL) : NULL;
}

#define OVERRIDE_SINCE 8002000

static int
describe_machine (guestfs_h *g, const struct vm *d,
                  const struct libvirt_config *config, struct parts *p)
{
  const struct appliance *appliance = config->appliance;
  struct libvirt_machine *m = &p->machine;

  p->qemu = g->hv ? guestfs_int_find_qemu (g, appliance->arch)
    : safe_strdup (g, d->host.emulator);
  if (!p->qemu)
    return -1;
  p->firmware = find_firmware (g, p->qemu);
  p->cmdline = guestfs_int_kernel_cmdline (g, appliance->arch, config->accel,
                                           !config->bare);
  *m = (struct libvirt_machine) {
    .name = d->name, .kvm = config->accel == ACCEL_KVM,
    .memsize = g->memsize, .smp = g->smp,
    .emulator = g->hv ? p->qemu : NULL, .firmware = p->firmware,
    .kernel = appliance->kernel, .initrd = appliance->initrd,
    .root = appliance->root, .cmdline = p->cmdline,
    .network = choose_network (g, d),
    .console_socket = d->sockets[LIBVIRT_CONSOLE].path,
    .channel_socket = d->sockets[LIBVIRT_CHANNEL].path,
    .tmpdir = guestfs_int_get_cachedir (g),
    .override = d->host.version >= OVERRIDE_SINCE,
    .incoming = config->incoming,
  };
  describe_security (g, d, config, p);
  describe_args (g, p);
  return 0;
}

char *
guestfs_int_libvirt_xml (guestfs_h *g, const struct vm *d,
                         const struct libvirt_config *config)
{
  CLEANUP_FREE char *label =
    guestfs_int_backend_setting (g, "internal_libvirt_label");
  CLEANUP_PARTS struct parts p = { .args = STRVEC_INIT };
  const char *bad = "";
  char *xml;

  if (describe_machine (g, d, config, &p) == -1 ||
      (has_drives (config) && describe_drives (g, d, &p) == -1))
    return NULL;
  if (d->host.selinux && !g->hv)
    p.machine.selinux_label = label;
  xml = d->lv->domain_xml (&p.machine, &bad);
  return xml ? xml : cannot_describe (g, bad);
}

char *
guestfs_int_libvirt_disk_xml (guestfs_h *g, const struct vm *d, size_t i)
{
  CLEANUP_LIBVIRT_DRIVE struct libvirt_drive drive = { .name = NULL };
  const struct libvirt_way way = way_of (d, i);
  const char *bad = "";
  char *xml;

  if (guestfs_int_libvirt_drive (g, g->drives[i], i, &way, &drive) == -1)
    return NULL;
  xml = d->lv->disk_xml (&drive.disk, &bad);
  return xml ? xml : cannot_describe (g, bad);
}

/* ---- Access ---- */

static int
give_source (guestfs_h *g, struct access *a, const struct drive_source *src,
             int wanted)
{
  if (guestfs_int_source_is_local (src))
    return guestfs_int_access_give (g, a, src->alias ? src->alias : src->path,
                                    wanted);
  for (size_t i = 0; i < src->nr_servers; i++)
    if (src->servers[i].transport == SERVER_UNIX &&
        guestfs_int_access_give (g, a, src->servers[i].host,
                                 MAY_READ | MAY_WRITE) == -1)
      return -1;
  return 0;
}

static int
give_files (guestfs_h *g, struct access *a, const struct image_files *files,
            int wanted)
{
  if (files->data && give_source (g, a, files->data, wanted) == -1)
    return -1;
  if (!files->backing)
    return 0;
  if (give_source (g, a, &files->backing->src, MAY_READ) == -1)
    return -1;
  return give_files (g, a, &files->backing->files, MAY_READ);
}

static int
give_images (guestfs_h *g, struct vm *d, size_t i)
{
  const struct drive *drv = g->drives[i];
  const struct drive_source *served = guestfs_int_libvirt_served (d, i);
  const int wanted = drv->readonly ? MAY_READ : MAY_READ | MAY_WRITE;

  if (drv->overlay &&
      guestfs_int_access_give (g, &d->access, drv->overlay,
                               MAY_READ | MAY_WRITE) == -1)
    return -1;
  if (served)
    return give_source (g, &d->access, served, MAY_READ);
  if (give_source (g, &d->access, &drv->src, wanted) == -1)
    return -1;
  return give_files (g, &d->access, &drv->files, wanted);
}

int
guestfs_int_libvirt_give_drive (guestfs_h *g, struct vm *d, size_t i)
{
  int r;

  if (!d->host.runs_as_user || d->host.uid == geteuid ())
    return 0;
  d->access.owner = g->drives[i];
  r = give_images (g, d, i);
  d->access.owner = NULL;
  return r;
}

int
guestfs_int_libvirt_give_access (guestfs_h *g, struct vm *d,
                                 const struct appliance *appliance)
{
  struct access *a = &d->access;

  if (!d->host.runs_as_user || d->host.uid == geteuid ())
    return 0;
  if (!a->name)
    guestfs_int_access_init (g, a, d->host.uid, d->host.gid, d->socket_dir);
  if (guestfs_int_access_give (g, a, appliance->kernel, MAY_READ) == -1 ||
      guestfs_int_access_give (g, a, appliance->initrd, MAY_READ) == -1 ||
      guestfs_int_access_give (g, a, appliance->root, MAY_READ) == -1)
    return -1;
  for (size_t i = 0; i < LIBVIRT_NR_SOCKETS; i++)
    if (guestfs_int_access_give (g, a, d->sockets[i].path,
                                 MAY_READ | MAY_WRITE) == -1)
      return -1;
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_libvirt_give_drive (g, d, i) == -1)
      return -1;
  return 0;
}

/* ---- Secrets ---- */

/* Ceph's keys are written in base 64, and libvirt wants what they stand for. */
static int
decode_ceph_key (guestfs_h *g, const struct drive_source *src,
                 struct strbuf *ret)
{
  struct base64_decoder d = { .bits = 0 };

  if (base64_decode (&d, ret, src->secret, strlen (src->secret)) == 0 &&
      base64_is_complete (&d) && ret->len > 0)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "%s: for protocol rbd the secret must "
                           "be base64 encoded", src->path);
  return -1;
}

static int
define (guestfs_h *g, struct vm *d, size_t i, const char *type,
        const void *value, size_t n)
{
  CLEANUP_FREE char *name = safe_asprintf (g, "%s-%zu", d->name, i);
  struct libvirt_error err = { .errnum = 0 };
  const char *bad = "";
  CLEANUP_FREE char *xml = d->lv->secret_xml (type, name, &bad);

  if (!xml) {
    cannot_describe (g, bad);
    return -1;
  }
  debug (g, "secret of drive %zu for libvirt: %s", i, xml);
  if (d->lv->define_secret (d->conn, xml, value, n, &d->secrets[i], &err)
      == 0)
    return 0;
  guestfs_int_libvirt_error (g, &err, "secret of drive %zu: libvirt cannot "
                             "keep it", i);
  return -1;
}

int
guestfs_int_libvirt_define_secret (guestfs_h *g, struct vm *d, size_t i)
{
  const struct drive_source *src = &g->drives[i]->src;
  const char *type = guestfs_int_libvirt_secret_type (src);

  if (!src->secret || !type)
    return 0;
  if (i >= d->nr_secrets) {
    d->secrets = safe_realloc (g, d->secrets, (i + 1) * sizeof *d->secrets);
    while (d->nr_secrets <= i)
      d->secrets[d->nr_secrets++] = NULL;
  }
  if (strcmp (type, "ceph") != 0)
    return define (g, d, i, type, src->secret, strlen (src->secret));

  CLEANUP_STRBUF struct strbuf key = STRBUF_INIT;
  int r = decode_ceph_key (g, src, &key);
  if (r == 0)
    r = define (g, d, i, type, key.ptr, key.len);
  if (key.ptr)
    explicit_bzero (key.ptr, key.len);
  return r;
}

int
guestfs_int_libvirt_define_secrets (guestfs_h *g, struct vm *d)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_libvirt_define_secret (g, d, i) == -1)
      return -1;
  return 0;
}

void
guestfs_int_libvirt_undefine_secrets (guestfs_h *g, struct vm *d)
{
  const bool undoes = guestfs_int_libvirt_undo (g, true);
  struct libvirt_error err = { .errnum = 0 };

  for (size_t i = 0; i < d->nr_secrets; i++) {
    if (d->secrets[i] &&
        d->lv->undefine_secret (d->conn, d->secrets[i], &err) == -1) {
      debug (g, "libvirt keeps secret %s: %s", d->secrets[i], err.text);
      free (err.text);
    }
    free (d->secrets[i]);
  }
  free (d->secrets);
  d->secrets = NULL;
  d->nr_secrets = 0;
  guestfs_int_libvirt_undo (g, undoes);
}
