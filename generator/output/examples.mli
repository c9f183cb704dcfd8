(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests that a record shows as examples, as verbatim POD. *)

(** Prints nothing when there are none. *)
val print : Table.t -> Types.action -> unit
