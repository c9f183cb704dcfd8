/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The logs of a registry hive: the hash of their entries against published
 * values, and headers that are clean or not.  What a log does to a hive is in
 * tests/unit/inspect-windows-logs.sh. */

#include <config.h>

#include "check.h"
#include "hivelog.h"

#define HASH_SEED UINT64_C (0x4fb61a001bdbcc)

static uint64_t
hash_of (const char *bytes, size_t n)
{
  return hivelog_hash ((struct bytes) { (const uint8_t *) bytes, n },
                       HASH_SEED);
}

static void
check_hash (void)
{
  running_test = "hash";
  CHECK (hash_of ("", 0) == UINT64_C (0x30ed35c100cd3c7d));
  CHECK (hash_of ("\xaf", 1) == UINT64_C (0x48e73fc77d75ddc1));
}

/* With what makes the sum right. */
static void
put_checksum (uint32_t *header)
{
  uint32_t sum = 0;

  for (size_t i = 0; i < 127; ++i)
    sum ^= header[i];
  header[127] = sum == UINT32_MAX ? UINT32_MAX - 1 : sum == 0 ? 1 : sum;
}

static void
check_header (void)
{
  uint32_t header[128] = { 0 };
  const struct bytes b = { (const uint8_t *) header, sizeof header };
  struct hivelog log;

  running_test = "header";
  CHECK (!hive_is_clean (b));
  CHECK (hivelog_replay (b, NULL, 0, &log) == HIVELOG_NO_HIVE);
  hivelog_done (&log);
  memcpy (header, "regf", 4);
  header[10] = htole32 (8192);
  put_checksum (header);
  CHECK (hive_is_clean (b));
  CHECK (hivelog_replay (b, NULL, 0, &log) == HIVELOG_CLEAN);
  CHECK (log.size == 8192);
  hivelog_done (&log);
  header[1] = htole32 (1);
  CHECK (!hive_is_clean (b));
  put_checksum (header);
  CHECK (!hive_is_clean (b));
  CHECK (hivelog_replay (b, NULL, 0, &log) == HIVELOG_MISSING);
  hivelog_done (&log);
  header[10] = htole32 (8191);
  put_checksum (header);
  CHECK (hivelog_replay (b, NULL, 0, &log) == HIVELOG_NO_HIVE);
  hivelog_done (&log);
}

int
main (void)
{
  check_hash ();
  check_header ();
  return failed_checks != 0;
}
