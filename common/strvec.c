/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one string vector, the one string buffer, how arrays grow, and full reads
 * and writes. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanups.h"
#include "strvec.h"

/* ---- Arrays ---- */

void *
array_room (void *array, size_t len, size_t *cap, size_t size)
{
  const size_t more = *cap ? *cap * 2 : 8;

  if (len < *cap)
    return array;
  array = reallocarray (array, more, size);
  if (array)
    *cap = more;
  return array;
}

/* ---- Vector ---- */

/* Room for one more string and the terminator. */
static int
vec_reserve (struct strvec *v)
{
  char **p = array_room (v->ptr, v->len + 1, &v->cap, sizeof *p);

  if (!p)
    return -1;
  v->ptr = p;
  return 0;
}

int
strvec_add_owned (struct strvec *v, char *s)
{
  if (!s)
    return -1;
  if (vec_reserve (v) == -1) {
    cleanup_free (&s);
    return -1;
  }
  v->ptr[v->len++] = s;
  v->ptr[v->len] = NULL;
  return 0;
}

int
strvec_add (struct strvec *v, const char *s)
{
  return strvec_add_owned (v, strdup (s));
}

int
strvec_addf (struct strvec *v, const char *fs, ...)
{
  va_list args;
  char *s;
  int r;

  va_start (args, fs);
  r = vasprintf (&s, fs, args);
  va_end (args);
  return r == -1 ? -1 : strvec_add_owned (v, s);
}

static int
compare_strings (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

bool
strvec_contains (const struct strvec *v, const char *s)
{
  for (size_t i = 0; i < v->len; ++i)
    if (strcmp (v->ptr[i], s) == 0)
      return true;
  return false;
}

void
strvec_sort (struct strvec *v)
{
  if (v->len > 1)
    qsort (v->ptr, v->len, sizeof v->ptr[0], compare_strings);
}

char **
strvec_steal (struct strvec *v)
{
  char **r = v->ptr ? v->ptr : calloc (1, sizeof *r);

  *v = (struct strvec) STRVEC_INIT;
  return r;
}

void
strvec_done (struct strvec *v)
{
  cleanup_free_string_list (&v->ptr);
  *v = (struct strvec) STRVEC_INIT;
}

/* ---- Buffer ---- */

/* Room for n more bytes and the terminator. */
static int
buf_reserve (struct strbuf *b, size_t n)
{
  size_t need, cap;
  char *p;

  if (n >= SIZE_MAX / 2 - b->len) {
    errno = ENOMEM;
    return -1;
  }
  need = b->len + n + 1;
  if (need <= b->cap)
    return 0;
  cap = b->cap ? b->cap * 2 : 64;
  if (cap < need)
    cap = need;
  p = realloc (b->ptr, cap);
  if (!p)
    return -1;
  b->ptr = p;
  b->cap = cap;
  return 0;
}

int
strbuf_add (struct strbuf *b, const void *p, size_t n)
{
  if (buf_reserve (b, n) == -1)
    return -1;
  if (n > 0)
    memcpy (b->ptr + b->len, p, n);
  b->len += n;
  b->ptr[b->len] = '\0';
  return 0;
}

int
strbuf_addc (struct strbuf *b, char c)
{
  return strbuf_add (b, &c, 1);
}

int
strbuf_adds (struct strbuf *b, const char *s)
{
  return strbuf_add (b, s, strlen (s));
}

int
strbuf_addf (struct strbuf *b, const char *fs, ...)
{
  CLEANUP_FREE char *s = NULL;
  va_list args;
  int r;

  va_start (args, fs);
  r = vasprintf (&s, fs, args);
  va_end (args);
  if (r == -1) {
    s = NULL;                   /* its value is undefined */
    return -1;
  }
  return strbuf_add (b, s, r);
}

char *
strbuf_steal (struct strbuf *b)
{
  char *r = b->ptr ? b->ptr : strdup ("");

  *b = (struct strbuf) STRBUF_INIT;
  return r;
}

void
strbuf_done (struct strbuf *b)
{
  cleanup_free (&b->ptr);
  *b = (struct strbuf) STRBUF_INIT;
}

/* ---- Lists ---- */

size_t
string_list_length (char *const *list)
{
  size_t n = 0;

  while (list[n])
    n++;
  return n;
}

char **
string_list_copy (char *const *list)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (; *list; list++)
    if (strvec_add (&v, *list) == -1)
      return NULL;
  return strvec_steal (&v);
}

char *
string_list_join (const char *sep, char *const *list)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  for (size_t i = 0; list[i]; i++)
    if ((i > 0 && strbuf_adds (&b, sep) == -1)
        || strbuf_adds (&b, list[i]) == -1)
      return NULL;
  return strbuf_steal (&b);
}

size_t
string_list_piece (char *const **list, const char **piece, size_t most)
{
  size_t n = 0;

  for (; n < most && **list; n++)
    piece[n] = *(*list)++;
  piece[n] = NULL;
  return n;
}

void
string_list_free (char **list)
{
  if (!list)
    return;
  for (size_t i = 0; list[i]; i++)
    free (list[i]);
  free (list);
}

void
cleanup_free_string_list (void *ptr)
{
  int saved = errno;

  string_list_free (*(char ***) ptr);
  errno = saved;
}

/* ---- Descriptors ---- */

/* Somebody's standard output may be non-blocking. */
static int
wait_until_writable (int fd)
{
  struct pollfd p = { fd, POLLOUT, 0 };

  return poll (&p, 1, -1) == 1 ? 0 : -1;
}

int
full_write (int fd, const void *buf, size_t n)
{
  const char *p = buf;

  while (n > 0) {
    ssize_t r = write (fd, p, n);

    if (r == -1) {
      if (errno == EAGAIN && wait_until_writable (fd) == 0)
        continue;
      if (errno == EINTR)
        continue;
      return -1;
    }
    p += r;
    n -= r;
  }
  return 0;
}

ptrdiff_t
full_read (int fd, void *buf, size_t n)
{
  char *p = buf;
  size_t done = 0;

  while (done < n) {
    ssize_t r = read (fd, p + done, n - done);

    if (r == -1) {
      if (errno == EINTR)
        continue;
      return -1;
    }
    if (r == 0)
      break;
    done += r;
  }
  return done;
}

int
set_direct (int fd, bool on)
{
  const int flags = fcntl (fd, F_GETFL);

  if (flags == -1)
    return -1;
  return fcntl (fd, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT);
}

int
fd_above_stdio (int fd)
{
  int ret, saved;

  if (fd == -1 || fd > STDERR_FILENO)
    return fd;
  ret = fcntl (fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  saved = errno;
  close (fd);
  errno = saved;
  return ret;
}
