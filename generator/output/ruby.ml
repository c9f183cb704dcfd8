(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of the Ruby class's methods, for rdoc and YARD, and their
   types, for RBS.  The rest of the module is in bindings/ruby/lib. *)

open Text
open Binding

let refer name = Printf.sprintf "C<g.%s>" name
let names (args : arg list) = List.map (fun (a : arg) -> a.name) args

(* ---- Documentation ---- *)

let result c =
  match c.result with
  | Nothing -> "nil"
  | Bool -> "0 or 1"
  | Constant_or_null -> result_name c ^ " or nil"
  | Int | Int64 | Constant | Text | Texts | Bytes | Pairs | Struct _
  | Structs _ -> result_name c

let call_seq c name =
  let options =
    if c.optargs = [] then []
    else
      [ List.map (fun (a : arg) -> Printf.sprintf "%s: %s" a.name a.name)
          c.optargs
        |> String.concat ", " |> Printf.sprintf "[%s]" ] in
  Printf.sprintf "g.%s(%s) -> %s" name
    (String.concat ", " (names c.args @ options)) (result c)

let fields (s : Types.structure) =
  List.map (fun f -> Printf.sprintf "`%s`" (Structs.field_name f)) s.s_fields
  |> String.concat ", "

let result_note c =
  match c.result with
  | Struct s -> ["A Hash with the keys " ^ fields s ^ "."]
  | Structs s -> ["Each element is a Hash with the keys " ^ fields s ^ "."]
  | Nothing | Bool | Int | Int64 | Constant | Constant_or_null | Text | Texts
  | Pairs | Bytes -> []

let comment lines =
  List.iter (fun l -> pr "# %s\n" l) lines

let meth_of c name =
  pr "##\n";
  comment [":method: " ^ name; ":call-seq: " ^ call_seq c name; ""];
  comment [Markdown.escape (sentence c); ""];
  comment (Markdown.lines ~width:70 (pod ~refer c));
  List.iter (fun note -> comment ("" :: Utils.fill ~width:70 note))
    (result_note c);
  comment [""; Printf.sprintf "In C: guestfs_%s" c.name];
  pr "\n"

let documented_names c = c.name :: c.aliases

let methods_rb t =
  start Hash LGPL ~from:all_areas
    "The documentation of Guestfs::Guestfs: nothing is to be run.";
  pr "# :markup: markdown\n\n";
  pr "module Guestfs\n";
  indented 2 (fun () ->
      pr "class Guestfs\n";
      indented 2 (fun () ->
          List.iter (fun c -> List.iter (meth_of c) (documented_names c))
            (List.filter (fun c -> c.documented) (calls t)));
      pr "end\n");
  pr "end\n"

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "boolish"
  | Int | Int64 -> "int"
  | Text -> "text"
  | Text_or_null -> "text?"
  | Texts -> "Array[text]"
  | Bytes -> "text"
  | Pointer _ -> "untyped"

let field_type : Types.field -> string = function
  | FString _ | FDevice _ | FUUID _ | FBuffer _ -> "String"
  | FChar _ | FUInt32 _ | FInt32 _ | FUInt64 _ | FInt64 _ | FBytes _ ->
     "Integer"
  | FOptPercent _ -> "Float"

(* Keys of structs are strings, which RBS has no records for. *)
let struct_type (s : Types.structure) =
  List.map field_type s.s_fields |> List.sort_uniq compare
  |> String.concat " | " |> Printf.sprintf "Hash[String, %s]"

let result_type = function
  | Nothing -> "nil"
  | Bool -> "Integer"
  | Int | Int64 -> "Integer"
  | Constant | Text | Bytes -> "String"
  | Constant_or_null -> "String?"
  | Texts -> "Array[String]"
  | Pairs -> "Hash[String, String]"
  | Struct s -> struct_type s
  | Structs s -> Printf.sprintf "Array[%s]" (struct_type s)

let signature c name =
  let required (a : arg) =
    Printf.sprintf "%s %s" (arg_type a.arg_type) a.name in
  let optional (a : arg) =
    Printf.sprintf "?%s: %s?" a.name (arg_type a.arg_type) in
  arguments (Printf.sprintf "def %s: (" name)
    (List.map required c.args @ List.map optional c.optargs)
    (Printf.sprintf ") -> %s\n" (result_type c.result))

let types_head = {|
type Guestfs::text = String | _ToStr | _ToPath
type Guestfs::boolish = bool | Integer

module Guestfs
  class Error < StandardError
    def errno: () -> Integer
  end

  interface _Callback
    def call: (Integer event, Integer event_handle, String buf,
               Array[Integer] array) -> untyped
  end

  def self?.create: (?environment: boolish, ?close_on_exit: boolish) -> Guestfs
  def self?.event_to_string: (Integer events) -> String

|}

let class_head = {|
  class Guestfs
    def self.open: (?environment: boolish, ?close_on_exit: boolish) -> Guestfs
                 | [T] (?environment: boolish, ?close_on_exit: boolish)
                       { (Guestfs) -> T } -> T
    def initialize: (?environment: boolish, ?close_on_exit: boolish) -> void
    def close: () -> nil
    def closed?: () -> bool
    def set_event_callback: (_Callback callback, Integer events) -> Integer
                          | (Integer events) {
                              (Integer event, Integer event_handle, String buf,
                               Array[Integer] array) -> untyped
                            } -> Integer
    def delete_event_callback: (Integer event_handle) -> nil
|}

let types_rbs t =
  start Hash LGPL ~from:all_areas "The types of module Guestfs.";
  raw types_head;
  List.iter (fun (name, _) -> pr "  %s: Integer\n" name) Events.constants;
  raw class_head;
  indented 4 (fun () ->
      List.iter (fun c -> List.iter (signature c) (documented_names c))
        (calls t));
  pr "  end\nend\n"

(* ---- The calls that all languages make ---- *)

let text = single_quoted

let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s -> text s
  | Null -> "nil"
  | Texts l -> Printf.sprintf "[%s]" (commas (List.map text l))
  | Bytes s -> quoted_bytes s
  | File name -> Printf.sprintf "\"#{SCRATCH}/%s\"" name

(* The function of bindings/ruby/tests/log.rb that prints such a result. *)
let show s =
  commas ((":show_" ^ Binding_tests.kind s)
          :: List.map text (Binding_tests.shown_names s))

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s: %s" n (value v) in
  pr "step(%s,\n" (text (Binding_tests.title s));
  indented 4 (fun () ->
      arguments (Printf.sprintf " -> { G.%s(" s.call.name)
        (List.map value s.args @ List.map named s.optargs)
        (Printf.sprintf ") }, %s)\n" (show s)))

let calls_rb t =
  Binding_tests.start Hash ~usage:"calls.rb DIRECTORY";
  raw "\nrequire \"log\"\n\n";
  List.iter step (Binding_tests.steps t);
  pr "G.close\n"

let outputs t = [
  "bindings/ruby/gen/calls.rb", (fun () -> calls_rb t);
  "bindings/ruby/gen/guestfs.rbs", (fun () -> types_rbs t);
  "bindings/ruby/gen/methods.rb", (fun () -> methods_rb t);
]
