(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests of the records as C for the runner in tests/actions. *)

val capi : Table.t -> Table.area -> unit
val areas_c : Table.t -> unit
val outputs : Table.t -> (string * (unit -> unit)) list
