(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The actions that can be cancelled or send progress messages. *)

open Types
open Text

let is_long a = Action.is_documented a && (a.cancellable || a.progress)

let entry (a : action) =
  pr "{ \"%s\", %b, %b },\n" a.name (Action.can_be_cancelled a) a.progress

let long_calls_c t () =
  start C GPL ~from:all_areas
    "The actions that can be cancelled or send progress messages.";
  pr "#include <config.h>\n\n#include \"long-calls.h\"\n\n";
  nested "const struct long_call long_calls[] = {" (fun () ->
      List.iter entry (List.filter is_long (Table.actions t));
      pr "{ NULL, false, false }\n") "};"

let outputs t = ["tests/gen/long-calls.c", long_calls_c t]
