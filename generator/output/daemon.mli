(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the daemon is given: prototypes of the actions, stubs, dispatch,
   optional groups. *)

val actions_h : Table.t -> unit
val stubs : Table.area -> unit
val dispatch_h : Table.t -> unit
val dispatch_c : Table.t -> unit
val optgroups_c : Table.t -> unit

(** daemon/gen/: path and writer of each file. *)
val outputs : Table.t -> (string * (unit -> unit)) list
