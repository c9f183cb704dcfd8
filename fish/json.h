/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as text, written from left to right.  Names begin with jw_: those of
 * jansson, which the library has, with json_. */

#ifndef GUESTFISH_JSON_H
#define GUESTFISH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strvec.h"

/* What is written so far.  Commas come by themselves. */
struct json {
  struct strbuf text;
  bool comma;                   /* before the next value or name */
};
#define JSON_INIT { STRBUF_INIT, false }
extern void jw_done (struct json *j);
#define CLEANUP_JSON __attribute__ ((cleanup (jw_done)))

extern void jw_begin_object (struct json *j);
extern void jw_end_object (struct json *j);
extern void jw_begin_array (struct json *j);
extern void jw_end_array (struct json *j);
/* The name of the member whose value comes next. */
extern void jw_name (struct json *j, const char *name);
/* … whose letters stand for bytes. */
extern void jw_base64_name (struct json *j, const char *s, size_t n);

extern void jw_null (struct json *j);
extern void jw_bool (struct json *j, bool v);
extern void jw_signed (struct json *j, int64_t v);    /* exact */
extern void jw_unsigned (struct json *j, uint64_t v);
extern void jw_real (struct json *j, double v);
extern void jw_string (struct json *j, const char *s); /* UTF-8 */
/* A value that is JSON already. */
extern void jw_raw (struct json *j, const char *text, size_t n);
/* Bytes that may not be UTF-8: a string, or an object that has them in
 * base64. */
extern void jw_bytes (struct json *j, const char *s, size_t n);
/* The same as members of the object that is open: NAME, and "encoding" if
 * that is not UTF-8. */
extern void jw_member_bytes (struct json *j, const char *name,
                               const char *s, size_t n);
/* A string of letters that stand for bytes. */
extern void jw_base64 (struct json *j, const char *s, size_t n);

extern bool jw_is_utf8 (const char *s, size_t n);

#endif /* GUESTFISH_JSON_H */
