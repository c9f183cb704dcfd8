(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/structs.c: free, copy and compare structs and their lists. *)

val structs_c : Table.t -> unit -> unit
