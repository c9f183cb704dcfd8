/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event, list-events, delete-event: shell scripts that run on events. */

#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "local.h"

struct handler {
  struct handler *next;
  char *name, *script;
  uint64_t events;
  int number;                   /* what list-events shows: from 0 */
  int id;                       /* event handle in the library */
};
static struct handler *handlers; /* oldest first */
static int next_number;

/* In the order of their bits; the first that a short name fits is meant. */
static const char *const event_names[] = {
  "close", "subprocess_quit", "launch_done", "progress", "appliance",
  "library", "trace", "enter", "libvirt_auth", "warning", NULL
};

static uint64_t
event_bit (const char *name, size_t n)
{
  for (size_t i = 0; event_names[i]; ++i)
    if (n > 0 && strncasecmp (name, event_names[i], n) == 0)
      return UINT64_C (1) << i;
  return 0;
}

static void
unknown_event (const char *s, size_t n)
{
  CLEANUP_FREE char *name = must_have (strndup (s, n));
  struct closest best;

  closest_begin (&best, name);
  for (size_t i = 0; event_names[i]; ++i)
    closest_consider (&best, event_names[i]);
  if (best.name) {
    report_suggest (best.name);
    cli_error ("event: '%s' is not an event: did you mean '%s'?", name,
               best.name);
  } else
    cli_error ("event: '%s' is not an event: use close, launch_done, "
               "progress, trace, … or * for all", name);
}

static int
parse_events (const char *s, uint64_t *ret)
{
  uint64_t events = 0;

  if (strcmp (s, "*") == 0) {
    *ret = GUESTFS_EVENT_ALL;
    return 0;
  }
  for (bool more = true; more; ) {
    const size_t n = strcspn (s, ",");
    const uint64_t bit = event_bit (s, n);

    if (bit == 0) {
      unknown_event (s, n);
      return -1;
    }
    events |= bit;
    more = s[n] == ',';
    s += n + more;
  }
  *ret = events;
  return 0;
}

static void
exec_script (const struct handler *h, const char *event, char *const *values)
{
  const char *shell = cli_getenv ("SHELL", "/bin/sh");
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;

  must (strvec_add (&argv, shell));
  must (strvec_add (&argv, "-c"));
  must (strvec_add (&argv, h->script));
  must (strvec_add (&argv, shell));     /* $0 */
  for (size_t i = 0; values && values[i]; ++i)
    must (strvec_add (&argv, values[i]));
  setenv ("EVENT", event, 1);
  fish_reset_signals ();
  execv (shell, argv.ptr);
  fprintf (stderr, "guestfish: event: %s: %s\n", shell, strerror (errno));
  _exit (127);
}

/* An event cannot fail the command that raised it: errors are only said. */
static void
run_script (const struct handler *h, uint64_t event, char *const *values)
{
  CLEANUP_FREE char *name = guestfs_event_to_string (event);
  pid_t pid;

  fflush (NULL);
  pid = fork ();
  if (pid == 0)
    exec_script (h, name ? name : "", values);
  if (pid == -1)
    cli_error ("event: %s: %s", h->script, strerror (errno));
  else
    fish_wait (pid, h->script);
}

static void
on_event (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
          int flags, const char *buf, size_t buf_len, const uint64_t *array,
          size_t array_len)
{
  CLEANUP_STRVEC struct strvec values = STRVEC_INIT;

  (void) g, (void) event_handle, (void) flags;
  if (buf && buf_len > 0)
    must (strvec_add_owned (&values, must_have (strndup (buf, buf_len))));
  for (size_t i = 0; i < array_len; ++i)
    must (strvec_addf (&values, "%" PRIu64, array[i]));
  run_script (opaque, event, values.ptr);
}

static void
handler_free (struct handler *h)
{
  free (h->name);
  free (h->script);
  free (h);
}

/* The handle for which they were registered is closed. */
void
events_forget (void)
{
  while (handlers) {
    struct handler *h = handlers;

    handlers = h->next;
    handler_free (h);
  }
  next_number = 0;
}

static int
run_event (const struct fish_command *c, size_t argc, char *const *argv)
{
  struct handler *h, **end = &handlers;
  uint64_t events;

  (void) c, (void) argc;
  if (parse_events (argv[1], &events) == -1)
    return -1;
  h = must_have (calloc (1, sizeof *h));
  h->name = must_have (strdup (argv[0]));
  h->script = must_have (strdup (argv[2]));
  h->events = events;
  h->id = guestfs_set_event_callback (fish.g, on_event, events, 0, h);
  if (h->id == -1) {
    handler_free (h);
    return -1;
  }
  h->number = next_number++;
  while (*end)
    end = &(*end)->next;
  *end = h;
  return 0;
}

static void
print_handler (const struct handler *h)
{
  CLEANUP_FREE char *events = h->events == GUESTFS_EVENT_ALL
    ? xasprintf ("*") : guestfs_event_to_string (h->events);

  printf ("\"%s\" (%d): %s: %s\n", h->name, h->number, events ? events : "",
          h->script);
}

static void
put_handler (struct json *j, const struct handler *h)
{
  jw_begin_object (j);
  jw_name (j, "name");
  jw_bytes (j, h->name, strlen (h->name));
  jw_name (j, "number");
  jw_signed (j, h->number);
  jw_name (j, "events");
  jw_begin_array (j);
  for (size_t i = 0; event_names[i]; ++i)
    if (h->events & UINT64_C (1) << i)
      jw_string (j, event_names[i]);
  jw_end_array (j);
  jw_name (j, "script");
  jw_bytes (j, h->script, strlen (h->script));
  jw_end_object (j);
}

static int
run_list_events (const struct fish_command *c, size_t argc, char *const *argv)
{
  struct json *j = report_members ();

  (void) c, (void) argc, (void) argv;
  if (j) {
    jw_name (j, "value");
    jw_begin_array (j);
  }
  for (const struct handler *h = handlers; h; h = h->next)
    if (j)
      put_handler (j, h);
    else
      print_handler (h);
  if (j)
    jw_end_array (j);
  return 0;
}

static int
run_delete_event (const struct fish_command *c, size_t argc,
                  char *const *argv)
{
  struct handler **p = &handlers;
  bool found = false;

  (void) c, (void) argc;
  while (*p) {
    struct handler *h = *p;

    if (strcmp (h->name, argv[0]) != 0) {
      p = &h->next;
      continue;
    }
    found = true;
    *p = h->next;
    guestfs_delete_event_callback (fish.g, h->id);
    handler_free (h);
  }
  if (found)
    return 0;
  cli_error ("delete-event: no event handler is called '%s': "
             "see list-events", argv[0]);
  return -1;
}

static const struct fish_command event_command = {
  .name = "event", .synopsis = "name eventset \"shell script\"",
  .summary = "run a shell script when an event happens",
  .min_words = 3, .max_words = 3, .run_local = run_event,
  .doc =
  "The script is run by $SHELL (or /bin/sh) each time one of the events\n"
  "happens. eventset is a list of event names with commas between them:\n"
  "close, subprocess_quit, launch_done, progress, appliance, library,\n"
  "trace, enter, libvirt_auth, warning; or * for all of them. A name may be\n"
  "cut short: launch is launch_done.\n"
  "In the script $EVENT is the event, and $1, $2 … what came with it.\n"
  "The name is for delete-event; it may be empty.\n\n"
  "    event \"\" trace 'echo \"$@\" >> trace.log'\n",
};

static const struct fish_command list_events_command = {
  .name = "list-events", .synopsis = "",
  .summary = "list what the event command has registered",
  .run_local = run_list_events,
  .schema = "{\"type\":\"array\",\"items\":{\"type\":\"object\","
    "\"properties\":{\"name\":" FISH_SCHEMA_TEXT ","
    "\"number\":{\"type\":\"integer\"},"
    "\"events\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
    "\"script\":" FISH_SCHEMA_TEXT "},"
    "\"required\":[\"name\",\"number\",\"events\",\"script\"],"
    "\"additionalProperties\":false}}",
  .doc = "One line for each: name, number, events, script.\n",
};

static const struct fish_command delete_event_command = {
  .name = "delete-event", .synopsis = "name",
  .summary = "forget the event handlers of this name",
  .min_words = 1, .max_words = 1, .run_local = run_delete_event,
  .doc = "All handlers that the event command registered under the name\n"
  "are removed.\n",
};

FISH_COMMANDS (event, &event_command, &list_events_command,
               &delete_event_command);
