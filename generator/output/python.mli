(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Python class, and stubs of their types. *)

val outputs : Table.t -> (string * (unit -> unit)) list
