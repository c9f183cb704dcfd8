/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -a, -d and -m: drives and file systems that options name. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fish.h"

char *
fish_drive_name (int n)
{
  if (n < 26)
    return xasprintf ("/dev/sd%c", 'a' + n);
  if (n < 26 * 27)
    return xasprintf ("/dev/sd%c%c", 'a' + n / 26 - 1, 'a' + n % 26);
  n -= 26 * 27;
  return xasprintf ("/dev/sd%c%c%c", 'a' + n / 676, 'a' + n / 26 % 26,
                    'a' + n % 26);
}

/* An empty file of this size; the old content goes. */
int
fish_create_image (const char *path, int64_t size, bool sparse)
{
  CLEANUP_CLOSE int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                               0666);
  int err = 0;

  if (fd == -1 || (sparse && ftruncate (fd, size) == -1))
    err = errno;
  else if (!sparse)
    err = posix_fallocate (fd, 0, size);
  if (err == 0)
    return 0;
  fish_error ("%s: cannot create a disk image of %lld bytes: %s", path,
              (long long) size, strerror (err));
  if (fd >= 0)
    unlink (path);
  return -1;
}

static void
set_string (const char **field, const char *value, uint64_t bit,
            uint64_t *bitmask)
{
  if (value) {
    *field = value;
    *bitmask |= bit;
  }
}

static int
add_drive (const struct drive_option *d)
{
  CLEANUP_URI struct uri uri = { .path = NULL };
  struct guestfs_add_drive_opts_argv o = { .bitmask = 0 };
  const char *why;

  if (fish_parse_uri (d->what, &uri, &why) == -1) {
    fish_error ("-a %s: %s", d->what, why);
    return -1;
  }
  if (fish.read_only) {
    o.readonly = 1;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK;
  }
  if (d->blocksize) {
    o.blocksize = d->blocksize;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE_BITMASK;
  }
  if (uri.server) {
    o.server = uri.server;
    o.bitmask |= GUESTFS_ADD_DRIVE_OPTS_SERVER_BITMASK;
  }
  if (strcmp (uri.protocol, "file") != 0)
    set_string (&o.protocol, uri.protocol,
                GUESTFS_ADD_DRIVE_OPTS_PROTOCOL_BITMASK, &o.bitmask);
  set_string (&o.format, d->format, GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK,
              &o.bitmask);
  set_string (&o.username, uri.username,
              GUESTFS_ADD_DRIVE_OPTS_USERNAME_BITMASK, &o.bitmask);
  set_string (&o.secret, uri.password, GUESTFS_ADD_DRIVE_OPTS_SECRET_BITMASK,
              &o.bitmask);
  return guestfs_add_drive_opts_argv (fish.g, uri.path, &o) == -1 ? -1 : 1;
}

/* The number of disks of a libvirt domain, all added; or -1. */
static int
add_domain (const struct drive_option *d)
{
#ifdef GUESTFS_HAVE_ADD_DOMAIN
  struct guestfs_add_domain_argv o = {
    .bitmask = GUESTFS_ADD_DOMAIN_ALLOWUUID_BITMASK |
      GUESTFS_ADD_DOMAIN_READONLYDISK_BITMASK,
    .allowuuid = 1,
    .readonlydisk = "read",
  };

  if (fish.read_only) {
    o.readonly = 1;
    o.bitmask |= GUESTFS_ADD_DOMAIN_READONLY_BITMASK;
  }
  set_string (&o.libvirturi, d->libvirt_uri,
              GUESTFS_ADD_DOMAIN_LIBVIRTURI_BITMASK, &o.bitmask);
  return guestfs_add_domain_argv (fish.g, d->what, &o);
#else
  fish_error ("-d %s: this library does not know libvirt domains: "
              "name the disk images with -a", d->what);
  return -1;
#endif
}

/* Add all in order; they know their device number afterwards. */
int
fish_add_drives (struct drive_options *drives)
{
  unsigned nth_new = 0;
  int next = 0;

  for (size_t i = 0; i < drives->len; ++i) {
    struct drive_option *d = &drives->ptr[i];
    int n = -1;

    switch (d->kind) {
    case DRIVE_ADD:
      n = add_drive (d);
      break;
    case DRIVE_DOMAIN:
      n = add_domain (d);
      break;
    case DRIVE_NEW:
      n = prepare_create (d, ++nth_new);
      break;
    }
    if (n == -1)
      return -1;
    d->first_device = next;
    next += n;
  }
  return 0;
}

/* Split at single colons into at most n parts; "\:" is not needed because
 * neither devices nor mount points have colons, except btrfsvol:. */
static size_t
split (char *s, char **parts, size_t n)
{
  size_t len = 0;
  char *p = s;

  if (strncmp (s, "btrfsvol:", 9) == 0)
    p = s + 9;
  parts[len++] = s;
  while (len < n && (p = strchr (p, ':'))) {
    *p++ = '\0';
    parts[len++] = p;
  }
  return len;
}

/* dev[:mountpoint[:options[:fstype]]] */
int
fish_mount_option (const char *option)
{
#if defined GUESTFS_HAVE_MOUNT_OPTIONS && defined GUESTFS_HAVE_MOUNT_VFS
  CLEANUP_FREE char *copy = must_have (strdup (option));
  char *part[4] = { NULL };
  const char *mountpoint, *options;

  split (copy, part, 4);
  mountpoint = part[1] && *part[1] ? part[1] : "/";
  options = part[2] ? part[2] : fish.read_only ? "ro" : "";
  if (part[3] && *part[3])
    return guestfs_mount_vfs (fish.g, options, part[3], part[0], mountpoint);
  return guestfs_mount_options (fish.g, options, part[0], mountpoint);
#else
  (void) split;
  fish_error ("-m %s: this library cannot mount yet", option);
  return -1;
#endif
}
