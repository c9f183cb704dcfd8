/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handle: made, launched, and what it says of errors. */

#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* "realpath: …" of the library is "edit: …" to who has typed edit.  What has
 * the name of an action keeps it.  Returns what follows the name. */
static const char *
skip_action (const char *msg)
{
  size_t n = 0;

  while (isalnum ((unsigned char) msg[n]) || msg[n] == '_')
    n++;
  return n > 0 && msg[n] == ':' && msg[n + 1] == ' ' ? msg + n + 2 : msg;
}

static void
print_library_error (const char *text)
{
  CLEANUP_FREE char *position = NULL;

  fflush (stdout);
  if (fish.source && fish.source->is_file)
    position = fish_position ();
  fprintf (stderr, "%s%slibguestfs: error:%s %s\n", position ? position : "",
           cli_colour (stderr, CLI_RED), cli_colour (stderr, CLI_PLAIN), text);
}

static void
tell_error (const char *msg, int err)
{
  const char *typed = fish.typed;
  CLEANUP_FREE char *text =
    xasprintf ("%s%s%s", typed ? typed : "", typed ? ": " : "",
               typed ? skip_action (msg) : msg);

  if (report_is_open ())
    report_error (text, err);
  else
    print_library_error (text);
}

static struct {
  bool wanted;
  char *msg;                    /* NULL: nothing has happened */
  int err;
} held;

void
fish_hold_error (void)
{
  held.wanted = true;
}

const char *
fish_held_error (void)
{
  return held.msg;
}

void
fish_extend_held_error (const char *text)
{
  char *msg = xasprintf ("%s%s", held.msg, text);

  free (held.msg);
  held.msg = msg;
}

int
fish_held_errno (void)
{
  return held.msg ? held.err : 0;
}

void
fish_release_error (void)
{
  CLEANUP_FREE char *msg = steal (&held.msg);

  held.wanted = false;
  if (msg)
    tell_error (msg, held.err);
}

/* What the library has to say, with the place in the script in front. */
static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  const int err = guestfs_last_errno (g);

  (void) opaque;
  if (fish.in_pipe && !fish.pipe_error && err == EPIPE) {
    fish.pipe_closed = true;
    return;
  }
  if (!held.wanted || held.msg) {
    tell_error (msg, err);
    return;
  }
  held.msg = must_have (strdup (msg));
  held.err = err;
}

guestfs_h *
fish_create_handle (void)
{
  guestfs_h *g = cli_create_handle (on_error);

  if (!g)
    return NULL;
  report_attach (g);
  interrupt_attach (g);
  return g;
}

int
fish_launch (void)
{
  int r;

  progress_begin ();
  interrupt_begin (fish.g);
  r = guestfs_launch (fish.g);
  interrupt_end ();
  progress_end ();
  return r;
}

/* NULL where it is not known. */
static void
add_text (struct json *j, const char *name, const char *text)
{
  jw_name (j, name);
  if (text)
    jw_bytes (j, text, strlen (text));
  else
    jw_null (j);
}

static void
add_mounts (struct json *j, char *const *mounts)
{
  jw_name (j, "mounts");
  jw_begin_array (j);
  for (size_t i = 0; mounts && mounts[i]; i += 2) {
    jw_begin_object (j);
    add_text (j, "mountable", mounts[i]);
    add_text (j, "mountpoint", mounts[i + 1]);
    jw_end_object (j);
  }
  jw_end_array (j);
}

void
fish_report_system (void)
{
  CLEANUP_FREE_STRING_LIST char **roots = NULL, **mounts = NULL;
  CLEANUP_JSON struct json members = JSON_INIT;
  CLEANUP_FREE char *name = NULL;

  if (!report_is_open ())
    return;
  guestfs_push_error_handler (fish.g, NULL, NULL);
  roots = guestfs_inspect_get_roots (fish.g);
  mounts = guestfs_mountpoints (fish.g);
  if (roots && roots[0])
    name = guestfs_inspect_get_product_name (fish.g, roots[0]);
  guestfs_pop_error_handler (fish.g);
  add_text (&members, "root", roots ? roots[0] : NULL);
  add_text (&members, "name", name);
  add_mounts (&members, mounts);
  report_event ("system", &members);
}
