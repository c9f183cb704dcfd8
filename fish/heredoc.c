/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heredocs as files that the library can open by name. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell.h"

/* Lines up to the marker; false if it never comes. */
static bool
copy_heredoc (const char *marker, FILE *fp)
{
  for (;;) {
    CLEANUP_FREE char *line = fish.source ? fish_read_line (fish.source)
                                          : NULL;

    if (!line)
      return false;
    if (strcmp (line, marker) == 0)
      return true;
    fprintf (fp, "%s\n", line);
  }
}

static char *
read_heredoc (const char *marker)
{
  CLEANUP_UNLINK_FREE char *path = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;

  if (!*marker) {
    cli_error ("-<<: no end marker: write -<<END and end with a line END");
    return NULL;
  }
  if (!(path = cli_temp_file ("")))
    return NULL;
  if (!(fp = fopen (path, "we"))) {
    cli_error ("%s: %s", path, strerror (errno));
    return NULL;
  }
  if (!copy_heredoc (marker, fp)) {
    cli_error ("-<<%s: the end of input was reached before a line '%s'",
               marker, marker);
    return NULL;
  }
  if (fflush (fp) == EOF) {
    cli_error ("%s: %s", path, strerror (errno));
    return NULL;
  }
  return steal (&path);
}

/* Whether word number i (0: the command) is a local file that is read. */
static bool
is_file_in (const struct strvec *words, size_t i)
{
  size_t first;
  const struct fish_command *c = fish_innermost_command (words, &first);
  const struct fish_arg *arg =
    c && c->run && i > first ? fish_nth_arg (c, i - first - 1) : NULL;

  return arg && arg->flags & FISH_FILE_IN;
}

int
fish_expand_heredocs (struct strvec *words, struct strvec *ret_temp)
{
  for (size_t i = 1; i < words->len; ++i) {
    char *path;

    if (strncmp (words->ptr[i], "-<<", 3) != 0 || !is_file_in (words, i))
      continue;
    path = read_heredoc (words->ptr[i] + 3);
    if (!path)
      return -1;
    must (strvec_add (ret_temp, path));
    free (words->ptr[i]);
    words->ptr[i] = path;
  }
  return 0;
}

void
fish_unlink_all (struct strvec *paths)
{
  for (size_t i = 0; i < paths->len; ++i)
    unlink (paths->ptr[i]);
  strvec_done (paths);
}
