/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which name was meant: the one from which what was typed differs least. */

#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Names longer than this are no mistyped ones. */
#define LONGEST 60

int
cli_fold (char c)
{
  return c == '_' ? '-' : tolower ((unsigned char) c);
}

static unsigned
min3 (unsigned a, unsigned b, unsigned c)
{
  unsigned m = a < b ? a : b;

  return m < c ? m : c;
}

/* How many letters are wrong, missing, too many or swapped: d[i][j] for the
 * first i letters of a and the first j of b. */
static unsigned
distance (const char *a, const char *b)
{
  const size_t m = strlen (a), n = strlen (b), w = n + 1;
  CLEANUP_FREE unsigned *d = must_have (calloc ((m + 1) * w, sizeof *d));

  for (size_t j = 0; j <= n; ++j)
    d[j] = j;
  for (size_t i = 1; i <= m; ++i) {
    d[i * w] = i;
    for (size_t j = 1; j <= n; ++j) {
      const unsigned *up = &d[(i - 1) * w + j];

      d[i * w + j] = min3 (*up + 1, d[i * w + j - 1] + 1,
                           up[-1] + (cli_fold (a[i - 1]) !=
                                     cli_fold (b[j - 1])));
      if (i > 1 && j > 1 && cli_fold (a[i - 1]) == cli_fold (b[j - 2]) &&
          cli_fold (a[i - 2]) == cli_fold (b[j - 1]))
        d[i * w + j] = min3 (d[i * w + j], up[-(ptrdiff_t) w - 2] + 1, -1U);
    }
  }
  return d[m * w + n];
}

/* A third of the letters may be wrong. */
void
cli_closest_begin (struct cli_closest *best, const char *wanted)
{
  *best = (struct cli_closest) {
    .wanted = wanted, .distance = strlen (wanted) / 3 + 1,
  };
}

void
cli_closest_consider (struct cli_closest *best, const char *name)
{
  unsigned d;

  if (strlen (best->wanted) > LONGEST || strlen (name) > LONGEST)
    return;
  d = distance (name, best->wanted);
  if (d < best->distance) {
    best->name = name;
    best->distance = d;
  }
}
