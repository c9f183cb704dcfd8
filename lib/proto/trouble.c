/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines of the console by which a kernel says that it cannot go on: a panic,
 * with the oops that led to it, and a task or processor that is stuck.
 *
 * The kernel reports what is stuck once a while, and must be believed only
 * when it reports the same stretch of being stuck twice: when QEMU or the host
 * have been stopped for some time (Control-Z, suspend), everything looks stuck
 * for as long, once, and then goes on.
 */

#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"

/* The kernel counts in jiffies and the report may come late. */
#define SAME_SECONDS 4.0

/* "[    1.234567] text" -> "text"; *ret_at is its time, -1 if it has none. */
static const char *
skip_timestamp (const char *line, double *ret_at)
{
  const char *end;

  *ret_at = -1;
  if (line[0] != '[')
    return line;
  end = strchr (line, ']');
  if (!end || strspn (line + 1, " .0123456789T") != (size_t) (end - line - 1))
    return line;
  *ret_at = strtod (line + 1, NULL);
  return end[1] == ' ' ? end + 2 : end + 1;
}

static bool
starts (const char *text, const char *with)
{
  return strncmp (text, with, strlen (with)) == 0;
}

/* ---- Oops and panic ---- */

static bool
is_oops (const char *text)
{
  return starts (text, "BUG: ") || starts (text, "kernel BUG at ")
    || starts (text, "general protection fault") || starts (text, "Oops: ")
    || starts (text, "divide error: ") || starts (text, "stack segment: ");
}

static char *
dup_line (guestfs_h *g, const char *text)
{
  return safe_strndup (g, text, strcspn (text, "\n"));
}

/* The panic after an oops is "Fatal exception": the oops says what it was. */
static void
look_for_panic (guestfs_h *g, struct connection *conn, const char *text)
{
  CLEANUP_FREE char *line = NULL;

  if (!conn->oops && is_oops (text))
    conn->oops = dup_line (g, text);
  if (conn->panic || !starts (text, "Kernel panic"))
    return;
  line = dup_line (g, text);
  conn->panic = conn->oops ? safe_asprintf (g, "%s (%s)", line, conn->oops)
    : steal (&line);
}

/* ---- Hangs ---- */

struct report {
  size_t who_len;               /* of the start of the line */
  double since;                 /* seconds since the kernel was started */
};

/* "INFO: task mount:12 blocked for more than 241 seconds.",
 * "watchdog: BUG: soft lockup - CPU#0 stuck for 52s! [mount:12]" */
static bool
parse_report (const char *text, double at, struct report *ret)
{
  static const struct { const char *start, *middle; } forms[] = {
    { "INFO: task ", " blocked for more than " },
    { "watchdog: BUG: soft lockup ", " stuck for " },
  };

  for (size_t i = 0; at >= 0 && i < sizeof forms / sizeof forms[0]; i++) {
    const char *p = starts (text, forms[i].start)
      ? strstr (text, forms[i].middle) : NULL;

    if (p) {
      ret->who_len = p - text;
      ret->since = at - strtod (p + strlen (forms[i].middle), NULL);
      return true;
    }
  }
  return false;
}

static void
stuck_done (struct stuck *s)
{
  free (s->who);
  s->who = NULL;
}

void
guestfs_int_trouble_forget_hangs (struct connection *conn)
{
  for (size_t i = 0; i < NR_STUCK; i++)
    stuck_done (&conn->stuck[i]);
}

static bool
is_same (const struct stuck *s, const char *text, const struct report *r)
{
  return s->who && strlen (s->who) == r->who_len
    && strncmp (s->who, text, r->who_len) == 0
    && fabs (s->since - r->since) <= SAME_SECONDS;
}

static void
look_for_hang (guestfs_h *g, struct connection *conn, const char *text,
               double at)
{
  struct stuck *s;
  struct report r;

  if (conn->hang || !parse_report (text, at, &r))
    return;
  for (size_t i = 0; i < NR_STUCK; i++)
    if (is_same (&conn->stuck[i], text, &r)) {
      conn->hang = dup_line (g, text);
      return;
    }
  s = &conn->stuck[conn->next_stuck++ % NR_STUCK];
  stuck_done (s);
  s->who = safe_strndup (g, text, r.who_len);
  s->since = r.since;
}

/* ---- Both ---- */

/* Only at the start of a line: the words may occur in what a guest logged. */
void
guestfs_int_trouble_look (guestfs_h *g, struct connection *conn,
                          const char *line)
{
  double at;
  const char *text = skip_timestamp (line, &at);

  look_for_panic (g, conn, text);
  look_for_hang (g, conn, text, at);
}

void
guestfs_int_trouble_done (struct connection *conn)
{
  guestfs_int_trouble_forget_hangs (conn);
  free (conn->panic);
  free (conn->oops);
  free (conn->hang);
}
