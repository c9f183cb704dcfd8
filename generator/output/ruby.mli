(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of the Ruby class's methods; the methods themselves are
   made from the table of calls in C. *)

val outputs : Table.t -> (string * (unit -> unit)) list
