/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a guest calls a device, and what that is here: rules by how the name
 * begins.  Disks are counted in the order in which they were added. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "spec.h"

/* ---- Parts of names ---- */

/* Each moves *s past what it has taken, or says false. */
static bool
take_text (const char **s, const char *text)
{
  const size_t n = strlen (text);

  if (strncmp (*s, text, n) != 0)
    return false;
  *s += n;
  return true;
}

static bool
take_number (const char **s, size_t *ret)
{
  const size_t digits = strspn (*s, "0123456789");

  if (digits == 0 || digits > 6)
    return false;
  *ret = strtoul (*s, NULL, 10);
  *s += digits;
  return true;
}

/* "a" is 0, "z" 25, "aa" 26. */
static bool
take_letters (const char **s, size_t *ret)
{
  size_t n = 0, len = 0;

  for (; islower ((unsigned char) **s) && len < 4; ++len)
    n = n * 26 + (size_t) (*(*s)++ - 'a') + 1;
  *ret = n - 1;
  return len > 0;
}

/* "-part3" at the end of a name: 3, else 0. */
static size_t
part_at_end (const char *name)
{
  const char *p = strrchr (name, '-');
  size_t n;

  return p && take_text (&p, "-part") && take_number (&p, &n) && !*p ? n : 0;
}

/* ---- Answers ---- */

static char *
name_of (const struct device *d)
{
  return d ? strdup (d->name) : NULL;
}

/* Number 0: the whole disk, which must be a file system by itself. */
static char *
part_of_disk (const struct guest_names *g, const struct device *disk,
              size_t number)
{
  if (disk && number)
    return name_of (partition_of (g->catalogue->devices, disk, (int) number));
  return disk && find_whole (g->catalogue, disk->name) ? name_of (disk) : NULL;
}

static char *
part_of_nth (const struct guest_names *g, size_t n, size_t number)
{
  return part_of_disk (g, nth_disk (g->catalogue->devices, n), number);
}

/* ---- Tags ---- */

/* A value may be in quotes. */
static char *
by_tag (const struct guest_names *g, enum tag tag, const char *value)
{
  const size_t quoted = *value == '"' || *value == '\'';
  CLEANUP_FREE char *bare = strdup (value + quoted);
  const struct candidate *found;

  if (bare && quoted)
    bare[strcspn (bare, (char[]) { *value, '\0' })] = '\0';
  found = bare ? find_tag (g->catalogue, tag, bare, g->root_device) : NULL;
  return found ? strdup (found->fs.mountable) : NULL;
}

static char *
by_uuid (const struct guest_names *g, const char *value)
{
  return by_tag (g, TAG_UUID, value);
}

static char *
by_label (const struct guest_names *g, const char *value)
{
  return by_tag (g, TAG_LABEL, value);
}

static char *
by_partuuid (const struct guest_names *g, const char *value)
{
  return by_tag (g, TAG_PARTUUID, value);
}

static char *
by_partlabel (const struct guest_names *g, const char *value)
{
  return by_tag (g, TAG_PARTLABEL, value);
}

/* udev writes "\x20" for a blank in the name of a link. */
static char *
decode_link (const char *name)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  while (*name) {
    char c = *name++;

    if (c == '\\' && name[0] == 'x' && isxdigit ((unsigned char) name[1])
        && isxdigit ((unsigned char) name[2])) {
      c = (char) strtoul ((char[]) { name[1], name[2], '\0' }, NULL, 16);
      name += 3;
    }
    if (strbuf_addc (&b, c) == -1)
      return NULL;
  }
  return strbuf_steal (&b);
}

static char *
by_label_link (const struct guest_names *g, const char *name)
{
  CLEANUP_FREE char *label = decode_link (name);

  return label ? by_tag (g, TAG_LABEL, label) : NULL;
}

static char *
by_partlabel_link (const struct guest_names *g, const char *name)
{
  CLEANUP_FREE char *label = decode_link (name);

  return label ? by_tag (g, TAG_PARTLABEL, label) : NULL;
}

/* ---- Disks with letters and with numbers ---- */

/* After "/dev/sd": "b3". */
static char *
by_letter (const struct guest_names *g, const char *rest)
{
  size_t disk, number = 0;

  return take_letters (&rest, &disk)
    && (*rest == '\0' || (take_number (&rest, &number) && *rest == '\0'))
    ? part_of_nth (g, disk, number) : NULL;
}

/* "p3" or nothing. */
static char *
part_after_p (const struct guest_names *g, size_t disk, const char *rest)
{
  size_t number = 0;

  return *rest == '\0' || (take_text (&rest, "p")
                           && take_number (&rest, &number) && *rest == '\0')
    ? part_of_nth (g, disk, number) : NULL;
}

/* After "/dev/nvme": "1n1p3", the first name space of the second disk. */
static char *
by_nvme (const struct guest_names *g, const char *rest)
{
  size_t disk;

  return take_number (&rest, &disk) && take_text (&rest, "n1")
    ? part_after_p (g, disk, rest) : NULL;
}

/* After "/dev/mmcblk": "0p3". */
static char *
by_number (const struct guest_names *g, const char *rest)
{
  size_t disk;

  return take_number (&rest, &disk) ? part_after_p (g, disk, rest) : NULL;
}

/* After "/dev/cciss/": "c0d1p3", on the first controller. */
static char *
by_controller (const struct guest_names *g, const char *rest)
{
  return take_text (&rest, "c0d") ? by_number (g, rest) : NULL;
}

/* ---- LUKS and LVM ---- */

static const struct device *
mapping_of (const struct guest_names *g, const char *luks_uuid)
{
  return device_by_uuid (g->catalogue->devices, DEVICE_MAPPER, luks_uuid);
}

/* What /etc/crypttab has for this name; NULL: nothing. */
static const char *
crypttab_device (const struct guest_names *g, const char *name)
{
  const struct strvec *v = &g->root->found.crypttab;

  for (size_t i = 0; i + 1 < v->len; i += 2)
    if (strcmp (v->ptr[i], name) == 0)
      return v->ptr[i + 1];
  return NULL;
}

static char *resolve_device (const struct guest_names *g, const char *spec,
                             bool crypttab);

/* The caller may have opened it under any name: what counts is its UUID, given
 * directly or that of the device. */
static const struct device *
mapping_by_crypttab (const struct guest_names *g, const char *name)
{
  const char *spec = crypttab_device (g, name);
  CLEANUP_FREE char *device = NULL;
  const struct candidate *c;

  if (spec && strncmp (spec, "UUID=", 5) == 0)
    return mapping_of (g, spec + 5);
  device = spec ? resolve_device (g, spec, false) : NULL;
  c = device ? find_whole (g->catalogue, device) : NULL;
  return c && c->fs.uuid ? mapping_of (g, c->fs.uuid) : NULL;
}

static const struct device *
mapper_device (const struct guest_names *g, const char *name, bool crypttab)
{
  const struct devices *all = g->catalogue->devices;
  const struct device *d = crypttab ? mapping_by_crypttab (g, name) : NULL;

  if (d == NULL)
    d = device_by_alias (all, DEVICE_LV, name);
  if (d == NULL)
    d = device_by_alias (all, DEVICE_MAPPER, name);
  if (d == NULL && take_text (&name, "luks-"))
    d = mapping_of (g, name);
  return d;
}

static char *
by_mapper (const struct guest_names *g, const char *name)
{
  return name_of (mapper_device (g, name, true));
}

/* As a device in /etc/crypttab, which is not looked up there again: it could
 * name itself. */
static char *
by_mapper_below (const struct guest_names *g, const char *name)
{
  return name_of (mapper_device (g, name, false));
}

static char *
by_lv_uuid (const struct guest_names *g, const char *uuid)
{
  return name_of (device_by_uuid (g->catalogue->devices, DEVICE_LV, uuid));
}

/* After "dm-uuid-CRYPT-": "LUKS2-", 32 digits, "-name". */
static char *
by_crypt_uuid (const struct guest_names *g, const char *rest)
{
  CLEANUP_FREE char *uuid = NULL;
  const char *digits = strchr (rest, '-');

  if (digits)
    uuid = strndup (digits + 1, strcspn (digits + 1, "-"));
  return uuid ? name_of (mapping_of (g, uuid)) : NULL;
}

/* ---- Arrays ---- */

/* "/dev/md/0" is "/dev/md0". */
static bool
same_array_name (const char *a, const char *b)
{
  take_text (&a, "/dev/md");
  take_text (&b, "/dev/md");
  a += *a == '/';
  b += *b == '/';
  return strcmp (a, b) == 0;
}

static const struct device *
array_by_conf (const struct guest_names *g, const char *name)
{
  const struct strvec *v = &g->root->found.arrays;

  for (size_t i = 0; i + 1 < v->len; i += 2)
    if (same_array_name (v->ptr[i], name))
      return device_by_uuid (g->catalogue->devices, DEVICE_MD, v->ptr[i + 1]);
  return NULL;
}

/* The superblock has "host:name" or "name". */
static const struct device *
array_by_name (const struct guest_names *g, const char *name)
{
  const struct devices *all = g->catalogue->devices;

  name += *name == '/';
  for (size_t i = 0; i < all->len; ++i) {
    const char *alias = all->ptr[i].alias, *colon;

    if (all->ptr[i].kind != DEVICE_MD || alias == NULL)
      continue;
    colon = strrchr (alias, ':');
    if (strcmp (colon ? colon + 1 : alias, name) == 0
        || strcmp (alias, name) == 0)
      return &all->ptr[i];
  }
  return NULL;
}

static const struct device *
array_device (const struct guest_names *g, const char *name)
{
  const struct device *d = array_by_conf (g, name);

  return d ? d : array_by_name (g, name);
}

/* After "/dev/md": "0", "/name", "_d0p2", "0p2". */
static char *
by_array (const struct guest_names *g, const char *rest)
{
  CLEANUP_FREE char *name = strdup (rest);
  const struct device *d = array_device (g, rest);
  char *p = name ? strrchr (name, 'p') : NULL;
  const char *after = p ? p + 1 : "";
  size_t number;

  if (d || p == NULL || !take_number (&after, &number) || *after)
    return name_of (d);
  *p = '\0';
  return part_of_disk (g, array_device (g, name), number);
}

static char *
by_array_uuid (const struct guest_names *g, const char *uuid)
{
  return name_of (device_by_uuid (g->catalogue->devices, DEVICE_MD, uuid));
}

/* ---- Links that say how a disk is attached, or who made it ---- */

/* Of them only the number of the partition means anything here, when there is
 * one disk. */
static char *
by_hardware (const struct guest_names *g, const char *name)
{
  const struct devices *all = g->catalogue->devices;

  return nth_disk (all, 1) == NULL && part_at_end (name)
    ? part_of_nth (g, 0, part_at_end (name)) : NULL;
}

static char *
by_root (const struct guest_names *g, const char *rest)
{
  return *rest ? NULL : strdup (g->root->fs.mountable);
}

/* ---- The rules ---- */

struct rule {
  const char *prefix;
  char *(*find) (const struct guest_names *g, const char *rest);
};

/* The first that fits counts. */
static const struct rule rules[] = {
  { "UUID=", by_uuid },
  { "LABEL=", by_label },
  { "PARTUUID=", by_partuuid },
  { "PARTLABEL=", by_partlabel },
  { "ID=dm-uuid-LVM-", by_lv_uuid },
  { "ID=dm-uuid-CRYPT-", by_crypt_uuid },
  { "ID=dm-name-", by_mapper },
  { "ID=md-uuid-", by_array_uuid },
  { "ID=md-name-", by_array },
  { "ID=", by_hardware },
  { "/dev/disk/by-uuid/", by_uuid },
  { "/dev/disk/by-label/", by_label_link },
  { "/dev/disk/by-partuuid/", by_partuuid },
  { "/dev/disk/by-partlabel/", by_partlabel_link },
  { "/dev/disk/by-id/dm-uuid-LVM-", by_lv_uuid },
  { "/dev/disk/by-id/dm-uuid-CRYPT-", by_crypt_uuid },
  { "/dev/disk/by-id/dm-name-", by_mapper },
  { "/dev/disk/by-id/md-uuid-", by_array_uuid },
  { "/dev/disk/by-id/md-name-", by_array },
  { "/dev/disk/by-id/", by_hardware },
  { "/dev/disk/by-path/", by_hardware },
  { "/dev/mapper/", by_mapper },
  { "/dev/root", by_root },
  { "/dev/hd", by_letter },
  { "/dev/sd", by_letter },
  { "/dev/vd", by_letter },
  { "/dev/xvd", by_letter },
  { "/dev/nvme", by_nvme },
  { "/dev/mmcblk", by_number },
  { "/dev/cciss/", by_controller },
  { "/dev/ida/", by_controller },
  { "/dev/rd/", by_controller },
  { "/dev/md", by_array },
};

static char *
find_by_rules (const struct guest_names *g, const char *spec, bool crypttab)
{
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; ++i) {
    const char *rest = spec;

    if (take_text (&rest, rules[i].prefix))
      return rules[i].find == by_mapper && !crypttab
        ? by_mapper_below (g, rest) : rules[i].find (g, rest);
  }
  return NULL;
}

static bool
is_number_after (const char *spec, const char *prefix)
{
  return take_text (&spec, prefix) && *spec
    && spec[strspn (spec, "0123456789")] == '\0';
}

/* Disks that somebody puts in and takes out. */
static bool
is_removable (const char *spec)
{
  return is_number_after (spec, "/dev/fd") || is_number_after (spec, "/dev/cd")
    || is_number_after (spec, "/dev/acd")
    || strcmp (spec, "/dev/floppy") == 0 || strcmp (spec, "/dev/cdrom") == 0
    || take_text (&spec, "/dev/iso9660/");
}

static char *
resolve_device (const struct guest_names *g, const char *spec, bool crypttab)
{
  const struct device *bsd = device_of_bsd (g, spec);
  const struct candidate *tagged = bsd ? NULL : tag_of_bsd (g, spec);
  char *found = tagged ? strdup (tagged->fs.mountable) : name_of (bsd);

  if (found || is_removable (spec))
    return found;
  found = find_by_rules (g, spec, crypttab);
  return found || strncmp (spec, "/dev/", 5) != 0 ? found : strdup (spec);
}

static char *
resolve_spec (const struct guest_names *g, const char *spec)
{
  return resolve_device (g, spec, true);
}

/* ---- Subvolumes ---- */

char *
mount_option (const char *options, const char *key)
{
  const size_t n = strlen (key);

  for (;; options++) {
    const size_t len = strcspn (options, ",");

    if (len >= n && strncmp (options, key, n) == 0
        && (len == n || key[n - 1] == '='))
      return strndup (options + n, len - n);
    options += len;
    if (*options == '\0')
      return NULL;
  }
}

/* Of a path without slashes around it; "": the top. */
static char *
mountable_of_volume (const struct candidate *whole, const char *path)
{
  const char *ours = whole->fs.default_volume;
  char *ret;

  if (strcmp (path, ours ? ours : "") == 0)
    return strdup (whole->fs.mountable);
  return asprintf (&ret, "btrfsvol:%s/%s", whole->fs.device,
                   *path ? path : ".") == -1 ? NULL : ret;
}

static char *
volume_by_path (const struct candidate *whole, char *path)
{
  size_t n;

  path += strspn (path, "/");
  for (n = strlen (path); n > 0 && path[n - 1] == '/'; --n)
    path[n - 1] = '\0';
  return mountable_of_volume (whole, path);
}

#define TOP_ID 5

static char *
volume_by_id (const struct guest_names *g, const struct candidate *whole,
              const char *text)
{
  const unsigned long long id = strtoull (text, NULL, 0);
  const struct candidate *found;

  if (id == 0 || id == TOP_ID)
    return mountable_of_volume (whole, "");
  found = find_volume (g->catalogue, whole->fs.device, id);
  return strdup (found ? found->fs.mountable : whole->fs.mountable);
}

char *
resolve_line (const struct guest_names *g, const char *spec,
              const char *type, const char *options)
{
  CLEANUP_FREE char *device = resolve_spec (g, spec);
  CLEANUP_FREE char *path = mount_option (options, "subvol=");
  CLEANUP_FREE char *id = mount_option (options, "subvolid=");
  const struct candidate *whole =
    device ? find_whole (g->catalogue, device) : NULL;

  if (whole == NULL || (!path && !id)
      || (strcmp (type, "btrfs") != 0
          && strcmp (whole->fs.type, "btrfs") != 0))
    return steal (&device);
  return path ? volume_by_path (whole, path) : volume_by_id (g, whole, id);
}
