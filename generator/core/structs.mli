(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The structs that actions return, and questions about their fields. *)

open Types

(** Sorted by name. *)
val all : structure list

val field_name : field -> string

(** The fewest bytes that a struct takes on the wire. *)
val wire_size : structure -> int

(** The members of the C struct for one field: a FBuffer has two. *)
val field_c_decls : field -> string list

(** The field is a pointer to memory of its own. *)
val owns_memory : field -> bool
