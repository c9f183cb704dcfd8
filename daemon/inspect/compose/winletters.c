/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drive letters of Windows as devices of the appliance.
 *
 * MountedDevices has for each letter what Windows remembers a partition by:
 *
 *   of an MBR   the signature of the disk and the offset of the first byte, as
 *               little-endian numbers of 4 and 8 bytes
 *   of a GPT    "DMIO:ID:" and the GUID, of which the first three fields are
 *               little-endian; likewise a volume of a dynamic disk, whose GUID
 *               is big-endian on the disks themselves
 *   of another  a name of Windows' own: nothing that could be found here
 *
 * So the values are made for each partition that there is, and looked for. */

#include "config.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cleanups.h"
#include "strvec.h"
#include "winletters.h"

#define DMIO_ID "444d494f3a49443a"      /* "DMIO:ID:" */
#define SIGNATURE_DIGITS 8
#define GUID_DIGITS 32

/* A number of so many digits, its bytes in reverse. */
static int
add_reversed (struct strbuf *b, const char *hex, size_t digits)
{
  for (size_t i = digits; i > 0; i -= 2)
    if (strbuf_add (b, hex + i - 2, 2) == -1)
      return -1;
  return 0;
}

static int
add_mbr_value (struct strbuf *b, const char *signature, uint64_t start)
{
  char offset[17];

  snprintf (offset, sizeof offset, "%016" PRIx64, start);
  return add_reversed (b, signature, SIGNATURE_DIGITS) == -1 ? -1
    : add_reversed (b, offset, 16);
}

/* swapped: the first three fields. */
static int
add_guid_value (struct strbuf *b, const char *guid, bool swapped)
{
  if (strbuf_adds (b, DMIO_ID) == -1)
    return -1;
  if (!swapped)
    return strbuf_adds (b, guid);
  if (add_reversed (b, guid, 8) == -1 ||
      add_reversed (b, guid + 8, 4) == -1 ||
      add_reversed (b, guid + 12, 4) == -1)
    return -1;
  return strbuf_add (b, guid + 16, 16);
}

/* The hexadecimal digits of a UUID; "" when it has others. */
static char *
digits_of (const char *uuid)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  for (; *uuid; ++uuid)
    if (*uuid != '-' && !isxdigit ((unsigned char) *uuid))
      return strdup ("");
    else if (*uuid != '-' && strbuf_addc (&b, *uuid) == -1)
      return NULL;
  return strbuf_steal (&b);
}

/* What MountedDevices would have, in hexadecimal; "" when nothing could be. */
static char *
value_of_partition (const struct letter_partition *p, bool swapped)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *digits = digits_of (p->uuid ? p->uuid : "");
  const size_t n = digits ? strlen (digits) : 0;
  int r = digits ? 0 : -1;

  if (n == GUID_DIGITS)
    r = add_guid_value (&b, digits, swapped);
  else if (n > SIGNATURE_DIGITS && n < GUID_DIGITS)
    r = add_mbr_value (&b, digits, p->start);
  return r == -1 ? NULL : strbuf_steal (&b);
}

/* Two of each. */
static char **
values_of_partitions (const struct letter_partition *partitions, size_t n)
{
  CLEANUP_STRVEC struct strvec values = STRVEC_INIT;

  for (size_t i = 0; i < n; ++i)
    if (strvec_add_owned (&values,
                          value_of_partition (&partitions[i], true)) == -1 ||
        strvec_add_owned (&values,
                          value_of_partition (&partitions[i], false)) == -1)
      return NULL;
  return strvec_steal (&values);
}

/* Of which partition; n: none. */
static size_t
find_value (char *const *values, size_t n, const char *value)
{
  size_t i = 0;

  while (i < 2 * n &&
         (*values[i] == '\0' || strcasecmp (values[i], value) != 0))
    i++;
  return i / 2;
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
