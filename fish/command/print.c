/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command returned, on standard output. */

#include <config.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "command.h"

int
fish_print_ok (int r)
{
  return r;
}

int
fish_print_int (int64_t r)
{
  if (r == -1)
    return -1;
  printf ("%" PRIi64 "\n", r);
  return 0;
}

int
fish_print_octal (int64_t r)
{
  if (r == -1)
    return -1;
  printf ("%s%" PRIo64 "\n", r ? "0" : "", (uint64_t) r);
  return 0;
}

int
fish_print_hex (int64_t r)
{
  if (r == -1)
    return -1;
  printf ("%s%" PRIx64 "\n", r ? "0x" : "", (uint64_t) r);
  return 0;
}

int
fish_print_bool (int r)
{
  if (r == -1)
    return -1;
  puts (r ? "true" : "false");
  return 0;
}

int
fish_print_const_string (const char *r)
{
  if (!r)
    return -1;
  puts (r);
  return 0;
}

int
fish_print_const_opt_string (const char *r)
{
  puts (r ? r : "(null)");
  return 0;
}

int
fish_print_string (char *r)
{
  CLEANUP_FREE char *owned = r;

  return fish_print_const_string (owned);
}

int
fish_print_buffer (char *r, size_t size)
{
  CLEANUP_FREE char *owned = r;

  if (!owned)
    return -1;
  fwrite (owned, 1, size, stdout);
  return 0;
}

int
fish_print_list (char **r)
{
  CLEANUP_FREE_STRING_LIST char **owned = r;

  if (!owned)
    return -1;
  for (size_t i = 0; owned[i]; ++i)
    puts (owned[i]);
  return 0;
}

int
fish_print_hashtable (char **r)
{
  CLEANUP_FREE_STRING_LIST char **owned = r;

  if (!owned)
    return -1;
  for (size_t i = 0; owned[i]; i += 2)
    printf ("%s: %s\n", owned[i], owned[i + 1]);
  return 0;
}

void
fish_print_list_begin (size_t index)
{
  printf ("[%zu] = {\n", index);
}

void
fish_print_list_end (void)
{
  puts ("}");
}

void
fish_field_char (const char *indent, const char *name, char v)
{
  printf ("%s%s: %c\n", indent, name, v);
}

void
fish_field_string (const char *indent, const char *name, const char *v)
{
  printf ("%s%s: %s\n", indent, name, v ? v : "");
}

void
fish_field_buffer (const char *indent, const char *name, const char *v,
                   size_t size)
{
  printf ("%s%s: ", indent, name);
  for (size_t i = 0; i < size; ++i) {
    unsigned char c = v[i];

    if (isprint (c))
      putchar (c);
    else
      printf ("\\x%02x", c);
  }
  putchar ('\n');
}

void
fish_field_unsigned (const char *indent, const char *name, uint64_t v)
{
  printf ("%s%s: %" PRIu64 "\n", indent, name, v);
}

void
fish_field_signed (const char *indent, const char *name, int64_t v)
{
  printf ("%s%s: %" PRIi64 "\n", indent, name, v);
}

void
fish_field_uuid (const char *indent, const char *name, const char *v)
{
  printf ("%s%s: %.32s\n", indent, name, v);
}

void
fish_field_percent (const char *indent, const char *name, float v)
{
  printf ("%s%s:", indent, name);
  if (v >= 0)
    printf (" %g %%", (double) v);
  putchar ('\n');
}
