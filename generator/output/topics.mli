(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The functions by topic, for guestfs(3) and for the HTML pages. *)

val outputs : Table.t -> (string * (unit -> unit)) list
