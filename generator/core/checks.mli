(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a table must fulfil before anything is generated from it. *)

(** Each problem is one line,
    "generator/actions/<area>.ml: <action>: what is wrong: what to do";
    the empty list when all is well. *)
val problems : Table.t -> string list

(** What must be done before a release but does not keep anybody from
    working: missing words. *)
val unfinished : Table.t -> string list
