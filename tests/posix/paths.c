/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each call that takes a path says of a path that leads nowhere: every
 * call with every fault, as a table. */

#include <sys/statfs.h>
#include <sys/xattr.h>

#include "posix.h"

enum { CREATES = 1, CHANGES = 2, NO_FOLLOW = 4 };

/* ---- Calls ---- */

static int c_chmod (const char *p) { return chmod (p, 0640); }
static int c_chown (const char *p) { return chown (p, 0, 0); }
static int c_lchown (const char *p) { return lchown (p, 0, 0); }
static int c_access (const char *p) { return eaccess (p, F_OK); }
static int c_link_from (const char *p) { return link (p, "new-link"); }
static int c_mkdir (const char *p) { return mkdir (p, 0755); }
static int c_mkfifo (const char *p) { return mkfifo (p, 0644); }
static int c_open (const char *p) { return open (p, O_RDONLY); }
static int c_create (const char *p)
{
  return open (p, O_RDWR | O_CREAT, 0644);
}
static int c_readlink (const char *p)
{
  char buf[10];

  return (int) readlink (p, buf, sizeof buf);
}
static int c_rename_from (const char *p) { return rename (p, "new-name"); }
static int c_rmdir (const char *p) { return rmdir (p); }
static int c_symlink (const char *p) { return symlink ("x", p); }
static int c_truncate (const char *p) { return truncate (p, 10); }
static int c_unlink (const char *p) { return unlink (p); }
static int c_utimes (const char *p) { return utimensat (AT_FDCWD, p, NULL, 0); }
static int c_getxattr (const char *p)
{
  return (int) getxattr (p, "user.none", NULL, 0);
}
static int c_setxattr (const char *p)
{
  return setxattr (p, "user.x", "1", 1, 0);
}

static int
c_stat (const char *p)
{
  struct stat st;

  return stat (p, &st);
}

static int
c_lstat (const char *p)
{
  struct stat st;

  return lstat (p, &st);
}

static int
c_statfs (const char *p)
{
  struct statfs st;

  return statfs (p, &st);
}

static int
c_opendir (const char *p)
{
  return opendir (p) ? 0 : -1;
}

static int
c_mknod (const char *p)
{
  return mknod (p, S_IFCHR | 0600, 0x103);
}

static int
c_link_to (const char *p)
{
  make_file ("origin");
  return link ("origin", p);
}

static int
c_rename_to (const char *p)
{
  make_file ("origin");
  return rename ("origin", p);
}

static const struct call {
  const char *name;
  int (*call) (const char *path);
  int flags;
} calls[] = {
  { "access", c_access, 0 },
  { "chmod", c_chmod, CHANGES },
  { "chown", c_chown, CHANGES },
  { "create", c_create, CREATES },
  { "getxattr", c_getxattr, 0 },
  { "lchown", c_lchown, CHANGES | NO_FOLLOW },
  { "link-from", c_link_from, NO_FOLLOW },
  { "link-to", c_link_to, CREATES | NO_FOLLOW },
  { "lstat", c_lstat, NO_FOLLOW },
  { "mkdir", c_mkdir, CREATES | NO_FOLLOW },
  { "mkfifo", c_mkfifo, CREATES | NO_FOLLOW },
  { "mknod", c_mknod, CREATES | NO_FOLLOW },
  { "open", c_open, 0 },
  { "opendir", c_opendir, 0 },
  { "readlink", c_readlink, NO_FOLLOW },
  { "rename-from", c_rename_from, NO_FOLLOW },
  { "rename-to", c_rename_to, CREATES | NO_FOLLOW },
  { "rmdir", c_rmdir, NO_FOLLOW },
  { "setxattr", c_setxattr, CHANGES },
  { "stat", c_stat, 0 },
  { "statfs", c_statfs, 0 },
  { "symlink", c_symlink, CREATES | NO_FOLLOW },
  { "truncate", c_truncate, CHANGES },
  { "unlink", c_unlink, NO_FOLLOW },
  { "utimensat", c_utimes, CHANGES },
};
#define NR_CALLS (int) (sizeof calls / sizeof calls[0])

/* ---- Faults ---- */

static void
name_too_long (const struct call *c)
{
  no (ENAMETOOLONG, c->call (long_name (256)));
}

static void
parent_name_too_long (const struct call *c)
{
  char path[300];

  snprintf (path, sizeof path, "%s/x", long_name (256));
  no (ENAMETOOLONG, c->call (path));
}

static void
path_too_long (const struct call *c)
{
  char *path = long_name (PATH_MAX);

  for (size_t i = 100; i < PATH_MAX; i += 100)
    path[i] = '/';
  no (ENAMETOOLONG, c->call (path));
}

static void
missing (const struct call *c)
{
  if (c->flags & CREATES)
    ok (c->call ("none"));
  else
    no (ENOENT, c->call ("none"));
}

static void
parent_missing (const struct call *c)
{
  no (ENOENT, c->call ("none/x"));
}

static void
empty_path (const struct call *c)
{
  no (ENOENT, c->call (""));
}

static void
parent_is_file (const struct call *c)
{
  make_file ("f");
  no (ENOTDIR, c->call ("f/x"));
}

static void
parent_is_fifo (const struct call *c)
{
  ok (mkfifo ("fifo", 0644));
  no (ENOTDIR, c->call ("fifo/x"));
}

static void
parent_is_loop (const struct call *c)
{
  ok (symlink ("b", "a"));
  ok (symlink ("a", "b"));
  no (ELOOP, c->call ("a/x"));
}

static void
is_loop (const struct call *c)
{
  ok (symlink ("loop", "loop"));
  if (c->flags & NO_FOLLOW)
    return;
  no (ELOOP, c->call ("loop"));
}

static void
parent_is_dangling (const struct call *c)
{
  ok (symlink ("none", "link"));
  no (ENOENT, c->call ("link/x"));
}

static void
no_search_permission (const struct call *c)
{
  ok (chmod (".", 0777));
  ok (mkdir ("d", 0700));
  make_file ("d/x");
  make_file ("origin");
  ok (chown ("origin", ALICE, ALICE));
  as (ALICE, ALICE)
    no (EACCES, c->call ("d/x"));
}

static void
through_links (const struct call *c)
{
  ok (mkdir ("d", 0755));
  ok (symlink ("d", "l1"));
  ok (symlink ("l1", "l2"));
  if (c->flags & CREATES)
    ok (c->call ("l2/x"));
  else
    no (ENOENT, c->call ("l2/x"));
}

static const struct {
  const char *name;
  void (*run) (const struct call *c);
} faults[] = {
  { "empty-path", empty_path },
  { "is-loop", is_loop },
  { "missing", missing },
  { "name-too-long", name_too_long },
  { "no-search-permission", no_search_permission },
  { "parent-is-dangling", parent_is_dangling },
  { "parent-is-fifo", parent_is_fifo },
  { "parent-is-file", parent_is_file },
  { "parent-is-loop", parent_is_loop },
  { "parent-missing", parent_missing },
  { "parent-name-too-long", parent_name_too_long },
  { "path-too-long", path_too_long },
  { "through-links", through_links },
};
#define NR_FAULTS (int) (sizeof faults / sizeof faults[0])

static void
run_fault (int n)
{
  faults[n % NR_FAULTS].run (&calls[n / NR_FAULTS]);
}

/* ---- Who may change what is in a directory ---- */

/* Calls that change the directory need write permission there. */
static void
run_unwritable (int n)
{
  const struct call *c = &calls[n];

  ok (mkdir ("d", 0755));
  make_file ("d/there");
  if (strcmp (c->name, "rmdir") == 0) {
    ok (unlink ("d/there"));
    ok (mkdir ("d/there", 0777));
  }
  ok (chmod (".", 0777));
  make_file ("origin");
  ok (chown ("origin", ALICE, ALICE));
  as (ALICE, ALICE)
    no (EACCES, c->call (c->flags & CREATES ? "d/new" : "d/there"));
}

static bool
changes_directory (const struct call *c)
{
  return (c->flags & CREATES) || strcmp (c->name, "unlink") == 0 ||
         strcmp (c->name, "rmdir") == 0 || strcmp (c->name, "rename-from") == 0;
}

static char *
name_of (const struct call *c, const char *what)
{
  char *name;

  if (asprintf (&name, "paths/%s/%s", c->name, what) == -1)
    abort ();
  return name;
}

static void __attribute__ ((constructor))
add_all (void)
{
  for (int i = 0; i < NR_CALLS; ++i) {
    for (int j = 0; j < NR_FAULTS; ++j)
      case_add_numbered (name_of (&calls[i], faults[j].name), run_fault,
                         i * NR_FAULTS + j);
    if (changes_directory (&calls[i]))
      case_add_numbered (name_of (&calls[i], "directory-unwritable"),
                         run_unwritable, i);
  }
}
