/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal: raw while the shell has it, as it was otherwise. */

#include <config.h>

#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "rescue.h"

static struct termios original;
static volatile bool is_raw;
static struct winsize told;     /* what the appliance knows */

int
tty_remember (void)
{
  if (tcgetattr (STDIN_FILENO, &original) == -1)
    return -1;
  return atexit (tty_restore) == 0 ? 0 : -1;
}

void
tty_make_raw (void)
{
  struct termios t = original;

  cfmakeraw (&t);
  is_raw = true;
  tcsetattr (STDIN_FILENO, TCSANOW, &t);
}

void
tty_restore (void)
{
  if (is_raw)
    tcsetattr (STDIN_FILENO, TCSADRAIN, &original);
  is_raw = false;
}

/* That it is not known, or cannot be told any more, is no reason to complain:
 * programs assume 24 lines of 80 characters. */
void
tty_tell_size (guestfs_h *g)
{
  struct winsize ws;
  char rows[8], columns[8];
  const char *args[] = { rows, columns, NULL };

  if (ioctl (STDIN_FILENO, TIOCGWINSZ, &ws) == -1 || ws.ws_col == 0 ||
      (ws.ws_row == told.ws_row && ws.ws_col == told.ws_col))
    return;
  told = ws;
  snprintf (rows, sizeof rows, "%u", ws.ws_row);
  snprintf (columns, sizeof columns, "%u", ws.ws_col);
  guestfs_push_error_handler (g, NULL, NULL);
  free (guestfs_debug (g, "console_size", (char **) args));
  guestfs_pop_error_handler (g);
}
