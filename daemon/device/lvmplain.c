/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Activating and listing plain volume groups without lvm.
 *
 * An emulated processor takes longer to start lvm once than for all the rest
 * of connecting, nearly all of it for translating its code.  Most groups are
 * whole, on disks or partitions, and their volumes are parts of these: that is
 * read here, checked as lvm does, and told to device mapper.  Anything else,
 * and anything that is damaged, is for lvm. */

#include "config.h"

#include <endian.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "call.h"
#include "device.h"
#include "lvm.h"
#include "lvmtext.h"

#define SECTOR 512
#define LABEL_SECTORS 4
#define HEADER_SIZE 512         /* of the area with the description */
#define TEXT_MAX (1024 * 1024)
/* Each takes milliseconds, in which nothing can be cancelled. */
#define VOLUMES_MAX 256

struct physical {
  const char *device;
  int fd;
  dev_t rdev;
  uint64_t sectors;
  char uuid[LVM_UUID_SIZE];
  char *text;                   /* NULL: of no group */
  uint32_t sum;                 /* of the text */
  size_t group;                 /* its index, if it has a text */
};

struct plain {
  struct physical *disks;
  size_t nr_disks;
  struct lvm_group *groups;
  char **texts;                 /* what the strings of a group are in */
  size_t nr_groups;
};

static void
plain_done (struct plain *p)
{
  for (size_t i = 0; i < p->nr_disks; ++i) {
    close (p->disks[i].fd);
    free (p->disks[i].text);
  }
  for (size_t i = 0; i < p->nr_groups; ++i) {
    lvm_group_done (&p->groups[i]);
    free (p->texts[i]);
  }
  free (p->disks);
  free (p->groups);
  free (p->texts);
}
#define CLEANUP_PLAIN __attribute__ ((cleanup (plain_done)))

/* ---- What is on a physical volume ---- */

static uint32_t
get32 (const unsigned char *p)
{
  uint32_t v;

  memcpy (&v, p, sizeof v);
  return le32toh (v);
}

static uint64_t
get64 (const unsigned char *p)
{
  uint64_t v;

  memcpy (&v, p, sizeof v);
  return le64toh (v);
}

/* That of zlib is inverted before and after. */
static bool
has_sum (const void *bytes, size_t n, uint32_t sum)
{
  return (uint32_t) ~crc32 (~UINT32_C (0xf597a6cf), bytes, n) == sum;
}

/* The label: "LABELONE", its sector, a sum of what follows, where the header
 * is, "LVM2 001". */
static bool
is_sound_label (const unsigned char *p, size_t sector)
{
  return memcmp (p, "LABELONE", 8) == 0 && memcmp (p + 24, "LVM2 001", 8) == 0
    && get64 (p + 8) == sector && get32 (p + 20) == 32
    && has_sum (p + 20, SECTOR - 20, get32 (p + 16));
}

/* The only label in these sectors; *ret_any: there is one, sound or not. */
static const unsigned char *
find_label (const unsigned char *sectors, bool *ret_any)
{
  const unsigned char *label = NULL;
  size_t found = 0;

  for (size_t i = 0; i < LABEL_SECTORS; ++i)
    if (memcmp (sectors + i * SECTOR, "LABELONE", 8) == 0) {
      found++;
      if (is_sound_label (sectors + i * SECTOR, i))
        label = sectors + i * SECTOR;
    }
  *ret_any = found > 0;
  return found == 1 ? label : NULL;
}

/* UUID, size, then where data and descriptions are: here one of each. */
static bool
read_header (const unsigned char *p, struct physical *d, uint64_t *ret_at,
             uint64_t *ret_size)
{
  memcpy (d->uuid, p, LVM_UUID_SIZE - 1);
  *ret_at = get64 (p + 72);
  *ret_size = get64 (p + 80);
  return get64 (p + 40) != 0 && get64 (p + 56) == 0 && get64 (p + 64) == 0
    && *ret_at != 0 && get64 (p + 88) == 0 && get64 (p + 96) == 0;
}

/* The area is a ring, whose header is left out. */
static bool
read_ring (int fd, uint64_t area, uint64_t size, uint64_t at, char *buf,
           size_t n)
{
  const size_t first = at + n > size ? size - at : n;

  return pread (fd, buf, first, area + at) == (ssize_t) first
    && pread (fd, buf + first, n - first, area + HEADER_SIZE)
       == (ssize_t) (n - first);
}

/* h: the first of the places of texts in the header. */
static bool
read_text (struct physical *d, uint64_t area, uint64_t size,
           const unsigned char *h)
{
  const uint64_t at = get64 (h), n = get64 (h + 8);

  if (at < HEADER_SIZE || at >= size || n == 0 || n > TEXT_MAX
      || n > size - HEADER_SIZE || get32 (h + 20) != 0)
    return false;
  d->sum = get32 (h + 16);
  d->text = calloc (1, n + 1);
  return d->text && read_ring (d->fd, area, size, at, d->text, n)
    && has_sum (d->text, n, d->sum);
}

/* Of the places of texts the first is in use, or none if the volume is of no
 * group; a second would be a change that was not completed. */
static bool
read_area (struct physical *d, uint64_t area, uint64_t size)
{
  unsigned char h[HEADER_SIZE];
  const unsigned char *places = h + 40;

  if (pread (d->fd, h, sizeof h, area) != sizeof h
      || !has_sum (h + 4, sizeof h - 4, get32 (h))
      || memcmp (h + 4, " LVM2 x[5A%r0N*>", 16) != 0 || get32 (h + 20) != 1
      || get64 (h + 24) != area || get64 (h + 32) != size
      || size <= HEADER_SIZE || area > d->sectors * SECTOR
      || size > d->sectors * SECTOR - area || get64 (places + 24) != 0)
    return false;
  return get64 (places) == 0 || read_text (d, area, size, places);
}

/* 1: a physical volume; 0: none; -1: one that is not understood */
static int
read_physical (struct physical *d)
{
  unsigned char sectors[LABEL_SECTORS * SECTOR];
  const unsigned char *label;
  uint64_t area, size, bytes;
  struct stat st;
  bool any;

  if (ioctl (d->fd, BLKGETSIZE64, &bytes) == -1 || fstat (d->fd, &st) == -1)
    return -1;
  if (pread (d->fd, sectors, sizeof sectors, 0) != sizeof sectors)
    return bytes < sizeof sectors ? 0 : -1;
  d->rdev = st.st_rdev;
  d->sectors = bytes / SECTOR;
  label = find_label (sectors, &any);
  if (label == NULL)
    return any ? -1 : 0;
  return read_header (label + 32, d, &area, &size)
    && read_area (d, area, size) ? 1 : -1;
}

/* ---- All of them ---- */

static bool
has_partitions (const char *disk, char *const *devices)
{
  for (size_t i = 0; devices[i]; ++i)
    if (partition_number (devices[i], disk))
      return true;
  return false;
}

/* What is not a drive or a partition was made of others, whose labels may be
 * seen twice, or is active already. */
static bool
add_device (struct plain *p, const char *device, char *const *all)
{
  struct physical *d = &p->disks[p->nr_disks];
  int r;

  *d = (struct physical) { .device = device };
  if (strncmp (device, "/dev/sd", 7) != 0)
    return false;
  d->fd = open (device, O_RDONLY | O_CLOEXEC);
  if (d->fd == -1)              /* an extended partition */
    return true;
  r = read_physical (d);
  if (r == 0) {
    close (d->fd);
    return true;
  }
  p->nr_disks++;
  return r == 1 && !has_partitions (device, all);
}

static bool
read_disks (struct plain *p, char *const *devices)
{
  p->disks = calloc (string_list_length (devices) + 1, sizeof *p->disks);
  for (size_t i = 0; p->disks && devices[i]; ++i)
    if (!add_device (p, devices[i], devices))
      return false;
  return p->disks != NULL;
}

/* ---- Groups ---- */

static bool
have_same_text (const struct physical *a, const struct physical *b)
{
  return a->text && b->text && a->sum == b->sum
    && strcmp (a->text, b->text) == 0;
}

/* The group of an earlier disk with the same text; -1: none. */
static ssize_t
find_group (const struct plain *p, const struct physical *d)
{
  for (const struct physical *i = p->disks; i < d; ++i)
    if (have_same_text (i, d))
      return i->group;
  return -1;
}

/* Reading the text changes it, and others are still to be compared. */
static bool
add_to_group (struct plain *p, struct physical *d)
{
  const ssize_t known = find_group (p, d);
  char *text;

  if (known != -1) {
    d->group = known;
    return true;
  }
  text = strdup (d->text);
  if (text == NULL)
    return false;
  d->group = p->nr_groups++;
  p->texts[d->group] = text;
  return lvm_group_read (text, &p->groups[d->group]);
}

static bool
read_groups (struct plain *p)
{
  p->groups = calloc (p->nr_disks + 1, sizeof *p->groups);
  p->texts = calloc (p->nr_disks + 1, sizeof *p->texts);
  if (!p->groups || !p->texts)
    return false;
  for (size_t i = 0; i < p->nr_disks; ++i)
    if (p->disks[i].text && !add_to_group (p, &p->disks[i]))
      return false;
  return true;
}

/* One with this UUID, of this group and as large as it was; NULL: none, or
 * more than one.  A larger one may be the member of a mirror, whose description
 * is behind the volume: lvm looks there then. */
static const struct physical *
find_disk (const struct plain *p, size_t group, const struct lvm_disk *wanted)
{
  const struct physical *found = NULL;

  for (size_t i = 0; i < p->nr_disks; ++i)
    if (strcmp (p->disks[i].uuid, wanted->uuid) == 0) {
      if (found || !p->disks[i].text || p->disks[i].group != group)
        return NULL;
      found = &p->disks[i];
    }
  return found && found->sectors == wanted->size ? found : NULL;
}

static bool
is_whole (const struct plain *p, size_t group)
{
  const struct lvm_group *g = &p->groups[group];
  size_t of_group = 0;

  for (size_t i = 0; i < g->nr_disks; ++i) {
    const struct lvm_disk *d = &g->disks[i];

    if (!find_disk (p, group, d) || d->start > d->size
        || d->extents * g->extent > d->size - d->start)
      return false;
  }
  for (size_t i = 0; i < p->nr_disks; ++i)
    of_group += p->disks[i].text && p->disks[i].group == group;
  return of_group == g->nr_disks;
}

static bool
are_plain (const struct plain *p)
{
  size_t nr_volumes = 0;

  for (size_t i = 0; i < p->nr_groups; ++i) {
    nr_volumes += p->groups[i].nr_volumes;
    if (nr_volumes > VOLUMES_MAX || !is_whole (p, i))
      return false;
    for (size_t j = 0; j < i; ++j)
      if (strcmp (p->groups[i].name, p->groups[j].name) == 0
          || strcmp (p->groups[i].uuid, p->groups[j].uuid) == 0)
        return false;
  }
  return true;
}

/* ---- Volumes ---- */

static int
add_pieces (struct dm_table *table, const struct plain *p, size_t group,
            const struct lvm_volume *v)
{
  for (size_t i = 0; i < v->nr_pieces; ++i) {
    const struct lvm_piece *piece = &v->pieces[i];
    const struct lvm_disk *d = &p->groups[group].disks[piece->disk];

    if (dm_table_add_linear (table, piece->length,
                             find_disk (p, group, d)->rdev, piece->from) == -1)
      return -1;
  }
  return 0;
}

/* "my-vg" and "lv" -> "my--vg-lv" */
static char *
mapped_name (const char *group, const char *volume)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  int r = 0;

  for (; *group; ++group)
    r |= strbuf_adds (&b, *group == '-' ? "--" : (char[]) { *group, '\0' });
  r |= strbuf_addc (&b, '-');
  for (; *volume; ++volume)
    r |= strbuf_adds (&b, *volume == '-' ? "--" : (char[]) { *volume, '\0' });
  return r == 0 ? strbuf_steal (&b) : NULL;
}

/* /dev/VG/LV -> /dev/mapper/VG-LV, as lvm does it. */
static int
link_volume (const char *group, const char *volume, const char *mapped)
{
  CLEANUP_FREE char *dir = NULL, *link = NULL, *target = NULL;

  if (asprintf (&dir, "/dev/%s", group) == -1
      || asprintf (&link, "%s/%s", dir, volume) == -1
      || asprintf (&target, "/dev/mapper/%s", mapped) == -1)
    return -1;
  if (mkdir (dir, 0755) == -1 && errno != EEXIST)
    return -1;
  return symlink (target, link);
}

static int
start_volume (const struct plain *p, size_t group, const struct lvm_volume *v)
{
  const struct lvm_group *g = &p->groups[group];
  CLEANUP_DM_TABLE struct dm_table table = DM_TABLE_INIT;
  CLEANUP_FREE char *name = mapped_name (g->name, v->name), *uuid = NULL;

  if (!name || asprintf (&uuid, "LVM-%s%s", g->uuid, v->uuid) == -1
      || add_pieces (&table, p, group, v) == -1
      || dm_create (name, uuid, &table) == -1)
    return -1;
  debug ("%s/%s: activated", g->name, v->name);
  return link_volume (g->name, v->name, name);
}

static int
start_groups (const struct plain *p)
{
  for (size_t i = 0; i < p->nr_groups; ++i)
    for (size_t j = 0; j < p->groups[i].nr_volumes; ++j)
      if (start_volume (p, i, &p->groups[i].volumes[j]) == -1) {
        debug ("%s/%s: not activated: %m", p->groups[i].name,
               p->groups[i].volumes[j].name);
        return -1;
      }
  return 0;
}

static bool
read_plain (struct plain *p, char *const *devices)
{
  return !lvm_is_filtered () && read_disks (p, devices) && read_groups (p)
    && are_plain (p);
}

/* What was activated before something failed is found active by lvm. */
bool
lvm_activate_plain (char *const *devices)
{
  CLEANUP_PLAIN struct plain p = { .disks = NULL };

  return read_plain (&p, devices) && dm_prepare () == 0
    && start_groups (&p) == 0;
}

/* ---- Lists ---- */

static int
add_group_names (struct strvec *v, const struct lvm_group *g,
                 enum lvm_kind kind)
{
  int r = kind == LVM_GROUPS ? strvec_add (v, g->name) : 0;

  for (size_t i = 0; kind == LVM_VOLUMES && i < g->nr_volumes; ++i)
    r |= strvec_addf (v, "/dev/%s/%s", g->name, g->volumes[i].name);
  return r;
}

static char **
list_names (const struct plain *p, enum lvm_kind kind)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  int r = 0;

  for (size_t i = 0; kind == LVM_DISKS && i < p->nr_disks; ++i)
    r |= strvec_add (&v, p->disks[i].device);
  for (size_t i = 0; i < p->nr_groups; ++i)
    r |= add_group_names (&v, &p->groups[i], kind);
  strvec_sort (&v);
  return r == 0 ? strvec_steal (&v) : NULL;
}

/* Drives and their partitions, if no physical volume is elsewhere. */
static int
list_drives (struct strvec *v)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();
  CLEANUP_FREE_STRING_LIST char **partitions =
    disks ? device_list_partitions () : NULL;
  int r = partitions && lvm_is_above_drives () == 0 ? 0 : -1;

  for (size_t i = 0; r == 0 && disks[i]; ++i)
    r = strvec_add (v, disks[i]);
  for (size_t i = 0; r == 0 && partitions[i]; ++i)
    r = strvec_add (v, partitions[i]);
  return r;
}

char **
lvm_plain_names (enum lvm_kind kind)
{
  CLEANUP_STRVEC struct strvec devices = STRVEC_INIT;
  CLEANUP_PLAIN struct plain p = { .disks = NULL };

  return list_drives (&devices) == 0 && devices.len > 0
    && read_plain (&p, devices.ptr) ? list_names (&p, kind) : NULL;
}
