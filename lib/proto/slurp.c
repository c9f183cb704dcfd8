/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results that come as a stream, because they may be of any size, taken into
 * memory.  The guest decides how large they are: memory that is missing is an
 * error of the call, not the end of the program. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "slurp.h"
#include "strvec.h"

#define PIECE (4 * 1024 * 1024)

int
guestfs_int_slurp_open (guestfs_h *g, struct slurp *s)
{
  s->g = g;
  s->fd = fd_above_stdio (memfd_create ("guestfs", MFD_CLOEXEC));
  if (s->fd == -1) {
    perrorf (g, "cannot make a file in memory");
    return -1;
  }
  s->name = guestfs_int_own_file_add (g, &s->file, s->fd);
  return 0;
}

/* Pages that have been copied are given back at once. */
static int
move_pieces (int fd, char *data, size_t size)
{
  size_t at;
  ptrdiff_t n;

  if (lseek (fd, 0, SEEK_SET) == -1)
    return -1;
  for (at = 0; at < size; at += n) {
    n = full_read (fd, data + at, size - at < PIECE ? size - at : PIECE);
    if (n == 0)
      errno = EIO;
    if (n <= 0)
      return -1;
    /* Without it two copies exist for a moment, no more. */
    (void) !fallocate (fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, n);
  }
  return 0;
}

char *
guestfs_int_slurp_read (struct slurp *s, size_t *ret_size)
{
  CLEANUP_FREE char *data = NULL;
  struct stat st;

  if (fstat (s->fd, &st) == -1) {
    perrorf (s->g, "cannot find the size of the result");
    return NULL;
  }
  data = malloc ((size_t) st.st_size + 1);
  if (data == NULL || move_pieces (s->fd, data, st.st_size) == -1) {
    perrorf (s->g, "cannot keep the result of %lld bytes in memory",
             (long long) st.st_size);
    return NULL;
  }
  data[st.st_size] = '\0';
  *ret_size = st.st_size;
  return steal (&data);
}

void
guestfs_int_slurp_done (struct slurp *s)
{
  if (s->fd == -1)
    return;
  guestfs_int_own_file_remove (s->g, &s->file);
  close (steal_fd (&s->fd));
}

char **
guestfs_int_slurp_names (struct slurp *s)
{
  CLEANUP_FREE char *data = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **ret = NULL;
  size_t i, n;

  data = guestfs_int_slurp_read (s, &n);
  if (data == NULL)
    return NULL;
  for (i = 0; i < n; i += strlen (data + i) + 1) {
    if (strvec_add (&v, data + i) == -1)
      break;
  }
  if (i >= n) {
    strvec_sort (&v);
    ret = strvec_steal (&v);
  }
  if (ret == NULL)
    perrorf (s->g, "cannot keep the list of names in memory");
  return ret;
}

/* ---- Structs ---- */

struct array {
  char *val;
  size_t len, cap;
};

/* A struct that could not be decoded to its end is cleared like the others. */
static int
add_struct (struct array *a, struct wire_reader *r,
            const struct slurp_kind *kind)
{
  char *val = array_room (a->val, a->len, &a->cap, kind->size);

  if (val == NULL)
    return -1;
  a->val = val;
  val += a->len * kind->size;
  memset (val, 0, kind->size);
  kind->get (r, val);
  a->len++;
  if (!r->failed && a->len < UINT32_MAX)
    return 0;
  errno = EPROTO;
  return -1;
}

int
guestfs_int_decode_structs (const char *data, size_t n,
                            const struct slurp_kind *kind,
                            void **ret_val, uint32_t *ret_len)
{
  struct array a = { NULL, 0, 0 };
  struct wire_reader r;
  int saved;

  wire_reader_init (&r, data, n);
  r.budget = SIZE_MAX;          /* a stream may be of any size */
  while (wire_remaining (&r) > 0) {
    if (add_struct (&a, &r, kind) == 0)
      continue;
    saved = errno;
    for (size_t i = 0; i < a.len; i++)
      kind->clear (a.val + i * kind->size);
    free (a.val);
    errno = saved;
    return -1;
  }
  *ret_val = a.val;
  *ret_len = a.len;
  return 0;
}

int
guestfs_int_slurp_structs (struct slurp *s, const char *what,
                           const struct slurp_kind *kind,
                           void **ret_val, uint32_t *ret_len)
{
  CLEANUP_FREE char *data = NULL;
  size_t n;

  data = guestfs_int_slurp_read (s, &n);
  if (data == NULL)
    return -1;
  if (guestfs_int_decode_structs (data, n, kind, ret_val, ret_len) == 0)
    return 0;
  if (errno == EPROTO)
    guestfs_int_error_errno (s->g, EPROTO, "%s: the list from the appliance "
                             "is malformed", what);
  else
    perrorf (s->g, "%s", what);
  return -1;
}
