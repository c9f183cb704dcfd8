/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines put together word by word. */

#include "config.h"

#include <stdarg.h>
#include <stdio.h>

#include "run.h"

void
argv_done (struct argv *a)
{
  strvec_done (&a->words);
}

void
argv_add (struct argv *a, const char *word)
{
  if (strvec_add (&a->words, word) == -1)
    a->failed = true;
}

void
argv_addf (struct argv *a, const char *fs, ...)
{
  char *word;
  va_list args;
  int r;

  va_start (args, fs);
  r = vasprintf (&word, fs, args);
  va_end (args);
  if (r == -1 || strvec_add_owned (&a->words, word) == -1)
    a->failed = true;
}

void
argv_flag (struct argv *a, const char *option, bool wanted)
{
  if (wanted)
    argv_add (a, option);
}

void
argv_text (struct argv *a, const char *option, bool given, const char *value)
{
  if (given) {
    argv_add (a, option);
    argv_add (a, value);
  }
}

void
argv_int (struct argv *a, const char *option, bool given, int64_t value)
{
  if (given) {
    argv_add (a, option);
    argv_addf (a, "%lld", (long long) value);
  }
}

const char *const *
argv_words (const struct argv *a)
{
  if (!a->failed)
    return (const char *const *) a->words.ptr;
  reply_with_perror_errno (ENOMEM, "command line");
  return NULL;
}

int
argv_run (char **ret_out, const struct argv *a)
{
  const char *const *words = argv_words (a);

  return words ? run_argv (ret_out, words) : -1;
}

int
argv_run_confined (char **ret_out, const struct argv *a)
{
  const char *const *words = argv_words (a);

  return words ? run_argv_confined (ret_out, words) : -1;
}
