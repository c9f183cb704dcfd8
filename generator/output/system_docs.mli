(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The systems that inspection knows, for guestfs(3). *)

val outputs : Table.t -> (string * (unit -> unit)) list
