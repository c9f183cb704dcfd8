/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and values of a registry hive.
 *
 * A hive is a header and cells, which are named by their offset behind the
 * header.  A cell is its length, negative when it is in use, and what is in it:
 * a key ("nk") names the cell that lists the keys below it and the cell that
 * lists its values ("vk").  The format is described in "Windows registry file
 * format specification" by Maxim Suhanov. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hivecell.h"
#include "utf16.h"

#define KEYS_MAX 100000         /* below one key */
#define VALUES_MAX 10000        /* of one key */
/* A value of more than one cell has another form, and is nothing that is
 * looked for here. */
#define DATA_MAX 16344

/* ---- Data and text in cells ---- */

/* Malloc'd. */
static uint8_t *
read_data (struct hive *h, const struct cell *c, uint32_t at, size_t n)
{
  CLEANUP_FREE uint8_t *data = malloc (n + 1);

  if (data == NULL || hive_read_cell (h, c, at, data, n) == -1)
    return NULL;
  return steal (&data);
}

static char *
read_name (struct hive *h, const struct cell *c, uint32_t at, size_t n,
           bool one_byte)
{
  CLEANUP_FREE uint8_t *data = read_data (h, c, at, n);
  const struct bytes text = { data, n };

  if (data == NULL)
    return NULL;
  return one_byte ? utf8_of_latin1 (text) : utf8_of_utf16 (text);
}

/* ---- Keys ---- */

/* Offsets in a key. */
#define KEY_FLAGS 2
#define KEY_FLAG_ONE_BYTE 0x20  /* the characters of its name are */
#define KEY_KEYS 20             /* how many there are below it … */
#define KEY_KEY_LIST 28         /* … and the cell where they are listed */
#define KEY_VALUES 36
#define KEY_VALUE_LIST 40
#define KEY_NAME_LENGTH 72
#define KEY_NAME 76

struct key {
  struct cell cell;
  uint8_t raw[KEY_NAME];
};

static int
read_key (struct hive *h, hive_key key, struct key *ret, struct bytes *ret_raw)
{
  *ret_raw = (struct bytes) { ret->raw, sizeof ret->raw };
  return key == HIVE_NO_KEY ? -1
    : hive_read_record (h, key, "nk", &ret->cell, ret->raw, sizeof ret->raw);
}

char *
hive_key_name (struct hive *h, hive_key key)
{
  struct key k;
  struct bytes raw;

  if (read_key (h, key, &k, &raw) == -1)
    return NULL;
  return read_name (h, &k.cell, KEY_NAME, bytes_le16 (raw, KEY_NAME_LENGTH),
                    bytes_le16 (raw, KEY_FLAGS) & KEY_FLAG_ONE_BYTE);
}

struct keys {
  hive_key *ptr;
  size_t len, cap;
};

static int
add_key (struct hive *h, struct keys *keys, hive_key key)
{
  if (keys->len == KEYS_MAX)
    return hive_damaged (h, key);
  if (keys->len == keys->cap) {
    const size_t cap = keys->cap * 2 + 16;
    hive_key *p = realloc (keys->ptr, cap * sizeof *p);

    if (p == NULL)
      return -1;
    keys->ptr = p;
    keys->cap = cap;
  }
  keys->ptr[keys->len++] = key;
  return 0;
}

/* What a list is made of: "li" of keys; "lf" and "lh" of keys with something
 * of their names; "ri" of lists. */
#define LIST_COUNT 2
#define LIST_FIRST 4

/* The lists of a list have no further lists in them. */
static void
add_keys_of_list (struct hive *h, uint32_t offset, bool may_have_lists,
                  struct keys *keys)
{
  struct cell c;
  uint8_t raw[LIST_FIRST];
  const struct bytes list = { raw, sizeof raw };
  uint32_t entry;

  if (hive_read_record (h, offset, "", &c, raw, sizeof raw) == -1)
    return;
  const size_t n = bytes_le16 (list, LIST_COUNT);
  const bool of_lists = bytes_begin (list, 0, "ri");
  const size_t step = bytes_begin (list, 0, "lf") || bytes_begin (list, 0, "lh")
    ? 8 : of_lists || bytes_begin (list, 0, "li") ? 4 : 0;

  if (step == 0 || (of_lists && !may_have_lists)) {
    hive_damaged (h, offset);
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    if (hive_read_le32 (h, &c, LIST_FIRST + i * step, &entry) == -1)
      return;
    if (of_lists)
      add_keys_of_list (h, entry, false, keys);
    else if (add_key (h, keys, entry) == -1)
      return;
  }
}

size_t
hive_list_keys (struct hive *h, hive_key key, hive_key **ret)
{
  struct keys keys = { NULL, 0, 0 };
  struct key k;
  struct bytes raw;

  if (read_key (h, key, &k, &raw) == 0 && bytes_le32 (raw, KEY_KEYS) > 0)
    add_keys_of_list (h, bytes_le32 (raw, KEY_KEY_LIST), true, &keys);
  *ret = keys.ptr;
  return keys.len;
}

/* Directly below it. */
static hive_key
find_child (struct hive *h, hive_key from, const char *name)
{
  CLEANUP_FREE hive_key *keys = NULL;
  const size_t n = hive_list_keys (h, from, &keys);

  for (size_t i = 0; i < n; ++i) {
    CLEANUP_FREE char *found = hive_key_name (h, keys[i]);

    if (found && strcasecmp (found, name) == 0)
      return keys[i];
  }
  return HIVE_NO_KEY;
}

hive_key
hive_find_key (struct hive *h, hive_key from, const char *path)
{
  CLEANUP_FREE char *copy = strdup (path);
  char *rest = copy, *name;

  if (copy == NULL)
    return HIVE_NO_KEY;
  while (from != HIVE_NO_KEY && (name = strsep (&rest, "\\")) != NULL)
    from = find_child (h, from, name);
  return from;
}

/* ---- Values ---- */

/* Offsets in a value. */
#define VALUE_NAME_LENGTH 2
#define VALUE_LENGTH 4
#define VALUE_LENGTH_HERE UINT32_C (0x80000000) /* up to 4 bytes are … */
#define VALUE_DATA 8            /* … here, others in this cell */
#define VALUE_TYPE 12
#define VALUE_FLAGS 16
#define VALUE_FLAG_ONE_BYTE 1
#define VALUE_NAME 20

struct value {
  struct cell cell;
  uint8_t raw[VALUE_NAME];
};

size_t
hive_count_values (struct hive *h, hive_key key)
{
  struct key k;
  struct bytes raw;

  if (read_key (h, key, &k, &raw) == -1)
    return 0;
  if (bytes_le32 (raw, KEY_VALUES) <= VALUES_MAX)
    return bytes_le32 (raw, KEY_VALUES);
  hive_damaged (h, key);
  return VALUES_MAX;
}

/* One of the values of a key. */
static int
read_value (struct hive *h, hive_key key, size_t n, struct value *ret)
{
  struct key k;
  struct bytes raw;
  struct cell list;
  uint32_t offset;

  if (read_key (h, key, &k, &raw) == -1
      || hive_find_cell (h, bytes_le32 (raw, KEY_VALUE_LIST), 0, &list) == -1
      || hive_read_le32 (h, &list, n * sizeof offset, &offset) == -1)
    return -1;
  return hive_read_record (h, offset, "vk", &ret->cell, ret->raw,
                           sizeof ret->raw);
}

static struct bytes
raw_of (const struct value *v)
{
  return (struct bytes) { v->raw, sizeof v->raw };
}

static char *
name_of_value (struct hive *h, const struct value *v)
{
  return read_name (h, &v->cell, VALUE_NAME,
                    bytes_le16 (raw_of (v), VALUE_NAME_LENGTH),
                    bytes_le16 (raw_of (v), VALUE_FLAGS) & VALUE_FLAG_ONE_BYTE);
}

/* Malloc'd. */
static uint8_t *
data_of_value (struct hive *h, const struct value *v, size_t *ret_len)
{
  const uint32_t length = bytes_le32 (raw_of (v), VALUE_LENGTH);
  struct cell data;

  if (length & VALUE_LENGTH_HERE) {
    *ret_len = length & ~VALUE_LENGTH_HERE;
    if (*ret_len > 4)
      *ret_len = 4;
    return read_data (h, &v->cell, VALUE_DATA, *ret_len);
  }
  *ret_len = length;
  if (length == 0)
    return calloc (1, 1);
  if (length > DATA_MAX) {
    hive_damaged (h, v->cell.at);
    return NULL;
  }
  if (hive_find_cell (h, bytes_le32 (raw_of (v), VALUE_DATA), length, &data)
      == -1)
    return NULL;
  return read_data (h, &data, 0, length);
}

void
hive_value_done (struct hive_value *v)
{
  free (v->name);
  free (v->data);
}

/* All of it, when it has the name that is asked for, or NULL is. */
static bool
get_value (struct hive *h, hive_key key, size_t n, const char *name,
           struct hive_value *ret)
{
  struct value v;
  CLEANUP_HIVE_VALUE struct hive_value value = { .name = NULL };

  if (read_value (h, key, n, &v) == -1
      || (value.name = name_of_value (h, &v)) == NULL
      || (name && strcasecmp (value.name, name) != 0)
      || (value.data = data_of_value (h, &v, &value.len)) == NULL)
    return false;
  value.type = bytes_le32 (raw_of (&v), VALUE_TYPE);
  *ret = value;
  value = (struct hive_value) { .name = NULL };
  return true;
}

bool
hive_get_value (struct hive *h, hive_key key, size_t n, struct hive_value *ret)
{
  return get_value (h, key, n, NULL, ret);
}

static bool
find_value (struct hive *h, hive_key key, const char *name,
            struct hive_value *ret)
{
  const size_t n = hive_count_values (h, key);

  *ret = (struct hive_value) { .name = NULL };
  for (size_t i = 0; i < n; ++i)
    if (get_value (h, key, i, name, ret))
      return true;
  return false;
}

static void
wrong_type (struct hive *h, hive_key key, const char *name, uint32_t type)
{
  CLEANUP_FREE char *key_name = hive_key_name (h, key);

  hive_warning (h, "%s\\%s: the value is not of the type that "
                "Windows gives it but of type %u, and was not read: "
                "correct it in Windows", key_name ? key_name : "?", name, type);
}

char *
hive_string (struct hive *h, hive_key key, const char *name)
{
  CLEANUP_HIVE_VALUE struct hive_value v;

  if (!find_value (h, key, name, &v))
    return NULL;
  if (v.type == HIVE_STRING || v.type == HIVE_STRING_EXPANDED)
    return utf8_of_utf16 ((struct bytes) { v.data, v.len });
  wrong_type (h, key, name, v.type);
  return NULL;
}

bool
hive_number (struct hive *h, hive_key key, const char *name, uint32_t *ret)
{
  CLEANUP_HIVE_VALUE struct hive_value v;

  if (!find_value (h, key, name, &v))
    return false;
  *ret = bytes_le32 ((struct bytes) { v.data, v.len }, 0);
  if (v.type == HIVE_NUMBER && v.len == 4)
    return true;
  wrong_type (h, key, name, v.type);
  return false;
}
