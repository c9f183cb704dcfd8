/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Applications of Windows: what its registry lists for being removed. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "hive.h"
#include "readers.h"
#include "windows.h"

/* Where programs of the machine's own word size are listed, and where, on a
 * 64-bit Windows, those of 32 bits are. */
static const char *const lists[] = {
  "Microsoft\\Windows\\CurrentVersion\\Uninstall",
  "WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall",
};
#define LISTS (sizeof lists / sizeof lists[0])

/* In the name or the maker of what looks for viruses. */
static const char *const antivirus_words[] = {
  "virus", "kaspersky", "mcafee", "norton", "sophos", "ApexOneNT",
  "avg technologies",
};
#define WORDS (sizeof antivirus_words / sizeof antivirus_words[0])

static bool
is_of_antivirus (const char *text)
{
  for (size_t i = 0; text && i < WORDS; ++i)
    if (strcasestr (text, antivirus_words[i]))
      return true;
  return false;
}

static int
add_app (struct apps *apps, struct app *a)
{
  if (is_of_antivirus (a->name) || is_of_antivirus (a->display_name)
      || is_of_antivirus (a->publisher))
    a->class = "antivirus";
  return apps_add (apps, a);
}

/* What has no name to be shown is a part of another, or an update. */
static int
add_key (struct hive *h, hive_key key, struct apps *apps)
{
  CLEANUP_FREE char *display_name = hive_string (h, key, "DisplayName");
  CLEANUP_FREE char *name = display_name ? hive_key_name (h, key) : NULL;

  if (name == NULL)
    return 0;

  CLEANUP_FREE char *version = hive_string (h, key, "DisplayVersion");
  CLEANUP_FREE char *path = hive_string (h, key, "InstallLocation");
  CLEANUP_FREE char *publisher = hive_string (h, key, "Publisher");
  CLEANUP_FREE char *url = hive_string (h, key, "URLInfoAbout");
  CLEANUP_FREE char *comments = hive_string (h, key, "Comments");
  struct app a = {
    .name = name, .display_name = display_name, .version = version,
    .install_path = path, .publisher = publisher, .url = url,
    .description = comments,
  };

  return add_app (apps, &a);
}

static int
add_list (struct hive *h, const char *path, struct apps *apps)
{
  CLEANUP_FREE hive_key *keys = NULL;
  const hive_key list = hive_find_key (h, hive_root (h), path);
  const size_t n = list ? hive_list_keys (h, list, &keys) : 0;

  for (size_t i = 0; i < n; ++i)
    if (add_key (h, keys[i], apps) == -1)
      return -1;
  return 0;
}

/* Part of Windows, and listed nowhere. */
static int
add_defender (struct hive *h, struct apps *apps)
{
  struct app a = {
    .name = "WinDefend", .display_name = "Microsoft Defender Antivirus",
    .publisher = "Microsoft Corporation",
  };
  const hive_key key =
    hive_find_key (h, hive_root (h), "Microsoft\\Windows Defender");
  uint32_t off = 0;

  if (key == HIVE_NO_KEY
      || (hive_number (h, key, "DisableAntiVirus", &off) && off == 1))
    return 0;
  return add_app (apps, &a);
}

static char *
find_software (const struct tree *t)
{
  CLEANUP_FREE char *systemroot = windows_systemroot (t);

  return systemroot ? windows_hive (t, systemroot, "software") : NULL;
}

int
apps_read_windows (const struct tree *t, struct apps *apps)
{
  CLEANUP_FREE char *path = find_software (t);
  CLEANUP_HIVE struct hive *h = path ? hive_open (t, path) : NULL;

  if (h == NULL) {
    reply_with_error_errno (path ? EINVAL : ENOENT, "%s: the hive of the "
                            "registry that lists applications %s: repair "
                            "Windows", path ? path : "system32/config/software",
                            path ? "cannot be read" : "is missing");
    return -1;
  }
  for (size_t i = 0; i < LISTS; ++i)
    if (add_list (h, lists[i], apps) == -1)
      return -1;
  return add_defender (h, apps);
}
