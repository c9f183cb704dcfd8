/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line from a person: readline with history and Tab, or a plain prompt. */

#include <config.h>

#include <errno.h>
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
static char **candidates;       /* for the word that is being completed */

static char *
next_candidate (const char *text, int state)
{
  static size_t i;

  (void) text;
  if (state == 0)
    i = 0;
  if (!candidates || !candidates[i])
    return NULL;
  return strdup (candidates[i++]);
}

static char **
complete (const char *text, int start, int end)
{
  bool filenames, no_space;
  char **matches = NULL;

  (void) end;
  candidates = fish_complete (rl_line_buffer, start, text, &filenames,
                              &no_space);
  if (candidates)
    matches = rl_completion_matches (text, next_candidate);
  string_list_free (candidates);
  candidates = NULL;
  rl_attempted_completion_over = !filenames;
  if (no_space)
    rl_completion_append_character = '\0';
  return matches;
}

void
terminal_begin (void)
{
  const char *home = cli_home ();

  catch_sigint ();
  rl_readline_name = "guestfish";
  rl_attempted_completion_function = complete;
  rl_basic_word_break_characters = " \t\n\"'";
  rl_completer_quote_characters = "\"'";
  using_history ();
  stifle_history (HISTORY_MAX);
  if (home) {
    history_file = xasprintf ("%s/.guestfish", home);
    read_history (history_file);
  }
}

/* A line that says the same as the one before it is not worth keeping. */
static void
remember (const char *line)
{
  HIST_ENTRY *last = history_get (history_base + history_length - 1);

  if (*line && (!last || strcmp (last->line, line) != 0))
    add_history (line);
}

char *
terminal_read (const char *prompt)
{
  char *line;

  if (sigsetjmp (again, 1) != 0)
    putchar ('\n');
  can_jump = 1;
  line = readline (prompt);
  can_jump = 0;
  if (line)
    remember (line);
  return line;
}

void
terminal_end (void)
{
  int r = history_file ? write_history (history_file) : 0;

  if (r != 0)
    cli_error ("%s: cannot save the history: %s", history_file, strerror (r));
  free (history_file);
  history_file = NULL;
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
