(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The command line of the generator. *)

(** [main ~dump outputs]: what to write, given the table: paths below the
    source tree and their writers; and what --dump-api prints. *)
val main : dump:(Table.t -> unit -> unit)
           -> (Table.t -> (string * (unit -> unit)) list) -> unit
