/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hard and symbolic links, and what a path really leads to. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* ---- Reading ---- */

/* A link's size is not to be relied on: some file systems give 0.  NULL with
 * errno set. */
static char *
readlink_at (int fd, const char *name)
{
  CLEANUP_FREE char *buf = NULL;
  size_t size = 128;
  ssize_t n;
  char *p;

  do {
    size *= 2;
    p = realloc (buf, size);
    if (p == NULL)
      return NULL;
    buf = p;
    n = readlinkat (fd, name, buf, size);
    if (n == -1)
      return NULL;
  } while ((size_t) n == size);
  buf[n] = '\0';
  return steal (&buf);
}

char *
do_readlink (const char *path)
{
  CLEANUP_FREE char *name = NULL;
  CLEANUP_CLOSE int fd = content_open_parent (path, &name);
  char *ret;

  if (fd == -1)
    return NULL;
  ret = readlink_at (fd, name);
  if (ret == NULL)
    reply_with_perror ("%s", path);
  return ret;
}

char **
do_internal_readlinklist (const char *path, char *const *names)
{
  CLEANUP_CLOSE int fd = content_open_dir (path);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **ret = NULL, *link;
  size_t i;

  if (fd == -1)
    return NULL;
  for (i = 0; names[i] != NULL; ++i) {
    link = readlink_at (fd, names[i]);
    if ((link != NULL ? strvec_add_owned (&v, link)
                      : strvec_add (&v, "")) == -1)
      break;
  }
  if (names[i] == NULL)
    ret = strvec_steal (&v);
  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

/* ---- Making ---- */

/* Like ln, a new name that is already a directory means: in there, with the
 * last component of the target. */
static int
find_place (const char *target, const char *linkname, struct place *p)
{
  const char *last = strrchr (target, '/');
  struct stat st;

  if (guest_stat (linkname, &st) == -1 || !S_ISDIR (st.st_mode)) {
    p->fd = content_open_parent (linkname, &p->name);
    return p->fd;
  }
  p->fd = content_open_dir (linkname);
  p->name = strdup (last != NULL && last[1] != '\0' ? last + 1 : target);
  if (p->name == NULL)
    reply_with_perror ("strdup");
  return p->fd == -1 || p->name == NULL ? -1 : 0;
}

/* Tells which of the two paths it was about. */
static int
link_failed (const char *target, const char *linkname)
{
  reply_with_perror ("%s: link to %s", linkname, target);
  return -1;
}

static int
remove_old (const struct place *p, const char *linkname)
{
  if (unlinkat (p->fd, p->name, 0) == -1 && errno != ENOENT) {
    reply_with_perror ("%s", linkname);
    return -1;
  }
  return 0;
}

static bool
same_inode (const struct place *a, const struct place *b)
{
  struct stat x, y;

  return fstatat (a->fd, a->name, &x, AT_SYMLINK_NOFOLLOW) == 0 &&
    fstatat (b->fd, b->name, &y, AT_SYMLINK_NOFOLLOW) == 0 &&
    x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int
make_hard_link (const char *target, const char *linkname, bool force)
{
  CLEANUP_PLACE struct place old = PLACE_INIT, new = PLACE_INIT;
  CLEANUP_FREE char *absolute = NULL;

  /* There is no current directory: it counts from the root. */
  if (asprintf (&absolute, "%s%s", target[0] == '/' ? "" : "/",
                target) == -1) {
    absolute = NULL;
    reply_with_perror ("asprintf");
    return -1;
  }
  old.fd = content_open_parent (absolute, &old.name);
  if (old.fd == -1 || find_place (absolute, linkname, &new) == -1)
    return -1;
  if (force && same_inode (&old, &new))
    return 0;
  if (force && faccessat (old.fd, old.name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 &&
      remove_old (&new, linkname) == -1)
    return -1;
  if (linkat (old.fd, old.name, new.fd, new.name, 0) == -1)
    return link_failed (target, linkname);
  return 0;
}

static int
make_symbolic_link (const char *target, const char *linkname, bool force)
{
  CLEANUP_PLACE struct place new = PLACE_INIT;

  if (find_place (target, linkname, &new) == -1)
    return -1;
  if (force && remove_old (&new, linkname) == -1)
    return -1;
  if (symlinkat (target, new.fd, new.name) == -1)
    return link_failed (target, linkname);
  return 0;
}

int
do_ln (const char *target, const char *linkname)
{
  return make_hard_link (target, linkname, false);
}

int
do_ln_f (const char *target, const char *linkname)
{
  return make_hard_link (target, linkname, true);
}

int
do_ln_s (const char *target, const char *linkname)
{
  return make_symbolic_link (target, linkname, false);
}

int
do_ln_sf (const char *target, const char *linkname)
{
  return make_symbolic_link (target, linkname, true);
}

/* ---- What a path leads to ---- */

char *
do_realpath (const char *path)
{
  CLEANUP_FREE char *real = content_real_path (path);
  const size_t len = strlen (sysroot);
  char *ret;

  if (real == NULL)
    return NULL;
  if (strncmp (real, sysroot, len) != 0) {
    reply_with_error ("%s: this path cannot be resolved", path);
    return NULL;
  }
  ret = strdup (real[len] != '\0' ? real + len : "/");
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

/* The name in this directory that is the same but for case.  An exact match
 * wins; NULL without an error when there is none. */
static char *
match_name (DIR *dir, const char *path, const char *name, size_t len)
{
  CLEANUP_FREE char *found = NULL;
  struct dirent *d;

  while (errno = 0, (d = readdir (dir)) != NULL) {
    if (strlen (d->d_name) != len || strncasecmp (d->d_name, name, len) != 0)
      continue;
    if (found != NULL && strncmp (d->d_name, name, len) != 0)
      continue;
    free (found);
    found = strdup (d->d_name);
    if (found == NULL || strncmp (found, name, len) == 0)
      break;
  }
  if (errno != 0) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  return steal (&found);
}

static char *
match_in (const char *so_far, const char *path, const char *name, size_t len)
{
  CLEANUP_CLOSE int fd = guest_open (so_far, O_RDONLY | O_DIRECTORY
                                     | O_CLOEXEC, 0);
  CLEANUP_CLOSEDIR DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;

  if (dir == NULL) {
    reply_with_perror ("%s", path);
    return NULL;
  }
  steal_fd (&fd);
  return match_name (dir, path, name, len);
}

/* Adds the component to what was found so far. */
static int
add_component (struct strbuf *b, const char *path,
               const char *name, size_t len)
{
  CLEANUP_FREE char *found = match_in (b->len > 0 ? b->ptr : "/",
                                       path, name, len);

  if (reply_has_error ())
    return -1;
  if (found == NULL && len > NAME_MAX) {
    reply_with_perror_errno (ENAMETOOLONG, "%s", path);
    return -1;
  }
  /* The last one may be a file that is about to be made. */
  if (found == NULL && name[len + strspn (name + len, "/")] != '\0') {
    reply_with_perror_errno (ENOENT, "%s: %.*s", path, (int) len, name);
    return -1;
  }
  if (strbuf_addc (b, '/') == -1 ||
      (found != NULL ? strbuf_adds (b, found)
                     : strbuf_add (b, name, len)) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  return 0;
}

char *
do_case_sensitive_path (const char *path)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  const char *p;
  size_t len;

  for (p = path + strspn (path, "/"); *p; p += len, p += strspn (p, "/")) {
    len = strcspn (p, "/");
    if (add_component (&b, path, p, len) == -1)
      return NULL;
  }
  if (b.len == 0 && strbuf_addc (&b, '/') == -1) {
    reply_with_perror ("malloc");
    return NULL;
  }
  return strbuf_steal (&b);
}
