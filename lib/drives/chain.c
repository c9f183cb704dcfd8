/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files that an image names: backing files, data files, extents.
 *
 * An image from somebody else may name a server, a FIFO or any file of the
 * host.  So each file is checked here, before QEMU is started, and QEMU is
 * told the whole chain, so that it does not look into the images for it.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

#define CHAIN_MAX 200           /* backing files of one drive */

/* The devices and inodes of the chain, against loops. */
struct chain {
  struct stat seen[CHAIN_MAX + 1];
  size_t len;
};

static void
image_layer_free (struct image_layer *layer)
{
  if (!layer)
    return;
  guestfs_int_source_done (&layer->src);
  guestfs_int_image_files_done (&layer->files);
  free (layer->format);
  free (layer);
}

void
guestfs_int_image_files_done (struct image_files *files)
{
  if (files->data)
    guestfs_int_source_done (files->data);
  free (files->data);
  image_layer_free (files->backing);
  *files = (struct image_files) { .known = false };
}

/* ---- Names ---- */

/* QEMU's rule: a colon before any slash. */
static bool
has_protocol (const char *name)
{
  return name[0] != '/' && name[strcspn (name, ":/")] == ':';
}

static char *
beside (guestfs_h *g, const char *image, const char *name)
{
  const char *slash = strrchr (image, '/');

  return safe_asprintf (g, "%.*s%s", slash ? (int) (slash + 1 - image) : 0,
                        image, name);
}

/* A relative name is beside the image.  When the image is a symbolic link,
 * that is first beside what it points to, then beside the link, which is all
 * that QEMU knows. */
char *
guestfs_int_resolve_backing (guestfs_h *g, const char *image, const char *name)
{
  CLEANUP_FREE char *real = NULL, *path = NULL;

  if (strncmp (name, "file:", 5) == 0)
    name += 5;
  if (has_protocol (name) || name[0] == '\0')
    return NULL;
  if (name[0] == '/')
    return safe_strdup (g, name);
  if (!image)
    return NULL;
  real = realpath (image, NULL);
  if (real)
    path = beside (g, real, name);
  if (path && access (path, F_OK) == 0)
    return steal (&path);
  return beside (g, image, name);
}

/* ---- Checks ---- */

static const char remedy[] =
  "if you trust the image, use backend setting trust_images";

/* 1: the image is trusted, so QEMU may do it. */
static int
refuse_name (guestfs_h *g, const char *image, const char *what,
             const char *name)
{
  if (guestfs_int_trust_images (g))
    return 1;
  guestfs_int_error_errno (g, EPERM, "%s: its %s %s is not a file on this "
                           "host: %s", image, what, name, remedy);
  return -1;
}

/* The type is looked at before the file is opened: a FIFO would wait. */
static int
check_file (guestfs_h *g, const char *image, const char *what,
            const char *path, struct stat *ret)
{
  CLEANUP_CLOSE int fd = -1;

  if (stat (path, ret) == -1) {
    perrorf (g, "%s: its %s %s", image, what, path);
    return -1;
  }
  if (!S_ISREG (ret->st_mode) && !S_ISBLK (ret->st_mode)) {
    guestfs_int_error_errno (g, EINVAL, "%s: its %s %s is neither a file nor "
                             "a block device", image, what, path);
    return -1;
  }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd == -1) {
    perrorf (g, "%s: its %s %s", image, what, path);
    return -1;
  }
  return 0;
}

/* What is written goes to these files as it is, so an image may not choose
 * any file of the host: they must be in its own directory. */
static int
check_same_directory (guestfs_h *g, const char *image, const char *what,
                      const char *path)
{
  CLEANUP_FREE char *a = realpath (image, NULL), *b = realpath (path, NULL);

  if (!a || !b) {
    perrorf (g, "%s: its %s %s", image, what, path);
    return -1;
  }
  if (guestfs_int_trust_images (g))
    return 0;
  const size_t n = strrchr (a, '/') - a;
  if (n == (size_t) (strrchr (b, '/') - b) && strncmp (a, b, n) == 0)
    return 0;
  guestfs_int_error_errno (g, EPERM, "%s: its %s %s is in another directory: "
                           "%s", image, what, path, remedy);
  return -1;
}

static int
check_loop (guestfs_h *g, struct chain *c, const char *image, const char *path,
            const struct stat *st)
{
  for (size_t i = 0; i < c->len; i++)
    if (c->seen[i].st_dev == st->st_dev && c->seen[i].st_ino == st->st_ino) {
      guestfs_int_error_errno (g, ELOOP, "%s: its backing file %s is above "
                               "it: the chain of images is a loop", image,
                               path);
      return -1;
    }
  if (c->len > CHAIN_MAX) {
    guestfs_int_error_errno (g, ELOOP, "%s: more than %d backing files below "
                             "each other", image, CHAIN_MAX);
    return -1;
  }
  c->seen[c->len++] = *st;
  return 0;
}

/* ---- Data files and extents ---- */

static int
find_data_file (guestfs_h *g, const struct drive_source *src,
                const struct image_info *info, struct image_files *ret)
{
  CLEANUP_FREE char *path = NULL;
  struct stat st;
  const bool local = src->protocol == &guestfs_int_protocol_file;

  path = guestfs_int_resolve_backing (g, local ? src->path : NULL,
                                      info->data_file);
  if (!path || !local) {
    ret->known = false;
    return refuse_name (g, src->path, "data file", info->data_file);
  }
  if (check_file (g, src->path, "data file", path, &st) == -1 ||
      check_same_directory (g, src->path, "data file", path) == -1)
    return -1;
  ret->data = safe_calloc (g, 1, sizeof *ret->data);
  *ret->data = guestfs_int_local_source (steal (&path),
                                         S_ISBLK (st.st_mode));
  return guestfs_int_set_alias (g, ret->data);
}

/* There is no node for an extent: QEMU opens what the descriptor names, and
 * qemu-img has just done so, without a network. */
static int
check_extents (guestfs_h *g, const struct drive_source *src,
               const struct image_info *info)
{
  struct stat st;

  if (src->protocol != &guestfs_int_protocol_file ||
      guestfs_int_trust_images (g))
    return 0;
  for (size_t i = 0; i < info->extents.len; i++) {
    CLEANUP_FREE char *path =
      guestfs_int_resolve_backing (g, src->path, info->extents.ptr[i]);
    if (!path)
      return refuse_name (g, src->path, "extent", info->extents.ptr[i]);
    if (src->alias && strcmp (path, src->alias) == 0)
      continue;                 /* the image itself */
    if (check_file (g, src->path, "extent", path, &st) == -1 ||
        check_same_directory (g, src->path, "extent", path) == -1)
      return -1;
  }
  return 0;
}

/* ---- Backing files ---- */

/* The format to open the backing file with; NULL: probe. */
static char *
recorded_format (guestfs_h *g, const struct image_info *info)
{
  const char *format = info->backing_format;

  if (!format)
    return NULL;
  if (strcmp (format, "file") == 0 || strcmp (format, "host_device") == 0)
    format = "raw";
  return safe_strdup (g, format);
}

static int
check_recorded_format (guestfs_h *g, const char *image, const char *format)
{
  if (!format || guestfs_int_is_image_format (format) ||
      guestfs_int_trust_images (g))
    return 0;
  guestfs_int_error_errno (g, EPERM, "%s: the format of its backing file, %s, "
                           "is not one of images: %s", image, format, remedy);
  return -1;
}

/* The layer that info, of the image at src, names; *ret is NULL when QEMU is
 * to find it. */
static int
find_layer (guestfs_h *g, struct chain *c, const struct drive_source *src,
            const struct image_info *info, struct image_layer **ret)
{
  const bool local = src->protocol == &guestfs_int_protocol_file;
  CLEANUP_FREE char *path =
    guestfs_int_resolve_backing (g, local ? src->path : NULL,
                                 info->backing_file);
  CLEANUP_FREE char *format = recorded_format (g, info);
  struct stat st;

  *ret = NULL;
  if (!path)
    return refuse_name (g, src->path, "backing file", info->backing_file);
  if (check_file (g, src->path, "backing file", path, &st) == -1 ||
      check_loop (g, c, src->path, path, &st) == -1 ||
      check_recorded_format (g, src->path, format) == -1)
    return -1;
  *ret = safe_calloc (g, 1, sizeof **ret);
  (*ret)->src = guestfs_int_local_source (steal (&path),
                                          S_ISBLK (st.st_mode));
  (*ret)->format = steal (&format);
  return guestfs_int_set_alias (g, &(*ret)->src);
}

static int
look_at_layer (guestfs_h *g, struct image_layer *layer,
               struct image_info *ret)
{
  if (layer->format && strcmp (layer->format, "raw") == 0)
    return 0;
  if (guestfs_int_image_info (g, &layer->src, layer->format, ret) == -1)
    return -1;
  if (!layer->format)
    layer->format = safe_strdup (g, ret->format);
  return strcmp (layer->format, "vpc") == 0
    ? guestfs_int_check_vhd (g, &layer->src) : 0;
}

/* A LUKS device as a whole is opened in the appliance. */
static int
check_encryption (guestfs_h *g, const char *image,
                  const struct image_info *info)
{
  if (!info->encrypted)
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "%s: QEMU encrypts what is in the "
                           "image, and only raw images may be encrypted: make "
                           "a raw copy with qemu-img convert, which is told "
                           "the key with --object secret", image);
  return -1;
}

static int
find_files (guestfs_h *g, struct chain *c, const struct drive_source *src,
            const struct image_info *info, struct image_files *ret)
{
  CLEANUP_IMAGE_INFO struct image_info below = IMAGE_INFO_INIT;
  int r;

  ret->known = true;
  if (check_encryption (g, src->path, info) == -1 ||
      check_extents (g, src, info) == -1 ||
      (info->data_file && find_data_file (g, src, info, ret) == -1))
    return -1;
  if (!info->backing_file)
    return 0;
  r = find_layer (g, c, src, info, &ret->backing);
  if (r != 0) {
    ret->known = false;
    return r == 1 ? 0 : -1;
  }
  if (look_at_layer (g, ret->backing, &below) == -1)
    return -1;
  return find_files (g, c, &ret->backing->src, &below, &ret->backing->files);
}

int
guestfs_int_find_image_files (guestfs_h *g, const struct drive_source *src,
                              const struct image_info *info,
                              struct image_files *ret)
{
  CLEANUP_FREE struct chain *c = safe_calloc (g, 1, sizeof *c);
  struct stat st;
  int r;

  if (src->protocol == &guestfs_int_protocol_file &&
      stat (src->path, &st) == 0)
    c->seen[c->len++] = st;
  r = find_files (g, c, src, info, ret);
  if (r == -1)
    guestfs_int_image_files_done (ret);
  return r;
}
