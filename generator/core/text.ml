(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The one printer of generated text, and when a file is rewritten. *)

let out = ref (Buffer.create 65536)
let indentation = ref 0
let line = Buffer.create 256    (* the line being printed, not yet in out *)

let trim_right s =
  let rec last n = if n > 0 && s.[n-1] = ' ' then last (n-1) else n in
  String.sub s 0 (last (String.length s))

let end_line () =
  let s = trim_right (Buffer.contents line) in
  Buffer.clear line;
  Buffer.add_string !out s;
  Buffer.add_char !out '\n'

let add_char = function
  | '\n' -> end_line ()
  | c ->
     if Buffer.length line = 0 then
       Buffer.add_string line (String.make !indentation ' ');
     Buffer.add_char line c

let pr fmt = Printf.ksprintf (String.iter add_char) fmt

let raw s =
  Buffer.add_buffer !out line;
  Buffer.clear line;
  Buffer.add_string !out s

let indented n f =
  indentation := !indentation + n;
  Fun.protect ~finally:(fun () -> indentation := !indentation - n) f

let nested before f after =
  pr "%s\n" before;
  indented 2 f;
  pr "%s\n" after

let column () =
  if Buffer.length line = 0 then !indentation else Buffer.length line

let right_margin = 79

(* Where the list starts: after the parenthesis or, when some argument would
   not fit there, four columns in on a line of its own. *)
let arguments_column args =
  let longest = List.fold_left (fun n s -> max n (String.length s)) 0 args in
  if column () + longest + 1 <= right_margin then column ()
  else (pr "\n"; !indentation + 4)

let spaces n = String.make (max 0 n) ' '

let arguments before args after =
  pr "%s" before;
  let left = arguments_column args in
  let closing = String.length (trim_right (List.hd (Utils.lines after))) in
  let rec loop first = function
    | [] -> ()
    | arg :: rest ->
       let room = if rest = [] then closing else 1 in
       let width = column () + 1 + String.length arg + room in
       if not first && width > right_margin then pr "\n";
       if Buffer.length line = 0 then
         pr "%s%s" (spaces (left - !indentation)) arg
       else if first then pr "%s" arg
       else pr " %s" arg;
       if rest <> [] then pr ",";
       loop false rest in
  loop true args;
  pr "%s" after

type style = C | OCaml | Hash | Dashes | Percent | Php | Pod | Xml
type licence = GPL | LGPL

let comment style s =
  match style with
  | C | Php -> pr "/* %s */\n" s
  | OCaml -> pr "(* %s *)\n" s
  | Hash -> pr "# %s\n" s
  | Dashes -> pr "-- %s\n" s
  | Percent -> pr "%% %s\n" s
  | Pod -> pr "=for comment %s\n\n" s
  | Xml -> pr "<!-- %s -->\n" s

(* The tag is split so that tools that look for licences in sources do not
   take this line for the licence of this file. *)
let licence_line licence =
  "SPDX-License-" ^ "Identifier: "
  ^ (match licence with
     | GPL -> "GPL-2.0-or-later"
     | LGPL -> "LGPL-2.1-or-later")

let start style licence ~from what =
  if style = Php then pr "<?php\n";
  comment style (Printf.sprintf "Generated from %s; do not edit." from);
  comment style (licence_line licence);
  comment style what;
  if style <> Pod then pr "\n"

let area_source area = "generator/actions/" ^ area ^ ".ml"
let all_areas = "generator/actions"

let to_string writer =
  let saved = !out and saved_indentation = !indentation in
  assert (Buffer.length line = 0);
  out := Buffer.create 65536;
  indentation := 0;
  Fun.protect writer ~finally:(fun () ->
      if Buffer.length line > 0 then raw "";
      indentation := saved_indentation);
  let s = Buffer.contents !out in
  out := saved;
  s

let read_file path =
  try
    let chan = open_in_bin path in
    Fun.protect ~finally:(fun () -> close_in chan) (fun () ->
        Some (really_input_string chan (in_channel_length chan)))
  with Sys_error _ | End_of_file -> None

let first_line path =
  try
    let chan = open_in_bin path in
    Fun.protect ~finally:(fun () -> close_in chan)
      (fun () -> Some (input_line chan))
  with Sys_error _ | End_of_file -> None

let rec make_folder path =
  if not (Sys.file_exists path) then (
    make_folder (Filename.dirname path);
    try Unix.mkdir path 0o777
    with Unix.Unix_error (Unix.EEXIST, _, _) -> ()
  )

let write_if_changed path text =
  if read_file path = Some text then false
  else (
    make_folder (Filename.dirname path);
    (* A new file, renamed, so that an interrupted run leaves no half. *)
    let temporary = path ^ ".new" in
    let chan = open_out_bin temporary in
    Fun.protect ~finally:(fun () -> close_out chan)
      (fun () -> output_string chan text);
    Sys.rename temporary path;
    true
  )
