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
 * The main thread reads; the worker makes the calls, one after the other.  In
 * a callback it waits for Erlang, and makes the calls of that callback, which
 * are Nested.  user_cancel is what the main thread does by itself. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "terms.h"

#define PROTOCOL 2

/* Of a result in one packet. */
#define MAX_BYTES (INT32_MAX - 64)

/* How long a call may take to end after Erlang has gone, in seconds. */
#define LAST_SECONDS 20

struct request {
  struct request *next;
  char *buf;
  char name[MAXATOMLEN_UTF8];   /* of the call; "": it is a {done, Seq} */
  long long number;             /* Id or Seq */
  int nested;
  struct term args, optargs;
};

static struct {
  int in, out;                  /* never changed once threads run */
  struct call_handle *h;
  struct term_style style;
  pthread_t worker;

  pthread_mutex_t write_lock;   /* of what is written, packet by packet */

  pthread_mutex_t lock;         /* of all below */
  pthread_cond_t changed;
  struct request *requests;
  bool ended;                   /* no more of them will come */
  long long last_seq;
} port = {
  .write_lock = PTHREAD_MUTEX_INITIALIZER,
  .lock = PTHREAD_MUTEX_INITIALIZER,
  .changed = PTHREAD_COND_INITIALIZER,
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
skip_written (struct iovec **v, int *n, size_t written)
{
  while (*n > 0 && written >= (*v)->iov_len) {
    written -= (*v)->iov_len;
    ++*v;
    --*n;
  }
  if (*n > 0) {
    (*v)->iov_base = (char *) (*v)->iov_base + written;
    (*v)->iov_len -= written;
  }
}

/* The highest byte comes first. */
static void
put_number (unsigned char *to, size_t size, uint64_t n)
{
  for (; size > 0; n >>= 8)
    to[--size] = (unsigned char) n;
}

/* Head and data, behind their length.  Whether Erlang is still there is seen by
 * the reader. */
static void
write_packet (const void *head, size_t head_size,
              const void *data, size_t data_size)
{
  unsigned char length[4];
  struct iovec iov[] = {
    { .iov_base = length, .iov_len = sizeof length },
    { .iov_base = (void *) head, .iov_len = head_size },
    { .iov_base = (void *) data, .iov_len = data_size }
  };
  struct iovec *v = iov;
  int n = sizeof iov / sizeof iov[0];

  put_number (length, sizeof length, head_size + data_size);
  pthread_mutex_lock (&port.write_lock);
  while (n > 0) {
    const ssize_t r = writev (port.out, v, n);

    if (r == -1 && errno != EINTR)
      break;
    if (r > 0)
      skip_written (&v, &n, (size_t) r);
  }
  pthread_mutex_unlock (&port.write_lock);
}

static void
send_packet (ei_x_buff *x)
{
  write_packet (x->buff, (size_t) x->index, NULL, 0);
  ei_x_free (x);
}

static void
send_bytes (long long id, const char *data, size_t size)
{
  unsigned char head[1 + 8] = { 0 };

  put_number (head + 1, 8, (uint64_t) id);
  write_packet (head, sizeof head, data, size);
}

/* False at the end of the file. */
static bool
read_exactly (void *buf, size_t size)
{
  while (size > 0) {
    const ssize_t r = read (port.in, buf, size);

    if (r == -1 && errno == EINTR)
      continue;
    if (r <= 0)
      return false;
    buf = (char *) buf + r;
    size -= (size_t) r;
  }
  return true;
}

static char *
read_packet (void)
{
  unsigned char head[4];
  size_t size;
  char *buf;

  if (!read_exactly (head, sizeof head))
    return NULL;
  size = (size_t) head[0] << 24 | (size_t) head[1] << 16
    | (size_t) head[2] << 8 | head[3];
  buf = malloc (size + 1);
  if (!buf)
    die ("packet");
  if (read_exactly (buf, size))
    return buf;
  free (buf);
  return NULL;
}

/* ---- Requests ---- */

static void
request_free (struct request *r)
{
  free (r->buf);
  free (r);
}

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
  char *buf = read_packet ();
  struct request *r;

  if (!buf)
    return NULL;
  r = calloc (1, sizeof *r);
  if (!r)
    die ("request");
  r->buf = buf;
  errno = EPROTO;
  if (!parse (r))
    die ("guestfs.beam and erl-guestfs must be of one version");
  return r;
}

static void
add_request (struct request *r)
{
  struct request **p;

  pthread_mutex_lock (&port.lock);
  for (p = &port.requests; *p;)
    p = &(*p)->next;
  *p = r;
  pthread_cond_broadcast (&port.changed);
  pthread_mutex_unlock (&port.lock);
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

/* Waits for one; NULL: there is no more. */
static struct request *
take_request (long long seq)
{
  struct request **p, *r;

  pthread_mutex_lock (&port.lock);
  for (;;) {
    for (p = &port.requests; *p && !is_for (*p, seq);)
      p = &(*p)->next;
    if (*p || port.ended)
      break;
    pthread_cond_wait (&port.changed, &port.lock);
  }
  r = port.ended ? NULL : *p;
  if (r)
    *p = r->next;
  pthread_mutex_unlock (&port.lock);
  return r;
}

static void serve (struct request *r);

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
      request_free (r);
    else
      serve (r);
    if (done)
      break;
  }
}

/* Only the worker waits: other threads must not make calls meanwhile. */
static void
event_to_erlang (guestfs_h *g, void *data, uint64_t event, int eh, int flags,
                 const char *buf, size_t buf_len, const uint64_t *array,
                 size_t array_len)
{
  const bool waits = pthread_equal (pthread_self (), port.worker);
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
  struct call_values values = { 0 };

  if (!g) {
    term_put_error (x, c->name, "the handle is closed", EBADF);
    return;
  }
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
  request_free (r);
}

/* ---- The two threads ---- */

static bool
handle_is_open (void)
{
  guestfs_h *g = call_handle_enter (port.h);

  if (g)
    call_handle_leave (port.h);
  return g != NULL;
}

static void *
make_calls (void *data)
{
  struct request *r;

  (void) data;
  while (handle_is_open () && (r = take_request (0)) != NULL)
    serve (r);
  call_handle_close (port.h);
  exit (EXIT_SUCCESS);
}

/* {done, 0} answers an event that nobody waited after. */
static void
read_requests (void)
{
  struct request *r;

  while ((r = read_request ()) != NULL) {
    if (strcmp (r->name, "user_cancel") == 0)
      serve (r);
    else if (!*r->name && r->number == 0)
      request_free (r);
    else
      add_request (r);
  }
}

/* Erlang is gone: the running call is cancelled, and the handle closed. */
static void
end (void)
{
  guestfs_h *g;

  pthread_mutex_lock (&port.lock);
  port.ended = true;
  pthread_cond_broadcast (&port.changed);
  pthread_mutex_unlock (&port.lock);
  g = call_handle_enter (port.h);
  if (g) {
    guestfs_user_cancel (g);
    call_handle_leave (port.h);
  }
  sleep (LAST_SECONDS);         /* the worker ends the process */
  _exit (EXIT_FAILURE);
}

/* ---- Beginning ---- */

/* What the library prints, or downloads to /dev/stdout, must not get into the
 * packets. */
static void
move_descriptors (void)
{
  const int null = open ("/dev/null", O_RDONLY|O_CLOEXEC);

  port.in = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  port.out = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (null == -1 || port.in == -1 || port.out == -1
      || dup2 (null, STDIN_FILENO) == -1
      || dup2 (STDERR_FILENO, STDOUT_FILENO) == -1)
    die ("standard input and output");
  close (null);
}

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

  if (isatty (STDIN_FILENO)) {
    fputs ("erl-guestfs: only the Erlang module guestfs starts this: see "
           "guestfs-erlang(3)\n", stderr);
    return EXIT_FAILURE;
  }
  signal (SIGPIPE, SIG_IGN);
  move_descriptors ();
  ei_init ();
  port.h = call_handle_create (flags);
  greet ();
  if (!port.h)
    return EXIT_FAILURE;
  errno = pthread_create (&port.worker, NULL, make_calls, NULL);
  if (errno != 0)
    die ("thread");
  read_requests ();
  end ();
}
