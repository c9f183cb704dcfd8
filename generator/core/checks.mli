(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a table must fulfil before anything is generated from it. *)

(** Each problem is one line,
    "generator/actions/<area>.ml: <action>: what is wrong: what to do";
    the empty list when all is well. *)
val problems : Table.t -> string list

(** Names of the list of planned actions that are defined by now: they only
    have to go before a release. *)
val no_longer_planned : Table.t -> string list
