(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The manual of the Perl module's methods; the methods themselves are made
   from the table of calls in C. *)

val outputs : Table.t -> (string * (unit -> unit)) list
