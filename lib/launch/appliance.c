/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding the appliance: kernel, initrd and root, ready made in a directory
 * of the path, or built from one into the cache. */

#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "deadline.h"
#include "launch.h"

#define BUILD_SCRIPT "build-appliance"
/* In the cache: followed by the stamp of what it was built from. */
#define BUILT_PREFIX "appliance-"
/* Another version of the library may be in use beside this one. */
#define UNUSED_SECONDS (7 * 86400)
/* How often the lock of who builds one is tried. */
#define LOCK_MS 100

void
guestfs_int_appliance_done (struct appliance *a)
{
  free (a->kernel);
  free (a->initrd);
  free (a->root);
  cleanup_close (&a->lock_fd);
  *a = (struct appliance) APPLIANCE_INIT;
}

/* ---- A ready-made appliance ---- */

static bool
exists_in (guestfs_h *g, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/%s", dir, name);

  return access (path, F_OK) == 0;
}

/* "NAME=value" of the manifest; malloc'd or NULL. */
static char *
manifest_value (guestfs_h *g, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/manifest", dir);
  CLEANUP_FREE char *line = NULL;
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  const size_t len = strlen (name);
  size_t n = 0;

  while (fp && getline (&line, &n, fp) != -1)
    if (strncmp (line, name, len) == 0 && line[len] == '=')
      return safe_strndup (g, line + len + 1,
                           strcspn (line + len + 1, "\n"));
  return NULL;
}

/* Before a machine is started for nothing; HELLO says it again. */
static int
check_manifest (guestfs_h *g, const char *dir)
{
  CLEANUP_FREE char *build = manifest_value (g, dir, "build");

  if (build && strcmp (build, GUESTFS_BUILD_ID) == 0)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "%s: this appliance belongs to version "
                           "%s of the library, which is %s: install or build "
                           "the appliance of the same version", dir,
                           build ? build : "(no manifest)", GUESTFS_BUILD_ID);
  return -1;
}

/* One that does not say which processor it is for is for this machine's. */
static const struct arch *
appliance_arch (guestfs_h *g, const char *dir)
{
  CLEANUP_FREE char *name = manifest_value (g, dir, "arch");
  const struct arch *arch =
    name ? guestfs_int_find_arch (name) : guestfs_int_host_arch ();

  if (!arch)
    guestfs_int_error_errno (g, ENOTSUP, "%s: this appliance is for the "
                             "processor \"%s\", which this library cannot "
                             "start: set LIBGUESTFS_PATH to another "
                             "appliance", dir, name);
  return arch;
}

static char *
readable_file (guestfs_h *g, const char *dir, const char *name)
{
  CLEANUP_FREE char *path = safe_asprintf (g, "%s/%s", dir, name);
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);
  const int err = errno;
  struct stat st;

  if (fd >= 0)
    return steal (&path);
  if (stat (path, &st) == -1) {
    perrorf (g, "%s", path);
    return NULL;
  }
  errno = err;
  perrorf (g, "%s: the appliance's %s cannot be read: its mode is %03o and "
           "its owner %d: make it readable", path, name, st.st_mode & 0777,
           (int) st.st_uid);
  return NULL;
}

static int
use_appliance (guestfs_h *g, const char *dir, struct appliance *ret)
{
  struct appliance a = APPLIANCE_INIT;

  if (check_manifest (g, dir) == -1 ||
      (a.arch = appliance_arch (g, dir)) == NULL)
    return -1;
  a.kernel = readable_file (g, dir, "kernel");
  if (a.kernel)
    a.initrd = readable_file (g, dir, "initrd");
  if (a.initrd)
    a.root = readable_file (g, dir, "root");
  if (!a.root) {
    guestfs_int_appliance_done (&a);
    return -1;
  }
  debug (g, "appliance: %s", dir);
  *ret = a;
  return 0;
}

/* ---- One that must be built ---- */

/* Changes whenever a file of the directory does. */
static uint64_t
directory_stamp (const char *dir)
{
  CLEANUP_CLOSEDIR DIR *d = opendir (dir);
  uint64_t sum = 0;
  struct dirent *e;
  struct stat st;

  while (d && (e = readdir (d)) != NULL) {
    uint64_t h = UINT64_C (14695981039346656037);
    if (fstatat (dirfd (d), e->d_name, &st, 0) == -1 || !S_ISREG (st.st_mode))
      continue;
    for (const char *p = e->d_name; *p; p++)
      h = (h ^ (unsigned char) *p) * UINT64_C (1099511628211);
    h = (h ^ st.st_size) * UINT64_C (1099511628211);
    h = (h ^ st.st_mtim.tv_sec) * UINT64_C (1099511628211);
    h = (h ^ st.st_mtim.tv_nsec) * UINT64_C (1099511628211);
    sum += h;                   /* whatever the order of the directory */
  }
  return sum;
}

static int
run_build_script (guestfs_h *g, const char *dir, const char *output)
{
  CLEANUP_FREE char *script = safe_asprintf (g, "%s/" BUILD_SCRIPT, dir);
  CLEANUP_FREE char *init = safe_asprintf (g, "%s/init", dir);
  CLEANUP_FREE char *daemon = safe_asprintf (g, "%s/guestfsd", dir);
  CLEANUP_FREE char *cache = safe_asprintf (g, "%s/../build", output);
  char *argv[] = {
    script, (char *) "--output", (char *) output, (char *) "--init", init,
    (char *) "--daemon", daemon, (char *) "--version", (char *) PACKAGE_VERSION,
    (char *) "--build", (char *) GUESTFS_BUILD_ID,
    (char *) "--cache", cache, NULL
  };
  struct host_command c = { .argv = argv, .output_limit = 65536 };

  debug (g, "building the appliance: this is done once and takes a minute");
  if (guestfs_int_run_host_command (g, &c) == -1)
    return -1;
  const int status = c.status;
  if (status != 0) {
    const char *last = c.err ? c.err : "";
    for (const char *p = last; *p; p++)
      if (p[0] == '\n' && p[1] != '\0')
        last = p + 1;
    error (g, "%s: building the appliance failed: %.*s", script,
           (int) strcspn (last, "\n"), last);
  }
  guestfs_int_host_command_done (&c);
  return status == 0 ? 0 : -1;
}

/* ---- Those built before ---- */

static bool
is_name_of_built (const char *name)
{
  return strncmp (name, BUILT_PREFIX, strlen (BUILT_PREFIX)) == 0 &&
    strspn (name + strlen (BUILT_PREFIX), "0123456789abcdef") == 16 &&
    name[strlen (BUILT_PREFIX) + 16] == '\0';
}

/* Takes fd.  The directory of an appliance holds files only. */
static void
remove_directory (int parent, const char *name, int fd)
{
  CLEANUP_CLOSEDIR DIR *d = fdopendir (fd);
  struct dirent *e;

  while (d && (e = readdir (d)) != NULL)
    unlinkat (dirfd (d), e->d_name, 0);
  unlinkat (parent, name, AT_REMOVEDIR);
}

/* One that some launch holds is in use.  What was interrupted while it was
 * built has no manifest, and is of no use to anybody. */
static void
remove_if_unused (guestfs_h *g, int cache, const char *name)
{
  const int fd = openat (cache, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW
                         | O_CLOEXEC);
  struct stat st;

  if (fd == -1)
    return;
  if (fstat (fd, &st) == 0 &&
      (st.st_mtime + UNUSED_SECONDS < time (NULL) ||
       faccessat (fd, "manifest", F_OK, 0) == -1) &&
      flock (fd, LOCK_EX | LOCK_NB) == 0) {
    debug (g, "%s: this appliance is not used any more: removed", name);
    remove_directory (cache, name, fd);
  }
  else
    close (fd);
}

static void
remove_unused (guestfs_h *g, const char *cache, const char *output)
{
  CLEANUP_CLOSEDIR DIR *d = opendir (cache);
  const char *current = strrchr (output, '/') + 1;
  struct dirent *e;

  while (d && (e = readdir (d)) != NULL)
    if (is_name_of_built (e->d_name) && strcmp (e->d_name, current) != 0)
      remove_if_unused (g, dirfd (d), e->d_name);
}

/* Nobody removes it while the descriptor is open; its time says when it was
 * used last. */
static int
hold_appliance (guestfs_h *g, const char *output, struct appliance *a)
{
  const int fd = open (output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd == -1 || flock (fd, LOCK_SH) == -1) {
    perrorf (g, "%s", output);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  futimens (fd, NULL);
  a->lock_fd = fd;
  return 0;
}

/* ---- Building, and using what was built ---- */

/* The manifest is what the script writes last. */
static int
use_or_build (guestfs_h *g, const char *dir, const char *cache,
              const char *output, struct appliance *ret)
{
  if (!exists_in (g, output, "manifest")) {
    if (run_build_script (g, dir, output) == -1)
      return -1;
    remove_unused (g, cache, output);
  }
  if (use_appliance (g, output, ret) == -1)
    return -1;
  if (hold_appliance (g, output, ret) == 0)
    return 0;
  guestfs_int_appliance_done (ret);
  return -1;
}

/* As long as another program builds, or until the launch is cancelled. */
static int
wait_for_lock (guestfs_h *g, int fd, const char *lock)
{
  bool told = false;

  while (flock (fd, LOCK_EX | LOCK_NB) == -1) {
    const struct timespec next = guestfs_int_deadline_in (LOCK_MS);
    struct pollfd cancel = { .fd = g->cancel_fd, .events = POLLIN };

    if (errno != EWOULDBLOCK) {
      perrorf (g, "%s", lock);
      return -1;
    }
    if (!told)
      debug (g, "%s: another program builds the appliance", lock);
    told = true;
    guestfs_int_wait_until (&cancel, 1, &next);
    if (guestfs_int_launch_is_cancelled (g)) {
      guestfs_int_error_errno (g, EINTR, "%s: cancelled by the user while "
                               "another program builds the appliance", lock);
      return -1;
    }
  }
  return 0;
}

/* Two programs that are started for the first time at the same moment build
 * it once: the second waits for the lock and finds it there. */
static int
build_appliance (guestfs_h *g, const char *dir, struct appliance *ret)
{
  CLEANUP_FREE char *cache = guestfs_int_cache_dir (g);
  CLEANUP_FREE char *output = NULL, *lock = NULL;
  CLEANUP_CLOSE int fd = -1;

  if (!cache)
    return -1;
  output = safe_asprintf (g, "%s/" BUILT_PREFIX "%016llx", cache,
                          (unsigned long long) directory_stamp (dir));
  lock = safe_asprintf (g, "%s/appliance.lock", cache);
  fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd == -1) {
    perrorf (g, "%s", lock);
    return -1;
  }
  if (wait_for_lock (g, fd, lock) == -1)
    return -1;
  return use_or_build (g, dir, cache, output, ret);
}

/* ---- The search ---- */

/* 1: found, 0: not in this directory, -1: there, but unusable */
static int
try_directory (guestfs_h *g, const char *dir, struct appliance *ret)
{
  if (exists_in (g, dir, "kernel") && exists_in (g, dir, "initrd") &&
      exists_in (g, dir, "root"))
    return use_appliance (g, dir, ret) == 0 ? 1 : -1;
  if (exists_in (g, dir, BUILD_SCRIPT) && exists_in (g, dir, "guestfsd"))
    return build_appliance (g, dir, ret) == 0 ? 1 : -1;
  debug (g, "%s: no appliance here", dir);
  return 0;
}

int
guestfs_int_find_appliance (guestfs_h *g, struct appliance *ret)
{
  const char *path = g->path ? g->path : "";

  for (const char *p = path; *p; p += *p == ':') {
    const size_t n = strcspn (p, ":");
    CLEANUP_FREE char *dir = safe_strndup (g, p, n);
    const int r = n > 0 ? try_directory (g, dir, ret) : 0;
    if (r != 0)
      return r == 1 ? 0 : -1;
    p += n;
  }
  guestfs_int_error_errno (g, ENOENT, "no appliance found in %s: install the "
                           "package that has it, or make one with "
                           "libguestfs-make-fixed-appliance DIR, and set "
                           "LIBGUESTFS_PATH to its directory",
                           path[0] ? path : "LIBGUESTFS_PATH, which is "
                           "empty");
  return -1;
}
