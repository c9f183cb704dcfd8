/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as text, written from left to right. */

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
extern void json_done (struct json *j);
#define CLEANUP_JSON __attribute__ ((cleanup (json_done)))

extern void json_begin_object (struct json *j);
extern void json_end_object (struct json *j);
extern void json_begin_array (struct json *j);
extern void json_end_array (struct json *j);
/* The name of the member whose value comes next. */
extern void json_name (struct json *j, const char *name);
/* … whose letters stand for bytes. */
extern void json_base64_name (struct json *j, const char *s, size_t n);

extern void json_null (struct json *j);
extern void json_bool (struct json *j, bool v);
extern void json_signed (struct json *j, int64_t v);    /* exact */
extern void json_unsigned (struct json *j, uint64_t v);
extern void json_real (struct json *j, double v);
extern void json_string (struct json *j, const char *s); /* UTF-8 */
/* A value that is JSON already. */
extern void json_raw (struct json *j, const char *text, size_t n);
/* Bytes that may not be UTF-8: a string, or an object that has them in
 * base64. */
extern void json_bytes (struct json *j, const char *s, size_t n);
/* The same as members of the object that is open: NAME, and "encoding" if
 * that is not UTF-8. */
extern void json_member_bytes (struct json *j, const char *name,
                               const char *s, size_t n);
/* A string of letters that stand for bytes. */
extern void json_base64 (struct json *j, const char *s, size_t n);

extern bool json_is_utf8 (const char *s, size_t n);

#endif /* GUESTFISH_JSON_H */
