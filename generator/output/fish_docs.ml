(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The commands of the API in guestfish(1). *)

open Types
open Text

(* Commands of guestfish itself that have a heading in docs/guestfish.pod and
   replace an action of the same name. *)
let link t name =
  match Table.find t name with
  | Some a when Action.in_fish a ->
     Printf.sprintf "L</%s>" (Action.fish_name a)
  | Some { visibility = VPublicNoFish; _ } ->
     Printf.sprintf "C<%s>" (Utils.dashes name)
  | Some _ | None -> Printf.sprintf "C<guestfs_%s>" name

let deprecation t a =
  match a.deprecated with
  | Current -> ()
  | Deprecated ->
     pr "I<Deprecated>: new scripts should not use it; nothing replaces it.\n\n"
  | Replaced_by other ->
     pr "I<Deprecated>: new scripts should use %s.\n\n" (link t other)

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
