(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The reference parts of guestfs(3). *)

val outputs : Table.t -> (string * (unit -> unit)) list
