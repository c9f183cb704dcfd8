/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of package databases share. */

#ifndef GUESTFSD_READERS_H
#define GUESTFSD_READERS_H

#include <endian.h>
#include <string.h>

#include "apps.h"

/* ---- One for each format ---- */
extern int apps_read_apk (const struct tree *t, struct apps *apps);
extern int apps_read_deb (const struct tree *t, struct apps *apps);
extern int apps_read_ebuild (const struct tree *t, struct apps *apps);
extern int apps_read_ipk (const struct tree *t, struct apps *apps);
extern int apps_read_pacman (const struct tree *t, struct apps *apps);
extern int apps_read_pkgsrc (const struct tree *t, struct apps *apps);
extern int apps_read_rpm (const struct tree *t, struct apps *apps);
/* Windows has no format of packages; "windows" stands for its registry. */
extern int apps_read_windows (const struct tree *t, struct apps *apps);
extern int apps_read_xbps (const struct tree *t, struct apps *apps);

/* ---- Files of which parts are read, mostly forward (ahead.c) ---- */
struct ahead {
  char *piece;                  /* of the file: len bytes from start on */
  off_t start;
  size_t len, size;             /* size: what was asked for */
  off_t last;                   /* where the last read ended */
};
/* As pread does, but less than n only at the end of the file. */
extern ssize_t read_ahead (struct ahead *a, int fd, void *buf, size_t n,
                           off_t offset);
extern void ahead_done (struct ahead *a);

/* ---- Lines of files that may be large (text.c) ---- */

/* More than any list of packages has. */
#define DATABASE_MAX (512 * 1024 * 1024)

struct lines {
  const struct tree *t;         /* borrowed, as the path */
  const char *path;
  int fd;
  bool direct;                  /* read around the page cache */
  off_t offset;                 /* up to which it was read */
  char *buf;
  size_t cap, start, end;       /* what is in buf and was not given away */
  size_t length;                /* of the last line */
  uintmax_t number;             /* of the last line */
  bool has_nul;                 /* that was told */
  bool skipping;                /* the rest of a line that is too long */
  bool keep;                    /* what was given away stays in buf … */
  size_t kept;                  /* … from here on */
};
#define LINES_INIT { .fd = -1 }
/* 1; 0 when there is no such file; -1 with the error set. */
extern int lines_open (const struct tree *t, const char *path,
                       struct lines *ret);
/* The same as lines_next, for what the buffer does not have as a whole. */
extern int lines_next_slowly (struct lines *l, char **ret_line);

static inline bool
ends_text (char c)
{
  return c == '\n' || c == '\0';
}

/* The first newline or NUL; NULL when there is neither.  Eight bytes at a time:
 * lines are short, and vector instructions, which memchr uses, are calls when
 * they are emulated.  The first bit of small is of a byte that is no greater
 * than a newline, which few others are. */
static inline char *
find_end (char *p, const char *end)
{
  const uint64_t ones = UINT64_MAX / 0xff;

  while (end - p >= 8) {
    uint64_t word, small;

    memcpy (&word, p, sizeof word);
    word = le64toh (word);
    small = (word - ones * ('\n' + 1)) & ~word & ones << 7;
    if (small == 0) {
      p += 8;
      continue;
    }
    p += __builtin_ctzll (small) / 8;
    if (ends_text (*p))
      return p;
    ++p;
  }
  while (p < end && !ends_text (*p))
    ++p;
  return p < end ? p : NULL;
}

/* The next len bytes, with a newline or the end of the file behind them. */
static inline int
lines_take (struct lines *l, size_t len, char **ret_line)
{
  char *line = l->buf + l->start;

  l->start += len < l->end - l->start ? len + 1 : len;
  if (len > 0 && line[len - 1] == '\r')
    --len;
  line[len] = '\0';
  l->length = len;
  l->number++;
  *ret_line = line;
  return 1;
}

/* 1 and a line without its end, which may be changed and is valid until the
 * next; 0 at the end; -1 with the error set.  A line that is too long costs
 * itself and a warning. */
static inline int
lines_next (struct lines *l, char **ret_line)
{
  char *from = l->buf + l->start;
  const char *end = l->skipping ? NULL : find_end (from, l->buf + l->end);

  if (!l->keep)
    l->kept = l->start;
  return end && *end == '\n' ? lines_take (l, end - from, ret_line)
    : lines_next_slowly (l, ret_line);
}

/* Lines that belong together, of a file that was opened with l->keep set
 * afterwards: they stay until lines_forget, but may move.  A place in them is
 * never 0 unless it is where the first one begins. */
static inline size_t
lines_place (const struct lines *l, const char *p)
{
  return p - (l->buf + l->kept);
}

static inline char *
lines_at (const struct lines *l, size_t place)
{
  return l->buf + l->kept + place;
}

static inline void
lines_forget (struct lines *l)
{
  l->kept = l->start;
}

extern void lines_done (struct lines *l);
#define CLEANUP_LINES __attribute__ ((cleanup (lines_done)))

/* ---- Directories in which each package has one (text.c) ---- */
/* "dir/name", malloc'd; NULL with the error set. */
extern char *path_below (const char *dir, const char *name);
/* Calls fn with the path of everything in a directory.  1; 0 when there is no
 * such directory; -1 with the error set. */
extern int for_each_name (const struct tree *t, const char *dir,
                          int (*fn) (const struct tree *t, const char *path,
                                     struct apps *apps), struct apps *apps);

/* ---- Errors (text.c); each returns -1 ---- */
/* For a database that must be there. */
extern int no_database (const char *path);

/* As in trim_blanks; without a call. */
static inline bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* ---- Versions (split.c), in place ---- */

/* Takes "2:" away; 0 when there is none, -1 when it is no number: then it
 * stays. */
extern int split_epoch (char **version, int32_t *ret_epoch);
/* Ends the string at its last such character, and returns what is behind it;
 * NULL when there is none. */
extern char *split_last (char *s, char c);
/* The same, when a digit follows: where a name ends and a version begins. */
extern char *split_name_version (char *s);

#endif /* GUESTFSD_READERS_H */
