/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What BSD systems and the Hurd call their devices.
 *
 * Linux gives the partitions of a disk label numbers from 5 on: a is 5, b is
 * 6; those that stand for the whole disk or slice are left out. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "spec.h"

#define FIRST_IN_LABEL 5

struct bsd {
  const char *type;             /* of the system */
  const char *drivers[8];       /* of disks: "ada" of "ada0" */
  const char *letters;          /* of the partitions of a label */
  const char *slice;            /* before the letter */
  const char *numbered;         /* before the number of a partition */
};

static const struct bsd systems[] = {
  { "freebsd", { "ada", "ad", "da", "vtbd", "nvd", "nda", "mmcsd" },
    "abdefgh", "s1", "p" },
  { "dragonfly", { "da", "ad", "vbd", "nvme" }, "abdefgh", "s1", "p" },
  { "netbsd", { "ld", "sd", "wd" }, "abefghijklmnop", "", NULL },
  { "openbsd", { "sd", "wd" }, "abdefghijklmnop", "", NULL },
  { "hurd", { "hd", "sd", "wd" }, NULL, NULL, "s" },
};

/* Labels of file systems and partitions, by the directory of their links. */
static const struct {
  const char *type, *prefix;
  enum tag tag;
} tags[] = {
  { "freebsd", "/dev/ufs/", TAG_LABEL },
  { "freebsd", "/dev/ufsid/", TAG_UUID },
  { "freebsd", "/dev/msdosfs/", TAG_LABEL },
  { "freebsd", "/dev/ext2fs/", TAG_LABEL },
  { "freebsd", "/dev/gpt/", TAG_PARTLABEL },
  { "freebsd", "/dev/gptid/", TAG_PARTUUID },
  { "netbsd", "NAME=", TAG_PARTLABEL },
};

static bool
is_type (const struct guest_names *g, const char *type)
{
  return g->root->found.type && strcmp (g->root->found.type, type) == 0;
}

static const struct bsd *
system_of (const struct guest_names *g)
{
  for (size_t i = 0; i < sizeof systems / sizeof systems[0]; ++i)
    if (is_type (g, systems[i].type))
      return &systems[i];
  return NULL;
}

const struct candidate *
tag_of_bsd (const struct guest_names *g, const char *spec)
{
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; ++i) {
    const size_t n = strlen (tags[i].prefix);

    if (is_type (g, tags[i].type) && strncmp (spec, tags[i].prefix, n) == 0)
      return find_tag (g->catalogue, tags[i].tag, spec + n, g->root_device);
  }
  return NULL;
}

/* ---- Partitions ---- */

/* A number and no more; 0: it is something else. */
static int
whole_number (const char *s)
{
  const size_t n = strlen (s);

  return n >= 1 && n <= 4 && strspn (s, "0123456789") == n ? atoi (s) : 0;
}

/* A letter and no more. */
static int
number_of_letter (const struct bsd *b, const char *s)
{
  const char *at = b->letters && s[0] && s[1] == '\0'
    ? strchr (b->letters, s[0]) : NULL;

  return at ? FIRST_IN_LABEL + (int) (at - b->letters) : 0;
}

/* What comes after the number of the disk: "p3", "s1d", "d"; 0: neither. */
static int
partition_number_of (const struct bsd *b, const char *s)
{
  const size_t n = b->numbered ? strlen (b->numbered) : 0;
  const size_t m = b->slice ? strlen (b->slice) : 0;

  if (n && strncmp (s, b->numbered, n) == 0)
    return whole_number (s + n);
  return b->slice && strncmp (s, b->slice, m) == 0
    ? number_of_letter (b, s + m) : 0;
}

/* "/dev/ada0p3": after the driver, the number of a disk. */
static const struct device *
on_numbered_disk (const struct guest_names *g, const struct bsd *b,
                  const char *rest)
{
  const struct devices *all = g->catalogue->devices;
  const size_t digits = strspn (rest, "0123456789");
  const struct device *disk = digits >= 1 && digits <= 4
    ? nth_disk (all, strtoul (rest, NULL, 10)) : NULL;
  const int number = partition_number_of (b, rest + digits);

  return disk && number ? partition_of (all, disk, number) : NULL;
}

/* The disk of the root, or the first one. */
static const struct device *
on_root_disk (const struct guest_names *g, const struct bsd *b,
              const char *letter)
{
  const struct devices *all = g->catalogue->devices;
  const struct device *disk = NULL;
  const int number = number_of_letter (b, letter);

  if (g->root_device && g->root_device->disks && g->root_device->disks[0])
    disk = device_by_name (all, g->root_device->disks[0]);
  if (disk == NULL)
    disk = nth_disk (all, 0);
  return disk && number ? partition_of (all, disk, number) : NULL;
}

/* OpenBSD: the identifier of a disk label, "3eb7f9da875cb9ee.a"; NetBSD: the
 * disk it was started from, "ROOT.a". */
static const char *
letter_of_root_disk (const struct guest_names *g, const char *spec)
{
  if (is_type (g, "netbsd") && strncmp (spec, "ROOT.", 5) == 0)
    return spec + 5;
  return is_type (g, "openbsd")
    && strspn (spec, "0123456789abcdef") == 16 && spec[16] == '.'
    ? spec + 17 : NULL;
}

const struct device *
device_of_bsd (const struct guest_names *g, const char *spec)
{
  const struct bsd *b = system_of (g);
  const char *letter;

  if (b == NULL)
    return NULL;
  letter = letter_of_root_disk (g, spec);
  if (letter)
    return on_root_disk (g, b, letter);
  if (strncmp (spec, "/dev/", 5) != 0)
    return NULL;
  for (size_t i = 0; i < 8 && b->drivers[i]; ++i) {
    const size_t n = strlen (b->drivers[i]);
    const struct device *d = strncmp (spec + 5, b->drivers[i], n) == 0
      ? on_numbered_disk (g, b, spec + 5 + n) : NULL;

    if (d)
      return d;
  }
  return NULL;
}
