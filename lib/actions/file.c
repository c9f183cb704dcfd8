/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading and writing whole files of any size. */

#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "impl.h"
#include "slurp.h"

/* ---- Reading ---- */

/* download takes devices, too: a second slash makes it the guest's /dev. */
int
guestfs_int_download_path (guestfs_h *g, const char *path, const char *local)
{
  CLEANUP_FREE char *slashes = NULL;

  if (strncmp (path, "/dev/", 5) != 0)
    return guestfs_download (g, path, local);
  slashes = safe_asprintf (g, "/%s", path);
  return guestfs_download (g, slashes, local);
}

char *
guestfs_impl_read_file (guestfs_h *g, const char *path, size_t *size_r)
{
  CLEANUP_SLURP struct slurp s = SLURP_INIT;

  if (guestfs_int_slurp_open (g, &s) == -1 ||
      guestfs_int_download_path (g, path, s.name) == -1)
    return NULL;
  return guestfs_int_slurp_read (&s, size_r);
}

char *
guestfs_impl_cat (guestfs_h *g, const char *path)
{
  size_t size;

  return guestfs_impl_read_file (g, path, &size);
}

/* Cuts the next line out of *p; what follows it is left in *p. */
static char *
next_line (char **p, const char *end)
{
  char *line = *p, *nl = memchr (line, '\n', end - line);

  *p = nl != NULL ? nl + 1 : (char *) end;
  if (nl != NULL && nl > line && nl[-1] == '\r')
    nl[-1] = '\0';
  if (nl != NULL)
    *nl = '\0';
  return line;
}

char **
guestfs_impl_read_lines (guestfs_h *g, const char *path)
{
  CLEANUP_FREE char *data = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char *p, *end, **ret;
  size_t size;

  data = guestfs_impl_read_file (g, path, &size);
  if (data == NULL)
    return NULL;
  end = data + size;
  for (p = data; p < end; ) {
    if (strvec_add (&v, next_line (&p, end)) == -1) {
      perrorf (g, "malloc");
      return NULL;
    }
  }
  ret = strvec_steal (&v);
  if (ret == NULL)
    perrorf (g, "malloc");
  return ret;
}

/* ---- Writing ---- */

/* A message holds this much at most, so that neither side needs memory for
 * the whole of a large file twice. */
#define PIECE (4 * 1024 * 1024)

static int
append (guestfs_h *g, const char *path, const char *content, size_t size)
{
  size_t n;

  for (; size > 0; content += n, size -= n) {
    n = size < PIECE ? size : PIECE;
    if (guestfs_internal_write_append (g, path, content, n) == -1)
      return -1;
  }
  return 0;
}

int
guestfs_impl_write (guestfs_h *g, const char *path,
                    const char *content, size_t content_size)
{
  const size_t n = content_size < PIECE ? content_size : PIECE;

  if (guestfs_internal_write (g, path, content, n) == -1)
    return -1;
  return append (g, path, content + n, content_size - n);
}

int
guestfs_impl_write_append (guestfs_h *g, const char *path,
                           const char *content, size_t content_size)
{
  /* An empty piece creates the file. */
  if (content_size == 0)
    return guestfs_internal_write_append (g, path, content, 0);
  return append (g, path, content, content_size);
}
