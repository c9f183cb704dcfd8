(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Patterns of release files. *)

type token = Char of char | Blank | Star | Major | Minor

exception Bad of string

let rec tokens = function
  | '*' :: rest -> Star :: tokens rest
  | ' ' :: rest -> Blank :: tokens rest
  | '{' :: 'M' :: '}' :: rest -> Major :: tokens rest
  | '{' :: 'm' :: '}' :: rest -> Minor :: tokens rest
  | ('{' | '}') :: _ -> raise (Bad "a brace is not part of {M} or {m}")
  | c :: _ when c < ' ' || c > '~' ->
     raise (Bad (Printf.sprintf "%C is not printable ASCII" c))
  | c :: rest -> Char c :: tokens rest
  | [] -> []

let parse pattern = tokens (List.of_seq (String.to_seq pattern))

let rec check = function
  | Star :: Star :: _ -> Some "two stars follow each other"
  | (Major | Minor) :: (Major | Minor) :: _ ->
     Some "two numbers follow each other"
  | (Major | Minor) :: Char '0'..'9' :: _ -> Some "a digit follows a number"
  | [Star] -> Some "a pattern ends anywhere: the last star does nothing"
  | _ :: rest -> check rest
  | [] -> None

let count token list = List.length (List.filter ((=) token) list)

let problem pattern =
  match parse pattern with
  | exception Bad why -> Some why
  | list when count Major list > 1 || count Minor list > 1 ->
     Some "it has {M} or {m} twice"
  | list when List.mem Minor list && not (List.mem Major list) ->
     Some "it has {m} without {M}"
  | list -> check list

let is_digit c = c >= '0' && c <= '9'
let is_blank c = c = ' ' || c = '\t'

(* The end of what is of one kind from [i] on. *)
let rec run is text i =
  if i < String.length text && is text.[i] then run is text (i + 1) else i

(* Whether what stands before the next star is at [i], and where it ends. *)
let rec here tokens text i (major, minor) =
  match tokens with
  | [] | Star :: _ -> Some (tokens, i, (major, minor))
  | Char c :: rest ->
     if i < String.length text && text.[i] = c then
       here rest text (i + 1) (major, minor)
     else None
  | Blank :: rest ->
     let j = run is_blank text i in
     if j > i then here rest text j (major, minor) else None
  | (Major | Minor as which) :: rest ->
     let j = run is_digit text i in
     let inside = i > 0 && is_digit text.[i - 1] in
     if j = i || inside || j - i > 9 then None
     else
       let n = int_of_string ("0u" ^ String.sub text i (j - i)) in
       here rest text j (if which = Major then n, minor else major, n)

(* After a star the first place is taken at which the next piece fits. *)
let rec first_place tokens text i found =
  if i > String.length text then None
  else
    match here tokens text i found with
    | Some _ as place -> place
    | None -> first_place tokens text (i + 1) found

let fits pattern text =
  let rec pieces = function
    | Some (Star :: rest, i, found) -> pieces (first_place rest text i found)
    | Some (_, _, found) -> Some found
    | None -> None in
  pieces (here (parse pattern) text 0 (0, 0))

let example ~star pattern ~version:(major, minor) =
  let text = function
    | Char c -> String.make 1 c
    | Blank -> " "
    | Star -> star
    | Major -> string_of_int major
    | Minor -> string_of_int minor in
  String.concat "" (List.map text (parse pattern))
