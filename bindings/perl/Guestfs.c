/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the Perl module: Guestfs.pm is what programs see.
 *
 * Each row of the table of calls is a subroutine.  All of them are
 * call_action, to which the row is attached.
 *
 * Perl leaves C functions with longjmp: when one croaks, and wherever a value
 * runs code of its own (tied, overloaded).  So what a call holds is in struct
 * call_state, and Perl's stack of what is to be undone frees it. */

#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <perl.h>
#include <XSUB.h>

#include "calls.h"

#define PACKAGE "Sys::Guestfs"

/* A callback has called exit, which leaves the library in the middle of a
 * call.  Handles are then left to what the library does at exit. */
static bool exiting;

/* ---- The object ---- */

/* The handle is attached to the hash that an object is, out of reach of
 * programs.  The key _g is there for programs that ask if it is open. */
static int
free_handle (pTHX_ SV *hash, MAGIC *mg)
{
  struct call_handle *h = (struct call_handle *) mg->mg_ptr;

  PERL_UNUSED_CONTEXT;
  (void) hash;
  mg->mg_ptr = NULL;
  if (!exiting)
    call_handle_free (h);
  return 0;
}

#ifdef USE_ITHREADS
/* The copy of an object in a new thread is closed. */
static int
forget_handle (pTHX_ MAGIC *mg, CLONE_PARAMS *params)
{
  PERL_UNUSED_CONTEXT;
  (void) params;
  mg->mg_ptr = NULL;
  return 0;
}
#endif

static const MGVTBL handle_magic = {
  .svt_free = free_handle,
#ifdef USE_ITHREADS
  .svt_dup = forget_handle,
#endif
};

static HV *
object_hash (pTHX_ SV *object, const char *name)
{
  SvGETMAGIC (object);
  if (!SvROK (object) || !SvOBJECT (SvRV (object))
      || SvTYPE (SvRV (object)) != SVt_PVHV)
    croak (PACKAGE "::%s(): g is not a blessed HV reference", name);
  return (HV *) SvRV (object);
}

/* NULL for an object that never had a handle. */
static struct call_handle *
handle_of (HV *hash)
{
  const MAGIC *mg = mg_findext ((SV *) hash, PERL_MAGIC_ext, &handle_magic);

  return mg ? (struct call_handle *) mg->mg_ptr : NULL;
}

static void
croak_closed (pTHX_ const char *name)
{
  croak (PACKAGE "::%s(): called on a closed handle", name);
}

static struct call_handle *
handle_from_perl (pTHX_ SV *object, const char *name)
{
  struct call_handle *h = handle_of (object_hash (aTHX_ object, name));

  if (!h)
    croak_closed (aTHX_ name);
  return h;
}

/* ---- What a call holds ---- */

struct call_state {
  HV *object;                   /* a callback may drop the last reference */
  struct call_handle *handle;
  guestfs_h *g;
  bool running;
  const struct call *returned;  /* whose result is below; NULL: none */
  union call_result result;
  struct call_values values;    /* as much of it as the call needs */
};

static void
end_call (pTHX_ void *data)
{
  struct call_state *s = data;

  if (s->running) {
    exiting = true;
    return;
  }
  if (s->returned)
    call_result_done (s->returned, &s->result);
  call_values_done (&s->values);
  if (s->g)
    call_handle_leave (s->handle);
  SvREFCNT_dec ((SV *) s->object);
  Safefree (s);
}

/* Enters the handle; LEAVE or an exception leaves it. */
static struct call_state *
begin_call (pTHX_ SV *object, const struct call *c)
{
  HV *hash = object_hash (aTHX_ object, c->name);
  const size_t size = offsetof (struct call_state, values.optargs)
    + c->nr_optargs * sizeof (union call_value);
  struct call_state *s = safemalloc (size);

  s->object = (HV *) SvREFCNT_inc ((SV *) hash);
  s->handle = handle_of (hash);
  s->g = s->handle ? call_handle_enter (s->handle) : NULL;
  s->running = false;
  s->returned = NULL;
  call_values_init (&s->values, c);
  SAVEDESTRUCTOR_X (end_call, s);
  if (!s->g)
    croak_closed (aTHX_ c->name);
  return s;
}

/* ---- From Perl ---- */

/* Where an argument goes, and who it is for messages. */
struct target {
  struct call_values *values;
  union call_value *v;
  const char *call;
  const char *arg;
};

static void
croak_argument (pTHX_ const struct target *t, const char *what)
{
  croak (PACKAGE "::%s(): %s: %s", t->call, t->arg, what);
}

/* The bytes of a string.  They are those of a copy, which lives as long as
 * the statement that makes the call: a callback may change the original.  Perl
 * copies long strings only when that happens. */
static const char *
bytes_from_perl (pTHX_ const struct target *t, SV *sv, STRLEN *ret_size)
{
  sv = sv_mortalcopy (sv);
  if (SvROK (sv) && !SvAMAGIC (sv))
    croak_argument (aTHX_ t, "must be a string, not a reference");
  return SvPV (sv, *ret_size);
}

static const char *
text_from_perl (pTHX_ const struct target *t, SV *sv)
{
  STRLEN size;
  const char *text = bytes_from_perl (aTHX_ t, sv, &size);

  if (memchr (text, '\0', size))
    croak_argument (aTHX_ t, "contains a NUL byte");
  return text;
}

static char *const *
texts_from_perl (pTHX_ const struct target *t, SV *sv)
{
  const char **texts;
  size_t n;
  AV *av;

  SvGETMAGIC (sv);
  if (!SvROK (sv) || SvTYPE (SvRV (sv)) != SVt_PVAV)
    croak_argument (aTHX_ t, "array reference expected");
  av = (AV *) SvRV (sv);
  n = (size_t) (av_len (av) + 1);
  texts = call_alloc (t->values, (n + 1) * sizeof *texts);
  if (!texts)
    croak_argument (aTHX_ t, strerror (ENOMEM));
  for (size_t i = 0; i < n; ++i) {
    SV **element = av_fetch (av, (SSize_t) i, 0);

    texts[i] = text_from_perl (aTHX_ t, element ? *element : &PL_sv_undef);
  }
  texts[n] = NULL;
  return (char *const *) texts;
}

static IV
with_sign (pTHX_ const struct target *t, UV n, bool negative)
{
  if (n > (UV) IV_MAX + negative)
    croak_argument (aTHX_ t, "does not fit into 64 bits");
  return negative ? (IV) (0 - n) : (IV) n;
}

static IV
from_float (pTHX_ const struct target *t, NV n)
{
  /* Not >=, so that it is false for what is not a number. */
  if (!(n > -9223372036854775809.0 && n < 9223372036854775808.0))
    croak_argument (aTHX_ t, "does not fit into 64 bits");
  return (IV) n;
}

/* SvIV makes 0 of what is not a number, and the nearest of what is too big. */
static IV
integer_from_perl (pTHX_ const struct target *t, SV *sv)
{
  const char *text;
  STRLEN size;
  UV n;
  int kind;

  sv = sv_mortalcopy (sv);
  if (!SvOK (sv))
    return SvIV (sv);           /* 0, and Perl's own warning */
  if (SvIOK (sv))
    return SvIsUV (sv) ? with_sign (aTHX_ t, SvUVX (sv), false) : SvIVX (sv);
  if (SvNOK (sv))
    return from_float (aTHX_ t, SvNVX (sv));
  text = SvPV (sv, size);
  kind = grok_number (text, size, &n);
  if (!kind)
    croak_argument (aTHX_ t, "must be a number");
  if (kind & IS_NUMBER_IN_UV)
    return with_sign (aTHX_ t, n, kind & IS_NUMBER_NEG);
  return from_float (aTHX_ t, my_atof (text));
}

static int
int_from_perl (pTHX_ const struct target *t, SV *sv)
{
  const IV i = integer_from_perl (aTHX_ t, sv);

  if (i < INT_MIN || i > INT_MAX)
    croak_argument (aTHX_ t, "does not fit into 32 bits");
  return (int) i;
}

/* Only add_libvirt_dom has one: objects of Sys::Virt are scalars that hold
 * the pointer. */
static void *
pointer_from_perl (pTHX_ const struct target *t, SV *sv)
{
  SvGETMAGIC (sv);
  if (!sv_isobject (sv) || !sv_derived_from (sv, "Sys::Virt::Domain")
      || !SvIOK (SvRV (sv)))
    croak_argument (aTHX_ t, "must be a Sys::Virt::Domain");
  return INT2PTR (void *, SvIVX (SvRV (sv)));
}

static void
value_from_perl (pTHX_ const struct target *t, enum call_arg_type type,
                 SV *sv)
{
  STRLEN size;

  switch (type) {
  case ARG_BOOL:
    t->v->i = cBOOL (SvTRUE (sv));
    break;
  case ARG_INT:
    t->v->i = int_from_perl (aTHX_ t, sv);
    break;
  case ARG_INT64:
    t->v->i64 = integer_from_perl (aTHX_ t, sv);
    break;
  case ARG_TEXT:
    t->v->text = text_from_perl (aTHX_ t, sv);
    break;
  case ARG_TEXT_OR_NULL:
    SvGETMAGIC (sv);
    t->v->text = SvOK (sv) ? text_from_perl (aTHX_ t, sv) : NULL;
    break;
  case ARG_TEXTS:
    t->v->texts = texts_from_perl (aTHX_ t, sv);
    break;
  case ARG_BYTES:
    t->v->bytes.data = bytes_from_perl (aTHX_ t, sv, &size);
    t->v->bytes.size = size;
    break;
  case ARG_POINTER:
    t->v->pointer = pointer_from_perl (aTHX_ t, sv);
    break;
  }
}

/* Optional arguments are names and values. */
static void
optarg_from_perl (pTHX_ const struct call *c, struct call_values *values,
                  SV *key, SV *value)
{
  const char *name = SvPV_nolen (key);
  const int i = call_find_optarg (c, name);
  const struct target t = {
    .values = values, .call = c->name, .arg = name,
    .v = &values->optargs[i < 0 ? 0 : i],
  };

  if (i < 0)
    croak (PACKAGE "::%s(): unknown optional argument '%s'", c->name, name);
  if (values->mask & UINT64_C (1) << i)
    croak (PACKAGE "::%s(): optional argument '%s' given more than once",
           c->name, name);
  value_from_perl (aTHX_ &t, c->optargs[i].type, value);
  values->mask |= UINT64_C (1) << i;
}

/* The arguments are on Perl's stack, which moves when values run code. */
static void
values_from_perl (pTHX_ const struct call *c, I32 ax, size_t items,
                  struct call_values *values)
{
  struct target t = { .values = values, .call = c->name };
  const size_t first_optarg = 1 + c->nr_args;

  for (size_t i = 0; i < c->nr_args; ++i) {
    t.v = &values->args[i];
    t.arg = c->args[i].name;
    value_from_perl (aTHX_ &t, c->args[i].type, ST (1 + i));
  }
  for (size_t i = first_optarg; i < items; i += 2)
    optarg_from_perl (aTHX_ c, values, ST (i), ST (i + 1));
}

static void
check_count (pTHX_ const CV *cv, const struct call *c, size_t items)
{
  const size_t wanted = 1 + c->nr_args;
  SV *usage;

  if (items == wanted || (items > wanted && c->nr_optargs)) {
    if ((items - wanted) % 2)
      croak (PACKAGE "::%s(): expecting an even number of extra parameters",
             c->name);
    return;
  }
  usage = sv_2mortal (newSVpvs ("g"));
  for (size_t i = 0; i < c->nr_args; ++i)
    sv_catpvf (usage, ", %s", c->args[i].name);
  if (c->nr_optargs)
    sv_catpvs (usage, ", ...");
  croak_xs_usage (cv, SvPV_nolen (usage));
}

/* ---- To Perl ---- */

static SV *
text_to_perl (pTHX_ const char *text)
{
  return newSVpvn_flags (text, strlen (text), SVs_TEMP);
}

static SV *
field_to_perl (pTHX_ const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
  case FIELD_TEXT:
  case FIELD_UUID:
  case FIELD_BYTES:
    return newSVpvn (v.data ? v.data : "", v.size);
  case FIELD_UINT32:
  case FIELD_UINT64:
    return newSVuv (v.u64);
  case FIELD_INT32:
  case FIELD_INT64:
    return newSViv (v.i64);
  case FIELD_PERCENT:
    return newSVnv (v.percent);
  }
  return newSV (0);
}

static SV *
struct_to_perl (pTHX_ const struct call_struct *structure, const void *s)
{
  HV *hash = newHV ();

  for (size_t i = 0; i < structure->nr_fields; ++i) {
    const struct call_field *f = &structure->fields[i];

    (void) hv_store (hash, f->name, (I32) strlen (f->name),
                     field_to_perl (aTHX_ s, f), 0);
  }
  return sv_2mortal (newRV_noinc ((SV *) hash));
}

/* These leave their values on the stack, and return its new top. */

static SV **
push_texts (pTHX_ SV **sp, char *const *texts)
{
  size_t n = 0;

  while (texts[n])
    ++n;
  EXTEND (sp, (SSize_t) n);
  for (size_t i = 0; i < n; ++i)
    PUSHs (text_to_perl (aTHX_ texts[i]));
  return sp;
}

static SV **
push_struct (pTHX_ SV **sp, const struct call_struct *structure,
             const void *s)
{
  EXTEND (sp, 2 * (SSize_t) structure->nr_fields);
  for (size_t i = 0; i < structure->nr_fields; ++i) {
    PUSHs (text_to_perl (aTHX_ structure->fields[i].name));
    mPUSHs (field_to_perl (aTHX_ s, &structure->fields[i]));
  }
  return sp;
}

static SV **
push_structs (pTHX_ SV **sp, const struct call_struct *structure,
              const void *list)
{
  const size_t n = call_structs_len (list);

  EXTEND (sp, (SSize_t) n);
  for (size_t i = 0; i < n; ++i)
    PUSHs (struct_to_perl (aTHX_ structure,
                           call_structs_get (structure, list, i)));
  return sp;
}

static SV **
push_result (pTHX_ SV **sp, const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    break;
  case RESULT_BOOL:
  case RESULT_INT:
    mXPUSHi (r->i);
    break;
  case RESULT_INT64:
    mXPUSHi (r->i64);
    break;
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    XPUSHs (r->constant ? text_to_perl (aTHX_ r->constant) : &PL_sv_undef);
    break;
  case RESULT_TEXT:
    XPUSHs (text_to_perl (aTHX_ r->text));
    break;
  case RESULT_TEXTS:
  case RESULT_PAIRS:
    return push_texts (aTHX_ sp, r->texts);
  case RESULT_BYTES:
    mXPUSHp (r->bytes.data, r->bytes.size);
    break;
  case RESULT_STRUCT:
    return push_struct (aTHX_ sp, c->structure, r->structure);
  case RESULT_STRUCTS:
    return push_structs (aTHX_ sp, c->structure, r->structures);
  }
  return sp;
}

/* ---- Calls ---- */

static void
croak_last_error (pTHX_ guestfs_h *g)
{
  const char *message = guestfs_last_error (g);

  croak_sv (text_to_perl (aTHX_ message ? message : "unknown error"));
}

static void
warn_deprecated (pTHX_ const struct call *c)
{
  if (*c->instead)
    Perl_ck_warner (aTHX_ packWARN (WARN_DEPRECATED),
                    PACKAGE "::%s is deprecated; use " PACKAGE "::%s instead",
                    c->name, c->instead);
  else
    Perl_ck_warner (aTHX_ packWARN (WARN_DEPRECATED),
                    PACKAGE "::%s is deprecated", c->name);
}

/* The shortest way, for a call without arguments: it leaves nothing to undo.
 * False when there is more to do, for example with a result to free. */
static bool
call_quickly (pTHX_ const struct call *c, SV *object, union call_result *r)
{
  struct call_handle *h = handle_of (object_hash (aTHX_ object, c->name));
  guestfs_h *g = h ? call_handle_borrow (h, c) : NULL;
  struct call_values values;

  if (!g)
    return false;
  call_values_init (&values, c);
  if (c->run (g, &values, r))
    croak_last_error (aTHX_ g);
  return true;
}

XS_INTERNAL (call_action)
{
  dXSARGS;
  const struct call *c = XSANY.any_ptr;
  union call_result r;
  struct call_state *s;
  int failed;

  check_count (aTHX_ cv, c, (size_t) items);
  if (c->instead)
    warn_deprecated (aTHX_ c);
  if (items == 1 && !call_result_has_memory (c)
      && call_quickly (aTHX_ c, ST (0), &r)) {
    SP = push_result (aTHX_ PL_stack_base + ax - 1, c, &r);
    PUTBACK;
    return;
  }
  ENTER;
  s = begin_call (aTHX_ ST (0), c);
  values_from_perl (aTHX_ c, ax, (size_t) items, &s->values);
  s->running = true;
  failed = c->run (s->g, &s->values, &s->result);
  s->running = false;
  if (failed)
    croak_last_error (aTHX_ s->g);
  s->returned = c;
  SP = push_result (aTHX_ PL_stack_base + ax - 1, c, &s->result);
  PUTBACK;
  LEAVE;
}

/* ---- The handle ---- */

/* _create (object, flags): attaches a handle to the object. */
XS_INTERNAL (create)
{
  dXSARGS;
  struct call_handle *h;
  HV *hash;

  if (items != 2)
    croak_xs_usage (cv, "g, flags");
  hash = object_hash (aTHX_ ST (0), "_create");
  h = call_handle_create ((unsigned) SvUV (ST (1)));
  if (!h)
    croak (PACKAGE "::new(): %s", strerror (errno));
  sv_magicext ((SV *) hash, NULL, PERL_MAGIC_ext, &handle_magic,
               (const char *) h, 0)->mg_flags |= MGf_DUP;
  (void) hv_stores (hash, "_g", newSViv (PTR2IV (h)));
  XSRETURN_EMPTY;
}

/* Closing may run callbacks, which may drop the object. */
static bool
close_object (pTHX_ HV *hash)
{
  struct call_handle *h = handle_of (hash);

  if (!h)
    return false;
  sv_2mortal (SvREFCNT_inc ((SV *) hash));
  (void) hv_deletes (hash, "_g", G_DISCARD);
  return call_handle_close (h);
}

XS_INTERNAL (close_handle)
{
  dXSARGS;

  if (items != 1)
    croak_xs_usage (cv, "g");
  if (!close_object (aTHX_ object_hash (aTHX_ ST (0), "close")))
    croak_closed (aTHX_ "close");
  XSRETURN_EMPTY;
}

/* Perl is going on with something else: its errno stays. */
XS_INTERNAL (destroy)
{
  dXSARGS;
  dSAVE_ERRNO;
  HV *hash;
  struct call_handle *h;

  if (items != 1)
    croak_xs_usage (cv, "g");
  hash = object_hash (aTHX_ ST (0), "DESTROY");
  h = handle_of (hash);
  if (h && !exiting)
    call_handle_close (h);
  RESTORE_ERRNO;
  XSRETURN_EMPTY;
}

/* No actions, but calls all the same. */
static const struct call last_errno_call = { .name = "last_errno" };
static const struct call delete_event_callback_call = {
  .name = "delete_event_callback"
};

XS_INTERNAL (last_errno)
{
  dXSARGS;
  struct call_state *s;
  int n;

  if (items != 1)
    croak_xs_usage (cv, "g");
  ENTER;
  s = begin_call (aTHX_ ST (0), &last_errno_call);
  n = guestfs_last_errno (s->g);
  LEAVE;
  XSRETURN_IV (n);
}

/* ---- Events ---- */

/* Not with warn: a handler of warnings may die, too. */
static void
print_exception (pTHX_ uint64_t event)
{
  char *name = guestfs_event_to_string (event);

  PerlIO_printf (PerlIO_stderr (), PACKAGE ": callback of the event %s: %"
                 SVf "\n", name ? name : "?", SVfARG (ERRSV));
  free (name);
}

static void
push_event (pTHX_ uint64_t event, int eh, const char *buf, size_t buf_len,
            const uint64_t *array, size_t array_len)
{
  dSP;
  AV *numbers = newAV ();

  for (size_t i = 0; i < array_len; ++i)
    av_push (numbers, newSVuv (array[i]));
  PUSHMARK (SP);
  EXTEND (SP, 4);
  mPUSHu (event);
  mPUSHi (eh);
  mPUSHp (buf ? buf : "", buf_len);
  mPUSHs (newRV_noinc ((SV *) numbers));
  PUTBACK;
}

/* A stack of its own keeps the callback from leaving it with "last"; $@ is
 * what it was. */
static void
call_back (pTHX_ SV *callback, uint64_t event, int eh, const char *buf,
           size_t buf_len, const uint64_t *array, size_t array_len)
{
  dSP;

  ENTER;
  SAVETMPS;
  save_scalar (PL_errgv);
  sv_2mortal (SvREFCNT_inc (callback)); /* it may delete itself */
  PUSHSTACKi (PERLSI_UNKNOWN);
  push_event (aTHX_ event, eh, buf, buf_len, array, array_len);
  call_sv (callback, G_VOID | G_DISCARD | G_EVAL);
  if (SvTRUE (ERRSV))
    print_exception (aTHX_ event);
  POPSTACK;
  FREETMPS;
  LEAVE;
}

/* The library closes handles at exit, when there is no interpreter. */
static void
event_to_perl (guestfs_h *g, void *callback, uint64_t event, int eh,
               int flags, const char *buf, size_t buf_len,
               const uint64_t *array, size_t array_len)
{
  dTHX;

  (void) g;
  (void) flags;
  if (!exiting)
    call_back (aTHX_ callback, event, eh, buf, buf_len, array, array_len);
}

static void
release_callback (void *callback)
{
  dTHX;

  if (!exiting)
    SvREFCNT_dec ((SV *) callback);
}

XS_INTERNAL (set_event_callback)
{
  dXSARGS;
  struct call_handle *h;
  HV *stash;
  GV *gv;
  CV *callback;
  int eh;

  if (items != 3)
    croak_xs_usage (cv, "g, cb, event_bitmask");
  h = handle_from_perl (aTHX_ ST (0), "set_event_callback");
  callback = sv_2cv (ST (1), &stash, &gv, 0);
  if (!callback)
    croak (PACKAGE "::set_event_callback(): cb: code reference expected");
  SvREFCNT_inc ((SV *) callback);
  eh = call_handle_add_event (h, event_to_perl, SvUV (ST (2)), callback,
                              release_callback);
  if (eh == -1) {
    SvREFCNT_dec ((SV *) callback);
    if (errno == EBADF)
      croak_closed (aTHX_ "set_event_callback");
    croak (PACKAGE "::set_event_callback(): %s", strerror (errno));
  }
  XSRETURN_IV (eh);
}

XS_INTERNAL (delete_event_callback)
{
  dXSARGS;
  struct call_state *s;

  if (items != 2)
    croak_xs_usage (cv, "g, event_handle");
  ENTER;
  s = begin_call (aTHX_ ST (0), &delete_event_callback_call);
  call_handle_delete_event (s->handle, (int) SvIV (ST (1)));
  LEAVE;
  XSRETURN_EMPTY;
}

XS_INTERNAL (event_to_string)
{
  dXSARGS;
  char *names;

  if (items != 1)
    croak_xs_usage (cv, "event_bitmask");
  names = guestfs_event_to_string (SvUV (ST (0)));
  if (!names)
    croak (PACKAGE "::event_to_string(): %s", strerror (ENOMEM));
  ST (0) = text_to_perl (aTHX_ names);
  free (names);
  XSRETURN (1);
}

/* ---- The module ---- */

static const struct {
  const char *name;
  XSUBADDR_t function;
} functions[] = {
  { PACKAGE "::DESTROY", destroy },
  { PACKAGE "::_create", create },
  { PACKAGE "::close", close_handle },
  { PACKAGE "::delete_event_callback", delete_event_callback },
  { PACKAGE "::event_to_string", event_to_string },
  { PACKAGE "::last_errno", last_errno },
  { PACKAGE "::set_event_callback", set_event_callback },
};

static void
add_call (pTHX_ const struct call *c)
{
  SV *name = sv_2mortal (newSVpvf (PACKAGE "::%s", c->name));
  CV *cv = newXS (SvPV_nolen (name), call_action, __FILE__);

  CvXSUBANY (cv).any_ptr = (void *) c;
}

/* $EVENT_CLOSE and so on. */
static void
add_event (pTHX_ const char *event, UV mask)
{
  SV *name = sv_2mortal (newSVpvs (PACKAGE "::EVENT_"));

  for (const char *p = event; *p; ++p)
    sv_catpvf (name, "%c", toUPPER (*p));
  sv_setuv (get_sv (SvPV_nolen (name), GV_ADD | GV_ADDMULTI), mask);
}

XS_EXTERNAL (boot_Sys__Guestfs);

XS_EXTERNAL (boot_Sys__Guestfs)
{
  dXSARGS;
  UV all = 0;

  (void) items;
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; ++i)
    newXS (functions[i].name, functions[i].function, __FILE__);
  for (size_t i = 0; i < nr_calls; ++i)
    add_call (aTHX_ &calls[i]);
  for (size_t i = 0; i < nr_call_events; ++i) {
    add_event (aTHX_ call_events[i].name, call_events[i].mask);
    all |= call_events[i].mask;
  }
  add_event (aTHX_ "all", all);
  XSRETURN_YES;
}
