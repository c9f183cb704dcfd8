/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a Windows is looked at for, with a hive and a log that are damaged.
 *
 *   fuzz-hive N SEED HIVE LOG   N times with mutations of these, the same each
 *                               time for a seed
 *   fuzz-hive FILE              this input: what a fuzzer found
 *
 * An input is 4 bytes, how long the hive is, the hive, and its log.  With
 * FUZZER defined there is no main: for libFuzzer (make fuzzer-hive). */

#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apps.h"
#include "hivelog.h"
#include "inspect.h"

extern int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define CONFIG "Windows/System32/config/"

static int dir = -1;

static void __attribute__ ((noreturn))
failed (const char *what)
{
  fprintf (stderr, "fuzz-hive: %s\n", what);
  abort ();
}

static void
write_file (const char *name, struct bytes content)
{
  const int fd = openat (dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                         0600);

  if (fd == -1 || full_write (fd, content.ptr, content.len) == -1)
    failed (name);
  close (fd);
}

static void
remove_tree (void)
{
  static const char *const files[] = {
    CONFIG "SOFTWARE", CONFIG "SOFTWARE.LOG1", CONFIG "SYSTEM",
    CONFIG "SYSTEM.LOG1", "Windows/System32/cmd.exe",
  };
  static const char *const dirs[] = {
    "Windows/System32/config", "Windows/System32", "Windows", ".",
  };
  char *path = NULL;

  for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i)
    unlinkat (dir, files[i], 0);
  if (asprintf (&path, "/proc/self/fd/%d", dir) == -1)
    failed ("memory");
  for (size_t i = 0; i + 1 < sizeof dirs / sizeof dirs[0]; ++i)
    unlinkat (dir, dirs[i], AT_REMOVEDIR);
  char *where = realpath (path, NULL);
  if (where)
    rmdir (where);
  free (where);
  free (path);
  close (dir);
}

/* In memory, where the system has such a directory. */
static void
make_tree (void)
{
  char here[] = "fuzz-hive.XXXXXX", there[] = "/dev/shm/fuzz-hive.XXXXXX";
  const char *name = mkdtemp (there) ? there : mkdtemp (here) ? here : NULL;

  dir = name ? open (name, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  if (dir == -1 || mkdirat (dir, "Windows", 0700) == -1
      || mkdirat (dir, "Windows/System32", 0700) == -1
      || mkdirat (dir, "Windows/System32/config", 0700) == -1)
    failed ("no directory");
  write_file ("Windows/System32/cmd.exe", BYTES_NONE);
  atexit (remove_tree);
}

/* What lies over the hive is in the log. */
static void
check_log (struct bytes hive, struct bytes log)
{
  struct hivelog l;

  hivelog_replay (bytes_part (hive, 0, HIVE_SECTOR), &log, 1, &l);
  for (size_t i = 0; i < l.nr_sectors; ++i)
    if (l.sectors[i]
        && (l.sectors[i] < log.ptr
            || l.sectors[i] + HIVE_SECTOR > log.ptr + log.len))
      failed ("a sector is outside of the log");
  hivelog_done (&l);
}

static int
discard (void *opaque, const void *buf, size_t n)
{
  (void) opaque;
  (void) buf;
  (void) n;
  return 0;
}

static void
check_tree (void)
{
  struct findings f = FINDINGS_INIT;
  const struct tree t = { .fd = dir, .name = "tree", .warnings = &f.warnings };
  CLEANUP_APPS struct apps apps = { .send = discard };

  look_at_tree (&t, &f);
  if (f.role != ROLE_ROOT || f.systemroot == NULL)
    failed ("the root is lost");
  apps_read (&t, "windows", &apps);
  findings_done (&f);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const struct bytes all = { data, size };
  const struct bytes hive = bytes_part (all, 4, bytes_le32 (all, 0));
  const struct bytes log = bytes_part (all, 4 + hive.len, SIZE_MAX);

  if (dir == -1)
    make_tree ();
  write_file (CONFIG "SOFTWARE", hive);
  write_file (CONFIG "SOFTWARE.LOG1", log);
  write_file (CONFIG "SYSTEM", hive);
  write_file (CONFIG "SYSTEM.LOG1", log);
  check_log (hive, log);
  check_tree ();
  return 0;
}

#ifndef FUZZER

static uint32_t
chance (uint32_t n)
{
  static uint64_t state = 88172645463325252;

  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t) (state >> 32) % n;
}

static size_t
read_whole (const char *name, uint8_t *to, size_t room)
{
  const int fd = open (name, O_RDONLY | O_CLOEXEC);
  const ptrdiff_t n = fd == -1 ? -1 : full_read (fd, to, room);

  if (n == -1)
    failed (name);
  close (fd);
  return n;
}

/* Numbers that lengths, counts and offsets go wrong with. */
static void
damage (uint8_t *data, size_t n)
{
  static const uint32_t values[] = {
    0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffc, 32, 4096, 0x10000,
  };
  uint32_t value = values[chance (sizeof values / sizeof values[0])];
  const size_t at = chance (n - 3) & ~UINT32_C (3);

  if (chance (3) == 0)
    data[chance (n)] ^= 1 << chance (8);
  else if (chance (3) == 0) {
    memcpy (&value, data + (chance (n - 3) & ~UINT32_C (3)), sizeof value);
    memcpy (data + at, &value, sizeof value);
  }
  else
    memcpy (data + at, &value, sizeof value);
}

/* So that what is wrong in an entry is looked at: both hashes of each. */
static void
mend_hashes (uint8_t *log, size_t n)
{
  const struct bytes all = { log, n };

  for (size_t at = HIVE_SECTOR; bytes_have (all, at, HIVE_SECTOR);) {
    const size_t length = bytes_le32 (all, at + 4);
    uint64_t hash;

    if (length < 40 || !bytes_have (all, at, length))
      return;
    hash = hivelog_hash (bytes_part (all, at + 40, length - 40), HIVELOG_SEED);
    hash = htole64 (hash);
    memcpy (log + at + 24, &hash, sizeof hash);
    hash = hivelog_hash (bytes_part (all, at, 32), HIVELOG_SEED);
    hash = htole64 (hash);
    memcpy (log + at + 32, &hash, sizeof hash);
    at += length;
  }
}

#define ROOM (4 * 1024 * 1024)

static void
mutate (const uint8_t *seed, size_t hive, size_t size, uint8_t *input)
{
  memcpy (input, seed, size);
  for (uint32_t n = 1 + chance (8); n > 0; --n)
    damage (input + 4, size - 4);
  if (chance (2))
    mend_hashes (input + 4 + hive, size - 4 - hive);
  LLVMFuzzerTestOneInput (input, chance (20) ? size : chance (size));
}

static void
run_mutations (int times, char *hive_file, char *log_file, uint8_t *seed,
               uint8_t *input)
{
  const size_t hive = read_whole (hive_file, seed + 4, ROOM / 2);
  const size_t size = 4 + hive + read_whole (log_file, seed + 4 + hive,
                                             ROOM / 4);
  const uint32_t length = htole32 (hive);

  memcpy (seed, &length, sizeof length);
  for (int i = 0; i < times; ++i)
    mutate (seed, hive, size, input);
}

int
main (int argc, char *argv[])
{
  CLEANUP_FREE uint8_t *seed = calloc (1, ROOM), *input = malloc (ROOM);

  if (seed == NULL || input == NULL || (argc != 2 && argc != 5)) {
    fprintf (stderr, "usage: fuzz-hive N SEED HIVE LOG | fuzz-hive FILE\n");
    return 2;
  }
  if (argc == 2)
    LLVMFuzzerTestOneInput (seed, read_whole (argv[1], seed, ROOM));
  else {
    for (int i = atoi (argv[2]); i > 0; --i)
      chance (2);
    run_mutations (atoi (argv[1]), argv[3], argv[4], seed, input);
  }
  return 0;
}

#endif
