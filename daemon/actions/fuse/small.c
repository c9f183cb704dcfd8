/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of a local mount: many small files at once.
 *
 * They are read from the disk together and directly: what is side by side there
 * becomes one request, and nothing is kept in the appliance that the host's
 * kernel keeps anyway.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "fusecalls.h"
#include "fusefiles.h"
#include "nodes.h"

/* Of memory, offsets and sizes that are read directly. */
#define ALIGNMENT 4096
#define DAY (24 * 60 * 60)

#define READ_FLAGS \
  (O_RDONLY | O_NOATIME | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

struct small_file {
  int fd;                       /* -1: it is not to be read */
  struct statx st;
  size_t size;
  char *content;                /* with room for whole blocks */
  bool done;
};

struct small_files {
  struct small_file v[FUSECALL_MAX_FILES];
  size_t len;
};

/* ---- Opening ---- */

static int
open_small (int dir, const char *name)
{
  const int fd = openat (dir, name, READ_FLAGS | O_DIRECT);

  return fd != -1 ? fd : openat (dir, name, READ_FLAGS);
}

static size_t
round_up (size_t n)
{
  return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void
close_small (struct small_file *f)
{
  if (f->fd != -1)
    close (f->fd);
  f->fd = -1;
}

/* What is not a regular file, or is too large, is closed again. */
static void
prepare_small (struct small_file *f, int dir, const char *name, size_t room)
{
  struct statx *st = &f->st;
  void *p;

  *f = (struct small_file) { .fd = open_small (dir, name) };
  if (f->fd == -1)
    return;
  if (fuse_stat (f->fd, "", st) == -1 || !S_ISREG (st->stx_mode)
      || st->stx_size > FUSECALL_SMALL || st->stx_size > room
      || posix_memalign (&p, ALIGNMENT, round_up (st->stx_size + 1)) != 0) {
    close_small (f);
    return;
  }
  f->size = st->stx_size;
  f->content = p;
}

static void
open_all (struct small_files *files, int dir, char *const *names)
{
  size_t room = FUSECALL_MAX_IO;

  for (size_t i = 0; names[i] && i < FUSECALL_MAX_FILES; i++) {
    prepare_small (&files->v[i], dir, names[i], room);
    room -= files->v[i].size;
    files->len++;
  }
}

/* ---- Reading ---- */

static aio_context_t context;

static bool
have_context (void)
{
  return context != 0
    || syscall (SYS_io_setup, FUSECALL_MAX_FILES, &context) == 0;
}

static size_t
prepare_requests (struct small_files *files, struct iocb *requests,
                  struct iocb **list)
{
  size_t n = 0;

  for (size_t i = 0; i < files->len; i++) {
    const struct small_file *f = &files->v[i];

    if (f->fd == -1)
      continue;
    requests[i] = (struct iocb) {
      .aio_data = i,
      .aio_lio_opcode = IOCB_CMD_PREAD,
      .aio_fildes = f->fd,
      .aio_buf = (uintptr_t) f->content,
      .aio_nbytes = round_up (f->size),
    };
    list[n++] = &requests[i];
  }
  return n;
}

static void
wait_for_requests (struct small_files *files, long n)
{
  struct io_event events[FUSECALL_MAX_FILES];

  while (n > 0) {
    const long r = syscall (SYS_io_getevents, context, n, n, events, NULL);

    if (r == -1 && errno == EINTR)
      continue;
    if (r <= 0)
      abort ();                 /* the kernel may write to memory of others */
    for (long i = 0; i < r; i++) {
      struct small_file *f = &files->v[events[i].data];

      f->done = events[i].res == (int64_t) f->size;
    }
    n -= r;
  }
}

/* Whatever the kernel does not take is read one by one. */
static void
read_together (struct small_files *files)
{
  struct iocb requests[FUSECALL_MAX_FILES], *list[FUSECALL_MAX_FILES];
  const size_t n = prepare_requests (files, requests, list);
  long taken;

  if (n == 0 || !have_context ())
    return;
  taken = syscall (SYS_io_submit, context, (long) n, list);
  if (taken > 0)
    wait_for_requests (files, taken);
}

static void
read_alone (struct small_file *f)
{
  if (f->fd == -1 || f->done || fcntl (f->fd, F_SETFL, READ_FLAGS) == -1)
    return;
  f->done = fuse_read_all (f->fd, f->content, f->size, 0) == (ssize_t) f->size;
}

/* ---- The calls ---- */

static int
compare_times (const struct statx_timestamp *a,
               const struct statx_timestamp *b)
{
  if (a->tv_sec != b->tv_sec)
    return a->tv_sec < b->tv_sec ? -1 : 1;
  return (a->tv_nsec > b->tv_nsec) - (a->tv_nsec < b->tv_nsec);
}

/* Whether reading the file would have changed its access time, by the rules of
 * mount(8); flags are those of the mount. */
static bool
sets_atime (unsigned long flags, const struct statx *st, time_t now)
{
  const struct statx_timestamp *a = &st->stx_atime;

  if (flags & (ST_RDONLY | ST_NOATIME))
    return false;
  return !(flags & ST_RELATIME) || now - a->tv_sec >= DAY
    || compare_times (a, &st->stx_mtime) <= 0
    || compare_times (a, &st->stx_ctime) <= 0;
}

static void
take_content (struct small_file *f, unsigned long mount_flags, time_t now,
              struct guestfs_fuse_content *ret)
{
  ret->fc_flags = FUSECALL_NO_CONTENT;
  if (!f->done)
    return;
  FUSE_FILL_ATTR (ret, fc, &f->st);
  ret->fc_flags = sets_atime (mount_flags, &f->st, now)
    ? FUSECALL_SETS_ATIME : 0;
  ret->fc_content_len = f->size;
  ret->fc_content = steal (&f->content);
}

static struct guestfs_fuse_content_list *
take_contents (struct small_files *files, int dir)
{
  struct guestfs_fuse_content_list *list = malloc (sizeof *list);
  const time_t now = time (NULL);
  struct statvfs st;

  if (fstatvfs (dir, &st) == -1)
    st.f_flag = 0;
  if (list)
    list->val = calloc (files->len + 1, sizeof *list->val);
  if (!list || !list->val) {
    free (list);
    return NULL;
  }
  list->len = files->len;
  for (size_t i = 0; i < files->len; i++)
    take_content (&files->v[i], st.f_flag, now, &list->val[i]);
  return list;
}

static void
small_files_done (struct small_files *files)
{
  for (size_t i = 0; i < files->len; i++) {
    close_small (&files->v[i]);
    free (files->v[i].content);
  }
}

struct guestfs_fuse_content_list *
do_internal_fuse_contents (int64_t node, const char *path, char *const *names)
{
  struct guestfs_fuse_content_list *list;
  const int dir = fuse_open_file (node, path);
  struct small_files files = { .len = 0 };

  if (dir == -1 || !fuse_are_names (names))
    return NULL;
  open_all (&files, dir, names);
  read_together (&files);
  for (size_t i = 0; i < files.len; i++)
    read_alone (&files.v[i]);
  list = take_contents (&files, dir);
  if (!list)
    fuse_failed (path);
  small_files_done (&files);
  return list;
}
