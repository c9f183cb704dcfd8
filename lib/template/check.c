/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is there a template, and is it what it says? */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "template.h"

/* Opened once: what is checked is what QEMU gets, whatever happens to the
 * name. */
static const char *
open_file (guestfs_h *g, const struct template *t, const char *file, int flags,
           int *ret_fd, off_t *ret_size)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, file);
  struct stat st;

  *ret_fd = open (path, flags | O_NOFOLLOW | O_CLOEXEC);
  if (*ret_fd == -1)
    return "a file of it cannot be opened";
  if (fstat (*ret_fd, &st) == -1 || !S_ISREG (st.st_mode) || st.st_nlink > 1)
    return "a file of it is not a file of its own";
  if (st.st_uid != geteuid () || (st.st_mode & 07777) != 0600)
    return "a file of it has another owner or mode than it was made with";
  *ret_size = st.st_size;
  return NULL;
}

/* The sum of fd from start to its end, without reading holes.  Offsets are
 * counted from start. */
static int
sum_file (int fd, off_t start, uint64_t *ret)
{
  CLEANUP_FREE char *buf = malloc (TEMPLATE_PIECE);
  off_t at = start, data, hole;
  ssize_t n;
  int r = -1;

  *ret = 0;
  while (buf &&
         (r = guestfs_int_template_next_data (fd, at, &data, &hole)) == 1) {
    at = data - (data - start) % TEMPLATE_PIECE;
    for (; at < hole; at += n) {
      n = pread (fd, buf, TEMPLATE_PIECE, at);
      if (n <= 0)
        return -1;
      *ret += guestfs_int_template_sum (at - start, buf, n);
    }
  }
  return r;
}

static const char *
check_header (struct template *t, off_t ram_size, off_t state_size)
{
  const char *why = guestfs_int_template_read_header (t->state_fd, &t->header);

  if (why)
    return why;
  if (strcmp (t->header.key, t->key) != 0)
    return "it is of another machine";
  if (t->header.ram_size != (uint64_t) ram_size ||
      t->header.state_size + TEMPLATE_HEADER_SIZE != (uint64_t) state_size)
    return "a file of it is not as long as it was made";
  return NULL;
}

static const char *
open_files (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, "");
  off_t ram_size, state_size;
  const char *why;
  struct stat st;
  uint64_t sum;

  if (lstat (path, &st) == -1 || !S_ISDIR (st.st_mode) ||
      st.st_uid != geteuid () || (st.st_mode & 077) != 0)
    return "its directory has another owner or mode than it was made with";
  why = open_file (g, t, "/ram", O_RDWR, &t->ram_fd, &ram_size);
  if (!why)
    why = open_file (g, t, "/state", O_RDONLY, &t->state_fd, &state_size);
  if (!why)
    why = check_header (t, ram_size, state_size);
  /* One that has the memory in it is long: it is checked while it is read. */
  if (!why && !t->ram_in_state &&
      (sum_file (t->state_fd, TEMPLATE_HEADER_SIZE, &sum) == -1 ||
       sum != t->header.state_sum))
    why = "its state is damaged";
  return why;
}

int
guestfs_int_template_open (guestfs_h *g, struct template *t)
{
  CLEANUP_FREE char *path = guestfs_int_template_path (g, t, "");
  struct stat st;

  if (lstat (path, &st) == -1) {
    debug (g, "template: %s: %s", path, strerror (errno));
    return -1;
  }
  const char *why = open_files (g, t);
  if (!why)
    return 0;
  guestfs_int_template_drop (g, t, why);
  close (steal_fd (&t->ram_fd));
  close (steal_fd (&t->state_fd));
  guestfs_int_template_header_done (&t->header);
  return -1;
}

const char *
guestfs_int_template_check_ram (const struct template *t)
{
  uint64_t sum;

  if (sum_file (t->ram_fd, 0, &sum) == -1 || sum != t->header.ram_sum)
    return "its memory is damaged";
  return NULL;
}
