/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Booleans and numbers as people write them: any C radix, size suffixes. */

#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "cli.h"

bool
cli_parse_bool (const char *s, int *ret)
{
  static const char *const words[2][7] = {
    { "0", "f", "false", "n", "no", "off", NULL },
    { "1", "t", "true", "y", "yes", "on", NULL },
  };

  for (int v = 0; v < 2; ++v)
    for (size_t i = 0; words[v][i]; ++i)
      if (strcasecmp (s, words[v][i]) == 0) {
        *ret = v;
        return true;
      }
  return false;
}

/* One that would be right in other letters, such as m or Gb. */
static bool
is_suffix_of_other_case (const char *s)
{
  return strchr ("kKmMgGtTpPeE", s[0]) &&
    (s[1] == '\0' || strcasecmp (s + 1, "B") == 0 ||
     strcasecmp (s + 1, "iB") == 0);
}

/* The power and the base that a suffix stands for; false if it is none. */
static bool
parse_suffix (const char *suffix, int64_t *ret_base, unsigned *ret_power)
{
  static const char letters[] = "KMGTPEZY";
  char c = suffix[0] == 'k' ? 'K' : suffix[0];
  const char *p = c ? strchr (letters, c) : NULL;

  if (!p)
    return false;
  *ret_power = p - letters + 1;
  *ret_base = strcmp (suffix + 1, "B") == 0 ? 1000 : 1024;
  return suffix[1] == '\0' || strcmp (suffix + 1, "B") == 0 ||
         strcmp (suffix + 1, "iB") == 0;
}

static int
scale (int64_t *n, int64_t base, unsigned power)
{
  while (power-- > 0)
    if (__builtin_mul_overflow (*n, base, n))
      return -1;
  return 0;
}

int
cli_parse_int (const char *s, int64_t min, int64_t max, int64_t *ret,
                const char **ret_why)
{
  char *end;
  unsigned power = 0;
  int64_t base = 1, n;

  errno = 0;
  n = strtoimax (s, &end, 0);
  *ret_why = "not a number: "
    "give decimal, 0 octal or 0x hexadecimal digits";
  if (end == s)
    return -1;
  if (*end && !parse_suffix (end, &base, &power)) {
    *ret_why = is_suffix_of_other_case (end)
      ? "sizes end in capital letters: K, M, G, T, P or E (or KB, MB … for "
        "powers of 1000)"
      : "unknown text after the number: sizes end in K, M, G, T, P or E (or "
        "KB, MB … for powers of 1000)";
    return -1;
  }
  *ret_why = max == INT_MAX ? "number out of range: it is at most 2147483647"
                            : "number out of range";
  if (errno == ERANGE || scale (&n, base, power) == -1 || n < min || n > max)
    return -1;
  *ret = n;
  return 0;
}
