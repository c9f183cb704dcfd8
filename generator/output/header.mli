(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* include/guestfs.h *)

val outputs : Table.t -> (string * (unit -> unit)) list
