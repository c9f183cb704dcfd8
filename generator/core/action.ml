(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What follows from the record of an action. *)

open Types

let proc_nr a = match a.where with Daemon n -> Some n | Library -> None
let is_daemon a = proc_nr a <> None
let is_library a = not (is_daemon a)

let c_name a = if a.once_had_no_optargs then a.name ^ "_opts" else a.name
let upper a = Utils.upper a.name
let optarg_prefix a = "GUESTFS_" ^ Utils.upper (c_name a)

let camel_name a =
  match a.camel_name with Some s -> s | None -> Utils.camel a.name

let non_c_aliases a = if a.once_had_no_optargs then [c_name a] else []

let is_public a =
  match a.visibility with
  | VPublic | VPublicNoFish | VStateTest | VDebug -> true
  | VBindTest | VInternal -> false

let is_documented a =
  match a.visibility with
  | VPublic | VPublicNoFish | VStateTest -> true
  | VBindTest | VDebug | VInternal -> false

let has_pointer a =
  List.exists (function
      | Pointer _ -> true
      | Bool _ | Int _ | Int64 _ | String _ | OptString _ | StringList _
      | BufferIn _ -> false) a.args

let in_fish a =
  match a.visibility with
  | VPublic | VDebug -> not (has_pointer a)
  | VPublicNoFish | VStateTest | VBindTest | VInternal -> false

let fish_name a = Utils.dashes a.name
let fish_aliases a = a.fish_alias

let can_be_cancelled a = a.cancellable || a.also_cancellable

let is_deprecated a = a.deprecated <> Current

let arg_name = function
  | Bool n | Int n | Int64 n | String (_, n) | OptString n | StringList (_, n)
  | BufferIn n | Pointer (_, n) -> n

let optarg_name = function
  | OBool n | OInt n | OInt64 n | OString n | OStringList n -> n

let optargs a = List.map snd a.optargs

let files kind a =
  let select = function
    | String (k, n) when k = kind -> Some n
    | String _ | Bool _ | Int _ | Int64 _ | OptString _ | StringList _
    | BufferIn _ | Pointer _ -> None in
  List.filter_map select a.args
let files_in = files FileIn
let files_out = files FileOut

let version_string (a, b, c) = Printf.sprintf "%d.%d.%d" a b c
