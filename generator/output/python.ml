(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Python class GuestFS, with the types that they have.  The
   rest of the class is in bindings/python/head.py. *)

open Text
open Binding

let refer name = "g." ^ name
let from = all_areas

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "bool"
  | Int | Int64 -> "int"
  | Text -> "AnyText"
  | Text_or_null -> "Optional[AnyText]"
  | Texts -> "Iterable[AnyText]"
  | Bytes -> "AnyBytes"
  | Pointer _ -> "Any"

let result_type : result_type -> string = function
  | Nothing -> "None"
  | Bool | Int | Int64 -> "int"
  | Constant | Text -> "str"
  | Constant_or_null -> "Optional[str]"
  | Texts -> "List[str]"
  | Pairs -> "Pairs"
  | Bytes -> "bytes"
  | Struct s -> s.s_camel
  | Structs s -> Printf.sprintf "List[%s]" s.s_camel

let field_type : Types.field -> string = function
  | FChar _ | FString _ | FDevice _ | FUUID _ -> "str"
  | FBuffer _ -> "bytes"
  | FUInt32 _ | FInt32 _ | FUInt64 _ | FInt64 _ | FBytes _ -> "int"
  | FOptPercent _ -> "Optional[float]"

let typed_dict (s : Types.structure) =
  pr "\n\nclass %s(TypedDict):\n" s.s_camel;
  indented 4 (fun () ->
      List.iter (fun f -> pr "%s: %s\n" (Structs.field_name f) (field_type f))
        s.s_fields)

let all names =
  arguments "__all__ = [" (List.map (Printf.sprintf "\"%s\"") names) "]\n"

let structs_py t =
  let structs = structs t in
  start Hash LGPL ~from "What methods return as dicts.";
  raw "\nfrom typing import Optional, TypedDict\n\n";
  all (List.map (fun (s : Types.structure) -> s.s_camel) structs);
  List.iter typed_dict structs

let events_py () =
  start Hash LGPL ~from:"generator/core/events.ml" "The events, as a mask.";
  pr "\n";
  all (List.map fst Events.constants);
  pr "\n";
  List.iter (fun (name, mask) -> pr "%s = 0x%04x\n" name mask)
    Events.constants

(* ---- Methods ---- *)

let escape line =
  Utils.replace_all line ~from:"\\" ~by:"\\\\"
  |> Utils.replace_all ~from:"\"\"\"" ~by:"\\\"\\\"\\\""

let docstring c =
  pr "\"\"\"%s\n" (escape (sentence c));
  if c.documented then (
    pr "\n";
    List.iter (fun l -> pr "%s\n" (escape l)) (plain ~refer ~width:70 c));
  pr "\"\"\"\n"

let warn_if_deprecated c =
  let warn text = pr "_deprecated(\"%s\")\n" text in
  match c.action.deprecated with
  | Current -> ()
  | Deprecated ->
     warn (Printf.sprintf "GuestFS.%s() is deprecated" c.name)
  | Replaced_by other ->
     warn (Printf.sprintf "use GuestFS.%s() instead of GuestFS.%s()" other
             c.name)

let given (a : arg) =
  match a.arg_type with
  | Pointer _ -> Printf.sprintf "_pointer(%s)" a.name
  | Bool | Int | Int64 | Text | Text_or_null | Texts | Bytes -> a.name

let body c =
  let before, after =
    match c.result with
    | Nothing -> "", ")"
    | Pairs -> "return self._pairs(", "))"
    | Bool | Int | Int64 | Constant | Constant_or_null | Text | Texts | Bytes
    | Struct _ | Structs _ -> "return ", ")" in
  arguments (Printf.sprintf "%slibguestfsmod.%s(" before c.name)
    ("self._o" :: List.map given (c.args @ c.optargs)) (after ^ "\n")

let typed (a : arg) = Printf.sprintf "%s: %s" a.name (arg_type a.arg_type)
let typed_optional (a : arg) =
  Printf.sprintf "%s: Optional[%s] = None" a.name (arg_type a.arg_type)

let meth c =
  pr "\n";
  arguments (Printf.sprintf "def %s(" c.name)
    ("self" :: List.map typed c.args @ List.map typed_optional c.optargs)
    (Printf.sprintf ") -> %s:\n" (result_type c.result));
  indented 4 (fun () ->
      docstring c;
      warn_if_deprecated c;
      body c);
  List.iter (fun alias -> pr "\n%s = %s\n" alias c.name) c.aliases

let methods_py t =
  start Hash LGPL ~from "The methods of class GuestFS.";
  indented 4 (fun () -> List.iter meth (calls t))

(* ---- The calls that all languages make ---- *)

let text = quoted

let value : Binding_tests.value -> string = function
  | Bool b -> if b then "True" else "False"
  | Int n -> Int64.to_string n
  | Text s -> text s
  | Null -> "None"
  | Texts l -> Printf.sprintf "[%s]" (commas (List.map text l))
  | Bytes s -> "b" ^ quoted_bytes s
  | File name -> Printf.sprintf "scratch + \"/%s\"" name

(* The function of bindings/python/tests/log.py that prints such a result. *)
let show s =
  let fields = function
    | [] -> ""
    | names -> Printf.sprintf ", [%s]" (commas (List.map text names)) in
  "show_" ^ Binding_tests.kind s ^ fields (Binding_tests.shown_names s)

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s=%s" n (value v) in
  pr "step(%s,\n" (text (Binding_tests.title s));
  indented 4 (fun () ->
      arguments (Printf.sprintf " lambda: g.%s(" s.call.name)
        (List.map value s.args @ List.map named s.optargs)
        (Printf.sprintf "), %s)\n" (show s)))

let calls_py t =
  Binding_tests.start Hash ~usage:"calls.py DIRECTORY";
  raw "\nfrom log import *\n\n";
  List.iter step (Binding_tests.steps t);
  pr "g.close()\n"

let outputs t = [
  "bindings/python/gen/calls.py", (fun () -> calls_py t);
  "bindings/python/gen/events.py", events_py;
  "bindings/python/gen/methods.py", (fun () -> methods_py t);
  "bindings/python/gen/structs.py", (fun () -> structs_py t);
]
