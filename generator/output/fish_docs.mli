(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The commands of the API in guestfish(1). *)

val outputs : Table.t -> (string * (unit -> unit)) list
