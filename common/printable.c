/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text of a guest that is shown to people. */

#include <config.h>

#include <stdbool.h>

#include "printable.h"

/* U+0080 to U+009F in UTF-8: there is an escape among them, too. */
static bool
is_c1 (const unsigned char *p)
{
  return p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f;
}

void
make_printable (char *s)
{
  for (unsigned char *p = (unsigned char *) s; p && *p; ++p)
    if (*p < 0x20 || *p == 0x7f)
      *p = ' ';
    else if (is_c1 (p))
      p[0] = p[1] = ' ';
}
