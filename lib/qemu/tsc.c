/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rate of this host's time stamp counter, which QEMU passes on to an
 * emulated processor as it is.  The kernel of the appliance would measure it
 * against an emulated timer; on a busy host it gets that wrong several times
 * over, and its clock then runs at another speed for as long as a template
 * lives. */

#include <config.h>

#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "deadline.h"
#include "qemu.h"

#define STEP_KHZ 10000

#if defined __x86_64__ || defined __i386__
#include <x86intrin.h>
static uint64_t
read_counter (void)
{
  return __rdtsc ();
}
#else
static uint64_t
read_counter (void)
{
  return 0;
}
#endif

/* Both clocks at one moment. */
struct sample {
  int64_t ns;
  uint64_t ticks;
};

static int64_t
now_ns (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000000000) + ts.tv_nsec;
}

/* Of several tries the one that was interrupted least. */
static struct sample
take_sample (void)
{
  struct sample best = { 0 };
  uint64_t best_width = UINT64_MAX;

  for (int i = 0; i < 8; i++) {
    const uint64_t before = read_counter ();
    const int64_t ns = now_ns ();
    const uint64_t width = read_counter () - before;

    if (width < best_width) {
      best = (struct sample) { ns, before + width / 2 };
      best_width = width;
    }
  }
  return best;
}

static unsigned tsc_khz;

static void
measure (void)
{
  const struct sample a = take_sample ();
  const struct timespec until = guestfs_int_deadline_in (1);

  guestfs_int_wait_until (NULL, 0, &until);
  const struct sample b = take_sample ();
  const double khz = (b.ticks - a.ticks) * 1e6 / (double) (b.ns - a.ns);

  tsc_khz = (unsigned) (khz / STEP_KHZ + 0.5) * STEP_KHZ;
}

unsigned
guestfs_int_tsc_khz (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;

  pthread_once (&once, measure);
  return tsc_khz;
}
