/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line from a person: readline with history and Tab, or a plain prompt. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "shell.h"

static sigjmp_buf again;
static volatile sig_atomic_t can_jump;

/* Ctrl-C while a line is typed throws the line away, and nothing else.
 * readline calls this when it has put itself and the terminal in order. */
static void
on_sigint (int sig)
{
  (void) sig;
  if (can_jump)
    siglongjmp (again, 1);
}

static void
catch_sigint (void)
{
  struct sigaction sa = { .sa_handler = on_sigint };

  sigaction (SIGINT, &sa, NULL);
}

#ifdef HAVE_LIBREADLINE

#include <readline/readline.h>
#include <readline/history.h>

#define HISTORY_MAX 1000

static char *history_file;
static int history_error;       /* of the first line that was not saved */
static struct offers offers;    /* for the word that is being completed */

/* ---- Completion ---- */

static char *
next_candidate (const char *text, int state)
{
  static size_t i;

  (void) text;
  if (state == 0)
    i = 0;
  return i < offers.len ? strdup (offers.ptr[i++].word) : NULL;
}

/* The words in front of the one being completed, which may have an opening
 * quote. */
static void
words_before (const char *line, size_t start, struct strvec *ret)
{
  const char *blanks = " \t", *end = line + start;

  for (const char *p = line; p < end;) {
    CLEANUP_STRBUF struct strbuf word = STRBUF_INIT;
    char quote = '\0';
    bool any = false;

    p += strspn (p, blanks);
    for (; p < end && (quote || !strchr (blanks, *p)); ++p) {
      if (quote ? *p == quote : *p == '"' || *p == '\'') {
        quote = quote ? '\0' : *p;
        continue;
      }
      must (strbuf_addc (&word, *p));
      any = true;
    }
    if (any && !quote)
      must (strvec_add_owned (ret, must_have (strbuf_steal (&word))));
  }
}

/* What has been typed within double quotes, without its escapes. */
static char *
dequote (char *text, int quote)
{
  char *out = must_have (strdup (text)), *to = out;

  for (const char *p = text; *p; ++p)
    if (quote != '\'' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
      *to++ = *++p;
    else
      *to++ = *p;
  *to = '\0';
  return out;
}

/* A name with blanks or quotes in it: readline closes the quote. */
static char *
quote (char *text, int match_type, char *quote_pointer)
{
  CLEANUP_STRBUF struct strbuf out = STRBUF_INIT;
  const bool single = quote_pointer && *quote_pointer == '\'';

  (void) match_type;
  must (strbuf_addc (&out, single ? '\'' : '"'));
  for (const char *p = text; *p; ++p) {
    if (!single && strchr ("\"\\", *p))
      must (strbuf_addc (&out, '\\'));
    must (strbuf_addc (&out, *p));
  }
  if (quote_pointer && !single)
    *quote_pointer = '"';
  return must_have (strbuf_steal (&out));
}

/* A name of the guest says nothing of files of the host. */
static int
hide_local_file (char **name)
{
  free (*name);
  *name = must_have (strdup (""));
  return 1;
}

static bool
ends_in_slash (const struct offers *o)
{
  return o->len == 1 && o->ptr[0].word[strlen (o->ptr[0].word) - 1] == '/';
}

static char **
complete (const char *text, int start, int end)
{
  CLEANUP_STRVEC struct strvec before = STRVEC_INIT;
  CLEANUP_FREE char *word =
    dequote ((char *) text, rl_completion_quote_character);
  char **matches = NULL;

  (void) end;
  words_before (rl_line_buffer, start, &before);
  fish_complete (&before, word, &offers);
  if (offers.len > 0) {
    matches = rl_completion_matches (text, next_candidate);
    rl_filename_completion_desired = offers.guest;
  }
  rl_filename_stat_hook = offers.len > 0 && offers.guest ? hide_local_file
                                                         : NULL;
  rl_attempted_completion_over = !offers.files && !offers.directories;
  if (offers.no_space || ends_in_slash (&offers)) {
    rl_completion_append_character = '\0';
    rl_completion_suppress_quote = 1;
  }
  offers_done (&offers);
  return matches;
}

static void
set_up_completion (void)
{
  rl_readline_name = "guestfish";
  rl_attempted_completion_function = complete;
  rl_basic_word_break_characters = " \t\n\"'";
  rl_completer_quote_characters = "\"'";
  rl_filename_quote_characters = " \t\n\"\\'|>";
  rl_filename_quoting_function = quote;
  rl_filename_dequoting_function = dequote;
}

/* ---- History ---- */

static void
open_history (char *path)
{
  CLEANUP_CLOSE int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  history_file = path;
  history_error = fd == -1 ? errno : 0;
  read_history (path);
}

void
terminal_begin (void)
{
  const char *home = cli_home ();

  catch_sigint ();
  set_up_completion ();
  using_history ();
  stifle_history (HISTORY_MAX);
  if (home)
    open_history (xasprintf ("%s/.guestfish", home));
}

/* A line with a secret in it is forgotten, as is one that begins with a
 * blank. */
static bool
is_private (const char *line)
{
  CLEANUP_STRVEC struct strvec words = STRVEC_INIT;
  bool found = *line == ' ';

  words_before (line, strlen (line), &words);
  for (size_t i = 0; i < words.len && !found; ++i) {
    const struct fish_command *c =
      fish_find_command (words.ptr[i] + (words.ptr[i][0] == '-'));

    for (size_t k = i + 1; c && k < words.len && !found; ++k)
      found = fish_word_is_secret (c, words.ptr[k]);
  }
  return found;
}

/* It is saved at once: the window may be closed, and others may be open.  A
 * line that says the same as the one before it is not worth keeping. */
static void
remember (const char *line)
{
  HIST_ENTRY *last = history_get (history_base + history_length - 1);

  if (!*line || is_private (line) || (last && strcmp (last->line, line) == 0))
    return;
  add_history (line);
  if (history_file && history_error == 0)
    history_error = append_history (1, history_file);
}

/* ---- Lines ---- */

static char *
ask (const char *prompt)
{
  char *line;

  if (sigsetjmp (again, 1) != 0)
    putchar ('\n');
  can_jump = 1;
  line = readline (prompt);
  can_jump = 0;
  return line;
}

/* Several lines that were pasted are one to readline. */
static char *pasted;            /* those that are still to be run, or NULL */

static void
keep_other_lines (char *line)
{
  char *end = strchr (line, '\n');

  if (!end)
    return;
  *end = '\0';
  if (end[1])
    pasted = must_have (strdup (end + 1));
}

static char *
first_line (char *lines)
{
  if (!lines)
    return NULL;
  keep_other_lines (lines);
  remember (lines);
  return lines;
}

/* A command that was interrupted takes with it what was pasted behind it. */
char *
terminal_read (const char *prompt)
{
  if (fish.interrupted)
    free (steal (&pasted));
  fish.interrupted = false;
  return first_line (pasted ? steal (&pasted) : ask (prompt));
}

void
terminal_end (void)
{
  if (history_error != 0)
    cli_error ("%s: cannot save the history: %s", history_file,
               strerror (history_error));
  else if (history_file)
    history_truncate_file (history_file, HISTORY_MAX);
  free (steal (&history_file));
  free (steal (&pasted));
}

#else

void
terminal_begin (void)
{
  catch_sigint ();
}

char *
terminal_read (const char *prompt)
{
  char *line = NULL;
  size_t cap = 0;
  ssize_t n;

  fish.interrupted = false;
  /* \001 and \002 are for readline only. */
  for (const char *p = prompt; *p; ++p)
    if (*p != '\001' && *p != '\002')
      putchar (*p);
  fflush (stdout);
  errno = 0;
  n = getline (&line, &cap, stdin);
  if (n == -1 && errno == EINTR) {
    clearerr (stdin);
    putchar ('\n');
    n = 0;
    if (line)
      *line = '\0';
  }
  if (n == -1) {
    free (line);
    return NULL;
  }
  if (n > 0 && line[n - 1] == '\n')
    line[n - 1] = '\0';
  return line ? line : must_have (strdup (""));
}

void
terminal_end (void)
{
}

#endif
