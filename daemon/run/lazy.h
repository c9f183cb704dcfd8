/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries that only a few calls need and that take long to load (The Sleuth
 * Kit brings forty others, a quarter of a second of every cold boot) are
 * loaded when the first of those calls comes.
 *
 *   #define FUNCTIONS(F) F (foo_open) F (foo_close)
 *   static struct { FUNCTIONS (LAZY_POINTER) } foo;
 *   #define SYMBOL(f) LAZY_SYMBOL (foo, f)
 *   static const struct lazy_symbol symbols[] = { FUNCTIONS (SYMBOL) };
 *
 * after which it is called as foo.foo_open (…).
 */

#ifndef GUESTFSD_LAZY_H
#define GUESTFSD_LAZY_H

#include <stdbool.h>
#include <stddef.h>

struct lazy_symbol {
  const char *name;
  void *where;                  /* a pointer to a function, to be set */
};

/* A member of a struct of pointers, with the type of the function. */
#define LAZY_POINTER(f) __typeof__ (f) *f;
#define LAZY_SYMBOL(s, f) { #f, &(s).f },

/* Loads the library; sets every pointer, or none and returns false.  Sets no
 * error.  Cheap when it is there already. */
extern bool lazy_load (const char *soname, const struct lazy_symbol *symbols,
                       size_t nr_symbols);

#endif /* GUESTFSD_LAZY_H */
