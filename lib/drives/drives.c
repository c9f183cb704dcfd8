/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drives: add, remove, free, and the names they get. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"
#include "protocols.h"

struct drive *
guestfs_int_new_drive (guestfs_h *g)
{
  struct drive *drv = safe_calloc (g, 1, sizeof *drv);

  drv->src.protocol = &guestfs_int_protocol_file;
  return drv;
}

void
guestfs_int_free_drive (struct drive *drv)
{
  if (!drv)
    return;
  if (drv->overlay)
    unlink (drv->overlay);
  if (drv->scratch && drv->src.path)
    unlink (drv->src.path);
  guestfs_int_image_files_done (&drv->files);
  guestfs_int_source_done (&drv->src);
  free (drv->format);
  free (drv->overlay);
  free (drv->iface);
  free (drv->name);
  free (drv->label);
  free (drv);
}

void
guestfs_int_drive_cleanup (struct drive **drv)
{
  guestfs_int_free_drive (*drv);
}

void
guestfs_int_free_drives (guestfs_h *g)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    guestfs_int_free_drive (g->drives[i]);
  free (g->drives);
  g->drives = NULL;
  g->nr_drives = 0;
  strvec_done (&g->left_out);
}

/* The first hole that an unplugged drive has left, or the end.  The kernel
 * fills its names in the same order. */
static size_t
free_slot (guestfs_h *g)
{
  size_t i;

  for (i = 0; i < g->nr_drives; i++)
    if (!g->drives[i])
      break;
  return i;
}

int
guestfs_int_may_add_drive (guestfs_h *g)
{
  if (g->state == LAUNCHING) {
    error (g, "the appliance is being launched: add drives before or after");
    return -1;
  }
  if (free_slot (g) >= GUESTFS_MAX_DRIVES) {
    guestfs_int_error_errno (g, ENOSPC, "too many drives: at most %d can be "
                             "added to one handle", GUESTFS_MAX_DRIVES);
    return -1;
  }
  return 0;
}

bool
guestfs_int_has_network_drive (guestfs_h *g)
{
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && !guestfs_int_source_is_local (&g->drives[i]->src))
      return true;
  return false;
}

ssize_t
guestfs_int_find_label (guestfs_h *g, const char *label)
{
  for (size_t i = 0; i < g->nr_drives; i++) {
    const struct drive *drv = g->drives[i];
    if (drv && drv->label && strcmp (drv->label, label) == 0)
      return i;
  }
  return -1;
}

size_t
guestfs_int_insert_drive (guestfs_h *g, struct drive *drv)
{
  size_t i = free_slot (g);

  if (i == g->nr_drives) {
    g->drives = safe_realloc (g, g->drives, (i + 1) * sizeof *g->drives);
    g->nr_drives++;
  }
  g->drives[i] = drv;
  return i;
}

void
guestfs_int_delete_drive (guestfs_h *g, size_t i)
{
  guestfs_int_free_drive (g->drives[i]);
  g->drives[i] = NULL;
  strvec_done (&g->left_out);   /* another may get its name */
  if (g->state == CONFIG)
    memmove (&g->drives[i], &g->drives[i + 1],
             (g->nr_drives - i - 1) * sizeof *g->drives);
  if (g->state == CONFIG || i == g->nr_drives - 1)
    g->nr_drives--;
}

/* What lies in one piece in an image of another format: a page, where clusters
 * are not smaller. */
#define PAGE_KIB 4
/* So much of a raw one has a cluster of the overlay; of two that are side by
 * side at most one is not there and read from the server. */
#define OVERLAY_CLUSTER_KIB 64

unsigned
guestfs_int_drive_request_kib (const struct drive *drv)
{
  if (!drv->src.protocol->one_request)
    return 0;
  return drv->format && strcmp (drv->format, "raw") != 0 ? PAGE_KIB
    : OVERLAY_CLUSTER_KIB;
}

/* Letters count like spreadsheet columns: there is no zero digit. */
char *
guestfs_int_drive_name (size_t i)
{
  char letters[16];
  size_t n = sizeof letters;
  char *ret = NULL;

  letters[--n] = '\0';
  for (i++; i > 0 && n > 0; i = (i - 1) / 26)
    letters[--n] = 'a' + (i - 1) % 26;
  if (asprintf (&ret, "sd%s", &letters[n]) == -1)
    return NULL;
  return ret;
}

ssize_t
guestfs_int_drive_index (const char *name)
{
  size_t i = 0;

  if (name[0] == '\0' || !strchr ("hsv", name[0]) || name[1] != 'd' ||
      name[2] == '\0')
    return -1;
  for (name += 2; *name; name++) {
    if (*name < 'a' || *name > 'z' || i > 26 * 26 * 26)
      return -1;
    i = i * 26 + (*name - 'a') + 1;
  }
  return i - 1;
}

char *
guestfs_int_drive_to_string (guestfs_h *g, const struct drive *drv)
{
  static const char *const discards[] = { "disable", "enable", "besteffort" };
  CLEANUP_FREE char *blocksize = NULL;

  if (drv->blocksize)
    blocksize = safe_asprintf (g, " blocksize=%d", drv->blocksize);
  return safe_asprintf (g, "%s protocol=%s format=%s cachemode=%s discard=%s"
                        "%s%s%s%s%s%s%s%s",
                        drv->src.path,
                        drv->src.protocol->name,
                        drv->format ? drv->format : "(not known yet)",
                        drv->cachemode == CACHE_UNSAFE
                        ? "unsafe" : "writeback",
                        discards[drv->discard],
                        drv->readonly ? " readonly" : "",
                        drv->scratch ? " scratch" : "",
                        drv->copyonread ? " copyonread" : "",
                        drv->name ? " name=" : "", drv->name ? drv->name : "",
                        drv->label ? " label=" : "",
                        drv->label ? drv->label : "",
                        blocksize ? blocksize : "");
}
