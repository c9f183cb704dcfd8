/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking up devices by what a guest calls them. */

#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "call.h"
#include "devices.h"

static void
device_done (struct device *d)
{
  free (d->name);
  free (d->alias);
  free (d->below);
  free (d->uuid);
  string_list_free (d->disks);
}

void
devices_done (struct devices *d)
{
  for (size_t i = 0; i < d->len; ++i)
    device_done (&d->ptr[i]);
  free (d->ptr);
  *d = (struct devices) DEVICES_INIT;
}

const struct device *
device_by_name (const struct devices *d, const char *name)
{
  for (size_t i = 0; i < d->len; ++i)
    if (strcmp (d->ptr[i].name, name) == 0)
      return &d->ptr[i];
  return NULL;
}

const struct device *
device_by_alias (const struct devices *d, enum device_kind kind,
                 const char *alias)
{
  for (size_t i = 0; i < d->len; ++i)
    if (d->ptr[i].kind == kind && d->ptr[i].alias
        && strcmp (d->ptr[i].alias, alias) == 0)
      return &d->ptr[i];
  return NULL;
}

const struct device *
device_by_uuid (const struct devices *d, enum device_kind kind,
                const char *uuid)
{
  for (size_t i = 0; i < d->len; ++i)
    if (d->ptr[i].kind == kind && d->ptr[i].uuid
        && same_uuid (d->ptr[i].uuid, uuid))
      return &d->ptr[i];
  return NULL;
}

const struct device *
nth_disk (const struct devices *d, size_t n)
{
  return n < d->len && d->ptr[n].kind == DEVICE_DISK ? &d->ptr[n] : NULL;
}

/* "/dev/sda" and 2: "/dev/sda2"; "/dev/md127" and 2: "/dev/md127p2". */
const struct device *
partition_of (const struct devices *d, const struct device *disk, int number)
{
  const char last = disk->name[strlen (disk->name) - 1];
  CLEANUP_FREE char *name = NULL;

  if (asprintf (&name, "%s%s%d", disk->name,
                isdigit ((unsigned char) last) ? "p" : "", number) == -1)
    name = NULL;
  return name ? device_by_name (d, name) : NULL;
}

bool
share_a_disk (const struct device *a, const struct device *b)
{
  for (size_t i = 0; a->disks && a->disks[i]; ++i)
    for (size_t j = 0; b->disks && b->disks[j]; ++j)
      if (strcmp (a->disks[i], b->disks[j]) == 0)
        return true;
  return false;
}

/* The next character but a separator: mdadm.conf has UUIDs with colons. */
static char
next_digit (const char **s)
{
  *s += strspn (*s, "-:. ");
  return **s ? *(*s)++ : '\0';
}

static bool
same_letter (char a, char b)
{
  return strncasecmp (&a, &b, 1) == 0;
}

bool
same_uuid (const char *a, const char *b)
{
  char c;

  do {
    c = next_digit (&a);
    if (!same_letter (c, next_digit (&b)))
      return false;
  } while (c);
  return true;
}
