(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What editors know about the PHP functions, and the calls of the tests. *)

val outputs : Table.t -> (string * (unit -> unit)) list
