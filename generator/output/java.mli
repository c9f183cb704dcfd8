(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Java class GuestFS, and the classes of structs. *)

val outputs : Table.t -> (string * (unit -> unit)) list
