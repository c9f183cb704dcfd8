(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the daemon is given: prototypes of the actions, stubs, dispatch. *)

open Types
open Text

(* ---- Prototypes: what daemon/actions/<area>.c implements ---- *)

let params_of_arg (v : Kinds.value) =
  if Kinds.is_stream v then []
  else if v.kind.mountable then ["const mountable_t *" ^ v.name]
  else Ctypes.arg_params v

let params a =
  let args = List.concat_map params_of_arg (Action.args a)
  and size = if Ctypes.returns_buffer a then ["size_t *ret_size"] else []
  and opts =
    if a.optargs = [] then []
    else ["const struct " ^ a.name ^ "_optargs *opts"] in
  match args @ size @ opts with [] -> ["void"] | list -> list

let optargs_struct a =
  let field (v : Kinds.value) =
    pr "bool has_%s;\n" v.name;
    pr "%s%s;\n" v.form.c_type v.name in
  nested (Printf.sprintf "struct %s_optargs {" a.name)
    (fun () -> List.iter field (Action.optargs a)) "};"

let prototype a =
  if a.optargs <> [] then optargs_struct a;
  arguments (Printf.sprintf "extern %sdo_%s (" (Ctypes.ret_type a.ret) a.name)
    (params a) ");\n"

let daemon_actions_of area = List.filter Action.is_daemon area.Table.actions

let prototypes area =
  match daemon_actions_of area with
  | [] -> ()
  | actions ->
     pr "\n/* %s.c */\n" area.Table.area;
     List.iter prototype actions

(* The optional groups whose question some area answers. *)
let groups_of actions =
  List.filter_map (fun a -> a.optional_group) actions
  |> List.sort_uniq compare

let actions_h t =
  start C GPL ~from:all_areas "What the areas of the daemon implement.";
  pr "#ifndef GUESTFSD_ACTIONS_H\n#define GUESTFSD_ACTIONS_H\n";
  List.iter prototypes t.Table.areas;
  pr "\n/* 1 or 0 */\n";
  List.iter (pr "extern int optgroup_%s_available (void);\n")
    (groups_of (Table.daemon_actions t));
  pr "\n/* Sorted by name (gen/optgroups.c). */\n";
  nested "struct optgroup_entry {" (fun () ->
      pr "const char *name;\nint (*available) (void);\n") "};";
  pr "extern const struct optgroup_entry optgroup_table[];\n";
  pr "extern const size_t optgroup_table_size;\n";
  pr "\n#endif /* GUESTFSD_ACTIONS_H */\n"

(* ---- Stubs ---- *)

(* A local variable of a stub, decoded from the message. *)
let decode_as variable (v : Kinds.value) =
  let size = variable ^ "_size" and get = Option.get v.form.wire in
  if v.form.sized then pr "size_t %s = 0;\n" size;
  arguments (Printf.sprintf "%s%s = wire_get_%s (" v.form.holder variable get)
    ("args" :: (if v.form.sized then ["&" ^ size] else [])) ");\n"

let decode (v : Kinds.value) =
  if not (Kinds.is_stream v) then
    decode_as (if v.kind.mountable then v.name ^ "_arg" else v.name) v;
  if v.kind.mountable then
    pr "CLEANUP_MOUNTABLE mountable_t %s = { 0 };\n" v.name

(* The prefix keeps them apart from the daemon's own "verbose". *)
let decode_optarg (v : Kinds.value) = decode_as ("opt_" ^ v.name) v

let opts_variable a =
  let field (bit, o) =
    let n = (Kinds.of_optarg o).name in
    pr ".has_%s = (optargs & UINT64_C (0x%x)) != 0,\n" n (1 lsl bit);
    pr ".%s = opt_%s,\n" n n in
  nested (Printf.sprintf "const struct %s_optargs opts = {" a.name)
    (fun () -> List.iter field a.optargs) "};"

let check (v : Kinds.value) =
  let call f =
    if v.form.many then Printf.sprintf "stub_each (%s, %s)" v.name f
    else if v.kind.mountable then
      Printf.sprintf "%s (%s_arg, &%s)" f v.name v.name
    else Printf.sprintf "%s (&%s)" f v.name in
  Option.map call v.kind.check

let check_group g =
  Printf.sprintf "stub_check_group (optgroup_%s_available (), \"%s\")" g g

(* All bits that a caller may set. *)
let known a =
  List.fold_left (fun mask (bit, _) -> mask lor (1 lsl bit)) 0 a.optargs

let checks a =
  Option.to_list (Option.map check_group a.optional_group)
  @ [Printf.sprintf "stub_check_call (args, optargs, UINT64_C (0x%x))"
       (known a)]
  @ List.filter_map check (Action.args a)

let print_checks a =
  let condition = List.map (fun c -> c ^ " == -1") (checks a) in
  pr "if (%s)\n" (String.concat " ||\n    " condition);
  pr "  return -1;\n"

let values_of_arg (v : Kinds.value) =
  if Kinds.is_stream v then []
  else if v.kind.mountable then ["&" ^ v.name]
  else Ctypes.arg_values v

let values a =
  List.concat_map values_of_arg (Action.args a)
  @ (if Ctypes.returns_buffer a then ["&ret_size"] else [])
  @ (if a.optargs = [] then [] else ["&opts"])

let call before a =
  arguments (Printf.sprintf "%sdo_%s (" before a.name) (values a) ");\n"

let put_result (result : Results.t) =
  pr "wire_put_%s (out, ret%s);\n" result.wire
    (if result.sized then ", ret_size" else "");
  match result.shape with
  | Struct _ | Struct_list _ ->
     pr "guestfs_int_clear_%s (ret);\n" result.wire;
     pr "free (ret);\n"
  | Status | Number | Constant | Memory -> ()

(* Calls the action, returns if it failed, encodes its result. *)
let call_and_encode a =
  let result = Action.result a in
  match result.shape with
  | Status -> call "return " a
  | Constant -> invalid_arg ("a daemon action returns a constant: " ^ a.name)
  | Number | Memory | Struct _ | Struct_list _ ->
     if result.sized then pr "size_t ret_size = 0;\n";
     call (result.holder ^ result.c_type ^ "ret = ") a;
     pr "if (ret == %s)\n  return -1;\n" (Option.get result.error);
     put_result result;
     pr "return 0;\n"

let stub_prototype ?(unused = "") a =
  arguments (Printf.sprintf "stub_%s (" a.name)
    ["struct wire_reader *args"; "uint64_t optargs";
     "struct wire_writer *out" ^ unused]

let stub a =
  let unused =
    match (Action.result a).shape with
    | Status -> " STUB_UNUSED"
    | Number | Constant | Memory | Struct _ | Struct_list _ -> "" in
  pr "\nint\n";
  stub_prototype ~unused a ")\n";
  nested "{" (fun () ->
      List.iter decode (Action.args a);
      List.iter decode_optarg (Action.optargs a);
      if a.optargs <> [] then opts_variable a;
      if a.args <> [] || a.optargs <> [] then pr "\n";
      print_checks a;
      call_and_encode a) "}"

let stubs area =
  start C GPL ~from:(area_source area.Table.area)
    "Decodes the arguments of each action, checks, calls, encodes.";
  pr "#include <config.h>\n\n#include <stdlib.h>\n\n";
  pr "#include \"dispatch.h\"\n#include \"codec.h\"\n";
  List.iter stub (daemon_actions_of area)

(* ---- Dispatch ---- *)

(* What looks at the strings of one kind: 0, or -1 and an error was sent. *)
let declare_check (v : Kinds.value) =
  let params =
    if v.kind.mountable then "const char *arg, mountable_t *ret"
    else "char **arg" in
  Option.map (fun f -> Printf.sprintf "extern int %s (%s);\n" f params)
    v.kind.check

let stub_checks_h t =
  start C GPL ~from:"generator/core/kinds.ml"
    "What looks at the string arguments of each kind.";
  pr "#ifndef GUESTFSD_STUB_CHECKS_H\n#define GUESTFSD_STUB_CHECKS_H\n\n";
  List.concat_map Action.args (Table.daemon_actions t)
  |> List.filter_map declare_check
  |> List.sort_uniq compare
  |> List.iter (pr "%s");
  pr "\n#endif /* GUESTFSD_STUB_CHECKS_H */\n"

let dispatch_h t =
  start C GPL ~from:all_areas "The stubs of all the daemon's actions.";
  pr "#ifndef GUESTFSD_DISPATCH_H\n#define GUESTFSD_DISPATCH_H\n\n";
  pr "#include \"stubs.h\"\n\n";
  let declare a = pr "extern int\n"; stub_prototype a ");\n" in
  List.iter declare (Table.daemon_actions t);
  pr "\n#endif /* GUESTFSD_DISPATCH_H */\n"

(* What serves a library action, or debugging, may take as long as that. *)
let sends_progress a =
  a.progress || List.mem a.visibility [VInternal; VPrivate; VDebug]

let entry a =
  let flags =
    List.filter_map (fun (yes, f) -> if yes then Some f else None)
      [ Action.files_in a <> [], ".file_in = true,";
        Action.files_out a <> [], ".file_out = true,";
        sends_progress a, ".progress = true," ] in
  nested (Printf.sprintf "[GUESTFS_PROC_%s] = {" (Action.upper a)) (fun () ->
      pr ".name = \"%s\", .stub = stub_%s,\n" a.name a.name;
      if flags <> [] then pr "%s\n" (String.concat " " flags)) "},"

(* Groups that have lost their actions: programs may still ask for them.  A
   group is available when the action is there that was in it. *)
let emptied = ["augeas", "aug_init"; "realpath", "realpath"]

let group_function t group =
  if List.mem group (groups_of (Table.daemon_actions t)) then
    "optgroup_" ^ group ^ "_available"
  else
    match Option.map (Table.find t) (List.assoc_opt group emptied) with
    | Some (Some _) -> "always"
    | Some None | None -> "never"

let optgroups_c t =
  start C GPL ~from:all_areas
    "Optional group to the function that tells whether it is there.";
  pr "#include <config.h>\n\n#include \"daemon.h\"\n\n";
  let functions =
    List.map (fun (g, _) -> g, group_function t g) t.Table.groups in
  let constant name value =
    if List.exists (fun (_, f) -> f = name) functions then (
      pr "static int\n%s (void)\n{\n  return %d;\n}\n\n" name value) in
  constant "always" 1;
  constant "never" 0;
  nested "const struct optgroup_entry optgroup_table[] = {" (fun () ->
      List.iter (fun (g, f) -> pr "{ \"%s\", %s },\n" g f) functions) "};";
  pr "const size_t optgroup_table_size =\n";
  pr "  sizeof optgroup_table / sizeof optgroup_table[0];\n"

let dispatch_c t =
  start C GPL ~from:all_areas
    "Procedure number to stub.";
  pr "#include <config.h>\n\n";
  pr "#include \"dispatch.h\"\n#include \"protocol.h\"\n\n";
  nested "const struct dispatch_entry dispatch_table[] = {"
    (fun () -> List.iter entry (Table.daemon_actions t)) "};";
  pr "const size_t dispatch_table_size =\n";
  pr "  sizeof dispatch_table / sizeof dispatch_table[0];\n"

let outputs t =
  let stubs_of area =
    if not area.Table.daemon then None
    else Some (Printf.sprintf "daemon/gen/stubs-%s.c" area.Table.area,
               fun () -> stubs area) in
  [ "daemon/gen/actions.h", (fun () -> actions_h t);
    "daemon/gen/stub-checks.h", (fun () -> stub_checks_h t);
    "daemon/gen/dispatch.h", (fun () -> dispatch_h t);
    "daemon/gen/dispatch.c", (fun () -> dispatch_c t);
    "daemon/gen/optgroups.c", (fun () -> optgroups_c t) ]
  @ List.filter_map stubs_of t.Table.areas
