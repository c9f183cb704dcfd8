/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a list argument: "a b 'c d'". */

#include <config.h>

#include <string.h>

#include "text.h"

#define BLANKS " \t\n\r\v\f"

/* One word starting at s, up to a blank outside quotes.  A backslash takes
 * the next single quote, blank or backslash literally. */
static const char *
take_word (const char *s, struct strbuf *word)
{
  bool quoted = false;

  for (; *s && (quoted || !strchr (BLANKS, *s)); ++s) {
    if (*s == '\\' && s[1] && strchr ("'\\" BLANKS, s[1]))
      must (strbuf_addc (word, *++s));
    else if (*s == '\'')
      quoted = !quoted;
    else
      must (strbuf_addc (word, *s));
  }
  return quoted ? NULL : s;
}

char **
fish_parse_list (const char *s, const char **ret_why)
{
  CLEANUP_STRVEC struct strvec list = STRVEC_INIT;

  for (s += strspn (s, BLANKS); *s; s += strspn (s, BLANKS)) {
    CLEANUP_STRBUF struct strbuf word = STRBUF_INIT;

    s = take_word (s, &word);
    if (!s) {
      *ret_why = "a single quote is not closed: "
        "put a backslash before a quote that is meant literally";
      return NULL;
    }
    must (strvec_add_owned (&list, must_have (strbuf_steal (&word))));
  }
  return must_have (strvec_steal (&list));
}
