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
  | VBindTest | VInternal | VPrivate -> false

let is_documented a =
  match a.visibility with
  | VPublic | VPublicNoFish | VStateTest -> true
  | VBindTest | VDebug | VInternal | VPrivate -> false

let args a = List.map Kinds.of_arg a.args
let optargs a = List.map (fun (_, o) -> Kinds.of_optarg o) a.optargs

let result a = Results.of_ret a.ret

let has_pointer a =
  List.exists (fun (v : Kinds.value) -> v.form.pointed <> "") (args a)

let has_secret a =
  List.exists (fun (v : Kinds.value) -> v.kind.secret) (args a @ optargs a)

let in_fish a =
  match a.visibility with
  | VPublic | VDebug -> not (has_pointer a)
  | VPublicNoFish | VStateTest | VBindTest | VInternal | VPrivate -> false

let fish_name a = Utils.dashes a.name

(* Most that tell how far they are count bytes; "launch" counts steps. *)
let counts_bytes a =
  let begins prefix =
    let n = String.length prefix in
    String.length a.name >= n && String.sub a.name 0 n = prefix in
  a.progress
  && (List.exists Kinds.is_stream (args a)
      || List.exists begins ["copy_"; "fill"; "zero"])

let can_be_cancelled a = a.cancellable || a.also_cancellable

let is_deprecated a = a.deprecated <> Current

let files transport a =
  let names (v : Kinds.value) =
    if v.kind.transport = transport then Some v.name else None in
  List.filter_map names (args a)
let files_in = files Kinds.Upload
let files_out = files Kinds.Download

let version_string (a, b, c) = Printf.sprintf "%d.%d.%d" a b c
