(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The reference parts of guestfs(3). *)

val actions_pod : Table.t -> unit
val structs_pod : Table.t -> unit
val availability_pod : Table.t -> unit
val outputs : Table.t -> (string * (unit -> unit)) list
