/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Actions that take and return every type, for the tests of bindings. */

#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "impl.h"

/* One for the process: a test looks at one call at a time.  The lock is for
 * programs that use two handles. */
static FILE *output;
static pthread_mutex_t output_lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- Where to print ---- */

static int
close_output (guestfs_h *g)
{
  FILE *fp = output;

  output = NULL;
  if (fp && fclose (fp) == EOF) {
    perrorf (g, "cannot write the output of the test");
    return -1;
  }
  return 0;
}

int
guestfs_impl_internal_test_set_output (guestfs_h *g, const char *filename)
{
  FILE *fp = fopen (filename, "we");
  int r;

  if (!fp) {
    perrorf (g, "%s", filename);
    return -1;
  }
  pthread_mutex_lock (&output_lock);
  r = close_output (g);
  output = fp;
  pthread_mutex_unlock (&output_lock);
  return r;
}

int
guestfs_impl_internal_test_close_output (guestfs_h *g)
{
  int r;

  pthread_mutex_lock (&output_lock);
  r = close_output (g);
  pthread_mutex_unlock (&output_lock);
  return r;
}

static FILE *
begin_output (void)
{
  pthread_mutex_lock (&output_lock);
  return output ? output : stdout;
}

static int
end_output (guestfs_h *g, FILE *fp)
{
  int r = 0;

  if (fflush (fp) == EOF) {
    perrorf (g, "cannot write the output of the test");
    r = -1;
  }
  pthread_mutex_unlock (&output_lock);
  return r;
}

/* ---- Printing ---- */

static const char *
bool_name (int b)
{
  return b ? "true" : "false";
}

static void
print_list (FILE *fp, char *const *list)
{
  fprintf (fp, "[");
  for (size_t i = 0; list[i]; i++)
    fprintf (fp, "%s\"%s\"", i > 0 ? ", " : "", list[i]);
  fprintf (fp, "]\n");
}

/* False when it is not set, and then it has said so. */
static bool
print_name (FILE *fp, const char *name, bool is_set)
{
  fprintf (fp, "%s: %s", name, is_set ? "" : "unset\n");
  return is_set;
}

static void
print_optargs (FILE *fp, const struct guestfs_internal_test_argv *o)
{
#define IS_SET(NAME) (o->bitmask & GUESTFS_INTERNAL_TEST_##NAME##_BITMASK)
  if (print_name (fp, "obool", IS_SET (OBOOL)))
    fprintf (fp, "%s\n", bool_name (o->obool));
  if (print_name (fp, "oint", IS_SET (OINT)))
    fprintf (fp, "%d\n", o->oint);
  if (print_name (fp, "oint64", IS_SET (OINT64)))
    fprintf (fp, "%" PRIi64 "\n", o->oint64);
  if (print_name (fp, "ostring", IS_SET (OSTRING)))
    fprintf (fp, "%s\n", o->ostring);
  if (print_name (fp, "ostringlist", IS_SET (OSTRINGLIST)))
    print_list (fp, o->ostringlist);
#undef IS_SET
}

int
guestfs_impl_internal_test (guestfs_h *g, const char *str, const char *optstr,
                            char *const *strlist, int b, int integer,
                            int64_t integer64, const char *filein,
                            const char *fileout, const char *bufferin,
                            size_t bufferin_size,
                            const struct guestfs_internal_test_argv *optargs)
{
  FILE *fp = begin_output ();

  fprintf (fp, "%s\n", str);
  fprintf (fp, "%s\n", optstr ? optstr : "null");
  print_list (fp, strlist);
  fprintf (fp, "%s\n", bool_name (b));
  fprintf (fp, "%d\n", integer);
  fprintf (fp, "%" PRIi64 "\n", integer64);
  fprintf (fp, "%s\n", filein);
  fprintf (fp, "%s\n", fileout);
  for (size_t i = 0; i < bufferin_size; i++)
    fprintf (fp, "<%02x>", (unsigned char) bufferin[i]);
  fprintf (fp, "\n");
  print_optargs (fp, optargs);
  return end_output (g, fp);
}

int
guestfs_impl_internal_test_only_optargs
  (guestfs_h *g, const struct guestfs_internal_test_only_optargs_argv *optargs)
{
  FILE *fp = begin_output ();

  if (print_name (fp, "test", optargs->bitmask
                  & GUESTFS_INTERNAL_TEST_ONLY_OPTARGS_TEST_BITMASK))
    fprintf (fp, "%d\n", optargs->test);
  return end_output (g, fp);
}

#define SIXTY_THREE(X) \
  X (1) X (2) X (3) X (4) X (5) X (6) X (7) X (8) X (9) X (10) X (11) \
  X (12) X (13) X (14) X (15) X (16) X (17) X (18) X (19) X (20) \
  X (21) X (22) X (23) X (24) X (25) X (26) X (27) X (28) X (29) \
  X (30) X (31) X (32) X (33) X (34) X (35) X (36) X (37) X (38) \
  X (39) X (40) X (41) X (42) X (43) X (44) X (45) X (46) X (47) \
  X (48) X (49) X (50) X (51) X (52) X (53) X (54) X (55) X (56) \
  X (57) X (58) X (59) X (60) X (61) X (62) X (63)

int
guestfs_impl_internal_test_63_optargs
  (guestfs_h *g, const struct guestfs_internal_test_63_optargs_argv *optargs)
{
  FILE *fp = begin_output ();

#define PRINT(n)                                                        \
  if (print_name (fp, "opt" #n, optargs->bitmask                        \
                  & GUESTFS_INTERNAL_TEST_63_OPTARGS_OPT##n##_BITMASK)) \
    fprintf (fp, "%d\n", optargs->opt##n);
  SIXTY_THREE (PRINT)
#undef PRINT
  return end_output (g, fp);
}

/* ---- Returning ---- */

static int
parse_int64 (guestfs_h *g, const char *val, int64_t max, int64_t *ret)
{
  char *end;
  int64_t n;

  errno = 0;
  n = strtoll (val, &end, 10);
  if (errno != 0 || end == val || *end != '\0' || n > max || n < -max - 1) {
    guestfs_int_error_errno (g, EINVAL, "\"%s\": not a number that fits", val);
    return -1;
  }
  *ret = n;
  return 0;
}

/* How many elements are wanted. */
static int
parse_count (guestfs_h *g, const char *val, size_t *ret)
{
  int64_t n;

  if (parse_int64 (g, val, INT_MAX, &n) == -1)
    return -1;
  if (n < 0) {
    guestfs_int_error_errno (g, EINVAL, "\"%s\": not a number of elements",
                             val);
    return -1;
  }
  *ret = n;
  return 0;
}

int
guestfs_impl_internal_test_rint (guestfs_h *g, const char *val)
{
  int64_t n;

  return parse_int64 (g, val, INT_MAX, &n) == -1 ? -1 : (int) n;
}

int64_t
guestfs_impl_internal_test_rint64 (guestfs_h *g, const char *val)
{
  int64_t n;

  return parse_int64 (g, val, INT64_MAX, &n) == -1 ? -1 : n;
}

int
guestfs_impl_internal_test_rbool (guestfs_h *g, const char *val)
{
  if (strcmp (val, "true") == 0)
    return 1;
  if (strcmp (val, "false") == 0)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "\"%s\": not true or false", val);
  return -1;
}

const char *
guestfs_impl_internal_test_rconststring (guestfs_h *g, const char *val)
{
  (void) g;
  (void) val;
  return "static string";
}

const char *
guestfs_impl_internal_test_rconstoptstring (guestfs_h *g, const char *val)
{
  (void) g;
  (void) val;
  return "static string";
}

char *
guestfs_impl_internal_test_rstring (guestfs_h *g, const char *val)
{
  return safe_strdup (g, val);
}

char *
guestfs_impl_internal_test_rbufferout (guestfs_h *g, const char *val,
                                       size_t *ret_size)
{
  *ret_size = strlen (val);
  return safe_strdup (g, val);
}

/* "0", "1" …, each times over. */
static char **
numbers (guestfs_h *g, size_t n, size_t times)
{
  char **list = safe_calloc (g, n * times + 1, sizeof *list);

  for (size_t i = 0; i < n * times; i++)
    list[i] = safe_asprintf (g, "%zu", i / times);
  return list;
}

char **
guestfs_impl_internal_test_rstringlist (guestfs_h *g, const char *val)
{
  size_t n;

  return parse_count (g, val, &n) == -1 ? NULL : numbers (g, n, 1);
}

char **
guestfs_impl_internal_test_rhashtable (guestfs_h *g, const char *val)
{
  size_t n;

  return parse_count (g, val, &n) == -1 ? NULL : numbers (g, n, 2);
}

static void
fill_pv (guestfs_h *g, struct guestfs_lvm_pv *pv, size_t i)
{
  pv->pv_name = safe_asprintf (g, "pv%zu", i);
  memcpy (pv->pv_uuid, "12345678901234567890123456789012",
          sizeof pv->pv_uuid);
  pv->pv_fmt = safe_strdup (g, "unknown");
  pv->pv_size = i;
  pv->dev_size = i;
  pv->pv_free = i;
  pv->pv_used = i;
  pv->pv_attr = safe_asprintf (g, "attr%zu", i);
  pv->pv_pe_count = i;
  pv->pv_pe_alloc_count = i;
  pv->pv_tags = safe_asprintf (g, "tag%zu", i);
  pv->pe_start = i;
  pv->pv_mda_count = i;
  pv->pv_mda_free = i;
}

struct guestfs_lvm_pv *
guestfs_impl_internal_test_rstruct (guestfs_h *g, const char *val)
{
  struct guestfs_lvm_pv *pv = safe_calloc (g, 1, sizeof *pv);

  (void) val;
  fill_pv (g, pv, 0);
  return pv;
}

struct guestfs_lvm_pv_list *
guestfs_impl_internal_test_rstructlist (guestfs_h *g, const char *val)
{
  struct guestfs_lvm_pv_list *list;
  size_t n;

  if (parse_count (g, val, &n) == -1)
    return NULL;
  list = safe_calloc (g, 1, sizeof *list);
  list->len = n;
  list->val = safe_calloc (g, n, sizeof *list->val);
  for (size_t i = 0; i < n; i++)
    fill_pv (g, &list->val[i], i);
  return list;
}

/* ---- Failing ---- */

#define FAILING(type, name, value)                      \
  type                                                  \
  guestfs_impl_internal_test_##name (guestfs_h *g)      \
  {                                                     \
    error (g, "error");                                 \
    return value;                                       \
  }

FAILING (int, rinterr, -1)
FAILING (int64_t, rint64err, -1)
FAILING (int, rboolerr, -1)
FAILING (const char *, rconststringerr, NULL)
FAILING (char *, rstringerr, NULL)
FAILING (char **, rstringlisterr, NULL)
FAILING (struct guestfs_lvm_pv *, rstructerr, NULL)
FAILING (struct guestfs_lvm_pv_list *, rstructlisterr, NULL)
FAILING (char **, rhashtableerr, NULL)

char *
guestfs_impl_internal_test_rbufferouterr (guestfs_h *g, size_t *ret_size)
{
  (void) ret_size;
  error (g, "error");
  return NULL;
}

/* NULL is a value of this type: there is no way to fail. */
const char *
guestfs_impl_internal_test_rconstoptstringerr (guestfs_h *g)
{
  (void) g;
  return NULL;
}
