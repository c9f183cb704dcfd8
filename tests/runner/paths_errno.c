/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths that cannot be: the right errno, and the path in the message. */

#include <config.h>

#include <stdio.h>
#include <string.h>

#include "paths.h"

/* What is not there is what they are for. */
static const char *const make_it[] = {
  "base64_in", "btrfs_image image", "btrfs_subvolume_create dest",
  "btrfs_subvolume_snapshot dest",
  "case_sensitive_path", "copy_device_to_file", "copy_file_to_file dest",
  "copy_size dest", "cp dest", "cp_a dest", "cp_r dest", "dd dest",
  "fallocate", "fallocate64", "fill", "fill_pattern", "internal_write",
  "internal_write_append", "ln linkname", "ln_f linkname", "ln_s", "ln_sf",
  "mkdir", "mkdir_mode", "mkfifo", "mkmountpoint", "mknod", "mknod_b",
  "mknod_c", "mv dest", "rename newpath", "rsync dest", "rsync_in dest",
  "scrub_freespace", "touch", "upload", "upload_offset", "write",
  "write_append", "write_file", NULL
};

/* What is not there is an answer. */
static const char *const no_error[] = {
  "exists", "is_blockdev", "is_chardev", "is_dir", "is_fifo", "is_file",
  "is_socket", "is_symlink", "mkdir_p", "rm_f", "rm_rf", NULL
};

/* No path at all, but a pattern. */
static const char *const not_asked[] = { "glob_expand", NULL };

static bool
is_among (const char *const *list, const struct path_use *use)
{
  const size_t n = strlen (use->action);

  for (; *list; ++list)
    if (strncmp (*list, use->action, n) == 0 &&
        ((*list)[n] == '\0' ||
         ((*list)[n] == ' ' && strcmp (*list + n + 1, use->arg) == 0)))
      return true;
  return false;
}

/* The error names the path, or the part of it that is at fault. */
static bool
is_named (const char *error, const char *path)
{
  const char *p = error ? strstr (error, ": /t/") : NULL;
  size_t n;

  if (p == NULL)
    return error && strstr (error, path);
  n = strcspn (p + 2, ": ");
  return strstr (error, path) || strncmp (p + 2, path, n) == 0;
}

struct bad_path {
  const char *path;
  int errnum;
  bool is_new;                  /* all but the last name is there */
};

static bool
may_work (const struct path_use *use, const struct bad_path *bad)
{
  return (bad->errnum == ENOENT || bad->errnum == ENOTDIR)
    && is_among (no_error, use);
}

static void
try_path (struct session *s, const struct path_use *use,
          const struct bad_path *bad, struct strbuf *ret_wrong)
{
  CLEANUP_FREE char *got = NULL;
  const struct got *g = &s->t.got;

  if (bad->is_new && is_among (make_it, use))
    return;
  got = outcome (s, use, bad->path);
  if (!g->failed && may_work (use, bad))
    return;
  if (!g->failed || g->error_number != bad->errnum)
    strbuf_addf (ret_wrong, "  %.20s: not %s, but %.150s\n", bad->path,
                 strerror (bad->errnum), got);
  else if (!is_named (g->error, bad->path) || strstr (g->error, "/sysroot"))
    strbuf_addf (ret_wrong, "  %.20s: not said well: %.150s\n", bad->path,
                 g->error);
}

void
errno_use (struct session *s, const struct path_use *use,
           struct strbuf *ret_wrong)
{
  static char name[300], path[5000];
  const struct bad_path bad[] = {
    { "/t/none/x", ENOENT, false }, { "/t/none", ENOENT, true },
    { "/t/plain/x", ENOTDIR, false }, { "/t/loop/x", ELOOP, false },
    { name, ENAMETOOLONG, false }, { path, ENAMETOOLONG, false },
  };

  if (use->is_name || is_among (not_asked, use))
    return;
  memset (name, 'n', sizeof name - 1);
  memcpy (name, "/t/", 3);
  memcpy (path, "/t", 2);
  for (size_t i = 2; i + 2 < sizeof path; i += 2)
    memcpy (path + i, "/.", 2);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
    /* What fails leaves everything as it was. */
    if (i == 0 || !s->t.got.failed)
      make_guest_again (s, use);
    try_path (s, use, &bad[i], ret_wrong);
  }
}
