/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hexedit: change the bytes of a file or device with a hex editor. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "fish.h"
#include "local.h"

static int
parse_size (const char *what, const char *s, int64_t *ret)
{
  const char *why;

  if (fish_parse_int (s, 0, INT64_MAX, ret, &why) == 0)
    return 0;
  fish_error ("hexedit: %s '%s': %s", what, s, why);
  return -1;
}

#if defined GUESTFS_HAVE_DOWNLOAD_OFFSET && defined GUESTFS_HAVE_UPLOAD_OFFSET

/* Where nothing was said: all of it. */
static int64_t
size_of (const char *name)
{
#if defined GUESTFS_HAVE_BLOCKDEV_GETSIZE64 && defined GUESTFS_HAVE_FILESIZE
  if (strncmp (name, "/dev/", 5) == 0)
    return guestfs_blockdev_getsize64 (fish.g, name);
  return guestfs_filesize (fish.g, name);
#else
  (void) name;
  return -1;
#endif
}

static int
hexedit (const char *name, int64_t start, int64_t max)
{
  const char *editor = fish_getenv ("HEXEDITOR", "hexedit");
  CLEANUP_UNLINK_FREE char *local = NULL;
  int64_t size = size_of (name);

  if (size == -1)
    return -1;
  if (start > size) {
    fish_error ("hexedit: %s: byte %lld is behind its end", name,
                (long long) start);
    return -1;
  }
  if (max == -1 || max > size - start)
    max = size - start;
  local = fish_temp_file ("");
  if (!local ||
      guestfs_download_offset (fish.g, name, local, start, max) == -1)
    return -1;
  if (fish_shell_with_file (editor, local) == -1)
    return -1;
  return guestfs_upload_offset (fish.g, local, name, start);
}

#else

static int
hexedit (const char *name, int64_t start, int64_t max)
{
  (void) start, (void) max;
  fish_error ("hexedit: %s: this library cannot do it yet", name);
  return -1;
}

#endif

static int
run_hexedit (const struct fish_command *c, size_t argc, char *const *argv)
{
  CLEANUP_FREE char *name = fish_resolve_path (argv[0]);
  int64_t start = 0, max = -1;

  (void) c;
  if (!name ||
      (argc == 3 && parse_size ("start", argv[1], &start) == -1) ||
      (argc > 1 && parse_size ("max", argv[argc - 1], &max) == -1))
    return -1;
  return hexedit (name, start, max);
}

const struct fish_command fish_local_hexedit = {
  .name = "hexedit", .synopsis = "filename|device [[start] max]",
  .summary = "edit a file or device with a hex editor",
  .min_words = 1, .max_words = 3, .run_local = run_hexedit,
  .doc =
  "Downloads max bytes from start (or everything), starts hexedit(1), or\n"
  "what $HEXEDITOR names, and writes the bytes back to where they were.\n\n"
  "    hexedit /dev/sda1 0x400 0x400\n",
};
