(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the programs that test the languages must print. *)

val outputs : Table.t -> (string * (unit -> unit)) list
