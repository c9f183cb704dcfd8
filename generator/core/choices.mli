(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The words that an argument may be, where there are only some: what Tab
   offers.  Nothing is refused because it is not here. *)

(** Of drives: what lib/drives/protocols.c has. *)
val protocols : string list

(** Of the argument of that name of an action: [[]], any text. *)
val of_arg : Types.action -> string -> string list
