(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What follows from the record of an action. *)

open Types

val is_daemon : action -> bool
val is_library : action -> bool
val proc_nr : action -> int option

(** The name of the C function that takes the optional arguments, without
    "guestfs_": the name, plus "_opts" when [once_had_no_optargs]. *)
val c_name : action -> string

(** ["ADD_DRIVE"] : of the macro [GUESTFS_HAVE_ADD_DRIVE]. *)
val upper : action -> string

(** ["GUESTFS_ADD_DRIVE_OPTS"]: what the macros of optional arguments start
    with. *)
val optarg_prefix : action -> string

(** Bindings name classes and constructors after it. *)
val camel_name : action -> string

(** Other names that languages with optional arguments of their own offer:
    ["add_drive_opts"]. *)
val non_c_aliases : action -> string list

(** Declared in the public part of guestfs.h. *)
val is_public : action -> bool

(** Has a page in guestfs(3): public and not a debugging aid. *)
val is_documented : action -> bool

(** What it returns. *)
val result : action -> Results.t

(** Has an argument that only C can give. *)
val has_pointer : action -> bool

(** Some argument is kept out of traces. *)
val has_secret : action -> bool

(** Is a command of guestfish that the generator makes. *)
val in_fish : action -> bool

(** Name of the guestfish command. *)
val fish_name : action -> string

(** What it tells of its progress are bytes. *)
val counts_bytes : action -> bool

(** Whether guestfs_user_cancel stops it. *)
val can_be_cancelled : action -> bool

val is_deprecated : action -> bool

(** The arguments, and the optional ones in bit order. *)
val args : action -> Kinds.value list
val optargs : action -> Kinds.value list

val files_in : action -> string list
val files_out : action -> string list

(** "1.23.4" *)
val version_string : version -> string
