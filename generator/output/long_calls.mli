(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The actions that can be cancelled or send progress messages, for
   tests/actions/all-long-calls.c, which must have a call of each. *)

val outputs : Table.t -> (string * (unit -> unit)) list
