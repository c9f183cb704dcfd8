/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors, their handlers, and memory that never runs out quietly.
 *
 * Each thread that uses a handle has its own last error, its own handler and
 * its own stack of handlers, so that one thread can silence errors, or read
 * its last one, while another works.
 */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"

struct error_frame {
  guestfs_error_handler_cb cb;
  void *opaque;
  struct error_frame *next;
};

struct error_data {
  guestfs_h *g;
  struct thread *thread;
  struct error_data *next_of_handle;    /* g->error_list */
  struct error_data *next_of_thread;    /* thread->list */
  char *last_error;
  int last_errno;
  struct error_frame handler;   /* .next: the handlers pushed over */
  const char *action;           /* outermost public call, or NULL */
  unsigned depth;               /* of nested public calls */
};

/* A thread that has used the library. */
struct thread {
  struct error_data *list;      /* the handle that was used last comes first */

  /* The answer for one handle, by its number: a call on it takes no lock that
   * other handles take. Valid as long as the handle is open, and no other has
   * ever its number. */
  uint64_t recent_number;
  struct error_data *recent;
};

/* One key for all handles: there are only PTHREAD_KEYS_MAX. */
static pthread_key_t thread_key;
static int thread_key_error;
static pthread_once_t thread_key_once = PTHREAD_ONCE_INIT;

/* Guards the lists of all handles and threads: handles are closed, and threads
 * end, whenever they like. */
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

static void
default_handler (guestfs_h *g, void *opaque, const char *msg)
{
  (void) g;
  (void) opaque;
  guestfs_int_print_message ("libguestfs: error: ", msg, strlen (msg));
}

/* ---- Per-thread data ---- */

static void
free_error_data (struct error_data *ed)
{
  struct error_frame *f, *next;

  for (f = ed->handler.next; f; f = next) {
    next = f->next;
    free (f);
  }
  free (ed->last_error);
  free (ed);
}

static void
unlink_from_handle (const struct error_data *ed)
{
  struct error_data **p = &ed->g->error_list;

  while (*p != ed)
    p = &(*p)->next_of_handle;
  *p = ed->next_of_handle;
}

static void
unlink_from_thread (const struct error_data *ed)
{
  struct error_data **p = &ed->thread->list;

  while (*p != ed)
    p = &(*p)->next_of_thread;
  *p = ed->next_of_thread;
}

static void
thread_ended (void *data)
{
  struct thread *t = data;
  struct error_data *ed;

  pthread_mutex_lock (&list_lock);
  while ((ed = t->list) != NULL) {
    t->list = ed->next_of_thread;
    unlink_from_handle (ed);
    free_error_data (ed);
  }
  pthread_mutex_unlock (&list_lock);
  free (t);
}

static void
lock_list (void)
{
  pthread_mutex_lock (&list_lock);
}

static void
unlock_list (void)
{
  pthread_mutex_unlock (&list_lock);
}

/* A child that is forked while another thread holds the lock could never take
 * it. */
static void
make_thread_key (void)
{
  thread_key_error = pthread_key_create (&thread_key, thread_ended);
  if (thread_key_error == 0)
    thread_key_error = pthread_atfork (lock_list, unlock_list, unlock_list);
}

int
guestfs_int_init_errors (void)
{
  pthread_once (&thread_key_once, make_thread_key);
  errno = thread_key_error;
  return thread_key_error == 0 ? 0 : -1;
}

void
guestfs_int_free_errors (guestfs_h *g)
{
  struct error_data *ed;

  pthread_mutex_lock (&list_lock);
  while ((ed = g->error_list) != NULL) {
    g->error_list = ed->next_of_handle;
    unlink_from_thread (ed);
    free_error_data (ed);
  }
  pthread_mutex_unlock (&list_lock);
}

static struct thread *
get_thread (guestfs_h *g)
{
  struct thread *t = pthread_getspecific (thread_key);

  if (t)
    return t;
  t = safe_calloc (g, 1, sizeof *t);
  if (pthread_setspecific (thread_key, t) != 0)
    g->abort_cb ();
  return t;
}

/* Taken off the list if it is there: the caller puts it in front. */
static struct error_data *
take_from_list (struct thread *t, const guestfs_h *g)
{
  for (struct error_data **p = &t->list; *p; p = &(*p)->next_of_thread)
    if ((*p)->g == g) {
      struct error_data *ed = *p;

      *p = ed->next_of_thread;
      return ed;
    }
  return NULL;
}

static struct error_data *
new_error_data (guestfs_h *g, struct thread *t)
{
  struct error_data *ed = safe_calloc (g, 1, sizeof *ed);

  ed->g = g;
  ed->thread = t;
  ed->handler.cb = default_handler;
  ed->next_of_handle = g->error_list;
  g->error_list = ed;
  return ed;
}

/* Of this thread and this handle.  Only this thread uses it, until the handle
 * is closed. */
static struct error_data *
get_error_data (guestfs_h *g)
{
  struct thread *t = get_thread (g);
  struct error_data *ed;

  if (t->recent_number == g->number)
    return t->recent;
  pthread_mutex_lock (&list_lock);
  ed = take_from_list (t, g);
  if (!ed)
    ed = new_error_data (g, t);
  ed->next_of_thread = t->list;
  t->list = ed;
  pthread_mutex_unlock (&list_lock);
  t->recent_number = g->number;
  t->recent = ed;
  return ed;
}

bool
guestfs_int_push_action (guestfs_h *g, const char *action)
{
  struct error_data *ed = get_error_data (g);

  if (ed->depth++ > 0)
    return false;
  ed->action = action;
  return true;
}

bool
guestfs_int_in_action (guestfs_h *g)
{
  return get_error_data (g)->depth > 0;
}

bool
guestfs_int_pop_action (guestfs_h *g)
{
  struct error_data *ed = get_error_data (g);

  if (--ed->depth > 0)
    return false;
  ed->action = NULL;
  return true;
}

/* ---- Setting ---- */

/* Takes msg. */
static void
set_error (guestfs_h *g, int errnum, char *msg)
{
  struct error_data *ed = get_error_data (g);
  int saved = errno;

  free (ed->last_error);
  ed->last_error = msg;
  ed->last_errno = errnum;
  if (ed->handler.cb)
    ed->handler.cb (g, ed->handler.opaque, msg);
  errno = saved;
}

static void
add_or_abort (guestfs_h *g, int r)
{
  if (r == -1)
    g->abort_cb ();
}

/* "action: message" or "action: message: what errno says". */
static char *
compose (guestfs_h *g, const char *reason, const char *fs, va_list args)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *msg = NULL;
  const char *action = get_error_data (g)->action;
  char *r;

  if (vasprintf (&msg, fs, args) == -1) {
    msg = NULL;
    g->abort_cb ();
  }
  if (action)
    add_or_abort (g, strbuf_addf (&b, "%s: ", action));
  add_or_abort (g, strbuf_adds (&b, msg));
  if (reason)
    add_or_abort (g, strbuf_addf (&b, ": %s", reason));
  r = strbuf_steal (&b);
  add_or_abort (g, r ? 0 : -1);
  return r;
}

void
guestfs_int_error_errno (guestfs_h *g, int errnum, const char *fs, ...)
{
  va_list args;
  char *msg;

  va_start (args, fs);
  msg = compose (g, NULL, fs, args);
  va_end (args);
  set_error (g, errnum, msg);
}

void
guestfs_int_perrorf (guestfs_h *g, const char *fs, ...)
{
  int errnum = errno;
  char buf[128];                /* strerror_r may use it, and shortens */
  va_list args;
  char *msg;

  va_start (args, fs);
  msg = compose (g, strerror_r (errnum, buf, sizeof buf), fs, args);
  va_end (args);
  set_error (g, errnum, msg);
}

void
guestfs_int_save_error (guestfs_h *g, struct saved_error *ret)
{
  const struct error_data *ed = get_error_data (g);

  ret->msg = safe_strdup (g, ed->last_error ? ed->last_error : "");
  ret->errnum = ed->last_errno;
}

void
guestfs_int_raise_error (guestfs_h *g, struct saved_error *e)
{
  set_error (g, e->errnum, e->msg);
  e->msg = NULL;
}

static const char *
without_action (guestfs_h *g, const char *msg)
{
  const char *action = get_error_data (g)->action;
  const size_t n = action ? strlen (action) : 0;

  return n > 0 && strncmp (msg, action, n) == 0 &&
    strncmp (msg + n, ": ", 2) == 0 ? msg + n + 2 : msg;
}

void
guestfs_int_raise_error_in (guestfs_h *g, const char *what)
{
  CLEANUP_SAVED_ERROR struct saved_error e = { .msg = NULL };

  guestfs_int_save_error (g, &e);
  guestfs_int_error_errno (g, e.errnum, "%s: %s", what,
                           without_action (g, e.msg));
}

void
guestfs_int_saved_error_done (struct saved_error *e)
{
  free (e->msg);
}

/* ---- Public ---- */

const char *
guestfs_last_error (guestfs_h *g)
{
  return get_error_data (g)->last_error;
}

int
guestfs_last_errno (guestfs_h *g)
{
  return get_error_data (g)->last_errno;
}

void
guestfs_set_error_handler (guestfs_h *g, guestfs_error_handler_cb cb,
                           void *opaque)
{
  struct error_data *ed = get_error_data (g);

  ed->handler.cb = cb;
  ed->handler.opaque = opaque;
}

guestfs_error_handler_cb
guestfs_get_error_handler (guestfs_h *g, void **opaque_rtn)
{
  const struct error_data *ed = get_error_data (g);

  if (opaque_rtn)
    *opaque_rtn = ed->handler.opaque;
  return ed->handler.cb;
}

void
guestfs_push_error_handler (guestfs_h *g, guestfs_error_handler_cb cb,
                            void *opaque)
{
  struct error_data *ed = get_error_data (g);
  struct error_frame *under = safe_memdup (g, &ed->handler,
                                           sizeof ed->handler);

  ed->handler = (struct error_frame) { cb, opaque, under };
}

void
guestfs_pop_error_handler (guestfs_h *g)
{
  struct error_data *ed = get_error_data (g);
  struct error_frame *under = ed->handler.next;

  if (!under) {                 /* one pop too many */
    ed->handler.cb = default_handler;
    ed->handler.opaque = NULL;
    return;
  }
  ed->handler = *under;
  free (under);
}

/* ---- Memory ---- */

void
guestfs_set_out_of_memory_handler (guestfs_h *g, guestfs_abort_cb cb)
{
  g->abort_cb = cb ? cb : abort;
}

guestfs_abort_cb
guestfs_get_out_of_memory_handler (guestfs_h *g)
{
  return g->abort_cb;
}

void *
safe_malloc (guestfs_h *g, size_t n)
{
  void *p = malloc (n ? n : 1);

  if (!p)
    g->abort_cb ();
  return p;
}

void *
safe_calloc (guestfs_h *g, size_t n, size_t size)
{
  void *p = calloc (n ? n : 1, size ? size : 1);

  if (!p)
    g->abort_cb ();
  return p;
}

void *
safe_realloc (guestfs_h *g, void *p, size_t n)
{
  void *r = realloc (p, n ? n : 1);

  if (!r)
    g->abort_cb ();
  return r;
}

char *
safe_strdup (guestfs_h *g, const char *s)
{
  char *r = strdup (s);

  if (!r)
    g->abort_cb ();
  return r;
}

char *
safe_strndup (guestfs_h *g, const char *s, size_t n)
{
  char *r = strndup (s, n);

  if (!r)
    g->abort_cb ();
  return r;
}

void *
safe_memdup (guestfs_h *g, const void *p, size_t n)
{
  void *r = safe_malloc (g, n);

  if (n > 0)
    memcpy (r, p, n);
  return r;
}

char *
safe_asprintf (guestfs_h *g, const char *fs, ...)
{
  va_list args;
  char *s;
  int r;

  va_start (args, fs);
  r = vasprintf (&s, fs, args);
  va_end (args);
  if (r == -1)
    g->abort_cb ();
  return s;
}
