/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events, error handlers, private data, the environment and the end of a
 * handle, as a program sees them. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUESTFS_PRIVATE 1
#define GUESTFS_NO_WARN_DEPRECATED 1
#include "guestfs.h"

#include "check.h"

static guestfs_h *
new_handle (void)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT);

  if (!g)
    abort ();
  return g;
}

/* ---- Events ---- */

struct seen {
  int calls, handle;
  uint64_t last_event;
  char text[4096];              /* all messages, a line each */
  bool add_more, delete_self;
};

static void
note (guestfs_h *g, void *opaque, uint64_t event, int event_handle, int flags,
      const char *buf, size_t buf_len, const uint64_t *array,
      size_t array_len)
{
  struct seen *s = opaque;
  size_t used = strlen (s->text);

  CHECK (flags == 0);
  CHECK (array_len == 0 || array);
  s->calls++;
  s->handle = event_handle;
  s->last_event = event;
  snprintf (s->text + used, sizeof s->text - used, "%.*s\n", (int) buf_len,
            buf_len > 0 ? buf : "");
  /* The table of callbacks moves while it is walked. */
  if (s->add_more)
    for (int i = 0; i < 100; i++)
      guestfs_set_event_callback (g, note, GUESTFS_EVENT_LIBVIRT_AUTH, 0, s);
  s->add_more = false;
  if (s->delete_self)
    guestfs_delete_event_callback (g, event_handle);
}

static void
test_trace_event (void)
{
  guestfs_h *g = new_handle ();
  struct seen s = { .calls = 0 };
  int h;

  h = guestfs_set_event_callback (g, note, GUESTFS_EVENT_TRACE, 0, &s);
  CHECK (h >= 0);
  guestfs_set_trace (g, 1);
  s.text[0] = '\0';
  CHECK (guestfs_set_memsize (g, 700) == 0);
  CHECK (s.handle == h && s.last_event == GUESTFS_EVENT_TRACE);
  CHECK (strcmp (s.text, "set_memsize 700\nset_memsize = 0\n") == 0);
  CHECK (guestfs_set_identifier (g, "id") == 0);
  s.text[0] = '\0';
  CHECK (guestfs_get_memsize (g) == 700);
  CHECK (strcmp (s.text, "id: get_memsize\nid: get_memsize = 700\n") == 0);
  guestfs_delete_event_callback (g, h);
  guestfs_set_trace (g, 0);
  s.calls = 0;
  guestfs_get_memsize (g);
  CHECK (s.calls == 0);
  guestfs_close (g);
}

static void
test_enter_event (void)
{
  guestfs_h *g = new_handle ();
  struct seen s = { .calls = 0 };

  guestfs_set_event_callback (g, note, GUESTFS_EVENT_ENTER, 0, &s);
  guestfs_get_memsize (g);
  CHECK (strcmp (s.text, "get_memsize\n") == 0);
  guestfs_close (g);
}

static void
test_bad_registration (void)
{
  guestfs_h *g = new_handle ();

  guestfs_push_error_handler (g, NULL, NULL);
  CHECK (guestfs_set_event_callback (g, note, GUESTFS_EVENT_ALL, 1, NULL)
         == -1);
  CHECK (guestfs_last_errno (g) == EINVAL);
  CHECK (guestfs_set_event_callback (g, note, UINT64_C (1) << 40, 0, NULL)
         == -1);
  guestfs_delete_event_callback (g, -1);
  guestfs_delete_event_callback (g, 12345);
  guestfs_close (g);
}

/* A program may set and delete one for each call. */
static void
test_event_numbers (void)
{
  guestfs_h *g = new_handle ();
  struct seen s = { .calls = 0 };
  int first, last = -1;

  first = guestfs_set_event_callback (g, note, GUESTFS_EVENT_TRACE, 0, &s);
  guestfs_delete_event_callback (g, first);
  for (int i = 0; i < 50000; i++) {
    int h = guestfs_set_event_callback (g, note, GUESTFS_EVENT_ENTER, 0, &s);

    CHECK (h > last && h != first);
    last = h;
    guestfs_delete_event_callback (g, h);
  }
  last = guestfs_set_event_callback (g, note, GUESTFS_EVENT_ENTER, 0, &s);
  guestfs_delete_event_callback (g, first);     /* once more */
  guestfs_get_memsize (g);
  CHECK (s.calls == 1 && s.handle == last);
  guestfs_close (g);
}

static void
add_another (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
             int flags, const char *buf, size_t buf_len,
             const uint64_t *array, size_t array_len)
{
  (void) event_handle; (void) flags; (void) buf; (void) buf_len;
  (void) array; (void) array_len;
  ++*(int *) opaque;
  guestfs_set_event_callback (g, add_another, event, 0, opaque);
}

/* What a callback adds is for the next event: else it would never end. */
static void
test_add_in_callback (void)
{
  guestfs_h *g = new_handle ();
  int calls = 0;

  guestfs_set_event_callback (g, add_another, GUESTFS_EVENT_ENTER, 0, &calls);
  guestfs_get_memsize (g);
  CHECK (calls == 1);
  guestfs_get_memsize (g);
  CHECK (calls == 3);
  guestfs_close (g);
}

static void
test_table_moves (void)
{
  guestfs_h *g = new_handle ();
  struct seen a = { .add_more = true }, b = { .delete_self = true };

  guestfs_set_event_callback (g, note, GUESTFS_EVENT_ENTER, 0, &a);
  guestfs_set_event_callback (g, note, GUESTFS_EVENT_ENTER, 0, &b);
  guestfs_get_memsize (g);
  CHECK (a.calls == 1 && b.calls == 1);
  guestfs_get_memsize (g);
  CHECK (a.calls == 2 && b.calls == 1);
  guestfs_close (g);
}

static void
test_event_to_string (void)
{
  char *s = guestfs_event_to_string (GUESTFS_EVENT_TRACE
                                     | GUESTFS_EVENT_CLOSE);

  CHECK (s && strcmp (s, "close,trace") == 0);
  free (s);
  s = guestfs_event_to_string (0);
  CHECK (s && s[0] == '\0');
  free (s);
}

/* The CLOSE event comes once, and after it nothing. */
static void
test_close_event (void)
{
  guestfs_h *g = new_handle ();
  struct seen s = { .calls = 0 };

  guestfs_set_event_callback (g, note, GUESTFS_EVENT_ALL, 0, &s);
  guestfs_set_verbose (g, 1);
  guestfs_set_trace (g, 1);
  guestfs_close (g);
  CHECK (s.last_event == GUESTFS_EVENT_CLOSE);
  CHECK (strstr (s.text, "close\n"));
}

static int old_closed;

static void
old_close (guestfs_h *g, void *opaque)
{
  (void) g;
  old_closed += *(int *) opaque;
}

static void
test_old_callbacks (void)
{
  guestfs_h *g = new_handle ();
  int one = 1, ten = 10;

  old_closed = 0;
  guestfs_set_close_callback (g, old_close, &one);
  guestfs_set_close_callback (g, old_close, &ten);      /* instead of one */
  guestfs_set_subprocess_quit_callback (g, old_close, &one);
  guestfs_close (g);
  CHECK (old_closed == 10);
  g = new_handle ();
  guestfs_set_close_callback (g, old_close, &one);
  guestfs_set_close_callback (g, NULL, NULL);
  guestfs_close (g);
  CHECK (old_closed == 10);
}

/* ---- Errors ---- */

static char last_handled[4096];

static void
handle (guestfs_h *g, void *opaque, const char *msg)
{
  (void) g;
  snprintf (last_handled, sizeof last_handled, "%s%s", (char *) opaque, msg);
}

static void
test_error_handlers (void)
{
  guestfs_h *g = new_handle ();
  guestfs_error_handler_cb original = guestfs_get_error_handler (g, NULL);
  void *opaque = NULL;

  CHECK (original && !guestfs_last_error (g) && guestfs_last_errno (g) == 0);
  guestfs_set_error_handler (g, handle, (void *) "1:");
  CHECK (guestfs_get_error_handler (g, &opaque) == handle);
  CHECK (opaque && strcmp (opaque, "1:") == 0);
  CHECK (guestfs_set_memsize (g, 1) == -1);
  CHECK (strncmp (last_handled, "1:set_memsize: ", 15) == 0);
  CHECK (strcmp (last_handled + 2, guestfs_last_error (g)) == 0);
  CHECK (guestfs_last_errno (g) == EINVAL);

  guestfs_push_error_handler (g, handle, (void *) "2:");
  guestfs_internal_test_rinterr (g);
  CHECK (strcmp (last_handled, "2:internal_test_rinterr: error") == 0);
  CHECK (guestfs_last_errno (g) == 0);
  guestfs_push_error_handler (g, NULL, NULL);
  last_handled[0] = '\0';
  guestfs_internal_test_rinterr (g);
  CHECK (last_handled[0] == '\0');
  guestfs_pop_error_handler (g);
  guestfs_pop_error_handler (g);
  guestfs_internal_test_rinterr (g);
  CHECK (strncmp (last_handled, "1:", 2) == 0);
  guestfs_pop_error_handler (g);        /* one too many: the default */
  CHECK (guestfs_get_error_handler (g, NULL) == original);
  guestfs_close (g);
}

static void *
other_thread (void *data)
{
  guestfs_h *g = data;

  CHECK (!guestfs_last_error (g));
  guestfs_push_error_handler (g, NULL, NULL);
  guestfs_internal_test_rint (g, "x");
  CHECK (guestfs_last_errno (g) == EINVAL);
  return NULL;
}

/* One thread's errors and handlers are not another's. */
static void
test_errors_of_threads (void)
{
  guestfs_h *g = new_handle ();
  pthread_t thread;

  guestfs_set_error_handler (g, handle, (void *) "");
  guestfs_internal_test_rboolerr (g);
  last_handled[0] = '\0';
  pthread_create (&thread, NULL, other_thread, g);
  pthread_join (thread, NULL);
  CHECK (last_handled[0] == '\0');
  CHECK (guestfs_last_errno (g) == 0);
  CHECK (strcmp (guestfs_last_error (g), "internal_test_rboolerr: error")
         == 0);
  guestfs_close (g);
}

/* More than there are thread keys (PTHREAD_KEYS_MAX is 1024). */
#define MANY 1500

static void
test_many_handles (void)
{
  struct rlimit limit;
  guestfs_h *g[MANY];

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < MANY + 100)
    return;
  for (int i = 0; i < MANY; i++) {
    g[i] = new_handle ();
    guestfs_push_error_handler (g[i], NULL, NULL);
    CHECK (guestfs_set_memsize (g[i], 1000 + i) == 0);
    if (i % 2)
      guestfs_set_smp (g[i], 0);
  }
  for (int i = 0; i < MANY; i++) {
    CHECK (guestfs_get_memsize (g[i]) == 1000 + i);
    CHECK (guestfs_last_errno (g[i]) == (i % 2 ? EINVAL : 0));
  }
  for (int i = 0; i < MANY; i++)
    guestfs_close (g[i]);
}

static void *
use_and_end (void *data)
{
  void **args = data;

  guestfs_last_error (args[0]);
  pthread_barrier_wait (args[1]);
  return NULL;
}

/* A thread ends, and the handle that it has used is closed meanwhile. */
static void
test_thread_ends_while_closed (void)
{
  pthread_barrier_t barrier;
  pthread_t thread;

  pthread_barrier_init (&barrier, NULL, 2);
  for (int i = 0; i < 2000; i++) {
    guestfs_h *g = new_handle ();
    void *args[] = { g, &barrier };

    pthread_create (&thread, NULL, use_and_end, args);
    pthread_barrier_wait (&barrier);
    guestfs_close (g);
    pthread_join (thread, NULL);
  }
  pthread_barrier_destroy (&barrier);
}

/* A new handle may be where a closed one was. */
static void
test_error_of_closed_handle (void)
{
  for (int i = 0; i < 20; i++) {
    guestfs_h *g = new_handle ();

    CHECK (guestfs_last_error (g) == NULL);
    guestfs_push_error_handler (g, NULL, NULL);
    CHECK (guestfs_internal_test_rinterr (g) == -1);
    CHECK (guestfs_last_error (g) != NULL);
    guestfs_close (g);
  }
}

static void *
busy_thread (void *data)
{
  guestfs_h *g = data;

  guestfs_push_error_handler (g, NULL, NULL);
  for (int i = 0; i < 500; i++) {
    char *s = guestfs_internal_test_rstring (g, "text");

    CHECK (s && strcmp (s, "text") == 0);
    free (s);
    CHECK (guestfs_set_memsize (g, 300 + i) == 0);
    CHECK (guestfs_get_memsize (g) >= 300);
    CHECK (guestfs_internal_test_rinterr (g) == -1);
  }
  return NULL;
}

static void
test_threads (void)
{
  guestfs_h *g = new_handle ();
  struct seen s = { .calls = 0 };
  pthread_t threads[4];

  guestfs_set_event_callback (g, note, GUESTFS_EVENT_LIBVIRT_AUTH, 0, &s);
  for (size_t i = 0; i < 4; i++)
    pthread_create (&threads[i], NULL, busy_thread, g);
  for (size_t i = 0; i < 4; i++)
    pthread_join (threads[i], NULL);
  guestfs_close (g);
}

static void __attribute__ ((noreturn))
no_memory (void)
{
  _exit (42);
}

static void
test_out_of_memory (void)
{
  guestfs_h *g = new_handle ();

  CHECK (guestfs_get_out_of_memory_handler (g) == abort);
  guestfs_set_out_of_memory_handler (g, no_memory);
  CHECK (guestfs_get_out_of_memory_handler (g) == no_memory);
  guestfs_close (g);
}

/* ---- Private data ---- */

static void
test_private (void)
{
  guestfs_h *g = new_handle ();
  const char *key;
  int a, b;
  void *p;
  unsigned n = 0;

  CHECK (!guestfs_get_private (g, "a"));
  CHECK (!guestfs_first_private (g, &key));
  guestfs_set_private (g, "a", &b);
  guestfs_set_private (g, "a", &a);
  guestfs_set_private (g, "b", &b);
  guestfs_set_private (g, "gone", &b);
  guestfs_set_private (g, "gone", NULL);
  CHECK (guestfs_get_private (g, "a") == &a);
  CHECK (guestfs_get_private (g, "b") == &b);
  CHECK (!guestfs_get_private (g, "gone"));
  for (p = guestfs_first_private (g, &key); p;
       p = guestfs_next_private (g, &key)) {
    CHECK (p == (strcmp (key, "a") == 0 ? &a : &b));
    n++;
  }
  CHECK (n == 2);
  guestfs_close (g);
}

/* ---- In a process of its own ---- */

/* Runs child, whose standard error comes back.  Returns the exit status. */
static int
in_child (void (*child) (void), char *ret_err, size_t size)
{
  int p[2], status;
  size_t used = 0;
  ssize_t n;
  pid_t pid;

  if (pipe (p) == -1 || (pid = fork ()) == -1)
    abort ();
  if (pid == 0) {
    dup2 (p[1], 2);
    close (p[0]);
    close (p[1]);
    child ();
    exit (failed_checks > 0);
  }
  close (p[1]);
  while ((n = read (p[0], ret_err + used, size - 1 - used)) > 0)
    used += n;
  ret_err[used] = '\0';
  close (p[0]);
  waitpid (pid, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 100;
}

/* ---- Forking while other threads are in the library ---- */

static atomic_bool stop_hammering;

static void *
hammer (void *data)
{
  (void) data;
  while (!stop_hammering) {
    guestfs_h *g = new_handle ();

    guestfs_get_memsize (g);
    guestfs_close (g);
  }
  return NULL;
}

static guestfs_h *forked_handle;

static void
use_in_child (void)
{
  guestfs_h *g = new_handle ();

  alarm (20);
  CHECK (guestfs_get_memsize (g) > 0);
  guestfs_close (g);
  guestfs_close (forked_handle);
  _exit (failed_checks > 0);
}

/* Locks that other threads hold are not held for ever in the child. */
static void
test_fork (void)
{
  pthread_t thread;
  char err[256];

  forked_handle = new_handle ();
  pthread_create (&thread, NULL, hammer, NULL);
  for (int i = 0; i < 300; i++)
    CHECK (in_child (use_in_child, err, sizeof err) == 0);
  stop_hammering = true;
  pthread_join (thread, NULL);
  guestfs_close (forked_handle);
}

/* ---- Handles that cannot be made ---- */

static void
no_descriptors (void)
{
  const struct rlimit none = { 3, 3 };

  setrlimit (RLIMIT_NOFILE, &none);
  errno = 0;
  CHECK (!guestfs_create ());
  CHECK (errno == EMFILE);
  _exit (failed_checks > 0);    /* a sanitizer would open files at exit */
}

static void
wrong_environment (void)
{
  setenv ("LIBGUESTFS_BACKEND", "frob", 1);
  errno = 0;
  CHECK (!guestfs_create ());
  CHECK (errno == EINVAL);
}

static void
test_create_fails (void)
{
  char err[4096];

  CHECK (in_child (no_descriptors, err, sizeof err) == 0);
  CHECK (in_child (wrong_environment, err, sizeof err) == 0);
  CHECK (strstr (err, "LIBGUESTFS_BACKEND=frob"));
  CHECK (strchr (err, '\n') == err + strlen (err) - 1);
}

static void
say_closed (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
            int flags, const char *buf, size_t buf_len,
            const uint64_t *array, size_t array_len)
{
  const char *msg = opaque;

  (void) g; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len; (void) array; (void) array_len;
  if (write (2, msg, strlen (msg)) == -1)
    abort ();
}

static guestfs_h *parents;

static void
child_exits (void)
{
  guestfs_h *g = new_handle ();
  guestfs_h *kept =
    guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT
                          | GUESTFS_CREATE_NO_CLOSE_ON_EXIT);

  guestfs_set_event_callback (g, say_closed, GUESTFS_EVENT_CLOSE, 0,
                              (void *) "closed\n");
  guestfs_set_event_callback (kept, say_closed, GUESTFS_EVENT_CLOSE, 0,
                              (void *) "kept was closed\n");
}

/* Handles are closed at exit: those of this process that want it. */
static void
test_close_at_exit (void)
{
  char err[4096];

  parents = new_handle ();
  guestfs_set_event_callback (parents, say_closed, GUESTFS_EVENT_CLOSE, 0,
                              (void *) "");
  CHECK (in_child (child_exits, err, sizeof err) == 0);
  CHECK (strcmp (err, "closed\n") == 0);
  guestfs_close (parents);
}

static void
child_prints (void)
{
  guestfs_h *g = new_handle ();

  guestfs_set_trace (g, 1);
  guestfs_set_program (g, "bell\a");
  guestfs_internal_test_rinterr (g);
  guestfs_set_trace (g, 0);
  guestfs_close (g);
  guestfs_close (g);
}

/* Without callbacks messages go to standard error. */
static void
test_default_output (void)
{
  char err[4096];

  CHECK (in_child (child_prints, err, sizeof err) == 0);
  CHECK (strstr (err, "libguestfs: trace: set_program \"bell\\x07\"\n"));
  CHECK (strstr (err, "libguestfs: error: internal_test_rinterr: error\n"));
  CHECK (strstr (err, "closed before\n"));
  CHECK (!strchr (err, '\a'));
}

/* ---- Environment ---- */

static void
child_environment (void)
{
  guestfs_h *g;
  char *s;

  setenv ("LIBGUESTFS_MEMSIZE", "777", 1);
  setenv ("LIBGUESTFS_APPEND", "quiet x=1", 1);
  setenv ("LIBGUESTFS_PATH", "/a:/b", 1);
  setenv ("LIBGUESTFS_QEMU", "/old/qemu", 1);
  setenv ("LIBGUESTFS_HV", "/new/qemu", 1);
  setenv ("LIBGUESTFS_BACKEND", "appliance", 1);
  setenv ("LIBGUESTFS_BACKEND_SETTINGS", "a=1:b", 1);
  setenv ("TMPDIR", "/t", 1);
  setenv ("LIBGUESTFS_TMPDIR", "relative", 1);
  unsetenv ("LIBGUESTFS_CACHEDIR");
  setenv ("XDG_RUNTIME_DIR", "/run/x", 1);
  g = guestfs_create ();
  if (!g)
    _exit (3);
  CHECK (guestfs_get_memsize (g) == 777);
  CHECK (strcmp (guestfs_get_append (g), "quiet x=1") == 0);
  CHECK (strcmp (guestfs_get_path (g), "/a:/b") == 0);
  CHECK (strcmp (guestfs_get_qemu (g), "/new/qemu") == 0);
#define CHECK_IS(call, expect)                  \
  do {                                          \
    s = (call);                                 \
    CHECK (s && strcmp (s, (expect)) == 0);     \
    free (s);                                   \
  } while (0)
  CHECK_IS (guestfs_get_backend (g), "direct");
  CHECK_IS (guestfs_get_backend_setting (g, "a"), "1");
  CHECK_IS (guestfs_get_backend_setting (g, "b"), "1");
  CHECK_IS (guestfs_get_cachedir (g), "/t");
  CHECK_IS (guestfs_get_sockdir (g), "/run/x");
  s = guestfs_get_tmpdir (g);
  CHECK (s[0] == '/' && strcmp (strrchr (s, '/'), "/relative") == 0);
  free (s);
  guestfs_close (g);
  g = new_handle ();
  CHECK (guestfs_get_memsize (g) == 1280);
  CHECK_IS (guestfs_get_tmpdir (g), "/tmp");
  CHECK_IS (guestfs_get_cachedir (g), "/var/tmp");
  CHECK (guestfs_parse_environment (g) == 0);
  CHECK (guestfs_get_memsize (g) == 777);
  guestfs_close (g);
}

static const char *bad_name, *bad_value;

static void
child_bad_environment (void)
{
  setenv (bad_name, bad_value, 1);
  CHECK (guestfs_create () == NULL);
}

static void
check_bad_environment (const char *name, const char *value)
{
  char err[4096], expect[256];

  bad_name = name;
  bad_value = value;
  CHECK (in_child (child_bad_environment, err, sizeof err) == 0);
  snprintf (expect, sizeof expect, "libguestfs: error: environment variable "
            "%s=%s: ", name, value);
  CHECK (strncmp (err, expect, strlen (expect)) == 0);
}

static void
test_environment (void)
{
  char err[4096];
  int r = in_child (child_environment, err, sizeof err);

  fputs (err, stderr);
  CHECK (r == 0);
  check_bad_environment ("LIBGUESTFS_DEBUG", "maybe");
  check_bad_environment ("LIBGUESTFS_TRACE", "2");
  check_bad_environment ("LIBGUESTFS_MEMSIZE", "ten");
  check_bad_environment ("LIBGUESTFS_MEMSIZE", "10");
  check_bad_environment ("LIBGUESTFS_MEMSIZE", "99999999999");
  check_bad_environment ("LIBGUESTFS_BACKEND", "vmware");
  check_bad_environment ("LIBGUESTFS_ATTACH_METHOD", "unix:/x");
}

/* ---- Settings, before launch ---- */

static void
test_settings (void)
{
  static char *const settings[] = { (char *) "a=1", (char *) "ab=2",
                                    (char *) "a", NULL };
  guestfs_h *g = new_handle ();
  char **list, *s;

  guestfs_push_error_handler (g, NULL, NULL);
  CHECK (guestfs_set_smp (g, 4) == 0 && guestfs_get_smp (g) == 4);
  CHECK (guestfs_set_smp (g, 0) == -1 && guestfs_set_smp (g, 256) == -1);
  CHECK (guestfs_set_memsize (g, 255) == -1);
  CHECK (guestfs_set_memsize (g, 256) == 0);
  CHECK (guestfs_set_append (g, NULL) == 0 && !guestfs_get_append (g));
  CHECK (guestfs_set_path (g, "/x") == 0);
  CHECK (guestfs_set_path (g, guestfs_get_path (g)) == 0);
  CHECK (strcmp (guestfs_get_path (g), "/x") == 0);
  CHECK (guestfs_set_path (g, NULL) == 0);
  CHECK (strcmp (guestfs_get_path (g), "/x") != 0);
  CHECK (guestfs_set_backend (g, "appliance") == 0);
  CHECK_IS (guestfs_get_backend (g), "direct");
  CHECK_IS (guestfs_get_attach_method (g), "appliance");
  CHECK (guestfs_set_backend (g, "nonsense") == -1);
  CHECK (guestfs_set_backend_settings (g, settings) == 0);
  CHECK_IS (guestfs_get_backend_setting (g, "ab"), "2");
  CHECK (guestfs_clear_backend_setting (g, "a") == 2);
  CHECK (guestfs_get_backend_setting (g, "a") == NULL);
  CHECK (guestfs_last_errno (g) == ESRCH);
  CHECK (guestfs_set_backend_setting (g, "c", "x=y") == 0);
  CHECK (guestfs_set_backend_setting (g, "c=", "y") == -1);
  CHECK_IS (guestfs_get_backend_setting (g, "c"), "x=y");
  list = guestfs_get_backend_settings (g);
  CHECK (list && strcmp (list[0], "ab=2") == 0
         && strcmp (list[1], "c=x=y") == 0 && !list[2]);
  for (size_t i = 0; list[i]; i++)
    free (list[i]);
  free (list);
  CHECK (guestfs_set_direct (g, 17) == 0 && guestfs_get_direct (g) == 1);
  CHECK (guestfs_set_tmpdir (g, "/elsewhere") == 0);
  CHECK_IS (guestfs_get_tmpdir (g), "/elsewhere");
  CHECK (guestfs_set_tmpdir (g, NULL) == 0);
  CHECK_IS (guestfs_get_tmpdir (g), "/tmp");
  CHECK (guestfs_c_pointer (g) == (int64_t) (intptr_t) g);
  guestfs_close (g);
}

static void
check_setting (const char *name, const char *value, const char *expect)
{
  guestfs_h *g = new_handle ();
  char *s;
  struct seen seen = { .calls = 0 };

  guestfs_set_event_callback (g, note, GUESTFS_EVENT_WARNING, 0, &seen);
  CHECK (guestfs_set_backend_setting (g, name, value) == 0);
  CHECK (seen.calls == (expect ? 1 : 0));
  CHECK (!expect || strstr (seen.text, expect));
  CHECK_IS (guestfs_get_backend_setting (g, name), value);
  guestfs_close (g);
}

/* A setting that has no effect is named: it may be misspelt. */
static void
test_unknown_settings (void)
{
  check_setting ("force_tcg", "1", NULL);
  check_setting ("network_bridge", "virbr0", NULL);
  check_setting ("call_timeout", "60", NULL);
  check_setting ("frobnicate", "1", "frobnicate=1: unknown");
  check_setting ("force_tc", "1", "force_tc=1: unknown");
  check_setting ("call_timeout", "soon", "call_timeout=soon: not a number");
  check_setting ("call_timeout", "-1", "call_timeout=-1: not a number");
}

/* ---- All of them ---- */

static const struct {
  const char *name;
  void (*run) (void);
} tests[] = {
#define T(name) { #name, test_##name }
  T (trace_event), T (enter_event), T (bad_registration), T (event_numbers),
  T (add_in_callback), T (table_moves),
  T (event_to_string), T (close_event), T (old_callbacks),
  T (error_handlers), T (errors_of_threads), T (many_handles),
  T (thread_ends_while_closed), T (error_of_closed_handle), T (fork),
  T (create_fails), T (threads), T (out_of_memory), T (private),
  T (close_at_exit), T (default_output), T (environment),
  T (settings), T (unknown_settings),
};

int
main (int argc, char *argv[])
{
  size_t ran = 0;
  int fd;

  /* Closed ones would be taken by pipes of the tests. */
  while ((fd = open ("/dev/null", O_RDWR)) >= 0 && fd < 3)
    ;
  close (fd);
  alarm (120);
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    if (argc > 1 && strcmp (argv[1], tests[i].name) != 0)
      continue;
    running_test = tests[i].name;
    tests[i].run ();
    ran++;
  }
  if (ran == 0) {
    fprintf (stderr, "events: there is no test %s\n", argv[1]);
    return 2;
  }
  return failed_checks ? EXIT_FAILURE : EXIT_SUCCESS;
}
