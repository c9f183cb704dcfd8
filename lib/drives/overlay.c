/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Overlays of read-only drives: an empty qcow2 image that takes the writes.
 *
 * Writing four clusters takes microseconds; a program to do it would take
 * milliseconds for each drive of each launch.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drives.h"

#define CLUSTER_BITS 16
#define CLUSTER_SIZE (UINT64_C (1) << CLUSTER_BITS)
/* One L2 table fills a cluster with 8-byte entries. */
#define BYTES_PER_L1_ENTRY (CLUSTER_SIZE * (CLUSTER_SIZE / 8))
#define HEADER_SIZE 104         /* version 3 */

/* The file, cluster by cluster: header, refcount table, refcount block, L1
 * table; the only refcount block must cover them all. */
#define REFCOUNT_TABLE (1 * CLUSTER_SIZE)
#define REFCOUNT_BLOCK (2 * CLUSTER_SIZE)
#define L1_TABLE (3 * CLUSTER_SIZE)
#define MAX_CLUSTERS (CLUSTER_SIZE / 2)

static void
put_be (unsigned char *p, uint64_t v, size_t bytes)
{
  while (bytes-- > 0) {
    p[bytes] = v & 0xff;
    v >>= 8;
  }
}

static void
fill_header (unsigned char *h, uint64_t virtual_size, uint64_t l1_entries)
{
  put_be (h, 0x514649fb, 4);            /* "QFI\xfb" */
  put_be (h + 4, 3, 4);                 /* version */
  put_be (h + 20, CLUSTER_BITS, 4);
  put_be (h + 24, virtual_size, 8);
  put_be (h + 36, l1_entries, 4);
  put_be (h + 40, L1_TABLE, 8);
  put_be (h + 48, REFCOUNT_TABLE, 8);
  put_be (h + 56, 1, 4);                /* clusters of the refcount table */
  put_be (h + 96, 4, 4);                /* refcounts have 1 << 4 bits */
  put_be (h + 100, HEADER_SIZE, 4);
}

static int
write_overlay (int fd, uint64_t virtual_size)
{
  unsigned char header[HEADER_SIZE] = { 0 }, table[8];
  const uint64_t l1_entries =
    (virtual_size + BYTES_PER_L1_ENTRY - 1) / BYTES_PER_L1_ENTRY;
  const uint64_t l1_clusters =
    l1_entries == 0 ? 1 : (l1_entries * 8 + CLUSTER_SIZE - 1) / CLUSTER_SIZE;
  const uint64_t clusters = 3 + l1_clusters;
  CLEANUP_FREE unsigned char *block = NULL;

  if (clusters > MAX_CLUSTERS) {
    errno = EFBIG;
    return -1;
  }
  block = calloc (clusters, 2);
  if (!block)
    return -1;
  for (uint64_t i = 0; i < clusters; i++)
    put_be (&block[i * 2], 1, 2);
  fill_header (header, virtual_size, l1_entries);
  put_be (table, REFCOUNT_BLOCK, 8);

  if (ftruncate (fd, clusters * CLUSTER_SIZE) == -1 ||
      pwrite (fd, header, sizeof header, 0) != sizeof header ||
      pwrite (fd, table, sizeof table, REFCOUNT_TABLE) != sizeof table ||
      pwrite (fd, block, clusters * 2, REFCOUNT_BLOCK) !=
      (ssize_t) clusters * 2)
    return -1;
  return 0;
}

int
guestfs_int_make_overlay (guestfs_h *g, const char *path,
                          uint64_t virtual_size)
{
  CLEANUP_CLOSE int fd = -1;

  fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd == -1 || write_overlay (fd, (virtual_size + 511) & ~UINT64_C (511))) {
    perrorf (g, "%s: overlay of a read-only drive", path);
    return -1;
  }
  return 0;
}
