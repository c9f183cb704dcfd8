(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Errnos by name, as they cross the wire. *)

val outputs : Table.t -> (string * (unit -> unit)) list
