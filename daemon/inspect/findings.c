/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is found in one file system: setting it, sending it from the process
 * that looked to the daemon, which trusts nothing that it reads. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "wire.h"

void
finding_set (char **where, char *value)
{
  if (*where == NULL)
    *where = value;
  else
    free (value);
}

void
finding_copy (char **where, const char *value)
{
  if (*where == NULL && value)
    *where = strdup (value);
}

void
findings_done (struct findings *f)
{
#define FREE_STRING(s) free (f->s);
#define FREE_LIST(l) strvec_done (&f->l);
  FINDINGS_STRINGS (FREE_STRING)
  FINDINGS_LISTS (FREE_LIST)
}

/* ---- From process to process ---- */

static void
put_list (struct wire_writer *w, const struct strvec *v)
{
  static char *const none[] = { NULL };

  wire_put_string_list (w, v->len ? v->ptr : none);
}

void
findings_put (struct wire_writer *w, const struct findings *f)
{
#define PUT_STRING(s) wire_put_opt_string (w, f->s);
#define PUT_NUMBER(n) wire_put_i32 (w, f->n);
#define PUT_LIST(l) put_list (w, &f->l);
  FINDINGS_STRINGS (PUT_STRING)
  FINDINGS_NUMBERS (PUT_NUMBER)
  FINDINGS_LISTS (PUT_LIST)
}

static void
get_list (struct wire_reader *r, struct strvec *v)
{
  v->ptr = wire_get_string_list (r);
  v->len = v->ptr ? string_list_length (v->ptr) : 0;
  v->cap = v->ptr ? v->len + 1 : 0;
}

void
findings_get (struct wire_reader *r, struct findings *ret)
{
#define GET_STRING(s) ret->s = wire_get_opt_string (r);
#define GET_NUMBER(n) ret->n = wire_get_i32 (r);
#define GET_LIST(l) get_list (r, &ret->l);
  FINDINGS_STRINGS (GET_STRING)
  FINDINGS_NUMBERS (GET_NUMBER)
  FINDINGS_LISTS (GET_LIST)
  if (ret->role < ROLE_OTHER || ret->role > ROLE_SWAP)
    ret->role = ROLE_OTHER;
}
