/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scrubs of Btrfs file systems that go on after their call was answered.
 *
 * A scrub is an ioctl for each device that returns when it is done, so a
 * thread makes them.  It has a descriptor of the file system, which would keep
 * that busy: who unmounts ends the scrub first.  What was done is remembered
 * for as long as the appliance runs, so that a scrub can be resumed, also
 * after the file system was unmounted.
 *
 * One device after the other: they are images on the same host as a rule, and
 * what the user waits for is not the scrub.
 */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "btrfs.h"

/* How long the progress of a device that has just ended is asked for. */
#define PROGRESS_MS 1000
/* How long a scrub that was cancelled is waited for: it ends with the request
 * that the disk works on. */
#define END_MS 60000

struct part {                   /* of one device */
  uint64_t devid;
  struct btrfs_scrub_progress before;   /* up to where it was stopped */
  struct btrfs_scrub_progress last;     /* since then */
  bool finished;
  int err;
};

struct scrub {
  struct scrub *next;
  uint8_t fsid[BTRFS_FSID_SIZE];
  struct part *parts;
  size_t nr_parts;
  bool readonly;
  /* While it runs: */
  pthread_t thread;
  bool has_thread;              /* … that was not joined yet */
  int fd;                       /* -1: the thread has done its work */
  uint64_t mount;               /* what the descriptor keeps busy */
  size_t current;
  bool stop;
};

/* What the thread and others both use of it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct scrub *scrubs;

static void
add_progress (struct btrfs_scrub_progress *to,
              const struct btrfs_scrub_progress *p)
{
  to->data_extents_scrubbed += p->data_extents_scrubbed;
  to->tree_extents_scrubbed += p->tree_extents_scrubbed;
  to->data_bytes_scrubbed += p->data_bytes_scrubbed;
  to->tree_bytes_scrubbed += p->tree_bytes_scrubbed;
  to->read_errors += p->read_errors;
  to->csum_errors += p->csum_errors;
  to->verify_errors += p->verify_errors;
  to->no_csum += p->no_csum;
  to->csum_discards += p->csum_discards;
  to->super_errors += p->super_errors;
  to->malloc_errors += p->malloc_errors;
  to->uncorrectable_errors += p->uncorrectable_errors;
  to->unverified_errors += p->unverified_errors;
  to->corrected_errors += p->corrected_errors;
}

/* ---- The thread ---- */

/* True when there was something to do. */
static bool
begin_part (struct scrub *s, struct btrfs_ioctl_scrub_args *args)
{
  bool found = false;

  memset (args, 0, sizeof *args);
  pthread_mutex_lock (&lock);
  while (s->current < s->nr_parts && s->parts[s->current].finished)
    s->current++;
  if (!s->stop && s->current < s->nr_parts) {
    const struct part *part = &s->parts[s->current];

    found = true;
    args->devid = part->devid;
    args->start = part->before.last_physical;
    args->end = UINT64_MAX;
    args->flags = s->readonly ? BTRFS_SCRUB_READONLY : 0;
  }
  pthread_mutex_unlock (&lock);
  return found;
}

/* False when the rest is not to be done.  A device that was removed or cannot
 * be read is no reason to leave the others. */
static bool
end_part (struct scrub *s, const struct btrfs_ioctl_scrub_args *args, int err)
{
  struct part *part;

  pthread_mutex_lock (&lock);
  part = &s->parts[s->current];
  part->last = args->progress;
  part->err = err;
  part->finished = err != ECANCELED;
  s->current++;
  pthread_mutex_unlock (&lock);
  return err != ECANCELED;
}

/* A seed cannot be written to, but its data can be compared. */
static int
scrub_device (int fd, struct btrfs_ioctl_scrub_args *args)
{
  int r = ioctl (fd, BTRFS_IOC_SCRUB, args);

  if (r == -1 && errno == EROFS && !(args->flags & BTRFS_SCRUB_READONLY)) {
    args->flags |= BTRFS_SCRUB_READONLY;
    r = ioctl (fd, BTRFS_IOC_SCRUB, args);
  }
  return r;
}

static void *
scrub_thread (void *opaque)
{
  struct scrub *s = opaque;
  struct btrfs_ioctl_scrub_args args;
  int r;

  while (begin_part (s, &args)) {
    r = scrub_device (s->fd, &args);
    if (!end_part (s, &args, r == -1 ? errno : 0))
      break;
  }
  pthread_mutex_lock (&lock);
  close (steal_fd (&s->fd));
  pthread_mutex_unlock (&lock);
  return NULL;
}

/* ---- Who asks ---- */

static bool
is_running (const struct scrub *s)
{
  bool r;

  pthread_mutex_lock (&lock);
  r = s->fd != -1;
  pthread_mutex_unlock (&lock);
  return r;
}

static void
scrub_join (struct scrub *s)
{
  if (s->has_thread)
    pthread_join (s->thread, NULL);
  s->has_thread = false;
}

/* True while it runs. */
static bool
ask_to_end (struct scrub *s)
{
  bool running;

  pthread_mutex_lock (&lock);
  s->stop = true;
  running = s->fd != -1;
  if (running)
    ioctl (s->fd, BTRFS_IOC_SCRUB_CANCEL);
  pthread_mutex_unlock (&lock);
  return running;
}

/* Between two devices there is nothing that could be cancelled, and the next
 * one may just begin: so it is tried until the thread has ended.  -1 with the
 * error set when it does not. */
static int
end_scrub (struct scrub *s, const char *path)
{
  const int64_t deadline_ms = monotonic_ms () + END_MS;

  while (ask_to_end (s)) {
    if (monotonic_ms () >= deadline_ms) {
      reply_with_error_errno (ETIMEDOUT, "%s: the scrub did not end in %d "
                              "seconds", path, END_MS / 1000);
      return -1;
    }
    sleep_ms (1);
  }
  scrub_join (s);
  return 0;
}

static struct scrub *
find_scrub (const uint8_t *fsid)
{
  struct scrub *s;

  for (s = scrubs; s; s = s->next)
    if (memcmp (s->fsid, fsid, sizeof s->fsid) == 0)
      return s;
  return NULL;
}

/* The scrub of the file system that is mounted there; a new one is made if
 * there was none and it may be. */
static struct scrub *
scrub_of (int fd, const char *path, bool make)
{
  struct btrfs_ioctl_fs_info_args info;
  struct scrub *s;

  if (btrfs_info (fd, path, &info) == -1)
    return NULL;
  s = find_scrub (info.fsid);
  if (s || !make)
    return s;
  s = calloc (1, sizeof *s);
  if (s == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  memcpy (s->fsid, info.fsid, sizeof s->fsid);
  s->fd = -1;
  s->next = scrubs;
  return scrubs = s;
}

/* All devices, from the start. */
static int
begin_parts_anew (struct scrub *s, int fd, const char *path)
{
  size_t n;
  CLEANUP_FREE uint64_t *ids = btrfs_device_ids (fd, path, &n);
  struct part *parts = ids ? calloc (n + 1, sizeof *parts) : NULL;

  if (parts == NULL) {
    if (ids)
      reply_with_perror ("calloc");
    return -1;
  }
  for (size_t i = 0; i < n; ++i)
    parts[i].devid = ids[i];
  free (s->parts);
  s->parts = parts;
  s->nr_parts = n;
  return 0;
}

/* From where it was stopped. */
static int
resume_parts (struct scrub *s, const char *path)
{
  bool any = false;

  for (size_t i = 0; i < s->nr_parts; ++i) {
    struct part *part = &s->parts[i];

    if (part->finished)
      continue;
    any = true;
    add_progress (&part->before, &part->last);
    if (part->last.last_physical > part->before.last_physical)
      part->before.last_physical = part->last.last_physical;
    memset (&part->last, 0, sizeof part->last);
  }
  if (any)
    return 0;
  reply_with_error_errno (ENOTCONN, "%s: no scrub was stopped that could be "
                          "resumed: start one", path);
  return -1;
}

static int
mount_id (int fd, const char *path, unsigned flags, uint64_t *ret)
{
  struct statx stx;

  if (statx (fd, path, flags, STATX_MNT_ID, &stx) == -1)
    return -1;
  *ret = stx.stx_mnt_id;
  return 0;
}

static int
start_thread (struct scrub *s, int *fd, const char *path)
{
  int err;

  if (mount_id (*fd, "", AT_EMPTY_PATH, &s->mount) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  s->current = 0;
  s->stop = false;
  s->fd = steal_fd (fd);
  err = pthread_create (&s->thread, NULL, scrub_thread, s);
  if (err == 0) {
    s->has_thread = true;
    return 0;
  }
  close (steal_fd (&s->fd));
  reply_with_perror_errno (err, "%s", path);
  return -1;
}

/* What the ioctl would say, when nobody listens any more. */
static int
check_can_start (const struct scrub *s, int fd, const char *path)
{
  struct statvfs st;

  if (is_running (s)) {
    reply_with_error_errno (EINPROGRESS, "%s: a scrub is running already",
                            path);
    return -1;
  }
  if (!s->readonly && fstatvfs (fd, &st) == 0 && st.f_flag & ST_RDONLY) {
    reply_with_error_errno (EROFS, "%s: mounted read-only: remount it, or "
                            "scrub with readonly", path);
    return -1;
  }
  return 0;
}

static struct scrub *
scrub_begin (const char *path, bool resume, bool readonly)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);
  struct scrub *s = fd == -1 ? NULL : scrub_of (fd, path, true);

  if (s == NULL)
    return NULL;
  if (!resume && !is_running (s))
    s->readonly = readonly;
  if (check_can_start (s, fd, path) == -1)
    return NULL;
  scrub_join (s);
  if ((resume ? resume_parts (s, path) : begin_parts_anew (s, fd, path)) == -1
      || start_thread (s, &fd, path) == -1)
    return NULL;
  return s;
}

int
scrub_start (const char *path, bool resume)
{
  return scrub_begin (path, resume, false) ? 0 : -1;
}

int
scrub_cancel (const char *path)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);
  struct scrub *s = fd == -1 ? NULL : scrub_of (fd, path, false);

  if (s && is_running (s))
    return end_scrub (s, path);
  if (!reply_has_error ())
    reply_with_error_errno (ENOTCONN, "%s: no scrub is running", path);
  return -1;
}

/* ---- What was done ---- */

/* False when the thread is about to write its result down. */
static bool
sum_progress (const struct scrub *s, struct btrfs_scrub_progress *ret)
{
  memset (ret, 0, sizeof *ret);
  for (size_t i = 0; i < s->nr_parts; ++i) {
    const struct part *part = &s->parts[i];
    struct btrfs_ioctl_scrub_args now = { .devid = part->devid };
    const struct btrfs_scrub_progress *last = &part->last;

    if (s->fd != -1 && i == s->current) {
      if (ioctl (s->fd, BTRFS_IOC_SCRUB_PROGRESS, &now) == -1)
        return false;
      last = &now.progress;
    }
    add_progress (ret, &part->before);
    add_progress (ret, last);
    ret->last_physical += last->last_physical > part->before.last_physical
      ? last->last_physical : part->before.last_physical;
  }
  return true;
}

static void
get_progress (const struct scrub *s, struct btrfs_scrub_progress *ret)
{
  const int64_t deadline_ms = monotonic_ms () + PROGRESS_MS;
  bool done = false;

  while (!done && monotonic_ms () < deadline_ms) {
    pthread_mutex_lock (&lock);
    done = sum_progress (s, ret);
    pthread_mutex_unlock (&lock);
    if (!done)
      sleep_ms (1);
  }
}

int
scrub_status (const char *path, struct btrfs_scrub_progress *ret)
{
  CLEANUP_CLOSE int fd = btrfs_open (path);
  const struct scrub *s = fd == -1 ? NULL : scrub_of (fd, path, false);

  if (s)
    get_progress (s, ret);
  else
    memset (ret, 0, sizeof *ret);
  return reply_has_error () ? -1 : 0;
}

/* ---- One that is waited for ---- */

static int
scrub_result (const struct scrub *s, const char *path)
{
  for (size_t i = 0; i < s->nr_parts; ++i)
    if (s->parts[i].err != 0) {
      reply_with_perror_errno (s->parts[i].err, "%s: scrubbing device %llu",
                               path,
                               (unsigned long long) s->parts[i].devid);
      return -1;
    }
  return 0;
}

int
scrub_run (const char *path, bool readonly, struct btrfs_scrub_progress *ret)
{
  struct scrub *s = scrub_begin (path, false, readonly);

  if (s == NULL)
    return -1;
  while (!btrfs_join_soon (s->thread))
    if (call_fails_cancelled (path)) {
      end_scrub (s, path);
      return -1;
    }
  s->has_thread = false;
  get_progress (s, ret);
  return scrub_result (s, path);
}

/* ---- Unmounting ---- */

int
scrub_release_mount (const char *target, const char *path)
{
  struct scrub *s;
  uint64_t id;

  if (scrubs == NULL || mount_id (AT_FDCWD, target, 0, &id) == -1)
    return 0;
  for (s = scrubs; s; s = s->next)
    if (is_running (s) && s->mount == id && end_scrub (s, path) == -1)
      return -1;
  return 0;
}
