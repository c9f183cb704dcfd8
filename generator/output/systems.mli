(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The table of systems: for the daemon, for the manual, and a tree of files
   for each way in which a row is recognised, for tests/unit. *)

val outputs : Table.t -> (string * (unit -> unit)) list
