(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The Go package guestfs: its methods and types. *)

val outputs : Table.t -> (string * (unit -> unit)) list
