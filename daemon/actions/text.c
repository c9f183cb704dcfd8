/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into text: searching, first and last lines, counting, strings. */

#include "config.h"

#include <ctype.h>
#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "content.h"
#include "daemon.h"

static char **
finish_list (struct strvec *v)
{
  char **ret = strvec_steal (v);

  if (ret == NULL)
    reply_with_perror ("malloc");
  return ret;
}

/* ---- Searching ---- */

struct search {
  const char *pattern;
  bool fixed, insensitive;
  regex_t regex;                /* unless fixed */
};

enum { EXTENDED = 1, FIXED = 2, INSENSITIVE = 4, COMPRESSED = 8 };

static int
search_init (struct search *s, const char *pattern, unsigned flags)
{
  CLEANUP_FREE char *message = NULL;
  size_t n;
  int err;

  s->pattern = pattern;
  s->fixed = flags & FIXED;
  s->insensitive = flags & INSENSITIVE;
  if (s->fixed)
    return 0;
  err = regcomp (&s->regex, pattern,
                 (flags & EXTENDED ? REG_EXTENDED : 0) |
                 (flags & INSENSITIVE ? REG_ICASE : 0));
  if (err == 0)
    return 0;
  n = regerror (err, &s->regex, NULL, 0);
  message = malloc (n);
  if (message != NULL)
    regerror (err, &s->regex, message, n);
  reply_with_error_errno (EINVAL, "%s: not a regular expression: %s",
                          pattern, message != NULL ? message : "no memory");
  return -1;
}

static void
search_done (struct search *s)
{
  if (!s->fixed)
    regfree (&s->regex);
}

static bool
equal_but_for_case (const char *a, const char *b, size_t n)
{
  size_t i;

  for (i = 0; i < n; ++i) {
    if (tolower ((unsigned char) a[i]) != tolower ((unsigned char) b[i]))
      return false;
  }
  return true;
}

static bool
line_contains (const struct search *s, const char *line, size_t len)
{
  const size_t n = strlen (s->pattern);
  size_t i;

  if (!s->insensitive)
    return n == 0 || memmem (line, len, s->pattern, n) != NULL;
  for (i = 0; i + n <= len; ++i) {
    if (equal_but_for_case (line + i, s->pattern, n))
      return true;
  }
  return false;
}

static bool
line_matches (const struct search *s, const char *line, size_t len)
{
  regmatch_t range = { .rm_so = 0, .rm_eo = len < INT_MAX ? len : INT_MAX };

  if (s->fixed)
    return line_contains (s, line, len);
  /* The range, because there may be a NUL in the line. */
  return regexec (&s->regex, line, 1, &range, REG_STARTEND) == 0;
}

/* A compressed file, for fopencookie. */
struct compressed {
  gzFile gz;
  const char *path;
};

/* To zlib a file that ends in the middle is one that may still grow: only
 * gzerror tells. */
static ssize_t
compressed_read (void *opaque, char *buf, size_t size)
{
  const struct compressed *c = opaque;
  const int n = gzread (c->gz, buf, size < INT_MAX ? size : INT_MAX);
  int err = Z_OK;

  if (n <= 0)
    gzerror (c->gz, &err);
  if (err == Z_OK || err == Z_STREAM_END)
    return n;
  if (err == Z_ERRNO)
    reply_with_perror ("%s", c->path);
  else
    reply_with_error_errno (err == Z_MEM_ERROR ? ENOMEM : EBADMSG, "%s: the "
                            "compressed data is damaged or ends in the middle",
                            c->path);
  return -1;
}

static int
compressed_close (void *opaque)
{
  struct compressed *c = opaque;
  const int r = gzclose_r (c->gz);

  free (c);
  return r == Z_OK ? 0 : -1;
}

/* Takes fd also when it fails.  NULL with errno set. */
static FILE *
compressed_open (int fd, const char *path)
{
  const cookie_io_functions_t io = {
    .read = compressed_read, .close = compressed_close
  };
  struct compressed *c = malloc (sizeof *c);
  FILE *fp;

  if (c == NULL || (c->gz = gzdopen (fd, "r")) == NULL) {
    free (c);
    close (fd);
    errno = ENOMEM;
    return NULL;
  }
  c->path = path;
  fp = fopencookie (c, "r", io);
  if (fp == NULL)
    compressed_close (c);
  return fp;
}

/* zlib passes on unchanged what is not compressed. */
static FILE *
open_compressed (const char *path)
{
  const int fd = content_open_file (path);
  FILE *fp = fd != -1 ? compressed_open (fd, path) : NULL;

  if (fd != -1 && fp == NULL)
    reply_with_perror ("%s", path);
  return fp;
}

static char **
matching_lines (const struct search *s, FILE *fp, const char *path)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0, len;
  int r;

  while ((r = content_getline (fp, path, &line, &cap, &len)) == 1) {
    if (line_matches (s, line, len) && strvec_add (&v, line) == -1) {
      reply_with_perror ("malloc");
      return NULL;
    }
  }
  return r == -1 ? NULL : finish_list (&v);
}

static char **
search_file (const char *pattern, const char *path, unsigned flags)
{
  CLEANUP_FCLOSE FILE *fp = NULL;
  struct search s;
  char **ret;

  if ((flags & EXTENDED) && (flags & FIXED)) {
    reply_with_error_errno (EINVAL, "%s: a pattern cannot be both extended "
                            "and fixed", pattern);
    return NULL;
  }
  fp = flags & COMPRESSED ? open_compressed (path) : content_fopen (path);
  if (fp == NULL || search_init (&s, pattern, flags) == -1)
    return NULL;
  ret = matching_lines (&s, fp, path);
  search_done (&s);
  return ret;
}

char **
do_grep (const char *regex, const char *path, const struct grep_optargs *opts)
{
  unsigned flags = 0;

  if (opts->has_extended && opts->extended)
    flags |= EXTENDED;
  if (opts->has_fixed && opts->fixed)
    flags |= FIXED;
  if (opts->has_insensitive && opts->insensitive)
    flags |= INSENSITIVE;
  if (opts->has_compressed && opts->compressed)
    flags |= COMPRESSED;
  return search_file (regex, path, flags);
}

#define SEARCH(action, flags)                                   \
  char **                                                       \
  do_##action (const char *pattern, const char *path)           \
  {                                                             \
    return search_file (pattern, path, flags);                  \
  }

SEARCH (grepi, INSENSITIVE)
SEARCH (egrep, EXTENDED)
SEARCH (egrepi, EXTENDED | INSENSITIVE)
SEARCH (fgrep, FIXED)
SEARCH (fgrepi, FIXED | INSENSITIVE)
SEARCH (zgrep, COMPRESSED)
SEARCH (zgrepi, COMPRESSED | INSENSITIVE)
SEARCH (zegrep, COMPRESSED | EXTENDED)
SEARCH (zegrepi, COMPRESSED | EXTENDED | INSENSITIVE)
SEARCH (zfgrep, COMPRESSED | FIXED)
SEARCH (zfgrepi, COMPRESSED | FIXED | INSENSITIVE)

/* ---- First and last lines ---- */

#define USUAL_LINES 10

/* Reads lines into v until it holds limit of them. */
static int
read_lines (FILE *fp, const char *path, struct strvec *v, size_t limit)
{
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0, len;
  int r = 1;

  while (v->len < limit &&
         (r = content_getline (fp, path, &line, &cap, &len)) == 1) {
    if (strvec_add (v, line) == -1) {
      reply_with_perror ("malloc");
      return -1;
    }
  }
  return r == -1 ? -1 : 0;
}

/* Forgets the first n lines. */
static void
drop_first (struct strvec *v, size_t n)
{
  size_t i;

  for (i = 0; i < n; ++i)
    free (v->ptr[i]);
  memmove (v->ptr, v->ptr + n, (v->len - n + 1) * sizeof v->ptr[0]);
  v->len -= n;
}

static char **
first_lines (const char *path, size_t nr)
{
  CLEANUP_FCLOSE FILE *fp = content_fopen (path);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (fp == NULL || read_lines (fp, path, &v, nr) == -1)
    return NULL;
  return finish_list (&v);
}

/* All but the last nr. */
static char **
without_last_lines (const char *path, size_t nr)
{
  CLEANUP_FCLOSE FILE *fp = content_fopen (path);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (fp == NULL || read_lines (fp, path, &v, SIZE_MAX) == -1)
    return NULL;
  for (nr = nr < v.len ? nr : v.len; nr > 0; --nr) {
    free (v.ptr[--v.len]);
    v.ptr[v.len] = NULL;
  }
  return finish_list (&v);
}

/* Holds at most twice as many lines as are wanted. */
static char **
last_lines (const char *path, size_t nr)
{
  CLEANUP_FCLOSE FILE *fp = content_fopen (path);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (fp == NULL)
    return NULL;
  do {
    if (v.len > nr)
      drop_first (&v, v.len - nr);
    if (read_lines (fp, path, &v, nr * 2 + 1024) == -1)
      return NULL;
  } while (v.len == nr * 2 + 1024);
  if (v.len > nr)
    drop_first (&v, v.len - nr);
  return finish_list (&v);
}

/* From line nr on, where the first is 1. */
static char **
lines_from (const char *path, size_t nr)
{
  CLEANUP_FCLOSE FILE *fp = content_fopen (path);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0, len, i;
  int r = 1;

  if (fp == NULL)
    return NULL;
  for (i = 1; r == 1 && i < nr; ++i)
    r = content_getline (fp, path, &line, &cap, &len);
  if (r == -1 || read_lines (fp, path, &v, SIZE_MAX) == -1)
    return NULL;
  return finish_list (&v);
}

/* -INT_MIN is no int. */
static size_t
magnitude (int n)
{
  return n < 0 ? (size_t) -(int64_t) n : (size_t) n;
}

char **
do_head_n (int nrlines, const char *path)
{
  return nrlines >= 0 ? first_lines (path, nrlines)
    : without_last_lines (path, magnitude (nrlines));
}

char **
do_head (const char *path)
{
  return first_lines (path, USUAL_LINES);
}

char **
do_tail_n (int nrlines, const char *path)
{
  return nrlines >= 0 ? last_lines (path, nrlines)
    : lines_from (path, magnitude (nrlines));
}

char **
do_tail (const char *path)
{
  return last_lines (path, USUAL_LINES);
}

/* ---- Counting ---- */

struct counts {
  int64_t chars, words, lines;
  bool in_word;
};

static int
count_piece (void *opaque, const void *buf, size_t len)
{
  struct counts *c = opaque;
  const unsigned char *p = buf;
  size_t i;

  c->chars += len;
  for (i = 0; i < len; ++i) {
    c->lines += p[i] == '\n';
    c->words += !isspace (p[i]) && !c->in_word;
    c->in_word = !isspace (p[i]);
  }
  return 0;
}

static int
count_file (const char *path, struct counts *c)
{
  CLEANUP_CLOSE int fd = content_open_file (path);

  memset (c, 0, sizeof *c);
  return fd == -1 ? -1 : content_read_all (fd, path, count_piece, c);
}

/* These actions return 32 bits. */
static int
small_enough (int64_t n, const char *path)
{
  if (n > INT_MAX) {
    reply_with_error_errno (EOVERFLOW, "%s: the count %lld does not fit into "
                            "the result", path, (long long) n);
    return -1;
  }
  return n;
}

int
do_wc_c (const char *path)
{
  struct counts c;

  return count_file (path, &c) == -1 ? -1 : small_enough (c.chars, path);
}

int
do_wc_w (const char *path)
{
  struct counts c;

  return count_file (path, &c) == -1 ? -1 : small_enough (c.words, path);
}

int
do_wc_l (const char *path)
{
  struct counts c;

  return count_file (path, &c) == -1 ? -1 : small_enough (c.lines, path);
}

/* ---- Strings ---- */

#define SHORTEST_STRING 4

struct strings {
  unsigned unit;                /* bytes in a character: 1, 2, 4 */
  bool big_endian, eight_bits;
  unsigned char pending[4];     /* the start of a character */
  unsigned nr_pending;
  struct strbuf run;            /* printable characters so far */
  struct strvec found;
};

static int
set_encoding (struct strings *s, const char *encoding)
{
  static const struct {
    char letter; unsigned unit; bool big_endian, eight_bits;
  } encodings[] = {
    { 's', 1, false, false }, { 'S', 1, false, true },
    { 'b', 2, true, false },  { 'l', 2, false, false },
    { 'B', 4, true, false },  { 'L', 4, false, false },
  };
  size_t i;

  for (i = 0; i < sizeof encodings / sizeof encodings[0]; ++i) {
    if (encoding[0] == encodings[i].letter && encoding[1] == '\0') {
      s->unit = encodings[i].unit;
      s->big_endian = encodings[i].big_endian;
      s->eight_bits = encodings[i].eight_bits;
      return 0;
    }
  }
  reply_with_error_errno (EINVAL, "%s: unknown encoding: use one of s, S, b, "
                          "l, B, L", encoding);
  return -1;
}

static uint32_t
pending_character (const struct strings *s)
{
  uint32_t c = 0;
  unsigned i;

  for (i = 0; i < s->unit; ++i)
    c = c << 8 | s->pending[s->big_endian ? i : s->unit - 1 - i];
  return c;
}

static bool
is_printable (const struct strings *s, uint32_t c)
{
  return c == '\t' || (c >= ' ' && c < 127) ||
    (s->eight_bits && c >= 128 && c < 256);
}

static int
end_of_run (struct strings *s)
{
  int r = 0;

  if (s->run.len >= SHORTEST_STRING)
    r = strvec_add (&s->found, s->run.ptr);
  s->run.len = 0;
  return r;
}

static int
add_byte (struct strings *s, unsigned char byte)
{
  uint32_t c;

  s->pending[s->nr_pending++] = byte;
  if (s->nr_pending < s->unit)
    return 0;
  c = pending_character (s);
  if (is_printable (s, c)) {
    s->nr_pending = 0;
    return strbuf_addc (&s->run, c);
  }
  /* Wide characters may begin at any byte: try the next one. */
  s->nr_pending = s->unit - 1;
  memmove (s->pending, s->pending + 1, s->nr_pending);
  return end_of_run (s);
}

static int
add_piece (void *opaque, const void *buf, size_t len)
{
  struct strings *s = opaque;
  const unsigned char *p = buf;
  size_t i;

  for (i = 0; i < len; ++i) {
    if (add_byte (s, p[i]) == -1) {
      reply_with_perror ("malloc");
      return -1;
    }
  }
  return 0;
}

char **
do_strings_e (const char *encoding, const char *path)
{
  CLEANUP_CLOSE int fd = -1;
  struct strings s = { .unit = 1 };
  char **ret = NULL;

  if (set_encoding (&s, encoding) == -1)
    return NULL;
  fd = content_open_file (path);
  if (fd >= 0 && content_read_all (fd, path, add_piece, &s) == 0) {
    if (end_of_run (&s) == -1)
      reply_with_perror ("malloc");
    else
      ret = finish_list (&s.found);
  }
  strbuf_done (&s.run);
  strvec_done (&s.found);
  return ret;
}

char **
do_strings (const char *path)
{
  return do_strings_e ("s", path);
}

/* ---- Hexadecimal ---- */

#define ROW 16

struct dump {
  struct strbuf out;
  unsigned char row[ROW], last[ROW];
  unsigned len;                 /* of row */
  uint64_t offset;              /* of row */
  bool starred;                 /* rows like the last are being left out */
};

static int
print_row (struct dump *d)
{
  unsigned i;
  int r = strbuf_addf (&d->out, "%08llx ", (unsigned long long) d->offset);

  for (i = 0; i < ROW && r == 0; ++i) {
    r = i == ROW / 2 ? strbuf_addc (&d->out, ' ') : 0;
    if (r == 0)
      r = i < d->len ? strbuf_addf (&d->out, " %02x", d->row[i])
                     : strbuf_adds (&d->out, "   ");
  }
  if (r == 0)
    r = strbuf_adds (&d->out, "  |");
  for (i = 0; i < d->len && r == 0; ++i)
    r = strbuf_addc (&d->out, d->row[i] >= ' ' && d->row[i] < 127
                              ? d->row[i] : '.');
  return r == 0 ? strbuf_adds (&d->out, "|\n") : -1;
}

/* Rows that repeat the one before are shown as one star. */
static int
end_of_row (struct dump *d)
{
  const bool repeated = d->offset > 0 && d->len == ROW &&
    memcmp (d->row, d->last, ROW) == 0;
  int r = 0;

  if (!repeated)
    r = print_row (d);
  else if (!d->starred)
    r = strbuf_adds (&d->out, "*\n");
  d->starred = repeated;
  memcpy (d->last, d->row, ROW);
  d->offset += d->len;
  d->len = 0;
  return r;
}

static int
dump_piece (void *opaque, const void *buf, size_t len)
{
  struct dump *d = opaque;
  const unsigned char *p = buf;
  size_t i;

  for (i = 0; i < len; ++i) {
    d->row[d->len++] = p[i];
    if (d->len == ROW && end_of_row (d) == -1) {
      reply_with_perror ("malloc");
      return -1;
    }
  }
  return 0;
}

/* The row that is not full, and the size of the file. */
static int
end_of_dump (struct dump *d)
{
  if (d->len > 0 && end_of_row (d) == -1)
    return -1;
  if (d->offset == 0)
    return 0;
  return strbuf_addf (&d->out, "%08llx\n", (unsigned long long) d->offset);
}

char *
do_hexdump (const char *path)
{
  CLEANUP_CLOSE int fd = content_open_file (path);
  struct dump d = { .len = 0 };
  char *ret = NULL;

  if (fd >= 0 && content_read_all (fd, path, dump_piece, &d) == 0) {
    ret = end_of_dump (&d) == 0 ? strbuf_steal (&d.out) : NULL;
    if (ret == NULL)
      reply_with_perror ("malloc");
  }
  strbuf_done (&d.out);
  return ret;
}
