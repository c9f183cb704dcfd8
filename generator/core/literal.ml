(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A value as tests write it, and the same in C. *)

exception Bad of string
let bad fmt = Printf.ksprintf (fun s -> raise (Bad s)) fmt

let bool s =
  match String.lowercase_ascii s with
  | "1" | "t" | "true" | "y" | "yes" | "on" -> true
  | "0" | "f" | "false" | "n" | "no" | "off" -> false
  | _ -> bad "%S is not true or false" s

(* Digits in C's notation, then K, M, G, T, P or E. *)
let number_parts = Str.regexp
  "^\\(-?\\)\\(0[xX][0-9a-fA-F]+\\|[0-9]+\\)\\([KMGTPE]?\\)$"

let number s =
  if not (Str.string_match number_parts s 0) then
    bad "%S is not a number" s;
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
  | Some _ | None -> bad "%S is not a number" s

(* Words between spaces; '…' keeps spaces, and is a way to write "". *)
let list s =
  let n = String.length s in
  let rec skip i = if i < n && s.[i] = ' ' then skip (i + 1) else i in
  let rec word b i =
    if i >= n || s.[i] = ' ' then i
    else if s.[i] = '\'' then (
      let j = try String.index_from s (i + 1) '\''
              with Not_found -> bad "a quote in %S is not closed" s in
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

(* ---- In C ---- *)

let c_bool s = if bool s then "1" else "0"

let c_int s =
  let n = number s in
  if n < -0x8000_0000L || n > 0x7fff_ffffL then
    bad "%s does not fit into an int" s;
  if n = -0x8000_0000L then "INT_MIN" else Int64.to_string n

let c_int64 s =
  let n = number s in
  if n = Int64.min_int then "INT64_MIN" else Printf.sprintf "INT64_C (%Ld)" n

let array_of c_type elements =
  Printf.sprintf "(%s[]) { %s }" c_type
    (String.concat ", " (List.map Utils.c_string elements @ ["NULL"]))

let c_list = array_of "char *"
let c_const_list = array_of "const char *"
