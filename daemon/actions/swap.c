/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Swap areas: making them, and letting the appliance swap there. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>

#include "content.h"
#include "daemon.h"

/* ---- Making ---- */

static int
make_swap (const char *path, const char *label, const char *uuid)
{
  const char *argv[8] = { "mkswap", "-f" };
  size_t n = 2;

  if (label) {
    argv[n++] = "-L";
    argv[n++] = label;
  }
  if (uuid) {
    argv[n++] = "-U";
    argv[n++] = uuid;
  }
  argv[n] = path;
  return run_argv_confined (NULL, argv);
}

int
do_mkswap (const char *device, const struct mkswap_optargs *opts)
{
  return make_swap (device, opts->has_label ? opts->label : NULL,
                    opts->has_uuid ? opts->uuid : NULL);
}

int
do_mkswap_L (const char *label, const char *device)
{
  return make_swap (device, label, NULL);
}

int
do_mkswap_U (const char *uuid, const char *device)
{
  return make_swap (device, NULL, uuid);
}

int
do_mkswap_file (const char *path)
{
  CLEANUP_FREE char *real = content_real_path (path);

  return real ? make_swap (real, NULL, NULL) : -1;
}

/* ---- Using ---- */

static int
swap_on (const char *path, const char *what)
{
  if (swapon (path, 0) == 0)
    return 0;
  reply_with_perror ("%s", what);
  return -1;
}

static int
swap_off (const char *path, const char *what)
{
  if (swapoff (path) == 0)
    return 0;
  reply_with_perror ("%s", what);
  return -1;
}

int
do_swapon_device (const char *device)
{
  return swap_on (device, device);
}

int
do_swapoff_device (const char *device)
{
  return swap_off (device, device);
}

int
do_swapon_file (const char *file)
{
  CLEANUP_CLOSE int fd = content_open_path (file);
  CLEANUP_FREE char *link = fd != -1 ? content_fd_path (fd) : NULL;

  return link ? swap_on (link, file) : -1;
}

int
do_swapoff_file (const char *file)
{
  CLEANUP_CLOSE int fd = content_open_path (file);
  CLEANUP_FREE char *link = fd != -1 ? content_fd_path (fd) : NULL;

  return link ? swap_off (link, file) : -1;
}

int
do_swapon_label (const char *label)
{
  CLEANUP_FREE char *device = do_findfs_label (label);

  return device ? swap_on (device, device) : -1;
}

int
do_swapoff_label (const char *label)
{
  CLEANUP_FREE char *device = do_findfs_label (label);

  return device ? swap_off (device, device) : -1;
}

int
do_swapon_uuid (const char *uuid)
{
  CLEANUP_FREE char *device = do_findfs_uuid (uuid);

  return device ? swap_on (device, device) : -1;
}

int
do_swapoff_uuid (const char *uuid)
{
  CLEANUP_FREE char *device = do_findfs_uuid (uuid);

  return device ? swap_off (device, device) : -1;
}
