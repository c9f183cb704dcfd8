(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the daemon is given: prototypes of the actions, stubs, dispatch,
   optional groups. *)

(** daemon/gen/: path and writer of each file. *)
val outputs : Table.t -> (string * (unit -> unit)) list
