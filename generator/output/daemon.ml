(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the daemon is given: prototypes of the actions, stubs, dispatch. *)

open Types
open Text

let is_stream = function FileIn | FileOut -> true
  | PlainString | Device | Mountable | Pathname | Filename | Dev_or_Path
  | Mountable_or_Path | Key | GUID -> false

let is_mountable = function Mountable | Mountable_or_Path -> true
  | PlainString | Device | Pathname | Filename | Dev_or_Path
  | FileIn | FileOut | Key | GUID -> false

let no_pointer name = invalid_arg ("a daemon action takes a pointer: " ^ name)

(* ---- Prototypes: what daemon/actions/<area>.c implements ---- *)

let params_of_arg = function
  | String (k, _) when is_stream k -> []
  | String (k, n) when is_mountable k -> ["const mountable_t *" ^ n]
  | Pointer (_, n) -> no_pointer n
  | Bool _ | Int _ | Int64 _ | String _ | OptString _ | StringList _
  | BufferIn _ as arg -> Ctypes.arg_params arg

let returns_buffer a = match a.ret with RBufferOut _ -> true
  | RErr | RInt _ | RInt64 _ | RBool _ | RConstString _ | RConstOptString _
  | RString _ | RStringList _ | RStruct _ | RStructList _ | RHashtable _ ->
     false

let params a =
  let args = List.concat_map params_of_arg a.args
  and size = if returns_buffer a then ["size_t *ret_size"] else []
  and opts =
    if a.optargs = [] then []
    else ["const struct " ^ a.name ^ "_optargs *opts"] in
  match args @ size @ opts with [] -> ["void"] | list -> list

let optargs_struct a =
  let field o =
    let name = Action.optarg_name o in
    pr "bool has_%s;\n" name;
    pr "%s%s;\n" (Ctypes.optarg_type o) name in
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
let decode_string n = pr "CLEANUP_FREE char *%s = wire_get_string (args);\n" n
let decode_list n =
  pr "CLEANUP_FREE_STRING_LIST char **%s =\n" n;
  pr "  wire_get_string_list (args);\n"
let decode_bool n = pr "int %s = wire_get_bool (args);\n" n
let decode_int n = pr "int %s = wire_get_i32 (args);\n" n
let decode_int64 n = pr "int64_t %s = wire_get_i64 (args);\n" n

let decode = function
  | Bool n -> decode_bool n
  | Int n -> decode_int n
  | Int64 n -> decode_int64 n
  | String (k, _) when is_stream k -> ()
  | String (k, n) when is_mountable k ->
     pr "CLEANUP_FREE char *%s_arg = wire_get_string (args);\n" n;
     pr "CLEANUP_MOUNTABLE mountable_t %s = { 0 };\n" n
  | String (_, n) -> decode_string n
  | OptString n ->
     pr "CLEANUP_FREE char *%s = wire_get_opt_string (args);\n" n
  | StringList (_, n) -> decode_list n
  | BufferIn n ->
     pr "size_t %s_size = 0;\n" n;
     pr "CLEANUP_FREE char *%s = wire_get_opaque (args, &%s_size);\n" n n
  | Pointer (_, n) -> no_pointer n

(* The prefix keeps them apart from the daemon's own "verbose". *)
let decode_optarg o =
  let n = "opt_" ^ Action.optarg_name o in
  match o with
  | OBool _ -> decode_bool n
  | OInt _ -> decode_int n
  | OInt64 _ -> decode_int64 n
  | OString _ -> decode_string n
  | OStringList _ -> decode_list n

let opts_variable a =
  let field (bit, o) =
    let n = Action.optarg_name o in
    pr ".has_%s = (optargs & UINT64_C (0x%x)) != 0,\n" n (1 lsl bit);
    pr ".%s = opt_%s,\n" n n in
  nested (Printf.sprintf "const struct %s_optargs opts = {" a.name)
    (fun () -> List.iter field a.optargs) "};"

(* The function of serve/stubs.c that looks at one string. *)
let check_function a = function
  | PlainString | Key | FileIn | FileOut -> None
  | Device when a.also_volume_group -> Some "stub_device_or_group"
  | Device -> Some "stub_device"
  | Pathname -> Some "stub_pathname"
  | Filename -> Some "stub_filename"
  | Dev_or_Path -> Some "stub_dev_or_path"
  | GUID -> Some "stub_guid"
  | Mountable -> Some "stub_mountable"
  | Mountable_or_Path -> Some "stub_mountable_or_path"

let check a = function
  | String (k, n) ->
     let call f =
       if is_mountable k then Printf.sprintf "%s (%s_arg, &%s)" f n n
       else Printf.sprintf "%s (&%s)" f n in
     Option.map call (check_function a k)
  | StringList (k, n) ->
     if is_mountable k then invalid_arg ("a list of mountables: " ^ n);
     let call f = Printf.sprintf "stub_each (%s, %s)" n f in
     Option.map call (check_function a k)
  | Bool _ | Int _ | Int64 _ | OptString _ | BufferIn _ | Pointer _ -> None

let check_group g =
  Printf.sprintf "stub_check_group (optgroup_%s_available (), \"%s\")" g g

(* All bits that a caller may set. *)
let known a =
  List.fold_left (fun mask (bit, _) -> mask lor (1 lsl bit)) 0 a.optargs

let checks a =
  Option.to_list (Option.map check_group a.optional_group)
  @ [Printf.sprintf "stub_check_call (args, optargs, UINT64_C (0x%x))"
       (known a)]
  @ List.filter_map (check a) a.args

let print_checks a =
  let condition = List.map (fun c -> c ^ " == -1") (checks a) in
  pr "if (%s)\n" (String.concat " ||\n    " condition);
  pr "  return -1;\n"

let values_of_arg = function
  | String (k, _) when is_stream k -> []
  | String (k, n) when is_mountable k -> ["&" ^ n]
  | Bool _ | Int _ | Int64 _ | String _ | OptString _ | StringList _
  | BufferIn _ | Pointer _ as arg -> Ctypes.arg_values arg

let values a =
  List.concat_map values_of_arg a.args
  @ (if returns_buffer a then ["&ret_size"] else [])
  @ (if a.optargs = [] then [] else ["&opts"])

let call before a =
  arguments (Printf.sprintf "%sdo_%s (" before a.name) (values a) ");\n"

(* Calls the action into a variable, gives up on the error, encodes. *)
let call_and_encode ?(attribute = "") a error encode =
  let error = Option.get error in
  call (Printf.sprintf "%s%sret = " attribute (Ctypes.ret_type a.ret)) a;
  pr "if (ret == %s)\n  return -1;\n" error;
  encode ();
  pr "return 0;\n"

let const_string a = invalid_arg ("a daemon action returns a constant: " ^ a)

let call_encode_free a =
  let put = pr "wire_put_%s (out, ret);\n" in
  let encode ?attribute f =
    call_and_encode ?attribute a (Ctypes.error_value a.ret) f in
  match a.ret with
  | RErr -> call "return " a
  | RInt _ -> encode (fun () -> put "i32")
  | RInt64 _ -> encode (fun () -> put "i64")
  | RBool _ -> encode (fun () -> put "bool")
  | RString _ ->
     encode ~attribute:"CLEANUP_FREE " (fun () -> put "string")
  | RStringList _ | RHashtable _ ->
     encode ~attribute:"CLEANUP_FREE_STRING_LIST "
       (fun () -> put "string_list")
  | RBufferOut _ ->
     pr "size_t ret_size = 0;\n";
     encode ~attribute:"CLEANUP_FREE "
       (fun () -> pr "wire_put_opaque (out, ret, ret_size);\n")
  | RStruct (_, s) ->
     encode (fun () ->
         put s;
         pr "guestfs_int_clear_%s (ret);\n" s;
         pr "free (ret);\n")
  | RStructList (_, s) ->
     encode (fun () ->
         put (s ^ "_list");
         pr "guestfs_int_clear_%s_list (ret);\n" s;
         pr "free (ret);\n")
  | RConstString _ | RConstOptString _ -> const_string a.name

let stub_prototype ?(unused = "") a =
  arguments (Printf.sprintf "stub_%s (" a.name)
    ["struct wire_reader *args"; "uint64_t optargs";
     "struct wire_writer *out" ^ unused]

let stub a =
  let unused = if a.ret = RErr then " STUB_UNUSED" else "" in
  pr "\nint\n";
  stub_prototype ~unused a ")\n";
  nested "{" (fun () ->
      List.iter decode a.args;
      List.iter decode_optarg (Action.optargs a);
      if a.optargs <> [] then opts_variable a;
      if a.args <> [] || a.optargs <> [] then pr "\n";
      print_checks a;
      call_encode_free a) "}"

let stubs area =
  start C GPL ~from:(area_source area.Table.area)
    "Decodes the arguments of each action, checks, calls, encodes.";
  pr "#include <config.h>\n\n#include <stdlib.h>\n\n";
  pr "#include \"dispatch.h\"\n#include \"codec.h\"\n";
  List.iter stub (daemon_actions_of area)

(* ---- Dispatch ---- *)

let dispatch_h t =
  start C GPL ~from:all_areas "The stubs of all the daemon's actions.";
  pr "#ifndef GUESTFSD_DISPATCH_H\n#define GUESTFSD_DISPATCH_H\n\n";
  pr "#include \"stubs.h\"\n\n";
  let declare a = pr "extern int\n"; stub_prototype a ");\n" in
  List.iter declare (Table.daemon_actions t);
  pr "\n#endif /* GUESTFSD_DISPATCH_H */\n"

(* What serves a library action may take as long as that. *)
let sends_progress a = a.progress || a.visibility = VInternal

let entry a =
  let flags =
    List.filter_map (fun (yes, f) -> if yes then Some f else None)
      [ Action.files_in a <> [], ".file_in = true,";
        Action.files_out a <> [], ".file_out = true,";
        sends_progress a, ".progress = true," ] in
  nested (Printf.sprintf "[GUESTFS_PROC_%s] = {" (Action.upper a)) (fun () ->
      pr ".name = \"%s\", .stub = stub_%s,\n" a.name a.name;
      if flags <> [] then pr "%s\n" (String.concat " " flags)) "},"

(* Groups without actions of their own: they were given up, but programs may
   ask for them.  They are there when the action that was in them is. *)
let given_up = ["augeas", "aug_init"; "realpath", "realpath"]

let group_function t group =
  if List.mem group (groups_of (Table.daemon_actions t)) then
    "optgroup_" ^ group ^ "_available"
  else
    match Option.map (Table.find t) (List.assoc_opt group given_up) with
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
    "daemon/gen/dispatch.h", (fun () -> dispatch_h t);
    "daemon/gen/dispatch.c", (fun () -> dispatch_c t);
    "daemon/gen/optgroups.c", (fun () -> optgroups_c t) ]
  @ List.filter_map stubs_of t.Table.areas
