(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests that a record shows as examples, as verbatim POD: guestfish
   commands, and what each gives. *)

open Types
open Text

let assumption = function
  | Blank -> "Example:"
  | Partition -> "Example, on a disk with one partition (MBR):"
  | Gpt_disk -> "Example, on a disk with one partition (GPT):"
  | Filesystem -> "Example, with a file system mounted on F</>:"
  | Lv_filesystem ->
     "Example, with the file system of F</dev/VG/LV> mounted on F</>:"
  | Btrfs -> "Example, with the Btrfs of F</dev/sda> mounted on F</>:"
  | Encrypted ->
     "Example, on an encrypted device that C<secret> and C<other> open:"

(* What is worth showing of a result in one line. *)
let outcome = function
  | Is s when String.contains s '\n' || s = "" -> None
  | Is s -> Some s
  | Is_int n -> Some (string_of_int n)
  | At_least n -> Some (Printf.sprintf "%d or more" n)
  | Is_true -> Some "true"
  | Is_false -> Some "false"
  | Is_list l | Is_set l -> Some (String.concat ", " l)
  | Is_empty -> Some "(nothing)"
  | Has_fields l | Has_pairs l ->
     Some (String.concat ", " (List.map (fun (a, b) -> a ^ ": " ^ b) l))
  | Fails -> Some "fails"
  | Fails_with e -> Some ("fails: " ^ e)
  | Succeeds | Includes _ | Has_length _ | Is_buffer _ | Matches _ | C_expr _
    -> None

(* "@tmp/x" and "@data/x" are only names of the test's own. *)
let local s =
  match String.split_on_char '/' s with
  | ("@tmp" | "@data") :: rest when rest <> [] -> String.concat "/" rest
  | _ -> s

let line t (words, expect) =
  match words with
  | [] -> None
  | name :: values ->
     match Table.find t name with
     | Some a when Action.in_fish a ->
        let call = Call.line ~secrets:false a (List.map local values) in
        Some (call, outcome expect)
     | Some _ | None -> None

let print_line (call, outcome) =
  match outcome with
  | None -> pr " %s\n" call
  | Some s when String.length call + String.length s < 66 ->
     pr " %-32s # %s\n" call s
  | Some s -> pr " %s\n   # %s\n" call s

let print_test t test =
  pr "%s\n\n" (assumption test.setup);
  List.iter print_line (List.filter_map (line t) test.steps);
  pr "\n"

let print t a =
  let possible test =
    test.example && List.for_all (fun s -> line t s <> None) test.steps in
  List.iter (print_test t) (List.filter possible a.tests)
