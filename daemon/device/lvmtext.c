/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the description of a plain volume group.  Whatever is not in the
 * tables below makes it one that is not plain. */

#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "lvmtext.h"

#define DEPTH_MAX 8

/* ---- Syntax: sections, and keys with values ---- */

/* Those of a section follow it, one deeper. */
struct node {
  char *name;
  char *value;                  /* without blanks; NULL: a section */
  unsigned depth;
};

struct nodes {
  struct node *ptr;
  size_t len, allocated;
};

static void
nodes_done (struct nodes *n)
{
  free (n->ptr);
}
#define CLEANUP_NODES __attribute__ ((cleanup (nodes_done)))

static bool
add_node (struct nodes *n, struct node node)
{
  if (n->len == n->allocated) {
    const size_t more = n->allocated ? 2 * n->allocated : 256;
    struct node *bigger = reallocarray (n->ptr, more, sizeof *bigger);

    if (bigger == NULL)
      return false;
    n->ptr = bigger;
    n->allocated = more;
  }
  n->ptr[n->len++] = node;
  return true;
}

static char *
skip_blanks (char *p)
{
  for (;; ++p) {
    if (*p == '#')
      p += strcspn (p, "\n");
    if (*p == '\0' || !isspace ((unsigned char) *p))
      return p;
  }
}

/* With quotes and backslashes; what is behind it, or NULL. */
static char *
copy_string (char *p, char **to)
{
  do {
    if (*p == '\\' && p[1])
      *(*to)++ = *p++;
    *(*to)++ = *p++;
  } while (*p && *p != '"');
  if (*p == '\0')
    return NULL;
  *(*to)++ = *p++;
  return p;
}

static char *
copy_number (char *p, char **to)
{
  while (isdigit ((unsigned char) *p))
    *(*to)++ = *p++;
  return p;
}

/* A string, a number or a list of them, put together from the equals sign on;
 * what is behind it, or NULL. */
static char *
read_value (char *equals, char **ret)
{
  char *to = equals, *p = skip_blanks (equals + 1);
  const bool list = *p == '[';

  *ret = to;
  do {
    if (*p == '"')
      p = copy_string (p, &to);
    else if (isdigit ((unsigned char) *p))
      p = copy_number (p, &to);
    else if (list && (*p == '[' || *p == ','))
      *to++ = *p++;
    else if (!list || *p != ']')
      return NULL;
    if (p && list)
      p = skip_blanks (p);
  } while (p && list && *p != ']');
  if (p && list)
    *to++ = *p++;
  *to = '\0';
  return p;
}

static bool
is_name_character (char c)
{
  return isalnum ((unsigned char) c) || (c && strchr ("_.+-", c));
}

/* "name {" or "name = value", with the blank, which becomes the end of the
 * name; what is behind it, or NULL. */
static char *
read_node (char *p, struct nodes *n, unsigned *depth)
{
  struct node node = { p, NULL, *depth };

  while (is_name_character (*p))
    ++p;
  if (p == node.name || *p != ' ' || *depth >= DEPTH_MAX)
    return NULL;
  *p++ = '\0';
  p = skip_blanks (p);
  if (*p == '=')
    p = read_value (p, &node.value);
  else if (*p++ == '{')
    ++*depth;
  else
    return NULL;
  return p && add_node (n, node) ? p : NULL;
}

static bool
read_nodes (char *p, struct nodes *n)
{
  unsigned depth = 0;

  while (p && *(p = skip_blanks (p)))
    if (*p != '}')
      p = read_node (p, n, &depth);
    else if (depth > 0) {
      --depth;
      ++p;
    }
    else
      return false;
  return p && depth == 0;
}

/* The index of the first node below that of i, or of the next one of the same
 * depth; n->len when there is none. */
static size_t
first_in (const struct nodes *n, size_t i)
{
  return i + 1 < n->len && n->ptr[i + 1].depth == n->ptr[i].depth + 1
    ? i + 1 : n->len;
}

static size_t
next_of (const struct nodes *n, size_t i)
{
  const unsigned depth = n->ptr[i].depth;

  do {
    ++i;
  } while (i < n->len && n->ptr[i].depth > depth);
  return i < n->len && n->ptr[i].depth == depth ? i : n->len;
}

#define FOR_EACH_IN(i, n, section) \
  for (size_t i = first_in (n, section); i < (n)->len; i = next_of (n, i))

static size_t
find_in (const struct nodes *n, size_t section, const char *name)
{
  FOR_EACH_IN (i, n, section)
    if (strcmp (n->ptr[i].name, name) == 0)
      return i;
  return n->len;
}

static size_t
count_in (const struct nodes *n, size_t section)
{
  size_t count = 0;

  FOR_EACH_IN (i, n, section)
    count++;
  return count;
}

/* ---- What is plain ---- */

/* The keys that a section may have, and if they must have it, the value. */
struct key {
  const char *name, *value;
};

static const struct key group_keys[] = {
  { "id", NULL }, { "seqno", NULL }, { "format", "\"lvm2\"" },
  { "status", "[\"RESIZEABLE\",\"READ\",\"WRITE\"]" }, { "flags", "[]" },
  { "extent_size", NULL }, { "max_lv", NULL }, { "max_pv", NULL },
  { "metadata_copies", NULL }, { NULL, NULL }
};
static const struct key disk_keys[] = {
  { "id", NULL }, { "device", NULL }, { "device_id", NULL },
  { "device_id_type", NULL }, { "status", "[\"ALLOCATABLE\"]" },
  { "flags", "[]" }, { "dev_size", NULL }, { "pe_start", NULL },
  { "pe_count", NULL }, { NULL, NULL }
};
static const struct key volume_keys[] = {
  { "id", NULL }, { "status", "[\"READ\",\"WRITE\",\"VISIBLE\"]" },
  { "flags", "[]" }, { "creation_time", NULL }, { "creation_host", NULL },
  { "segment_count", NULL }, { NULL, NULL }
};
static const struct key segment_keys[] = {
  { "start_extent", NULL }, { "extent_count", NULL },
  { "type", "\"striped\"" }, { "stripe_count", "1" }, { "stripes", NULL },
  { NULL, NULL }
};

static bool
is_expected (const struct node *node, const struct key *keys)
{
  for (; keys->name; ++keys)
    if (strcmp (keys->name, node->name) == 0)
      return !keys->value || strcmp (keys->value, node->value) == 0;
  return false;
}

/* All that is in it, and those that are required; sections: whether there may
 * be some, at which somebody else looks. */
static bool
has_expected (const struct nodes *n, size_t section, const struct key *keys,
              bool sections)
{
  FOR_EACH_IN (i, n, section)
    if (n->ptr[i].value ? !is_expected (&n->ptr[i], keys) : !sections)
      return false;
  for (; keys->name; ++keys)
    if (keys->value && find_in (n, section, keys->name) == n->len)
      return false;
  return true;
}

/* ---- Values ---- */

/* Extents and sizes in sectors, of which none is so large that products and
 * sums below would not fit. */
static bool
get_number (const struct nodes *n, size_t section, const char *name,
            uint64_t max, uint64_t *ret)
{
  const size_t i = find_in (n, section, name);
  char *end;

  if (i == n->len || !n->ptr[i].value
      || !isdigit ((unsigned char) n->ptr[i].value[0]))
    return false;
  errno = 0;
  *ret = strtoull (n->ptr[i].value, &end, 10);
  return errno == 0 && *end == '\0' && *ret <= max;
}

/* "\"E63PMQ-Oq75-…\"" */
static bool
get_uuid (const struct nodes *n, size_t section, char ret[LVM_UUID_SIZE])
{
  const size_t i = find_in (n, section, "id");
  size_t len = 0;

  if (i == n->len || !n->ptr[i].value)
    return false;
  for (const char *p = n->ptr[i].value; *p; ++p)
    if (*p == '-' || *p == '"')
      continue;
    else if (len == LVM_UUID_SIZE - 1 || !isalnum ((unsigned char) *p))
      return false;
    else
      ret[len++] = *p;
  ret[len] = '\0';
  return len == LVM_UUID_SIZE - 1;
}

/* As part of names of nodes. */
static bool
is_good_name (const char *name)
{
  return name[0] != '-' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

/* A section in a group, "physical_volumes"; an array for what is in it. */
static bool
begin_list (const struct nodes *n, const char *name, size_t size,
            size_t *ret_section, void *ret_array)
{
  void *array;

  *ret_section = find_in (n, 0, name);
  if (*ret_section == n->len || n->ptr[*ret_section].value)
    return false;
  array = calloc (count_in (n, *ret_section) + 1, size);
  memcpy (ret_array, &array, sizeof array);
  return array != NULL;
}

/* ---- Disks ---- */

static bool
read_disk (const struct nodes *n, size_t i, struct lvm_disk *d)
{
  d->name = n->ptr[i].name;
  return !n->ptr[i].value && has_expected (n, i, disk_keys, false)
    && get_uuid (n, i, d->uuid)
    && get_number (n, i, "dev_size", UINT64_MAX, &d->size)
    && get_number (n, i, "pe_start", UINT32_MAX, &d->start)
    && get_number (n, i, "pe_count", UINT32_MAX, &d->extents);
}

static bool
read_disks (const struct nodes *n, struct lvm_group *g)
{
  size_t section;

  if (!begin_list (n, "physical_volumes", sizeof *g->disks, &section,
                   &g->disks))
    return false;
  FOR_EACH_IN (i, n, section)
    if (!read_disk (n, i, &g->disks[g->nr_disks++]))
      return false;
  return true;
}

/* ---- Volumes ---- */

/* "[\"pv0\",512]" */
static bool
read_stripe (const struct nodes *n, size_t section, const struct lvm_group *g,
             size_t *ret_disk, uint64_t *ret_extent)
{
  const size_t i = find_in (n, section, "stripes");
  char *name, *end;

  if (i == n->len || !n->ptr[i].value
      || strncmp (n->ptr[i].value, "[\"", 2) != 0)
    return false;
  name = n->ptr[i].value + 2;
  end = strchr (name, '"');
  if (!end || end[1] != ',' || !isdigit ((unsigned char) end[2]))
    return false;
  *end = '\0';
  errno = 0;
  *ret_extent = strtoull (end + 2, &end, 10);
  for (*ret_disk = 0; *ret_disk < g->nr_disks; ++*ret_disk)
    if (strcmp (g->disks[*ret_disk].name, name) == 0)
      return errno == 0 && strcmp (end, "]") == 0;
  return false;
}

/* at: how many extents of the volume come before. */
static bool
read_segment (const struct nodes *n, size_t i, const struct lvm_group *g,
              uint64_t *at, struct lvm_piece *piece)
{
  uint64_t start, count, from;

  if (n->ptr[i].value || !has_expected (n, i, segment_keys, false)
      || !get_number (n, i, "start_extent", UINT32_MAX, &start)
      || !get_number (n, i, "extent_count", UINT32_MAX, &count)
      || !read_stripe (n, i, g, &piece->disk, &from)
      || start != *at || count == 0
      || from > g->disks[piece->disk].extents
      || count > g->disks[piece->disk].extents - from)
    return false;
  piece->length = count * g->extent;
  piece->from = g->disks[piece->disk].start + from * g->extent;
  *at += count;
  return true;
}

static bool
read_volume (const struct nodes *n, size_t i, const struct lvm_group *g,
             struct lvm_volume *v)
{
  uint64_t count, at = 0;

  v->name = n->ptr[i].name;
  if (n->ptr[i].value || !is_good_name (v->name)
      || !has_expected (n, i, volume_keys, true) || !get_uuid (n, i, v->uuid)
      || !get_number (n, i, "segment_count", UINT32_MAX, &count))
    return false;
  v->pieces = calloc (count_in (n, i) + 1, sizeof *v->pieces);
  if (v->pieces == NULL)
    return false;
  FOR_EACH_IN (j, n, i)
    if (!n->ptr[j].value
        && !read_segment (n, j, g, &at, &v->pieces[v->nr_pieces++]))
      return false;
  return v->nr_pieces > 0 && v->nr_pieces == count;
}

/* A group without volumes has no such section. */
static bool
read_volumes (const struct nodes *n, struct lvm_group *g)
{
  size_t section;

  if (find_in (n, 0, "logical_volumes") == n->len)
    return true;
  if (!begin_list (n, "logical_volumes", sizeof *g->volumes, &section,
                   &g->volumes))
    return false;
  FOR_EACH_IN (i, n, section)
    if (!read_volume (n, i, g, &g->volumes[g->nr_volumes++]))
      return false;
  return true;
}

/* ---- What does not fit together ---- */

static int
compare_pieces (const void *one, const void *other)
{
  const struct lvm_piece *a = *(const struct lvm_piece *const *) one,
    *b = *(const struct lvm_piece *const *) other;

  return a->disk != b->disk ? (a->disk > b->disk) - (a->disk < b->disk)
    : (a->from > b->from) - (a->from < b->from);
}

/* Each part of a disk belongs to one volume at most. */
static bool
pieces_are_apart (const struct lvm_group *g)
{
  CLEANUP_FREE const struct lvm_piece **all = NULL;
  size_t n = 0;

  for (size_t i = 0; i < g->nr_volumes; ++i)
    n += g->volumes[i].nr_pieces;
  all = calloc (n + 1, sizeof *all);
  if (all == NULL)
    return false;
  n = 0;
  for (size_t i = 0; i < g->nr_volumes; ++i)
    for (size_t j = 0; j < g->volumes[i].nr_pieces; ++j)
      all[n++] = &g->volumes[i].pieces[j];
  qsort (all, n, sizeof *all, compare_pieces);
  for (size_t i = 1; i < n; ++i)
    if (all[i]->disk == all[i - 1]->disk
        && all[i]->from - all[i - 1]->from < all[i - 1]->length)
      return false;
  return true;
}

static int
compare_strings (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static bool
are_different (const char **strings, size_t n)
{
  qsort (strings, n, sizeof *strings, compare_strings);
  for (size_t i = 1; i < n; ++i)
    if (strcmp (strings[i], strings[i - 1]) == 0)
      return false;
  return true;
}

static bool
volumes_are_different (const struct lvm_group *g)
{
  CLEANUP_FREE const char **names = calloc (g->nr_volumes + 1, sizeof *names);
  CLEANUP_FREE const char **uuids = calloc (g->nr_volumes + 1, sizeof *uuids);

  for (size_t i = 0; names && uuids && i < g->nr_volumes; ++i) {
    names[i] = g->volumes[i].name;
    uuids[i] = g->volumes[i].uuid;
  }
  return names && uuids && are_different (names, g->nr_volumes)
    && are_different (uuids, g->nr_volumes);
}

/* ---- The group ---- */

/* It comes first, then remarks. */
static bool
has_one_section (const struct nodes *n)
{
  if (n->len == 0 || n->ptr[0].value)
    return false;
  for (size_t i = next_of (n, 0); i < n->len; i = next_of (n, i))
    if (n->ptr[i].value == NULL)
      return false;
  FOR_EACH_IN (i, n, 0)
    if (!n->ptr[i].value && strcmp (n->ptr[i].name, "physical_volumes") != 0
        && strcmp (n->ptr[i].name, "logical_volumes") != 0)
      return false;
  return true;
}

bool
lvm_group_read (char *text, struct lvm_group *g)
{
  CLEANUP_NODES struct nodes n = { NULL, 0, 0 };

  if (!read_nodes (text, &n) || !has_one_section (&n))
    return false;
  g->name = n.ptr[0].name;
  return is_good_name (g->name) && has_expected (&n, 0, group_keys, true)
    && get_uuid (&n, 0, g->uuid)
    && get_number (&n, 0, "extent_size", UINT32_MAX / 2, &g->extent)
    && g->extent > 0
    && read_disks (&n, g) && read_volumes (&n, g)
    && volumes_are_different (g) && pieces_are_apart (g);
}

void
lvm_group_done (struct lvm_group *g)
{
  for (size_t i = 0; i < g->nr_volumes; ++i)
    free (g->volumes[i].pieces);
  free (g->volumes);
  free (g->disks);
}
