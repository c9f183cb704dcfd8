/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plugs and unplugs drives: SCSI targets, scanned by hand and in order. */

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/socket.h>
#include <unistd.h>

#include "call.h"
#include "device.h"

#define HOSTS "/sys/class/scsi_host"
#define DEVICES "/sys/class/scsi_device"
#define WAIT_MS 30000

/* Number of the virtio-scsi host; the only one there is. */
static int host = -1;

static int
find_host (void)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (HOSTS);
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL)
    if (sscanf (d->d_name, "host%d", &host) == 1)
      return 0;
  reply_with_error_errno (ENODEV, HOSTS ": no SCSI host: the virtio-scsi "
                          "device is missing from the machine");
  return -1;
}

static int
write_file (const char *path, const char *text)
{
  CLEANUP_CLOSE int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd == -1 || full_write (fd, text, strlen (text)) == -1) {
    reply_with_perror ("writing \"%s\" to %s", text, path);
    return -1;
  }
  return 0;
}

static bool
contains (const uint32_t *v, size_t n, uint32_t x)
{
  for (size_t i = 0; i < n; ++i)
    if (v[i] == x)
      return true;
  return false;
}

/* The driver attaches the disk in a thread of its own: events say how far that
 * is.  The disk's own comes when it is done, partitions and all; directories
 * and nodes are there before the partitions are. */
static int
open_uevents (void)
{
  const struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
  const int size = 1024 * 1024;
  CLEANUP_CLOSE int fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC,
                                 NETLINK_KOBJECT_UEVENT);

  if (fd == -1 || bind (fd, (const struct sockaddr *) &addr, sizeof addr) == -1
      || setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &size,
                     sizeof size) == -1) {
    reply_with_perror ("listening to the kernel's device events");
    return -1;
  }
  return steal_fd (&fd);
}

/* What the kernel has told of the target that is scanned, and of those that
 * were scanned before it. */
struct scan {
  int uevents;
  int64_t deadline_ms;
  uint32_t named;               /* has got its name, though no node yet */
  size_t begun;                 /* how many are there since this scan */
  size_t complete;              /* how many have all that they will have */
};

/* A uevent begins "add@/devices/…/host0/target0:0:3/0:0:3:0/" and goes on
 * "scsi_disk/0:0:3:0" or "block/sdd". */
static void
look_at_event (const char *event, struct scan *scan)
{
  const char *disk = strstr (event, "/scsi_disk/");
  const char *block = strstr (event, "/block/");
  int h = -1;
  uint32_t target;

  if (strncmp (event, "add@", 4) != 0)
    return;
  if (disk && sscanf (disk, "/scsi_disk/%d:0:%" SCNu32 ":0", &h, &target) == 2
      && h == host)
    scan->named = target;
  else if (block && !strchr (block + 7, '/') && strstr (event, "/target"))
    scan->complete++;
}

/* False with errno, which is ETIMEDOUT after the deadline. */
static bool
next_event (struct scan *scan)
{
  char event[4096];
  ssize_t n;

  if (!wait_readable (scan->uevents, scan->deadline_ms)) {
    errno = ETIMEDOUT;
    return false;
  }
  n = recv (scan->uevents, event, sizeof event - 1, MSG_DONTWAIT);
  if (n == -1 && errno != EINTR && errno != EAGAIN)
    return false;
  event[n < 0 ? 0 : n] = '\0';
  look_at_event (event, scan);
  return true;
}

static bool
wait_until_named (struct scan *scan, uint32_t target)
{
  while (scan->named != target)
    if (!next_event (scan))
      return false;
  return true;
}

static bool
wait_until_complete (struct scan *scan)
{
  while (scan->complete < scan->begun)
    if (!next_event (scan))
      return false;
  return true;
}

static void
reply_not_found (const char *what, uint32_t target)
{
  if (errno == ETIMEDOUT)
    reply_with_error_errno (ENODEV, "%s %u: the kernel has not found it in "
                            "%d seconds", what, target, WAIT_MS / 1000);
  else
    reply_with_perror ("%s %u: waiting for the kernel to find it", what,
                       target);
}

/* ---- Targets ----
 * Which are there is asked of the kernel: nothing is remembered that could be
 * wrong after a failure. */

static char *
target_path (uint32_t target, const char *rest)
{
  char *path;

  if (asprintf (&path, DEVICES "/%d:0:%u:0%s", host, target, rest) != -1)
    return path;
  reply_with_perror ("drive %u", target);
  return NULL;
}

/* 1 or 0; -1 with the error set. */
static int
target_is_there (uint32_t target)
{
  CLEANUP_FREE char *path = target_path (target, "");

  return path ? access (path, F_OK) == 0 : -1;
}

static int
start_scan (uint32_t target)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FREE char *what = NULL;

  if (asprintf (&path, HOSTS "/host%d/scan", host) == -1
      || asprintf (&what, "0 %u 0", target) == -1) {
    reply_with_perror ("drive %u", target);
    return -1;
  }
  return write_file (path, what);
}

/* The next is scanned when this one has its name, so names are in the order of
 * the targets.  The kernel reads what there is on a disk after that, in
 * threads of its own, several at a time. */
static int
add_target (struct scan *scan, uint32_t target)
{
  int there = target_is_there (target);

  if (there != 0)
    return there == -1 ? -1 : 0;
  scan->named = UINT32_MAX;
  scan->deadline_ms = monotonic_ms () + WAIT_MS;
  if (start_scan (target) == -1 || (there = target_is_there (target)) == -1)
    return -1;
  if (!there) {
    reply_with_error_errno (ENODEV, "drive %u: the machine has no such drive",
                            target);
    return -1;
  }
  scan->begun++;
  if (wait_until_named (scan, target))
    return 0;
  reply_not_found ("drive", target);
  return -1;
}

static int
add_targets (struct scan *scan, const uint32_t *targets, size_t n)
{
  for (size_t i = 0; i < n; ++i)
    if (add_target (scan, targets[i]) == -1)
      return -1;
  return 0;
}

/* After a failure, too, it waits for those that are there: their events would
 * be taken for those of the next scan's drives. */
static int
add_missing_targets (const uint32_t *targets, size_t n)
{
  CLEANUP_CLOSE int uevents = open_uevents ();
  struct scan scan = { .uevents = uevents };
  int added;

  if (uevents == -1)
    return -1;
  added = add_targets (&scan, targets, n);
  if (wait_until_complete (&scan) || added == -1)
    return added;
  reply_not_found ("the last of the drives up to", targets[n - 1]);
  return -1;
}

/* The kernel takes a disk away whatever is mounted from it; but it does not
 * open one exclusively that has a user, be it of a partition or a volume. */
static int
check_unused (uint32_t target)
{
  CLEANUP_FREE char *disk = scsi_disk_of_target (target);
  CLEANUP_CLOSE int fd = disk ? open (disk, O_RDONLY | O_EXCL | O_CLOEXEC)
    : -1;

  if (fd >= 0 || errno != EBUSY || !disk)
    return 0;
  reply_with_error_errno (EBUSY, "%s: the drive is in use: unmount its "
                          "filesystems, deactivate its volume groups and stop "
                          "its arrays before you remove it", disk);
  return -1;
}

/* What is not there is gone already: QEMU said so first. */
static int
remove_target (uint32_t target)
{
  CLEANUP_FREE char *path = target_path (target, "/device/delete");

  if (!path)
    return -1;
  if (access (path, F_OK) == -1)
    return 0;
  return check_unused (target) == -1 ? -1 : write_file (path, "1");
}

static int
remove_other_targets (const uint32_t *targets, size_t n)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (DEVICES);
  struct dirent *d;
  uint32_t target;
  int h;

  while (dir && (d = readdir (dir)) != NULL)
    if (sscanf (d->d_name, "%d:0:%" SCNu32 ":0", &h, &target) == 2
        && h == host && !contains (targets, n, target)
        && remove_target (target) == -1)
      return -1;
  return 0;
}

int
scsi_set_targets (const uint32_t *targets, size_t n)
{
  if (host == -1 && n == 0)
    return 0;                   /* nothing is plugged in, and nothing was */
  if (host == -1 && find_host () == -1)
    return -1;
  if (remove_other_targets (targets, n) == -1)
    return -1;
  return n > 0 ? add_missing_targets (targets, n) : 0;
}

char *
scsi_disk_of_target (uint32_t target)
{
  CLEANUP_FREE char *path = target_path (target, "/device/block");
  CLEANUP_CLOSEDIR DIR *dir = path ? opendir (path) : NULL;
  struct dirent *d;
  char *dev = NULL;

  while (dir && !dev && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && asprintf (&dev, "/dev/%s", d->d_name) == -1)
      dev = NULL;
  return dev;
}

/* ---- Limits ---- */

/* The kernel takes no less than a page, which some machines have larger. */
static int
limit_size (const char *disk, uint32_t kib)
{
  const uint32_t page_kib = sysconf (_SC_PAGESIZE) / 1024;
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FREE char *size = NULL;

  if (asprintf (&path, "/sys/block/%s/queue/max_sectors_kb",
                disk + strlen ("/dev/")) == -1
      || asprintf (&size, "%u", MAX (kib, page_kib)) == -1) {
    reply_with_perror ("%s", disk);
    return -1;
  }
  return write_file (path, size);
}

int
scsi_take_one_request (uint32_t target, uint32_t kib)
{
  CLEANUP_FREE char *depth = target_path (target, "/device/queue_depth");
  CLEANUP_FREE char *disk = NULL;

  if (!depth)
    return -1;
  disk = scsi_disk_of_target (target);
  if (!disk) {
    reply_with_error ("drive %u: no disk whose requests can be limited",
                      target);
    return -1;
  }
  return write_file (depth, "1") == -1 ? -1 : limit_size (disk, kib);
}
