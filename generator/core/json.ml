(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* JSON as text. *)

type t =
  | Str of string
  | Int of int
  | Bool of bool
  | List of t list
  | Object of (string * t) list

(* JSON has no octal escapes. *)
let quote s =
  let b = Buffer.create (String.length s + 16) in
  Buffer.add_char b '"';
  String.iter (function
      | '"' -> Buffer.add_string b "\\\""
      | '\\' -> Buffer.add_string b "\\\\"
      | '\000' .. '\031' as c -> Printf.bprintf b "\\u%04x" (Char.code c)
      | c -> Buffer.add_char b c) s;
  Buffer.add_char b '"';
  Buffer.contents b

let rec to_string = function
  | Str s -> quote s
  | Int i -> string_of_int i
  | Bool b -> string_of_bool b
  | List list -> "[" ^ String.concat ", " (List.map to_string list) ^ "]"
  | Object members ->
     let member (name, value) = quote name ^ ": " ^ to_string value in
     "{" ^ String.concat ", " (List.map member members) ^ "}"
