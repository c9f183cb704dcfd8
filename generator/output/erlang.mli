(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The Erlang module guestfs, and the calls of its tests. *)

val outputs : Table.t -> (string * (unit -> unit)) list
