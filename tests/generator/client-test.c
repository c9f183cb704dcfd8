/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The generated functions of the library, alone: the handle's errors and
 * events and the connection are played by this file. */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client-test.h"
#include "codec.h"
#include "impl.h"
#include "proto.h"
#include "protocol.h"

static int failures;

#define EXPECT(cond)                                                    \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);       \
      failures++;                                                       \
    }                                                                   \
  } while (0)

/* ---- The handle ---- */

static struct guestfs_h handle = { .identifier = (char *) "" };
static guestfs_h *const g = &handle;

static int entered, times_entered, errnum;
static char *message, *traces;

static void
forget (void)
{
  free (message);
  free (traces);
  message = traces = NULL;
  errnum = 0;
}

void
guestfs_int_error_errno (guestfs_h *h, int err, const char *fs, ...)
{
  va_list args;

  EXPECT (h == g && entered > 0 && message == NULL);
  va_start (args, fs);
  if (vasprintf (&message, fs, args) == -1)
    abort ();
  va_end (args);
  errnum = err;
}

/* The error that was set, if it contains this. */
static bool
failed_with (int err, const char *part)
{
  bool ok = message && errnum == err && strstr (message, part) != NULL;

  if (!ok)
    fprintf (stderr, "error %d: %s\n", errnum, message ? message : "none");
  forget ();
  return ok;
}

bool
guestfs_int_push_action (guestfs_h *h, const char *action)
{
  EXPECT (h == g && action != NULL);
  entered++;
  times_entered++;
  return true;
}

bool
guestfs_int_pop_action (guestfs_h *h)
{
  EXPECT (h == g);
  entered--;
  return true;
}

void
guestfs_int_call_callbacks_message (guestfs_h *h, uint64_t event,
                                    const char *buf, size_t len)
{
  char *old = traces;

  EXPECT (h == g);
  if (event != GUESTFS_EVENT_TRACE)
    return;
  if (asprintf (&traces, "%s%.*s\n", old ? old : "", (int) len, buf) == -1)
    abort ();
  free (old);
}

void *
safe_calloc (guestfs_h *h, size_t n, size_t size)
{
  (void) h;
  return calloc (n, size);
}

char *
safe_asprintf (guestfs_h *h, const char *fs, ...)
{
  va_list args;
  char *s;

  (void) h;
  va_start (args, fs);
  if (vasprintf (&s, fs, args) == -1)
    abort ();
  va_end (args);
  return s;
}

/* ---- The connection: keeps what was sent, replies with what is set ---- */

static struct wire_writer sent, reply;
static uint32_t sent_proc;
static uint64_t sent_optargs;
static const char *sent_file_in, *sent_file_out;
static bool sent_cancellable, refuse;
static int calls;

void
guestfs_int_call_init (guestfs_h *h, struct call *c, const char *name,
                       uint32_t proc)
{
  *c = (struct call) { .g = h, .name = name, .proc = proc };
  wire_writer_init (&c->args);
}

int
guestfs_int_call_run (struct call *c)
{
  calls++;
  wire_writer_done (&sent);
  sent = c->args;
  wire_writer_init (&c->args);
  sent_proc = c->proc;
  sent_optargs = c->optargs;
  sent_file_in = c->file_in;
  sent_file_out = c->file_out;
  sent_cancellable = c->cancellable;
  if (refuse) {
    guestfs_int_error_errno (c->g, EIO, "refused");
    return -1;
  }
  wire_reader_init (&c->ret, reply.data ? reply.data : "", reply.len);
  return 0;
}

bool
guestfs_int_call_finished (struct call *c)
{
  if (wire_reader_finished (&c->ret))
    return true;
  guestfs_int_error_errno (c->g, EPROTO, "malformed");
  return false;
}

void
guestfs_int_call_done (struct call *c)
{
  wire_writer_done (&c->args);
}

/* A new reply: the test writes it. */
static struct wire_writer *
new_reply (void)
{
  forget ();
  wire_writer_done (&reply);
  return &reply;
}

/* ---- Library actions ---- */

static uint64_t impl_bitmask;

int
guestfs_impl_toy_config (guestfs_h *h, const char *name, const char *value)
{
  EXPECT (h == g && name != NULL);
  return value == NULL ? 0 : -1;
}

const char *
guestfs_impl_toy_get (guestfs_h *h)
{
  EXPECT (h == g);
  return "constant";
}

const char *
guestfs_impl_toy_get_opt (guestfs_h *h)
{
  EXPECT (h == g);
  return NULL;
}

struct guestfs_toy_list *
guestfs_impl_toy_add (guestfs_h *h, int64_t size,
                      const struct guestfs_toy_add_argv *optargs)
{
  EXPECT (h == g && size == 5);
  impl_bitmask = optargs->bitmask;
  return calloc (1, sizeof (struct guestfs_toy_list));
}

char *
guestfs_impl_toy_pointer (guestfs_h *h, void *toy, size_t *size_r)
{
  EXPECT (h == g && toy != NULL);
  *size_r = 2;
  return strdup ("ab");
}

int
guestfs_impl_toy_cancel (guestfs_h *h)
{
  EXPECT (h == g && entered == 0);
  return 0;
}

/* ---- Tests ---- */

static char *const list[] = { (char *) "one", (char *) "", (char *) "three",
                              NULL };
static char *const devices[] = { (char *) "/dev/sdb", NULL };
static char *const olist[] = { (char *) "x", (char *) "yy", NULL };

/* toy_args with everything; str may be replaced. */
static int
call_toy_args (const char *str)
{
  return guestfs_toy_args (g, 1, -2, -3000000000, str, "/dev/sda",
                           "/dev/sda1", "/path", "name", "/d", "/m", "hush",
                           "{0}", "optional", list, devices, "\0b\0",
                           (size_t) 3,
                           GUESTFS_TOY_ARGS_OLIST, olist,
                           GUESTFS_TOY_ARGS_OBOOL, 1,
                           GUESTFS_TOY_ARGS_OINT, 7,
                           GUESTFS_TOY_ARGS_OINT64, (int64_t) 1 << 40,
                           GUESTFS_TOY_ARGS_OSTRING, "o",
                           -1);
}

static void
test_null (void)
{
  new_reply ();
  calls = 0;
  EXPECT (call_toy_args (NULL) == -1);
  EXPECT (failed_with (EINVAL, "str: "));
  EXPECT (guestfs_toy_make (g, NULL) == -1);
  EXPECT (failed_with (EINVAL, "kind: "));
  EXPECT (guestfs_toy_upload (g, NULL, "/path") == -1);
  EXPECT (failed_with (EINVAL, "localfile: "));
  EXPECT (guestfs_toy_make_opts (g, "bear", GUESTFS_TOY_MAKE_OPTS_COLOUR,
                                 NULL, -1) == -1);
  EXPECT (failed_with (EINVAL, "colour: "));
  EXPECT (guestfs_toy_add (g, 5, GUESTFS_TOY_ADD_SERVER, NULL, -1) == NULL);
  EXPECT (failed_with (EINVAL, "server: "));
  EXPECT (guestfs_toy_config (g, "name", NULL) == 0); /* an OptString */
  EXPECT (calls == 0);
}

static void
test_optargs (void)
{
  struct guestfs_toy_make_opts_argv unknown = { .bitmask = 1 << 2 };
  /* A program that was compiled when there were no optional arguments: the
   * sanitizer sees who looks behind the bitmask. */
  CLEANUP_FREE uint64_t *old = calloc (1, sizeof *old);

  new_reply ();
  calls = 0;
  EXPECT (guestfs_toy_make_opts (g, "bear", 2, "new", -1) == -1);
  EXPECT (failed_with (EINVAL, "number 2"));
  EXPECT (guestfs_toy_make_opts (g, "bear", GUESTFS_TOY_MAKE_OPTS_SIZE, 1,
                                 GUESTFS_TOY_MAKE_OPTS_SIZE, 1, -1) == -1);
  EXPECT (failed_with (EINVAL, "size: "));
  EXPECT (guestfs_toy_make_opts_argv (g, "bear", &unknown) == -1);
  EXPECT (failed_with (EINVAL, "number 2"));
  EXPECT (calls == 0);

  g->trace = true;
  EXPECT (guestfs_toy_make_opts_argv (g, "bear", (void *) old) == 0);
  g->trace = false;
  EXPECT (sent_proc == GUESTFS_PROC_TOY_MAKE && sent_optargs == 0);
  times_entered = 0;
  EXPECT (guestfs_toy_make (g, "bear") == 0 && sent_optargs == 0);
  EXPECT (guestfs_toy_make_opts (g, "bear", GUESTFS_TOY_MAKE_OPTS_SIZE, 1,
                                 -1) == 0);
  EXPECT (sent_optargs == GUESTFS_TOY_MAKE_OPTS_SIZE_BITMASK);
  EXPECT (times_entered == 2);  /* one ENTER event for each call */
}

static void
test_library (void)
{
  struct guestfs_toy_list *l;
  char *s;
  size_t n;
  int toy;

  new_reply ();
  g->state = READY;
  EXPECT (guestfs_toy_config (g, "name", NULL) == -1);
  EXPECT (failed_with (EINVAL, "launch"));
  g->state = CONFIG;
  EXPECT (strcmp (guestfs_toy_get (g), "constant") == 0);
  EXPECT (guestfs_toy_get_opt (g) == NULL && message == NULL);
  l = guestfs_toy_add (g, 5, GUESTFS_TOY_ADD_SECRET, "hush", -1);
  EXPECT (l && impl_bitmask == GUESTFS_TOY_ADD_SECRET_BITMASK);
  guestfs_free_toy_list (l);
  s = guestfs_toy_pointer (g, &toy, &n);
  EXPECT (s && n == 2);
  free (s);
  EXPECT (guestfs_toy_cancel (g) == 0);
}

static void
test_streams (void)
{
  new_reply ();
  EXPECT (guestfs_toy_upload (g, "local", "/path") == 0);
  EXPECT (strcmp (sent_file_in, "local") == 0 && sent_file_out == NULL);
  EXPECT (sent_cancellable && sent.len == 12); /* only the path */
  EXPECT (guestfs_toy_download (g, "/path", "local") == 0);
  EXPECT (strcmp (sent_file_out, "local") == 0 && sent_file_in == NULL);
  EXPECT (guestfs_toy_int (g) == -1 && !sent_cancellable);
  EXPECT (failed_with (EPROTO, ""));
}

/* What was traced, all lines. */
static bool
traced (const char *lines)
{
  bool ok = traces && strcmp (traces, lines) == 0;

  if (!ok)
    fprintf (stderr, "traced: %s", traces ? traces : "nothing\n");
  forget ();
  return ok;
}

static void
test_trace (void)
{
  new_reply ();
  g->trace = true;
  EXPECT (call_toy_args ("te\"xt") == 0);
  EXPECT (traced ("toy_args true -2 -3000000000 \"te\\\"xt\" \"/dev/sda\" "
                  "\"/dev/sda1\" \"/path\" \"name\" \"/d\" \"/m\" "
                  "***secret*** \"{0}\" \"optional\" "
                  "[\"one\", \"\", \"three\"] [\"/dev/sdb\"] "
                  "\"\\x00b\\x00\" \"obool:true\" \"oint:7\" "
                  "\"oint64:1099511627776\" \"ostring:o\" \"olist:x yy\"\n"
                  "toy_args = 0\n"));
  guestfs_free_toy_list (guestfs_toy_add (g, 5, GUESTFS_TOY_ADD_SECRET,
                                          "hush", -1));
  EXPECT (traced ("toy_add 5 \"secret:***secret***\"\n"
                  "toy_add = <struct guestfs_toy_list *>\n"));
  EXPECT (guestfs_toy_get (g) != NULL);
  EXPECT (traced ("toy_get\ntoy_get = \"constant\"\n"));
  EXPECT (guestfs_toy_get_opt (g) == NULL);
  EXPECT (traced ("toy_get_opt\ntoy_get_opt = NULL\n"));
  refuse = true;
  EXPECT (guestfs_toy_grouped (g) == -1);
  EXPECT (traced ("toy_grouped\ntoy_grouped = -1 (error)\n"));
  EXPECT (guestfs_toy_string (g) == NULL);
  EXPECT (traced ("toy_string\ntoy_string = NULL (error)\n"));
  refuse = false;
  g->trace = false;
}

static void
test_numbers (void)
{
  wire_put_i32 (new_reply (), -7);
  EXPECT (guestfs_toy_int (g) == -7);
  wire_put_i32 (new_reply (), -1);      /* an error without a message */
  EXPECT (guestfs_toy_int (g) == -1);
  EXPECT (failed_with (EPROTO, "-1"));
  wire_put_i64 (new_reply (), 1ll << 40);
  EXPECT (guestfs_toy_int64 (g) == 1ll << 40);
  wire_put_bool (new_reply (), 1);
  EXPECT (guestfs_toy_bool (g) == 1);
  wire_put_u32 (new_reply (), 2);
  EXPECT (guestfs_toy_bool (g) == -1);
  EXPECT (failed_with (EPROTO, "malformed"));
  wire_put_u32 (new_reply (), 0);       /* more than an RErr has */
  EXPECT (guestfs_toy_grouped (g) == -1);
  EXPECT (failed_with (EPROTO, "malformed"));
}

static void
test_pointers (void)
{
  CLEANUP_FREE char *s = NULL, *buf = NULL;
  CLEANUP_FREE_STRING_LIST char **hash = NULL;
  size_t n = 0;

  wire_put_string (new_reply (), "text");
  s = guestfs_toy_string (g);
  EXPECT (s && strcmp (s, "text") == 0);
  wire_put_string_list (new_reply (), devices);
  EXPECT (guestfs_toy_hash (g) == NULL);        /* a key without a value */
  EXPECT (failed_with (EPROTO, "malformed"));
  wire_put_string_list (new_reply (), olist);
  hash = guestfs_toy_hash (g);
  EXPECT (hash && strcmp (hash[1], "yy") == 0);
  wire_put_opaque (new_reply (), "a\0b", 3);
  buf = guestfs_toy_buffer (g, &n);
  EXPECT (buf && n == 3 && memcmp (buf, "a\0b", 4) == 0);
  wire_put_string (new_reply (), "text");
  wire_put_u32 (&reply, 0);                     /* too much */
  EXPECT (guestfs_toy_string (g) == NULL);
  EXPECT (failed_with (EPROTO, "malformed"));
}

static void
put_toy (struct wire_writer *w)
{
  struct guestfs_toy toy = {
    .toy_grade = 'g', .toy_name = (char *) "bear",
    .toy_device = (char *) "/dev/sda",
    .toy_blob_len = 5, .toy_blob = (char *) "a\0b\0c",
    .toy_u32 = 4000000000u, .toy_i32 = -1, .toy_u64 = 1ull << 63,
    .toy_i64 = -1, .toy_size = 12, .toy_percent = 0.25,
  };

  memcpy (toy.toy_uuid, "0123456789abcdef0123456789abcdef", 32);
  wire_put_toy (w, &toy);
}

static void
test_structs (void)
{
  struct guestfs_toy *toy;
  struct guestfs_toy_list *toys;

  put_toy (new_reply ());
  toy = guestfs_toy_struct (g);
  EXPECT (toy && strcmp (toy->toy_name, "bear") == 0);
  guestfs_free_toy (toy);
  reply.len -= 4;
  EXPECT (guestfs_toy_struct (g) == NULL);
  EXPECT (failed_with (EPROTO, "malformed"));
  wire_put_u32 (new_reply (), 2);
  put_toy (&reply);
  EXPECT (guestfs_toy_structs (g) == NULL);     /* one is missing */
  EXPECT (failed_with (EPROTO, "malformed"));
  put_toy (&reply);
  toys = guestfs_toy_structs (g);
  EXPECT (toys && toys->len == 2 && toys->val[1].toy_size == 12);
  guestfs_free_toy_list (toys);
}

#ifdef HAVE_RPCGEN
static void
test_xdr (void)
{
  CLEANUP_FREE char *args = NULL, *toy = NULL;
  size_t n;

  new_reply ();
  EXPECT (call_toy_args ("text") == 0);
  EXPECT (sent_optargs == 31);
  args = xdr_encode_args (&n);
  EXPECT (n == sent.len && memcmp (args, sent.data, n) == 0);
  put_toy (new_reply ());
  toy = xdr_encode_struct (&n);
  EXPECT (n == reply.len && memcmp (toy, reply.data, n) == 0);
}
#endif

int
main (void)
{
  pthread_mutex_init (&g->lock, NULL);
  test_null ();
  test_optargs ();
  test_library ();
  test_streams ();
  test_trace ();
  test_numbers ();
  test_pointers ();
  test_structs ();
#ifdef HAVE_RPCGEN
  test_xdr ();
#endif
  EXPECT (entered == 0);
  new_reply ();
  wire_writer_done (&sent);
  return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
