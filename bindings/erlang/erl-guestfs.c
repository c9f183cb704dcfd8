/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The port program of the Erlang module guestfs: one process, one handle.
 *
 * Packets of four bytes of length and a term.  From Erlang:
 *   {call, Id, Nested, Name, {Arg, …}, [{Name, Value}]}
 *   {done, Seq}                           the callback of an event has ended
 * To Erlang:
 *   {erl_guestfs, 2}                      the first one: the handle is there
 *   {reply, Id, Result}
 *   instead of a term, a byte 0, the Id in eight bytes, the bytes that are the
 *   result: they are copied nowhere but through the pipe
 *   {event, Seq, EventHandle, Event, Bytes, [Number]}
 *
 * The main thread reads a request, makes the call and reads the next one, so
 * that no thread has to wake another.  In a callback it waits for Erlang, and
 * makes the calls of that callback, which are Nested.  While a call lasts, the
 * watcher reads: it makes the call user_cancel, keeps other requests for the
 * main thread, and sees when Erlang has gone. */

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "packets.h"
#include "terms.h"

#define PROTOCOL 2

/* Of a result in one packet. */
#define MAX_BYTES (INT32_MAX - 64)

/* How long a call may take to end after Erlang has gone, in seconds. */
#define LAST_SECONDS 20

/* How long a call lasts until the watcher reads, in nanoseconds. */
#define LONG_CALL 10000000

struct request {
  struct request *next;
  char name[MAXATOMLEN_UTF8];   /* of the call; "": it is a {done, Seq} */
  long long number;             /* Id or Seq */
  int nested;
  struct term args, optargs;
  char buf[];
};

static struct {
  struct call_handle *h;        /* never changed once threads run */
  struct term_style style;
  pthread_t main_thread;

  pthread_mutex_t lock;         /* of all below */
  pthread_cond_t changed;       /* requests, reading or ended */
  pthread_cond_t taken;         /* a request, by the main thread */
  struct request *requests;
  unsigned long nr_taken;
  bool waiting;                 /* the main thread, for a request */
  bool reading;                 /* one of the threads */
  bool ended;                   /* no more of them will come */
  long long last_seq;
} port = {
  .lock = PTHREAD_MUTEX_INITIALIZER,
  .changed = PTHREAD_COND_INITIALIZER,
  .taken = PTHREAD_COND_INITIALIZER,
};

static void
die (const char *what)
{
  fprintf (stderr, "erl-guestfs: %s: %s\n", what, strerror (errno));
  _exit (EXIT_FAILURE);
}

/* ---- Packets ---- */

static void
start_packet (ei_x_buff *x)
{
  if (ei_x_new_with_version (x) == -1)
    die ("packet");
}

static void
send_packet (ei_x_buff *x)
{
  packets_write (x->buff, (size_t) x->index, NULL, 0);
  ei_x_free (x);
}

static void
send_bytes (long long id, const char *data, size_t size)
{
  unsigned char head[1 + 8] = { 0 };

  packets_put_number (head + 1, 8, (uint64_t) id);
  packets_write (head, sizeof head, data, size);
}

/* ---- Requests ---- */

static bool
parse_call (struct request *r, struct term t)
{
  if (ei_decode_longlong (t.buf, &t.at, &r->number) == -1
      || !term_get_bool (&t, &r->nested) || !term_get_atom (&t, r->name))
    return false;
  r->args = t;
  if (ei_skip_term (t.buf, &t.at) == -1)
    return false;
  r->optargs = t;
  return true;
}

static bool
parse (struct request *r)
{
  struct term t = { .buf = r->buf };
  char word[MAXATOMLEN_UTF8];
  int n;

  if (ei_decode_version (t.buf, &t.at, &n) == -1
      || ei_decode_tuple_header (t.buf, &t.at, &n) == -1
      || !term_get_atom (&t, word))
    return false;
  if (strcmp (word, "done") == 0 && n == 2)
    return ei_decode_longlong (t.buf, &t.at, &r->number) == 0;
  return strcmp (word, "call") == 0 && n == 6 && parse_call (r, t);
}

/* NULL: Erlang has closed the port. */
static struct request *
read_request (void)
{
  struct request *r;
  size_t size;

  if (!packets_read_length (&size))
    return NULL;
  r = malloc (sizeof *r + size);
  if (!r)
    die ("request");
  memset (r, 0, sizeof *r);
  if (!packets_read (r->buf, size)) {
    free (r);
    return NULL;
  }
  errno = EPROTO;
  if (!parse (r))
    die ("guestfs.beam and erl-guestfs must be of one version");
  return r;
}

static void
add_request (struct request *r)
{
  struct request **p;

  for (p = &port.requests; *p;)
    p = &(*p)->next;
  *p = r;
}

/* Outside of callbacks, seq is 0: what is next.  In one, its end or one of its
 * calls. */
static bool
is_for (const struct request *r, long long seq)
{
  if (!*r->name)
    return r->number == seq;
  return seq == 0 || r->nested;
}

/* NULL: there is none. */
static struct request *
find_request (long long seq)
{
  struct request **p = &port.requests, *r;

  while (*p && !is_for (*p, seq))
    p = &(*p)->next;
  r = *p;
  if (r)
    *p = r->next;
  return r;
}

static void serve (struct request *r);

/* Erlang is gone: the running call is cancelled.  The main thread ends the
 * process, or a signal does. */
static void
end_requests (void)
{
  guestfs_h *g;

  pthread_mutex_lock (&port.lock);
  port.ended = true;
  pthread_mutex_unlock (&port.lock);
  alarm (LAST_SECONDS);
  g = call_handle_enter (port.h);
  if (g) {
    guestfs_user_cancel (g);
    call_handle_leave (port.h);
  }
}

/* Reads a request; if it is not done at once, it is returned.  {done, 0}
 * answers an event that nobody waited after. */
static struct request *
read_and_filter (void)
{
  struct request *r = read_request ();

  if (!r)
    end_requests ();
  else if (strcmp (r->name, "user_cancel") == 0) {
    serve (r);
    r = NULL;
  } else if (!*r->name && r->number == 0) {
    free (r);
    r = NULL;
  }
  return r;
}

/* The lock is held, but not while this thread reads. */
static void
read_next (void)
{
  struct request *r;

  port.reading = true;
  pthread_mutex_unlock (&port.lock);
  r = read_and_filter ();
  pthread_mutex_lock (&port.lock);
  port.reading = false;
  if (r)
    add_request (r);
  pthread_cond_broadcast (&port.changed);
}

/* In the main thread: waits for one.  NULL: there is no more. */
static struct request *
take_request (long long seq)
{
  struct request *r = NULL;

  pthread_mutex_lock (&port.lock);
  port.waiting = true;
  while (!port.ended && (r = find_request (seq)) == NULL) {
    if (port.reading)
      pthread_cond_wait (&port.changed, &port.lock);
    else
      read_next ();
  }
  port.waiting = false;
  ++port.nr_taken;
  pthread_cond_signal (&port.taken);
  pthread_mutex_unlock (&port.lock);
  return r;
}

/* ---- The watcher ---- */

static bool
still_runs (unsigned long nr_taken)
{
  return !port.waiting && port.nr_taken == nr_taken;
}

/* Waits for a call that lasts, and reads until it has ended.  The lock is
 * held. */
static void
watch_call (void)
{
  const struct timespec wait = { .tv_nsec = LONG_CALL };
  unsigned long nr_taken;

  while (port.waiting)
    pthread_cond_wait (&port.taken, &port.lock);
  nr_taken = port.nr_taken;
  pthread_mutex_unlock (&port.lock);
  nanosleep (&wait, NULL);
  pthread_mutex_lock (&port.lock);
  while (!port.ended && still_runs (nr_taken))
    read_next ();
}

static void *
watch_calls (void *data)
{
  (void) data;
  pthread_mutex_lock (&port.lock);
  while (!port.ended)
    watch_call ();
  pthread_mutex_unlock (&port.lock);
  return NULL;
}

/* ---- Events ---- */

static const char *
event_name (uint64_t mask)
{
  for (size_t i = 0; i < nr_call_events; ++i)
    if (call_events[i].mask == mask)
      return call_events[i].name;
  return "unknown";
}

static void
send_event (long long seq, int eh, uint64_t event, const char *buf,
            size_t buf_len, const uint64_t *array, size_t array_len)
{
  ei_x_buff x;

  start_packet (&x);
  ei_x_encode_tuple_header (&x, 6);
  ei_x_encode_atom (&x, "event");
  ei_x_encode_longlong (&x, seq);
  ei_x_encode_long (&x, eh);
  ei_x_encode_atom (&x, event_name (event));
  ei_x_encode_binary (&x, buf ? buf : "", (int) buf_len);
  if (array_len > 0)
    ei_x_encode_list_header (&x, (long) array_len);
  for (size_t i = 0; i < array_len; ++i)
    ei_x_encode_ulonglong (&x, array[i]);
  ei_x_encode_empty_list (&x);
  send_packet (&x);
}

/* Until the callback has ended, or Erlang is gone. */
static void
serve_callback (long long seq)
{
  struct request *r;

  while ((r = take_request (seq)) != NULL) {
    const bool done = !*r->name;

    if (done)
      free (r);
    else
      serve (r);
    if (done)
      break;
  }
}

/* Only the main thread waits: others must not make calls meanwhile. */
static void
event_to_erlang (guestfs_h *g, void *data, uint64_t event, int eh, int flags,
                 const char *buf, size_t buf_len, const uint64_t *array,
                 size_t array_len)
{
  const bool waits = pthread_equal (pthread_self (), port.main_thread);
  long long seq = 0;

  (void) g;
  (void) data;
  (void) flags;
  if (waits) {
    pthread_mutex_lock (&port.lock);
    seq = ++port.last_seq;
    pthread_mutex_unlock (&port.lock);
  }
  send_event (seq, eh, event, buf, buf_len, array, array_len);
  if (waits)
    serve_callback (seq);
}

static void
release_nothing (void *data)
{
  (void) data;
}

static uint64_t
event_mask (const char *name)
{
  for (size_t i = 0; i < nr_call_events; ++i)
    if (strcmp (call_events[i].name, name) == 0)
      return call_events[i].mask;
  return 0;
}

/* [Event, …]: 0 when that is not what it is. */
static uint64_t
events_to_mask (struct term t)
{
  char name[MAXATOMLEN_UTF8];
  uint64_t mask = 0, bit;
  int n;

  if (ei_decode_list_header (t.buf, &t.at, &n) == -1)
    return 0;
  for (int i = 0; i < n; ++i) {
    bit = term_get_atom (&t, name) ? event_mask (name) : 0;
    if (bit == 0)
      return 0;
    mask |= bit;
  }
  return mask;
}

/* ---- Calls that are not in the table: the arguments are a tuple ---- */

static void
set_event_callback (struct term args, ei_x_buff *x)
{
  uint64_t mask;
  int n, eh;

  ei_decode_tuple_header (args.buf, &args.at, &n);
  mask = events_to_mask (args);
  if (mask == 0) {
    term_put_error (x, "set_event_callback", "the events must be a list of "
                    "names such as progress: see guestfs:event_all/0", EINVAL);
    return;
  }
  eh = call_handle_add_event (port.h, event_to_erlang, mask, NULL,
                              release_nothing);
  if (eh == -1)
    term_put_error (x, "set_event_callback", strerror (errno), errno);
  else
    ei_x_encode_long (x, eh);
}

static void
delete_event_callback (struct term args, ei_x_buff *x)
{
  long eh;
  int n;

  if (ei_decode_tuple_header (args.buf, &args.at, &n) == 0
      && ei_decode_long (args.buf, &args.at, &eh) == 0
      && eh >= 0 && eh <= INT32_MAX)
    call_handle_delete_event (port.h, (int) eh);
  ei_x_encode_atom (x, "ok");
}

static void
close_handle (struct term args, ei_x_buff *x)
{
  (void) args;
  if (call_handle_close (port.h))
    ei_x_encode_atom (x, "ok");
  else
    term_put_error (x, "close", "the handle is closed", EBADF);
}

static const struct own_call {
  const char *name;
  void (*run) (struct term args, ei_x_buff *x);
} own_calls[] = {
  { "close", close_handle },
  { "delete_event_callback", delete_event_callback },
  { "set_event_callback", set_event_callback },
};

static const struct own_call *
find_own_call (const char *name)
{
  for (size_t i = 0; i < sizeof own_calls / sizeof own_calls[0]; ++i)
    if (strcmp (own_calls[i].name, name) == 0)
      return &own_calls[i];
  return NULL;
}

/* ---- Calls ---- */

/* Terms have 32 bits for what Erlang reads, and a list takes two bytes for one
 * of text. */
static bool
is_too_long (const struct call *c, const union call_result *r)
{
  return (c->result == RESULT_BYTES && r->bytes.size > MAX_BYTES)
    || (c->result == RESULT_TEXT && strlen (r->text) > MAX_BYTES / 2);
}

/* Bytes are sent from where they are: nothing is left in x. */
static void
put_result (const struct call *c, const union call_result *r, long long id,
            ei_x_buff *x)
{
  if (is_too_long (c, r))
    term_put_error (x, c->name, "the result is too long for Erlang: use a "
                    "function that writes a file", E2BIG);
  else if (c->result == RESULT_BYTES) {
    send_bytes (id, r->bytes.data, r->bytes.size);
    x->index = 0;
  } else
    term_put_result (c, r, port.style, x);
}

static void
run_call (guestfs_h *g, const struct call *c, const struct call_values *values,
          long long id, ei_x_buff *x)
{
  union call_result result = { 0 };
  const char *message;

  if (c->run (g, values, &result) == 0) {
    put_result (c, &result, id, x);
    call_result_done (c, &result);
    return;
  }
  message = guestfs_last_error (g);
  term_put_error (x, NULL, message ? message : "unknown error",
                  guestfs_last_errno (g));
}

static void
make_call (const struct call *c, const struct request *r, ei_x_buff *x)
{
  guestfs_h *g = call_handle_enter (port.h);
  struct call_values values;

  if (!g) {
    term_put_error (x, c->name, "the handle is closed", EBADF);
    return;
  }
  call_values_init (&values, c);
  if (terms_to_values (c, r->args, r->optargs, &values, x) == 0)
    run_call (g, c, &values, r->number, x);
  call_values_done (&values);
  call_handle_leave (port.h);
}

static void
put_unknown (const char *name, ei_x_buff *x)
{
  ei_x_encode_tuple_header (x, 2);
  ei_x_encode_atom (x, "unknown");
  ei_x_encode_atom_as (x, name, ERLANG_UTF8, ERLANG_UTF8);
}

static void
serve (struct request *r)
{
  const struct own_call *own = find_own_call (r->name);
  const struct call *c = call_find (r->name);
  ei_x_buff x;

  start_packet (&x);
  ei_x_encode_tuple_header (&x, 3);
  ei_x_encode_atom (&x, "reply");
  ei_x_encode_longlong (&x, r->number);
  if (own)
    own->run (r->args, &x);
  else if (c)
    make_call (c, r, &x);
  else
    put_unknown (r->name, &x);
  if (x.index > 0)
    send_packet (&x);
  else
    ei_x_free (&x);
  free (r);
}

static bool
handle_is_open (void)
{
  guestfs_h *g = call_handle_enter (port.h);

  if (g)
    call_handle_leave (port.h);
  return g != NULL;
}

static void
make_calls (void)
{
  struct request *r;

  while (handle_is_open () && (r = take_request (0)) != NULL)
    serve (r);
  call_handle_close (port.h);
}

/* ---- Beginning ---- */

static unsigned
parse_options (int argc, char **argv)
{
  static const struct option options[] = {
    { "binaries", no_argument, NULL, 'b' },
    { "maps", no_argument, NULL, 'm' },
    { "no-close-on-exit", no_argument, NULL, 'c' },
    { "no-environment", no_argument, NULL, 'e' },
    { NULL, 0, NULL, 0 }
  };
  unsigned flags = 0;
  int option;

  while ((option = getopt_long (argc, argv, "", options, NULL)) != -1)
    switch (option) {
    case 'b': port.style.binaries = true; break;
    case 'm': port.style.maps = true; break;
    case 'c': flags |= GUESTFS_CREATE_NO_CLOSE_ON_EXIT; break;
    case 'e': flags |= GUESTFS_CREATE_NO_ENVIRONMENT; break;
    default: exit (EXIT_FAILURE);
    }
  return flags;
}

static void
greet (void)
{
  ei_x_buff x;

  start_packet (&x);
  if (port.h) {
    ei_x_encode_tuple_header (&x, 2);
    ei_x_encode_atom (&x, "erl_guestfs");
    ei_x_encode_long (&x, PROTOCOL);
  } else
    term_put_error (&x, "create", strerror (errno), errno);
  send_packet (&x);
}

int
main (int argc, char **argv)
{
  const unsigned flags = parse_options (argc, argv);
  pthread_t watcher;

  if (isatty (STDIN_FILENO)) {
    fputs ("erl-guestfs: only the Erlang module guestfs starts this: see "
           "guestfs-erlang(3)\n", stderr);
    return EXIT_FAILURE;
  }
  signal (SIGPIPE, SIG_IGN);
  if (!packets_open ())
    die ("standard input and output");
  ei_init ();
  port.h = call_handle_create (flags);
  greet ();
  if (!port.h)
    return EXIT_FAILURE;
  port.main_thread = pthread_self ();
  errno = pthread_create (&watcher, NULL, watch_calls, NULL);
  if (errno != 0)
    die ("thread");
  make_calls ();
  return EXIT_SUCCESS;
}
