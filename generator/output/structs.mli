(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/structs.c: free, copy and compare structs and their lists. *)

val outputs : Table.t -> (string * (unit -> unit)) list
