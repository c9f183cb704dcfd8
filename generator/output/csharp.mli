(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The class Guestfs of C#, and the calls of its tests. *)

val outputs : Table.t -> (string * (unit -> unit)) list
