(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the library exports.  Symbols have no versions: the node is
   anonymous. *)

open Types
open Text

let of_action a =
  let c = Action.c_name a in
  List.sort_uniq compare
    (a.name :: (if a.optargs = [] then [] else [c; c ^ "_va"; c ^ "_argv"]))

let of_struct s =
  let functions n = ["compare_" ^ n; "copy_" ^ n; "free_" ^ n] in
  functions s.s_name @ functions (s.s_name ^ "_list")

let exported t =
  List.map (fun (f : Handle.t) -> f.name) Handle.all
  @ List.concat_map of_action (Table.exported_actions t)
  @ List.concat_map of_struct (Table.exported_structs t)
  |> List.map (fun name -> "guestfs_" ^ name)
  |> List.sort_uniq compare

let libguestfs_syms t () =
  start C LGPL ~from:all_areas "What libguestfs.so exports.";
  pr "{\n  global:\n";
  List.iter (pr "    %s;\n") (exported t);
  pr "  local:\n    *;\n};\n"

let outputs t = [
  "lib/gen/libguestfs.syms", libguestfs_syms t;
]
