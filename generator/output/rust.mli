(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The crate guestfs: its methods, and the C functions that they call. *)

val outputs : Table.t -> (string * (unit -> unit)) list
