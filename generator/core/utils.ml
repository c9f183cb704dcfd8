(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Small functions on strings and lists that several modules need. *)

let split sep s = Str.split_delim (Str.regexp_string sep) s
                  |> function [] -> [""] | list -> list

let replace_all s ~from ~by =
  String.concat by (split from s)

let contains s ~sub =
  try ignore (Str.search_forward (Str.regexp_string sub) s 0); true
  with Not_found -> false

let lines s = String.split_on_char '\n' s

let camel s =
  String.split_on_char '_' s
  |> List.map String.capitalize_ascii
  |> String.concat ""

let dashes = String.map (function '_' -> '-' | c -> c)

let upper = String.uppercase_ascii

let c_string s =
  let b = Buffer.create (String.length s + 16) in
  let escape = function
    | '"' -> Buffer.add_string b "\\\""
    | '\\' -> Buffer.add_string b "\\\\"
    | '\n' -> Buffer.add_string b "\\n"
    | '\t' -> Buffer.add_string b "\\t"
    | '\r' -> Buffer.add_string b "\\r"
    | ' ' .. '~' as c -> Buffer.add_char b c
    | c -> Printf.bprintf b "\\%03o" (Char.code c) in
  Buffer.add_char b '"';
  String.iter escape s;
  Buffer.add_char b '"';
  Buffer.contents b

let map_bytes f s = List.of_seq (Seq.map f (String.to_seq s))

let duplicates list =
  let rec loop = function
    | a :: (b :: _ as rest) when a = b -> a :: loop rest
    | _ :: rest -> loop rest
    | [] -> [] in
  List.sort_uniq compare (loop (List.sort compare list))

let index_of x list =
  let rec loop i = function
    | [] -> None
    | y :: _ when x = y -> Some i
    | _ :: rest -> loop (i + 1) rest in
  loop 0 list

let words s = Str.split (Str.regexp "[ \t\n]+") s

let fill ~width s =
  let add (full, line) word =
    if line = "" then (full, word)
    else if String.length line + 1 + String.length word > width then
      (line :: full, word)
    else (full, line ^ " " ^ word) in
  match List.fold_left add ([], "") (words s) with
  | full, "" -> List.rev full
  | full, line -> List.rev (line :: full)

let rec take n = function
  | x :: rest when n > 0 -> x :: take (n - 1) rest
  | _ -> []

let rec drop n = function
  | _ :: rest when n > 0 -> drop (n - 1) rest
  | list -> list

let identifier = Str.regexp "^[a-z][A-Za-z0-9_]*$"
let is_identifier s = Str.string_match identifier s 0
