/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded before the library by the tests of languages: what
 * internal_test_rint64 returns for "memory" is how many bytes malloc has given
 * out, and one.  Memory that the interpreter has freed, but keeps, hides a leak
 * from whoever looks at the size of the process. */

#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>

struct guestfs_h;

/* PHP asks that extensions do not see what was loaded before. */
void *
dlopen (const char *file, int flags)
{
  void *(*next) (const char *, int);

  *(void **) &next = dlsym (RTLD_NEXT, "dlopen");
  return next (file, flags & ~RTLD_DEEPBIND);
}

int64_t
guestfs_internal_test_rint64 (struct guestfs_h *g, const char *val)
{
  int64_t (*next) (struct guestfs_h *, const char *);

  if (strcmp (val, "memory") == 0) {
    const struct mallinfo2 info = mallinfo2 ();

    return 1 + (int64_t) (info.uordblks + info.hblkhd);
  }
  *(void **) &next = dlsym (dlopen ("libguestfs.so.0", RTLD_LAZY),
                            "guestfs_internal_test_rint64");
  return next (g, val);
}
