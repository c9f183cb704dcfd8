(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of actions is POD: references in it, and plain text. *)

(** [references f pod]: each [C<guestfs_name>] becomes [f name]. *)
val references : (string -> string) -> string -> string

(** [plain ~width pod]: lines of readable text without markup. *)
val plain : width:int -> string -> string list

(** The text of one line without its formatting codes. *)
val strip : string -> string

(** Characters that mean something in POD, escaped. *)
val escape : string -> string
