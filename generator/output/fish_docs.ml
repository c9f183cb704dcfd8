(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The commands of the API in guestfish(1). *)

open Types
open Text

(* What has a heading in guestfish(1), and what has not. *)
let link t name =
  match Table.find t name with
  | Some a when Action.in_fish a -> Printf.sprintf "L</%s>" (Action.fish_name a)
  | Some _ | None -> Output_fish.command_of t name

let deprecation t a =
  match a.deprecated, Output_fish.replacement t a with
  | Current, _ -> ()
  | Replaced_by other, Some _ ->
     pr "I<Deprecated>: new scripts should use %s.\n\n" (link t other)
  | (Replaced_by _ | Deprecated), _ ->
     pr "I<Deprecated>: new scripts should not use it; nothing replaces \
         it.\n\n"

let other_names a =
  match Output_fish.other_names a with
  | [] -> ()
  | names ->
     pr "Other names: %s.\n\n"
       (String.concat ", " (List.map (Printf.sprintf "C<%s>") names))

let entry t a =
  pr "=head2 %s\n\n" (Action.fish_name a);
  pr " %s %s\n\n" (Action.fish_name a) (Output_fish.synopsis a);
  other_names a;
  List.iter (pr "%s\n\n")
    (String.trim (Pod.references (link t) a.doc) :: Output_fish.notes a);
  deprecation t a;
  Output_examples.print t a

let actions_pod t =
  start Pod GPL ~from:all_areas "The commands of the API in guestfish(1).";
  let commands =
    List.filter (fun a -> a.visibility <> VDebug) (Output_fish.commands t) in
  List.iter (entry t) commands

let outputs t =
  ["docs/gen/guestfish-actions.pod", fun () -> actions_pod t]
