(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What TypeScript and editors know about the package for Node.js. *)

val outputs : Table.t -> (string * (unit -> unit)) list
