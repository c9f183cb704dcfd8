(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Python class, and the types of what they return. *)

val outputs : Table.t -> (string * (unit -> unit)) list
