/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* XDR (RFC 4506) in memory: a growing writer and a bounded reader.
 *
 * Both carry a sticky failure, so that code which encodes or decodes a
 * message reads straight through and asks once at the end.  The reader is
 * the only place that looks at bytes from the other side.  What it allocates
 * is bounded twice: a length is believed only when that many bytes are really
 * there, and all of it together is charged to a budget, because an empty
 * string, say, takes 4 bytes in a message and ten times as many in memory.
 */

#ifndef GUESTFS_INT_WIRE_H
#define GUESTFS_INT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire_writer {
  char *data;
  size_t len, cap;
  bool failed;                  /* out of memory; data is then incomplete */
};

extern void wire_writer_init (struct wire_writer *w);
extern void wire_writer_done (struct wire_writer *w);
extern void wire_put_u32 (struct wire_writer *w, uint32_t v);
extern void wire_put_i32 (struct wire_writer *w, int32_t v);
extern void wire_put_u64 (struct wire_writer *w, uint64_t v);
extern void wire_put_i64 (struct wire_writer *w, int64_t v);
extern void wire_put_bool (struct wire_writer *w, int v);
extern void wire_put_float (struct wire_writer *w, float v);
/* Variable-length opaque: length, bytes, padding. */
extern void wire_put_opaque (struct wire_writer *w, const void *p, size_t n);
/* Fixed-length opaque: bytes, padding. */
extern void wire_put_fixed (struct wire_writer *w, const void *p, size_t n);
extern void wire_put_string (struct wire_writer *w, const char *s);
/* XDR optional-data: a bool, then the string if s is not NULL. */
extern void wire_put_opt_string (struct wire_writer *w, const char *s);
extern void wire_put_string_list (struct wire_writer *w, char *const *list);

/* The budget that a reader begins with. */
#define WIRE_BUDGET (64 * 1024 * 1024)

struct wire_reader {
  const char *p, *end;
  size_t budget;                /* bytes that may still be allocated */
  bool failed;                  /* truncated, malformed or out of memory */
  bool too_large;               /* failed because the budget was spent */
};

extern void wire_reader_init (struct wire_reader *r, const void *p, size_t n);
extern size_t wire_remaining (const struct wire_reader *r);
/* True when nothing failed and nothing is left over. */
extern bool wire_reader_finished (const struct wire_reader *r);
/* On failure each of these returns 0, false or NULL and sets r->failed. */
extern uint32_t wire_get_u32 (struct wire_reader *r);
extern int32_t wire_get_i32 (struct wire_reader *r);
extern uint64_t wire_get_u64 (struct wire_reader *r);
extern int64_t wire_get_i64 (struct wire_reader *r);
extern bool wire_get_bool (struct wire_reader *r);
extern float wire_get_float (struct wire_reader *r);
/* A new buffer (one byte longer, NUL-terminated); the caller frees it. */
extern char *wire_get_opaque (struct wire_reader *r, size_t *ret_n);
extern void wire_get_fixed (struct wire_reader *r, void *p, size_t n);
/* A new string; one with an embedded NUL is malformed. */
extern char *wire_get_string (struct wire_reader *r);
/* NULL and no failure means absent. */
extern char *wire_get_opt_string (struct wire_reader *r);
/* A new NULL-terminated list. */
extern char **wire_get_string_list (struct wire_reader *r);
/* n zeroed elements of that size; NULL when memory or the budget is out. */
extern void *wire_alloc (struct wire_reader *r, size_t n, size_t size);
/* The count of an array whose elements take at least min_size bytes each:
 * fails unless that many could still follow. */
extern uint32_t wire_get_count (struct wire_reader *r, size_t min_size);

#endif /* GUESTFS_INT_WIRE_H */
