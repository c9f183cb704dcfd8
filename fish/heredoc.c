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

/* The kind of the argument that word number i (0: the command) is, looking
 * through commands that run another one: time, glob, not. */
static bool
is_file_in (const struct strvec *words, size_t i)
{
  const struct fish_command *c = NULL;
  size_t first = 0, arg;

  while (first < words->len && (c = fish_find_command (words->ptr[first])) &&
         c->run_local && strncmp (c->synopsis, "command", 7) == 0)
    first++;
  if (!c || !c->run || i <= first)
    return false;
  for (arg = 0; arg < c->nr_args; ++arg)
    if (!(c->args[arg].flags & FISH_SECRET) && ++first == i)
      return c->args[arg].flags & FISH_FILE_IN;
  return false;
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
