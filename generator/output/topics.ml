(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The functions by topic: a chapter of guestfs(3), and what docs/html/make-site
   has to know of each action. *)

open Text
open Json

let names (topic : Topics.t) t =
  List.map (fun (a : Types.action) -> a.name) (Topics.actions t topic)

let topic_pod t (topic : Topics.t) =
  pr "=head2 %s\n\n%s:\n\n" topic.topic topic.about;
  let links =
    List.map (Printf.sprintf "L</guestfs_%s>") (names topic t) in
  List.iter (pr "%s\n")
    (Utils.fill ~width:76 (String.concat ", " links ^ "."));
  pr "\n"

let pod t () =
  start Pod LGPL ~from:"generator/core/topics.ml"
    "The functions of guestfs(3), by topic.";
  List.iter (topic_pod t) (Topics.all t)

let topic_json t (topic : Topics.t) =
  to_string
    (Object ["topic", Str topic.topic; "about", Str topic.about;
             "actions", List (List.map (fun n -> Str n) (names topic t))])

let action_json t (a : Types.action) =
  to_string (Output_dump.action (Table.area_of t a) a)

let list last values =
  pr "%s\n]%s\n" (String.concat ",\n" values) last

let json t () =
  pr "{\"comment\": \"Generated from generator/actions; do not edit.\",\n";
  pr "\"topics\": [\n";
  list "," (List.map (topic_json t) (Topics.all t));
  pr "\"actions\": [\n";
  list "" (List.filter Action.is_documented (Table.actions t)
           |> List.map (action_json t));
  pr "}\n"

let outputs t = [
  "docs/gen/guestfs-topics.pod", pod t;
  "docs/gen/actions.json", json t;
]
