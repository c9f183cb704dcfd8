/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edit, vi, emacs: change a file of the guest with an editor of the host. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "local.h"

static bool
same_file_state (const struct stat *a, const struct stat *b)
{
  return a->st_size == b->st_size && a->st_ino == b->st_ino &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
         a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The new content appears under the name at once and whole, with the owner,
 * mode, labels and attributes that the old one had. */
static int
replace (const char *local, const char *path)
{
  const struct guestfs_copy_attributes_argv all = {
    .bitmask = GUESTFS_COPY_ATTRIBUTES_ALL_BITMASK, .all = 1,
  };
  CLEANUP_FREE char *pattern = xasprintf ("%s.XXXXXX", path), *temp = NULL;

  temp = guestfs_mktemp (fish.g, pattern, -1);
  if (!temp)
    return -1;
  if (guestfs_upload (fish.g, local, temp) == 0 &&
      guestfs_copy_attributes_argv (fish.g, path, temp, &all) == 0 &&
      guestfs_mv (fish.g, temp, path) == 0)
    return 0;
  guestfs_push_error_handler (fish.g, NULL, NULL);
  guestfs_rm (fish.g, temp);
  guestfs_pop_error_handler (fish.g);
  return -1;
}

static int
edit_copy (const char *editor, const char *local, const char *path)
{
  struct stat before, after;

  if (stat (local, &before) == -1 ||
      fish_shell_with_file (editor, local) == -1)
    return -1;
  if (stat (local, &after) == -1) {
    cli_error ("%s: the editor has removed its file: %s", path,
               strerror (errno));
    return -1;
  }
  return same_file_state (&before, &after) ? 0 : replace (local, path);
}

static int
edit (const char *editor, const char *name)
{
  CLEANUP_FREE char *guest = cli_resolve_path (fish.g, name), *path = NULL;
  CLEANUP_UNLINK_FREE char *local = NULL;

  /* A symbolic link stays one: what it points to is edited. */
  path = guest ? guestfs_realpath (fish.g, guest) : NULL;
  local = path ? fish_download_temp (path) : NULL;
  return local ? edit_copy (editor, local, path) : -1;
}

static int
run_edit (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) c, (void) argc;
  return edit (cli_getenv ("EDITOR", "vi"), argv[0]);
}

static int
run_vi (const struct fish_command *c, size_t argc, char *const *argv)
{
  (void) argc;
  return edit (c->name, argv[0]);
}

static const struct fish_command edit_command = {
  .name = "edit", .synopsis = "filename",
  .topic = "files",
  .summary = "edit a file",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_edit,
  .doc =
  "Downloads the file, starts $EDITOR (or vi), and if the file was changed\n"
  "puts it back with the owner, mode and attributes it had.\n",
};

static const struct fish_command vi_command = {
  .name = "vi", .synopsis = "filename", .topic = "files",
  .summary = "edit a file with vi",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_vi,
  .doc = "Like edit, with vi.\n",
};

static const struct fish_command emacs_command = {
  .name = "emacs", .synopsis = "filename",
  .topic = "files",
  .summary = "edit a file with emacs",
  .min_words = 1, .max_words = 1, .words = FISH_PATH,
  .run_local = run_vi,
  .doc = "Like edit, with emacs.\n",
};

FISH_COMMANDS (edit, &edit_command, &vi_command, &emacs_command);
