(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* POD to Markdown. *)

let escape_char = function
  | ('*' | '_' | '<' | '[' | ']' | '`' | '\\' | '#') as c ->
     Printf.sprintf "\\%c" c
  | c -> String.make 1 c

let escape s =
  String.to_seq s |> Seq.map escape_char |> List.of_seq |> String.concat ""

let is_target s = Utils.contains s ~sub:"://" || Utils.contains s ~sub:"::"

let link s =
  match String.index_opt s '|' with
  | Some i ->
     let text = String.sub s 0 i
     and target = String.sub s (i + 1) (String.length s - i - 1) in
     if is_target target then Printf.sprintf "[%s](%s)" text target else text
  | None ->
     if is_target s then Printf.sprintf "<%s>" s
     else Pod.plain_form.code 'L' s

let wrap mark s = if s = "" then "" else mark ^ s ^ mark

let code c s =
  match c with
  | 'C' | 'F' -> wrap "`" s
  | 'B' -> wrap "**" s
  | 'I' -> wrap "*" s
  | 'L' -> link s
  | 'E' -> (match s with "lt" -> "\\<" | _ -> Pod.plain_form.code c s)
  | _ -> Pod.plain_form.code c s

(* Code shows what is in it as it is; so do the names of links, where C<> is
   code nonetheless. *)
let in_link =
  { Pod.plain_form with
    code = (fun c s -> if c = 'C' then wrap "`" s
                       else Pod.plain_form.code c s) }

let form : Pod.form = {
  text = escape_char;
  code;
  inside = (function
      | 'C' | 'F' | 'E' -> Some Pod.plain_form
      | 'L' -> Some in_link
      | _ -> None);
}

let indent n = List.map (fun l -> if l = "" then l else String.make n ' ' ^ l)

let fenced lines =
  "```text" :: lines @ ["```"]

(* "* text" is a bullet of its own; other items are terms. *)
let item text =
  let text = if text <> "" && text.[0] = '*' then
      String.sub text 1 (String.length text - 1) else text in
  "- " ^ Pod.render form (String.trim text)

let lines ~width pod =
  let depth = ref 0 in
  let fill text = Utils.fill ~width:(width - 2 * !depth) text in
  let paragraph = function
    | [] -> []
    | first :: _ as verbatim when Pod.is_verbatim first ->
       indent (2 * !depth) (fenced verbatim)
    | first :: _ as lines when first.[0] = '=' ->
       (match Pod.command (String.concat " " lines) with
        | "=over", _ -> incr depth; []
        | "=back", _ -> decr depth; []
        | "=item", text ->
           (match fill (item text) with
            | first :: rest ->
               indent (2 * (!depth - 1)) (first :: indent 2 rest)
            | [] -> [])
        | ("=for" | "=pod" | "=cut" | "=encoding"), _ -> []
        | _, heading -> ["### " ^ Pod.render form heading])
    | lines ->
       indent (2 * !depth) (fill (Pod.render form (String.concat " " lines)))
  in
  List.map paragraph (Pod.paragraphs pod)
  |> List.filter (fun l -> l <> [])
  |> List.fold_left (fun all l -> if all = [] then l else all @ "" :: l) []
