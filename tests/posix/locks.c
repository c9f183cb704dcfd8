/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks: of whole files, of records, of open files. */

#include <sys/file.h>
#include <sys/wait.h>

#include "posix.h"

static int
lock_record (int fd, int command, int type, off_t at, off_t n)
{
  struct flock l = { .l_type = (short) type, .l_start = at, .l_len = n };

  return fcntl (fd, command, &l);
}

static int
try_flock (void *arg)
{
  (void) arg;
  const int fd = open ("f", O_RDWR);

  return flock (fd, LOCK_EX | LOCK_NB) == 0 ? 1 : errno != EWOULDBLOCK;
}

CASE (flock, excludes)
{
  make_file ("f");
  const int fd = ok (open ("f", O_RDWR));
  ok (flock (fd, LOCK_EX));
  yes (in_child (try_flock, NULL));
  ok (flock (fd, LOCK_UN));
  yes (!in_child (try_flock, NULL));
}

CASE (flock, shared)
{
  make_file ("f");
  const int a = ok (open ("f", O_RDONLY)), b = ok (open ("f", O_RDONLY));
  ok (flock (a, LOCK_SH | LOCK_NB));
  ok (flock (b, LOCK_SH | LOCK_NB));
  no (EWOULDBLOCK, flock (b, LOCK_EX | LOCK_NB));
}

CASE (flock, ends_with_close)
{
  make_file ("f");
  const int a = ok (open ("f", O_RDWR)), b = ok (open ("f", O_RDWR));
  ok (flock (a, LOCK_EX));
  no (EWOULDBLOCK, flock (b, LOCK_EX | LOCK_NB));
  ok (close (a));
  ok (flock (b, LOCK_EX | LOCK_NB));
}

static int
try_record (void *arg)
{
  (void) arg;
  const int fd = open ("f", O_RDWR);

  if (lock_record (fd, F_SETLK, F_WRLCK, 10, 5) == 0 ||
      (errno != EAGAIN && errno != EACCES))
    return 1;
  return lock_record (fd, F_SETLK, F_WRLCK, 20, 5) == 0 ? 0 : 2;
}

CASE (fcntl, locks_records)
{
  make_text ("f", "012345678901234567890123456789");
  const int fd = ok (open ("f", O_RDWR));
  ok (lock_record (fd, F_SETLK, F_WRLCK, 8, 5));
  yes (in_child (try_record, NULL));
  ok (lock_record (fd, F_SETLK, F_UNLCK, 8, 5));
  yes (!in_child (try_record, NULL));
}

static int
get_record (void *arg)
{
  struct flock l = { .l_type = F_WRLCK, .l_start = 0, .l_len = 0 };
  const int fd = open ("f", O_RDWR);

  if (fcntl (fd, F_GETLK, &l) == -1)
    return 1;
  return l.l_type == F_RDLCK && l.l_start == 3 && l.l_len == 4 &&
         l.l_pid == *(pid_t *) arg ? 0 : 2;
}

CASE (fcntl, tells_who_locks)
{
  pid_t self = getpid ();

  make_file ("f");
  const int fd = ok (open ("f", O_RDWR));
  ok (lock_record (fd, F_SETLK, F_RDLCK, 3, 4));
  yes (in_child (get_record, &self));
}

static int
wait_for_record (void *arg)
{
  (void) arg;
  const int fd = open ("f", O_RDWR);

  return lock_record (fd, F_SETLKW, F_WRLCK, 0, 0);
}

CASE (fcntl, waits)
{
  make_file ("f");
  const int fd = ok (open ("f", O_RDWR));
  ok (lock_record (fd, F_SETLK, F_WRLCK, 0, 0));
  const pid_t pid = fork ();
  if (pid == 0)
    _exit (wait_for_record (NULL));
  later ();
  is (waitpid (pid, NULL, WNOHANG), 0);
  ok (lock_record (fd, F_SETLK, F_UNLCK, 0, 0));
  int status;
  ok (waitpid (pid, &status, 0));
  is (status, 0);
}

CASE (fcntl, locks_end_with_the_process)
{
  make_file ("f");
  yes (in_child (wait_for_record, NULL));
  const int fd = ok (open ("f", O_RDWR));
  ok (lock_record (fd, F_SETLK, F_WRLCK, 0, 0));
}

CASE (fcntl, locks_of_open_files)
{
  make_file ("f");
  const int a = ok (open ("f", O_RDWR)), b = ok (open ("f", O_RDWR));
  ok (lock_record (a, F_OFD_SETLK, F_WRLCK, 0, 10));
  no (EAGAIN, lock_record (b, F_OFD_SETLK, F_WRLCK, 5, 10));
  ok (lock_record (b, F_OFD_SETLK, F_WRLCK, 10, 10));
}

CASE (fcntl, leases)
{
  make_file ("f");
  const int fd = ok (open ("f", O_RDONLY));
  ok (fcntl (fd, F_SETLEASE, F_RDLCK));
  is (fcntl (fd, F_GETLEASE), F_RDLCK);
}
