/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard input and output as files that the library can open by name, and
 * heredocs. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fish.h"

/* A child that copies between a pipe and standard input or output.  Opening
 * /dev/stdout would truncate a regular file and start at its beginning, and
 * fails for a socket; a pipe does neither. */
struct file_copier {
  int fd;                       /* our end, which the library opens again */
  pid_t pid;
};

static void
copy_and_exit (int in, int out)
{
  static char buf[65536];
  ssize_t n;

  while ((n = read (in, buf, sizeof buf)) != 0) {
    if (n == -1 && errno == EINTR)
      continue;
    if (n == -1 || full_write (out, buf, n) == -1)
      _exit (n == -1 || errno != EPIPE ? 1 : 0);
  }
  _exit (0);
}

/* Only the two ends stay open: the child must not keep the library's
 * descriptors alive. */
static void
copier_child (int in, int out)
{
  sigset_t all;

  sigfillset (&all);
  sigprocmask (SIG_BLOCK, &all, NULL);
  if (dup2 (in, 0) == -1 || dup2 (out, 1) == -1)
    _exit (1);
  close_range (3, ~0U, 0);
  copy_and_exit (0, 1);
}

/* direction 0: from standard input; 1: to standard output. */
static struct file_copier *
copier_new (int direction, char **ret_path)
{
  CLEANUP_FREE struct file_copier *c = must_have (calloc (1, sizeof *c));
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) == -1 || (c->pid = fork ()) == -1) {
    fish_error ("cannot copy standard %s: %s",
                direction ? "output" : "input", strerror (errno));
    return NULL;
  }
  if (c->pid == 0)
    copier_child (direction ? fds[0] : 0, direction ? 1 : fds[1]);
  c->fd = fds[direction];
  close (fds[!direction]);
  *ret_path = xasprintf ("/dev/fd/%d", c->fd);
  return steal (&c);
}

static bool
needs_copier (int fd)
{
  struct stat st;

  return fstat (fd, &st) == 0 &&
         (S_ISREG (st.st_mode) || S_ISSOCK (st.st_mode));
}

struct file_copier *
file_copier_stdin (char **ret_path)
{
  if (needs_copier (STDIN_FILENO))
    return copier_new (0, ret_path);
  *ret_path = xasprintf ("%s", "/dev/stdin");
  return NULL;
}

struct file_copier *
file_copier_stdout (char **ret_path)
{
  if (fish_flush () == -1)
    return NULL;
  if (needs_copier (STDOUT_FILENO))
    return copier_new (1, ret_path);
  *ret_path = xasprintf ("%s", "/dev/stdout");
  return NULL;
}

int
file_copier_done (struct file_copier *c)
{
  int r;

  if (!c)
    return 0;
  close (c->fd);
  r = fish_wait (c->pid, "copy of standard input or output");
  free (c);
  return r;
}

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
    fish_error ("-<<: no end marker: write -<<END and end with a line END");
    return NULL;
  }
  if (!(path = fish_temp_file ("")))
    return NULL;
  if (!(fp = fopen (path, "we"))) {
    fish_error ("%s: %s", path, strerror (errno));
    return NULL;
  }
  if (!copy_heredoc (marker, fp)) {
    fish_error ("-<<%s: the end of input was reached before a line '%s'",
                marker, marker);
    return NULL;
  }
  if (fflush (fp) == EOF) {
    fish_error ("%s: %s", path, strerror (errno));
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
    if (c->args[arg].kind != FISH_KEY && ++first == i)
      return c->args[arg].kind == FISH_FILE_IN;
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
