(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The command line of the generator. *)

(** [main outputs]: what to write, given the table: paths below the source
    tree and their writers. *)
val main : (Table.t -> (string * (unit -> unit)) list) -> unit
