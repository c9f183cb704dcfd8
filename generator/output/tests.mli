(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests of the records as C for the runner in tests/actions. *)

(** What is wrong with the tests of the table: one line each. *)
val problems : Table.t -> string list

val capi : Table.t -> Table.area -> unit
val areas_c : Table.t -> unit
val outputs : Table.t -> (string * (unit -> unit)) list
