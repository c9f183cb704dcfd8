/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the fake libvirt share; it is in two libraries. */

#ifndef TESTS_FAKE_LIBVIRT_H
#define TESTS_FAKE_LIBVIRT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Is FAKE_LIBVIRT that? */
static inline bool
mode_is (const char *mode)
{
  const char *s = getenv ("FAKE_LIBVIRT");

  return s && strcmp (s, mode) == 0;
}

/* To the file FAKE_LIBVIRT_LOG. */
static inline void __attribute__ ((format (printf, 1, 2)))
say (const char *fs, ...)
{
  const char *name = getenv ("FAKE_LIBVIRT_LOG");
  FILE *fp = name ? fopen (name, "a") : NULL;
  va_list args;

  if (!fp)
    return;
  va_start (args, fs);
  vfprintf (fp, fs, args);
  va_end (args);
  fclose (fp);
}

#endif /* TESTS_FAKE_LIBVIRT_H */
