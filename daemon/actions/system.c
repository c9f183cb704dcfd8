/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The appliance itself: what it can do, its kernel, its caches. */

#include <config.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "daemon.h"

/* ---- What it can do ---- */

char **
do_available_all_groups (void)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (size_t i = 0; i < optgroup_table_size; i++)
    if (strvec_add (&v, optgroup_table[i].name) == -1) {
      reply_with_perror ("optional groups");
      return NULL;
    }
  return strvec_steal (&v);
}

int
do_internal_feature_available (const char *group)
{
  enum { AVAILABLE, NOT_AVAILABLE, UNKNOWN };

  for (size_t i = 0; i < optgroup_table_size; i++)
    if (strcmp (group, optgroup_table[i].name) == 0)
      return optgroup_table[i].available () ? AVAILABLE : NOT_AVAILABLE;
  return UNKNOWN;
}

/* 1, 0, or -1 with the error set. */
static int
kernel_has_filesystem (const char *filesystem)
{
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;
  ssize_t len;
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/filesystems", "re");

  if (fp == NULL) {
    reply_with_perror ("/proc/filesystems");
    return -1;
  }
  /* Each line is "nodev\text4" or "\text4". */
  while ((len = getline (&line, &cap, fp)) != -1) {
    const char *name = strrchr (line, '\t');
    line[strcspn (line, "\n")] = '\0';
    if (name && strcmp (name + 1, filesystem) == 0)
      return 1;
  }
  return 0;
}

static bool
is_module_name (const char *s)
{
  if (*s == '\0' || *s == '-')
    return false;
  for (; *s; s++)
    if (!isalnum ((unsigned char) *s) && !strchr ("_-", *s))
      return false;
  return true;
}

static bool
load_module (const char *name)
{
  const char *const argv[] = { "modprobe", "-q", "--", name, NULL };
  CLEANUP_RUN struct run r = { .argv = argv };

  return run_full (&r) == 0 && r.status == 0;
}

int
do_filesystem_available (const char *filesystem)
{
  int r;

  if (!is_module_name (filesystem)) {
    reply_with_error_errno (EINVAL, "%s: not the name of a file system",
                            filesystem);
    return -1;
  }
  /* Mounted without help of the kernel's own. */
  if (strcmp (filesystem, "ntfs") == 0 && have_program ("ntfs-3g"))
    return 1;
  r = kernel_has_filesystem (filesystem);
  if (r != 0)
    return r;
  if (!load_module (filesystem))
    return reply_has_error () ? -1 : 0;
  return kernel_has_filesystem (filesystem);
}

/* ---- The kernel ---- */

int
optgroup_linuxmodules_available (void)
{
  return have_program ("modprobe");
}

int
do_modprobe (const char *modulename)
{
  return run (NULL, "modprobe", "--", modulename, NULL);
}

char *
do_dmesg (void)
{
  enum { READ_ALL = 3, SIZE_BUFFER = 10 };      /* of syslog(2) */
  const int size = klogctl (SIZE_BUFFER, NULL, 0);
  CLEANUP_FREE char *buf = size > 0 ? malloc ((size_t) size + 1) : NULL;
  int n;

  if (buf == NULL || (n = klogctl (READ_ALL, buf, size)) == -1) {
    reply_with_perror ("kernel messages");
    return NULL;
  }
  buf[n] = '\0';
  return steal (&buf);
}

struct guestfs_utsname *
do_utsname (void)
{
  struct utsname u;
  struct guestfs_utsname *ret = calloc (1, sizeof *ret);

  if (ret == NULL || uname (&u) == -1) {
    reply_with_perror ("uname");
    free (ret);
    return NULL;
  }
  ret->uts_sysname = strdup (u.sysname);
  ret->uts_release = strdup (u.release);
  ret->uts_version = strdup (u.version);
  ret->uts_machine = strdup (u.machine);
  return ret;
}

/* How often a sleeping call looks whether it was cancelled. */
#define CANCEL_TICK_MS 50

int
do_sleep (int secs)
{
  int64_t deadline_ms, left;

  if (secs < 0) {
    reply_with_error_errno (EINVAL, "%d seconds: cannot be negative", secs);
    return -1;
  }
  deadline_ms = monotonic_ms () + secs * INT64_C (1000);
  while ((left = deadline_ms - monotonic_ms ()) > 0) {
    if (call_fails_cancelled ("sleep"))
      return -1;
    sleep_ms (left < CANCEL_TICK_MS ? left : CANCEL_TICK_MS);
  }
  return 0;
}

/* ---- The connection ---- */

int
do_ping_daemon (void)
{
  return 0;
}

char *
do_echo_daemon (char *const *words)
{
  char *ret = string_list_join (" ", words);

  if (ret == NULL)
    reply_with_perror ("echo");
  return ret;
}

/* ---- Caches ---- */

/* sync(2) writes what was written to devices directly, but flushes only the
 * disks that hold file systems. */
static int
flush_disks (void)
{
  CLEANUP_FREE_STRING_LIST char **disks = device_list_disks ();

  if (disks == NULL)
    return -1;
  for (size_t i = 0; disks[i]; i++) {
    CLEANUP_CLOSE int fd = open (disks[i], O_RDONLY | O_CLOEXEC);
    if (fd == -1 || fsync (fd) == -1) {
      reply_with_perror ("%s: cannot be flushed", disks[i]);
      return -1;
    }
  }
  return 0;
}

int
do_sync (void)
{
  sync ();
  return flush_disks ();
}

int
do_drop_caches (int whattodrop)
{
  CLEANUP_CLOSE int fd = -1;
  const char digit[] = { (char) ('0' + whattodrop), '\n' };

  if (whattodrop < 1 || whattodrop > 3) {
    reply_with_error_errno (EINVAL, "%d: must be 1, 2 or 3", whattodrop);
    return -1;
  }
  if (do_sync () == -1)
    return -1;
  fd = open ("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
  if (fd == -1 || full_write (fd, digit, sizeof digit) == -1) {
    reply_with_perror ("/proc/sys/vm/drop_caches");
    return -1;
  }
  return 0;
}
