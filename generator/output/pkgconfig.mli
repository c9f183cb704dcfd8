(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/libguestfs.pc.in: how programs are compiled and linked. *)

val outputs : Table.t -> (string * (unit -> unit)) list
