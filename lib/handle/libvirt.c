/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loading the module for libvirt, and what it needs of a handle. */

#include <config.h>

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "deadline.h"
#include "libvirt.h"

/* For each answer of a server.  A session daemon that must be started needs
 * some seconds, on a busy machine half a minute. */
#define TIMEOUT_SECONDS 60
#define TIMEOUT_SECONDS_MAX (24 * 60 * 60)
/* Who cancels a launch waits no longer for what it has left. */
#define UNDO_SECONDS 5

/* Recursive, because the handler of an error may call the library. */
static pthread_mutex_t module_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static const struct libvirt_module *module;     /* NULL: not loaded yet */

/* ---- Loading ---- */

#ifdef HAVE_LIBVIRT

/* Below the directory that is the first len bytes of self. */
static char *
module_in (const char *self, size_t len, const char *subdir)
{
  char *ret;

  if (asprintf (&ret, "%.*s/%s%s", (int) len, self, subdir,
                LIBVIRT_MODULE_FILE) == -1)
    return NULL;
  return ret;
}

/* The module is in the directory guestfs/ beside this library, or beside it
 * where it was built.  Malloc'd, or NULL. */
static char *
module_path (void)
{
  CLEANUP_FREE char *self = NULL;
  Dl_info info;
  char *slash, *ret;

  if (dladdr (&module_lock, &info) == 0 || !info.dli_fname)
    return NULL;
  self = realpath (info.dli_fname, NULL);
  slash = self ? strrchr (self, '/') : NULL;
  if (!slash)
    return NULL;
  ret = module_in (self, slash - self, "");
  if (ret && access (ret, F_OK) == -1) {
    free (ret);
    ret = module_in (self, slash - self, "guestfs/");
  }
  return ret;
}

/* A program that uses libvirt itself decides what becomes of its messages. */
static bool
libvirt_is_loaded (void)
{
  void *lib = dlopen ("libvirt.so.0", RTLD_NOLOAD | RTLD_LAZY);

  if (lib)
    dlclose (lib);
  return lib != NULL;
}

#endif

#define NEEDS "this needs libvirt: "

static const struct libvirt_module *
load_module (guestfs_h *g)
{
#ifdef HAVE_LIBVIRT
  CLEANUP_FREE char *path = module_path ();
  const bool quiet = !libvirt_is_loaded ();
  void *lib = dlopen (path ? path : LIBVIRT_MODULE_FILE, RTLD_NOW);
  const struct libvirt_module *m =
    lib ? dlsym (lib, LIBVIRT_MODULE_SYMBOL) : NULL;

  if (!m)
    guestfs_int_error_errno (g, ENOTSUP, NEEDS "%s: install the package that "
                             "has it, or libvirt's client library (libvirt0, "
                             "libvirt-libs)", dlerror ());
  else if (strcmp (m->build_id, GUESTFS_BUILD_ID) != 0)
    guestfs_int_error_errno (g, ENOTSUP, NEEDS "%s is of version %s, and this "
                             "library of %s: install one of the same version",
                             path ? path : LIBVIRT_MODULE_FILE, m->build_id,
                             GUESTFS_BUILD_ID);
  else {
    m->init (quiet);
    return m;
  }
#else
  guestfs_int_error_errno (g, ENOTSUP, NEEDS "this library was built without "
                           "it: install libvirt-dev and libxml2-dev, and "
                           "build it again");
#endif
  return NULL;
}

const struct libvirt_module *
guestfs_int_libvirt (guestfs_h *g)
{
  const struct libvirt_module *ret;

  pthread_mutex_lock (&module_lock);
  if (!module)
    module = load_module (g);
  ret = module;
  pthread_mutex_unlock (&module_lock);
  return ret;
}

/* ---- Waiting ---- */

bool
guestfs_int_libvirt_undo (guestfs_h *g, bool undoes)
{
  const bool before = g->libvirt_undoes;

  g->libvirt_undoes = undoes;
  return before;
}

/* A launch has several steps, and ways: all of them are cancelled. */
static bool
is_cancelled (guestfs_h *g)
{
  if (g->libvirt_undoes || !guestfs_int_take_cancel (g))
    return false;
  if (g->state == LAUNCHING)
    guestfs_int_user_cancel (g);
  return true;
}

static long
seconds_to_wait (guestfs_h *g)
{
  const long seconds =
    guestfs_int_backend_setting_number (g, "libvirt_timeout", 1,
                                        TIMEOUT_SECONDS_MAX, TIMEOUT_SECONDS);

  return g->libvirt_undoes && guestfs_int_launch_is_cancelled (g) &&
    seconds > UNDO_SECONDS ? UNDO_SECONDS : seconds;
}

int
guestfs_int_libvirt_wait (guestfs_h *g, int fd, short events,
                          const struct timespec *deadline)
{
  struct pollfd fds[] = {
    { .fd = fd, .events = events },
    { .fd = g->libvirt_undoes ? -1 : g->cancel_fd, .events = POLLIN },
  };
  int r = 1;

  do {
    if (is_cancelled (g)) {
      errno = EINTR;
      return -1;
    }
    r = guestfs_int_wait_until (fds, 2, deadline);
  } while (r > 0 && fds[0].revents == 0);
  if (r == 0)
    errno = ETIMEDOUT;
  return r > 0 ? 0 : -1;
}

static int
wait_for_libvirt (void *opaque, int fd)
{
  guestfs_h *g = opaque;
  const struct timespec deadline =
    guestfs_int_deadline_in (seconds_to_wait (g) * 1000);

  return guestfs_int_libvirt_wait (g, fd, POLLIN, &deadline);
}

/* ---- Logging in ---- */

/* A callback that connects, too, does not take the question away from the one
 * that it interrupts. */
static int
ask_by_event (void *opaque, const char *uri, struct libvirt_credential *creds,
              size_t n)
{
  guestfs_h *g = opaque;
  struct libvirt_credential *outer = g->libvirt_asked;
  const size_t nr_outer = g->nr_libvirt_asked;

  g->libvirt_asked = creds;
  g->nr_libvirt_asked = n;
  guestfs_int_call_callbacks_message (g, GUESTFS_EVENT_LIBVIRT_AUTH, uri,
                                      strlen (uri));
  g->libvirt_asked = outer;
  g->nr_libvirt_asked = nr_outer;
  return 0;
}

int
guestfs_int_libvirt_check_credential (guestfs_h *g, const char *type)
{
#define NAME(constant, name) name,
  static const char *const known[] = { LIBVIRT_CREDENTIALS (NAME) };
#undef NAME

  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp (known[i], type) == 0)
      return 0;
  guestfs_int_error_errno (g, EINVAL, "credential type %s: not known: "
                           "guestfs(3) lists them", type);
  return -1;
}

static void
say_who_asks (void *opaque, const char *uri)
{
  (void) opaque;
  printf ("libvirt must log in to connect%s%s.\n"
          "See https://libvirt.org/auth.html and "
          "https://libvirt.org/uri.html\n", *uri ? " to " : "", uri);
  fflush (stdout);
}

void
guestfs_int_libvirt_caller (guestfs_h *g, struct libvirt_caller *ret)
{
  *ret = (struct libvirt_caller) {
    .opaque = g, .wait = wait_for_libvirt, .before_prompt = say_who_asks,
    .ask = ask_by_event,
  };
  if (g->libvirt_credentials.len > 0 &&
      guestfs_int_has_callback (g, GUESTFS_EVENT_LIBVIRT_AUTH))
    ret->types = (const char *const *) g->libvirt_credentials.ptr;
}

/* ---- Connecting ---- */

void
guestfs_int_libvirt_error (guestfs_h *g, struct libvirt_error *err,
                           const char *fs, ...)
{
  CLEANUP_FREE char *what = NULL;
  va_list args;

  va_start (args, fs);
  if (vasprintf (&what, fs, args) == -1)
    what = NULL;
  va_end (args);
  guestfs_int_error_errno (g, err->errnum, "%s: %s%s%s",
                           what ? what : "libvirt",
                           err->text ? err->text : strerror (err->errnum),
                           err->remedy ? ": " : "",
                           err->remedy ? err->remedy : "");
  free (err->text);
  err->text = NULL;
}

static void
add_remedy (guestfs_h *g, struct libvirt_error *err, const char *remedy)
{
  CLEANUP_FREE char *text = steal (&err->text);

  err->text = safe_asprintf (g, "%s: %s%s%s",
                             text ? text : strerror (err->errnum),
                             err->remedy ? err->remedy : "",
                             err->remedy ? ", or " : "", remedy);
  err->remedy = NULL;
}

struct libvirt_conn *
guestfs_int_libvirt_connect (guestfs_h *g, const char *uri,
                             const char *otherwise)
{
  const struct libvirt_module *m = guestfs_int_libvirt (g);
  struct libvirt_error err = { .errnum = 0 };
  struct libvirt_caller caller;
  struct libvirt_conn *conn = NULL;

  if (!m)
    return NULL;
  guestfs_int_libvirt_caller (g, &caller);
  if (m->connect (uri, &caller, &conn, &err) == -1) {
    if (otherwise && err.errnum != EINTR)
      add_remedy (g, &err, otherwise);
    guestfs_int_libvirt_error (g, &err, "connection to libvirt%s%s",
                               uri ? ", " : "", uri ? uri : "");
    return NULL;
  }
  debug (g, "connected to libvirt: %s", m->uri (conn));
  return conn;
}
