/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hexedit: change the bytes of a file or device with a hex editor. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "local.h"

static int
parse_size (const char *what, const char *s, int64_t *ret)
{
  const char *why;

  if (cli_parse_int (s, 0, INT64_MAX, ret, &why) == 0)
    return 0;
  cli_error ("hexedit: %s '%s': %s", what, s, why);
  return -1;
}

/* Where nothing was said: all of it. */
static int64_t
size_of (const char *name)
{
  if (strncmp (name, "/dev/", 5) == 0)
    return guestfs_blockdev_getsize64 (fish.g, name);
  return guestfs_filesize (fish.g, name);
}

static int
hexedit (const char *name, int64_t start, int64_t max)
{
  const char *editor = cli_getenv ("HEXEDITOR", "hexedit");
  CLEANUP_UNLINK_FREE char *local = NULL;
  int64_t size = size_of (name);

  if (size == -1)
    return -1;
  if (start > size) {
    cli_error ("hexedit: %s: byte %lld is behind its end", name,
               (long long) start);
    return -1;
  }
  if (max == -1 || max > size - start)
    max = size - start;
  local = cli_temp_file ("");
  if (!local ||
      guestfs_download_offset (fish.g, name, local, start, max) == -1)
    return -1;
  if (fish_shell_with_file (editor, local) == -1)
    return -1;
  return guestfs_upload_offset (fish.g, local, name, start);
}

static int
run_hexedit (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_FREE char *name = cli_resolve_path (fish.g, argv[0]);
  int64_t start = 0, max = -1;

  (void) c;
  if (!name ||
      (argc == 3 && parse_size ("start", argv[1], &start) == -1) ||
      (argc > 1 && parse_size ("max", argv[argc - 1], &max) == -1))
    return -1;
  return hexedit (name, start, max);
}

static const struct fish_command hexedit_command = {
  .name = "hexedit", .synopsis = "filename|device [[start] max]",
  .topic = "files",
  .summary = "edit a file or device with a hex editor",
  .min_words = 1, .max_words = 3, .words = FISH_PATH | FISH_DEVICE,
  .run_local = run_hexedit,
  .doc =
  "Downloads max bytes from start (or everything), starts hexedit(1), or\n"
  "what $HEXEDITOR names, and writes the bytes back to where they were.\n\n"
  "    hexedit /dev/sda1 0x400 0x400\n",
};

FISH_COMMANDS (hexedit, &hexedit_command);
