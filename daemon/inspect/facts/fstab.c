/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system says of its file systems: /etc/fstab, /etc/crypttab and
 * mdadm.conf, line by line.  A line that makes no sense costs itself. */

#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inspect.h"

/* What is larger was not written by hand, nor by an installer. */
#define FILE_MAX_BYTES 100000
#define LINES_MAX 1000

/* ---- Lines and fields ---- */

#define BLANKS " \t"

/* The next field, in place; NULL when none is left, or a comment. */
static char *
next_field (char **line)
{
  char *field = *line + strspn (*line, BLANKS);
  const size_t n = strcspn (field, BLANKS);

  if (*field == '\0' || *field == '#')
    return NULL;
  *line = field + n;
  if (**line)
    *(*line)++ = '\0';
  return field;
}

static bool
is_octal (const char *s)
{
  return s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7'
    && s[2] >= '0' && s[2] <= '7';
}

/* "\040" stands for a blank, in place; NUL for nothing. */
static void
decode_octal (char *s)
{
  char *to = s;

  while (*s) {
    char c = *s++;

    if (c == '\\' && is_octal (s)) {
      c = (s[0] - '0') * 64 + (s[1] - '0') * 8 + (s[2] - '0');
      s += 3;
    }
    if (c)
      *to++ = c;
  }
  *to = '\0';
}

/* The lines of a file of the guest, at most so many. */
static char **
read_lines (const struct tree *t, const char *path)
{
  char **lines = tree_lines (t, path, FILE_MAX_BYTES);
  const size_t n = lines ? string_list_length (lines) : 0;

  if (n > LINES_MAX)
    tree_warning (t, "%s: of %zu lines the first %d were read", path, n,
                  LINES_MAX);
  for (size_t i = LINES_MAX; i < n; ++i) {
    free (lines[i]);
    lines[i] = NULL;
  }
  return lines;
}

static void
warn_of_line (const struct tree *t, const char *path, size_t number)
{
  tree_warning (t, "%s: line %zu makes no sense and was left out: compare it "
                "with the manual page of the file", path, number);
}

/* line: false when it makes no sense. */
static void
read_table (const struct tree *t, const char *path,
            bool (*line) (char *line, struct strvec *to), struct strvec *to)
{
  CLEANUP_FREE_STRING_LIST char **lines = read_lines (t, path);

  for (size_t i = 0; lines && lines[i]; ++i)
    if (!line (lines[i], to))
      warn_of_line (t, path, i + 1);
}

/* ---- /etc/fstab ---- */

static bool
is_number (const char *s)
{
  return *s && s[strspn (s, "0123456789")] == '\0';
}

/* The manual page has "none" for swap. */
static bool
is_mount_point (const char *s)
{
  return *s == '/' || strcmp (s, "none") == 0 || strcmp (s, "swap") == 0
    || strcmp (s, "-") == 0;
}

enum { SPEC, DIRECTORY, TYPE, OPTIONS, FREQ, PASSNO, NR_FIELDS };

/* Options may be missing, the numbers, too.  A blank among the options moves
 * the rest to where numbers should be. */
static bool
add_fstab_line (char *line, struct strvec *to)
{
  char *field[NR_FIELDS] = { NULL };
  size_t n = 0;

  while (n < NR_FIELDS && (field[n] = next_field (&line)) != NULL)
    decode_octal (field[n++]);
  if (n == 0)
    return true;
  if (n <= TYPE || !is_mount_point (field[DIRECTORY])
      || (n > FREQ && !is_number (field[FREQ]))
      || (n > PASSNO && !is_number (field[PASSNO])))
    return false;
  for (size_t i = SPEC; i <= OPTIONS; ++i)
    strvec_add (to, i < n && *field[i] ? field[i] : "-");
  return true;
}

/* ---- /etc/crypttab ---- */

static bool
add_crypttab_line (char *line, struct strvec *to)
{
  char *name = next_field (&line);
  char *device = name ? next_field (&line) : NULL;

  if (name == NULL)
    return true;
  if (device == NULL)
    return false;
  decode_octal (name);
  decode_octal (device);
  strvec_add (to, name);
  strvec_add (to, device);
  return true;
}

/* ---- mdadm.conf ---- */

/* Any beginning of a word that is long enough, in any case. */
static bool
is_array_word (const char *word)
{
  const size_t n = strlen (word);

  return n >= 3 && n <= 5 && strncasecmp (word, "array", n) == 0;
}

/* The rest of a line after "ARRAY"; NULL when it is another. */
static char *
after_array (char *line)
{
  const char *word = isblank ((unsigned char) *line) ? NULL
    : next_field (&line);

  return word && is_array_word (word) ? line : NULL;
}

/* NULL when there is none. */
static const char *
find_uuid (char *words)
{
  const char *word;

  while ((word = next_field (&words)) != NULL)
    if (strncasecmp (word, "uuid=", 5) == 0)
      return word + 5;
  return NULL;
}

/* A line that begins with a blank continues the one before.  An array whose
 * UUID is not there is found by other means, or not at all. */
static void
read_arrays (const struct tree *t, const char *path, struct strvec *to)
{
  CLEANUP_FREE_STRING_LIST char **lines = read_lines (t, path);
  const char *device = NULL, *uuid;
  char *rest;

  for (size_t i = 0; lines && lines[i]; ++i) {
    rest = after_array (lines[i]);
    if (rest && (device = next_field (&rest)) == NULL)
      warn_of_line (t, path, i + 1);
    if (rest == NULL && !isblank ((unsigned char) lines[i][0]))
      device = NULL;
    uuid = device ? find_uuid (rest ? rest : lines[i]) : NULL;
    if (uuid && *device == '/') {
      strvec_add (to, device);
      strvec_add (to, uuid);
      device = NULL;
    }
  }
}

void
look_for_fstab (const struct tree *t, struct findings *f)
{
  read_table (t, "/etc/fstab", add_fstab_line, &f->fstab);
  read_table (t, "/etc/crypttab", add_crypttab_line, &f->crypttab);
  read_arrays (t, "/etc/mdadm.conf", &f->arrays);
  read_arrays (t, "/etc/mdadm/mdadm.conf", &f->arrays);
}
