/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of one file system of a guest, below a directory that need not be
 * mounted anywhere: what inspection reads.
 *
 * Paths are absolute in the guest.  Symbolic links are followed, and never
 * lead out of the directory.  Nothing here waits (for the other end of a FIFO),
 * or opens a device, or sets the error of the call: what is missing is missing,
 * and what is there but cannot be read is a warning.
 */

#ifndef GUESTFSD_TREE_H
#define GUESTFSD_TREE_H

#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "call.h"

struct tree {
  int fd;                       /* the directory; borrowed */
  const char *name;             /* of the file system, for warnings; borrowed */
  struct strvec *warnings;      /* to which they are added; borrowed */
  /* Command lines that boot loaders would give to systems, of this and of other
   * file systems; borrowed, may be NULL. */
  struct strvec *boot_options;
};

/* A part of a tree as a tree: a deployment, a Windows directory.  -1 with
 * errno; the caller closes ret->fd. */
extern int tree_below (const struct tree *t, const char *path,
                       struct tree *ret);

/* ---- What there is ---- */

/* openat2; errno.  A regular file or a directory, else it fails. */
extern int tree_open (const struct tree *t, const char *path);
extern int tree_stat (const struct tree *t, const char *path,
                      struct stat *ret);       /* of what a link leads to */
extern bool tree_has (const struct tree *t, const char *path);
extern bool tree_has_file (const struct tree *t, const char *path);
extern bool tree_has_dir (const struct tree *t, const char *path);
/* What the last component is itself. */
extern bool tree_has_link (const struct tree *t, const char *path);
/* The names in a directory, sorted, without . and .., at most so many (more
 * are a warning); NULL with errno when there is no such directory. */
extern char **tree_list (const struct tree *t, const char *path, size_t most);
/* The path as it is written on the disk, for a path in any case; each
 * component that is there exactly so is taken so.  Malloc'd; NULL when it does
 * not exist. */
extern char *tree_find (const struct tree *t, const char *path);

/* ---- Reading ----
 * NULL when the file is missing, and also, with a warning, when it is no
 * regular file, cannot be read or is longer than max bytes.  What is read is
 * NUL-terminated; ret_len may be NULL: then the text ends at the first NUL. */
extern char *tree_read (const struct tree *t, const char *path, size_t max,
                        size_t *ret_len);
#define TREE_TEXT_MAX (2 * 1024 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
/* Its lines without their ends (LF or CR LF), a byte order mark taken away;
 * bytes that are no UTF-8 stay. */
extern char **tree_lines (const struct tree *t, const char *path, size_t max);
/* The first line that has more than blanks in it, without blanks around it. */
extern char *tree_first_line (const struct tree *t, const char *path);
/* Without blanks, tabs and carriage returns around it; in place. */
extern char *trim_blanks (char *s);

/* ---- Warnings ---- */
/* "NAME: path: reason: remedy"; NAME is put in front here. */
extern void tree_warning (const struct tree *t, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* Likewise to a list of any: not twice, and not without end.  In mounts.c, of
 * what belongs to no tree. */
extern void warning_add (struct strvec *warnings, const char *name,
                         const char *fs, va_list args)
  __attribute__ ((format (printf, 3, 0)));

#endif /* GUESTFSD_TREE_H */
