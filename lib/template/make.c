/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Saving the machine that has just said HELLO. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "template.h"

#define SAVE_MS 10000

/* ---- The right to make one, and the memory for it ---- */

static int
take_lock (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/lock", t->store);

  t->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (t->lock_fd >= 0 && flock (t->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return 0;
  if (errno == EWOULDBLOCK)
    debug (g, "template: another program is making one");
  else
    debug (g, "template: %s: %s", path, strerror (errno));
  return -1;
}

/* Memory that has no file yet: a full disk shows when it is copied, not as a
 * signal in QEMU. */
static int
make_memory (guestfs_h *g, struct template *t)
{
  t->header.ram_size = t->ram_in_state ? 0
    : (uint64_t) g->memsize * 1024 * 1024;
  t->ram_fd = memfd_create ("guestfs-ram", MFD_CLOEXEC);
  if (t->ram_fd >= 0 && ftruncate (t->ram_fd, t->header.ram_size) == 0)
    return 0;
  debug (g, "template: memory for it: %s", strerror (errno));
  return -1;
}

int
guestfs_int_template_may_make (guestfs_h *g, struct template *t)
{
  if (guestfs_int_template_size_limit (g) == 0) {
    debug (g, "template: none is kept: template_size=0");
    return -1;
  }
  if (guestfs_int_template_has_failed_often (g, t)) {
    debug (g, "template: it could not be started %d times: not tried "
           "again for a day", TEMPLATE_MAX_FAILURES);
    return -1;
  }
  if (take_lock (g, t) == -1)
    return -1;
  guestfs_int_template_tidy (g, t);
  return make_memory (g, t);
}

/* ---- QEMU's part ---- */

/* Capabilities first: a QEMU that does not know them has not been stopped. */
static int
save_state (guestfs_h *g, void *opaque, int fd)
{
  struct machine *m = opaque;

  if (guestfs_int_qmp_run (g, &m->qmp, "migrate-set-capabilities",
               json_pack ("{s:[{s:s, s:b}, {s:s, s:b}]}", "capabilities",
                          "capability", "x-ignore-shared", "state", 1,
                          "capability", "events", "state", 1)) == -1 ||
      guestfs_int_qmp_run (g, &m->qmp, "stop", NULL) == -1 ||
      guestfs_int_qmp_getfd (g, &m->qmp, "state", fd) == -1 ||
      guestfs_int_qmp_run (g, &m->qmp, "migrate",
                           json_pack ("{s:s}", "uri", "fd:state")) == -1)
    return -1;
  return guestfs_int_qmp_wait_migration (g, &m->qmp, SAVE_MS);
}

/* ---- The files ---- */

static int
make_file (guestfs_h *g, const struct template *t, const char *file)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, file);

  return open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static int
write_at (int fd, const char *p, size_t n, off_t at)
{
  while (n > 0) {
    const ssize_t r = pwrite (fd, p, n, at);
    if (r == -1 && errno == EINTR)
      continue;
    if (r == -1)
      return -1;
    p += r;
    at += r;
    n -= r;
  }
  return 0;
}

/* One piece; what is zero stays a hole. */
static int
copy_piece (int from, int to, off_t at, char *buf, size_t n, uint64_t *sum)
{
  const ssize_t r = pread (from, buf, n, at);

  if (r != (ssize_t) n)
    return -1;
  const uint64_t s = guestfs_int_template_sum (at, buf, n);
  *sum += s;
  return s == 0 ? 0 : write_at (to, buf, n, at);
}

static int
copy_ram (int from, int to, uint64_t size, uint64_t *ret_sum)
{
  CLEANUP_FREE char *buf = malloc (TEMPLATE_PIECE);
  off_t at = 0, data, hole;
  int r;

  *ret_sum = 0;
  if (!buf || ftruncate (to, size) == -1)
    return -1;
  while ((r = guestfs_int_template_next_data (from, at, &data, &hole)) == 1)
    for (at = data - data % TEMPLATE_PIECE; at < hole; at += TEMPLATE_PIECE)
      if (copy_piece (from, to, at, buf, TEMPLATE_PIECE, ret_sum) == -1)
        return -1;
  return r;
}

static int
sum_state (int fd, struct template_header *h)
{
  CLEANUP_FREE char *buf = malloc (TEMPLATE_PIECE);
  const off_t end = lseek (fd, 0, SEEK_END);
  ssize_t n;

  if (!buf || end <= TEMPLATE_HEADER_SIZE) {
    errno = EIO;
    return -1;
  }
  h->state_size = end - TEMPLATE_HEADER_SIZE;
  h->state_sum = 0;
  for (uint64_t at = 0; at < h->state_size; at += n) {
    n = pread (fd, buf, TEMPLATE_PIECE, TEMPLATE_HEADER_SIZE + at);
    if (n <= 0)
      return -1;
    h->state_sum += guestfs_int_template_sum (at, buf, n);
  }
  return 0;
}

/* Everything is on the disk before it has its name. */
static int
complete_files (guestfs_h *g, struct template *t, int ram, int state)
{
  struct template_header *h = &t->header;
  int r;

  if (copy_ram (t->ram_fd, ram, h->ram_size, &h->ram_sum) == -1 ||
      sum_state (state, h) == -1)
    return -1;
  h->key = t->key;
  r = guestfs_int_template_write_header (state, h);
  h->key = NULL;
  if (r == -1 || fsync (ram) == -1 || fsync (state) == -1)
    return -1;
  return guestfs_int_template_install (g, t);
}

/* -1: the last error or errno says why, and *ret_what it happened to */
static int
save_files (guestfs_h *g, template_save_fn save, void *opaque,
            struct template *t, const char **why)
{
  CLEANUP_FREE char *dir = guestfs_int_template_path (g, t, TEMPLATE_NEW);
  CLEANUP_CLOSE int ram = -1, state = -1;

  if (mkdir (dir, 0700) == -1 ||
      (ram = make_file (g, t, TEMPLATE_NEW "/ram")) == -1 ||
      (state = make_file (g, t, TEMPLATE_NEW "/state")) == -1 ||
      lseek (state, TEMPLATE_HEADER_SIZE, SEEK_SET) == -1) {
    *why = strerror (errno);
    return -1;
  }
  if (save (g, opaque, state) == -1) {
    *why = guestfs_last_error (g);
    return -1;
  }
  if (complete_files (g, t, ram, state) == -1) {
    *why = strerror (errno);
    return -1;
  }
  close (t->ram_fd);
  t->ram_fd = steal_fd (&ram);
  t->state_fd = steal_fd (&state);
  return 0;
}

static void
remove_unfinished (guestfs_h *g, const struct template *t)
{
  CLEANUP_FREE char *ram = guestfs_int_template_path (g, t,
                                                      TEMPLATE_NEW "/ram");
  CLEANUP_FREE char *state = guestfs_int_template_path (g, t,
                                                        TEMPLATE_NEW "/state");
  CLEANUP_FREE char *dir = guestfs_int_template_path (g, t, TEMPLATE_NEW);

  unlink (ram);
  unlink (state);
  rmdir (dir);
}

enum template_saved
guestfs_int_template_save_by (guestfs_h *g, template_save_fn save,
                              void *opaque, struct template *t)
{
  const char *why = NULL;
  const int r = save_files (g, save, opaque, t, &why);

  if (r == 0)
    debug (g, "template: saved as %s/%s after %lld ms", t->store, t->name,
           (long long) guestfs_int_launch_elapsed (g));
  else {
    debug (g, "template: not saved: %s", why ? why : "unknown error");
    remove_unfinished (g, t);
  }
  close (steal_fd (&t->lock_fd));
  return r == 0 ? TEMPLATE_SAVED : TEMPLATE_NOT_SAVED;
}

enum template_saved
guestfs_int_template_save (guestfs_h *g, struct machine *m, struct template *t)
{
  return guestfs_int_template_save_by (g, save_state, m, t);
}
