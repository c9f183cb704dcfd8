/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One attempt to unmount. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "guestunmount.h"

#define NOT_FOUND 127           /* exit status: there is no such program */

static void __attribute__ ((noreturn))
run_program (const char *program, const char *path, int messages)
{
  dup2 (messages, STDOUT_FILENO);
  dup2 (messages, STDERR_FILENO);
  setenv ("LC_ALL", "C", 1);
  execlp (program, program, "-u", path, (char *) NULL);
  _exit (NOT_FOUND);
}

/* All that it prints, as one line. */
static char *
read_messages (int fd)
{
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;
  char buf[512];
  ssize_t n;

  while ((n = read (fd, buf, sizeof buf)) > 0 || (n == -1 && errno == EINTR))
    for (ssize_t i = 0; i < n; ++i)
      must (strbuf_addc (&s, buf[i] == '\n' || !buf[i] ? ' ' : buf[i]));
  while (s.len > 0 && s.ptr[s.len - 1] == ' ')
    s.ptr[--s.len] = '\0';
  return must_have (strbuf_steal (&s));
}

/* Its exit status; -1 with errno set. */
static int
run_fusermount (const char *program, const char *path, char **ret_messages)
{
  int fds[2], status;

  if (pipe2 (fds, O_CLOEXEC) == -1)
    return -1;
  CLEANUP_CLOSE int out = fds[0];
  const pid_t pid = fork ();
  if (pid == 0)
    run_program (program, path, fds[1]);
  close (fds[1]);
  if (pid == -1)
    return -1;
  *ret_messages = read_messages (out);
  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR)
      return -1;
  if (cli.verbose)
    fprintf (stderr, "%s: %s -u %s: status %d%s%s\n", cli.program, program,
             path, WEXITSTATUS (status), **ret_messages ? ": " : "",
             *ret_messages);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}

static enum outcome
unmount_by_program (const char *path, char **ret_why)
{
  static const char *const programs[] = { "fusermount3", "fusermount" };

  for (size_t i = 0; i < sizeof programs / sizeof programs[0]; ++i) {
    CLEANUP_FREE char *messages = NULL;
    const int status = run_fusermount (programs[i], path, &messages);

    if (status == 0)
      return UNMOUNTED;
    if (status == NOT_FOUND)
      continue;
    *ret_why = status == -1 ? must_have (strdup (strerror (errno)))
      : steal (&messages);
    return strstr (*ret_why, "busy") ? BUSY : REFUSED;
  }
  *ret_why = xasprintf ("fusermount3: %s: install fuse3", strerror (ENOENT));
  return REFUSED;
}

enum outcome
unmount_once (const char *path, char **ret_why)
{
  if (geteuid () != 0)
    return unmount_by_program (path, ret_why);
  const int r = umount2 (path, UMOUNT_NOFOLLOW);
  const int err = r == 0 ? 0 : errno;

  if (cli.verbose)
    fprintf (stderr, "%s: umount %s: %s\n", cli.program, path, strerror (err));
  if (r == 0)
    return UNMOUNTED;
  if (err == EPERM)             /* root of a container */
    return unmount_by_program (path, ret_why);
  *ret_why = must_have (strdup (strerror (err)));
  return err == EBUSY ? BUSY : REFUSED;
}
