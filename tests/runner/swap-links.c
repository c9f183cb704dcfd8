/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs in the appliance: exchanges files of the guest with links that lead to
 * the appliance's own, again and again, as fast as it can.
 *
 *   swap-links GUEST CANARY
 *
 * t/r and t/w/r are directories or links to CANARY, t/f is a file or a link to
 * CANARY/file.  What an action removes is made again; t is not, so that the
 * guest can be unmounted. */

#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct pair {
  mode_t type;                  /* of the one that is not the link */
  char *path, *other, *target;
  char *file, *sub;             /* in the directory */
};

static char *
join (const char *dir, const char *name)
{
  char *path;

  if (asprintf (&path, "%s%s", dir, name) == -1)
    exit (EXIT_FAILURE);
  return path;
}

static struct pair
make_pair (const char *guest, const char *name, mode_t type,
           const char *canary)
{
  struct pair p = { .type = type, .path = join (guest, name) };

  p.other = join (p.path, "~");
  p.target = join (canary, type == S_IFREG ? "/file" : "");
  p.file = join (p.path, "/file");
  p.sub = join (p.path, "/sub");
  return p;
}

static mode_t
type_of (const char *path)
{
  struct stat st;

  return lstat (path, &st) == -1 ? 0 : st.st_mode & S_IFMT;
}

static void
make_file (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);

  if (fd == -1)
    return;
  if (write (fd, "mine\n", 5) == -1)
    perror (path);
  close (fd);
}

/* What is in the way and cannot be removed goes when /t does. */
static void
make_again (const struct pair *p)
{
  unlink (p->other);
  if (type_of (p->path) != p->type && remove (p->path) == -1)
    rename (p->path, p->other);
  if (p->type == S_IFREG)
    make_file (p->path);
  else if (mkdir (p->path, 0755) == 0) {
    make_file (p->file);
    mkdir (p->sub, 0755);
  }
  if (symlink (p->target, p->other) == -1)
    usleep (1000);
}

static void
swap (const struct pair *p)
{
  const mode_t a = type_of (p->path), b = type_of (p->other);

  if ((a == p->type && b == S_IFLNK) || (a == S_IFLNK && b == p->type))
    renameat2 (AT_FDCWD, p->path, AT_FDCWD, p->other, RENAME_EXCHANGE);
  else
    make_again (p);
}

int
main (int argc, char *argv[])
{
  if (argc != 3 || daemon (0, 0) == -1)
    return EXIT_FAILURE;
  char *walked = join (argv[1], "/t/w");
  const struct pair pairs[] = {
    make_pair (argv[1], "/t/r", S_IFDIR, argv[2]),
    make_pair (argv[1], "/t/f", S_IFREG, argv[2]),
    make_pair (argv[1], "/t/w/r", S_IFDIR, argv[2]),
  };

  make_file ("/run/swap-links.started");
  for (;;) {
    mkdir (walked, 0755);
    for (int i = 0; i < 3; i++)
      swap (&pairs[i]);
  }
}
