(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the library exports.  Symbols have no versions: the node is
   anonymous.  And those that only fail yet. *)

open Types
open Text

let of_action a =
  let c = Action.c_name a in
  List.sort_uniq compare
    (a.name :: (if a.optargs = [] then [] else [c; c ^ "_va"; c ^ "_argv"]))

let of_struct s =
  let functions n = ["compare_" ^ n; "copy_" ^ n; "free_" ^ n] in
  functions s.s_name @ functions (s.s_name ^ "_list")

let planned t =
  List.filter (fun (a : Planned.t) -> List.mem a.name t.Table.planned)
    Planned.all

let exported t =
  List.map (fun (f : Handle.t) -> f.name) Handle.all
  @ List.concat_map of_action (Table.exported_actions t)
  @ List.concat_map of_struct (Table.exported_structs t)
  @ List.concat_map Planned.functions (planned t)
  |> List.map (fun name -> "guestfs_" ^ name)
  |> List.sort_uniq compare

let libguestfs_syms t () =
  start C LGPL ~from:all_areas "What libguestfs.so exports.";
  pr "{\n  global:\n";
  List.iter (pr "    %s;\n") (exported t);
  pr "  local:\n    *;\n};\n"

(* ---- Planned actions ---- *)

let planned_function (a : Planned.t) name =
  let ret = Ctypes.ret_type a.ret in
  let failure = Option.get (Ctypes.error_value a.ret) in
  pr "\nextern %sguestfs_%s (guestfs_h *g, ...);\n" ret name;
  pr "%s\nguestfs_%s (guestfs_h *g, ...)\n" (String.trim ret) name;
  nested "{" (fun () ->
      pr "guestfs_int_error_errno (g, ENOTSUP, PLANNED, \"%s\");\n" a.name;
      pr "return %s;\n" failure) "}\n"

let planned_c t () =
  start C LGPL ~from:"generator/core/planned.ml"
    "Functions for programs that do not start without them.";
  pr "#include <config.h>\n\n#include <errno.h>\n\n#include \"handle.h\"\n\n";
  pr "#define PLANNED \"%%s: this version of the library cannot do this\"\n";
  List.iter
    (fun a -> List.iter (planned_function a) (Planned.functions a))
    (planned t)

let outputs t = [
  "lib/gen/libguestfs.syms", libguestfs_syms t;
  "lib/gen/planned.c", planned_c t;
]
