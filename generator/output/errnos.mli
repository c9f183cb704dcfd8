(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Errnos by name, as they cross the wire. *)

val errnos_h : unit -> unit
val errnos_c : unit -> unit
