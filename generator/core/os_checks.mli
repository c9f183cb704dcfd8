(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the table of systems must fulfil before anything is generated. *)

(** Each problem is one line,
    "generator/inspect/<file>.ml: <name>: what is wrong: what to do". *)
val problems : (string * Os.t list) list -> string list
