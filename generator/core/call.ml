(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A call as tests write it. *)

open Types

exception Bad of string
let bad fmt = Printf.ksprintf (fun s -> raise (Bad s)) fmt

let find_optarg a word =
  match String.index_opt word ':' with
  | None -> bad "\"%s\" is not an optional argument" word
  | Some i ->
     let name = String.sub word 0 i
     and value = String.sub word (i + 1) (String.length word - i - 1) in
     match List.find_opt (fun (_, o) -> Action.optarg_name o = name) a.optargs
     with
     | Some (bit, o) -> bit, o, value
     | None -> bad "%s has no optional argument \"%s\"" a.name name

let split (a : action) words =
  let wanted = List.length a.args in
  if List.length words < wanted then
    bad "%s takes %d arguments" a.name wanted;
  Utils.take wanted words,
  List.map (find_optarg a) (Utils.drop wanted words)

let bool s =
  match String.lowercase_ascii s with
  | "1" | "t" | "true" | "y" | "yes" | "on" -> true
  | "0" | "f" | "false" | "n" | "no" | "off" -> false
  | _ -> bad "\"%s\" is not a boolean" s

(* Digits in C's notation, then K, M, G, T, P or E. *)
let number_parts = Str.regexp
  "^\\(-?\\)\\(0[xX][0-9a-fA-F]+\\|[0-9]+\\)\\([KMGTPE]?\\)$"

let number s =
  if not (Str.string_match number_parts s 0) then
    bad "\"%s\" is not a number" s;
  let sign = Str.matched_group 1 s
  and digits = Str.matched_group 2 s
  and suffix = Str.matched_group 3 s in
  let octal = String.length digits > 1 && digits.[0] = '0'
              && digits.[1] >= '0' && digits.[1] <= '9' in
  let digits = if octal then "0o" ^ digits else digits in
  let shift =
    if suffix = "" then 0
    else 10 * (String.index "KMGTPE" suffix.[0] + 1) in
  match Int64.of_string_opt (sign ^ digits) with
  | Some n when Int64.(shift_right (shift_left n shift) shift) = n ->
     Int64.shift_left n shift
  | Some _ | None -> bad "\"%s\" is not a number" s

(* Words between spaces; '…' keeps spaces, and is a way to write "". *)
let list s =
  let n = String.length s in
  let rec skip i = if i < n && s.[i] = ' ' then skip (i + 1) else i in
  let rec word b i =
    if i >= n || s.[i] = ' ' then i
    else if s.[i] = '\'' then (
      let j = try String.index_from s (i + 1) '\''
              with Not_found -> bad "a quote in \"%s\" is not closed" s in
      Buffer.add_string b (String.sub s (i + 1) (j - i - 1));
      word b (j + 1)
    )
    else (
      Buffer.add_char b s.[i];
      word b (i + 1)
    ) in
  let rec words i =
    let i = skip i in
    if i >= n then []
    else (
      let b = Buffer.create 16 in
      let next = word b i in
      Buffer.contents b :: words next
    ) in
  words 0

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

let is_key = function
  | String (Key, _) -> true
  | Bool _ | Int _ | Int64 _ | String _ | OptString _ | StringList _
  | BufferIn _ | Pointer _ -> false

let line ?(secrets = true) a words =
  let rec visible args words =
    match args, words with
    | arg :: args, w :: words ->
       let rest = visible args words in
       if is_key arg && not secrets then rest else w :: rest
    | _, words -> words in
  String.concat " "
    (Action.fish_name a :: List.map word (visible a.args words))
