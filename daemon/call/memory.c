/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon does not die of a result that is too large.
 *
 * Without a limit malloc promises more than there is, and the kernel kills
 * whoever uses it: often the daemon, and with it the machine.  With one it
 * returns NULL, which becomes an error of the one call.  Programs that the
 * daemon starts have no limit, but are the first to go.
 */

#include "config.h"

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "state.h"

/* Bytes that may stay with the daemon when nothing uses them. */
#define KEPT (16 << 20)

static void
set_oom_score (const char *score)
{
  CLEANUP_CLOSE int fd = open ("/proc/self/oom_score_adj",
                               O_WRONLY | O_CLOEXEC);

  /* Where the kernel has no such thing there is nothing to be done. */
  if (fd != -1)
    (void) !write (fd, score, strlen (score));
}

static void
set_data_limit (rlim_t limit)
{
#ifndef __SANITIZE_ADDRESS__    /* whose shadow is counted, too */
  struct rlimit rl;

  if (getrlimit (RLIMIT_DATA, &rl) == 0) {
    rl.rlim_cur = limit < rl.rlim_max ? limit : rl.rlim_max;
    setrlimit (RLIMIT_DATA, &rl);
  }
#else
  (void) limit;
#endif
}

size_t
memory_share (unsigned percent)
{
  struct sysinfo si;

  if (sysinfo (&si) == -1)
    return 64u << 20;
  return (uint64_t) si.totalram * si.mem_unit / 100 * percent;
}

/* What one call has freed the next one uses.  Without this the C library gives
 * large pieces back to the kernel, and each of their pages costs a fault and
 * has to be cleared again, which an emulated processor does slowly. */
static void
keep_freed_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, KEPT);
  mallopt (M_TRIM_THRESHOLD, KEPT);
}

void
memory_protect (void)
{
  keep_freed_memory ();
  set_oom_score ("-900");
  set_data_limit (memory_share (80));
}

void
memory_unprotect (void)
{
  set_data_limit (RLIM_INFINITY);
  set_oom_score ("0");
}

/* After a large result the heap stays large, and a fork copies its tables. */
void
memory_release (void)
{
  static char *start;
  const ptrdiff_t large = 32 << 20;

  if (!start)
    start = sbrk (0);
  if ((char *) sbrk (0) - start > large)
    malloc_trim (0);
}
