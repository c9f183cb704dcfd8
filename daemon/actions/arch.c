/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For which processors a file was made. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch.h"
#include "content.h"
#include "daemon.h"
#include "initrd.h"

/* Enough of a program to know it. */
#define MEMBER_HEAD 1024
/* An initrd has programs among its first files. */
#define MEMBERS_MAX 100000

static bool
is_cpio (int fd)
{
  char magic[6];

  return read_head (fd, magic, sizeof magic) == sizeof magic
    && (memcmp (magic, "070701", 6) == 0 || memcmp (magic, "070702", 6) == 0);
}

/* What the contents of a member say, which are passed over; -1 with the error
 * set. */
static int
arch_of_member (struct initrd *i, const struct initrd_member *m,
                const char **ret)
{
  struct initrd_member rest = *m;
  char head[MEMBER_HEAD];
  /* A multiple of four, so that the padding stays what it is. */
  const size_t n = m->size < sizeof head ? m->size & ~3U : sizeof head;

  *ret = NULL;
  if (!S_ISREG (m->mode) || n == 0)
    return initrd_skip_contents (i, m);
  if (initrd_read_exactly (i, head, n) == -1)
    return -1;
  *ret = architecture_of_head (head, n);
  rest.size -= n;
  return initrd_skip_contents (i, &rest);
}

/* NULL, with the error set if it cannot be read. */
static const char *
arch_of_initrd (const char *path)
{
  struct initrd i = { .fd = -1 };
  const char *arch = NULL;
  int r = initrd_open (&i, path);

  for (size_t n = 0; r == 0 && arch == NULL && n < MEMBERS_MAX; ++n) {
    struct initrd_member m = { NULL, 0, 0 };
    const bool last =
      initrd_next (&i, &m) != 1 || call_fails_cancelled (path);

    if (!last)
      r = arch_of_member (&i, &m, &arch);
    free (m.name);
    if (last)
      break;
  }
  initrd_close (&i);
  return arch;
}

char *
do_file_architecture (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_file (path);
  const char *arch;
  char *ret;

  if (fd == -1)
    return NULL;
  arch = architecture_of_fd (fd);
  if (arch == NULL && is_cpio (fd))
    arch = arch_of_initrd (path);
  if (arch == NULL) {
    if (!reply_has_error ())
      reply_with_error_errno (EINVAL, "%s: neither a program nor a library, "
                              "module, kernel or initrd that is known", path);
    return NULL;
  }
  ret = strdup (arch);
  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}
