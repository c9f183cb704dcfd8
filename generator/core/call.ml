(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A call as tests write it. *)

open Types

let bad = Literal.bad

let find_optarg a word =
  match String.index_opt word ':' with
  | None -> bad "\"%s\" is not an optional argument" word
  | Some i ->
     let name = String.sub word 0 i
     and value = String.sub word (i + 1) (String.length word - i - 1) in
     let is_it (_, o) = (Kinds.of_optarg o).name = name in
     match List.find_opt is_it a.optargs with
     | Some (bit, o) -> bit, o, value
     | None -> bad "%s has no optional argument \"%s\"" a.name name

let split (a : action) words =
  let wanted = List.length a.args in
  if List.length words < wanted then
    bad "%s takes %d arguments" a.name wanted;
  Utils.take wanted words,
  List.map (find_optarg a) (Utils.drop wanted words)

(* ---- As guestfish would be told ---- *)

let needs_quotes s =
  s = "" || String.exists (function
      | '\000' .. ' ' | '"' | '\'' | '\\' | '#' | '|' | '\127' .. '\255' -> true
      | _ -> false) s

let quote s =
  let b = Buffer.create (String.length s + 8) in
  String.iter (function
      | '"' -> Buffer.add_string b "\\\""
      | '\\' -> Buffer.add_string b "\\\\"
      | '\n' -> Buffer.add_string b "\\n"
      | '\t' -> Buffer.add_string b "\\t"
      | '\r' -> Buffer.add_string b "\\r"
      | ' ' .. '~' as c -> Buffer.add_char b c
      | c -> Printf.bprintf b "\\x%02x" (Char.code c)) s;
  "\"" ^ Buffer.contents b ^ "\""

let word s = if needs_quotes s then quote s else s

let line ?(secrets = true) a words =
  let rec visible args words =
    match args, words with
    | (arg : Kinds.value) :: args, w :: words ->
       let rest = visible args words in
       if arg.kind.secret && not secrets then rest else w :: rest
    | _, words -> words in
  String.concat " "
    (Action.fish_name a :: List.map word (visible (Action.args a) words))
