/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what QEMU is told about each drive that can be added without a
 * server or a machine; blockdev.sh compares it with blockdev.golden. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drives.h"

typedef struct guestfs_add_drive_opts_argv opts_t;
#define BIT(OPT) GUESTFS_ADD_DRIVE_OPTS_##OPT##_BITMASK

static char *one_server[] = { NULL, NULL };
static char two_a[] = "mon1:6790", two_b[] = "[fe80::1]:6791";
static char *two_servers[] = { two_a, two_b, NULL };

static int
set_source (guestfs_h *g, const char *path, const opts_t *opts)
{
  struct drive *drv = guestfs_int_new_drive (g);
  const bool login = opts->bitmask & BIT (USERNAME);

  drv->readonly = true;
  guestfs_int_insert_drive (g, drv);
  return guestfs_int_set_source (g, drv, path, opts->protocol, opts->server,
                                 login ? opts->username : NULL,
                                 login ? opts->secret : NULL);
}

/* The error of a refused drive is part of the golden output as well. */
static void
show (const char *title, const char *path, const opts_t *opts, bool overlay)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  char *blockdev, *device;
  int r;

  printf ("%s\n", title);
  guestfs_set_error_handler (g, NULL, NULL);
  /* A read-only drive on a server would be looked at. */
  r = opts->bitmask & BIT (PROTOCOL) && opts->bitmask & BIT (READONLY)
    ? set_source (g, path, opts) : guestfs_add_drive_opts_argv (g, path, opts);
  if (r == -1)
    printf ("  error %d: %s\n", guestfs_last_errno (g),
            guestfs_last_error (g));
  else {
    struct drive *drv = g->drives[0];
    if (overlay)
      drv->overlay = strdup ("/tmp/a\"quote/overlay.qcow2");
    blockdev = guestfs_int_drive_blockdev_json (g, drv, 3);
    device = guestfs_int_drive_device_json (g, drv, 3);
    printf ("  %s\n  %s\n", blockdev, device);
    free (blockdev);
    free (device);
  }
  guestfs_close (g);
}

static void
network (const char *protocol, char *server, const char *path, opts_t opts)
{
  opts.bitmask |= BIT (PROTOCOL);
  opts.protocol = protocol;
  if (server) {
    one_server[0] = server;
    opts.bitmask |= BIT (SERVER);
    opts.server = one_server;
  }
  char title[128];
  snprintf (title, sizeof title, "%s %s %s", protocol, server ? server : "-",
            path);
  show (title, path, &opts, false);
}

#define S(s) ((char []) { s })
#define NONE ((opts_t) { .bitmask = 0 })
#define RO .readonly = 1
#define LOGIN .username = "me", .secret = "c2VjcmV0"

static void
show_files (const char *image)
{
  show ("raw", image, &(opts_t) {
      .bitmask = BIT (FORMAT), .format = "raw" }, false);
  show ("qcow2 unsafe discard", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (CACHEMODE) | BIT (DISCARD),
      .format = "qcow2", .cachemode = "unsafe", .discard = "enable" }, false);
  show ("readonly", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (READONLY), .format = "raw", RO }, true);
  show ("readonly copyonread", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (READONLY) | BIT (COPYONREAD),
      .format = "qcow2", RO, .copyonread = 1 }, true);
  show ("blocksize label", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (BLOCKSIZE) | BIT (LABEL),
      .format = "raw", .blocksize = 4096, .label = "swap1" }, false);
  show ("cachemode none", image, &(opts_t) {
      .bitmask = BIT (CACHEMODE), .cachemode = "none" }, false);
  show ("cachemode writethrough", image, &(opts_t) {
      .bitmask = BIT (CACHEMODE), .cachemode = "writethrough" }, false);
  show ("discard impossible: format", image, &(opts_t) {
      .bitmask = BIT (FORMAT) | BIT (DISCARD), .format = "vmdk",
      .discard = "enable" }, false);
  show ("discard impossible: readonly", image, &(opts_t) {
      .bitmask = BIT (READONLY) | BIT (DISCARD), RO,
      .discard = "enable" }, false);
}

static void
show_network (void)
{
  const opts_t ro = { .bitmask = BIT (READONLY), RO };
  const opts_t login = {
    .bitmask = BIT (READONLY) | BIT (USERNAME) | BIT (SECRET), RO, LOGIN };
  const opts_t login_rw = {
    .bitmask = BIT (USERNAME) | BIT (SECRET), LOGIN };
  const opts_t unsafe = {
    .bitmask = BIT (CACHEMODE) | BIT (FORMAT), .cachemode = "unsafe",
    .format = "raw" };

  network ("nbd", S ("localhost"), "", NONE);
  network ("nbd", S ("[::1]:1234"), "/disk", unsafe);
  network ("nbd", S ("unix:/run/nbd,x.sock"), "disk", NONE);
  network ("ftp", S ("host"), "/a b?%.img", ro);
  network ("ftps", S ("host:990"), "a.img", ro);
  network ("http", S ("tcp:host:8080"), "/x", ro);
  network ("https", S ("[2001:db8::1]"), "/x", login);
  network ("ssh", S ("host"), "/var/x.img", (opts_t) {
      .bitmask = BIT (USERNAME), .username = "me" });
  network ("iscsi", S ("host"), "iqn.2003-01.org.example:d/3", login_rw);
  network ("iscsi", S ("[::1]"), "iqn.2003-01.org.example:d", unsafe);
  network ("gluster", S ("host"), "/volume/dir/x.img", NONE);
  network ("gluster", S ("unix:/run/glusterd.socket"), "volume/x", NONE);
  network ("rbd", NULL, "pool/image", login_rw);
  network ("rbd", S ("mon"), "pool/image@snap", ro);
  network ("nfs", S ("host"), "/export/x.img", NONE);
  show ("rbd, two monitors", "pool/space/image", &(opts_t) {
      .bitmask = BIT (PROTOCOL) | BIT (SERVER), .protocol = "rbd",
      .server = two_servers }, false);
}

/* What only a domain of libvirt can say of a drive.  Secrets are no part of
 * what QEMU is told of the drive itself, but objects of their own. */
static void
print_object (json_t *o)
{
  char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  if (text)
    printf ("  %s\n", text);
  free (text);
  json_decref (o);
}

static void
extras (const char *title, const char *protocol, const char *path,
        const struct source_extras *e)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);
  struct drive *drv = guestfs_int_new_drive (g);
  const bool local = strcmp (protocol, "file") == 0;
  CLEANUP_FREE char *blockdev = NULL;

  one_server[0] = S ("host");
  drv->readonly = true;
  guestfs_int_insert_drive (g, drv);
  if (guestfs_int_set_source (g, drv, path, protocol,
                              local ? NULL : one_server, NULL, NULL) == -1)
    abort ();
  guestfs_int_set_extras (g, &drv->src, e);
  blockdev = guestfs_int_drive_blockdev_json (g, drv, 3);
  printf ("%s\n  %s\n", title, blockdev);
  print_object (guestfs_int_source_cookies (&drv->src, "3", NULL));
  print_object (guestfs_int_source_cookies (&drv->src, "", "/file"));
  guestfs_close (g);
}

static void
show_extras (const char *image)
{
  extras ("slice of a file", "file", image, &(struct source_extras) {
      .slice_offset = 4096, .slice_size = 1048576 });
  extras ("slice over nbd, reconnect", "nbd", "export",
          &(struct source_extras) { .slice_size = 512, .reconnect = 10 });
  extras ("cookies, query, timeout, readahead", "https", "/x?%",
          &(struct source_extras) {
            .cookies = S ("a=b; session=1"), .query = S ("v=1%20&w=\"#"),
            .timeout = 6, .readahead = 65536 });
  extras ("timeout that is not said", "http", "/x",
          &(struct source_extras) { .timeout = 0 });
  extras ("initiator", "iscsi", "iqn.2003-01.org.example:d",
          &(struct source_extras) { .initiator = S ("iqn.x:me") });
  extras ("configuration of Ceph", "rbd", "pool/image",
          &(struct source_extras) { .ceph_config = S ("/etc/ceph/b.conf") });
  extras ("user of NFS", "nfs", "/export/x",
          &(struct source_extras) { .uid = S ("0"), .gid = S ("4294967294") });
}

static void
show_refused (void)
{
  const opts_t me = { .bitmask = BIT (USERNAME) | BIT (SECRET), LOGIN };
  const opts_t no_base64 = { .bitmask = BIT (SECRET), .secret = "no base64" };

  network ("ssh", S ("host"), "/x", me);
  network ("rbd", S ("host"), "pool/image", no_base64);
  network ("rbd", S ("host"), "pool/image@snap", NONE);
  network ("rbd", S ("host"), "pool/image@", NONE);
  network ("nbds", S ("host"), "", NONE);
  network ("nfs", S ("host"), "x.img", NONE);
  network ("http", S ("host"), "/x", NONE);
  network ("tftp", S ("host"), "/x", NONE);
  network ("sheepdog", NULL, "volume", NONE);
  network ("gluster", S ("host"), "volume", NONE);
  network ("gopher", S ("host"), "/x", NONE);
  network ("nbd", NULL, "", NONE);
  network ("file", S ("host"), "/x", NONE);
  network ("nbd", S ("host:"), "", NONE);
  network ("nbd", S ("host:0"), "", NONE);
  network ("nbd", S ("host:65536"), "", NONE);
  network ("nbd", S ("[::1"), "", NONE);
  network ("nbd", S (":10809"), "", NONE);
  network ("nbd", S ("::1"), "", NONE);
  network ("nbd", S ("fe80::1%lo"), "", NONE);
  network ("nfs", S ("host:12"), "/x", NONE);
  network ("http", S ("host"), "", NONE);
  network ("nbd", S ("unix:"), "", NONE);
  network ("ssh", S ("unix:/sock"), "/x", NONE);
  network ("ssh", S ("host"), "x.img", NONE);
  network ("rbd", S ("host"), "image", NONE);
  network ("iscsi", S ("host"), "iqn.2003-01.org.example:d/x", NONE);
  network ("nbd", S ("host"), "", (opts_t) {
      .bitmask = BIT (CACHEMODE), .cachemode = "none" });
  network ("nbd", S ("host"), "", (opts_t) {
      .bitmask = BIT (USERNAME), .username = "me" });
  network ("ssh", S ("host"), "/x", (opts_t) {
      .bitmask = BIT (DISCARD), .discard = "enable" });
}

static void
show_names (void)
{
  static const size_t numbers[] = { 0, 25, 26, 254, 701, 702 };

  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    CLEANUP_FREE char *name = guestfs_int_drive_name (numbers[i]);
    printf ("%zu %s %zd\n", numbers[i], name, guestfs_int_drive_index (name));
  }
}

int
main (int argc, char *argv[])
{
  if (argc != 2) {
    fprintf (stderr, "usage: %s IMAGE\n", argv[0]);
    return 2;
  }
  show_files (argv[1]);
  show_network ();
  show_extras (argv[1]);
  show_refused ();
  show_names ();
  return 0;
}
