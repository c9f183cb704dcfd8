/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that turn into links to the appliance's own files, and back, while
 * actions use them.
 *
 * In the appliance swap-links exchanges them, on a processor of its own.  A
 * directory /run/canary lies outside the guest: its content must never be
 * returned, and its times tell if it was read or changed. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "paths.h"

#define CANARY "tweet-from-the-appliance"
#define TRIES 20
#define TRY_MS 200

#define STATE                                                           \
  "stat -c '%n %F %a %u %g %h %s %x %y %z' /run/canary /run/canary/file " \
  "/run/canary/sub /run/canary/sub/a "
#define STOP "killall -STOP swap-links 2>/dev/null; "
#define GO "killall -CONT swap-links"

static char *state;

/* Read long ago, so that the kernel notes each reading. */
static void
watch_begin (struct session *s, const char *then)
{
  CLEANUP_FREE char *command = NULL;

  if (asprintf (&command, "cd /run/canary && touch -a -d @1 sub/a sub file . "
                "&& %s&& %s", STATE, then) == -1)
    abort ();
  free (state);
  state = appliance (s, command);
}

static bool
watch_end (struct session *s, struct strbuf *ret_wrong)
{
  CLEANUP_FREE char *after = appliance (s, STOP STATE "|| :");
  size_t line = 0, i;

  for (i = 0; state[i] && state[i] == after[i]; i++)
    if (state[i] == '\n')
      line = i + 1;
  if (!state[i] && !after[i])
    return true;
  strbuf_addf (ret_wrong, "  was touched: %.*s\n       became: %.*s\n",
               (int) strcspn (state + line, "\n"), state + line,
               (int) strcspn (after + line, "\n"), after + line);
  return false;
}

static void
make_canary (struct session *s)
{
  free (appliance (s, "rm -rf /run/canary && mkdir -p /run/canary/sub && "
                   "cd /run/canary && echo " CANARY " > file && "
                   "echo a > sub/a"));
}

/* What the test relies on: that reading is noticed. */
static void
check_watch (struct session *s, const char *command)
{
  CLEANUP_STRBUF struct strbuf noticed = STRBUF_INIT;

  watch_begin (s, ":");
  free (appliance (s, command));
  if (watch_end (s, &noticed)) {
    fprintf (stderr, "paths: %s is not noticed\n", command);
    exit (EXIT_FAILURE);
  }
}

static void
upload_program (struct session *s)
{
  const char *dir = getenv ("abs_top_builddir");
  CLEANUP_FREE char *path = NULL;

  if (asprintf (&path, "%s/tests/runner/swap-links", dir ? dir : ".") == -1)
    abort ();
  if (guestfs_debug_upload (s->g, path, "/tmp/swap-links", 0755) == -1) {
    fprintf (stderr, "paths: %s\n", guestfs_last_error (s->g));
    exit (EXIT_FAILURE);
  }
}

void
race_begin (struct session *s)
{
  make_canary (s);
  check_watch (s, "cat /run/canary/file");
  check_watch (s, "ls /run/canary");
  upload_program (s);
  free (appliance (s, "/tmp/swap-links /sysroot /run/canary; sleep 1; "
                   STOP "ls /run/swap-links.started"));
}

void
race_end (struct session *s)
{
  free (appliance (s, "killall -KILL swap-links; rm -r /run/canary"));
  free (state);
}

/* ---- An action ---- */

static int64_t
now_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000) + ts.tv_nsec / 1000000;
}

static void
try_often (struct session *s, const struct path_use *use, const char *path,
           struct strbuf *ret_wrong)
{
  const int64_t end = now_ms () + TRY_MS;

  for (int i = 0; i < TRIES && now_ms () < end; ++i) {
    CLEANUP_FREE char *got = outcome (s, use, path);

    if (!strstr (got, CANARY))
      continue;
    strbuf_addf (ret_wrong, "  %s: %.200s\n", path, got);
    return;
  }
}

void
race_use (struct session *s, const struct path_use *use,
          struct strbuf *ret_wrong)
{
  static const char *const paths[] = {
    "/t/r/file", "/t/r", "/t/f", "/t/w", "/t/r/new", "/t/r/sub", NULL
  };
  static const char *const names[] = { "r", "f", NULL };
  const char *const *p = use->is_name ? names : paths;

  make_guest_again (s, use);
  watch_begin (s, GO);
  for (; *p; ++p)
    try_often (s, use, *p, ret_wrong);
  if (!watch_end (s, ret_wrong))
    make_canary (s);
}
