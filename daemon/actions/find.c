/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding files: whole trees, and wildcards. */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content.h"
#include "daemon.h"

/* The directory as it was given and what is sent make a path: programs rely
 * on the slash in front of the names. */
struct names {
  bool slash;
  struct strbuf *b;
};

static int
send_path (void *opaque, const struct walk_entry *e)
{
  struct names *n = opaque;
  int r;

  if (e->after)
    return 0;
  if ((n->slash && strbuf_addc (n->b, '/') == -1)
      || strbuf_add (n->b, e->path, strlen (e->path) + 1) == -1) {
    reply_with_perror ("malloc");
    return -1;
  }
  if (n->b->len < CONTENT_BUFFER_SIZE)
    return 0;
  r = stream_send (n->b->ptr, n->b->len);
  n->b->len = 0;
  return r;
}

int
do_find0 (const char *directory)
{
  CLEANUP_CLOSE int fd = content_open_dir (directory);
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  struct names n = { directory[strlen (directory) - 1] != '/', &b };

  if (fd == -1 || content_walk (fd, directory, 0, send_path, &n) == -1)
    return -1;
  return b.len > 0 ? stream_send (b.ptr, b.len) : 0;
}

/* ---- Wildcards: glob with the guest's directories ---- */

static void *
glob_opendir (const char *path)
{
  int fd = guest_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  DIR *dir;

  if (fd == -1)
    return NULL;
  dir = fdopendir (fd);
  if (dir == NULL)
    close (fd);
  return dir;
}

static struct dirent *
glob_readdir (void *dir)
{
  return readdir (dir);
}

static void
glob_closedir (void *dir)
{
  closedir (dir);
}

static char **
copy_matches (const glob_t *g)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **ret;
  size_t i;

  for (i = 0; i < g->gl_pathc; ++i) {
    if (strvec_add (&v, g->gl_pathv[i]) == -1)
      break;
  }
  ret = i == g->gl_pathc ? strvec_steal (&v) : NULL;
  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

char **
do_glob_expand (const char *pattern, const struct glob_expand_optargs *opts)
{
  const bool mark = !opts->has_directoryslash || opts->directoryslash;
  char **ret = NULL;
  glob_t g = {
    .gl_opendir = glob_opendir,
    .gl_readdir = glob_readdir,
    .gl_closedir = glob_closedir,
    .gl_stat = guest_stat,
    .gl_lstat = guest_lstat,
  };

  switch (glob (pattern, GLOB_ALTDIRFUNC | GLOB_BRACE | (mark ? GLOB_MARK : 0),
                NULL, &g)) {
  case 0:
  case GLOB_NOMATCH:
    ret = copy_matches (&g);
    break;
  case GLOB_NOSPACE:
    reply_with_perror_errno (ENOMEM, "%s", pattern);
    break;
  default:
    reply_with_perror ("%s", pattern);
  }
  globfree (&g);
  return ret;
}
