/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drive letters of Windows as devices of the appliance.
 *
 * MountedDevices has for each letter what Windows remembers a partition by:
 *
 *   of an MBR   the signature of the disk and the offset of the first byte, as
 *               little-endian numbers of 4 and 8 bytes
 *   of a GPT    "DMIO:ID:" and the GUID, of which the first three fields are
 *               little-endian; likewise a volume of a dynamic disk
 *   of another  a name of Windows' own: nothing that could be found here
 *
 * So the value is made for each partition that there is, and looked for. */

#include "config.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cleanups.h"
#include "strvec.h"
#include "winletters.h"

#define HEX_DIGITS "0123456789abcdefABCDEF"
#define DMIO_ID "444d494f3a49443a"      /* "DMIO:ID:" */

/* A number of so many digits, its bytes in reverse. */
static int
add_reversed (struct strbuf *b, const char *hex, size_t digits)
{
  for (size_t i = digits; i > 0; i -= 2)
    if (strbuf_add (b, hex + i - 2, 2) == -1)
      return -1;
  return 0;
}

/* What libblkid calls a partition of an MBR: "1b8e6f2c-01". */
static bool
is_mbr_id (const char *id)
{
  return strspn (id, HEX_DIGITS) == 8 && id[8] == '-' && strlen (id) < 36;
}

/* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" */
static bool
is_guid (const char *id)
{
  static const size_t dashes[] = { 8, 13, 18, 23 };
  size_t from = 0;

  for (size_t i = 0; i < 4; ++i) {
    if (from + strspn (id + from, HEX_DIGITS) != dashes[i] ||
        id[dashes[i]] != '-')
      return false;
    from = dashes[i] + 1;
  }
  return strspn (id + from, HEX_DIGITS) == 12 && id[36] == '\0';
}

static int
add_mbr_value (struct strbuf *b, const struct letter_partition *p)
{
  char start[17];

  snprintf (start, sizeof start, "%016" PRIx64, p->start);
  return add_reversed (b, p->partuuid, 8) == -1 ? -1
    : add_reversed (b, start, 16);
}

static int
add_guid_value (struct strbuf *b, const char *guid)
{
  if (strbuf_adds (b, DMIO_ID) == -1 ||
      add_reversed (b, guid, 8) == -1 ||
      add_reversed (b, guid + 9, 4) == -1 ||
      add_reversed (b, guid + 14, 4) == -1 ||
      strbuf_add (b, guid + 19, 4) == -1)
    return -1;
  return strbuf_add (b, guid + 24, 12);
}

/* What MountedDevices would have, in hexadecimal; "" when nothing could be. */
static char *
value_of_partition (const struct letter_partition *p)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  int r = 0;

  if (p->partuuid && is_mbr_id (p->partuuid))
    r = add_mbr_value (&b, p);
  else if (p->partuuid && is_guid (p->partuuid))
    r = add_guid_value (&b, p->partuuid);
  return r == -1 ? NULL : strbuf_steal (&b);
}

static char **
values_of_partitions (const struct letter_partition *partitions, size_t n)
{
  CLEANUP_STRVEC struct strvec values = STRVEC_INIT;

  for (size_t i = 0; i < n; ++i)
    if (strvec_add_owned (&values, value_of_partition (&partitions[i])) == -1)
      return NULL;
  return strvec_steal (&values);
}

/* Which of them; n: none. */
static size_t
find_value (char *const *values, size_t n, const char *value)
{
  size_t i = 0;

  while (i < n && (*values[i] == '\0' || strcasecmp (values[i], value) != 0))
    i++;
  return i;
}

char **
drive_mappings (const struct strvec *letters,
                const struct letter_partition *partitions, size_t n)
{
  CLEANUP_FREE_STRING_LIST char **values =
    values_of_partitions (partitions, n);
  CLEANUP_STRVEC struct strvec ret = STRVEC_INIT;

  if (values == NULL)
    return NULL;
  for (size_t i = 0; i + 1 < letters->len; i += 2) {
    const size_t at = find_value (values, n, letters->ptr[i + 1]);

    if (at < n &&
        (strvec_add (&ret, letters->ptr[i]) == -1 ||
         strvec_add (&ret, partitions[at].device) == -1))
      return NULL;
  }
  return strvec_steal (&ret);
}
