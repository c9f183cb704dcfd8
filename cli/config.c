/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libguestfs-tools.conf: whether disks are opened read-only when neither --ro
 * nor --rw is given. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define BLANKS " \t\r\n"

/* "read_only = true;" with blanks anywhere; comments begin with # or //. */
static int
take_setting (char *line)
{
  char *save = NULL, *name, *value;

  line[strcspn (line, "#")] = '\0';
  if ((value = strstr (line, "//")))
    *value = '\0';
  name = strtok_r (line, BLANKS "=:", &save);
  value = strtok_r (NULL, BLANKS "=:;", &save);
  if (!name)
    return 0;
  if (strcmp (name, "read_only") != 0 || !value ||
      strtok_r (NULL, BLANKS ";", &save))
    return -1;
  if (strcasecmp (value, "true") == 0)
    cli.read_only = true;
  else if (strcasecmp (value, "false") == 0)
    cli.read_only = false;
  else
    return -1;
  return 0;
}

/* A file that is not there is no error. */
static int
read_config_file (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;

  if (!fp && (errno == ENOENT || errno == ENOTDIR))
    return 0;
  if (!fp) {
    cli_error ("%s: %s", path, strerror (errno));
    return -1;
  }
  for (unsigned n = 1; getline (&line, &cap, fp) != -1; ++n)
    if (take_setting (line) == -1) {
      cli_error ("%s:%u: not a setting: write read_only = true; or "
                 "read_only = false;", path, n);
      return -1;
    }
  return 0;
}

/* The directories of a list with colons, the most important one last. */
static int
read_config_dirs (const char *dirs)
{
  const char *rest = strchr (dirs, ':');
  CLEANUP_FREE char *path = NULL;

  if (rest && read_config_dirs (rest + 1) == -1)
    return -1;
  path = xasprintf ("%.*s/libguestfs/libguestfs-tools.conf",
                    (int) strcspn (dirs, ":"), dirs);
  return read_config_file (path);
}

static int
read_home_config (const char *home)
{
  CLEANUP_FREE char *otherwise = xasprintf ("%s/.config", home);
  CLEANUP_FREE char *rc = xasprintf ("%s/.libguestfs-tools.rc", home);

  if (read_config_file (rc) == -1)
    return -1;
  return read_config_dirs (cli_getenv ("XDG_CONFIG_HOME", otherwise));
}

int
cli_read_config (void)
{
  const char *home = cli_home ();

  if (read_config_file (SYSCONFDIR "/libguestfs-tools.conf") == -1 ||
      read_config_dirs (cli_getenv ("XDG_CONFIG_DIRS", "/etc/xdg")) == -1)
    return -1;
  return home ? read_home_config (home) : 0;
}
