(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A whole table of actions, and questions about it. *)

open Types

type area = {
  area : string;
  daemon : bool;
  library : bool;
  actions : action list;
}

type t = {
  areas : area list;
  structs : structure list;
  groups : (string * string) list;
  systems : (string * Os.t list) list;
}

let actions t =
  List.concat_map (fun a -> a.actions) t.areas
  |> List.stable_sort (fun (a : action) (b : action) -> compare a.name b.name)

let daemon_actions t = List.filter Action.is_daemon (actions t)
let library_actions t = List.filter Action.is_library (actions t)

let find t name =
  let is_it (a : action) = a.name = name in
  List.find_map (fun area -> List.find_opt is_it area.actions) t.areas

let find_struct t name = List.find_opt (fun s -> s.s_name = name) t.structs

let area_of t (action : action) =
  let defines a = List.exists (fun (b : action) -> b == action) a.actions in
  match List.find_opt defines t.areas with
  | Some a -> a.area
  | None -> invalid_arg ("Table.area_of: " ^ action.name)

let group_members t group =
  List.filter (fun a -> a.optional_group = Some group) (daemon_actions t)

let exported_actions t =
  List.filter (fun a -> a.visibility <> VPrivate) (actions t)

(* Structs of private actions only are private, too. *)
let exported_structs t =
  let returns s (a : action) =
    match a.ret with
    | RStruct (_, n) | RStructList (_, n) -> n = s.s_name
    | _ -> false in
  List.filter
    (fun s -> s.s_external || List.exists (returns s) (exported_actions t))
    t.structs

let highest actions =
  List.filter_map Action.proc_nr actions |> List.fold_left max 0

let max_proc t = highest (actions t)
let max_exported_proc t = highest (exported_actions t)
