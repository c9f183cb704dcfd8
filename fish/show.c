/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for people: page by page where it is longer than the terminal. */

#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fish.h"
#include "report.h"

/* What less does without being told: leave at once if all of it fits, keep
 * colours, leave the text on the screen. */
#define PAGER "export LESS=\"${LESS-FRX}\"; "
#define DEFAULT_PAGER \
  "if command -v less >/dev/null; then exec less; else exec more; fi"

/* The program, or NULL when none is wanted: to be freed. */
static char *
find_pager (void)
{
  const char *own = getenv ("GUESTFISH_PAGER");
  const char *program = own ? own : cli_getenv ("PAGER", DEFAULT_PAGER);

  if (fish.no_pager || *program == '\0' || strcmp (program, "cat") == 0 ||
      strcmp (cli_getenv ("TERM", "dumb"), "dumb") == 0)
    return NULL;
  return xasprintf (PAGER "%s", program);
}

static bool
is_longer_than_terminal (const char *text)
{
  struct winsize ws;
  size_t lines = 0;

  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &ws) == -1
      || ws.ws_row == 0)
    return false;
  for (; *text; ++text)
    lines += *text == '\n';
  return lines >= ws.ws_row;
}

/* Ctrl-C is for the pager.  Who leaves it before the end has seen enough. */
static int
show_in_pager (const char *pager, const char *text)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN }, saved;
  struct fish_pipe p;
  int r = -1;

  sigaction (SIGINT, &ignore, &saved);
  if (fish_pipe_begin (pager, &p) == 0) {
    fputs (text, stdout);
    r = fish_pipe_end (&p);
  }
  sigaction (SIGINT, &saved, NULL);
  return r;
}

int
fish_show (const char *text)
{
  struct json *j = report_members ();
  CLEANUP_FREE char *pager = NULL;

  if (j) {
    jw_member_bytes (j, "value", text, strlen (text));
    return 0;
  }
  if (is_longer_than_terminal (text) && (pager = find_pager ()))
    return show_in_pager (pager, text);
  fputs (text, stdout);
  return 0;
}
