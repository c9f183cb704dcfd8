/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --qemudir: a QEMU in the tree where it was built finds its firmware only
 * when it is told where that is. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-tool.h"

static char wrapper[] = "/tmp/libguestfs-test-tool-wrapper-XXXXXX";
static volatile bool made;

void
wrapper_remove (void)
{
  if (made)
    unlink (wrapper);
  made = false;
}

/* Where it is depends on the age of the tree. */
static char *
find_qemu (const char *qemudir)
{
  static const char *const places[] = {
    "qemu-system-x86_64", "build/qemu-system-x86_64",
    "x86_64-softmmu/qemu-system-x86_64",
  };

  for (size_t i = 0; i < sizeof places / sizeof places[0]; ++i) {
    CLEANUP_FREE char *name = xasprintf ("%s/%s", qemudir, places[i]);
    char *path = access (name, X_OK) == 0 ? realpath (name, NULL) : NULL;

    if (path)
      return path;
  }
  cli_error ("--qemudir %s: no qemu-system-x86_64 has been built there",
             qemudir);
  return NULL;
}

/* In quotes of the shell nothing but a quote has a meaning. */
static void
write_quoted (FILE *fp, const char *s)
{
  fputc ('\'', fp);
  for (; *s; ++s)
    fputs (*s == '\'' ? "'\\''" : (const char[]) { *s, '\0' }, fp);
  fputc ('\'', fp);
}

static int
write_script (int fd, const char *qemu, const char *bios)
{
  CLEANUP_FCLOSE FILE *fp = fdopen (fd, "w");

  if (!fp) {
    close (fd);
    return -1;
  }
  fputs ("#!/bin/sh\nexec ", fp);
  write_quoted (fp, qemu);
  fputs (" -L ", fp);
  write_quoted (fp, bios);
  fputs (" \"$@\"\n", fp);
  return fchmod (fd, 0700) == 0 && fflush (fp) == 0 ? 0 : -1;
}

char *
wrapper_make (const char *qemudir)
{
  CLEANUP_FREE char *name = xasprintf ("%s/pc-bios", qemudir);
  CLEANUP_FREE char *bios = realpath (name, NULL);
  CLEANUP_FREE char *qemu = NULL;
  int fd;

  if (!bios) {
    cli_error ("--qemudir %s: no source tree of QEMU: %s: %s", qemudir, name,
               strerror (errno));
    return NULL;
  }
  if (!(qemu = find_qemu (qemudir)))
    return NULL;
  fd = mkostemp (wrapper, O_CLOEXEC);
  made = fd != -1;
  if (fd == -1 || write_script (fd, qemu, bios) == -1) {
    cli_error ("%s: %s", wrapper, strerror (errno));
    wrapper_remove ();
    return NULL;
  }
  return must_have (strdup (wrapper));
}
