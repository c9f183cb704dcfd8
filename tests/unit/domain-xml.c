/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what libvirt is told of handles with some settings and drives;
 * domain-xml.sh compares it with domain-xml.golden. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libvirt_launch.h"
#include "drives.h"
#include "protocols.h"

typedef struct guestfs_add_drive_opts_argv opts_t;
#define BIT(OPT) GUESTFS_ADD_DRIVE_OPTS_##OPT##_BITMASK
/* Nobody changes what is shown. */
#define S(s) ((char *) (s))

static const struct libvirt_module writer = {
  .domain_xml = domain_xml, .disk_xml = disk_xml, .secret_xml = secret_xml,
};
static const char *image;

/* What random names and the host would decide. */
static void
fill_domain (struct vm *d)
{
  *d = (struct vm) {
    .lv = &writer,
    .host = { .version = 9000000, .kvm = true, .tcg = true,
              .emulator = S ("/usr/bin/qemu-system-x86_64") },
    .name = S ("guestfs-0123456789abcdef"),
    .sockets = { [LIBVIRT_CHANNEL] = { .path = S ("/tmp/s/guestfsd.sock") },
                 [LIBVIRT_CONSOLE] = { .path = S ("/tmp/s/console.sock") } },
  };
}

static guestfs_h *
new_handle (void)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);

  guestfs_set_error_handler (g, NULL, NULL);
  return g;
}

static void
print (guestfs_h *g, const char *title, char *xml)
{
  printf ("%s\n", title);
  if (xml)
    printf ("%s", xml);
  else
    printf ("error %d: %s\n", guestfs_last_errno (g), guestfs_last_error (g));
  printf ("\n");
  free (xml);
}

/* ---- Drives ---- */

static void
show (const char *title, const char *path, const opts_t *opts, bool overlay)
{
  guestfs_h *g = new_handle ();
  struct vm d;

  fill_domain (&d);
  if (guestfs_add_drive_opts_argv (g, path, opts) == -1)
    print (g, title, NULL);
  else {
    struct drive *drv = g->drives[0];
    if (overlay)
      drv->overlay = strdup ("/tmp/nonexistent/overlay.qcow2");
    print (g, title, guestfs_int_libvirt_disk_xml (g, &d, 0));
  }
  guestfs_close (g);
}

/* Not added: a server need not be there. */
static void
network (const char *protocol, const char *const *servers, const char *path,
         bool readonly, const char *username, const char *secret)
{
  guestfs_h *g = new_handle ();
  struct drive *drv = guestfs_int_new_drive (g);
  CLEANUP_FREE char *title = NULL;
  char *uuids[] = { S ("11111111-2222-3333-4444-555555555555") };
  struct vm d;

  fill_domain (&d);
  if (secret) {
    d.secrets = uuids;
    d.nr_secrets = 1;
  }
  if (asprintf (&title, "%s %s %s%s%s%s", protocol,
                servers[0] ? servers[0] : "-", path,
                readonly ? " readonly" : "", username ? " username" : "",
                secret ? " secret" : "") == -1)
    abort ();
  drv->readonly = readonly;
  drv->format = strdup ("raw");
  if (readonly)
    drv->overlay = strdup ("/tmp/nonexistent/overlay.qcow2");
  if (guestfs_int_set_source (g, drv, path, protocol, (char **) servers,
                              username, secret) == -1) {
    print (g, title, NULL);
    guestfs_int_free_drive (drv);
  }
  else {
    guestfs_int_insert_drive (g, drv);
    print (g, title, guestfs_int_libvirt_disk_xml (g, &d, 0));
  }
  guestfs_close (g);
}

#define SERVERS(...) ((const char *const []) { __VA_ARGS__ __VA_OPT__(,) NULL })

static void
show_files (void)
{
  show ("raw", image, &(opts_t) {
      .bitmask = BIT (FORMAT), .format = "raw" }, false);
  show ("qcow2 unsafe discard", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (CACHEMODE) | BIT (DISCARD),
      .format = "qcow2", .cachemode = "unsafe", .discard = "enable" }, false);
  show ("readonly", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (READONLY), .format = "raw",
      .readonly = 1 }, true);
  show ("readonly copyonread", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (READONLY) | BIT (COPYONREAD),
      .format = "qcow2", .readonly = 1, .copyonread = 1 }, true);
  show ("blocksize label", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (BLOCKSIZE) | BIT (LABEL),
      .format = "raw", .blocksize = 4096, .label = "swap1" }, false);
}

/* What only a domain of libvirt can say of a drive. */
static void
show_extras (const char *title, const char *protocol, const char *path,
             const struct source_extras *extras)
{
  guestfs_h *g = new_handle ();
  struct drive *drv = guestfs_int_new_drive (g);
  struct vm d;

  fill_domain (&d);
  drv->readonly = true;
  drv->overlay = strdup ("/tmp/nonexistent/overlay.qcow2");
  if (guestfs_int_set_source (g, drv, path, protocol,
                              (char **) SERVERS ("host"), NULL, NULL) == -1)
    abort ();
  guestfs_int_set_extras (g, &drv->src, extras);
  guestfs_int_insert_drive (g, drv);
  print (g, title, guestfs_int_libvirt_disk_xml (g, &d, 0));
  guestfs_close (g);
}

static void
show_network (void)
{
  static const char iqn[] = "iqn.2003-01.org.example:d";
  static const char key[] = "c2VjcmV0";

  network ("nbd", SERVERS ("localhost"), "", false, NULL, NULL);
  network ("nbd", SERVERS ("[::1]:1234"), "/disk", false, NULL, NULL);
  network ("nbd", SERVERS ("unix:/run/nbd,x.sock"), "disk", true, NULL, NULL);
  network ("ftp", SERVERS ("host"), "/a b.img", true, NULL, NULL);
  network ("http", SERVERS ("tcp:host:8080"), "/x", true, NULL, NULL);
  network ("https", SERVERS ("host"), "/x", true, "me", "secret");
  network ("ssh", SERVERS ("host"), "/var/x.img", false, NULL, NULL);
  network ("ssh", SERVERS ("host"), "/var/x.img", false, "me", NULL);
  network ("iscsi", SERVERS ("host"), "iqn.2003-01.org.example:d/3", false,
           "me", "secret");
  network ("iscsi", SERVERS ("host:3261"), iqn, false, NULL, NULL);
  network ("iscsi", SERVERS ("host"), iqn, false, "me", NULL);
  network ("gluster", SERVERS ("host"), "/volume/dir/x.img", false, NULL,
           NULL);
  network ("rbd", SERVERS ("mon1:6790", "[fe80::1]"), "pool/image", false,
           "me", key);
  network ("rbd", SERVERS (), "pool/image@snap", true, NULL, NULL);
  network ("nfs", SERVERS ("host"), "/export/x.img", false, NULL, NULL);
  show_extras ("any certificate", "https", "/x",
               &(struct source_extras) { .tls_unverified = true });
  show_extras ("initiator", "iscsi", iqn,
               &(struct source_extras) { .initiator = S ("iqn.x:me") });
  show_extras ("slice, reconnect", "nbd", "export", &(struct source_extras) {
      .slice_offset = 4096, .slice_size = 512, .reconnect = 10 });
  show_extras ("query, timeout, readahead", "https", "/x",
               &(struct source_extras) {
                 .query = S ("a=1&b"), .timeout = 6, .readahead = 65536 });
  show_extras ("configuration of Ceph", "rbd", "pool/image",
               &(struct source_extras) { .ceph_config = S ("/b.conf") });
  show_extras ("cookies", "http", "/x",
               &(struct source_extras) { .cookies = S ("a=secret") });
}

/* Two images below the one that was added, whose last has nothing below. */
static void
show_chain (void)
{
  guestfs_h *g = new_handle ();
  struct image_layer base = {
    .src = guestfs_int_local_source (S ("/images/base.img"), false),
    .format = S ("raw"), .files = { .known = true } };
  struct image_layer middle = {
    .src = guestfs_int_local_source (S ("/dev/vg/middle"), true),
    .format = S ("qcow2"), .files = { .known = true, .backing = &base } };
  struct vm d;

  fill_domain (&d);
  guestfs_add_drive_opts (g, image, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "qcow2",
                          -1);
  g->drives[0]->files = (struct image_files) {
    .known = true, .backing = &middle };
  print (g, "backing files", guestfs_int_libvirt_disk_xml (g, &d, 0));
  g->drives[0]->files = (struct image_files) { .known = false };
  print (g, "backing files that are not known",
         guestfs_int_libvirt_disk_xml (g, &d, 0));
  guestfs_close (g);
}

/* In use by its machine: QEMU reads it from a server of ours. */
static void
show_served (void)
{
  guestfs_h *g = new_handle ();
  struct drive_server server = {
    .transport = SERVER_UNIX, .host = S ("/tmp/nonexistent/nbd1.sock") };
  const struct drive_source src = {
    .protocol = guestfs_int_find_protocol ("nbd"), .path = S (""),
    .servers = &server, .nr_servers = 1 };
  CLEANUP_LIBVIRT_DRIVE struct libvirt_drive drive = { .name = NULL };
  const char *bad = "";

  guestfs_add_drive_opts (g, image, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "qcow2",
                          GUESTFS_ADD_DRIVE_OPTS_READONLY, 1, -1);
  g->drives[0]->overlay = strdup ("/tmp/nonexistent/overlay.qcow2");
  guestfs_int_libvirt_drive (g, g->drives[0], 0,
                             &(struct libvirt_way) { .served = &src }, &drive);
  print (g, "readonly, in use", disk_xml (&drive.disk, &bad));
  guestfs_close (g);
}

static void
show_secrets (void)
{
  const char *bad = NULL;
  guestfs_h *g = new_handle ();

  print (g, "secret for ceph", secret_xml ("ceph", "guestfs-x-0", &bad));
  print (g, "secret for iscsi", secret_xml ("iscsi", "guestfs-x-1", &bad));
  guestfs_close (g);
}

/* ---- Domains ---- */

static struct appliance appliance = {
  .kernel = S ("/appliance/kernel"), .initrd = S ("/appliance/initrd"),
  .root = S ("/appliance/root"), .lock_fd = -1,
};

struct variant {
  const char *title;
  enum accel accel;
  bool bare, incoming, network, selinux, apparmor, privileged, served;
  int smp, memsize;
  const char *hv, *label, *config[2];
};

static const struct variant variants[] = {
  { .title = "TCG", .accel = ACCEL_TCG },
  { .title = "KVM, smp, memsize", .accel = ACCEL_KVM, .smp = 4,
    .memsize = 2000 },
  { .title = "network", .accel = ACCEL_TCG, .network = true },
  { .title = "privileged", .accel = ACCEL_TCG, .privileged = true },
  { .title = "label of a guest", .accel = ACCEL_KVM, .selinux = true,
    .privileged = true,
    .label = "internal_libvirt_label=system_u:system_r:svirt_t:s0:c1,c2" },
  { .title = "own QEMU", .accel = ACCEL_KVM, .selinux = true,
    .hv = "/bin/true" },
  { .title = "AppArmor, an image in use", .accel = ACCEL_KVM,
    .apparmor = true, .served = true },
  { .title = "AppArmor, an image in use, to be saved", .accel = ACCEL_KVM,
    .apparmor = true, .served = true, .bare = true },
  { .title = "parameters of QEMU", .accel = ACCEL_TCG,
    .config = { "-device", "a<b&c,x=\"1\"" } },
  { .title = "to be saved", .accel = ACCEL_TCG, .bare = true },
  { .title = "from what was saved", .accel = ACCEL_TCG, .bare = true,
    .incoming = true },
  { .title = "not in XML", .accel = ACCEL_TCG,
    .config = { "-name", "\001" } },
};

static struct served *none_served[1];

static void
set_up (guestfs_h *g, struct vm *d, const struct variant *v)
{
  fill_domain (d);
  d->host.selinux = v->selinux;
  d->host.apparmor = v->apparmor;
  d->nr_served = v->served ? 1 : 0;
  d->served = none_served;
  d->host.runs_as_user = v->privileged;
  d->host.uid = d->host.gid = 64055;
  guestfs_add_drive_opts (g, image, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw", -1);
  guestfs_add_drive_opts (g, image, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
                          GUESTFS_ADD_DRIVE_OPTS_READONLY, 1, -1);
  g->drives[1]->overlay = strdup ("/tmp/nonexistent/overlay.qcow2");
  guestfs_set_network (g, v->network);
  if (v->smp)
    guestfs_set_smp (g, v->smp);
  if (v->memsize)
    guestfs_set_memsize (g, v->memsize);
  if (v->hv)
    guestfs_set_hv (g, v->hv);
  if (v->config[0])
    guestfs_config (g, v->config[0], v->config[1]);
  if (v->label) {
    const char *const settings[] = { v->label,
      "internal_libvirt_norelabel_disks=1", NULL };
    guestfs_set_backend_settings (g, (char **) settings);
  }
}

static void
show_domain (const struct variant *v)
{
  const struct libvirt_config config = {
    .accel = v->accel, .appliance = &appliance, .bare = v->bare,
    .incoming = v->incoming,
  };
  guestfs_h *g = new_handle ();
  struct vm d;

  appliance.arch = guestfs_int_find_arch ("x86_64");
  set_up (g, &d, v);
  print (g, v->title, guestfs_int_libvirt_xml (g, &d, &config));
  guestfs_close (g);
}

int
main (int argc, char *argv[])
{
  if (argc < 2) {
    fprintf (stderr, "usage: %s IMAGE\n", argv[0]);
    return 2;
  }
  image = argv[1];
  unsetenv ("TERM");
  for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
    show_domain (&variants[i]);
  show_files ();
  show_network ();
  show_chain ();
  show_served ();
  show_secrets ();
  return 0;
}
