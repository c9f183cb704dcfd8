/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --json: one JSON value a line.  guestfish(1) and the schema say what is in
 * it; command/schema.c writes the schema. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fish.h"
#include "gen/errnos.h"
#include "report.h"

static struct {
  int fd;                       /* -1: --json was not given */
  bool failed;                  /* a line could not be written */
  struct report *innermost;
  struct strvec suggestions;
  int event_handle;             /* -1: none */
} state = { .fd = -1, .event_handle = -1 };

/* ---- Where lines go ---- */

int
report_open (void)
{
  if (report_is_open ())
    return 0;
  fflush (stdout);
  state.fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (state.fd == -1 || dup2 (STDERR_FILENO, STDOUT_FILENO) == -1) {
    cli_error ("--json: standard output: %s", strerror (errno));
    return -1;
  }
  state.failed = false;
  cli.report = report_message;
  return 0;
}

void
report_close (void)
{
  if (!report_is_open ())
    return;
  fflush (stdout);
  dup2 (state.fd, STDOUT_FILENO);
  close (state.fd);
  state.fd = -1;
  cli.report = NULL;
}

bool
report_is_open (void)
{
  return state.fd >= 0;
}

int
report_fd (void)
{
  return state.fd;
}

/* The first line that cannot be written is the last one that is tried. */
static void
write_line (struct json *line)
{
  jw_end_object (line);
  must (strbuf_addc (&line->text, '\n'));
  if (state.failed ||
      full_write (state.fd, line->text.ptr, line->text.len) == 0)
    return;
  state.failed = true;
  fprintf (stderr, "%s: standard output: cannot write: %s\n", cli.program,
           strerror (errno));
}

/* ---- What all lines have ---- */

static void
begin_line (struct json *line, const char *type)
{
  jw_begin_object (line);
  jw_name (line, "type");
  jw_string (line, type);
}

static void
add_command (struct json *line)
{
  const struct report *r = state.innermost;
  const char *command = r ? r->command : fish.typed;

  jw_name (line, "command");
  if (command)
    jw_bytes (line, command, strlen (command));
  else
    jw_null (line);
}

static void
add_arguments (struct json *line)
{
  const struct report *r = state.innermost;

  if (!r || r->arguments.text.len == 0)
    return;
  jw_name (line, "arguments");
  jw_raw (line, r->arguments.text.ptr, r->arguments.text.len);
}

/* Where the command stands, if it came from a file or standard input. */
static void
add_place (struct json *line)
{
  const struct source *s = fish.source;

  if (!s || !s->name)
    return;
  jw_name (line, "script");
  jw_bytes (line, s->name, strlen (s->name));
  jw_name (line, "line");
  jw_unsigned (line, s->line);
}

/* ---- Results ---- */

void
report_begin (struct report *r, const char *command)
{
  *r = (struct report) { .command = command, .outer = state.innermost };
  state.innermost = r;
}

static void
write_result (const struct json *members)
{
  CLEANUP_JSON struct json line = JSON_INIT;

  begin_line (&line, "result");
  add_command (&line);
  add_arguments (&line);
  add_place (&line);
  if (members->text.len > 0)
    jw_raw (&line, members->text.ptr, members->text.len);
  if (fish.redirected) {
    jw_name (&line, "redirected");
    jw_bool (&line, true);
  }
  write_line (&line);
}

int
report_end (struct report *r, int result)
{
  if (report_is_open () && result == 0)
    write_result (&r->members);
  jw_done (&r->members);
  jw_done (&r->arguments);
  state.innermost = r->outer;
  return report_is_open () && state.failed ? -1 : result;
}

struct json *
report_members (void)
{
  if (!report_is_open () || fish.redirected || !state.innermost)
    return NULL;
  return &state.innermost->members;
}

/* ---- Errors ---- */

void
report_suggest (const char *name)
{
  if (report_is_open ())
    must (strvec_add (&state.suggestions, name));
}

static void
add_suggestions (struct json *line)
{
  if (state.suggestions.len == 0)
    return;
  jw_name (line, "suggestions");
  jw_begin_array (line);
  for (size_t i = 0; i < state.suggestions.len; ++i)
    jw_bytes (line, state.suggestions.ptr[i],
                strlen (state.suggestions.ptr[i]));
  jw_end_array (line);
  strvec_done (&state.suggestions);
}

void
report_error (const char *msg, int err)
{
  CLEANUP_JSON struct json line = JSON_INIT;

  begin_line (&line, "error");
  add_command (&line);
  add_arguments (&line);
  add_place (&line);
  jw_member_bytes (&line, "message", msg, strlen (msg));
  jw_name (&line, "errno");
  if (err > 0)
    jw_string (&line, guestfs_int_errno_to_name (err));
  else
    jw_null (&line);
  add_suggestions (&line);
  jw_name (&line, "allowed");
  jw_bool (&line, fish.ignore_error || fish.failure_wanted);
  write_line (&line);
}

/* ---- Events ---- */

void
report_event (const char *event, const struct json *members)
{
  CLEANUP_JSON struct json line = JSON_INIT;

  begin_line (&line, "event");
  jw_name (&line, "event");
  jw_string (&line, event);
  add_command (&line);
  if (members->text.len > 0)
    jw_raw (&line, members->text.ptr, members->text.len);
  write_line (&line);
}

static void
report_text (const char *event, const char *text, size_t n)
{
  CLEANUP_JSON struct json members = JSON_INIT;

  if (n > 0)
    jw_member_bytes (&members, "message", text, n);
  report_event (event, &members);
}

void
report_message (bool is_warning, const char *msg)
{
  if (is_warning)
    report_text ("warning", msg, strlen (msg));
  else
    report_error (msg, 0);
}

static void
report_progress (const uint64_t *array)
{
  CLEANUP_JSON struct json line = JSON_INIT;

  begin_line (&line, "progress");
  add_command (&line);
  jw_name (&line, "position");
  jw_unsigned (&line, array[2]);
  jw_name (&line, "total");
  jw_unsigned (&line, array[3]);
  write_line (&line);
}

static void
on_event (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
          int flags, const char *buf, size_t buf_len, const uint64_t *array,
          size_t array_len)
{
  CLEANUP_FREE char *name = NULL;

  (void) g, (void) opaque, (void) event_handle, (void) flags;
  if (event != GUESTFS_EVENT_PROGRESS) {
    name = must_have (guestfs_event_to_string (event));
    report_text (name, buf, buf_len);
  } else if (array_len >= 4 && cli.progress != 0)
    report_progress (array);
}

void
report_attach (guestfs_h *g)
{
  if (!report_is_open () || !g)
    return;
  state.event_handle = guestfs_set_event_callback (
    g, on_event, GUESTFS_EVENT_ALL & ~(uint64_t) GUESTFS_EVENT_ENTER
    & ~(uint64_t) GUESTFS_EVENT_LIBVIRT_AUTH, 0, NULL);
}

void
report_detach (guestfs_h *g)
{
  if (state.event_handle >= 0 && g)
    guestfs_delete_event_callback (g, state.event_handle);
  state.event_handle = -1;
}
