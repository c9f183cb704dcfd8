/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The generated stubs of the daemon, alone: this file plays both the daemon's
 * core and the actions. */

#include <config.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch.h"
#include "codec.h"
#include "protocol.h"

static int failures;

#define EXPECT(cond)                                                    \
  do {                                                                  \
    if (!(cond)) {                                                      \
      fprintf (stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);       \
      failures++;                                                       \
    }                                                                   \
  } while (0)

#define EXPECT_STRING(got, wanted)                                      \
  EXPECT ((got) && strcmp ((got), (wanted)) == 0)

/* ---- The core ---- */

static const char *refuse;      /* this argument, or group, is no good */
static int error_number;        /* of the last error */

static int
fail (int err)
{
  error_number = err;
  return -1;
}

int
stub_check_call (const struct wire_reader *args, uint64_t optargs,
                 uint64_t known)
{
  return wire_reader_finished (args) && (optargs & ~known) == 0 ?
    0 : fail (EINVAL);
}

int
stub_check_group (int available, const char *group)
{
  EXPECT_STRING (group, "toys");
  return available ? 0 : fail (ENOTSUP);
}

/* Shows that it was asked: "/x" becomes "checked:/x". */
static int
checked (char **arg, const char *what)
{
  char *s;

  if (refuse && strcmp (refuse, *arg) == 0)
    return fail (ENOENT);
  if (asprintf (&s, "%s:%s", what, *arg) == -1)
    abort ();
  free (*arg);
  *arg = s;
  return 0;
}

int stub_device (char **arg) { return checked (arg, "device"); }
int stub_pathname (char **arg) { return checked (arg, "path"); }
int stub_filename (char **arg) { return checked (arg, "filename"); }
int stub_dev_or_path (char **arg) { return checked (arg, "devorpath"); }
int stub_guid (char **arg) { return checked (arg, "guid"); }

int
stub_each (char **list, int (*check) (char **arg))
{
  for (size_t i = 0; list[i]; ++i)
    if (check (&list[i]) == -1)
      return -1;
  return 0;
}

int
stub_mountable (const char *arg, mountable_t *ret)
{
  ret->device = strdup (arg);
  return checked (&ret->device, "mountable");
}

int
stub_mountable_or_path (const char *arg, mountable_t *ret)
{
  ret->device = strdup (arg);
  return checked (&ret->device, "mountableorpath");
}

void
mountable_done (mountable_t *m)
{
  free (m->device);
  free (m->volume);
}

/* ---- The actions ---- */

static int calls;               /* how many reached an action */
static bool give_errors, group_is_there = true;
static struct toy_args_optargs seen; /* only has_… and numbers */

int
do_toy_args (int b, int i32, int64_t i64, const char *str,
             const char *device, const mountable_t *mountable,
             const char *path, const char *filename, const char *devorpath,
             const mountable_t *mountableorpath, const char *key,
             const char *guid, const char *optstr, char *const *list,
             char *const *devices, const char *buf, size_t buf_size,
             const struct toy_args_optargs *opts)
{
  calls++;
  EXPECT (b == 1 && i32 == INT32_MIN && i64 == INT64_MIN);
  EXPECT_STRING (str, "str");
  EXPECT_STRING (device, "device:/dev/sda");
  EXPECT_STRING (mountable->device, "mountable:/dev/sdb");
  EXPECT_STRING (path, "path:/path");
  EXPECT_STRING (filename, "filename:name");
  EXPECT_STRING (devorpath, "devorpath:/either");
  EXPECT_STRING (mountableorpath->device, "mountableorpath:/any");
  EXPECT_STRING (key, "key");
  EXPECT_STRING (guid, "guid:GUID");
  EXPECT (optstr == NULL);
  EXPECT_STRING (list[0], "/dev/sda");
  EXPECT (list[1] == NULL);
  EXPECT_STRING (devices[0], "device:/dev/sda");
  EXPECT_STRING (devices[1], "device:/dev/sdb");
  EXPECT (devices[2] == NULL);
  EXPECT (buf_size == 3 && memcmp (buf, "b\0f", 3) == 0);
  EXPECT (!opts->has_ostring || strcmp (opts->ostring, "text") == 0);
  EXPECT (!opts->has_olist || strcmp (opts->olist[0], "element") == 0);
  seen = *opts;
  return give_errors ? -1 : 0;
}

static int
status (void)
{
  calls++;
  return give_errors ? -1 : 0;
}

int do_toy_upload (const char *path)
{ EXPECT_STRING (path, "path:/path"); return status (); }
int do_toy_download (const char *path)
{ EXPECT_STRING (path, "path:/path"); return status (); }
int do_toy_build (const char *kind)
{ EXPECT_STRING (kind, "bear"); return status (); }
int do_toy_old (void) { return status (); }
int do_toy_grouped (void) { return status (); }
int optgroup_toys_available (void) { return group_is_there; }

int
do_toy_make (const char *kind, const struct toy_make_optargs *opts)
{
  EXPECT_STRING (kind, "bear");
  EXPECT (!opts->has_colour && opts->has_size && opts->size == 5);
  return status ();
}

int do_toy_int (void) { return give_errors ? -1 : -2; }
int do_toy_umask (void) { return give_errors ? -1 : 022; }
int64_t do_toy_int64 (void) { return give_errors ? -1 : INT64_MAX; }
int do_toy_bool (void) { return give_errors ? -1 : 1; }
char *do_toy_string (void) { return give_errors ? NULL : strdup ("text"); }
char *do_toy_device (void) { return give_errors ? NULL : strdup ("/dev/sda"); }

static char **
two_strings (const char *a, const char *b)
{
  struct strvec v = STRVEC_INIT;

  if (give_errors)
    return NULL;
  strvec_add (&v, a);
  strvec_add (&v, b);
  return strvec_steal (&v);
}

char **do_toy_list (void) { return two_strings ("one", "two"); }
char **do_toy_hash (void) { return two_strings ("key", "value"); }

char *
do_toy_buffer (size_t *ret_size)
{
  *ret_size = 3;
  return give_errors ? NULL : memcpy (malloc (3), "a\0b", 3);
}

static void
fill (struct guestfs_toy *t, const char *name)
{
  *t = (struct guestfs_toy) {
    .toy_grade = 'A', .toy_name = strdup (name),
    .toy_device = strdup ("/dev/sda"), .toy_blob_len = 1,
    .toy_blob = strdup ("b"), .toy_u64 = UINT64_MAX, .toy_percent = 0.5f,
  };
}

struct guestfs_toy *
do_toy_struct (void)
{
  struct guestfs_toy *t = give_errors ? NULL : malloc (sizeof *t);

  if (t)
    fill (t, "bear");
  return t;
}

struct guestfs_toy_list *
do_toy_structs (void)
{
  struct guestfs_toy_list *list = give_errors ? NULL : malloc (sizeof *list);

  if (!list)
    return NULL;
  list->len = 2;
  list->val = calloc (2, sizeof list->val[0]);
  fill (&list->val[0], "bear");
  fill (&list->val[1], "duck");
  return list;
}

struct guestfs_toy_private *
do_toy_internal (void)
{
  struct guestfs_toy_private *p = give_errors ? NULL : malloc (sizeof *p);

  if (p)
    p->number = 7;
  return p;
}

/* ---- Calls, as the loop makes them ---- */

static int
call (unsigned proc, const char *args, size_t len, uint64_t optargs,
      struct wire_writer *out)
{
  struct wire_reader in;
  int r;

  wire_reader_init (&in, args, len);
  error_number = 0;
  calls = 0;
  r = dispatch_table[proc].stub (&in, optargs, out);
  EXPECT (r == 0 || r == -1);
  return r;
}

/* One without arguments; the result to be read from the reader. */
static int
call_for (unsigned proc, struct wire_writer *out, struct wire_reader *ret)
{
  int r = call (proc, "", 0, 0, out);

  wire_reader_init (ret, out->data, out->len);
  return r;
}

static void
put_strings (struct wire_writer *w, const char *const *list)
{
  for (; *list; ++list)
    wire_put_string (w, *list);
}

static void
put_args (struct wire_writer *w)
{
  char *list[] = { (char *) "/dev/sda", (char *) "/dev/sdb", NULL };
  char *one[] = { list[0], NULL }, *olist[] = { (char *) "element", NULL };

  wire_put_bool (w, 1);
  wire_put_i32 (w, INT32_MIN);
  wire_put_i64 (w, INT64_MIN);
  put_strings (w, (const char *[]) {
      "str", "/dev/sda", "/dev/sdb", "/path", "name", "/either", "/any",
      "key", "GUID", NULL });
  wire_put_opt_string (w, NULL);
  wire_put_string_list (w, one);
  wire_put_string_list (w, list);
  wire_put_opaque (w, "b\0f", 3);
  wire_put_bool (w, 1);
  wire_put_i32 (w, 2);
  wire_put_i64 (w, 3);
  wire_put_string (w, "text");
  wire_put_string_list (w, olist);
}

static void
check_arguments (void)
{
  struct wire_writer args, out;

  wire_writer_init (&args);
  wire_writer_init (&out);
  put_args (&args);
  EXPECT (call (1, args.data, args.len, 0x1f, &out) == 0 && calls == 1);
  EXPECT (seen.has_obool && seen.obool == 1 && seen.has_oint &&
          seen.oint == 2 && seen.has_oint64 && seen.oint64 == 3 &&
          seen.has_ostring && seen.has_olist);
  EXPECT (call (1, args.data, args.len, 0x4, &out) == 0 && calls == 1);
  EXPECT (!seen.has_obool && !seen.has_oint && seen.has_oint64 &&
          !seen.has_ostring && !seen.has_olist);
  EXPECT (call (1, args.data, args.len, 0x20, &out) == -1 && calls == 0);
  EXPECT (call (1, args.data, args.len, UINT64_C (1) << 63, &out) == -1);
  /* Nothing shorter or longer is a call. */
  for (size_t n = 0; n < args.len; ++n)
    EXPECT (call (1, args.data, n, 0, &out) == -1 && calls == 0 &&
            error_number == EINVAL);
  wire_put_u32 (&args, 0);
  EXPECT (call (1, args.data, args.len, 0, &out) == -1 && calls == 0);
  EXPECT (out.len == 0);
  wire_writer_done (&args);
  wire_writer_done (&out);
}

static void
check_refusals (void)
{
  static const char *const strings[] = {
    "/dev/sda", "/dev/sdb", "/path", "name", "/either", "/any", "GUID", NULL,
  };
  struct wire_writer args, out;

  wire_writer_init (&args);
  wire_writer_init (&out);
  put_args (&args);
  for (size_t i = 0; strings[i]; ++i) {
    refuse = strings[i];
    EXPECT (call (1, args.data, args.len, 0, &out) == -1 && calls == 0 &&
            error_number == ENOENT);
  }
  refuse = NULL;
  give_errors = true;
  EXPECT (call (1, args.data, args.len, 0, &out) == -1 && calls == 1);
  give_errors = false;
  EXPECT (out.len == 0);
  wire_writer_done (&args);
  wire_writer_done (&out);
}

static void
check_group (void)
{
  struct wire_writer out;

  wire_writer_init (&out);
  EXPECT (call (23, "", 0, 0, &out) == 0 && calls == 1);
  group_is_there = false;
  EXPECT (call (23, "", 0, 0, &out) == -1 && calls == 0 &&
          error_number == ENOTSUP);
  group_is_there = true;
  wire_writer_done (&out);
}

static void
check_streams (void)
{
  struct wire_writer args, out;

  wire_writer_init (&args);
  wire_writer_init (&out);
  wire_put_string (&args, "/path");
  /* Local files are nothing that travels as an argument. */
  EXPECT (call (2, args.data, args.len, 0, &out) == 0 && calls == 1);
  EXPECT (call (3, args.data, args.len, 0, &out) == 0 && calls == 1);
  wire_writer_done (&args);
  wire_writer_done (&out);
}

static void
check_make (void)
{
  struct wire_writer args, out;

  wire_writer_init (&args);
  wire_writer_init (&out);
  wire_put_string (&args, "bear");
  EXPECT (call (21, args.data, args.len, 0, &out) == 0 && calls == 1);
  wire_put_string (&args, "");
  wire_put_i32 (&args, 5);
  EXPECT (call (20, args.data, args.len, 2, &out) == 0 && calls == 1);
  wire_writer_done (&args);
  wire_writer_done (&out);
}

/* Each result once; the reader must then be at its end. */
#define RESULT(proc, cond)                                              \
  do {                                                                  \
    struct wire_writer out;                                             \
    struct wire_reader in_, *in = &in_;                                 \
    wire_writer_init (&out);                                            \
    EXPECT (call_for ((proc), &out, in) == 0);                          \
    EXPECT (cond);                                                      \
    EXPECT (wire_reader_finished (in));                                 \
    wire_writer_done (&out);                                            \
  } while (0)

static bool
is_string (struct wire_reader *in, const char *wanted)
{
  CLEANUP_FREE char *s = wire_get_string (in);

  return s && strcmp (s, wanted) == 0;
}

static bool
is_list (struct wire_reader *in, const char *a, const char *b)
{
  CLEANUP_FREE_STRING_LIST char **list = wire_get_string_list (in);

  return list && list[0] && list[1] && !list[2] && strcmp (list[0], a) == 0 &&
         strcmp (list[1], b) == 0;
}

static bool
is_buffer (struct wire_reader *in)
{
  size_t n = 0;
  CLEANUP_FREE char *s = wire_get_opaque (in, &n);

  return s && n == 3 && memcmp (s, "a\0b", 3) == 0;
}

static bool
is_toy (struct wire_reader *in)
{
  struct guestfs_toy t = { 0 };
  bool r;

  wire_get_toy (in, &t);
  r = t.toy_name && strcmp (t.toy_name, "bear") == 0 && t.toy_grade == 'A' &&
      t.toy_u64 == UINT64_MAX;
  guestfs_int_clear_toy (&t);
  return r;
}

static bool
is_toys (struct wire_reader *in)
{
  struct guestfs_toy_list list = { 0 };
  bool r;

  wire_get_toy_list (in, &list);
  r = list.len == 2 && strcmp (list.val[1].toy_name, "duck") == 0;
  guestfs_int_clear_toy_list (&list);
  return r;
}

static void
check_results (void)
{
  RESULT (10, wire_get_i32 (in) == -2);
  RESULT (11, wire_get_i64 (in) == INT64_MAX);
  RESULT (12, wire_get_bool (in));
  RESULT (13, is_string (in, "text"));
  RESULT (14, is_string (in, "/dev/sda"));
  RESULT (15, is_list (in, "one", "two"));
  RESULT (16, is_toy (in));
  RESULT (17, is_toys (in));
  RESULT (18, is_list (in, "key", "value"));
  RESULT (19, is_buffer (in));
  RESULT (22, true);
  RESULT (24, wire_get_i32 (in) == 7);
  RESULT (25, wire_get_i32 (in) == 022);
}

static void
check_errors (void)
{
  struct wire_writer out;

  wire_writer_init (&out);
  give_errors = true;
  for (unsigned proc = 10; proc <= 25; ++proc)
    if (proc != 20 && proc != 21)
      EXPECT (call (proc, "", 0, 0, &out) == -1);
  EXPECT (out.len == 0);
  give_errors = false;
  wire_writer_done (&out);
}

static void
check_tables (void)
{
  EXPECT (dispatch_table_size == GUESTFS_MAX_PROC + 1);
  EXPECT (dispatch_table[0].stub == NULL && dispatch_table[4].name == NULL);
  EXPECT_STRING (dispatch_table[GUESTFS_PROC_TOY_UPLOAD].name, "toy_upload");
  EXPECT (dispatch_table[2].file_in && !dispatch_table[2].file_out);
  EXPECT (dispatch_table[3].file_out && !dispatch_table[3].file_in);
  EXPECT (dispatch_table[2].progress);
  EXPECT (!dispatch_table[1].progress);
  EXPECT (optgroup_table_size == 2);
  EXPECT_STRING (optgroup_table[0].name, "bricks");
  EXPECT (optgroup_table[0].available () == 0);
  EXPECT (optgroup_table[1].available () == 1);
}

int
main (void)
{
  check_tables ();
  check_arguments ();
  check_refusals ();
  check_group ();
  check_streams ();
  check_make ();
  check_results ();
  check_errors ();
  return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
