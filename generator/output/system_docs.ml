(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The systems that inspection knows, for guestfs(3). *)

open Os
open Text

let sp = Printf.sprintf
let code s = sp "C<%s>" s

let item name text =
  pr "=item B<%s>\n\n" name;
  List.iter (pr "%s\n") (Utils.fill ~width:76 text);
  pr "\n"

let items list =
  pr "=over 4\n\n";
  List.iter (fun (name, text) -> item name text) list;
  pr "=back\n\n"

(* Each once, in the order of the rules, without unknown. *)
let distinct words =
  List.fold_left (fun seen word ->
      if word = "unknown" || List.mem word seen then seen else seen @ [word])
    [] words

let sentence what = function
  | [] -> []
  | words -> [what ^ String.concat ", " (List.map code words) ^ "."]

let packages row =
  let of_rules member =
    distinct (List.map (fun (_, packages) -> member packages) row.packages) in
  sentence "Packages: "
    (distinct (of_rules (fun p -> p.format)
               @ of_rules (fun p -> p.management)))

let kind row =
  if row.os_type = "linux" || row.os_type = row.distro then []
  else [sp "Type: %s." (code row.os_type)]

let older row =
  match row.older with
  | "" -> []
  | "no root" -> ["libguestfs 1.48 does not find it."]
  | word -> [sp "libguestfs 1.48: %s." (code word)]

let full_stop s = if s = "" then [] else [s]

let about row =
  (row.name ^ ".") :: kind row @ packages row @ older row @ full_stop row.note
  |> String.concat " "

(* The rows of one distro are one entry. *)
let distros rows =
  let named = List.filter (fun row -> row.distro <> "") rows in
  let names = List.sort_uniq compare (List.map (fun r -> r.distro) named) in
  List.map (fun name ->
      let same = List.filter (fun row -> row.distro = name) named in
      let first, others = List.partition (fun r -> r.edition = None) same in
      name, String.concat " " (List.map about (first @ others))) names

let used words table =
  List.filter (fun (word, _) -> List.mem word words) table

let systems_pod rows () =
  let packages = List.concat_map (fun r -> List.map snd r.packages) rows in
  start Pod LGPL ~from:"generator/inspect" "The systems of guestfs(3).";
  pr "=head2 Types of systems\n\n";
  items (used (List.map (fun r -> r.os_type) rows) os_types);
  pr "=head2 Distributions\n\n";
  items (distros rows);
  pr "=head2 Formats of packages\n\n";
  items (used (List.map (fun p -> p.format) packages) formats);
  pr "=head2 Managers of packages\n\n";
  items (used (List.map (fun p -> p.management) packages) managements)

let outputs t =
  let rows = List.concat_map snd t.Table.systems in
  ["docs/gen/guestfs-systems.pod", systems_pod rows]
