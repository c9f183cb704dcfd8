/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What cases have in common: other users, files, times. */

#include <grp.h>
#include <sys/wait.h>

#include "posix.h"

/* ---- Users ---- */

int
as_begin (uid_t uid, gid_t gid)
{
  ok (setgroups (0, NULL));
  ok (setegid (gid));
  ok (seteuid (uid));
  return 1;
}

int
as_end (void)
{
  ok (seteuid (0));
  ok (setegid (0));
  return 0;
}

bool
in_child (int (*f) (void *), void *arg)
{
  int status;
  const pid_t pid = fork ();

  if (pid == 0)
    _exit (f (arg));
  ok (pid);
  ok (waitpid (pid, &status, 0));
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* ---- Files ---- */

void
make_text (const char *path, const char *text)
{
  const int fd = ok (open (path, O_WRONLY | O_CREAT | O_TRUNC, 0644));

  is (write (fd, text, strlen (text)), strlen (text));
  ok (close (fd));
}

void
make_file (const char *path)
{
  make_text (path, "");
}

char *
read_text (const char *path)
{
  static char buf[65536];
  const int fd = ok (open (path, O_RDONLY));
  const ssize_t n = ok (read (fd, buf, sizeof buf - 1));

  buf[n] = '\0';
  ok (close (fd));
  return buf;
}

struct stat
stat_of (const char *path)
{
  struct stat st;

  ok (lstat (path, &st));
  return st;
}

int
mode_of (const char *path)
{
  return stat_of (path).st_mode & 07777;
}

bool
is_there (const char *path)
{
  struct stat st;

  if (lstat (path, &st) == 0)
    return true;
  no (ENOENT, lstat (path, &st));
  return false;
}

char *
long_name (size_t n)
{
  char *s = malloc (n + 1);

  yes (s != NULL);
  memset (s, 'n', n);
  s[n] = '\0';
  return s;
}

/* ---- Times ---- */

/* A kernel's clock for files may go in steps of 10 ms. */
void
later (void)
{
  usleep (25000);
}

static bool
differ (struct timespec a, struct timespec b)
{
  return a.tv_sec != b.tv_sec || a.tv_nsec != b.tv_nsec;
}

int
changed_times (const struct stat *a, const struct stat *b)
{
  return (differ (a->st_atim, b->st_atim) ? A_TIME : 0) |
         (differ (a->st_mtim, b->st_mtim) ? M_TIME : 0) |
         (differ (a->st_ctim, b->st_ctim) ? C_TIME : 0);
}
