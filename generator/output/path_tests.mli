(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Each way to give a path of the guest to an action, as C for the program in
   tests/runner/paths.c. *)

val outputs : Table.t -> (string * (unit -> unit)) list
