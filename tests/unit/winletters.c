/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drive letters of Windows: values as Windows wrote them, and the
 * partitions that they mean. */

#include <config.h>

#include <string.h>

#include "check.h"
#include "cleanups.h"
#include "strvec.h"
#include "winletters.h"

static const struct letter_partition partitions[] = {
  { "/dev/sda1", "deadbeef-01", 1048576 },
  { "/dev/sda2", "deadbeef-02", 105906176 },
  { "/dev/sda5", "deadbeef-05", 0x123456789a },
  { "/dev/sdb1", "01234567-89ab-cdef-0123-456789abcdef", 1048576 },
  { "/dev/sdc", NULL, 0 },
  { "/dev/sdd1", "", 0 },
  { "/dev/sde1", "DEADBEEF-01", 1048576 },      /* a copy of the first disk */
  { "/dev/sdf1", "not-a-guid", 0 },
  { "/dev/sdg1", "cafebabe01", 1048576 },
  { "/dev/sdg2", "01234567cdef89ab0123456789abcdef", 0 },
};

/* What comes of these letters, as one string. */
static char *
mapped (char **letters, size_t n)
{
  struct strvec v = { letters, string_list_length (letters), 0 };
  CLEANUP_FREE_STRING_LIST char **found = drive_mappings (&v, partitions, n);

  return found ? string_list_join (" ", found) : NULL;
}

#define ALL (sizeof partitions / sizeof partitions[0])
#define IS(expected, ...)                                                   \
  do {                                                                      \
    char *const letters[] = { __VA_ARGS__, NULL };                          \
    CLEANUP_FREE char *got = mapped ((char **) letters, ALL);               \
    CHECK (got && strcmp (got, expected) == 0);                             \
  } while (0)
#define S (char *)

int
main (void)
{
  char *none[] = { NULL };
  CLEANUP_FREE char *nothing = mapped (none, ALL);
  char *one[] = { S "C", S "efbeadde0000100000000000", NULL };
  CLEANUP_FREE char *no_partitions = mapped (one, 0);

  running_test = "no letters, no partitions";
  CHECK (nothing && *nothing == '\0');
  CHECK (no_partitions && *no_partitions == '\0');
  running_test = "MBR";
  IS ("c /dev/sda1", S "c", S "efbeadde0000100000000000");
  IS ("D /dev/sda2", S "D", S "EFBEADDE0000500600000000");
  IS ("E /dev/sda5", S "E", S "efbeadde9a78563412000000");
  running_test = "GPT";
  IS ("G /dev/sdb1", S "G",
      S "444d494f3a49443a67452301ab89efcd0123456789abcdef");
  running_test = "without dashes";
  IS ("H /dev/sdg1", S "H", S "bebafeca0000100000000000");
  IS ("I /dev/sdg2", S "I",
      S "444d494f3a49443a67452301efcdab890123456789abcdef");
  running_test = "GUID as dynamic disks have it";
  IS ("J /dev/sdb1", S "J",
      S "444d494f3a49443a0123456789abcdef0123456789abcdef");
  running_test = "what is not here";
  IS ("", S "A", S "5c003f003f005c00");        /* a floppy disk */
  IS ("", S "B", S "");
  IS ("", S "X", S "efbeadde0000200000000000");
  IS ("", S "Y", S "efbeadde00001000");        /* cut */
  IS ("", S "Z", S "444d494f3a49443a77452301ab89efcd0123456789abcdef");
  running_test = "several, in their order";
  IS ("F /dev/sdb1 C /dev/sda1",
      S "F", S "444d494f3a49443a67452301ab89efcd0123456789abcdef",
      S "D", S "5c003f00", S "C", S "efbeadde0000100000000000");
  return failed_checks != 0;
}
