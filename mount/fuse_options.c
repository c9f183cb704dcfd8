/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -o: options of FUSE.  A comma separates options, as in mount(8), but for
 * those whose value is any text. */

#include <config.h>

#include <string.h>

#include "guestmount.h"

static bool
is_option (const char *option, const char *name)
{
  const size_t n = strlen (name);

  return strncmp (option, name, n) == 0 &&
         (option[n] == '\0' || option[n] == '=');
}

static bool
value_is_text (const char *option)
{
  return is_option (option, "fsname") || is_option (option, "subtype");
}

void
fuse_options_add (struct strvec *list, const char *value)
{
  while (*value) {
    const size_t n = value_is_text (value) ? strlen (value)
      : strcspn (value, ",");

    if (n > 0)
      must (strvec_addf (list, "%.*s", (int) n, value));
    value += n;
    value += *value == ',';
  }
}

bool
fuse_options_have (const struct strvec *list, const char *name)
{
  for (size_t i = 0; i < list->len; ++i)
    if (is_option (list->ptr[i], name))
      return true;
  return false;
}

char *
fuse_options_join (const struct strvec *list)
{
  CLEANUP_STRBUF struct strbuf s = STRBUF_INIT;

  for (size_t i = 0; i < list->len; ++i) {
    if (i > 0)
      must (strbuf_addc (&s, ','));
    for (const char *p = list->ptr[i]; *p; ++p) {
      if (*p == ',' || *p == '\\')
        must (strbuf_addc (&s, '\\'));
      must (strbuf_addc (&s, *p));
    }
  }
  return must_have (strbuf_steal (&s));
}
