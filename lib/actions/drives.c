/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The drives of the appliance: adding and removing them, their names. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "add_drive.h"
#include "drives.h"
#include "impl.h"
#include "launch.h"

/* What /dev/null stands for: QEMU cannot use the device as a disk. */
#define NULL_DISK_SIZE 4096

typedef struct guestfs_add_drive_opts_argv opts_t;

#define HAS(opts, OPT) \
  ((opts)->bitmask & GUESTFS_ADD_DRIVE_OPTS_##OPT##_BITMASK)
/* The value of an optional argument, or what it is when not given. */
#define GET(opts, OPT, opt, otherwise) \
  (HAS (opts, OPT) ? (opts)->opt : (otherwise))

static void
set_string (guestfs_h *g, char **field, const char *value)
{
  if (value)
    *field = safe_strdup (g, value);
}

static int
check_strings (guestfs_h *g, const opts_t *opts)
{
  if (HAS (opts, FORMAT) && guestfs_int_check_format (g, opts->format) == -1)
    return -1;
  if (HAS (opts, IFACE) && guestfs_int_check_iface (g, opts->iface) == -1)
    return -1;
  if (HAS (opts, LABEL) && guestfs_int_check_label (g, opts->label) == -1)
    return -1;
  if (HAS (opts, BLOCKSIZE) &&
      guestfs_int_check_blocksize (g, opts->blocksize) == -1)
    return -1;
  return 0;
}

static int
set_options (guestfs_h *g, struct drive *drv, const opts_t *opts)
{
  if (check_strings (g, opts) == -1)
    return -1;
  if (HAS (opts, CACHEMODE) &&
      guestfs_int_parse_cachemode (g, opts->cachemode, &drv->cachemode) == -1)
    return -1;
  if (HAS (opts, DISCARD) &&
      guestfs_int_parse_discard (g, opts->discard, &drv->discard) == -1)
    return -1;
  drv->readonly = GET (opts, READONLY, readonly, 0);
  drv->copyonread = GET (opts, COPYONREAD, copyonread, 0);
  drv->blocksize = GET (opts, BLOCKSIZE, blocksize, 0);
  set_string (g, &drv->format, GET (opts, FORMAT, format, NULL));
  set_string (g, &drv->iface, GET (opts, IFACE, iface, NULL));
  set_string (g, &drv->name, GET (opts, NAME, name, NULL));
  set_string (g, &drv->label, GET (opts, LABEL, label, NULL));
  return 0;
}

/* A sparse file of our own. */
static int
make_scratch (guestfs_h *g, struct drive *drv, int64_t size)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_CLOSE int fd = -1;

  path = guestfs_int_make_temp_path (g, "scratch", ".img");
  if (!path)
    return -1;
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd == -1) {
    perrorf (g, "%s: scratch drive", path);
    return -1;
  }
  drv->scratch = true;
  drv->src.path = steal (&path);
  if (ftruncate (fd, size) == -1) {
    perrorf (g, "%s: scratch drive of %lld bytes", drv->src.path,
             (long long) size);
    return -1;
  }
  free (drv->format);
  drv->format = safe_strdup (g, "raw");
  drv->cachemode = CACHE_UNSAFE;
  drv->discard = DISCARD_BESTEFFORT;
  drv->readonly = false;
  return 0;
}

static bool
is_null_disk (const char *filename, const opts_t *opts)
{
  return strcmp (filename, "/dev/null") == 0 &&
    strcmp (GET (opts, PROTOCOL, protocol, "file"), "file") == 0;
}

static int
make_null_disk (guestfs_h *g, struct drive *drv)
{
  if (drv->format && strcmp (drv->format, "raw") != 0) {
    guestfs_int_error_errno (g, EINVAL, "/dev/null: format %s: it stands for "
                             "an empty raw disk", drv->format);
    return -1;
  }
  return make_scratch (g, drv, NULL_DISK_SIZE);
}

int
guestfs_int_add_drive_with (guestfs_h *g, const char *filename,
                            const opts_t *opts,
                            const struct source_extras *extras)
{
  CLEANUP_DRIVE struct drive *drv = guestfs_int_new_drive (g);
  int r;

  if (guestfs_int_may_add_drive (g) == -1 || set_options (g, drv, opts) == -1)
    return -1;
  if (is_null_disk (filename, opts))
    r = make_null_disk (g, drv);
  else
    r = guestfs_int_set_source (g, drv, filename,
                                GET (opts, PROTOCOL, protocol, NULL),
                                GET (opts, SERVER, server, NULL),
                                GET (opts, USERNAME, username, NULL),
                                GET (opts, SECRET, secret, NULL));
  if (r == -1 || guestfs_int_check_discard (g, drv) == -1)
    return -1;
  guestfs_int_set_extras (g, &drv->src, extras);
  return guestfs_int_add_drive (g, steal (&drv));
}

int
guestfs_impl_add_drive_opts (guestfs_h *g, const char *filename,
                             const opts_t *opts)
{
  const struct source_extras none = { .cookies = NULL };

  return guestfs_int_add_drive_with (g, filename, opts, &none);
}

int
guestfs_impl_add_drive_ro (guestfs_h *g, const char *filename)
{
  const opts_t opts = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK, .readonly = 1,
  };

  return guestfs_impl_add_drive_opts (g, filename, &opts);
}

int
guestfs_impl_add_drive_with_if (guestfs_h *g, const char *filename,
                                const char *iface)
{
  const opts_t opts = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_IFACE_BITMASK, .iface = iface,
  };

  return guestfs_impl_add_drive_opts (g, filename, &opts);
}

int
guestfs_impl_add_drive_ro_with_if (guestfs_h *g, const char *filename,
                                   const char *iface)
{
  const opts_t opts = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK |
               GUESTFS_ADD_DRIVE_OPTS_IFACE_BITMASK,
    .readonly = 1, .iface = iface,
  };

  return guestfs_impl_add_drive_opts (g, filename, &opts);
}

int
guestfs_impl_add_cdrom (guestfs_h *g, const char *filename)
{
  return guestfs_impl_add_drive_ro (g, filename);
}

int
guestfs_impl_add_drive_scratch (guestfs_h *g, int64_t size,
                                const struct guestfs_add_drive_scratch_argv *o)
{
  CLEANUP_DRIVE struct drive *drv = guestfs_int_new_drive (g);
  opts_t opts = { .bitmask = 0 };

  if (o->bitmask & GUESTFS_ADD_DRIVE_SCRATCH_NAME_BITMASK) {
    opts.bitmask |= GUESTFS_ADD_DRIVE_OPTS_NAME_BITMASK;
    opts.name = o->name;
  }
  if (o->bitmask & GUESTFS_ADD_DRIVE_SCRATCH_LABEL_BITMASK) {
    opts.bitmask |= GUESTFS_ADD_DRIVE_OPTS_LABEL_BITMASK;
    opts.label = o->label;
  }
  if (o->bitmask & GUESTFS_ADD_DRIVE_SCRATCH_BLOCKSIZE_BITMASK) {
    opts.bitmask |= GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE_BITMASK;
    opts.blocksize = o->blocksize;
  }
  if (size <= 0) {
    guestfs_int_error_errno (g, EINVAL, "size %lld: a drive has at least one "
                             "byte", (long long) size);
    return -1;
  }
  if (guestfs_int_may_add_drive (g) == -1 ||
      set_options (g, drv, &opts) == -1 || make_scratch (g, drv, size) == -1)
    return -1;
  return guestfs_int_add_drive (g, steal (&drv));
}

int
guestfs_impl_remove_drive (guestfs_h *g, const char *label)
{
  return guestfs_int_remove_drive (g, label);
}

char **
guestfs_impl_debug_drives (guestfs_h *g)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] &&
        strvec_add_owned (&v, guestfs_int_drive_to_string (g, g->drives[i]))
        == -1) {
      perrorf (g, "list of drives");
      return NULL;
    }
  return strvec_steal (&v);
}

/* ---- Names ---- */

static bool
drive_exists (guestfs_h *g, ssize_t i)
{
  return i >= 0 && (size_t) i < g->nr_drives && g->drives[i];
}

int
guestfs_impl_device_index (guestfs_h *g, const char *device)
{
  const ssize_t i = strncmp (device, "/dev/", 5) == 0
    ? guestfs_int_drive_index (device + 5) : -1;

  if (drive_exists (g, i))
    return i;
  guestfs_int_error_errno (g, ENODEV, "%s: no drive of this handle has this "
                           "name", device);
  return -1;
}

char *
guestfs_impl_device_name (guestfs_h *g, int index)
{
  CLEANUP_FREE char *name = NULL;

  if (!drive_exists (g, index)) {
    guestfs_int_error_errno (g, EINVAL, "%d: there is no drive of this number",
                             index);
    return NULL;
  }
  name = guestfs_int_drive_name (index);
  if (!name) {
    perrorf (g, "%d", index);
    return NULL;
  }
  return safe_asprintf (g, "/dev/%s", name);
}
