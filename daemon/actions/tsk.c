/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file system holds on the disk, deleted files too, as The Sleuth Kit
 * reads it.  All of it runs apart: the library is not made for hostile disks
 * and looks through whole file systems without a pause. */

#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apart.h"
#include "codec.h"
#include "content.h"
#include "daemon.h"
#include "lazy.h"
#include "tskdir.h"

#define FUNCTIONS(F) \
  F (tsk_error_get_errno) \
  F (tsk_error_get_errstr) \
  F (tsk_error_reset) \
  F (tsk_fs_block_walk) \
  F (tsk_fs_dir_add) \
  F (tsk_fs_dir_realloc) \
  F (tsk_fs_dir_walk) \
  F (tsk_fs_file_close) \
  F (tsk_fs_file_open_meta) \
  F (tsk_fs_file_walk) \
  F (tsk_fs_open_img) \
  F (tsk_fs_read_block) \
  F (tsk_img_open_utf8_sing)
static struct { FUNCTIONS (LAZY_POINTER) } tsk;
#define SYMBOL(f) LAZY_SYMBOL (tsk, f)

/* Bits of tsk_flags. */
enum { ALLOCATED = 1, REALLOCATED = 2, COMPRESSED = 4 };

#define EVERY_NAME \
  (TSK_FS_DIR_WALK_FLAG_ALLOC | TSK_FS_DIR_WALK_FLAG_UNALLOC \
   | TSK_FS_DIR_WALK_FLAG_RECURSE)

/* What the process apart is told to do. */
struct task {
  const char *device;
  int64_t inode, start, stop;
  bool unallocated;
  int (*work) (struct task *t);
  /* its own */
  TSK_FS_INFO *fs;
  struct strbuf buf;            /* found, not sent yet */
  struct wire_writer names;     /* likewise */
  bool names_have_types;        /* beside those of the inodes */
  uint64_t seen;
  TSK_DADDR_T run, run_end;     /* neighbouring blocks to be read at once */
  bool failed;                  /* the error is set */
};

int
optgroup_libtsk_available (void)
{
  static const struct lazy_symbol symbols[] = { FUNCTIONS (SYMBOL) };

  if (!lazy_load (TSK_SONAME, symbols, sizeof symbols / sizeof symbols[0]))
    return 0;
  real_tsk_fs_dir_add = tsk.tsk_fs_dir_add;
  real_tsk_fs_dir_realloc = tsk.tsk_fs_dir_realloc;
  return 1;
}

int
optgroup_sleuthkit_available (void)
{
  return optgroup_libtsk_available ();
}

/* ---- Errors ---- */

static int
errno_of_tsk (void)
{
  switch (tsk.tsk_error_get_errno ()) {
  case TSK_ERR_FS_UNKTYPE:
  case TSK_ERR_FS_UNSUPTYPE:
  case TSK_ERR_FS_UNSUPFUNC:
  case TSK_ERR_FS_ARG:
  case TSK_ERR_FS_INODE_NUM:
  case TSK_ERR_FS_MAGIC:
    return EINVAL;
  case TSK_ERR_AUX_MALLOC:
    return ENOMEM;
  default:
    return EIO;
  }
}

/* Its messages may have several lines. */
static int
tsk_failed (const struct task *t, const char *what)
{
  const char *said = tsk.tsk_error_get_errstr ();
  CLEANUP_FREE char *line = strdup (said != NULL ? said : "");

  if (line != NULL)
    line[strcspn (line, "\n")] = '\0';
  reply_with_error_errno (errno_of_tsk (), "%s: %s: %s", t->device, what,
                          line != NULL && line[0] ? line : "no reason given");
  return -1;
}

/* ---- The process apart ---- */

/* The library's own detection comes last: it also looks for YAFFS2, and reads
 * the whole device for that, even if it has found another kind. */
static TSK_FS_INFO *
open_file_system (TSK_IMG_INFO *img)
{
  static const TSK_FS_TYPE_ENUM kinds[] = {
    TSK_FS_TYPE_NTFS_DETECT, TSK_FS_TYPE_FAT_DETECT, TSK_FS_TYPE_EXT_DETECT,
    TSK_FS_TYPE_FFS_DETECT, TSK_FS_TYPE_HFS_DETECT, TSK_FS_TYPE_ISO9660_DETECT,
    TSK_FS_TYPE_DETECT,
  };
  TSK_FS_INFO *fs = NULL;

  for (size_t i = 0; fs == NULL && i < sizeof kinds / sizeof kinds[0]; ++i) {
    tsk.tsk_error_reset ();
    fs = tsk.tsk_fs_open_img (img, 0, kinds[i]);
  }
  return fs;
}

/* The device is never taken for a disk image of another format: what lies on
 * it would name files for the library to open. */
static int
do_task (void *arg)
{
  struct task *t = arg;
  TSK_IMG_INFO *img;

  tsk.tsk_error_reset ();
  img = tsk.tsk_img_open_utf8_sing (t->device, TSK_IMG_TYPE_RAW, 0);
  if (img == NULL)
    return tsk_failed (t, "cannot be read");
  t->fs = open_file_system (img);
  if (t->fs == NULL)
    return tsk_failed (t, "no file system that The Sleuth Kit knows");
  wire_writer_init (&t->names);
  return t->work (t);
}

/* What a mounted file system has not written yet would be missed. */
static int
run_task (struct task *t, const mountable_t *device)
{
  int r;

  t->device = device->device;
  sync ();
  pulse_mode_start ();
  r = run_apart (t->device, 0, do_task, t, stream_send_cb, NULL);
  pulse_mode_end ();
  return r;
}

/* ---- Names ---- */

static char
type_of_name (TSK_FS_NAME_TYPE_ENUM type)
{
  switch (type) {
  case TSK_FS_NAME_TYPE_FIFO: return 'f';
  case TSK_FS_NAME_TYPE_CHR: return 'c';
  case TSK_FS_NAME_TYPE_DIR: return 'd';
  case TSK_FS_NAME_TYPE_BLK: return 'b';
  case TSK_FS_NAME_TYPE_REG: return 'r';
  case TSK_FS_NAME_TYPE_LNK: return 'l';
  case TSK_FS_NAME_TYPE_SOCK: return 's';
  case TSK_FS_NAME_TYPE_SHAD: return 'h';
  case TSK_FS_NAME_TYPE_WHT: return 'w';
  case TSK_FS_NAME_TYPE_UNDEF:
  case TSK_FS_NAME_TYPE_VIRT:
  case TSK_FS_NAME_TYPE_VIRT_DIR:
    break;
  }
  return 'u';
}

static char
type_of_meta (TSK_FS_META_TYPE_ENUM type)
{
  switch (type) {
  case TSK_FS_META_TYPE_REG: return 'r';
  case TSK_FS_META_TYPE_DIR: return 'd';
  case TSK_FS_META_TYPE_FIFO: return 'f';
  case TSK_FS_META_TYPE_CHR: return 'c';
  case TSK_FS_META_TYPE_BLK: return 'b';
  case TSK_FS_META_TYPE_LNK: return 'l';
  case TSK_FS_META_TYPE_SHAD: return 'h';
  case TSK_FS_META_TYPE_SOCK: return 's';
  case TSK_FS_META_TYPE_WHT: return 'w';
  case TSK_FS_META_TYPE_UNDEF:
  case TSK_FS_META_TYPE_VIRT:
  case TSK_FS_META_TYPE_VIRT_DIR:
    break;
  }
  return 'u';
}

/* Some file systems keep the type in one place, some in the other. */
static char
type_of (const TSK_FS_FILE *file)
{
  if (file->name->type != TSK_FS_NAME_TYPE_UNDEF || file->meta == NULL)
    return type_of_name (file->name->type);
  return type_of_meta (file->meta->type);
}

/* libtsk takes the inner blocks of the index of a large ext4 directory for
 * names, some of them in use.  Few of those have the type of their inode. */
static bool
is_in_use (const struct task *t, const TSK_FS_FILE *file)
{
  if (file->name->flags & TSK_FS_NAME_FLAG_UNALLOC)
    return false;
  return !t->names_have_types || file->meta == NULL
    || type_of_name (file->name->type) == type_of_meta (file->meta->type);
}

static uint32_t
flags_of (const struct task *t, const TSK_FS_FILE *file)
{
  const bool meta_is_used =
    file->meta != NULL && file->meta->flags & TSK_FS_META_FLAG_ALLOC;
  uint32_t flags = 0;

  if (is_in_use (t, file))
    flags |= ALLOCATED;
  else if (meta_is_used)
    flags |= REALLOCATED;
  if (file->meta != NULL && file->meta->flags & TSK_FS_META_FLAG_COMP)
    flags |= COMPRESSED;
  return flags;
}

static void
fill_from_meta (struct guestfs_tsk_dirent *d, const TSK_FS_META *meta)
{
  d->tsk_size = meta->size;
  d->tsk_nlink = meta->nlink;
  d->tsk_atime_sec = meta->atime;
  d->tsk_atime_nsec = meta->atime_nano;
  d->tsk_mtime_sec = meta->mtime;
  d->tsk_mtime_nsec = meta->mtime_nano;
  d->tsk_ctime_sec = meta->ctime;
  d->tsk_ctime_nsec = meta->ctime_nano;
  d->tsk_crtime_sec = meta->crtime;
  d->tsk_crtime_nsec = meta->crtime_nano;
  if (meta->type == TSK_FS_META_TYPE_LNK && meta->link != NULL)
    d->tsk_link = meta->link;
}

static int
send_names (struct task *t)
{
  if (t->names.failed) {
    reply_with_perror_errno (ENOMEM, "malloc");
    return -1;
  }
  if (t->names.len > 0 && apart_send (t->names.data, t->names.len) == -1)
    return -1;
  t->names.len = 0;
  return 0;
}

static int
put_name (struct task *t, const TSK_FS_FILE *file, const char *directory)
{
  CLEANUP_FREE char *path = NULL;
  struct guestfs_tsk_dirent d = {
    .tsk_inode = file->name->meta_addr,
    .tsk_type = type_of (file),
    .tsk_flags = flags_of (t, file),
    .tsk_size = -1, .tsk_nlink = -1,
    .tsk_atime_sec = -1, .tsk_atime_nsec = -1,
    .tsk_mtime_sec = -1, .tsk_mtime_nsec = -1,
    .tsk_ctime_sec = -1, .tsk_ctime_nsec = -1,
    .tsk_crtime_sec = -1, .tsk_crtime_nsec = -1,
    .tsk_link = (char *) "",
  };

  if (asprintf (&path, "%s%s", directory, file->name->name) == -1) {
    path = NULL;
    reply_with_perror ("malloc");
    return -1;
  }
  d.tsk_name = path;
  if (file->meta != NULL)
    fill_from_meta (&d, file->meta);
  wire_put_tsk_dirent (&t->names, &d);
  return t->names.len >= CONTENT_BUFFER_SIZE || t->names.failed
    ? send_names (t) : 0;
}

/* The root is listed, as "."; other directories have a name anyway.  Empty
 * names are what the index of a large directory looks like. */
static bool
is_no_name (const TSK_FS_FILE *file, const char *directory)
{
  const char *name = file->name->name;

  return name[0] == '\0' || strcmp (name, "..") == 0
    || (strcmp (name, ".") == 0 && directory[0] != '\0');
}

static TSK_WALK_RET_ENUM
on_name (TSK_FS_FILE *file, const char *directory, void *opaque)
{
  struct task *t = opaque;

  /* The first is the root's ".". */
  if (file->name != NULL && file->name->type == TSK_FS_NAME_TYPE_DIR
      && TSK_FS_TYPE_ISEXT (t->fs->ftype))
    t->names_have_types = true;
  if (file->name == NULL || file->name->name == NULL
      || is_no_name (file, directory)
      || (t->inode >= 0 && file->name->meta_addr != (TSK_INUM_T) t->inode))
    return TSK_WALK_CONT;
  if (put_name (t, file, directory) == 0)
    return TSK_WALK_CONT;
  t->failed = true;
  return TSK_WALK_ERROR;
}

static int
walk_names (struct task *t)
{
  if (tsk.tsk_fs_dir_walk (t->fs, t->fs->root_inum, EVERY_NAME, on_name, t)
      != 0)
    return t->failed ? -1 : tsk_failed (t, "walking its directories");
  return send_names (t);
}

int
do_internal_filesystem_walk (const mountable_t *device)
{
  struct task t = { .work = walk_names, .inode = -1 };

  return run_task (&t, device);
}

static int
check_inode (const mountable_t *device, int64_t inode)
{
  if (inode >= 0)
    return 0;
  reply_with_error_errno (EINVAL, "%s: the inode %" PRIi64 " is negative",
                          device->device, inode);
  return -1;
}

int
do_internal_find_inode (const mountable_t *device, int64_t inode)
{
  struct task t = { .work = walk_names, .inode = inode };

  return check_inode (device, inode) == -1 ? -1 : run_task (&t, device);
}

/* ---- Contents ---- */

static int
send_buffered (struct task *t, const void *p, size_t n)
{
  if (strbuf_add (&t->buf, p, n) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  t->seen += n;
  if (t->buf.len < CONTENT_BUFFER_SIZE)
    return 0;
  n = t->buf.len;
  t->buf.len = 0;
  return apart_send (t->buf.ptr, n);
}

static TSK_WALK_RET_ENUM
on_content (TSK_FS_FILE *file, TSK_OFF_T offset, TSK_DADDR_T addr, char *p,
            size_t n, TSK_FS_BLOCK_FLAG_ENUM flags, void *opaque)
{
  struct task *t = opaque;

  (void) offset;
  (void) addr;
  (void) flags;
  if (send_buffered (t, p, n) == -1) {
    t->failed = true;
    return TSK_WALK_ERROR;
  }
  apart_progress (t->seen, file->meta->size);
  return TSK_WALK_CONT;
}

static int
send_content (struct task *t)
{
  TSK_FS_FILE *file = tsk.tsk_fs_file_open_meta (t->fs, NULL, t->inode);
  CLEANUP_FREE char *what = NULL;

  if (asprintf (&what, "inode %" PRIi64, t->inode) == -1)
    what = NULL;
  if (file == NULL)
    return tsk_failed (t, what != NULL ? what : "");
  if (tsk.tsk_fs_file_walk (file, TSK_FS_FILE_WALK_FLAG_NONE, on_content, t)
      != 0)
    return t->failed ? -1 : tsk_failed (t, what != NULL ? what : "");
  tsk.tsk_fs_file_close (file);
  return t->buf.len > 0 ? apart_send (t->buf.ptr, t->buf.len) : 0;
}

int
do_download_inode (const mountable_t *device, int64_t inode)
{
  struct task t = { .work = send_content, .inode = inode };

  return check_inode (device, inode) == -1 ? -1 : run_task (&t, device);
}

/* ---- Blocks ---- */

/* The blocks from first to before end, some at a time. */
static int
send_run (struct task *t, TSK_DADDR_T first, TSK_DADDR_T end)
{
  const size_t bs = t->fs->block_size;
  const TSK_DADDR_T most = CONTENT_BUFFER_SIZE / bs > 0
                           ? CONTENT_BUFFER_SIZE / bs : 1;
  CLEANUP_FREE char *buf = malloc (most * bs);
  TSK_DADDR_T n;

  if (buf == NULL) {
    reply_with_perror ("malloc");
    return -1;
  }
  for (; first < end; first += n) {
    n = end - first < most ? end - first : most;
    if (tsk.tsk_fs_read_block (t->fs, first, buf, n * bs) != (ssize_t) (n * bs))
      return tsk_failed (t, "reading blocks");
    if (apart_send (buf, n * bs) == -1)
      return -1;
    apart_progress (first + n - t->start, t->stop - t->start + 1);
  }
  return 0;
}

static TSK_WALK_RET_ENUM
on_block (const TSK_FS_BLOCK *block, void *opaque)
{
  struct task *t = opaque;

  if (block->addr != t->run_end) {
    if (send_run (t, t->run, t->run_end) == -1) {
      t->failed = true;
      return TSK_WALK_ERROR;
    }
    t->run = block->addr;
  }
  t->run_end = block->addr + 1;
  return TSK_WALK_CONT;
}

static int
send_unallocated (struct task *t)
{
  if (tsk.tsk_fs_block_walk (t->fs, t->start, t->stop,
                         TSK_FS_BLOCK_WALK_FLAG_UNALLOC
                         | TSK_FS_BLOCK_WALK_FLAG_AONLY, on_block, t) != 0)
    return t->failed ? -1 : tsk_failed (t, "looking for unused blocks");
  return send_run (t, t->run, t->run_end);
}

static int
send_blocks (struct task *t)
{
  const TSK_DADDR_T last = t->fs->last_block_act;

  if ((TSK_DADDR_T) t->start > last) {
    reply_with_error_errno (EINVAL, "%s: there is no block %" PRIi64 ": the "
                            "last one is %" PRIu64, t->device, t->start,
                            (uint64_t) last);
    return -1;
  }
  if ((TSK_DADDR_T) t->stop > last)
    t->stop = last;
  return t->unallocated ? send_unallocated (t)
    : send_run (t, t->start, t->stop + 1);
}

int
do_download_blocks (const mountable_t *device, int64_t start, int64_t stop,
                    const struct download_blocks_optargs *opts)
{
  struct task t = {
    .work = send_blocks, .start = start, .stop = stop,
    .unallocated = opts->has_unallocated && opts->unallocated,
  };

  if (start < 0 || stop < start) {
    reply_with_error_errno (EINVAL, "%s: blocks %" PRIi64 " to %" PRIi64 ": "
                            "the first must not be negative nor after the "
                            "last", device->device, start, stop);
    return -1;
  }
  return run_task (&t, device);
}
