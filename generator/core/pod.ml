(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of actions is POD: references in it, and plain text. *)

let reference = Str.regexp "C<guestfs_\\([a-z0-9_]+[A-Z0-9_]*\\*?\\)>"

let references f pod =
  let replace s = f (Str.matched_group 1 s) in
  Str.global_substitute reference replace pod

(* ---- Formatting codes ---- *)

let entities = ["lt", "<"; "gt", ">"; "verbar", "|"; "sol", "/"; "nbsp", " "]

(* What is seen of L<text|target>, L<page(1)>, L</section>. *)
let link s =
  match String.index_opt s '|' with
  | Some i -> String.sub s 0 i
  | None ->
     match String.index_opt s '/' with
     | Some 0 -> String.sub s 1 (String.length s - 1)
     | Some i when not (Utils.contains s ~sub:"://") ->
        Printf.sprintf "%s in %s"
          (String.sub s (i + 1) (String.length s - i - 1)) (String.sub s 0 i)
     | Some _ | None -> s

type form = {
  text : char -> string;
  code : char -> string -> string;
  inside : char -> form option;
}

let plain_code code inside =
  match code with
  | 'E' -> (try List.assoc inside entities with Not_found -> inside)
  | 'L' -> link inside
  | 'X' | 'Z' -> ""
  | _ -> inside

let plain_form =
  { text = String.make 1; code = plain_code; inside = (fun _ -> None) }

(* The number of characters equal to c from position i on. *)
let rec run s c i =
  if i < String.length s && s.[i] = c then 1 + run s c (i + 1) else 0

let is_code s i =
  i + 1 < String.length s && s.[i] >= 'A' && s.[i] <= 'Z' && s.[i+1] = '<'

(* Reads up to [depth] times '>' (0: the end); returns the text and where it
   ended.  C<< a > b >> has two, and a space inside each. *)
let rec parse form s depth b i =
  if i >= String.length s then i
  else if depth > 0 && s.[i] = '>' && run s '>' i >= depth then i + depth
  else if is_code s i then (
    let wanted = run s '<' (i + 1) in
    let inside = Buffer.create 32 in
    let inner = Option.value (form.inside s.[i]) ~default:form in
    let next = parse inner s wanted inside (i + 1 + wanted) in
    let text = Buffer.contents inside in
    let text = if wanted > 1 then String.trim text else text in
    Buffer.add_string b (form.code s.[i] text);
    parse form s depth b next
  )
  else (
    Buffer.add_string b (form.text s.[i]);
    parse form s depth b (i + 1)
  )

let render form s =
  let b = Buffer.create (String.length s) in
  ignore (parse form s 0 b 0);
  Buffer.contents b

let strip = render plain_form

(* ---- Paragraphs ---- *)

let is_blank line = String.trim line = ""

let split_paragraphs pod =
  let finish current all =
    if current = [] then all else List.rev current :: all in
  let rec loop current all = function
    | [] -> List.rev (finish current all)
    | line :: rest when is_blank line -> loop [] (finish current all) rest
    | line :: rest -> loop (line :: current) all rest in
  loop [] [] (Utils.lines pod)

(* "=item text" is ["=item", "text"]. *)
let command line =
  match String.index_opt line ' ' with
  | Some i ->
     String.sub line 0 i,
     String.trim (String.sub line i (String.length line - i))
  | None -> line, ""

let indent n lines =
  List.map (fun l -> if l = "" then l else String.make n ' ' ^ l) lines

(* Bullets and their text belong on one line. *)
let rec join_bullets = function
  | ["=item *"] :: text :: rest ->
     ["=item * " ^ String.concat " " text] :: join_bullets rest
  | p :: rest -> p :: join_bullets rest
  | [] -> []

let is_bullet text = text <> "" && text.[0] = '*'

let paragraphs pod = join_bullets (split_paragraphs pod)

let is_verbatim line = line.[0] = ' ' || line.[0] = '\t'

let item depth width text =
  let depth = max 0 (depth - 1) in
  match Utils.fill ~width:(width - 4 * depth - 2) text with
  | first :: rest when is_bullet text ->
     indent (4 * depth) (first :: indent 2 rest)
  | lines -> indent (4 * depth) lines

(* A paragraph is lines, and if an empty line goes before what follows it. *)
let plain ~width pod =
  let depth = ref 0 in
  let paragraph = function
    | [] -> [], true
    | first :: _ as verbatim when is_verbatim first ->
       indent (4 * !depth) verbatim, true
    | first :: _ as lines when first.[0] = '=' ->
       (match command (String.concat " " lines) with
        | "=over", _ -> incr depth; [], true
        | "=back", _ -> decr depth; [], true
        | "=item", text ->
           item !depth width (strip text), is_bullet text
        | ("=for" | "=pod" | "=cut" | "=encoding"), _ -> [], true
        | _, heading -> [strip heading], true)
    | lines ->
       indent (4 * !depth)
         (Utils.fill ~width:(width - 4 * !depth)
            (strip (String.concat " " lines))), true in
  let rec join gap = function
    | [] -> []
    | (lines, gap_after) :: rest ->
       (if gap then "" :: lines else lines) @ join gap_after rest in
  List.map paragraph (paragraphs pod)
  |> List.filter (fun (lines, _) -> lines <> [])
  |> join false
