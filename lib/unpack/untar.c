/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what tar in the appliance writes: the GNU format, and ustar.  Whoever
 * makes the archive may be hostile: what is not exactly as it should be is an
 * error, and nothing is kept that is larger than what has come. */

#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanups.h"
#include "untar.h"

#define BLOCK 512
#define NAME_LIMIT 65536        /* bytes of a long name */
#define EXTENTS_LIMIT (1 << 20) /* pieces of a sparse file */

/* Where the fields of a header are. */
enum {
  H_NAME = 0, H_MODE = 100, H_UID = 108, H_GID = 116, H_SIZE = 124,
  H_MTIME = 136, H_SUM = 148, H_TYPE = 156, H_LINK = 157, H_MAGIC = 257,
  H_PREFIX = 345, H_EXTENTS = 386, H_EXTENDED = 482, H_REALSIZE = 483,
  NAME_LEN = 100, PREFIX_LEN = 155, ID_LEN = 8, SIZE_LEN = 12, EXTENT_LEN = 24,
  H_NR_EXTENTS = 4, EXT_NR_EXTENTS = 21, EXT_EXTENDED = 504,
};

struct extent { int64_t offset, len; };

struct untar {
  struct tree *tree;            /* borrowed */
  char block[BLOCK];            /* being filled */
  size_t filled;
  bool ended;                   /* a block of zeroes came */

  /* The entry that is being read. */
  enum { IN_HEADER, IN_EXTENTS, IN_DATA } state;
  enum { TO_NOTHING, TO_FILE, TO_NAME, TO_LINK } use;
  char type;
  char *path, *link;
  char *long_name, *long_link;  /* of the next entry */
  size_t long_len;
  struct tree_attributes attrs;
  int64_t left, padding;        /* bytes of data, and behind it */
  int64_t size;                 /* of the file, holes included */
  struct extent *extents;
  size_t nr_extents, extent;    /* being written */
  int64_t written;              /* in it */
};

static int
malformed (struct untar *t, const char *what)
{
  return guestfs_int_tree_fail (t->tree, EPROTO, what);
}

static int
no_memory (struct untar *t)
{
  return guestfs_int_tree_fail (t->tree, ENOMEM, strerror (ENOMEM));
}

/* ---- Contents ---- */

static int
add_extent (struct untar *t, int64_t offset, int64_t len)
{
  const struct extent *last =
    t->nr_extents ? &t->extents[t->nr_extents - 1] : NULL;

  if (offset < (last ? last->offset + last->len : 0) || len < 0 ||
      offset > t->size || len > t->size - offset)
    return malformed (t, "its map of data is malformed");
  if (t->nr_extents % 64 == 0) {
    struct extent *p = t->nr_extents < EXTENTS_LIMIT
      ? reallocarray (t->extents, t->nr_extents + 64, sizeof *p) : NULL;
    if (!p)
      return guestfs_int_tree_fail (t->tree, EFBIG,
                                    "it has too many pieces");
    t->extents = p;
  }
  t->extents[t->nr_extents++] = (struct extent) { offset, len };
  return 0;
}

static int
write_data (struct untar *t, const char *data, size_t n)
{
  while (n > 0) {
    if (t->extent == t->nr_extents)
      return malformed (t, "it has more data than its map");
    const struct extent *e = &t->extents[t->extent];
    const int64_t room = e->len - t->written;
    const size_t len = (uint64_t) room < n ? (size_t) room : n;

    if (guestfs_int_tree_write (t->tree, data, len,
                                e->offset + t->written) == -1)
      return -1;
    data += len;
    n -= len;
    t->written += len;
    if (t->written == e->len) {
      t->extent++;
      t->written = 0;
    }
  }
  return 0;
}

/* ---- Headers ---- */

/* Octal, or in base 256 when the first bit is set.  -1: neither, or too
 * large; negative numbers are for times. */
static int
get_number (const char *p, size_t n, int64_t *ret)
{
  const unsigned char *u = (const unsigned char *) p;
  const bool binary = u[0] & 0x80;
  int64_t v = 0;
  size_t i;

  if (binary) {
    v = u[0] == 0xff ? -1 : u[0] & 0x7f;
    for (i = 1; i < n; i++) {
      if (v > INT64_MAX / 256 || v < INT64_MIN / 256)
        return -1;
      v = v * 256 + u[i];
    }
    *ret = v;
    return 0;
  }
  for (i = 0; i < n && p[i] == ' '; i++)
    ;
  for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
    v = v * 8 + (p[i] - '0');   /* at most 12 digits */
  *ret = v;
  return i == n || p[i] == '\0' || p[i] == ' ' ? 0 : -1;
}

static bool
sum_is_right (const char *h)
{
  int64_t sum, got = 0;

  for (size_t i = 0; i < BLOCK; i++)
    got += i >= H_SUM && i < H_SUM + ID_LEN ? ' ' : (unsigned char) h[i];
  return get_number (h + H_SUM, ID_LEN, &sum) == 0 && sum == got;
}

static int
get_attributes (struct untar *t, const char *h)
{
  int64_t mode, uid, gid;

  if (get_number (h + H_MODE, ID_LEN, &mode) == -1 ||
      get_number (h + H_UID, ID_LEN, &uid) == -1 ||
      get_number (h + H_GID, ID_LEN, &gid) == -1 ||
      get_number (h + H_SIZE, SIZE_LEN, &t->left) == -1 ||
      get_number (h + H_MTIME, SIZE_LEN, &t->attrs.mtime) == -1 ||
      t->left < 0 || t->left > INT64_MAX - BLOCK)
    return malformed (t, "a header is malformed");
  t->padding = (BLOCK - t->left % BLOCK) % BLOCK;
  t->attrs.mode = mode & 0777;
  t->attrs.uid = uid;
  t->attrs.gid = gid;
  return 0;
}

/* Only ustar divides names. */
static char *
get_path (const char *h)
{
  char *path = NULL;

  if (memcmp (h + H_MAGIC, "ustar\0", 6) == 0 && h[H_PREFIX] != '\0')
    return asprintf (&path, "%.*s/%.*s", PREFIX_LEN, h + H_PREFIX,
                     NAME_LEN, h + H_NAME) == -1 ? NULL : path;
  return strndup (h + H_NAME, NAME_LEN);
}

static int
get_names (struct untar *t, const char *h)
{
  free (t->path);
  free (t->link);
  t->path = t->long_name ? steal (&t->long_name) : get_path (h);
  t->link = t->long_link ? steal (&t->long_link)
    : strndup (h + H_LINK, NAME_LEN);
  if (!t->path || !t->link)
    return no_memory (t);
  return t->path[0] == '\0' ? malformed (t, "an entry has no name") : 0;
}

static int
get_extents (struct untar *t, const char *p, size_t n)
{
  int64_t offset, len;

  for (; n > 0; n--, p += EXTENT_LEN) {
    if (p[0] == '\0')
      break;
    if (get_number (p, SIZE_LEN, &offset) == -1 ||
        get_number (p + SIZE_LEN, SIZE_LEN, &len) == -1)
      return malformed (t, "its map of data is malformed");
    if (add_extent (t, offset, len) == -1)
      return -1;
  }
  return 0;
}

static void
begin_data (struct untar *t)
{
  t->state = IN_DATA;
  t->extent = 0;
  t->written = 0;
}

/* A name that is too long for a header comes before it. */
static int
begin_long_name (struct untar *t)
{
  char **name = t->type == 'L' ? &t->long_name : &t->long_link;

  if (t->left < 1 || t->left > NAME_LIMIT)
    return malformed (t, "the length of a long name is wrong");
  free (*name);
  *name = calloc (1, t->left + 1);
  if (!*name)
    return no_memory (t);
  t->long_len = 0;
  t->use = t->type == 'L' ? TO_NAME : TO_LINK;
  begin_data (t);
  return 0;
}

static int
begin_sparse (struct untar *t, const char *h)
{
  if (get_number (h + H_REALSIZE, SIZE_LEN, &t->size) == -1 || t->size < 0)
    return malformed (t, "its map of data is malformed");
  if (get_extents (t, h + H_EXTENTS, H_NR_EXTENTS) == -1)
    return -1;
  if (h[H_EXTENDED]) {
    t->state = IN_EXTENTS;
    return 0;
  }
  begin_data (t);
  return 0;
}

static int
make_entry (struct untar *t)
{
  static const char types[] = "0123456S";
  static const int kinds[] = {
    TREE_FILE, TREE_HARD_LINK, TREE_LINK, TREE_DEVICE, TREE_DEVICE,
    TREE_DIRECTORY, TREE_FIFO, TREE_FILE,
  };
  const struct tree_entry e = {
    .type = kinds[strchr (types, t->type) - types],
    .path = t->path, .link = t->link, .attrs = t->attrs,
  };

  t->use = e.type == TREE_FILE ? TO_FILE : TO_NOTHING;
  return guestfs_int_tree_make (t->tree, &e);
}

static int
begin_entry (struct untar *t, const char *h)
{
  t->nr_extents = 0;
  if (get_names (t, h) == -1 || make_entry (t) == -1)
    return -1;
  if (t->type == 'S')
    return begin_sparse (t, h);
  t->size = t->left;
  if (t->use == TO_FILE && t->size > 0 && add_extent (t, 0, t->size) == -1)
    return -1;
  begin_data (t);
  return 0;
}

static int
take_header (struct untar *t, const char *h)
{
  static const char zeroes[BLOCK];

  if (memcmp (h, zeroes, BLOCK) == 0) {
    t->ended = true;
    return 0;
  }
  if (memcmp (h + H_MAGIC, "ustar", 5) != 0 || !sum_is_right (h))
    return malformed (t, "a header is malformed");
  if (get_attributes (t, h) == -1)
    return -1;
  t->type = h[H_TYPE] ? h[H_TYPE] : '0';
  if (t->type == 'L' || t->type == 'K')
    return begin_long_name (t);
  if (!strchr ("0123456S", t->type))
    return malformed (t, "an entry of unknown type");
  if (t->left > 0 && !strchr ("0S", t->type))
    return malformed (t, "something that is no file has data");
  return begin_entry (t, h);
}

static int
take_extents (struct untar *t, const char *h)
{
  if (get_extents (t, h, EXT_NR_EXTENTS) == -1)
    return -1;
  if (!h[EXT_EXTENDED])
    begin_data (t);
  return 0;
}

/* ---- The stream ---- */

static int
take_data (struct untar *t, const char *data, size_t n)
{
  char *name = t->use == TO_NAME ? t->long_name : t->long_link;

  if (t->use == TO_FILE)
    return write_data (t, data, n);
  if (t->use != TO_NOTHING) {
    memcpy (name + t->long_len, data, n);
    t->long_len += n;
  }
  return 0;
}

/* The map of a sparse file may end in pieces without bytes. */
static int
end_file (struct untar *t)
{
  while (t->extent < t->nr_extents && t->extents[t->extent].len == 0)
    t->extent++;
  if (t->extent < t->nr_extents)
    return malformed (t, "it has less data than its map");
  return guestfs_int_tree_close_file (t->tree, t->size);
}

static int
end_data (struct untar *t)
{
  t->state = IN_HEADER;
  return t->use == TO_FILE ? end_file (t) : 0;
}

static size_t
at_most (size_t n, int64_t max)
{
  return max < 0 || (uint64_t) max >= n ? n : (size_t) max;
}

/* How many bytes were taken; -1 on error. */
static ssize_t
take_some (struct untar *t, const char *data, size_t n)
{
  if (t->state == IN_DATA && t->left > 0) {
    n = at_most (n, t->left);
    t->left -= n;
    return take_data (t, data, n) == -1 ? -1 : (ssize_t) n;
  }
  if (t->padding > 0 && t->state == IN_DATA) {
    n = at_most (n, t->padding);
    t->padding -= n;
    return n;
  }
  n = at_most (n, BLOCK - t->filled);
  memcpy (t->block + t->filled, data, n);
  t->filled += n;
  if (t->filled < BLOCK)
    return n;
  t->filled = 0;
  if ((t->state == IN_HEADER ? take_header (t, t->block)
       : take_extents (t, t->block)) == -1)
    return -1;
  return n;
}

int
guestfs_int_untar_feed (struct untar *t, const char *data, size_t n)
{
  while (n > 0 && !t->ended) {  /* zeroes follow the end */
    const ssize_t r =
      guestfs_int_tree_error (t->tree) ? -1 : take_some (t, data, n);
    if (r == -1)
      return -1;
    data += r;
    n -= r;
    if (t->state == IN_DATA && t->left == 0 && t->padding == 0 &&
        end_data (t) == -1)
      return -1;
  }
  return 0;
}

int
guestfs_int_untar_finish (struct untar *t)
{
  if (guestfs_int_tree_error (t->tree))
    return -1;
  return t->ended ? guestfs_int_tree_finish (t->tree)
    : malformed (t, "the archive ends in the middle");
}

/* ---- Objects ---- */

struct untar *
guestfs_int_untar_new (struct tree *tree)
{
  struct untar *t = calloc (1, sizeof *t);

  if (t)
    t->tree = tree;
  return t;
}

void
guestfs_int_untar_free (struct untar *t)
{
  free (t->extents);
  free (t->path);
  free (t->link);
  free (t->long_name);
  free (t->long_link);
  free (t);
}
