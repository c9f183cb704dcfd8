/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which name was meant: the one from which what was typed differs least. */

#include <config.h>

#include <ctype.h>
#include <string.h>

#include "closest.h"

/* Names longer than this are no mistyped ones. */
#define LONGEST 60

int
closest_fold (char c)
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
  const size_t m = strlen (a), n = strlen (b);
  unsigned d[LONGEST + 1][LONGEST + 1];

  for (size_t j = 0; j <= n; ++j)
    d[0][j] = j;
  for (size_t i = 1; i <= m; ++i) {
    d[i][0] = i;
    for (size_t j = 1; j <= n; ++j) {
      const int x = closest_fold (a[i - 1]), y = closest_fold (b[j - 1]);

      d[i][j] = min3 (d[i - 1][j] + 1, d[i][j - 1] + 1,
                      d[i - 1][j - 1] + (x != y));
      if (i > 1 && j > 1 && x == closest_fold (b[j - 2]) &&
          closest_fold (a[i - 2]) == y)
        d[i][j] = min3 (d[i][j], d[i - 2][j - 2] + 1, -1U);
    }
  }
  return d[m][n];
}

/* A third of the letters may be wrong. */
void
closest_begin (struct closest *best, const char *wanted)
{
  *best = (struct closest) {
    .wanted = wanted, .distance = strlen (wanted) / 3 + 1,
  };
}

void
closest_consider (struct closest *best, const char *name)
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
