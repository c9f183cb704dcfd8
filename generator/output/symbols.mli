(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the library exports: lib/gen/libguestfs.syms *)

(** Sorted. *)
val exported : Table.t -> string list

val outputs : Table.t -> (string * (unit -> unit)) list
