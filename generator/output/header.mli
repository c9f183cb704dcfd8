(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* include/guestfs.h *)

val guestfs_h : Table.t -> unit -> unit
