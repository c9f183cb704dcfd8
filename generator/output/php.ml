(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What editors know about the PHP functions: a stub of each with PHPDoc; and
   the calls of the tests. *)

open Text
open Binding

let refer name = Printf.sprintf "guestfs_%s()" name
let from = all_areas

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "bool"
  | Int | Int64 -> "int"
  | Text | Bytes -> "string"
  | Text_or_null -> "?string"
  | Texts -> "array"
  | Pointer _ -> "mixed"

let result_type : result_type -> string = function
  | Nothing | Bool -> "bool"
  | Int | Int64 -> "int|false"
  | Constant | Text | Bytes -> "string|false"
  | Constant_or_null -> "string|null|false"
  | Texts | Pairs | Struct _ | Structs _ -> "array|false"

let field_type : Types.field -> string = function
  | FChar _ | FString _ | FDevice _ | FUUID _ | FBuffer _ -> "string"
  | FUInt32 _ | FInt32 _ | FUInt64 _ | FInt64 _ | FBytes _ -> "int"
  | FOptPercent _ -> "float"

(* ---- PHPDoc ---- *)

let comment line = pr " * %s\n" (Utils.replace_all line ~from:"*/" ~by:"* /")

let documented_arg_type : arg_type -> string = function
  | Texts -> "string[]"
  | (Bool | Int | Int64 | Text | Bytes | Text_or_null | Pointer _) as t ->
     arg_type t

let shape before (s : Types.structure) after =
  pr " * @return %s{\n" before;
  List.iter (fun f ->
      pr " *     %s: %s,\n" (Structs.field_name f) (field_type f)) s.s_fields;
  pr " * }%s\n" after

let documented_result (r : result_type) =
  match r with
  | Nothing -> pr " * @return bool true, or false when it has failed\n"
  | Bool -> pr " * @return bool false also when it has failed\n"
  | Texts -> pr " * @return list<string>|false\n"
  | Pairs -> pr " * @return array<string, string>|false\n"
  | Struct s -> shape "array" s "|false"
  | Structs s -> shape "list<array" s ">|false"
  | Int | Int64 | Constant | Constant_or_null | Text | Bytes ->
     pr " * @return %s\n" (result_type r)

let documentation c =
  pr "\n/**\n";
  comment (sentence c);
  if c.documented then (
    comment "";
    List.iter comment (plain ~refer ~width:72 c));
  comment "";
  comment "@param resource $g";
  List.iter (fun (a : arg) ->
      pr " * @param %s $%s\n" (documented_arg_type a.arg_type) a.name) c.args;
  List.iter (fun (a : arg) ->
      pr " * @param %s|null $%s\n" (documented_arg_type a.arg_type) a.name)
    c.optargs;
  documented_result c.result;
  if c.action.deprecated <> Types.Current then comment "@deprecated";
  pr " */\n"

(* ---- Functions ---- *)

let parameter (a : arg) = Printf.sprintf "%s $%s" (arg_type a.arg_type) a.name
let optional (a : arg) = Printf.sprintf "?%s = null" (parameter a)

let declaration c name =
  arguments (Printf.sprintf "function guestfs_%s(" name)
    ("$g" :: List.map parameter c.args @ List.map optional c.optargs)
    (Printf.sprintf "): %s {}\n" (result_type c.result))

let func c =
  documentation c;
  declaration c c.name;
  List.iter (fun alias ->
      pr "\n/** Another name of %s. */\n" (refer c.name);
      declaration c alias) c.aliases

let head = {|
/**
 * Make a handle: the drives of one appliance, and what is done to them.
 *
 * It is closed by guestfs_close(), or when nothing refers to it any more.
 *
 * @param bool $environment read the LIBGUESTFS_* variables
 * @param bool $close_on_exit close the handle when the process ends
 * @return resource|false
 */
function guestfs_create(bool $environment = true, bool $close_on_exit = true) {}

/**
 * Close a handle, and end its appliance.  Using it afterwards is a TypeError.
 *
 * @param resource $g
 */
function guestfs_close($g): void {}

/**
 * The message of the last call that failed, or null.
 *
 * @param resource $g
 */
function guestfs_last_error($g): ?string {}

/**
 * The errno of the last call that failed, or 0 if it has none.
 *
 * @param resource $g
 */
function guestfs_last_errno($g): int {}
|}

let stubs_php t =
  start Php LGPL ~from "The functions of the PHP extension, for editors.";
  raw head;
  List.iter func (calls t)

(* ---- The calls that all languages make ---- *)

let text = single_quoted

let list l = Printf.sprintf "[%s]" (String.concat ", " l)

(* The least integer is not a literal: it would be the negative of one that
   is too great. *)
let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> if n = Int64.min_int then "PHP_INT_MIN" else Int64.to_string n
  | Text s -> text s
  | Null -> "null"
  | Texts l -> list (List.map text l)
  | Bytes s -> quoted_bytes s
  | File name -> Printf.sprintf "$scratch . '/%s'" name

(* The function of bindings/php/tests/log.php that prints such a result. *)
let show s =
  let fields = function
    | [] -> ""
    | names -> ", " ^ list (List.map text names) in
  Printf.sprintf "'show_%s'%s" (Binding_tests.kind s)
    (fields (Binding_tests.shown_names s))

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s: %s" n (value v) in
  pr "step(%s,\n" (text (Binding_tests.title s));
  indented 4 (fun () ->
      arguments (Printf.sprintf " fn() => guestfs_%s(" s.call.name)
        ("$g" :: List.map value s.args @ List.map named s.optargs)
        (Printf.sprintf "), %s);\n" (show s)))

let calls_php t =
  Binding_tests.start Php ~usage:"calls.php DIRECTORY";
  raw "require __DIR__ . '/../tests/log.php';\n\n";
  List.iter step (Binding_tests.steps t);
  pr "guestfs_close($g);\n"

let outputs t = [
  "bindings/php/gen/calls.php", (fun () -> calls_php t);
  "bindings/php/gen/guestfs_php.stub.php", (fun () -> stubs_php t);
]
