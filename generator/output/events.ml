(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/events.c: events by name. *)

open Text

let events_c () =
  start C LGPL ~from:"generator/core/events.ml" "Events by name.";
  raw {|#include <config.h>

#include "handle.h"

/* In alphabetical order, as they are printed. */
static const struct {
  uint64_t mask;
  const char *name;
} events[] = {
|};
  let by_name (a : Events.t) (b : Events.t) = compare a.event b.event in
  List.iter (fun (e : Events.t) ->
      pr "  { %s, \"%s\" },\n" (Events.macro e) e.event)
    (List.sort by_name Events.all);
  raw {|};

/* The names of the events in a bitmask, with commas between them; malloc'd.
 * NULL, errno set, when memory is out. */
char *
guestfs_event_to_string (uint64_t event)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
    if (!(event & events[i].mask))
      continue;
    if ((b.len > 0 && strbuf_addc (&b, ',') == -1) ||
        strbuf_adds (&b, events[i].name) == -1)
      return NULL;
  }
  return strbuf_steal (&b);
}
|}

let outputs _ = ["lib/gen/events.c", events_c]
