/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the addon for Node.js: index.js is what programs see. */

#ifndef ADDON_H
#define ADDON_H

#define NAPI_VERSION 8
#include <node_api.h>

#include "calls.h"

/* What fails with anything but napi_ok has left an exception, or is about to
 * give an undefined value: only then NULL is returned. */
#define TRY(call) do { if ((call) != napi_ok) return NULL; } while (0)

/* ---- values.c ---- */

/* Arrays of values.  False: an exception was thrown. */
extern bool values_from_js (napi_env env, const struct call *c,
                            napi_value args, napi_value optargs,
                            struct call_values *values);

/* NULL: an exception was thrown.  Takes bytes out of the result. */
extern napi_value result_to_js (napi_env env, const struct call *c,
                                union call_result *r);

extern napi_value text_to_js (napi_env env, const char *text, size_t size);
extern napi_value bytes_to_js (napi_env env, char *data, size_t size);
extern napi_value numbers_to_js (napi_env env, const uint64_t *n, size_t size);

/* Functions: text to bytes and back. */
extern napi_value js_bytes_of (napi_env env, napi_callback_info info);
extern napi_value js_text_of (napi_env env, napi_callback_info info);

/* ---- events.c ---- */

/* What waits for the thread of JavaScript to take it. */
struct events;

extern struct events *events_create (napi_env env, napi_value dispatch);
/* No more are taken. */
extern void events_free (napi_env env, struct events *e);

/* A callback of the library, with struct events as data. */
extern void events_put (guestfs_h *g, void *data, uint64_t event, int eh,
                        int flags, const char *buf, size_t buf_len,
                        const uint64_t *array, size_t array_len);

/* Calls JavaScript for each that waits. */
extern void events_deliver (napi_env env, struct events *e);

#endif
