(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* bindings/calls/gen/table.c: every action as a row of a table. *)

open Text
open Binding

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "ARG_BOOL"
  | Int -> "ARG_INT"
  | Int64 -> "ARG_INT64"
  | Text -> "ARG_TEXT"
  | Text_or_null -> "ARG_TEXT_OR_NULL"
  | Texts -> "ARG_TEXTS"
  | Bytes -> "ARG_BYTES"
  | Pointer _ -> "ARG_POINTER"

let result_type : result_type -> string = function
  | Nothing -> "RESULT_NOTHING"
  | Bool -> "RESULT_BOOL"
  | Int -> "RESULT_INT"
  | Int64 -> "RESULT_INT64"
  | Constant -> "RESULT_CONSTANT"
  | Constant_or_null -> "RESULT_CONSTANT_OR_NULL"
  | Text -> "RESULT_TEXT"
  | Texts -> "RESULT_TEXTS"
  | Pairs -> "RESULT_PAIRS"
  | Bytes -> "RESULT_BYTES"
  | Struct _ -> "RESULT_STRUCT"
  | Structs _ -> "RESULT_STRUCTS"

let field_type : Types.field -> string = function
  | FChar _ -> "FIELD_CHAR"
  | FString _ | FDevice _ -> "FIELD_TEXT"
  | FBuffer _ -> "FIELD_BYTES"
  | FUInt32 _ -> "FIELD_UINT32"
  | FInt32 _ -> "FIELD_INT32"
  | FUInt64 _ | FBytes _ -> "FIELD_UINT64"
  | FInt64 _ -> "FIELD_INT64"
  | FUUID _ -> "FIELD_UUID"
  | FOptPercent _ -> "FIELD_PERCENT"

(* ---- Structs ---- *)

let size_offset s : Types.field -> string = function
  | FBuffer n ->
     Printf.sprintf ", offsetof (struct guestfs_%s, %s_len)" s n
  | FChar _ | FString _ | FDevice _ | FUInt32 _ | FInt32 _ | FUInt64 _
  | FBytes _ | FInt64 _ | FUUID _ | FOptPercent _ -> ", 0"

let field s f =
  let n = Structs.field_name f in
  pr "  { \"%s\", %s,\n    offsetof (struct guestfs_%s, %s)%s },\n"
    n (field_type f) s n (size_offset s f)

let structure (s : Types.structure) =
  let n = s.s_name in
  pr "static const struct call_field fields_%s[] = {\n" n;
  List.iter (field n) s.s_fields;
  pr "};\n\n";
  List.iter (fun (which, suffix) ->
      pr "static void\nfree_%s_%s (void *s)\n" which n;
      nested "{" (fun () -> pr "guestfs_free_%s%s (s);\n" n suffix) "}";
      pr "\n") ["one", ""; "list", "_list"];
  pr "static const struct call_struct struct_%s = {\n" n;
  pr "  \"%s\", \"%s\", fields_%s, %d,\n" n s.s_camel n
    (List.length s.s_fields);
  pr "  sizeof (struct guestfs_%s), free_one_%s, free_list_%s\n};\n\n" n n n

(* ---- Calls ---- *)

(* The parameters that stand for an argument: bytes have two. *)
let values place (a : arg) : string list =
  match a.arg_type with
  | Bool | Int -> [place ^ ".i"]
  | Int64 -> [place ^ ".i64"]
  | Text | Text_or_null -> [place ^ ".text"]
  | Texts -> [place ^ ".texts"]
  | Bytes -> [place ^ ".bytes.data"; place ^ ".bytes.size"]
  | Pointer _ -> [place ^ ".pointer"]

let arg_values c =
  List.concat
    (List.mapi (fun i -> values (Printf.sprintf "v->args[%d]" i)) c.args)

(* Where the result goes, and what follows the arguments to get it. *)
let member : result_type -> string * string list = function
  | Nothing | Bool | Int -> "i", []
  | Int64 -> "i64", []
  | Constant | Constant_or_null -> "constant", []
  | Text -> "text", []
  | Texts | Pairs -> "texts", []
  | Bytes -> "bytes.data", ["&r->bytes.size"]
  | Struct _ -> "structure", []
  | Structs _ -> "structures", []

let status c place =
  match Ctypes.error_value c.action.ret with
  | Some error -> Printf.sprintf "%s == %s ? -1 : 0" place error
  | None -> "0"

let optargs c =
  pr "const struct %s optargs = {\n" c.c_function;
  pr "  .bitmask = v->mask,\n";
  List.iteri (fun i (a : arg) ->
      let place = Printf.sprintf "v->optargs[%d]" i in
      pr "  .%s = %s,\n" a.name (String.concat ", " (values place a)))
    c.optargs;
  pr "};\n\n"

let unused condition = if condition then " UNUSED" else ""

let run c =
  let member, sizes = member c.result in
  let place = "r->" ^ member in
  pr "static int\n";
  arguments (Printf.sprintf "run_%s (" c.name)
    [ "guestfs_h *g";
      "const struct call_values *v"
      ^ unused (c.args = [] && c.optargs = []);
      "union call_result *r" ] ")\n";
  nested "{" (fun () ->
      if c.optargs <> [] then optargs c;
      arguments (Printf.sprintf "%s = %s (" place c.c_function)
        ("g" :: arg_values c @ sizes
         @ if c.optargs = [] then [] else ["&optargs"]) ");\n";
      pr "return %s;\n" (status c place)) "}";
  pr "\n"

let arg_list kind c = function
  | [] -> ()
  | args ->
     pr "static const struct call_arg %s_%s[] = {\n" kind c.name;
     List.iter (fun (a : arg) ->
         pr "  { \"%s\", %s },\n" a.name (arg_type a.arg_type)) args;
     pr "};\n\n"

(* A library that is older than the binding lacks some. *)
let if_there c f =
  pr "#ifdef %s\n" c.have;
  f ();
  pr "#endif\n"

let definition c =
  if_there c (fun () ->
      arg_list "args" c c.args;
      arg_list "optargs" c c.optargs;
      run c)

let list_ref kind c args =
  if args = [] then "NULL, 0"
  else Printf.sprintf "%s_%s, %d" kind c.name (List.length args)

let struct_ref c =
  match c.result with
  | Struct s | Structs s -> "&struct_" ^ s.s_name
  | Nothing | Bool | Int | Int64 | Constant | Constant_or_null | Text | Texts
  | Pairs | Bytes -> "NULL"

let instead c =
  match c.action.deprecated with
  | Current -> "NULL"
  | Deprecated -> quoted ""
  | Replaced_by other -> quoted other

let row (name, c) =
  if_there c (fun () ->
      pr "  { \"%s\", %s, %s,\n    %s, %s, %b, %s, run_%s },\n" name
        (list_ref "args" c c.args) (list_ref "optargs" c c.optargs)
        (result_type c.result) (struct_ref c) c.blocking (instead c) c.name)

let by_name calls =
  List.concat_map (fun c -> List.map (fun n -> n, c) (c.name :: c.aliases))
    calls
  |> List.sort (fun (a, _) (b, _) -> compare a b)

(* ---- Events ---- *)

let events () =
  pr "const struct call_event call_events[] = {\n";
  List.iter (fun (e : Events.t) ->
      pr "  { \"%s\", %s },\n" e.event (Events.macro e)) Events.all;
  pr "};\n\n";
  pr "const size_t nr_call_events = sizeof call_events / sizeof \
      call_events[0];\n"

let table_c t =
  let calls = calls t in
  start C LGPL ~from:all_areas
    "Every action as a row, for the bindings that call C.";
  raw {|
/* The actions that test bindings, too. */
#define GUESTFS_PRIVATE 1

#include "calls.h"

#define UNUSED __attribute__ ((unused))

/* Deprecated actions are called on purpose. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

|};
  List.iter structure (structs t);
  List.iter definition calls;
  pr "\n/* In the order in which strcmp has them. */\n";
  pr "const struct call calls[] = {\n";
  List.iter row (by_name calls);
  pr "};\n\n";
  pr "const size_t nr_calls = sizeof calls / sizeof calls[0];\n\n";
  events ()

let outputs t = ["bindings/calls/gen/table.c", fun () -> table_c t]
