/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one string vector, the one string buffer, and how arrays grow. */

#ifndef GUESTFS_INT_STRVEC_H
#define GUESTFS_INT_STRVEC_H

#include <stdbool.h>
#include <stddef.h>

/* Room for one more element of so many bytes behind len: the array, perhaps in
 * another place; NULL when memory is out, and then it stays as it was. */
extern void *array_room (void *array, size_t len, size_t *cap, size_t size);

/* A growing list of strings, always NULL-terminated once non-empty. */
struct strvec {
  char **ptr;
  size_t len, cap;
};
#define STRVEC_INIT { NULL, 0, 0 }

/* These return 0, or -1 with errno ENOMEM; nothing is added then. */
extern int strvec_add (struct strvec *v, const char *s);       /* copies */
/* Takes s, also when it fails. */
extern int strvec_add_owned (struct strvec *v, char *s);
extern int strvec_addf (struct strvec *v, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
extern bool strvec_contains (const struct strvec *v, const char *s);
extern void strvec_sort (struct strvec *v);     /* strcmp order */
/* The list, never NULL unless memory is out; the vector is empty after. */
extern char **strvec_steal (struct strvec *v);
extern void strvec_done (struct strvec *v);
#define CLEANUP_STRVEC __attribute__ ((cleanup (strvec_done)))

/* A growing buffer, always NUL-terminated once non-empty. */
struct strbuf {
  char *ptr;
  size_t len, cap;
};
#define STRBUF_INIT { NULL, 0, 0 }
extern int strbuf_add (struct strbuf *b, const void *p, size_t n);
extern int strbuf_addc (struct strbuf *b, char c);
extern int strbuf_adds (struct strbuf *b, const char *s);
extern int strbuf_addf (struct strbuf *b, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* The string, "" when nothing was added; NULL only when memory is out. */
extern char *strbuf_steal (struct strbuf *b);
extern void strbuf_done (struct strbuf *b);
#define CLEANUP_STRBUF __attribute__ ((cleanup (strbuf_done)))

/* Lists of strings as the API has them. */
extern size_t string_list_length (char *const *list);
extern char **string_list_copy (char *const *list);
extern char *string_list_join (const char *sep, char *const *list);
extern void string_list_free (char **list);
/* The next strings of *list, at most so many, borrowed, into piece, which has
 * room for one more: NULL.  Moves *list on; returns how many. */
extern size_t string_list_piece (char *const **list, const char **piece,
                                 size_t most);

/* Loops over short transfers and EINTR. */
extern int full_write (int fd, const void *buf, size_t n);     /* 0 or -1 */
/* Bytes read, less than n only at the end of file; -1 on error. */
extern ptrdiff_t full_read (int fd, void *buf, size_t n);
/* Whether it goes around the page cache; -1 where that cannot be. */
extern int set_direct (int fd, bool on);
/* For a new descriptor, of a program that may have closed its standard ones:
 * the same file as 3 or above, close-on-exec.  Takes fd, which may be -1; -1
 * with errno set. */
extern int fd_above_stdio (int fd);

#endif /* GUESTFS_INT_STRVEC_H */
