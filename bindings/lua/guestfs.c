/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Lua module guestfs, for Lua 5.1 and later.
 *
 * A method is call_action, with a row of the table of calls as its upvalue.
 * An error in Lua jumps over C functions.  So what a call needs belongs to
 * Lua, and what the library returns becomes Lua's under lua_pcall.  */

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lua.h>
#include <lauxlib.h>

#include "calls.h"

#define HANDLE "guestfs handle"
#define ERROR "guestfs error"

#if LUA_VERSION_NUM < 502
#define lua_rawlen lua_objlen
#define lua_setuservalue lua_setfenv
#define lua_getuservalue lua_getfenv
#endif

struct handle {
  struct call_handle *h;
  /* While a method runs: its state, in which index 1 is this handle. */
  lua_State *L;
  bool closed;                  /* or will be when the calls are over */
  bool integers;                /* 64 bits are integers, not strings */
};

/* ---- Errors ---- */

/* { msg = "mkdir: /dir: File exists", code = 17 } */
static void
push_error (lua_State *L, guestfs_h *g)
{
  const char *message = guestfs_last_error (g);

  lua_createtable (L, 0, 2);
  lua_pushstring (L, message ? message : "unknown error");
  lua_setfield (L, -2, "msg");
  lua_pushinteger (L, guestfs_last_errno (g));
  lua_setfield (L, -2, "code");
  luaL_getmetatable (L, ERROR);
  lua_setmetatable (L, -2);
}

static int
ends_with (const char *text, const char *end)
{
  const size_t n = strlen (text), m = strlen (end);

  return n >= m && strcmp (text + n - m, end) == 0;
}

/* The message, and what errno means unless the message says so. */
static int
error_to_string (lua_State *L)
{
  const char *message, *reason;
  int code;

  luaL_checktype (L, 1, LUA_TTABLE);
  lua_settop (L, 1);
  lua_getfield (L, 1, "msg");
  lua_getfield (L, 1, "code");
  message = luaL_optstring (L, 2, "unknown error");
  code = (int) lua_tointeger (L, 3);
  reason = strerror (code);
  if (code == 0 || ends_with (message, reason))
    lua_pushstring (L, message);
  else
    lua_pushfstring (L, "%s: %s", message, reason);
  return 1;
}

static int
raise_closed (lua_State *L, const char *name)
{
  return luaL_error (L, "Guestfs.%s: handle is closed", name);
}

static void
check_open (lua_State *L, const struct handle *h, const char *name)
{
  if (h->closed)
    raise_closed (L, name);
}

/* Keeps the handle open until call_handle_leave. */
static guestfs_h *
enter (lua_State *L, struct handle *h, const char *name)
{
  check_open (L, h, name);      /* what converts values may have closed it */
  return call_handle_enter (h->h);
}

/* ---- From Lua ---- */

/* Who an argument is, for messages. */
struct target {
  lua_State *L;
  int arg;                      /* its index, or that of the optional ones */
  const char *name;
  union call_value *v;
};

static void
wrong (const struct target *t, const char *what)
{
  lua_pushfstring (t->L, "%s %s", t->name, what);
  luaL_argerror (t->L, t->arg, lua_tostring (t->L, -1));
}

static void
wrong_type (const struct target *t, const char *wanted, int i)
{
  lua_pushfstring (t->L, "must be %s, not %s", wanted, luaL_typename (t->L, i));
  wrong (t, lua_tostring (t->L, -1));
}

static const char *
text_from_lua (const struct target *t, int i)
{
  size_t size;
  const char *text = lua_tolstring (t->L, i, &size);

  if (!text)
    wrong_type (t, "a string", i);
  else if (strlen (text) != size)
    wrong (t, "contains a NUL byte");
  return text;
}

static void
bytes_from_lua (const struct target *t, int i)
{
  t->v->bytes.data = lua_tolstring (t->L, i, &t->v->bytes.size);
  if (!t->v->bytes.data)
    wrong_type (t, "a string", i);
}

/* The array, and a table that keeps its strings, stay on the stack: a
 * callback may change the list during the call. */
static void
texts_from_lua (const struct target *t, int i)
{
  lua_State *L = t->L;
  const char **texts;
  size_t n;

  if (!lua_istable (L, i))
    wrong_type (t, "a list of strings", i);
  n = lua_rawlen (L, i);
  texts = lua_newuserdata (L, (n + 1) * sizeof *texts);
  lua_newtable (L);
  for (size_t e = 0; e < n; ++e) {
    lua_rawgeti (L, i, (int) e + 1);
    texts[e] = text_from_lua (t, -1);
    lua_rawseti (L, -2, (int) e + 1);
  }
  texts[n] = NULL;
  t->v->texts = (char *const *) texts;
}

static bool
parse_int64 (const char *text, int64_t *ret)
{
  char *end;

  errno = 0;
  *ret = strtoll (text, &end, 10);
  return end != text && *end == '\0' && errno == 0;
}

/* False when it is no integer.  A string is one that a number of Lua 5.1
 * cannot hold. */
static bool
get_int64 (lua_State *L, int i, int64_t *ret)
{
  if (lua_type (L, i) == LUA_TSTRING)
    return parse_int64 (lua_tostring (L, i), ret);
  if (lua_type (L, i) != LUA_TNUMBER)
    return false;
#if LUA_VERSION_NUM >= 503
  int is_integer;

  *ret = lua_tointegerx (L, i, &is_integer);
  return is_integer;
#else
  const lua_Number number = lua_tonumber (L, i);

  if (!(number >= -0x1p63 && number < 0x1p63))
    return false;
  *ret = (int64_t) number;
  return (lua_Number) *ret == number;
#endif
}

static int64_t
int64_from_lua (const struct target *t, int i)
{
  int64_t number = 0;

  if (!get_int64 (t->L, i, &number)) {
    if (lua_isnumber (t->L, i))
      wrong (t, "must be an integer of 64 bits");
    wrong_type (t, "an integer", i);
  }
  return number;
}

static int
int_from_lua (const struct target *t, int i)
{
  const int64_t number = int64_from_lua (t, i);

  if (number < INT_MIN || number > INT_MAX)
    wrong (t, "does not fit into 32 bits");
  return (int) number;
}

static void *
pointer_from_lua (const struct target *t, int i)
{
  if (!lua_islightuserdata (t->L, i))
    wrong_type (t, "a light userdata", i);
  return lua_touserdata (t->L, i);
}

static void
value_from_lua (const struct target *t, enum call_arg_type type, int i)
{
  switch (type) {
  case ARG_BOOL:
    t->v->i = lua_toboolean (t->L, i);
    break;
  case ARG_INT:
    t->v->i = int_from_lua (t, i);
    break;
  case ARG_INT64:
    t->v->i64 = int64_from_lua (t, i);
    break;
  case ARG_TEXT:
    t->v->text = text_from_lua (t, i);
    break;
  case ARG_TEXT_OR_NULL:
    if (!lua_isnoneornil (t->L, i))
      t->v->text = text_from_lua (t, i);
    break;
  case ARG_TEXTS:
    texts_from_lua (t, i);
    break;
  case ARG_BYTES:
    bytes_from_lua (t, i);
    break;
  case ARG_POINTER:
    t->v->pointer = pointer_from_lua (t, i);
    break;
  }
}

static void
optargs_from_lua (lua_State *L, const struct call *c,
                  struct call_values *values)
{
  struct target t = { .L = L, .arg = 2 + (int) c->nr_args };

  if (lua_isnoneornil (L, t.arg))
    return;
  luaL_checktype (L, t.arg, LUA_TTABLE);
  for (size_t i = 0; i < c->nr_optargs; ++i) {
    t.name = c->optargs[i].name;
    t.v = &values->optargs[i];
    lua_getfield (L, t.arg, t.name);
    if (lua_isnil (L, -1))
      continue;
    value_from_lua (&t, c->optargs[i].type, lua_gettop (L));
    values->mask |= UINT64_C (1) << i;
  }
}

/* What the values point to is on the stack. */
static void
values_from_lua (lua_State *L, const struct call *c,
                 struct call_values *values)
{
  const int given = (int) (c->nr_args + c->nr_optargs);
  struct target t = { .L = L };

  lua_settop (L, 2 + (int) c->nr_args);         /* self … optional ones */
  luaL_checkstack (L, 3 * given + LUA_MINSTACK, c->name);
  for (size_t i = 0; i < c->nr_args; ++i) {
    t.arg = 2 + (int) i;
    t.name = c->args[i].name;
    t.v = &values->args[i];
    value_from_lua (&t, c->args[i].type, t.arg);
  }
  if (c->nr_optargs > 0)
    optargs_from_lua (L, c, values);
}

/* ---- To Lua ---- */

/* Not as lua_Integer: before 5.3 that may be smaller. */
static void
push_int32 (lua_State *L, int64_t number)
{
#if LUA_VERSION_NUM >= 503
  lua_pushinteger (L, number);
#else
  lua_pushnumber (L, (lua_Number) number);
#endif
}

static void
push_int64 (lua_State *L, const struct handle *h, int64_t number)
{
  char text[32];

  if (h->integers) {
    lua_pushinteger (L, (lua_Integer) number);
    return;
  }
  snprintf (text, sizeof text, "%" PRId64, number);
  lua_pushstring (L, text);
}

/* As an integer, what does not fit into 63 bits is negative. */
static void
push_uint64 (lua_State *L, const struct handle *h, uint64_t number)
{
  char text[32];

  if (h->integers) {
    lua_pushinteger (L, (lua_Integer) number);
    return;
  }
  snprintf (text, sizeof text, "%" PRIu64, number);
  lua_pushstring (L, text);
}

static void
push_texts (lua_State *L, char *const *texts)
{
  lua_newtable (L);
  for (int i = 0; texts[i]; ++i) {
    lua_pushstring (L, texts[i]);
    lua_rawseti (L, -2, i + 1);
  }
}

static void
push_pairs (lua_State *L, char *const *texts)
{
  lua_newtable (L);
  for (size_t i = 0; texts[i]; i += 2) {
    lua_pushstring (L, texts[i]);
    lua_pushstring (L, texts[i+1]);
    lua_rawset (L, -3);
  }
}

static void
push_field (lua_State *L, const struct handle *h, const void *s,
            const struct call_field *f)
{
  const struct call_field_value v = call_get_field (s, f);

  switch (f->type) {
  case FIELD_CHAR:
  case FIELD_TEXT:
  case FIELD_BYTES:
  case FIELD_UUID:
    lua_pushlstring (L, v.data ? v.data : "", v.size);
    break;
  case FIELD_UINT32:
    push_int32 (L, (int64_t) v.u64);
    break;
  case FIELD_INT32:
    push_int32 (L, v.i64);
    break;
  case FIELD_UINT64:
    push_uint64 (L, h, v.u64);
    break;
  case FIELD_INT64:
    push_int64 (L, h, v.i64);
    break;
  case FIELD_PERCENT:
    lua_pushnumber (L, v.percent);
    break;
  }
}

static void
push_struct (lua_State *L, const struct handle *h,
             const struct call_struct *structure, const void *s)
{
  lua_createtable (L, 0, (int) structure->nr_fields);
  for (size_t i = 0; i < structure->nr_fields; ++i) {
    push_field (L, h, s, &structure->fields[i]);
    lua_setfield (L, -2, structure->fields[i].name);
  }
}

static void
push_structs (lua_State *L, const struct handle *h,
              const struct call_struct *structure, const void *list)
{
  const size_t n = call_structs_len (list);

  lua_createtable (L, (int) n, 0);
  for (size_t i = 0; i < n; ++i) {
    push_struct (L, h, structure, call_structs_get (structure, list, i));
    lua_rawseti (L, -2, (int) i + 1);
  }
}

static void
push_result (lua_State *L, const struct handle *h, const struct call *c,
             const union call_result *r)
{
  switch (c->result) {
  case RESULT_NOTHING:
    lua_pushnil (L);
    break;
  case RESULT_BOOL:
    lua_pushboolean (L, r->i);
    break;
  case RESULT_INT:
    push_int32 (L, r->i);
    break;
  case RESULT_INT64:
    push_int64 (L, h, r->i64);
    break;
  case RESULT_CONSTANT:
  case RESULT_CONSTANT_OR_NULL:
    lua_pushstring (L, r->constant);    /* nil of NULL */
    break;
  case RESULT_TEXT:
    lua_pushstring (L, r->text);
    break;
  case RESULT_TEXTS:
    push_texts (L, r->texts);
    break;
  case RESULT_PAIRS:
    push_pairs (L, r->texts);
    break;
  case RESULT_BYTES:
    lua_pushlstring (L, r->bytes.data, r->bytes.size);
    break;
  case RESULT_STRUCT:
    push_struct (L, h, c->structure, r->structure);
    break;
  case RESULT_STRUCTS:
    push_structs (L, h, c->structure, r->structures);
    break;
  }
}

/* ---- Calls ---- */

struct outcome {
  struct handle *h;
  const struct call *c;
  guestfs_h *g;
  bool failed;
  union call_result result;     /* unless it has failed */
};

static int
push_outcome (lua_State *L)
{
  const struct outcome *o = lua_touserdata (L, 1);

  if (o->failed)
    push_error (L, o->g);
  else
    push_result (L, o->h, o->c, &o->result);
  return 1;
}

/* The handle, quicker than luaL_checkudata: its metatable need not be looked
 * up by name. */
static struct handle *
handle_of_call (lua_State *L)
{
  struct handle *h = lua_touserdata (L, 1);

  if (h && lua_getmetatable (L, 1)) {
    const int is_handle = lua_rawequal (L, -1, lua_upvalueindex (2));

    lua_pop (L, 1);
    if (is_handle)
      return h;
  }
  return luaL_checkudata (L, 1, HANDLE);
}

/* Leaves the handle, which push_outcome needs open: it may collect garbage. */
static int
return_outcome (lua_State *L, struct outcome *o)
{
  lua_State *outer = o->h->L;
  int status;

  o->h->L = L;
  status = lua_pcall (L, 1, 1, 0);
  if (!o->failed)
    call_result_done (o->c, &o->result);
  call_handle_leave (o->h->h);
  o->h->L = outer;
  if (status != 0 || o->failed)
    return lua_error (L);
  return o->c->result == RESULT_NOTHING ? 0 : 1;
}

static int
call_entered (lua_State *L, struct outcome *o,
              const struct call_values *values)
{
  lua_State *outer = o->h->L;

  lua_pushcfunction (L, push_outcome);
  lua_pushlightuserdata (L, o);
  o->g = enter (L, o->h, o->c->name);
  o->h->L = L;
  o->failed = o->c->run (o->g, values, &o->result) == -1;
  o->h->L = outer;
  return return_outcome (L, o);
}

/* There is nothing to free, and nothing to leave unless the call fails. */
static int
call_number (lua_State *L, struct outcome *o, const struct call_values *values)
{
  o->failed = o->c->run (o->g, values, &o->result) == -1;
  if (o->failed) {
    lua_pushcfunction (L, push_outcome);
    lua_pushlightuserdata (L, o);
    enter (L, o->h, o->c->name);
    return return_outcome (L, o);
  }
  push_result (L, o->h, o->c, &o->result);
  return o->c->result == RESULT_NOTHING ? 0 : 1;
}

static int
call_action (lua_State *L)
{
  const struct call *c = lua_touserdata (L, lua_upvalueindex (1));
  struct handle *h = handle_of_call (L);
  struct call_values values;
  struct outcome o;

  check_open (L, h, c->name);
  call_values_init (&values, c);
  values_from_lua (L, c, &values);
  o.h = h;
  o.c = c;
  o.g = !h->closed && c->result <= RESULT_INT64
    ? call_handle_borrow (h->h, c) : NULL;
  return o.g ? call_number (L, &o, &values) : call_entered (L, &o, &values);
}

/* ---- Events ---- */

/* The function is in the table that is the handle's user value, with the
 * address of this as its key: so a handle whose callbacks refer to it can be
 * collected. */
struct callback {
  struct handle *handle;
};

struct event {
  struct callback *callback;
  const char *name;
  int eh;
  int flags;
  const char *buf;
  size_t buf_len;
  const uint64_t *array;
  size_t array_len;
};

static const char *
event_name (uint64_t mask)
{
  for (size_t i = 0; i < nr_call_events; ++i)
    if (call_events[i].mask == mask)
      return call_events[i].name;
  return "unknown";
}

static void
push_array (lua_State *L, const struct event *e)
{
  lua_createtable (L, (int) e->array_len, 0);
  for (size_t i = 0; i < e->array_len; ++i) {
    push_uint64 (L, e->callback->handle, e->array[i]);
    lua_rawseti (L, -2, (int) i + 1);
  }
}

/* An error in a callback has nobody to go to. */
static void
print_error (lua_State *L, const char *event)
{
  const char *text = luaL_callmeta (L, -1, "__tostring")
    ? lua_tostring (L, -1) : lua_tostring (L, -1);

  fprintf (stderr, "guestfs: error in a callback of event %s: %s\n", event,
           text ? text : luaL_typename (L, -1));
}

/* (handle, struct event) */
static int
call_callback (lua_State *L)
{
  const struct event *e = lua_touserdata (L, 2);

  lua_getuservalue (L, 1);
  lua_pushlightuserdata (L, e->callback);
  lua_rawget (L, -2);
  lua_pushvalue (L, 1);
  lua_pushstring (L, e->name);
  lua_pushinteger (L, e->eh);
  lua_pushinteger (L, e->flags);
  lua_pushlstring (L, e->buf ? e->buf : "", e->buf_len);
  push_array (L, e);
  if (lua_pcall (L, 6, 0, 0) != 0)
    print_error (L, e->name);
  return 0;
}

/* os.exit does not return to the methods that run, and leaves handles to the
 * library.  Then nothing of Lua may be used. */
static bool exiting;

static void
note_exit (void)
{
  exiting = true;
}

static void
event_to_lua (guestfs_h *g, void *data, uint64_t event, int eh, int flags,
              const char *buf, size_t buf_len, const uint64_t *array,
              size_t array_len)
{
  struct callback *callback = data;
  lua_State *L = callback->handle->L;
  struct event e = {
    callback, event_name (event), eh, flags, buf, buf_len, array, array_len
  };

  (void) g;
  if (exiting)
    return;
  lua_pushcfunction (L, call_callback);
  lua_pushvalue (L, 1);
  lua_pushlightuserdata (L, &e);
  if (lua_pcall (L, 2, 0, 0) != 0) {
    fprintf (stderr, "guestfs: event %s: no memory\n", e.name);
    lua_pop (L, 1);
  }
}

/* Assigns what is on top of the stack, or nil. */
static void
set_function (lua_State *L, struct callback *callback)
{
  lua_getuservalue (L, 1);
  lua_pushlightuserdata (L, callback);
  lua_pushvalue (L, -3);
  lua_rawset (L, -3);
  lua_pop (L, 2);
}

static void
release_callback (void *data)
{
  struct callback *callback = data;
  lua_State *L = callback->handle->L;

  lua_pushnil (L);
  set_function (L, callback);
  free (callback);
}

static uint64_t
mask_of_name (lua_State *L, int i)
{
  const char *name = lua_type (L, i) == LUA_TSTRING
    ? lua_tostring (L, i) : luaL_typename (L, i);

  for (size_t e = 0; e < nr_call_events; ++e)
    if (strcmp (call_events[e].name, name) == 0)
      return call_events[e].mask;
  lua_pushfstring (L, "there is no event %s", name);
  return (uint64_t) luaL_argerror (L, 3, lua_tostring (L, -1));
}

/* A name, or a list of names. */
static uint64_t
mask_from_lua (lua_State *L, int i)
{
  uint64_t mask = 0;

  if (!lua_istable (L, i))
    return mask_of_name (L, i);
  for (size_t e = 1; e <= lua_rawlen (L, i); ++e) {
    lua_rawgeti (L, i, (int) e);
    mask |= mask_of_name (L, lua_gettop (L));
    lua_pop (L, 1);
  }
  return mask;
}

/* (handle, function, events) */
static int
set_event_callback (lua_State *L)
{
  struct handle *h = luaL_checkudata (L, 1, HANDLE);
  lua_State *outer = h->L;
  struct callback *callback;
  uint64_t mask;
  int eh;

  check_open (L, h, "set_event_callback");
  luaL_checktype (L, 2, LUA_TFUNCTION);
  mask = mask_from_lua (L, 3);
  lua_pushvalue (L, 2);
  callback = malloc (sizeof *callback);
  if (!callback)
    return luaL_error (L, "Guestfs.set_event_callback: no memory");
  callback->handle = h;
  h->L = L;
  set_function (L, callback);
  eh = call_handle_add_event (h->h, event_to_lua, mask, callback,
                              release_callback);
  if (eh == -1)
    release_callback (callback);
  h->L = outer;
  if (eh == -1)
    return luaL_error (L, "Guestfs.set_event_callback: %s", strerror (errno));
  lua_pushinteger (L, eh);
  return 1;
}

static int
delete_event_callback (lua_State *L)
{
  struct handle *h = luaL_checkudata (L, 1, HANDLE);
  lua_State *outer = h->L;
  const lua_Integer eh = luaL_checkinteger (L, 2);

  check_open (L, h, "delete_event_callback");
  h->L = L;
  if (eh >= 0 && eh <= INT_MAX)
    call_handle_delete_event (h->h, (int) eh);
  h->L = outer;
  return 0;
}

/* ---- The handle ---- */

static int
close_handle (lua_State *L)
{
  struct handle *h = luaL_checkudata (L, 1, HANDLE);
  lua_State *outer = h->L;

  if (h->closed)
    return 0;
  h->closed = true;
  h->L = L;
  call_handle_close (h->h);
  h->L = outer;
  return 0;
}

static int
collect_handle (lua_State *L)
{
  struct handle *h = luaL_checkudata (L, 1, HANDLE);

  h->closed = true;
  h->L = L;
  call_handle_free (h->h);
  h->h = NULL;
  return 0;
}

/* An option of create, whose table is optional. */
static bool
option (lua_State *L, const char *name, bool value)
{
  if (lua_isnoneornil (L, 1))
    return value;
  luaL_checktype (L, 1, LUA_TTABLE);
  lua_getfield (L, 1, name);
  if (!lua_isnil (L, -1))
    value = lua_toboolean (L, -1);
  lua_pop (L, 1);
  return value;
}

static unsigned
create_flags (lua_State *L)
{
  return (option (L, "environment", true) ? 0 : GUESTFS_CREATE_NO_ENVIRONMENT)
    | (option (L, "close_on_exit", true) ? 0
       : GUESTFS_CREATE_NO_CLOSE_ON_EXIT);
}

/* After the library has done so: what is registered last comes first. */
static void
register_exit (void)
{
  static bool registered;

  if (!registered)
    registered = atexit (note_exit) == 0;
}

static int
create (lua_State *L)
{
  const unsigned flags = create_flags (L);
  const bool integers = option (L, "integers", false);
  struct handle *h;

  if (integers && LUA_VERSION_NUM < 503)
    return luaL_error (L, "Guestfs.create: integers: Lua has those of 64 bits "
                       "since 5.3");
  h = lua_newuserdata (L, sizeof *h);
  *h = (struct handle) { .closed = true, .integers = integers };
  luaL_getmetatable (L, HANDLE);
  lua_setmetatable (L, -2);
  lua_newtable (L);
  lua_setuservalue (L, -2);
  h->h = call_handle_create (flags);
  if (!h->h)
    return luaL_error (L, "Guestfs.create: %s", strerror (errno));
  h->closed = false;
  register_exit ();
  return 1;
}

/* ---- The module ---- */

static void
set_function_field (lua_State *L, const char *name, lua_CFunction function)
{
  lua_pushcfunction (L, function);
  lua_setfield (L, -2, name);
}

/* An action has its row and the metatable of handles as upvalues. */
static void
push_methods (lua_State *L)
{
  const int metatable = lua_gettop (L);

  lua_createtable (L, 0, (int) nr_calls + 3);
  for (size_t i = 0; i < nr_calls; ++i) {
    lua_pushlightuserdata (L, (void *) &calls[i]);
    lua_pushvalue (L, metatable);
    lua_pushcclosure (L, call_action, 2);
    lua_setfield (L, -2, calls[i].name);
  }
  set_function_field (L, "close", close_handle);
  set_function_field (L, "set_event_callback", set_event_callback);
  set_function_field (L, "delete_event_callback", delete_event_callback);
}

/* In the order of their bits. */
static void
push_event_names (lua_State *L)
{
  lua_createtable (L, (int) nr_call_events, 0);
  for (size_t i = 0; i < nr_call_events; ++i) {
    lua_pushstring (L, call_events[i].name);
    lua_rawseti (L, -2, (int) i + 1);
  }
}

static void
make_metatables (lua_State *L)
{
  luaL_newmetatable (L, HANDLE);
  push_methods (L);
  lua_setfield (L, -2, "__index");
  set_function_field (L, "__gc", collect_handle);
  set_function_field (L, "__close", close_handle);
  luaL_newmetatable (L, ERROR);
  set_function_field (L, "__tostring", error_to_string);
  lua_pop (L, 2);
}

static void
set_text (lua_State *L, const char *name, const char *text)
{
  lua_pushstring (L, text);
  lua_setfield (L, -2, name);
}

extern int luaopen_guestfs (lua_State *L);

int
luaopen_guestfs (lua_State *L)
{
  make_metatables (L);
  lua_newtable (L);
  set_function_field (L, "create", create);
  push_event_names (L);
  lua_setfield (L, -2, "event_all");
  set_text (L, "_COPYRIGHT", "Copyright (C) 2026 the authors of libguestfs");
  set_text (L, "_DESCRIPTION", "Lua binding to libguestfs");
  set_text (L, "_VERSION", "libguestfs " PACKAGE_VERSION);
  return 1;
}
