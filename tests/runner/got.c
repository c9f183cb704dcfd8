/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The result of a call in a form that can be compared and printed. */

#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

/* Running out of memory says nothing about the action: end the program. */
static void
must (int r)
{
  if (r == -1) {
    perror ("capi");
    abort ();
  }
}

void
got_done (struct got *got)
{
  free (got->error);
  strbuf_done (&got->text);
  strvec_done (&got->strings);
  *got = (struct got) { .kind = GOT_NOTHING };
}

/* Starts a result: true when there is one to store. */
static bool
begin (struct capi *t, enum got_kind kind, bool success)
{
  const char *error = guestfs_last_error (t->g);

  got_done (&t->got);
  t->got.kind = kind;
  t->got.failed = !success;
  if (success)
    return true;
  t->got.error_number = guestfs_last_errno (t->g);
  t->got.error = strdup (error ? error : "(no error was set)");
  must (t->got.error ? 0 : -1);
  return false;
}

void
got_status (struct capi *t, int r)
{
  begin (t, GOT_STATUS, r != -1);
}

void
got_int (struct capi *t, int64_t r)
{
  begin (t, GOT_NUMBER, r != -1);
  t->got.number = r;
}

void
got_bool (struct capi *t, int r)
{
  begin (t, GOT_TRUTH, r != -1);
  t->got.number = r;
}

static void
got_memory (struct capi *t, const char *r, size_t size)
{
  if (begin (t, GOT_TEXT, r != NULL))
    must (strbuf_add (&t->got.text, r, size));
}

void
got_const_string (struct capi *t, const char *r)
{
  got_memory (t, r, r ? strlen (r) : 0);
}

/* NULL is no error, and compared like "". */
void
got_const_opt_string (struct capi *t, const char *r)
{
  got_const_string (t, r ? r : "");
}

void
got_buffer (struct capi *t, char *r, size_t size)
{
  got_memory (t, r, size);
  free (r);
}

void
got_string (struct capi *t, char *r)
{
  got_buffer (t, r, r ? strlen (r) : 0);
}

/* /dev/vda1 and /dev/hda1 are other names of /dev/sda1. */
static void
canonical (char *device)
{
  if (device && (strncmp (device, "/dev/vd", 7) == 0 ||
                 strncmp (device, "/dev/hd", 7) == 0))
    device[5] = 's';
}

void
got_device (struct capi *t, char *r)
{
  canonical (r);
  got_string (t, r);
}

static void
got_strings (struct capi *t, enum got_kind kind, char **r)
{
  if (begin (t, kind, r != NULL))
    for (size_t i = 0; r[i]; ++i)
      must (strvec_add_owned (&t->got.strings, r[i]));
  free (r);
}

void
got_list (struct capi *t, char **r)
{
  got_strings (t, GOT_STRINGS, r);
}

void
got_devices (struct capi *t, char **r)
{
  for (size_t i = 0; r && r[i]; ++i)
    canonical (r[i]);
  got_list (t, r);
}

void
got_hashtable (struct capi *t, char **r, bool device_keys, bool device_values)
{
  for (size_t i = 0; r && r[i]; ++i)
    if (i % 2 == 0 ? device_keys : device_values)
      canonical (r[i]);
  got_strings (t, GOT_PAIRS, r);
}

void
got_count (struct capi *t, const void *r, uint32_t len)
{
  begin (t, GOT_COUNT, r != NULL);
  t->got.number = len;
}

void
got_struct (struct capi *t, bool success)
{
  begin (t, GOT_PAIRS, success);
}

void
got_bytes (struct capi *t, const char *name, const char *v, size_t n)
{
  must (strvec_add (&t->got.strings, name));
  must (strvec_addf (&t->got.strings, "%.*s", (int) n, v));
}

void
got_text (struct capi *t, const char *name, const char *v)
{
  got_bytes (t, name, v, strlen (v));
}

void
got_char (struct capi *t, const char *name, char v)
{
  got_bytes (t, name, &v, 1);
}

void
got_signed (struct capi *t, const char *name, int64_t v)
{
  must (strvec_add (&t->got.strings, name));
  must (strvec_addf (&t->got.strings, "%" PRIi64, v));
}

void
got_unsigned (struct capi *t, const char *name, uint64_t v)
{
  must (strvec_add (&t->got.strings, name));
  must (strvec_addf (&t->got.strings, "%" PRIu64, v));
}

void
got_percent (struct capi *t, const char *name, float v)
{
  must (strvec_add (&t->got.strings, name));
  must (strvec_addf (&t->got.strings, "%g", (double) v));
}
