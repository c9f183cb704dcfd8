/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The escape key: the key after it is a command for virt-rescue. */

#include <config.h>

#include <stdlib.h>

#include "rescue.h"

int
escape_take (struct escape *e, unsigned char key)
{
  const bool is_escape = e->key != NO_ESCAPE && key == e->key;

  if (!e->pressed) {
    e->pressed = is_escape;
    return is_escape ? 0 : -1;
  }
  e->pressed = false;
  return is_escape ? -1 : key;
}

char *
escape_name (const struct escape *e)
{
  return xasprintf ("^%c", e->key | 0x40);
}

void
escape_help (const struct escape *e, bool inspected)
{
  static const struct { const char *keys, *text; } commands[] = {
    { "h, ?", "this text" },
    { "q, x", "leave: everything is written and unmounted" },
    { "s", "write everything to the disks" },
    { "u", "unmount all file systems" },
    { "z", "suspend virt-rescue" },
  };
  CLEANUP_FREE char *name = escape_name (e);

  printf ("After the escape key %s:\n", name);
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; ++i)
    printf ("  %-5s %s\n", commands[i].keys, commands[i].text);
  if (inspected)
    printf ("  %-5s what is known of the guest\n", "i");
  printf ("  %-5s the key itself, for the shell\n", name);
}
