(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Errnos by name, as they cross the wire. *)

open Text

let start = start C LGPL ~from:"generator/core/errnos.ml"

let errnos_h () =
  start "Errnos by name, as they cross the wire.";
  raw {|#ifndef GUESTFS_INT_ERRNOS_H
#define GUESTFS_INT_ERRNOS_H

/* "" for 0, "EINVAL" for one that has no name. */
extern const char *guestfs_int_errno_to_name (int errnum);
/* 0 for "", EINVAL for a name that this system does not know. */
extern int guestfs_int_name_to_errno (const char *name);

#endif /* GUESTFS_INT_ERRNOS_H */
|}

let entry name =
  pr "#ifdef %s\n" name;
  pr "  { \"%s\", %s },\n" name name;
  pr "#endif\n"

let errnos_c () =
  start "Errnos by name, as they cross the wire.";
  raw {|#include <config.h>

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "errnos.h"

static const struct {
  const char *name;
  int value;
} errnos[] = {
|};
  List.iter entry Errnos.all;
  raw {|};
#define NR_ERRNOS (sizeof errnos / sizeof errnos[0])

const char *
guestfs_int_errno_to_name (int errnum)
{
  if (errnum == 0)
    return "";
  for (size_t i = 0; i < NR_ERRNOS; i++)
    if (errnos[i].value == errnum)
      return errnos[i].name;
  return "EINVAL";
}

int
guestfs_int_name_to_errno (const char *name)
{
  if (name[0] == '\0')
    return 0;
  for (size_t i = 0; i < NR_ERRNOS; i++)
    if (strcmp (errnos[i].name, name) == 0)
      return errnos[i].value;
  return EINVAL;
}
|}

let outputs _ = [
  "common/gen/errnos.h", errnos_h;
  "common/gen/errnos.c", errnos_c;
]
