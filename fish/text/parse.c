/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of a script: its words, or what it asks of the host's shell. */

#include <config.h>

#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define BLANKS " \t\n\r\v\f"

static const char *
skip_blanks (const char *s)
{
  return s + strspn (s, BLANKS);
}

/* The value of exactly n digits in the given base; -1 if they are not. */
static int
take_digits (const char *s, int n, int base)
{
  int v = 0;

  for (int i = 0; i < n; ++i) {
    const char *digits = "0123456789abcdef";
    char c = s[i] >= 'A' && s[i] <= 'F' ? s[i] - 'A' + 'a' : s[i];
    const char *p = c ? memchr (digits, c, base) : NULL;

    if (!p)
      return -1;
    v = v * base + (p - digits);
  }
  return v;
}

/* The escape sequence at s (after the backslash) into word.  Returns what
 * follows it, or NULL if there is no such sequence. */
static const char *
take_escape (const char *s, struct strbuf *word)
{
  static const char from[] = "abfnrtv\"\\", to[] = "\a\b\f\n\r\t\v\"\\";
  const char *p = *s ? strchr (from, *s) : NULL;
  int v;

  if (p) {
    must (strbuf_addc (word, to[p - from]));
    return s + 1;
  }
  if (*s == '\'') {             /* it means something to lists only */
    must (strbuf_adds (word, "\\'"));
    return s + 1;
  }
  v = *s == 'x' ? take_digits (s + 1, 2, 16) : take_digits (s, 3, 8);
  if (v <= 0 || v > 255)
    return NULL;
  must (strbuf_addc (word, v));
  return s + 3;
}

static const char *
take_double_quoted (const char *s, struct strbuf *word, const char **ret_why)
{
  for (++s; *s && *s != '"';) {
    if (*s != '\\') {
      must (strbuf_addc (word, *s++));
      continue;
    }
    s = take_escape (s + 1, word);
    if (!s) {
      *ret_why = "unknown escape sequence in double quotes: "
        "write \\\\ for a backslash, \\ooo or \\xhh (not zero) for a byte";
      return NULL;
    }
  }
  if (*s != '"') {
    *ret_why = "a double quote is not closed";
    return NULL;
  }
  return s + 1;
}

static const char *
take_single_quoted (const char *s, struct strbuf *word, const char **ret_why)
{
  const char *end = strchr (s + 1, '\'');

  if (!end) {
    *ret_why = "a single quote is not closed";
    return NULL;
  }
  must (strbuf_add (word, s + 1, end - s - 1));
  return end + 1;
}

/* "~" and "~user" at the start of a plain word. */
static void
add_home (struct strbuf *word, const char *s, size_t n)
{
  CLEANUP_FREE char *user = must_have (strndup (s + 1, n - 1));
  struct passwd *pw = *user ? getpwnam (user) : NULL;
  const char *home = *user ? (pw ? pw->pw_dir : NULL) : cli_home ();

  if (home)
    must (strbuf_adds (word, home));
  else
    must (strbuf_add (word, s, n));
}

static const char *
take_plain (const char *s, struct strbuf *word)
{
  size_t n = strcspn (s, BLANKS);

  if (*s == '~') {
    size_t tilde = strcspn (s, "/" BLANKS);

    add_home (word, s, tilde);
    s += tilde;
    n -= tilde;
  }
  must (strbuf_add (word, s, n));
  return s + n;
}

static const char *
take_word (const char *s, struct strbuf *word, const char **ret_why)
{
  if (*s != '"' && *s != '\'')
    return take_plain (s, word);

  s = *s == '"' ? take_double_quoted (s, word, ret_why)
                : take_single_quoted (s, word, ret_why);
  if (s && *s && !strchr (BLANKS, *s)) {
    *ret_why = "text directly after a closing quote: "
      "put a space between arguments, or quote the whole argument";
    return NULL;
  }
  return s;
}

/* > FILE or >> FILE: the last words of a line. */
static int
take_output (const char *s, struct line *ret, const char **ret_why)
{
  CLEANUP_STRBUF struct strbuf word = STRBUF_INIT;

  ret->append = s[1] == '>';
  s = skip_blanks (s + 1 + ret->append);
  if (!*s || *s == '|' || *s == '>') {
    *ret_why = "no file name after >";
    return -1;
  }
  s = take_word (s, &word, ret_why);
  if (!s)
    return -1;
  if (*skip_blanks (s)) {
    *ret_why = "more words after the file name that follows >: quote a > "
      "that is meant as an argument";
    return -1;
  }
  ret->output = must_have (strbuf_steal (&word));
  return 0;
}

static int
take_words (const char *s, struct line *ret, const char **ret_why)
{
  for (s = skip_blanks (s); *s; s = skip_blanks (s)) {
    CLEANUP_STRBUF struct strbuf word = STRBUF_INIT;

    if (*s == '|') {
      ret->shell = must_have (strdup (skip_blanks (s + 1)));
      return 0;
    }
    if (*s == '>')
      return take_output (s, ret, ret_why);
    s = take_word (s, &word, ret_why);
    if (!s)
      return -1;
    must (strvec_add_owned (&ret->words, must_have (strbuf_steal (&word))));
  }
  return 0;
}

/* All but the dash, which counts for a line that makes no sense, too. */
static void
line_clear (struct line *line)
{
  strvec_done (&line->words);
  free (line->shell);
  free (line->output);
  *line = (struct line) { .ignore_error = line->ignore_error };
}

int
fish_parse_line (const char *s, struct line *ret, const char **ret_why)
{
  *ret = (struct line) { .kind = LINE_EMPTY };
  s = skip_blanks (s);
  if (*s == '-' && s[1] && s[1] != '-') {
    ret->ignore_error = true;
    s = skip_blanks (s + 1);
  }
  if (*s == '\0' || *s == '#')
    return 0;
  if (*s == '!' || strncmp (s, "<!", 2) == 0) {
    ret->kind = *s == '!' ? LINE_SHELL : LINE_INLINE;
    s = strchr (s, '!') + 1;
    ret->shell = must_have (strdup (skip_blanks (s)));
    return 0;
  }
  ret->kind = LINE_COMMAND;
  if (take_words (s, ret, ret_why) == 0) {
    if (ret->words.len > 0)
      return 0;
    *ret_why = "no command before | or >";
  }
  line_clear (ret);
  return -1;
}

void
line_done (struct line *line)
{
  line_clear (line);
}
