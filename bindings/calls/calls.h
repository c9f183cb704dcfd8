/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every action as a row of a table, for languages that call C.
 *
 * A binding converts its values to those below, calls `run` and converts what
 * comes back; it needs no code for a single action.  It compiles the files of
 * this directory into itself and is linked with libguestfs and nothing else. */

#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <guestfs.h>

/* ---- Values ---- */

/* In the order in which a switch of each binding has them. */
enum call_arg_type {
  ARG_BOOL,
  ARG_INT,
  ARG_INT64,
  ARG_TEXT,
  ARG_TEXT_OR_NULL,
  ARG_TEXTS,
  ARG_BYTES,
  ARG_POINTER,
};

/* The caller keeps what the pointers point to until `run` has returned. */
union call_value {
  int i;                        /* ARG_BOOL, ARG_INT */
  int64_t i64;
  const char *text;             /* NULL: ARG_TEXT_OR_NULL only */
  char *const *texts;           /* ends with NULL */
  struct {
    const char *data;
    size_t size;
  } bytes;
  void *pointer;
};

enum call_result_type {
  RESULT_NOTHING,
  RESULT_BOOL,
  RESULT_INT,
  RESULT_INT64,
  RESULT_CONSTANT,              /* text; belongs to the handle */
  RESULT_CONSTANT_OR_NULL,
  RESULT_TEXT,                  /* from here on, memory */
  RESULT_TEXTS,
  RESULT_PAIRS,                 /* key, value, key, value … */
  RESULT_BYTES,
  RESULT_STRUCT,
  RESULT_STRUCTS,
};

union call_result {
  int i;                        /* RESULT_NOTHING, _BOOL, _INT */
  int64_t i64;
  const char *constant;
  char *text;
  char **texts;                 /* RESULT_TEXTS, RESULT_PAIRS */
  struct {
    char *data;
    size_t size;
  } bytes;
  void *structure;              /* struct guestfs_<name> * */
  void *structures;             /* struct guestfs_<name>_list * */
};

/* ---- Structs ---- */

enum call_field_type {
  FIELD_CHAR,
  FIELD_TEXT,
  FIELD_BYTES,
  FIELD_UINT32,
  FIELD_INT32,
  FIELD_UINT64,
  FIELD_INT64,
  FIELD_UUID,                   /* 32 characters, no NUL */
  FIELD_PERCENT,                /* float; negative: there is none */
};

struct call_field {
  const char *name;
  enum call_field_type type;
  size_t offset;
  size_t size_offset;           /* of a FIELD_BYTES: where its uint32_t is */
};

struct call_struct {
  const char *name;             /* "lvm_pv" */
  const char *camel_name;       /* "PV" */
  const struct call_field *fields;
  size_t nr_fields;
  size_t size;
  void (*free_one) (void *);
  void (*free_list) (void *);
};

/* What one field of the struct at `s` holds.  Text has its length, too: an
 * UUID does not end with NUL. */
struct call_field_value {
  int64_t i64;                  /* FIELD_INT32, FIELD_INT64 */
  uint64_t u64;                 /* FIELD_UINT32, FIELD_UINT64 */
  double percent;
  const char *data;             /* all other types; NULL is no text */
  size_t size;
};

extern struct call_field_value call_get_field (const void *s,
                                               const struct call_field *f);

/* How many there are in a struct guestfs_<name>_list, and one of them. */
extern size_t call_structs_len (const void *list);
extern const void *call_structs_get (const struct call_struct *structure,
                                     const void *list, size_t i);

/* ---- Calls ---- */

struct call_arg {
  const char *name;
  enum call_arg_type type;
};

#define CALL_MAX_ARGS 16
#define CALL_MAX_OPTARGS 64

/* A value whose bit is not set in `mask` is 0.  Of the last array there need
 * only be as much as the call has optional arguments. */
struct call_values {
  struct call_memory *memory;   /* of call_alloc */
  uint64_t mask;
  union call_value args[CALL_MAX_ARGS];
  union call_value optargs[CALL_MAX_OPTARGS];
};

struct call {
  const char *name;             /* "add_drive", "add_drive_opts" */
  const struct call_arg *args;
  size_t nr_args;
  const struct call_arg *optargs; /* the bit of one is its index */
  size_t nr_optargs;
  enum call_result_type result;
  const struct call_struct *structure;  /* of RESULT_STRUCT, _STRUCTS */
  bool blocking;                /* may wait for the appliance */
  const char *instead;          /* of a deprecated one: the action to use, or
                                 * "" for none; NULL if not deprecated */
  /* 0, or -1 when guestfs_last_error has what went wrong. */
  int (*run) (guestfs_h *g, const struct call_values *v,
              union call_result *r);
};

/* All of them, sorted by name. */
extern const struct call calls[];
extern const size_t nr_calls;

/* The one of that name, or NULL. */
extern const struct call *call_find (const char *name);

/* The index of an optional argument, or -1. */
extern int call_find_optarg (const struct call *c, const char *name);

/* No optional argument is given.  Cheaper than { 0 }: most calls have few. */
extern void call_values_init (struct call_values *v, const struct call *c);

/* Memory that lives until call_values_done: for lists and for copies of text.
 * NULL when memory is out. */
extern void *call_alloc (struct call_values *v, size_t size);
extern char *call_copy_text (struct call_values *v, const char *text,
                             size_t size);
extern void call_values_done (struct call_values *v);

/* Whether the result is memory.  If not, call_result_done does nothing. */
static inline bool
call_result_has_memory (const struct call *c)
{
  return c->result >= RESULT_TEXT;
}

/* Frees what `run` has returned 0 for. */
extern void call_result_done (const struct call *c, union call_result *r);

/* ---- Events ---- */

struct call_event {
  const char *name;             /* "close" */
  uint64_t mask;
};

/* In the order of their bits. */
extern const struct call_event call_events[];
extern const size_t nr_call_events;

/* ---- Handles ---- */

/* A handle that several threads use, of which one may close it.  It is closed
 * when the last call has returned. */
struct call_handle;

/* NULL when there is no memory or guestfs_create_flags fails (errno). */
extern struct call_handle *call_handle_create (unsigned flags);

/* The handle, kept open until call_handle_leave; NULL once it is closed. */
extern guestfs_h *call_handle_enter (struct call_handle *h);
extern void call_handle_leave (struct call_handle *h);

/* The same, if that does not close the handle, which takes long; or false. */
extern bool call_handle_try_leave (struct call_handle *h);

/* For interpreters with one lock, which the thread holds.  The handle, if
 * nobody uses it, and the call can neither wait nor cause an event: so it
 * stays open until the lock is released, and there is nothing to leave.  NULL
 * otherwise.
 *
 * Such an interpreter must enter a handle while it holds its lock before it
 * closes it or adds an event. */
extern guestfs_h *call_handle_borrow (struct call_handle *h,
                                      const struct call *c);

/* Whether the call, for which the handle was entered, may wait: for the
 * appliance, or for another thread's call on the handle, whose callbacks need
 * the lock of the interpreter.  That must be released then; also round
 * add_event, delete_event, leave, close and free. */
extern bool call_handle_may_wait (struct call_handle *h,
                                  const struct call *c);

/* False when it was closed before. */
extern bool call_handle_close (struct call_handle *h);

/* Closes it if that was not done, and frees the memory: for finalizers. */
extern void call_handle_free (struct call_handle *h);

/* A callback of the language's.  `release` gets `data` when the callback
 * can never be called again: it was deleted, or the handle is closed. */
extern int call_handle_add_event (struct call_handle *h,
                                  guestfs_event_callback callback,
                                  uint64_t mask, void *data,
                                  void (*release) (void *data));
extern void call_handle_delete_event (struct call_handle *h, int event_handle);

#endif
