/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting each file system and having its files looked at, in a process
 * apart: one that is damaged so that whatever looks at it crashes or never ends
 * costs itself. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apart.h"
#include "candidates.h"
#include "fstype.h"
#include "snapshots.h"
#include "wire.h"

/* For one file system, of which a few hundred files are read. */
#define LOOK_SECONDS 60
/* What may be told of all of them. */
#define ANSWER_MAX (64 * 1024 * 1024)

/* ---- Mounting ---- */

/* A file system and the descriptor of where it is mounted.  The subvolumes of
 * a Btrfs, which follow it, are reached through its mount. */
struct sight {
  struct candidate *candidate;
  int top;                      /* borrowed from mount; -1: not looked at */
  int mount;                    /* -1 if it is another's */
};

struct sights {
  struct sight *ptr;
  size_t len;
};

/* Closing unmounts, for which the program that mounts NTFS has to answer. */
static void
sights_done (struct sights *s)
{
  for (size_t i = 0; i < s->len; ++i)
    if (s->ptr[i].mount != -1) {
      const struct filesystem *fs = &s->ptr[i].candidate->fs;

      call_doing ("unmounting", fs->device, fs->type);
      close (s->ptr[i].mount);
    }
  free (s->ptr);
}
#define CLEANUP_SIGHTS __attribute__ ((cleanup (sights_done)))

static bool
is_btrfs (const struct filesystem *fs)
{
  return strcmp (fs->type, "btrfs") == 0;
}

/* Two systems that were copied may both be there.  The superblock of an ext4
 * can ask for a panic of the kernel at the first error. */
static const char *
mount_options (const struct filesystem *fs)
{
  return is_btrfs (fs) ? "ro,subvolid=5"
    : strcmp (fs->type, "xfs") == 0 ? "ro,nouuid"
    : strncmp (fs->type, "ext", 3) == 0 ? "ro,errors=continue" : "ro";
}

/* What could not be a file system is no reason for a warning. */
static bool
is_worth_mounting (struct candidate *c)
{
  const char *type = c->fs.type;

  c->encrypted = strcmp (type, "crypto_LUKS") == 0
    || strcmp (type, "BitLocker") == 0 || strcmp (type, FVAULT2) == 0;
  if (strcmp (type, "swap") == 0 || strcmp (type, "swsuspend") == 0)
    c->found.role = ROLE_SWAP;
  else if (strcmp (type, "unknown") != 0)
    return true;
  return false;
}

static bool
is_same_mount (int a, int b)
{
  struct stat sa, sb;

  return fstat (a, &sa) == 0 && fstat (b, &sb) == 0
    && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

/* Another device of a Btrfs shows what the first one has shown. */
static bool
was_seen (const struct sights *s, size_t i)
{
  for (size_t j = 0; j < i; ++j)
    if (s->ptr[j].mount != -1
        && is_same_mount (s->ptr[j].mount, s->ptr[i].mount))
      return true;
  return false;
}

static void
mount_candidate (struct sights *s, size_t i)
{
  struct sight *sight = &s->ptr[i];
  struct candidate *c = sight->candidate;
  const char *why = filesystem_left_out (c->fs.device);

  if (!is_worth_mounting (c))
    return;
  if (why) {
    strvec_addf (&c->found.warnings, "%s: was left out, as %s", c->fs.device,
                 why);
    return;
  }
  call_doing ("mounting", c->fs.device, c->fs.type);
  sight->mount = filesystem_mount_detached (c->fs.device, "",
                                            mount_options (&c->fs));
  if (sight->mount == -1)
    reply_take_error (&c->found.warnings, NULL);
  else if (was_seen (s, i))
    close (steal_fd (&sight->mount));
  sight->top = sight->mount;
}

/* -1 with the error set. */
static int
mount_all (struct candidates *list, struct sights *s)
{
  s->ptr = calloc (list->len + 1, sizeof *s->ptr);
  if (s->ptr == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (size_t i = 0; i < list->len; ++i) {
    struct sight *sight = &s->ptr[s->len++];

    sight->candidate = &list->ptr[i];
    sight->top = sight->mount = -1;
    if (list->ptr[i].fs.volume)
      sight->top = s->ptr[i - 1].top;
    else
      mount_candidate (s, i);
    if (call_fails_cancelled (list->ptr[i].fs.mountable))
      return -1;
  }
  return 0;
}

/* ---- Looking, in the process apart ---- */

struct job {
  const struct sights *sights;
  size_t first;
};

static bool
is_looked_at (const struct sight *s)
{
  return s->top != -1 && !s->candidate->skipped;
}

/* The directory that stands for it; -1 with errno. */
static int
open_sight (const struct sight *s, const struct tree *whole, struct tree *ret)
{
  const struct filesystem *fs = &s->candidate->fs;
  const char *path = fs->volume ? fs->volume : fs->default_volume;

  return tree_below (whole, path ? path : "/", ret);
}

static void
look_at_sight (const struct sight *s, struct strvec *boot_options,
               struct findings *f)
{
  const struct tree whole = {
    .fd = s->top, .name = s->candidate->fs.mountable,
    .warnings = &f->warnings, .boot_options = boot_options,
  };
  struct tree t;

  if (open_sight (s, &whole, &t) == -1)
    tree_warning (&whole, "its top directory cannot be opened: %m");
  else {
    look_at_tree (&t, f);
    close (t.fd);
  }
}

static int
send_findings (size_t i, const struct findings *f)
{
  struct wire_writer w;
  uint32_t len;
  int r = -1;

  wire_writer_init (&w);
  wire_put_u32 (&w, i);
  findings_put (&w, f);
  len = w.len;
  if (w.failed)
    reply_with_error_errno (ENOMEM, "what was found in a file system");
  else
    r = apart_send (&len, sizeof len) == 0 ? apart_send (w.data, w.len) : -1;
  wire_writer_done (&w);
  return r;
}

/* The alarm ends this process.  A boot loader is nearly always found before the
 * system that it starts. */
static int
look_at_all (void *arg)
{
  CLEANUP_STRVEC struct strvec boot_options = STRVEC_INIT;
  const struct job *job = arg;

  for (size_t i = job->first; i < job->sights->len; ++i) {
    struct findings f = FINDINGS_INIT;
    int r = 0;

    if (is_looked_at (&job->sights->ptr[i])) {
      const struct filesystem *fs = &job->sights->ptr[i].candidate->fs;

      call_doing ("looking at the files of", fs->device, fs->type);
      alarm (LOOK_SECONDS);
      look_at_sight (&job->sights->ptr[i], &boot_options, &f);
      r = send_findings (i, &f);
    }
    findings_done (&f);
    if (r == -1)
      return -1;
  }
  return 0;
}

/* ---- Listening, in the daemon ---- */

static int
keep_answer (void *opaque, const void *buf, size_t len)
{
  struct strbuf *answer = opaque;

  if (answer->len + len > ANSWER_MAX)
    reply_with_error_errno (E2BIG, "more than %d bytes were found",
                            ANSWER_MAX);
  else if (strbuf_add (answer, buf, len) == 0)
    return 0;
  else
    reply_with_perror ("what was found in the file systems");
  return -1;
}

/* What one file system gave, added to the warnings that it has already. */
static void
take_findings (struct candidate *c, struct wire_reader *r)
{
  struct strvec warnings = c->found.warnings;
  struct findings f = FINDINGS_INIT;

  findings_get (r, &f);
  if (!wire_reader_finished (r)) {
    findings_done (&f);
    strvec_addf (&c->found.warnings, "%s: the process that looked at it sent "
                 "something that is not understood", c->fs.mountable);
    return;
  }
  for (size_t i = 0; i < f.warnings.len; ++i)
    strvec_add (&warnings, f.warnings.ptr[i]);
  strvec_done (&f.warnings);
  f.warnings = warnings;
  c->found = f;
}

/* Takes what came whole; returns the first of those that are missing. */
static size_t
take_answers (const struct sights *s, size_t first, const struct strbuf *answer)
{
  size_t at = 0;
  uint32_t len;

  while (answer->len - at >= sizeof len) {
    struct wire_reader r;
    uint32_t i;

    memcpy (&len, answer->ptr + at, sizeof len);
    if (answer->len - at - sizeof len < len)
      break;
    wire_reader_init (&r, answer->ptr + at + sizeof len, len);
    i = wire_get_u32 (&r);
    if (i < first || i >= s->len)
      break;
    take_findings (s->ptr[i].candidate, &r);
    first = i + 1;
    at += sizeof len + len;
  }
  return first;
}

static size_t
next_sight (const struct sights *s, size_t i)
{
  while (i < s->len && !is_looked_at (&s->ptr[i]))
    ++i;
  return i;
}

/* Looks from *first on, up to the end or to one at which the process ended;
 * -1, error set, when the call was cancelled. */
static int
look_from (const struct sights *s, size_t *first)
{
  CLEANUP_STRBUF struct strbuf answer = STRBUF_INIT;
  struct job job = { s, *first };
  struct candidate *c;
  int r;

  r = run_apart ("looking at a file system", 0, look_at_all, &job, keep_answer,
                 &answer);
  *first = next_sight (s, take_answers (s, *first, &answer));
  if (r == 0 || *first == s->len)
    return 0;
  if (call_is_cancelled ())
    return -1;
  c = s->ptr[(*first)++].candidate;
  reply_take_error (&c->found.warnings, c->fs.mountable);
  return 0;
}

static int
look_at_sights (const struct sights *s)
{
  size_t first = next_sight (s, 0);

  while (first < s->len)
    if (look_from (s, &first) == -1)
      return -1;
  return 0;
}

/* ---- For others ---- */

void
candidates_done (struct candidates *list)
{
  for (size_t i = 0; i < list->len; ++i) {
    filesystem_done (&list->ptr[i].fs);
    findings_done (&list->ptr[i].found);
  }
  free (list->ptr);
}

/* Takes what is in the list of file systems. */
static int
begin_candidates (struct candidates *list, struct filesystems *from)
{
  list->ptr = calloc (from->len + 1, sizeof *list->ptr);
  if (list->ptr == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (; list->len < from->len; ++list->len)
    list->ptr[list->len] = (struct candidate) {
      from->ptr[list->len], FINDINGS_INIT, false, false
    };
  from->len = 0;
  return 0;
}

static int
look_into (struct candidates *list)
{
  CLEANUP_SIGHTS struct sights sights = { NULL, 0 };

  if (mount_all (list, &sights) == -1)
    return -1;
  if (skip_subvolumes (list->ptr, list->len) == -1) {
    reply_with_perror_errno (ENOMEM, "subvolumes of Btrfs");
    return -1;
  }
  return look_at_sights (&sights);
}

int
candidates_find (struct candidates *ret)
{
  CLEANUP_FILESYSTEMS struct filesystems list = FILESYSTEMS_INIT;
  int r;

  if (filesystems_find (&list) == -1 || begin_candidates (ret, &list) == -1)
    return -1;
  r = look_into (ret);
  call_doing_ended ();
  return r;
}
