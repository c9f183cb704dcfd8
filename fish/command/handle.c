/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handle: made, launched, and what it says of errors. */

#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* The command that a name of the library is, or NULL. */
static const struct fish_command *
command_of_function (const char *name, size_t n)
{
  CLEANUP_FREE char *copy = must_have (strndup (name, n));

  return fish_find_command (copy);
}

static size_t
name_length (const char *s)
{
  size_t n = 0;

  while (isalnum ((unsigned char) s[n]) || s[n] == '_')
    n++;
  return n;
}

/* "realpath: …" of the library is "edit: …" to who has typed edit, and
 * "mount_ro: …" is "mount-ro: …".  Returns what follows the name. */
static const char *
put_command_name (const char *msg, struct strbuf *out)
{
  const size_t n = name_length (msg);
  const struct fish_command *c = fish.command;

  if (n == 0 || msg[n] != ':' || (!c && !(c = command_of_function (msg, n))))
    return msg;
  must (strbuf_adds (out, c->name));
  return msg + n;
}

/* Functions are called what they are called here: guestfs_list_filesystems
 * is list-filesystems. */
static void
put_message (const char *msg, struct strbuf *out)
{
  static const char prefix[] = "guestfs_";
  const char *p;

  while ((p = strstr (msg, prefix))) {
    const char *name = p + strlen (prefix);
    const size_t n = name_length (name);
    const struct fish_command *c = command_of_function (name, n);

    must (strbuf_add (out, msg, p - msg));
    if (c)
      must (strbuf_adds (out, c->name));
    else
      must (strbuf_add (out, p, name + n - p));
    msg = name + n;
  }
  must (strbuf_adds (out, msg));
}

/* What the library has to say, with the place in the script in front. */
static void
on_error (guestfs_h *g, void *opaque, const char *msg)
{
  CLEANUP_FREE char *position = NULL;
  CLEANUP_STRBUF struct strbuf text = STRBUF_INIT;

  (void) opaque;
  if (fish.in_pipe && !fish.pipe_error && guestfs_last_errno (g) == EPIPE) {
    fish.pipe_closed = true;
    return;
  }
  fflush (stdout);
  if (fish.source && fish.source->is_file)
    position = fish_position ();
  put_message (put_command_name (msg, &text), &text);
  fprintf (stderr, "%slibguestfs: error: %s\n", position ? position : "",
           text.ptr);
}

guestfs_h *
fish_create_handle (void)
{
  guestfs_h *g = cli_create_handle (on_error);

  if (g)
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
