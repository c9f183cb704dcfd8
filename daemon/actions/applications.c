/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in a system.  Its packages are read in a process apart,
 * which sends, when it has all of them, its warnings and then the
 * applications in their order. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apart.h"
#include "apps.h"
#include "codec.h"
#include "daemon.h"
#include "inspect.h"

/* Twenty thousand packages take one, without KVM. */
#define SECONDS 120
/* Of warnings, which the tree limits in number. */
#define WARNINGS_MAX (1024 * 1024)

/* ---- The process apart ---- */

struct task {
  const char *format;
  const char *deployment;       /* where in the guest / is, or NULL */
  struct tree tree;
};

/* After their length, as a list of strings. */
static int
send_warnings (const struct strvec *warnings)
{
  static char *const none[] = { NULL };
  struct wire_writer w;
  uint32_t len;
  int r;

  wire_writer_init (&w);
  wire_put_string_list (&w, warnings->len ? warnings->ptr : none);
  len = w.len;
  r = w.failed || apart_send (&len, sizeof len) == -1
    || apart_send (w.data, w.len) == -1 ? -1 : 0;
  if (w.failed)
    reply_with_perror_errno (ENOMEM, "list of applications");
  wire_writer_done (&w);
  return r;
}

/* In pieces: each takes a system call. */
static int
send_apps (const struct apps *apps)
{
  CLEANUP_STRBUF struct strbuf piece = STRBUF_INIT;

  for (size_t i = 0; i < apps->len; ++i) {
    const struct app_place *p = &apps->places[i];

    if (strbuf_add (&piece, apps->data.data + p->start, p->len) == -1) {
      reply_with_perror ("list of applications");
      return -1;
    }
    if (piece.len < 256 * 1024)
      continue;
    if (apart_send (piece.ptr, piece.len) == -1)
      return -1;
    piece.len = 0;
  }
  return piece.len ? apart_send (piece.ptr, piece.len) : 0;
}

static int
list_in (const struct tree *t, const char *format)
{
  CLEANUP_APPS struct apps apps = APPS_INIT;

  if (apps_read (t, format, &apps) == -1 || apps_sort (&apps) == -1)
    return -1;
  return send_warnings (t->warnings) == -1 ? -1 : send_apps (&apps);
}

static int
list_apart (void *arg)
{
  const struct task *task = arg;
  struct tree t;

  if (task->deployment == NULL)
    return list_in (&task->tree, task->format);
  if (tree_below (&task->tree, task->deployment, &t) == -1) {
    reply_with_perror ("%s", task->deployment);
    return -1;
  }
  return list_in (&t, task->format);
}

/* ---- The daemon ---- */

/* What arrives, and where the applications go. */
struct arrival {
  struct strbuf warnings;       /* with their length, until complete */
  bool complete;
  stream_cb take;
  void *opaque;
};

static void
tell_warnings (const struct strbuf *b)
{
  CLEANUP_FREE_STRING_LIST char **list = NULL;
  struct wire_reader r;

  wire_reader_init (&r, b->ptr + sizeof (uint32_t), b->len - sizeof (uint32_t));
  list = wire_get_string_list (&r);
  for (size_t i = 0; list && list[i]; ++i)
    call_warning (list[i]);
}

/* How many bytes are missing to the warnings; or too many. */
static size_t
warnings_missing (const struct strbuf *b)
{
  uint32_t len;

  if (b->len < sizeof len)
    return sizeof len - b->len;
  memcpy (&len, b->ptr, sizeof len);
  return len < WARNINGS_MAX ? sizeof len + len - b->len : SIZE_MAX;
}

static int
take_piece (void *opaque, const void *buf, size_t n)
{
  struct arrival *a = opaque;
  const char *p = buf;
  size_t missing;

  while (!a->complete && (missing = warnings_missing (&a->warnings)) > 0) {
    const size_t piece = missing < n ? missing : n;

    if (missing == SIZE_MAX || strbuf_add (&a->warnings, p, piece) == -1) {
      reply_with_error_errno (ENOMEM, "list of applications: more warnings "
                              "than can be");
      return -1;
    }
    p += piece;
    n -= piece;
    if (piece < missing)
      return 0;
  }
  if (!a->complete)
    tell_warnings (&a->warnings);
  a->complete = true;
  return n ? a->take (a->opaque, p, n) : 0;
}

/* name: of the system, for errors and warnings. */
static int
list_applications (const char *name, const char *format,
                   const char *deployment, stream_cb take, void *opaque)
{
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;
  struct task task = {
    format, deployment, { guest_root (), name, &warnings, NULL },
  };
  struct arrival arrival = { .take = take, .opaque = opaque };
  CLEANUP_FREE char *what = NULL;
  int r;

  if (!need_root ())
    return -1;
  if (asprintf (&what, "%s: list of packages (%s)", name, format) == -1)
    what = NULL;
  apps_prepare (format);
  r = run_apart (what ? what : name, SECONDS, list_apart, &task, take_piece,
                 &arrival);
  strbuf_done (&arrival.warnings);
  return r;
}

/* ---- Those of a system ---- */

/* Where the table of systems names none. */
static const struct {
  const char *type, *format;
} formats_of_types[] = {
  { "dragonfly", "pkgsrc" },
  { "freebsd", "pkgsrc" },
  { "netbsd", "pkgsrc" },
  { "openbsd", "pkgsrc" },
  { "windows", "windows" },
};

static const char *
format_of (const struct findings *f)
{
  if (f->package_format && strcmp (f->package_format, "unknown") != 0)
    return f->package_format;
  for (size_t i = 0;
       f->type && i < sizeof formats_of_types / sizeof formats_of_types[0]; ++i)
    if (strcmp (f->type, formats_of_types[i].type) == 0)
      return formats_of_types[i].format;
  return "unknown";
}

int
do_internal_list_applications (const mountable_t *root)
{
  CLEANUP_FREE char *name = mountable_to_string (root);
  const struct inspected_root *r = NULL;

  if (name == NULL)
    reply_with_perror ("mountable_to_string");
  else
    r = inspected_root (name);
  if (r == NULL)
    return -1;
  return list_applications (r->mountable, format_of (&r->found),
                            r->found.deployment, stream_send_cb, NULL);
}

/* ---- Those of whatever is mounted ---- */

static int
keep (void *opaque, const void *buf, size_t n)
{
  if (strbuf_add (opaque, buf, n) == 0)
    return 0;
  reply_with_perror ("list of applications");
  return -1;
}

/* Those in a buffer; the list is freed by whoever gets it, also when memory
 * has run out. */
static void
decode (struct wire_reader *r, struct guestfs_application2_list *list)
{
  size_t cap = 0;

  while (wire_remaining (r) > 0 && !r->failed) {
    if (list->len == cap) {
      struct guestfs_application2 *val;

      cap = cap ? cap * 2 : 64;
      val = reallocarray (list->val, cap, sizeof *val);
      if (val == NULL) {
        r->failed = true;
        return;
      }
      list->val = val;
    }
    wire_get_application2 (r, &list->val[list->len]);
    list->len += !r->failed;
  }
}

struct guestfs_application2_list *
do_internal_list_rpm_applications (void)
{
  CLEANUP_STRBUF struct strbuf buf = STRBUF_INIT;
  struct guestfs_application2_list *list = NULL;
  struct wire_reader r;

  if (list_applications ("/", "rpm", NULL, keep, &buf) == -1)
    return NULL;
  list = calloc (1, sizeof *list);
  wire_reader_init (&r, buf.ptr, buf.len);
  if (list)
    decode (&r, list);
  if (list && wire_reader_finished (&r))
    return list;
  reply_with_error_errno (ENOMEM, "list of applications: too large for one "
                          "message");
  if (list)
    guestfs_int_clear_application2_list (list);
  free (list);
  return NULL;
}
