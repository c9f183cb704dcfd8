(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What library and daemon share: procedure numbers, the encoding of structs,
   and the same as an XDR specification. *)

val outputs : Table.t -> (string * (unit -> unit)) list
