/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the Ruby module Guestfs: lib/guestfs.rb loads it.
 *
 * There is a method for each row of the table of calls.  All of them are
 * call_action, which asks Ruby for the name it was called by.
 *
 * Calls that may wait are made without Ruby's global lock (the GVL), so other
 * threads run meanwhile; callbacks of events take it again. */

#include <errno.h>

#include <ruby.h>
#include <ruby/st.h>
#include <ruby/thread.h>

#include "calls.h"

/* Ruby has it for extensions, but in no header. */
extern int ruby_thread_has_gvl_p (void);

static VALUE class_guestfs;           /* Guestfs::Guestfs */
static VALUE class_error;             /* Guestfs::Error */
static ID id_call, id_message, id_puts, id_to_path;
static st_table *rows;                /* from the ID of a name to its row */

/* ---- The object ---- */

struct callback {
  struct callback *next;
  struct object *object;
  VALUE proc;
};

struct object {
  struct call_handle *handle;         /* NULL: new has failed */
  struct callback *callbacks;         /* changed with the GVL only */
  bool freed;                         /* no more Ruby: it is collected */
};

static void
mark_object (void *data)
{
  const struct object *o = data;

  for (const struct callback *c = o->callbacks; c; c = c->next)
    rb_gc_mark (c->proc);
}

static void
free_object (void *data)
{
  struct object *o = data;

  o->freed = true;
  call_handle_free (o->handle);
  xfree (o);
}

static size_t
size_of_object (const void *data)
{
  (void) data;
  return sizeof (struct object);
}

static const rb_data_type_t object_type = {
  .wrap_struct_name = "Guestfs::Guestfs",
  .function = {
    .dmark = mark_object, .dfree = free_object, .dsize = size_of_object,
  },
};

static VALUE
allocate (VALUE class)
{
  struct object *o;

  return TypedData_Make_Struct (class, struct object, &object_type, o);
}

static struct object *
object_of (VALUE self)
{
  return rb_check_typeddata (self, &object_type);
}

static void
raise_closed (const char *name)
{
  rb_raise (rb_eArgError, "%s: used handle after closing it", name);
}

/* ---- A call ---- */

struct call_state {
  const struct call *call;
  struct object *object;
  int argc;
  const VALUE *argv;
  guestfs_h *g;                       /* NULL: not entered */
  union call_result result;
  int failed;
  bool returned;                      /* the result is to be freed */
  int interrupted;                    /* a callback was left by a jump */
  struct call_state *outer;           /* the call whose callback made it */
  struct call_values *values;
  VALUE kept[CALL_MAX_ARGS];          /* Ruby sees them on the stack */
};

/* The call that this thread is in. */
static __thread struct call_state *running;

/* ---- From Ruby ---- */

/* Where an argument goes, and who it is for messages. */
struct target {
  struct call_values *values;
  union call_value *v;
  VALUE *kept;
  const char *call;
  const char *arg;
};

static VALUE
string_from_ruby (VALUE v)
{
  VALUE path = RB_TYPE_P (v, T_STRING)
    ? Qundef : rb_check_funcall (v, id_to_path, 0, NULL);

  return path == Qundef ? StringValue (v) : StringValue (path);
}

/* A copy: other threads may change the string. */
static const char *
text_from_ruby (const struct target *t, VALUE v)
{
  const VALUE s = string_from_ruby (v);
  const char *copy;

  if (memchr (RSTRING_PTR (s), '\0', (size_t) RSTRING_LEN (s)))
    rb_raise (rb_eArgError, "%s: %s: string contains null byte", t->call,
              t->arg);
  copy = call_copy_text (t->values, RSTRING_PTR (s), (size_t) RSTRING_LEN (s));
  if (!copy)
    rb_memerror ();
  return copy;
}

static char *const *
texts_from_ruby (const struct target *t, VALUE v)
{
  const char **texts;
  size_t n;

  Check_Type (v, T_ARRAY);
  n = (size_t) RARRAY_LEN (v);
  texts = call_alloc (t->values, (n + 1) * sizeof *texts);
  if (!texts)
    rb_memerror ();
  for (size_t i = 0; i < n; ++i)
    texts[i] = text_from_ruby (t, rb_ary_entry (v, (long) i));
  texts[n] = NULL;
  return (char *const *) texts;
}

/* What is long is shared with the string until that is changed. */
static void
bytes_from_ruby (const struct target *t, VALUE v)
{
  *t->kept = rb_str_new_frozen (string_from_ruby (v));
  t->v->bytes.data = RSTRING_PTR (*t->kept);
  t->v->bytes.size = (size_t) RSTRING_LEN (*t->kept);
}

static void
value_from_ruby (const struct target *t, enum call_arg_type type, VALUE v)
{
  switch (type) {
  case ARG_BOOL:
    t->v->i = RTEST (v);
    break;
  case ARG_INT:
    t->v->i = NUM2INT (v);
    break;
  case ARG_INT64:
    t->v->i64 = NUM2LL (v);
    break;
  case ARG_TEXT:
    t->v->text = text_from_ruby (t, v);
    break;
  case ARG_TEXT_OR_NULL:
    t->v->text = NIL_P (v) ? NULL : text_from_ruby (t, v);
    break;
  case ARG_TEXTS:
    t->v->texts = texts_from_ruby (t, v);
    break;
  case ARG_BYTES:
    bytes_from_ruby (t, v);
    break;
  case ARG_POINTER:
    rb_raise (rb_eNotImpError, "%s: %s: cannot be given from Ruby", t->call,
              t->arg);
  }
}

static int
optarg_from_ruby (VALUE key, VALUE value, VALUE state)
{
  struct call_state *s = (struct call_state *) state;
  const struct call *c = s->call;
  const char *name = SYMBOL_P (key) ? rb_id2name (SYM2ID (key)) : NULL;
  const int i = name ? call_find_optarg (c, name) : -1;
  struct target t = { .values = s->values, .call = c->name, .arg = name };

  if (i == -1)                  /* old programs may have some */
    rb_warn ("%s: unknown optional argument, ignored: %"PRIsVALUE,
             c->name, rb_inspect (key));
  if (i == -1 || NIL_P (value))
    return ST_CONTINUE;
  t.v = &s->values->optargs[i];
  value_from_ruby (&t, c->optargs[i].type, value);
  s->values->mask |= UINT64_C (1) << i;
  return ST_CONTINUE;
}

static void
check_count (const struct call *c, int argc)
{
  const int n = (int) c->nr_args;

  if (argc == n || (c->nr_optargs && argc == n + 1))
    return;
  if (c->nr_optargs)
    rb_raise (rb_eArgError, "%s: expecting %d or %d arguments, not %d",
              c->name, n, n + 1, argc);
  rb_raise (rb_eArgError, "%s: expecting %d argument%s, not %d", c->name, n,
            n == 1 ? "" : "s", argc);
}

static void
values_from_ruby (struct call_state *s)
{
  const struct call *c = s->call;
  struct target t = { .values = s->values, .call = c->name };

  check_count (c, s->argc);
  for (size_t i = 0; i < c->nr_args; ++i) {
    t.v = &s->values->args[i];
    t.kept = &s->kept[i];
    t.arg = c->args[i].name;
    value_from_ruby (&t, c->args[i].type, s->argv[i]);
  }
  if ((size_t) s->argc > c->nr_args) {
    const VALUE options = s->argv[c->nr_args];

    Check_Type (options, T_HASH);
    rb_hash_foreach (options, optarg_from_ruby, (VALUE) s);
  }
}

/* ---- To Ruby ---- */

static VALUE
texts_to_ruby (char *const *texts)
{
  const VALUE list = rb_ary_new ();

  for (size_t i = 0; texts[i]; ++i)
    rb_ary_push (list, rb_str_new_cstr (texts[i]));
  return list;
}

static VALUE
pairs_to_ruby (char *const *texts)
{
  const VALUE hash = rb_hash_new ();

  for (size_t i = 0; texts[i]; i += 2)
    rb_hash_aset (hash, rb_str_new_cstr (texts[i]),
                  rb_str_new_cstr (texts[i+1]));
  return hash;
}

static VALUE
field_to_ruby (const void *s, const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
    return INT2FIX ((unsigned char) *v.data);
  case FIELD_TEXT:
  case FIELD_UUID:
  case FIELD_BYTES:
    return rb_str_new (v.data ? v.data : "", (long) v.size);
  case FIELD_UINT32:
  case FIELD_UINT64:
    return ULL2NUM (v.u64);
  case FIELD_INT32:
  case FIELD_INT64:
    return LL2NUM (v.i64);
  case FIELD_PERCENT:
    return DBL2NUM (v.percent);
  }
  return Qnil;
}

static VALUE
struct_to_ruby (const struct call_struct *structure, const void *s)
{
  const VALUE hash = rb_hash_new ();

  for (size_t i = 0; i < structure->nr_fields; ++i) {
    const struct call_field *f = &structure->fields[i];

    rb_hash_aset (hash, rb_str_new_cstr (f->name), field_to_ruby (s, f));
  }
  return hash;
}

static VALUE
structs_to_ruby (const struct call_struct *structure, const void *list)
{
  const size_t n = call_structs_len (list);
  const VALUE array = rb_ary_new_capa ((long) n);

  for (size_t i = 0; i < n; ++i)
    rb_ary_push (array, struct_to_ruby (structure,
                                        call_structs_get (structure, list,
                                                          i)));
  return array;
}

static VALUE
result_to_ruby (const struct call *c, const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    return Qnil;
  case RESULT_BOOL:
  case RESULT_INT:
    return INT2NUM (r->i);
  case RESULT_INT64:
    return LL2NUM (r->i64);
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    return r->constant ? rb_str_new_cstr (r->constant) : Qnil;
  case RESULT_TEXT:
    return rb_str_new_cstr (r->text);
  case RESULT_TEXTS:
    return texts_to_ruby (r->texts);
  case RESULT_PAIRS:
    return pairs_to_ruby (r->texts);
  case RESULT_BYTES:
    return rb_str_new (r->bytes.data, (long) r->bytes.size);
  case RESULT_STRUCT:
    return struct_to_ruby (c->structure, r->structure);
  case RESULT_STRUCTS:
    return structs_to_ruby (c->structure, r->structures);
  }
  return Qnil;
}

/* ---- Calls ---- */

/* The number first: making the exception may run code, which may close the
 * handle. */
static void
raise_last_error (guestfs_h *g)
{
  const char *message = guestfs_last_error (g);
  const VALUE number = INT2NUM (guestfs_last_errno (g));
  const VALUE error =
    rb_exc_new_cstr (class_error, message ? message : "unknown error");

  rb_ivar_set (error, rb_intern ("@errno"), number);
  rb_exc_raise (error);
}

static void
warn_deprecated (const struct call *c)
{
  if (*c->instead)
    rb_warn ("Guestfs#%s is deprecated; use #%s instead", c->name, c->instead);
  else
    rb_warn ("Guestfs#%s is deprecated", c->name);
}

static void *
run_row (void *data)
{
  struct call_state *s = data;

  s->failed = s->call->run (s->g, s->values, &s->result);
  s->returned = s->failed == 0;
  return NULL;
}

/* Another thread has the GVL when it raises an exception in this one or kills
 * it.  Signals come from a thread that has not: whether their handlers raise
 * one is not known before they run. */
static void
interrupt_row (void *data)
{
  const struct call_state *s = data;

  if (ruby_thread_has_gvl_p ())
    guestfs_user_cancel (s->g);
}

static void
run (struct call_state *s)
{
  running = s;
  if (call_handle_may_wait (s->object->handle, s->call))
    rb_thread_call_without_gvl (run_row, s, interrupt_row, s);
  else
    run_row (s);
}

static VALUE
make_call (VALUE data)
{
  struct call_state *s = (struct call_state *) data;

  if (s->call->instead)
    warn_deprecated (s->call);
  s->g = s->object->handle ? call_handle_enter (s->object->handle) : NULL;
  if (!s->g)
    raise_closed (s->call->name);
  s->outer = running;
  values_from_ruby (s);
  run (s);
  if (s->interrupted)
    rb_jump_tag (s->interrupted);
  if (s->failed)
    raise_last_error (s->g);
  return result_to_ruby (s->call, &s->result);
}

static VALUE
end_call (VALUE data)
{
  struct call_state *s = (struct call_state *) data;

  if (s->g)
    running = s->outer;
  if (s->returned)
    call_result_done (s->call, &s->result);
  call_values_done (s->values);
  if (s->g)
    call_handle_leave (s->object->handle);
  return Qnil;
}

static VALUE
call_with (const struct call *c, struct object *o, int argc, const VALUE *argv)
{
  struct call_values values;          /* not in s: that would zero it all */
  struct call_state s = {
    .call = c, .object = o, .argc = argc, .argv = argv, .values = &values,
  };

  call_values_init (&values, c);
  return rb_ensure (make_call, (VALUE) &s, end_call, (VALUE) &s);
}

/* The handle, for a call that leaves nothing to undo: it is not given
 * anything, and does not return memory. */
static guestfs_h *
borrow (const struct call *c, const struct object *o, int argc)
{
  return argc == 0 && c->nr_args == 0 && !c->instead && o->handle
    && !call_result_has_memory (c) ? call_handle_borrow (o->handle, c) : NULL;
}

static VALUE
call_quickly (const struct call *c, guestfs_h *g)
{
  struct call_values values;
  union call_result r;

  call_values_init (&values, c);
  if (c->run (g, &values, &r))
    raise_last_error (g);
  return result_to_ruby (c, &r);
}

static VALUE
call_action (int argc, VALUE *argv, VALUE self)
{
  struct object *o = object_of (self);
  const struct call *c;
  guestfs_h *g;
  VALUE result;
  st_data_t row;

  if (!st_lookup (rows, (st_data_t) rb_frame_this_func (), &row))
    rb_raise (rb_eNoMethodError, "no such action");
  c = (const struct call *) row;
  g = borrow (c, o, argc);
  result = g ? call_quickly (c, g) : call_with (c, o, argc, argv);
  RB_GC_GUARD (self);
  return result;
}

/* ---- The handle ---- */

static unsigned
flag_unless (VALUE options, const char *name, unsigned flag)
{
  const VALUE v = rb_hash_lookup2 (options, ID2SYM (rb_intern (name)), Qtrue);

  return RTEST (v) ? 0 : flag;
}

/*
 * call-seq: Guestfs::Guestfs.new([environment: true, close_on_exit: true]) -> g
 *
 * Makes a handle. With environment: false the variables LIBGUESTFS_* of the
 * environment are not read. With close_on_exit: false the handle is not closed
 * when the program ends.
 */
static VALUE
initialize (int argc, VALUE *argv, VALUE self)
{
  struct object *o = object_of (self);
  unsigned flags = 0;

  if (rb_check_arity (argc, 0, 1)) {
    Check_Type (*argv, T_HASH);
    flags = flag_unless (*argv, "environment", GUESTFS_CREATE_NO_ENVIRONMENT)
      | flag_unless (*argv, "close_on_exit", GUESTFS_CREATE_NO_CLOSE_ON_EXIT);
  }
  if (o->handle)
    rb_raise (rb_eArgError, "new: the handle was made before");
  o->handle = call_handle_create (flags);
  if (!o->handle)
    rb_sys_fail ("new");
  return self;
}

/*
 * call-seq: Guestfs.create([options]) -> g
 *
 * The same as Guestfs::Guestfs.new, for old programs.
 */
static VALUE
old_create (int argc, VALUE *argv, VALUE module)
{
  (void) module;
  return rb_class_new_instance (argc, argv, class_guestfs);
}

struct leaving {
  struct call_handle *handle;
  bool left;
};

static void *
leave_handle (void *data)
{
  struct leaving *l = data;

  l->left = true;
  call_handle_leave (l->handle);
  return NULL;
}

static VALUE
leave_without_gvl (VALUE data)
{
  rb_thread_call_without_gvl (leave_handle, (void *) data, NULL, NULL);
  return Qnil;
}

/* An exception from another thread comes before or after leaving. */
static VALUE
leave_in_any_case (VALUE data)
{
  struct leaving *l = (struct leaving *) data;

  if (!l->left)
    leave_handle (l);
  return Qnil;
}

/*
 * call-seq: g.close -> nil
 *
 * Closes the handle and ends its appliance. Calls that other threads are in
 * end first. Any other method raises ArgumentError afterwards.
 */
static VALUE
close_handle (VALUE self)
{
  struct leaving l = { .handle = object_of (self)->handle };

  if (l.handle && call_handle_enter (l.handle)) {
    call_handle_close (l.handle);       /* when it is left */
    rb_ensure (leave_without_gvl, (VALUE) &l, leave_in_any_case, (VALUE) &l);
  }
  RB_GC_GUARD (self);
  return Qnil;
}

/*
 * call-seq: g.closed? -> true or false
 */
static VALUE
is_closed (VALUE self)
{
  struct object *o = object_of (self);

  if (!o->handle || !call_handle_enter (o->handle))
    return Qtrue;
  call_handle_leave (o->handle);
  return Qfalse;
}

/* ---- Events ---- */

struct event {
  const struct callback *callback;
  uint64_t event;
  int event_handle;
  const char *buf;
  size_t buf_len;
  const uint64_t *array;
  size_t array_len;
};

static VALUE
call_proc (VALUE data)
{
  const struct event *e = (const struct event *) data;
  const VALUE proc = e->callback->proc;   /* it may be deleted meanwhile */
  const VALUE numbers = rb_ary_new_capa ((long) e->array_len);

  for (size_t i = 0; i < e->array_len; ++i)
    rb_ary_push (numbers, ULL2NUM (e->array[i]));
  return rb_funcall (proc, id_call, 4, ULL2NUM (e->event),
                     INT2NUM (e->event_handle),
                     rb_str_new (e->buf, (long) e->buf_len), numbers);
}

static VALUE
print_exception (VALUE data)
{
  const struct event *e = (const struct event *) data;
  const VALUE error = rb_errinfo ();
  char *name = guestfs_event_to_string (e->event);
  const VALUE line =
    rb_sprintf ("Guestfs: callback of the event %s: %"PRIsVALUE" (%"PRIsVALUE
                ")", name ? name : "?", rb_funcall (error, id_message, 0),
                rb_obj_class (error));

  free (name);
  return rb_funcall (rb_stderr, id_puts, 1, line);
}

/* A StandardError has nobody to go to.  Anything else, for example an
 * Interrupt, stops the call, which raises it when it returns. */
static void
end_of_callback (const struct event *e, int jump)
{
  const VALUE error = rb_errinfo ();
  int ignored;

  if (running && !RTEST (rb_obj_is_kind_of (error, rb_eStandardError))) {
    running->interrupted = jump;
    guestfs_user_cancel (running->g);
    return;
  }
  if (RTEST (rb_obj_is_kind_of (error, rb_eException)))
    rb_protect (print_exception, (VALUE) e, &ignored);
  rb_set_errinfo (Qnil);
}

static void *
run_callback (void *data)
{
  const struct event *e = data;
  int jump;

  if (running && running->interrupted)
    return NULL;
  rb_protect (call_proc, (VALUE) e, &jump);
  if (jump)
    end_of_callback (e, jump);
  return NULL;
}

static void
event_to_ruby (guestfs_h *g, void *callback, uint64_t event, int event_handle,
               int flags, const char *buf, size_t buf_len,
               const uint64_t *array, size_t array_len)
{
  struct event e = {
    .callback = callback, .event = event, .event_handle = event_handle,
    .buf = buf, .buf_len = buf_len, .array = array, .array_len = array_len,
  };

  (void) g;
  (void) flags;
  if (e.callback->object->freed)
    return;
  if (ruby_thread_has_gvl_p ())
    run_callback (&e);
  else
    rb_thread_call_with_gvl (run_callback, &e);
}

static void *
forget_callback (void *data)
{
  struct callback *c = data;
  struct callback **p = &c->object->callbacks;

  while (*p != c)
    p = &(*p)->next;
  *p = c->next;
  free (c);
  return NULL;
}

static void
release_callback (void *callback)
{
  if (ruby_thread_has_gvl_p ())
    forget_callback (callback);
  else
    rb_thread_call_with_gvl (forget_callback, callback);
}

/* The handle is entered. */
struct add_event {
  struct call_handle *handle;
  struct callback *callback;
  uint64_t mask;
  int event_handle;
  int error;
};

static void *
add_event (void *data)
{
  struct add_event *a = data;

  a->event_handle =
    call_handle_add_event (a->handle, event_to_ruby, a->mask, a->callback,
                           release_callback);
  a->error = errno;
  return NULL;
}

static VALUE
add_without_gvl (VALUE data)
{
  rb_thread_call_without_gvl (add_event, (void *) data, NULL, NULL);
  return Qnil;
}

static VALUE
end_add (VALUE data)
{
  struct add_event *a = (struct add_event *) data;

  if (a->event_handle == -1)
    forget_callback (a->callback);
  call_handle_leave (a->handle);
  return Qnil;
}

static struct callback *
new_callback (struct object *o, VALUE proc)
{
  struct callback *c = malloc (sizeof *c);

  if (!c)
    rb_memerror ();
  *c = (struct callback) { o->callbacks, o, proc };
  o->callbacks = c;
  return c;
}

/*
 * call-seq:
 *   g.set_event_callback(callback, events) -> event_handle
 *   g.set_event_callback(events) { … } -> event_handle
 *
 * Has the callback, which is anything with the method call, called on the
 * events, which are one or more EVENT_* joined with |. Its arguments are event,
 * event_handle, buf and array. A StandardError in it is printed; any other
 * exception stops the call that sent the event, and is raised there.
 */
static VALUE
set_event_callback (int argc, VALUE *argv, VALUE self)
{
  struct object *o = object_of (self);
  struct add_event a = { .event_handle = -1 };
  const int wanted = rb_block_given_p () ? 1 : 2;
  VALUE proc;

  rb_check_arity (argc, wanted, wanted);
  proc = wanted == 1 ? rb_block_proc () : argv[0];
  if (!rb_respond_to (proc, id_call))
    rb_raise (rb_eTypeError, "set_event_callback: the callback must have the "
              "method call");
  a.mask = NUM2ULL (argv[wanted - 1]);
  a.handle = o->handle;
  if (!o->handle)
    raise_closed ("set_event_callback");
  a.callback = new_callback (o, proc);
  if (!call_handle_enter (o->handle)) {
    forget_callback (a.callback);
    raise_closed ("set_event_callback");
  }
  rb_ensure (add_without_gvl, (VALUE) &a, end_add, (VALUE) &a);
  if (a.event_handle == -1) {
    if (a.error == EBADF)
      raise_closed ("set_event_callback");
    rb_syserr_fail (a.error, "set_event_callback");
  }
  RB_GC_GUARD (self);
  return INT2NUM (a.event_handle);
}

struct delete_event {
  struct call_handle *handle;
  int event_handle;
};

static void *
delete_event (void *data)
{
  const struct delete_event *d = data;

  call_handle_delete_event (d->handle, d->event_handle);
  return NULL;
}

/*
 * call-seq: g.delete_event_callback(event_handle) -> nil
 *
 * Undoes #set_event_callback.
 */
static VALUE
delete_event_callback (VALUE self, VALUE event_handle)
{
  struct delete_event d = {
    object_of (self)->handle, NUM2INT (event_handle)
  };

  if (RTEST (is_closed (self)))
    raise_closed ("delete_event_callback");
  rb_thread_call_without_gvl (delete_event, &d, NULL, NULL);
  RB_GC_GUARD (self);
  return Qnil;
}

/*
 * call-seq: Guestfs.event_to_string(events) -> string
 *
 * The names of the events in a mask of EVENT_*, with commas.
 */
static VALUE
event_to_string (VALUE module, VALUE mask)
{
  char *names = guestfs_event_to_string (NUM2ULL (mask));
  VALUE s;

  (void) module;
  if (!names)
    rb_memerror ();
  s = rb_str_new_cstr (names);
  free (names);
  return s;
}

/* ---- The module ---- */

static void
define_actions (void)
{
  rows = st_init_numtable_with_size ((st_index_t) nr_calls);
  for (size_t i = 0; i < nr_calls; ++i) {
    st_insert (rows, (st_data_t) rb_intern (calls[i].name),
               (st_data_t) &calls[i]);
    rb_define_method (class_guestfs, calls[i].name, call_action, -1);
  }
}

static void
define_event (VALUE module, const char *name, uint64_t mask)
{
  char constant[64];

  snprintf (constant, sizeof constant, "EVENT_%s", name);
  for (char *p = constant; *p; ++p)
    *p = (char) ISASCII (*p) && ISLOWER (*p) ? TOUPPER (*p) : *p;
  rb_define_const (module, constant, ULL2NUM (mask));
}

static void
define_events (VALUE module)
{
  uint64_t all = 0;

  for (size_t i = 0; i < nr_call_events; ++i) {
    define_event (module, call_events[i].name, call_events[i].mask);
    all |= call_events[i].mask;
  }
  define_event (module, "ALL", all);
}

static void
define_class (VALUE module)
{
  class_guestfs = rb_define_class_under (module, "Guestfs", rb_cObject);
  rb_define_alloc_func (class_guestfs, allocate);
  rb_undef_method (class_guestfs, "initialize_copy");
  rb_define_method (class_guestfs, "initialize", initialize, -1);
  rb_define_method (class_guestfs, "close", close_handle, 0);
  rb_define_method (class_guestfs, "closed?", is_closed, 0);
  rb_define_method (class_guestfs, "set_event_callback", set_event_callback,
                    -1);
  rb_define_method (class_guestfs, "delete_event_callback",
                    delete_event_callback, 1);
  define_actions ();
}

void Init__guestfs (void);

void
Init__guestfs (void)
{
  const VALUE module = rb_define_module ("Guestfs");

  id_call = rb_intern ("call");
  id_message = rb_intern ("message");
  id_puts = rb_intern ("puts");
  id_to_path = rb_intern ("to_path");
  class_error = rb_define_class_under (module, "Error", rb_eStandardError);
  rb_define_attr (class_error, "errno", 1, 0);
  rb_define_module_function (module, "create", old_create, -1);
  rb_define_module_function (module, "event_to_string", event_to_string, 1);
  define_events (module);
  define_class (module);
}
